"""`zhengyou bench`: figures of this machine, printed and written to `var/bench.json` as name, value, unit.

A measurement is a function from a stand to figures, listed in `MEASUREMENTS`. Rates per second depend on what else the
machine does; CPU time per request is the sturdier figure, and the calibration tells what one core is worth.
"""

import argparse
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass

from zhengyou.site import environment
from zhengyou.site.console import say
from zhengyou.site.gauge import cpu, load
from zhengyou.site.gauge.load import Request
from zhengyou.site.gauge.stand import Stand, stand
from zhengyou.site.gauge.tree import bench_tree

CLIENTS = 16


@dataclass(frozen=True)
class Figure:
    """One measured figure."""

    name: str
    value: float
    unit: str


Measurement = Callable[[Stand, float], Iterator[Figure]]


def request_figures(
    name: str, where: Stand, seconds: float, make: Callable[[int], Request], *, accepted: int = 200
) -> Iterator[Figure]:
    """Load one kind of request and yield rate, CPU time per request (web server, PostgreSQL), waits and failures."""
    load.run(where.url, make, clients=CLIENTS, seconds=min(1.0, seconds / 4))
    postmaster = where.cluster.pid()
    before = cpu.of_group(where.web), cpu.of_postgres(postmaster)
    done = load.run(where.url, make, clients=CLIENTS, seconds=seconds)
    web, postgres = cpu.of_group(where.web) - before[0], cpu.of_postgres(postmaster) - before[1]
    count = max(done.requests, 1)
    yield Figure(f"{name}: requests", round(done.rate, 1), "1/s")
    yield Figure(f"{name}: CPU of the web server", round(web / count * 1e6), "us/request")
    yield Figure(f"{name}: CPU of PostgreSQL", round(postgres / count * 1e6), "us/request")
    yield Figure(f"{name}: median wait", round(done.percentile(0.5) * 1000, 1), "ms")
    yield Figure(f"{name}: 99th percentile of waits", round(done.percentile(0.99) * 1000, 1), "ms")
    yield Figure(f"{name}: answers other than {accepted}", done.requests - done.statuses[accepted], "count")
    yield Figure(f"{name}: failures", done.failures, "count")


def probes(where: Stand, seconds: float) -> Iterator[Figure]:
    """Measure the two probes: the frame without and with one query."""
    yield from request_figures("healthz (no query)", where, seconds, lambda _: Request("/healthz"))
    yield from request_figures("readyz (one query)", where, seconds, lambda _: Request("/readyz"))


def tree(where: Stand, seconds: float) -> Iterator[Figure]:
    """Measure the pages of ten thousand bodies, whose wait shall stay below 300 ms."""
    yield from (Figure(*row) for row in bench_tree(where, seconds))


def memory(where: Stand, seconds: float) -> Iterator[Figure]:
    """Measure the web server's memory after the loads before."""
    del seconds
    yield Figure("web server: memory of its processes", round(cpu.memory_of_group(where.web) / 1e6), "MB")


MEASUREMENTS: Sequence[Measurement] = (probes, tree, memory)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `zhengyou bench`."""
    parser.add_argument("--seconds", type=float, default=4.0, help="length of each load")
    parser.add_argument("--only", default="", help="only the measurements whose name contains this")


def run(options: argparse.Namespace) -> int:
    """Measure, print and write."""
    figures: list[Figure] = []

    def tell(figure: Figure) -> None:
        figures.append(figure)
        say(f"{figure.name:55} {figure.value:12,.1f} {figure.unit}")

    loops, hashes = cpu.calibration()
    tell(Figure("calibration: plain Python loop, one core", round(loops, 2), "million steps/s"))
    tell(Figure("calibration: SHA-256, one core", round(hashes), "MB/s"))
    tell(Figure("machine: load before", round(os.getloadavg()[0], 2), "load"))
    chosen = [measurement for measurement in MEASUREMENTS if options.only in measurement.__name__]
    with stand() as where:
        for measurement in chosen:
            for figure in measurement(where, options.seconds):
                tell(figure)
    path = environment.var() / "bench.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(figure) for figure in figures], ensure_ascii=False, indent=1))
    say(f"→ {path}")
    return 0
