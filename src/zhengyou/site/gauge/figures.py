"""What a measurement yields, and the figures of one kind of request."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from zhengyou.site.gauge import cpu, load
from zhengyou.site.gauge.load import Answer, Request
from zhengyou.site.gauge.stand import Stand

CLIENTS = 16


@dataclass(frozen=True)
class Figure:
    """One measured figure."""

    name: str
    value: float
    unit: str


Measurement = Callable[[Stand, float], Iterator[Figure]]


def request_figures(
    name: str,
    where: Stand,
    seconds: float,
    make: Callable[[int], Request],
    *,
    accepted: int = 200,
    clients: int = CLIENTS,
    most: int = 100_000,
    heard: Callable[[Request, Answer], None] = lambda _request, _answer: None,
) -> Iterator[Figure]:
    """Load one kind of request and yield rate, CPU time per request (web server, PostgreSQL), waits and failures."""
    load.run(where.url, make, clients=clients, seconds=min(1.0, seconds / 4), most=most // 4, heard=heard)
    postmaster = where.cluster.pid()
    before = cpu.of_group(where.web), cpu.of_postgres(postmaster)
    done = load.run(where.url, make, clients=clients, seconds=seconds, most=most - most // 4, heard=heard)
    web, postgres = cpu.of_group(where.web) - before[0], cpu.of_postgres(postmaster) - before[1]
    count = max(done.requests, 1)
    yield Figure(f"{name}: requests", round(done.rate, 1), "1/s")
    yield Figure(f"{name}: CPU of the web server", round(web / count * 1e6), "us/request")
    yield Figure(f"{name}: CPU of PostgreSQL", round(postgres / count * 1e6), "us/request")
    yield Figure(f"{name}: median wait", round(done.percentile(0.5) * 1000, 1), "ms")
    yield Figure(f"{name}: 99th percentile of waits", round(done.percentile(0.99) * 1000, 1), "ms")
    yield Figure(f"{name}: answers other than {accepted}", done.requests - done.statuses[accepted], "count")
    yield Figure(f"{name}: failures", done.failures, "count")
