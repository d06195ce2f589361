"""`zhengyou bench`: figures of this machine, printed and written to `var/bench.json` as name, value, unit.

A measurement is a function from a stand to figures, listed in `MEASUREMENTS`. Rates per second depend on what else the
machine does; CPU time per request is the sturdier figure, and the calibration tells what one core is worth.
"""

import argparse
import functools
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from zhengyou.site import environment
from zhengyou.site.console import say
from zhengyou.site.gauge import campaigns, cpu, formulas, gate, large, matters, plans, printing, rating, volume
from zhengyou.site.gauge.figures import Figure, Measurement, request_figures
from zhengyou.site.gauge.load import Request
from zhengyou.site.gauge.stand import Stand, stand
from zhengyou.site.gauge.tree import bench_tree


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


MEASUREMENTS: Sequence[Measurement] = (
    probes,
    rating.rating,
    gate.gate,
    memory,
    printing.printing,
    tree,
    plans.plans,
    large.large,
    campaigns.campaigns,
    matters.matters,
    formulas.formulas,
    volume.volume,
)
"""The large tables come last, so that the figures of single requests do not hang on them."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `zhengyou bench`."""
    parser.add_argument("--seconds", type=float, default=4.0, help="length of each load")
    parser.add_argument(
        "--ratings", type=int, default=volume.RATINGS, help="ratings of the quarter (default: 10 million)"
    )
    parser.add_argument(
        "--minutes", type=float, default=matters.MINUTES,
        help=f"how long officers work the month through the verbs; the rest is copied (default: {matters.MINUTES:.0f})",
    )  # fmt: skip
    parser.add_argument("--whole", action="store_true", help="let officers work the whole month, however long it takes")
    parser.add_argument(
        "--orders", type=int, default=matters.ORDERS, help=f"orders of the month (default: {matters.ORDERS:,})"
    )
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
    # As behind a proxy: each visitor comes from a network of its own.
    with stand(extra={"ZHENGYOU_TLS": "1", "ZHENGYOU_HOSTS": "127.0.0.1"}) as where:
        for measurement in chosen:
            if measurement is volume.volume:
                measurement = functools.partial(volume.volume, ratings=options.ratings)  # noqa: PLW2901 -- the same, sized
            if measurement is matters.matters:
                minutes = matters.WHOLE if options.whole else options.minutes
                measurement = functools.partial(matters.matters, orders=options.orders, minutes=minutes)  # noqa: PLW2901 -- the same, sized
            for figure in measurement(where, options.seconds):
                tell(figure)
    path = environment.var() / "bench.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(figure) for figure in figures], ensure_ascii=False, indent=1))
    say(f"→ {path}")
    return 0
