"""A month of a county's matters: 50,000 orders, how quickly officers work them and how long the pages take then."""

import functools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhengyou.site.gauge.figures import Figure, request_figures
from zhengyou.site.gauge.load import Request
from zhengyou.site.gauge.stand import Stand, run_module

MATTERS, SAMPLE = 50_000, 300
"""So many in all; so many of them are worked through the verbs, the rest are copies of these, written in bulk."""
BUSY, BUSY_PAGES = 4, ("board", "register", "three rates by unit", "orders list", "supervision board")
"""So many times the length of a load officers work on, while these pages are read."""
REPOSITORY = Path(__file__).resolve().parents[4]
LETTERS = Path(os.environ.get("ZHENGYOU_SHARED", REPOSITORY.parent / "shared")) / "data" / "complaints_with_replies.csv"


def matters(where: Stand, seconds: float, worked: int = SAMPLE) -> Iterator[Figure]:
    """Fill a month, then measure the desk's pages of it for one reader, at last while officers work on."""
    letters = [str(LETTERS)] if LETTERS.exists() else []
    said = run_module(where.environment, "zhengyou.site.gauge.month", str(max(MATTERS, worked)), str(worked), *letters)
    told = json.loads(said.splitlines()[-1])
    yield Figure("matters: real letters taken over (0: the file is not here)", told["letters"], "count")
    yield Figure("matters: time to take the letters over", round(told["letters_seconds"], 1), "s")
    yield Figure("matters: worked by officers through the verbs", told["worked"], "count")
    yield Figure("matters: one worked, call to call-back", round(1000 * told["worked_seconds"] / told["worked"]), "ms")
    yield Figure("matters: copied in bulk with orders and clocks", told["copied"], "count")
    yield Figure("matters: time to copy them", round(told["copied_seconds"], 1), "s")
    yield Figure(
        "matters: one compared with the others", round(1000 * told["compared_seconds"] / max(told["compared"], 1)), "ms"
    )
    yield Figure("matters: time to teach the classifier", round(told["learned_seconds"], 1), "s")
    for name, path in told["pages"].items():
        look = functools.partial(_look, path, told["session"])
        yield from request_figures(f"matters: {name}", where, seconds / 2, look, clients=1)
    yield from _while_officers_work(where, seconds, told)


def _while_officers_work(where: Stand, seconds: float, told: dict[str, Any]) -> Iterator[Figure]:
    """Measure the pages that are looked at most while matters go on being taken in, worked and closed."""
    command = [sys.executable, "-m", "zhengyou.site.gauge.month", "work", str(BUSY * seconds)]
    officers = subprocess.Popen(command, env=dict(where.environment), stdout=subprocess.PIPE, text=True)
    try:
        for name in BUSY_PAGES:
            look = functools.partial(_look, told["pages"][name], told["session"])
            yield from request_figures(f"matters: {name}, while officers work", where, seconds / 2, look, clients=1)
    finally:
        said, _errors = officers.communicate(timeout=60 + 10 * BUSY * seconds)
    done = json.loads(said.splitlines()[-1])
    yield Figure("matters: worked meanwhile, call to call-back", done["worked"], "count")
    yield Figure("matters: one of these", round(1000 * done["seconds"] / max(done["worked"], 1)), "ms")


def _look(path: str, session: str, _number: int) -> Request:
    return Request(path, headers=(("Cookie", f"zy_session={session}"),))
