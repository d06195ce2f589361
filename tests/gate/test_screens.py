"""Lines to screens: a word told in a transaction reaches those who show the thing, and nobody else."""

import asyncio
import contextlib
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.factories import display, kiosks, services
from tests.factories.bodies import BodyFactory
from zhengyou.gate import screens as lines
from zhengyou.instruments.display import actions as display_actions
from zhengyou.instruments.ratings import terminals
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.notices import screens

pytestmark = pytest.mark.django_db(transaction=True)


class Screen:
    """One screen with its line."""

    def __init__(self, gate, path, cookie=""):
        self.heard, self.status, self._gate = [], 0, gate
        self._gone, self._more = asyncio.Event(), asyncio.Event()
        headers = [(b"host", b"testserver")] + ([(b"cookie", cookie.encode())] if cookie else [])
        self._scope = {
            "type": "http", "http_version": "1.1", "scheme": "http", "method": "GET", "path": path,
            "raw_path": path.encode(), "query_string": b"", "headers": headers, "client": ("203.0.113.5", 1),
            "server": ("testserver", 80), "root_path": "", "asgi": {"version": "3.0"},
        }  # fmt: skip
        self._task = asyncio.create_task(gate(self._scope, self._receive, self._send))

    async def _receive(self):
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message):
        self.status = message.get("status", self.status)
        self.heard.append(message.get("body", b"").decode())
        self._more.set()

    async def until(self, words, seconds=15):
        async with asyncio.timeout(seconds):
            while words not in "".join(self.heard):
                self._more.clear()
                await self._more.wait()

    async def hang_up(self):
        self._gone.set()
        await asyncio.wait_for(self._task, 10)


def in_a_loop(work):
    """Run ``work`` in a thread of its own: the browser's loop may run in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(work)).result(timeout=60)


async def tell(*told):
    def work():
        with transaction.atomic():
            for topic, word in told:
                screens.tell(topic, word)
        connection.close()

    await asyncio.to_thread(work)


async def listening(gate):
    """Wait until the one listener of the process hears: what is told before is missed, as by a screen that is off."""
    probe = str(uuid.uuid4())
    screen = Screen(gate, f"/screens/{probe}")
    async with asyncio.timeout(20):
        while "event: ready" not in "".join(screen.heard):
            await tell((probe, "ready"))
            await asyncio.sleep(0.05)
    await screen.hang_up()


def test_a_word_reaches_the_screens_of_its_topic(gate):
    async def walk():
        await listening(gate)
        topic, other = str(uuid.uuid4()), str(uuid.uuid4())
        first, second, third = (Screen(gate, f"/screens/{one}") for one in (topic, topic, other))
        await first.until("retry"), await second.until("retry"), await third.until("retry")
        await tell((topic, "changed"))
        await first.until("event: changed"), await second.until("event: changed")
        assert "event" not in "".join(third.heard)
        for one in (first, second, third):
            assert one.status == 200
            await one.hang_up()
        assert len(gate._screens) == 0

    in_a_loop(walk())


def test_what_was_rolled_back_is_not_told(gate):
    topic = str(uuid.uuid4())

    def broken():
        with contextlib.suppress(ZeroDivisionError), transaction.atomic():
            screens.tell(topic, "never")
            raise ZeroDivisionError
        connection.close()

    async def walk():
        await listening(gate)
        screen = Screen(gate, f"/screens/{topic}")
        await screen.until("retry")
        await asyncio.to_thread(broken)
        await tell((topic, "after"))
        await screen.until("event: after")
        assert "never" not in "".join(screen.heard)
        await screen.hang_up()

    in_a_loop(walk())


def test_a_terminal_hears_of_the_case_that_was_closed_at_its_window(gate):
    one = kiosks.kiosk()
    device = kiosks.device(one)
    cookie = f"{terminals.COOKIE}={device.cookies[terminals.COOKIE].value}"

    def close_a_case():
        services.case(window=one.window, closed=True)
        connection.close()

    async def walk():
        await listening(gate)
        screen = Screen(gate, "/k/events", cookie)
        await screen.until("retry")
        await asyncio.to_thread(close_a_case)
        await screen.until("event: call")
        await screen.hang_up()

    in_a_loop(walk())


def test_the_wall_of_a_unit_hears_that_a_promise_is_shown_and_taken_down_and_that_of_another_does_not(gate):
    unit, other = BodyFactory(), BodyFactory()

    def act(work):
        found = work()
        connection.close()
        return found

    async def walk():
        await listening(gate)
        own, foreign = (Screen(gate, f"/screens/{body.public_id}") for body in (unit, other))
        await own.until("retry"), await foreign.until("retry")
        promise = await asyncio.to_thread(act, lambda: display.promise(unit))
        await own.until("event: changed")
        own.heard.clear()
        await asyncio.to_thread(act, lambda: display_actions.take_down(promise, actor=SYSTEM))
        await own.until("event: changed")
        assert "event" not in "".join(foreign.heard)
        await own.hang_up(), await foreign.hang_up()

    in_a_loop(walk())


def test_a_listener_that_lost_the_database_lets_every_screen_look_again(gate, monkeypatch):
    monkeypatch.setattr(lines, "AGAIN", 0.1)

    def end_listeners():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN zhengyou_screens%%'"
                " AND datname = current_database()"
            )
        connection.close()

    async def walk():
        await listening(gate)
        screen = Screen(gate, f"/screens/{uuid.uuid4()}")
        await screen.until("retry")
        await asyncio.to_thread(end_listeners)
        await screen.until("event: changed")
        await screen.hang_up()

    in_a_loop(walk())


def test_too_many_screens_are_asked_to_come_again(gate, monkeypatch):
    monkeypatch.setattr(lines, "LINES", 0)

    async def walk():
        screen = Screen(gate, f"/screens/{uuid.uuid4()}")
        await screen.until("full")
        assert screen.status == 503

    in_a_loop(walk())


def test_without_the_gate_a_screen_is_told_to_ask_every_while():
    assert Client().get("/k/events").status_code == 204
    assert Client().get(f"/screens/{uuid.uuid4()}").status_code == 204


@pytest.mark.parametrize("topic", ["", "a b", "x" * 36, "'; DROP"])
def test_only_public_ids_are_told_to_screens(topic):
    with pytest.raises(ValueError, match="not for screens"):
        screens.tell(topic)
