"""A month of a county's matters, 50,000 orders: worked by officers at once, and how long the desk's pages take then.

As many as fit in the minutes given are worked through the verbs, and the figures say how many those were; the rest are
copies of these, written in bulk, unless the whole month is asked for.
"""

import functools
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from zhengyou.site.console import Stop, say
from zhengyou.site.gauge import cpu
from zhengyou.site.gauge.figures import Figure, request_figures
from zhengyou.site.gauge.load import Request
from zhengyou.site.gauge.stand import Stand, run_module

ORDERS, MINUTES, OFFICERS = 50_000, 6.0, max(2, os.cpu_count() or 2)
"""So many orders in all; for so many minutes they are worked, by so many officer processes at once."""
WHOLE = 6 * 60.0
"""Minutes after which even a whole month that was asked for ends."""
BUSY, BUSY_PAGES = 4, ("board", "register", "three rates by unit", "orders list", "supervision board")
"""So many times the length of a load officers work on, while these pages are read."""
TELL_EVERY = 30.0
REPOSITORY = Path(__file__).resolve().parents[4]
LETTERS = Path(os.environ.get("ZHENGYOU_SHARED", REPOSITORY.parent / "shared")) / "data" / "complaints_with_replies.csv"
MONTH = "zhengyou.site.gauge.month"


def matters(where: Stand, seconds: float, orders: int = ORDERS, minutes: float = MINUTES) -> Iterator[Figure]:
    """Let officers work a month, then measure the desk's pages of it for one reader, at last while officers work on."""
    letters = [str(LETTERS)] if LETTERS.exists() else []
    told = _run(where, "found", *letters)
    yield Figure("matters: real letters taken over (0: the file is not here)", told["letters"], "count")
    yield Figure("matters: time to take the letters over", round(told["letters_seconds"], 1), "s")
    yield from _worked(where, orders, minutes)
    told = _run(where, "finish", str(orders))
    for name, count in told["outcomes"].items():
        yield Figure(f"matters: {name}", count, "count")
    yield Figure("matters: clocks marked or warned of by the sweep", told["marked"], "count")
    yield Figure("matters: rungs of the ladder climbed", told["climbed"], "count")
    yield Figure("matters: orders NOT worked but copied in bulk", told["copied"], "count")
    yield Figure("matters: time to copy them", round(told["copied_seconds"], 1), "s")
    yield Figure(
        "matters: one compared with the others", round(1000 * told["compared_seconds"] / max(told["compared"], 1)), "ms"
    )
    yield Figure("matters: time to teach the classifier", round(told["learned_seconds"], 1), "s")
    for name, path in told["pages"].items():
        look = functools.partial(_look, path, told["session"])
        yield from request_figures(f"matters: {name}", where, seconds / 2, look, clients=1)
    yield from _while_officers_work(where, seconds, told)


def _worked(where: Stand, orders: int, minutes: float) -> Iterator[Figure]:
    """Let officers work until the orders stand or the time is over; say how many they were and what one costs."""
    before, started = cpu.of_postgres(where.cluster.pid()), time.monotonic()
    officers = _officers(where, 60 * minutes, orders)
    while any(one.poll() is None for one in officers):
        _wait(officers, TELL_EVERY)
        begun, opened = _reached(where)
        lasted = time.monotonic() - started
        say(f"  … {begun:,} matters, {opened:,} of {orders:,} orders, {begun / lasted:.1f} matters/s, {lasted:.0f} s")
    done = [_said(one) for one in officers]
    lasted = time.monotonic() - started
    count = max(sum(one["worked"] for one in done), 1)
    postgres = cpu.of_postgres(where.cluster.pid()) - before
    yield Figure("matters: officers at once", len(done), "processes")
    yield Figure("matters: matters worked through the verbs", count, "count")
    yield Figure("matters: orders worked through the verbs", sum(one["orders"] for one in done), "count")
    yield Figure("matters: time of the work", round(lasted, 1), "s")
    yield Figure("matters: worked by all officers together", round(count / lasted, 1), "1/s")
    yield Figure("matters: CPU of one life, Python", round(1000 * sum(one["cpu"] for one in done) / count, 1), "ms")
    yield Figure("matters: CPU of one life, PostgreSQL", round(1000 * postgres / count, 1), "ms")


def _officers(where: Stand, seconds: float, orders: int) -> list[subprocess.Popen[str]]:
    command = [sys.executable, "-m", MONTH, "work", str(seconds), str(orders)]
    return [
        subprocess.Popen(
            command, env=dict(where.environment), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _officer in range(OFFICERS)
    ]


def _wait(officers: list[subprocess.Popen[str]], seconds: float) -> None:
    """Wait until all have ended, for so many seconds at most."""
    until = time.monotonic() + seconds
    for one in officers:
        try:
            one.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            return


def _said(officer: subprocess.Popen[str]) -> dict[str, Any]:
    """Return what an officer process did.

    Raises:
        Stop: it broke.
    """
    said, errors = officer.communicate()
    if officer.returncode:
        raise Stop(f"an officer broke: {errors.strip()[-2000:]}")
    done: dict[str, Any] = json.loads(said.splitlines()[-1])
    return done


def _reached(where: Stand) -> tuple[int, int]:
    """Return how many matters were begun and orders opened so far."""
    with psycopg.connect(where.environment["DATABASE_URL"]) as connection:
        row = connection.execute(
            "SELECT (SELECT last_value FROM gauge_matters), (SELECT last_value FROM gauge_orders)"
        ).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def _run(where: Stand, what: str, *words: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run_module(where.environment, MONTH, what, *words).splitlines()[-1])
    return told


def _while_officers_work(where: Stand, seconds: float, told: dict[str, Any]) -> Iterator[Figure]:
    """Measure the pages that are looked at most while matters go on being taken in, worked and closed."""
    officers = _officers(where, BUSY * seconds, 10 * ORDERS)
    try:
        for name in BUSY_PAGES:
            look = functools.partial(_look, told["pages"][name], told["session"])
            title = f"matters: {name}, while {len(officers)} officers work"
            yield from request_figures(title, where, seconds / 2, look, clients=1)
    finally:
        done = [_said(one) for one in officers]
    count = sum(one["worked"] for one in done)
    yield Figure("matters: worked meanwhile, call to call-back", count, "count")
    yield Figure("matters: worked meanwhile", round(count / max(one["seconds"] for one in done), 1), "1/s")


def _look(path: str, session: str, _number: int) -> Request:
    return Request(path, headers=(("Cookie", f"zy_session={session}"),))
