"""The worker is killed again and again while orders climb the ladder: no rung, paper or reminder is lost or doubled."""

import os
import signal
import time
import urllib.request

import pytest

from tests.soak.conftest import Product
from zhengyou.site.console import say
from zhengyou.site.launcher.supervisor import members

pytestmark = pytest.mark.soak

ORDERS = 150
RUNGS = 4
"""Red, under supervision, talk, circular."""
KILLS = 6


def post(product: Product, path: str, body: bytes = b"-") -> int:
    with urllib.request.urlopen(f"{product.url}{path}", data=body, timeout=120) as answer:
        return int(answer.read() or 0)


def climbed(product: Product) -> int:
    return int(product.asked("select count(*) from deadlines_climb")[0][0])


def kill_worker(product: Product) -> None:
    """Kill every process of the worker at once, as the power would."""
    for pid in members(product.groups()[1]):
        os.kill(pid, signal.SIGKILL)


def test_no_rung_is_lost_or_climbed_twice_while_workers_die(product: Product) -> None:
    """Whatever a killed worker left undone the next one does; what it had done stays done once."""
    post(product, "/soak/overdue/", str(ORDERS).encode())
    goal, kills, started = ORDERS * RUNGS, 0, time.monotonic()
    while (done := climbed(product)) < goal:
        assert time.monotonic() - started < 400, f"{done} of {goal} rungs after {kills} kills"
        post(product, "/soak/climb/")
        before, patience = done, time.monotonic() + 12
        while climbed(product) < min(goal, before + ORDERS // 2) and time.monotonic() < patience:
            time.sleep(0.05)
        if kills < KILLS and before < climbed(product) < goal:
            kill_worker(product)
            kills += 1
    assert kills >= KILLS // 2, "the worker was hardly ever killed under its work"
    reckon(product)
    say(f"{goal} rungs, {kills} kills, {time.monotonic() - started:.0f} s")


def reckon(product: Product) -> None:
    """Compare the log of rungs with the papers, proposals, events and notices that hang on it."""
    assert product.asked("select grade, count(*) from deadlines_climb group by grade order by grade") == [
        (grade, ORDERS) for grade in (3, 4, 5, 6)
    ]
    assert not product.asked("select clock_id, grade from deadlines_climb group by 1, 2 having count(*) > 1")
    assert product.asked("select sheet, count(*) from orders_writ group by sheet order by sheet") == [
        ("reminder", ORDERS),
        ("supervision", ORDERS),
    ]
    assert product.asked("select kind, count(*) from orders_measure group by kind order by kind") == [
        ("circular", ORDERS),
        ("talk", ORDERS),
    ]
    ((events,),) = product.asked("select count(*) from ledger_event where verb = 'deadlines.climb'")
    assert events == ORDERS * RUNGS
    gaps = product.asked(
        "select s.code from papers_series s join papers_number n on n.series_id = s.id"
        " group by s.id, s.code, s.last having count(*) <> s.last or max(n.serial) <> s.last"
    )
    assert not gaps, "numbers were lost"
    told = product.asked(
        "select count(*), count(distinct (recipient_id, source)) from notices_notice where source like 'climb:%%'"
    )
    assert told == [(2 * 2 * ORDERS, 2 * 2 * ORDERS)], (
        "liaison officer and head hear of red and of supervision, once each"
    )
