"""The two doors for ratings side by side: page and submission at 256 connections, and what the table itself would take."""

import contextlib
import itertools
import os
from collections.abc import Iterator

from zhengyou.site.gauge import cpu, load
from zhengyou.site.gauge.figures import Figure
from zhengyou.site.gauge.load import Answer, Request
from zhengyou.site.gauge.rating import network, submission
from zhengyou.site.gauge.stand import Stand, server

CONNECTIONS = 256
CODES_A_SECOND = {"Django": 600, "gate": 9000}
"""More than a machine takes: a code is good for one rating only."""
RAW_ROWS = 50_000


def gate(where: Stand, seconds: float) -> Iterator[Figure]:
    """Measure visits of a page and its submission through Django alone and through the gate, then the raw limit."""
    found: dict[str, tuple[float, float]] = {}
    for name, option in (("Django", "off"), ("gate", "in")):
        with server(where.cluster, where.environment, "--gate", option) as stand:
            made = where.fill("invitations", str(int(CODES_A_SECOND[name] * (seconds + 1))))
            for figure in _visits(name, stand, made["codes"], seconds):
                if figure.unit == "ratings/s":
                    rate = figure.value
                if figure.unit == "us/rating":
                    found[name] = rate, figure.value
                yield figure
    raw = RAW_ROWS / where.fill("raw", str(RAW_ROWS))["seconds"]
    yield Figure("raw limit: batches of 500 rows by one connection", round(raw), "rows/s")
    yield Figure("gate over Django: ratings per second", round(found["gate"][0] / found["Django"][0], 1), "times")
    yield Figure(
        "gate under Django: CPU of page and submission", round(found["Django"][1] / found["gate"][1], 1), "times"
    )
    yield Figure("gate: share of the raw limit", round(100 * found["gate"][0] / raw), "%")


def _visits(name: str, where: Stand, codes: list[str], seconds: float) -> Iterator[Figure]:
    """Let 256 visitors open the page of a code and send it, one after the other."""
    counted = itertools.count()
    stored: list[str] = []

    def make(_: int) -> Request:
        number = next(counted)
        if number % 2:
            return submission(codes[number // 2], number // 2)
        # Not the same code: its submission could overtake it.
        return Request(f"/r/{codes[-1 - number % 500]}", headers=(network(number // 2), ("Accept-Language", "zh-CN")))

    def heard(request: Request, answer: Answer) -> None:
        if request.method == "POST" and answer.status == 302:
            stored.append(request.path)

    with _pinned():
        load.run(where.url, make, clients=CONNECTIONS, seconds=min(1.0, seconds / 4), most=len(codes), heard=heard)
        before = cpu.of_group(where.web), cpu.of_postgres(where.cluster.pid())
        stored.clear()
        done = load.run(where.url, make, clients=CONNECTIONS, seconds=seconds, most=len(codes), heard=heard)
    web, postgres = cpu.of_group(where.web) - before[0], cpu.of_postgres(where.cluster.pid()) - before[1]
    count = max(len(stored), 1)
    title = f"{name}, {CONNECTIONS} connections"
    yield Figure(f"{title}: durable ratings, each with its page", round(count / done.seconds, 1), "ratings/s")
    yield Figure(f"{title}: CPU of the web server", round(web / count * 1e6), "us/visit")
    yield Figure(f"{title}: CPU of PostgreSQL", round(postgres / count * 1e6), "us/visit")
    yield Figure(f"{title}: CPU of both", round((web + postgres) / count * 1e6), "us/rating")
    yield Figure(f"{title}: CPU of the load generator", round(done.own_cpu / count * 1e6), "us/visit")
    yield Figure(f"{title}: median wait", round(done.percentile(0.5) * 1000, 1), "ms")
    yield Figure(f"{title}: 99th percentile of waits", round(done.percentile(0.99) * 1000, 1), "ms")
    yield Figure(f"{title}: failures", done.failures, "count")
    yield Figure(f"{title}: other answers", done.requests - done.statuses[200] - done.statuses[302], "count")


@contextlib.contextmanager
def _pinned() -> Iterator[None]:
    """Keep this process, the load generator, on the last core, so that it disturbs the server in the same way each time."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)
