"""Whatever is killed while people submit: what was acknowledged is there, and the product answers again."""

import contextlib
import os
import random
import signal
import time
import urllib.request
from collections import Counter
from collections.abc import Callable

import pytest

from tests.soak.conftest import Product, StopSoak, Writers
from tests.soak.visitors import Visitors
from zhengyou.instruments.ratings.queries import digest
from zhengyou.site.console import say
from zhengyou.site.gauge import load
from zhengyou.site.gauge.load import Answer, Request
from zhengyou.site.gauge.rating import submission
from zhengyou.site.launcher.supervisor import members

pytestmark = pytest.mark.soak


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def until(condition: Callable[[], bool], seconds: float = 35) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def test_acknowledged_ratings_survive_killed_parts(product: Product) -> None:
    """Web server, worker and database are killed while people rate: see `Visitors` and the reckoning at the end."""
    waits = {}
    with Visitors(product.url, product.invitations(12_000)) as visitors:
        visitors.wait_for_more(50)
        web, worker = product.groups()
        with urllib.request.urlopen(f"{product.url}/soak/slow/", data=b"slow", timeout=20):
            until(lambda: doing(product) == 1)
        killed = time.monotonic()
        for pid in members(worker):
            kill(pid)
        waits["the worker"] = visitors.wait_for_more()

        kill(next(pid for pid in members(web) if pid != web))
        waits["one process of the web server"] = visitors.wait_for_more()

        kill(web)
        until(lambda: product.groups()[0] != web)  # its processes go on answering until the supervisor sees it
        waits["the web server"] = visitors.wait_for_more()

        postmaster = product.cluster.pid()
        assert postmaster is not None
        kill(postmaster)
        waits["the database"] = visitors.wait_for_more()
        assert product.cluster.pid() != postmaster
        visitors.wait_for_more(50)
        until(lambda: bool(product.written("soak.slow")), 75)
        waits["the job of the killed worker"] = time.monotonic() - killed
    reckon(product, visitors)
    say(f"{len(visitors.acknowledged)} acknowledged, {visitors.refused} refused, none lost; seconds: {waits}")
    assert product.stop() == 0
    assert product.cluster.pid() is None


ACKNOWLEDGED = 20_000
"""Ratings that the gate must have acknowledged before the reckoning."""


def test_gate_loses_nothing_when_the_database_is_killed_twice_under_load(product: Product) -> None:
    codes = product.invitations(60_000)
    ahead = iter(range(len(codes)))
    receipts: dict[str, str] = {}
    statuses: Counter[tuple[bool, int]] = Counter()
    goals = iter([ACKNOWLEDGED // 3, 2 * ACKNOWLEDGED // 3])
    goal, postmasters = next(goals), set()

    def make(number: int) -> Request:
        """Every tenth request sends a code once more that was acknowledged before."""
        if number % 10 == 9 and receipts:
            return submission(chance.choice(list(receipts)[-200:]), number)
        return submission(codes[next(ahead)], number)

    def heard(request: Request, answer: Answer) -> None:
        nonlocal goal
        code = request.path.removeprefix("/r/")
        statuses[code in receipts, answer.status] += 1
        if answer.status == 302:
            assert code not in receipts, "acknowledged twice"
            receipts[code] = answer.headers["location"].split("/")[2].partition("?")[0]
        if answer.status == 503:
            assert answer.headers["retry-after"]
        if goal and len(receipts) >= goal:
            postmaster = product.cluster.pid()
            if postmaster is not None:
                kill(postmaster)
                postmasters.add(postmaster)
                goal = next(goals, 0)
        if len(receipts) >= ACKNOWLEDGED:
            raise StopSoak

    chance = random.Random(11)
    with contextlib.suppress(StopSoak):
        load.run(product.url, make, clients=64, seconds=240, most=120_000, heard=heard)
    assert len(receipts) >= ACKNOWLEDGED, statuses
    assert len(postmasters) == 2
    assert {status for again, status in statuses if again} <= {0, 410, 503}
    assert {status for again, status in statuses if not again} <= {0, 302, 410, 503}
    assert statuses[True, 410] > 500
    assert statuses[False, 503] + statuses[True, 503] > 0
    stored = {row[0] for row in product.asked("select receipt_digest from ratings_rating")}
    lost = [receipt for receipt in receipts.values() if digest(receipt) not in stored]
    assert not lost, f"{len(lost)} of {len(receipts)} acknowledged ratings are lost"
    differing = product.asked(
        "select (select sum(count) from ratings_daytally) - (select count(*) from ratings_rating)"
    )
    assert differing == [(0,)]
    say(f"{len(receipts)} acknowledged by the gate, none lost; answers: {dict(statuses)}")


def doing(product: Product) -> int:
    """How many slow jobs are under way."""
    query = "select count(*) from procrastinate_jobs where task_name = 'soak.slow' and status = 'doing'"
    return int(product.asked(query)[0][0])


def reckon(product: Product, visitors: Visitors) -> None:
    """Compare what visitors were told with what is stored."""
    assert not visitors.odd
    twice = {code: receipts for code, receipts in visitors.receipts.items() if len(receipts) > 1}
    assert not twice, "codes that were acknowledged twice"
    stored = {row[0] for row in product.asked("select receipt_digest from ratings_rating")}
    lost = {receipt for receipt in visitors.acknowledged if digest(receipt) not in stored}
    assert not lost, f"{len(lost)} of {len(visitors.acknowledged)} acknowledged ratings are lost"
    for receipt in list(visitors.acknowledged)[:20]:
        with urllib.request.urlopen(f"{product.url}/t/{receipt}", timeout=20) as page:
            assert page.status == 200
    assert product.asked("select count(*), count(distinct spent) = count(*) from ratings_rating") == product.asked(
        "select count(*), true from ratings_invitation where state = 'rated'"
    )
    differing = product.asked(
        "select window_id, day, level, channel, family, count(*) from ratings_rating group by 1, 2, 3, 4, 5"
        " except select window_id, day, level, channel, family, count from ratings_daytally"
    )
    assert not differing
    assert product.asked("select sum(count) from ratings_daytally") == product.asked(
        "select count(*) from ratings_rating"
    )
    assert len(product.asked("select 1 from ledger_event where verb = 'soak.slow'")) == 1


def test_start_after_everything_was_killed(product: Product) -> None:
    with Writers(product.url, seconds=20) as writers:
        writers.wait_for_more(100)
        web, worker = product.groups()
        postmaster = product.cluster.pid()
        assert product.process is not None
        assert postmaster is not None
        for pid in [product.process.pid, *members(web), *members(worker), postmaster]:
            kill(pid)
        product.process.wait()
    until(lambda: not members(web) and not members(worker))  # a child that was just born hangs on its leash
    assert product.start() < 60
    assert not writers.acknowledged - product.written()


def test_killed_supervisor_takes_its_children_along(product: Product) -> None:
    web, worker = product.groups()
    assert product.process is not None
    product.process.kill()
    product.process.wait()
    until(lambda: not members(web) and not members(worker))
    assert product.start() < 30
    assert product.stop() == 0
    assert "Traceback" not in product.said()
