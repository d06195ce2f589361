"""The ASGI application: regular visits to the rating page are answered here, everything else by Django."""

import contextlib
import logging
from collections.abc import MutableMapping
from typing import Any

from django.db import Error
from django.template.loader import render_to_string
from django.utils import translation

from zhengyou.gate import stopping, work
from zhengyou.gate.batches import Batches, Full
from zhengyou.gate.pages import Application, Headers, Message, Page, Pages, Receive, Send, answer, drawn
from zhengyou.gate.screens import Screens
from zhengyou.gate.visitors import LONGEST, Look, Visitor, cookie, fields, visitor
from zhengyou.gate.work import Door, Given
from zhengyou.instruments.ratings import answers, origin, terminals
from zhengyou.instruments.ratings.intake import Counted, Outcome
from zhengyou.instruments.ratings.queries import Shown
from zhengyou.kernel import ids
from zhengyou.records.notices import screens
from zhengyou.records.seal.throttle import network_of

log = logging.getLogger(__name__)

PLACE = "/r/"
SCREENS, KIOSK = "/screens/", "/k/events"
WINDOW = "w/"
GROUP, QUEUE = 500, 4000
"""Most things worked on at once, and most that may wait; the next is asked to come again."""
LATER = b"5"
"""Seconds after which one who is turned away may come again."""

Scope = MutableMapping[str, Any]


class Gate:
    """The rating page in front of ``django``, an ASGI application that answers everything.

    With ``alone`` it answers nothing but ratings: as a process of its own beside Django's.
    """

    def __init__(self, django: Application, *, alone: bool = False) -> None:
        self._django, self._alone = django, alone
        self._pages, self._frames = Pages(), Pages()
        self._screens = Screens()
        self._lookups: Batches[Door, Shown | None] = Batches(work.look_up, name="gate-look", most=GROUP, bound=QUEUE)
        self._terminals: Batches[str, str] = Batches(work.terminals_of, name="gate-screens", most=GROUP, bound=QUEUE)
        self._counting: Batches[Given, Outcome] = Batches(work.count, name="gate-count", most=GROUP, bound=QUEUE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return await self._live(receive, send) if scope["type"] == "lifespan" else None
        path: str = scope["path"]
        if path.startswith(PLACE) and (door := _door(path)) and (who := visitor(scope)):
            try:
                if scope["method"] == "GET":
                    return await self._show(scope, receive, send, door, who)
                if scope["method"] == "POST" and 0 < who.form_length <= LONGEST:
                    return await self._take(scope, receive, send, door, who)
            except (Full, Error) as error:
                log.warning("turned away: %s", type(error).__name__)
                return await self._closed(send, who)
        if (topic := await self._topic(scope, path)) and scope["method"] == "GET":
            return await self._screens.serve(receive, send, topic)
        if self._alone and not path.startswith((PLACE, "/t/", "/k/", "/static/", "/healthz")):
            return await answer(send, 404, [(b"content-type", b"text/plain")], b"ratings only\n")
        return await self._django(scope, receive, send)

    def close(self) -> None:
        """Finish what is under way, let every screen go, and let go of the database."""
        self._screens.close()
        for batches in (self._lookups, self._terminals, self._counting):
            batches.close(work.let_go)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Begin and end with the server; open lines are let go as soon as it is asked to stop, or they would hold it up."""
        await receive()
        stopping.when_asked(self._screens.close)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _topic(self, scope: Scope, path: str) -> str:
        """Return what a screen that asks for a line shows, or nothing where this is no such request."""
        if path.startswith(SCREENS):
            topic = path.removeprefix(SCREENS)
            return topic if screens.TOPIC.fullmatch(topic) else ""
        if path == KIOSK and (key := cookie(scope, terminals.COOKIE)):
            with contextlib.suppress(Full, Error):
                return await self._terminals.give(key)
        return ""

    async def _show(self, scope: Scope, receive: Receive, send: Send, door: Door, who: Visitor) -> None:
        """Serve the page of a code; of one that cannot be used Django tells why."""
        shown = await self._lookups.give(door)
        if shown is None:
            return await self._django(scope, receive, send)
        key, code = (shown, who.look), door.code.encode()
        page = await self._pages.get_or_draw(key, lambda: drawn(self._django, scope, code))
        return await answer(send, page.status, page.headers, page.body(code))

    async def _take(self, scope: Scope, receive: Receive, send: Send, door: Door, who: Visitor) -> None:
        """Count a filled-in page and send its rater to the receipt; of any other Django says what is wrong."""
        body = await _body(receive, who.form_length)
        given = fields(body) if body is not None else None
        filled = answers.read(given) if given is not None else None
        if body is None or filled is None or answers.faults(filled):
            return await self._django(scope, _replayed(body or b"", receive), send)
        if origin.from_elsewhere(who.host, who.site, who.origin):
            return await self._django(scope, _replayed(body, receive), send)
        outcome = await self._counting.give(Given(door, filled, network_of(who.remote, who.forwarded), who.agent))
        if not isinstance(outcome, Counted):
            return await self._django(scope, _replayed(body, receive), send)
        frame = await self._frame(scope, who.look)
        location = (b"location", f"/t/{outcome.receipt}?done".encode())
        return await answer(send, 302, [*frame, location])

    async def _frame(self, scope: Scope, look: Look) -> Headers:
        """Return the headers that every answer carries, as Django sets them."""
        page = self._frames.get(look)
        if page is None:
            headers = [pair for pair in scope["headers"] if pair[0] not in {b"content-type", b"content-length"}]
            plain = {**scope, "method": "GET", "path": PLACE, "raw_path": PLACE.encode(), "headers": headers}
            page = await self._frames.get_or_draw(look, lambda: drawn(self._django, plain, b""))
        return page.headers

    async def _closed(self, send: Send, who: Visitor) -> None:
        """Ask the visitor to come again in a moment; nothing was stored."""
        key = ("closed", who.look[0])
        page = self._pages.get(key)
        if page is None:
            with translation.override(who.look[0]):
                page = Page(503, (), (render_to_string("503.html").encode(),), 0.0)
        headers = [(b"content-type", b"text/html; charset=utf-8"), (b"retry-after", LATER)]
        headers += [
            (b"cache-control", b"no-store"),
            (b"content-security-policy", b"default-src 'none'; style-src 'self'; img-src data:"),
        ]
        await answer(send, 503, headers, page.body(b""))


def _door(path: str) -> Door | None:
    """Return the door of an address as it is printed; what is typed otherwise Django reads."""
    code = path.removeprefix(PLACE)
    of_window = code.startswith(WINDOW)
    code = code.removeprefix(WINDOW)
    return Door(code, of_window) if ids.code_holds(code) else None


async def _body(receive: Receive, length: int) -> bytes | None:
    """Return the body, or nothing where the visitor left or sent more than announced."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if len(body) > length:
            return None
        if not message.get("more_body"):
            return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Return a channel that gives ``body`` once more and then goes on."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
