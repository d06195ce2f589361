"""The methods at the size of the specification, measured in a process of its own: time, processor time, memory.

Run as a program: `python -m zhengyou.site.gauge.formulas ordinal` prints figures as JSON.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator

import numpy as np

from zhengyou.mechanisms.scoring.methods import crossed, gaming, ordinal, simulator, stars
from zhengyou.mechanisms.scoring.methods.types import Cells, generator
from zhengyou.site.gauge.figures import Figure
from zhengyou.site.gauge.stand import Stand, run_module

UNITS, CASES, CHANNELS, RATINGS = 2000, 4, 4, 1_200_000
MARKED, RATERS, MARKS, DISTRICTS = 10_000, 5_000, 100_000, 100


def formulas(where: Stand, seconds: float) -> Iterator[Figure]:
    """Measure the published methods, and what tricks and attacks come to."""
    del seconds
    for what in MEASURED:
        said = run_module(where.environment, "zhengyou.site.gauge.formulas", what)
        yield from (Figure(*row) for row in json.loads(said.splitlines()[-1]))


def _ratings() -> Cells:
    """Return 1.2 million ratings of 2,000 units of unlike size in 16 cells, five levels."""
    chance = generator(1)
    volume = chance.lognormal(0.0, 1.2, UNITS)
    cells = volume[:, None, None] * chance.dirichlet(np.ones(CASES * CHANNELS), UNITS).reshape(UNITS, CASES, CHANNELS)
    n = chance.poisson(cells / cells.sum() * RATINGS)
    eta = (
        chance.normal(0, 0.5, UNITS)[:, None, None]
        + chance.normal(0, 0.4, CASES)[:, None]
        + chance.normal(0, 0.3, CHANNELS)
    )
    above = 1 / (1 + np.exp(np.array([-4.2, -3.3, -2.1, -0.3]) - eta[..., None]))
    edges = np.concatenate([np.ones((*n.shape, 1)), above, np.zeros((*n.shape, 1))], axis=-1)
    return Cells(chance.multinomial(n, edges[..., :-1] - edges[..., 1:]).astype(np.int64))


def measured_ordinal() -> Iterator[Figure]:
    """Fit and draw the published score."""
    cells = _ratings()
    yield Figure("ordinal: ratings", int(cells.n.sum()), "count")
    groups = np.arange(UNITS) % 4
    started, used = time.perf_counter(), time.process_time()
    scores = ordinal.score(cells, groups, draws=2000)
    yield Figure(
        "ordinal: fit and 2,000 draws (shall stay below 2 s on 2 idle cores)", time.perf_counter() - started, "s"
    )
    yield Figure("ordinal: processor time", time.process_time() - used, "s")
    started = time.perf_counter()
    stars.cut_points(scores.score)
    yield Figure("stars: cut points of 2,000 units", time.perf_counter() - started, "s")


def measured_crossed() -> Iterator[Figure]:
    """Fit marks of 10,000 units by 5,000 raters, 80 % of them within the own district; exact intervals and draws."""
    chance = generator(2)
    unit = np.repeat(np.arange(MARKED), MARKS // MARKED)
    own = (unit % DISTRICTS) + DISTRICTS * chance.integers(0, RATERS // DISTRICTS, MARKS)
    rater = np.where(chance.random(MARKS) < 0.8, own, chance.integers(0, RATERS, MARKS))
    values = (
        3.5 + chance.normal(0, 0.4, MARKED)[unit] + chance.normal(0, 0.5, RATERS)[rater] + chance.normal(0, 0.7, MARKS)
    )
    marks = crossed.Marks.of(unit, rater, values)
    started, used = time.perf_counter(), time.process_time()
    fitted = crossed.fit(marks)
    fitted.interval()
    fitted.posterior(1000)
    yield Figure("crossed: 10,000 × 5,000, 100,000 marks (shall stay below 15 s on 2 idle cores)",
                 time.perf_counter() - started, "s")  # fmt: skip
    yield Figure("crossed: processor time", time.process_time() - used, "s")


def measured_tricks() -> Iterator[Figure]:
    """Say how many ranks each trick buys."""
    found = gaming.world(0, units=1000)
    for name in gaming.TRICKS:
        gain = gaming.measure(found, name)
        yield Figure(f"trick {name}: ranks bought under the raw mean", gain.raw, "places of 1,000")
        if not np.isnan(gain.shipped):
            yield Figure(f"trick {name}: ranks bought under the published method", gain.shipped, "places of 1,000")


def measured_attacks() -> Iterator[Figure]:
    """Say how many attacks the tests of integrity find, and how many flags are false."""
    found = simulator.measure(simulator.world(0), q=0.01)
    for name, recall in found.recall.items():
        yield Figure(f"attack {name}: found at q = 0.01", 100 * recall, "%")
    yield Figure("attacks: realised false-discovery rate at q = 0.01", 100 * found.rate, "%")


MEASURED: dict[str, Callable[[], Iterator[Figure]]] = {
    "ordinal": measured_ordinal, "crossed": measured_crossed, "tricks": measured_tricks, "attacks": measured_attacks,
}  # fmt: skip


def _told(what: str) -> list[list[object]]:
    rows: list[list[object]] = [[one.name, round(one.value, 3), one.unit] for one in MEASURED[what]()]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return [*rows, [f"{what}: most memory of the process (shall stay below 4,000)", round(peak), "MB"]]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_told(sys.argv[1])) + "\n")
