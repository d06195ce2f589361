"""What tricks buy: how many ranks a unit gains by each, under the raw mean and under the shipped method.

    python -m zhengyou.mechanisms.scoring.methods.gaming [units]

Units of known quality with honest ratings (proportional odds, 8 kinds of cases, 3 channels); then some forty of them,
spread over the whole order, play one trick while the rest stay honest. Printed is the mean number of ranks that those
forty gain, and how many of them stand in the top thirtieth, where next to none belongs.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special, stats

from zhengyou.mechanisms.scoring.methods import ordinal, ranks
from zhengyou.mechanisms.scoring.methods.types import Cells, Floats, Whole, generator

CASES, CHANNELS, PLAYERS = 8, 3, 40
FEWEST = 30
"""Below so many ratings a unit is not graded."""

CUTS = np.array([-4.2, -3.3, -2.1, -0.3])


@dataclass(frozen=True, slots=True)
class World:
    """Honest counts with the chances of each cell's levels, and the players of the tricks."""

    counts: Whole
    chances: Floats
    quality: Floats
    case: Floats
    players: Whole


Trick = Callable[[World, int, np.random.Generator], Whole]


@dataclass(frozen=True, slots=True)
class Gain:
    """Ranks bought on average by a trick, and how many players stand in the top, by raw mean and by shipped method."""

    name: str
    raw: float
    shipped: float
    raw_top: int
    shipped_top: int


def world(seed: int, *, units: int = 1000) -> World:
    """Return honest ratings of units of known quality."""
    rng = generator(seed)
    quality, case = rng.normal(0, 0.5, units), rng.normal(0, 0.6, CASES)
    channel = np.array([0.0, 0.2, -0.3])
    eta = quality[:, None, None] + case[:, None] + channel
    above = special.expit(eta[..., None] - CUTS)
    ends = np.ones((*eta.shape, 1))
    chances = -np.diff(np.concatenate([ends, above, 0 * ends], axis=-1))
    mix = rng.dirichlet(np.full(CASES, 2.0), units)[:, :, None] * rng.dirichlet(np.full(CHANNELS, 4.0), units)[:, None]
    size = np.exp(rng.uniform(np.log(40), np.log(600), units)).astype(np.int64)
    many = rng.multinomial(size, mix.reshape(units, -1)).reshape(mix.shape)
    counts: Whole = rng.multinomial(many, chances)
    players = np.argsort(quality)[np.linspace(units * 0.05, units * 0.85, PLAYERS).astype(np.int64)]
    return World(counts, chances, quality, case, players)


def few_friends(world: World, unit: int, rng: np.random.Generator) -> Whole:
    """只请熟人评: invite six friends and nobody else."""
    del rng
    counts: Whole = np.zeros(world.counts[unit].shape, dtype=np.int64)
    counts[0, 0, -1] = 6
    return counts


def easy_cases(world: World, unit: int, rng: np.random.Generator) -> Whole:
    """挑易办的事: send the harder half of the kinds of cases elsewhere, take as many of the easier."""
    many: Whole = world.counts[unit].sum(axis=2)
    easy = np.argsort(-world.case)[: CASES // 2]
    moved = np.zeros_like(many)
    moved[easy] = rng.multinomial(int(many.sum()), np.full(len(easy) * CHANNELS, 1 / (len(easy) * CHANNELS))).reshape(
        len(easy), CHANNELS
    )
    found: Whole = rng.multinomial(moved, world.chances[unit])
    return found


def kind_channel(world: World, unit: int, rng: np.random.Generator) -> Whole:
    """换评价渠道: have all ratings given by the channel in which people are kindest."""
    many = world.counts[unit].sum(axis=(1, 2))
    moved = np.zeros(world.counts[unit].shape[:2], dtype=np.int64)
    moved[:, 1] = many
    found: Whole = rng.multinomial(moved, world.chances[unit])
    return found


def own_fives(world: World, unit: int, rng: np.random.Generator) -> Whole:
    """自己刷好评: add thirty fives from own telephones."""
    del rng
    counts: Whole = world.counts[unit].copy()
    counts[0, 0, -1] += 30
    return counts


def unasked(world: World, unit: int, rng: np.random.Generator) -> Whole:
    """不请不满的人: half of those who would give a low rating are not invited."""
    counts: Whole = world.counts[unit].copy()
    counts[:, :, :2] -= rng.binomial(counts[:, :, :2], 0.5)
    return counts


def pressed(world: World, unit: int, rng: np.random.Generator) -> Whole:
    """当面要好评: a third of all visitors gives a five because the clerk looks on."""
    counts: Whole = world.counts[unit].copy()
    turned = rng.binomial(counts, 1 / 3)
    counts -= turned
    counts[:, :, -1] += turned.sum(axis=2)
    return counts


TRICKS: dict[str, Trick] = {
    "few_friends": few_friends,
    "easy_cases": easy_cases,
    "kind_channel": kind_channel,
    "own_fives": own_fives,
    "unasked": unasked,
    "pressed": pressed,
}


def measure(found: World, name: str, *, seed: int = 1) -> Gain:
    """Return what the trick ``name`` buys its players in a known world.

    The shipped method orders by the expected place of joint draws and grades only units with thirty ratings and more;
    NaN: no player was graded.
    """
    rng = generator(seed)
    counts = found.counts.copy()
    for unit in found.players.tolist():
        counts[unit] = TRICKS[name](found, unit, rng)
    before, after = _orders(found.counts), _orders(counts)
    top = len(counts) // 30
    graded = counts.sum(axis=(1, 2, 3)) >= FEWEST
    own = found.players[graded[found.players]]
    raw = float((before[0] - after[0])[found.players].mean())
    shipped = float((before[1] - after[1])[own].mean()) if len(own) else float("nan")
    raw_top = int((after[0][found.players] <= top).sum())
    shipped_top = int(((after[1] <= top) & graded)[found.players].sum())
    return Gain(name, raw, shipped, raw_top, shipped_top)


def _orders(counts: Whole) -> tuple[Floats, Floats]:
    """Return the places of all units by the raw mean and by the shipped method."""
    cells = Cells(counts)
    scored = ordinal.score(cells, np.zeros(cells.units, dtype=np.int64), draws=400)
    return stats.rankdata(-scored.raw, method="min"), stats.rankdata(ranks.ranks(scored.posterior.draws).mean)


def table(units: int = 1000) -> str:
    """Return what each trick buys as a table."""
    found = world(0, units=units)
    lines = [
        f"{'trick':<14} {'ranks, raw mean':>16} {'ranks, shipped':>16} {'in top, raw':>12} {'in top, shipped':>16}"
    ]
    for name in TRICKS:
        gain = measure(found, name)
        shipped = "not graded" if np.isnan(gain.shipped) else f"{gain.shipped:.0f}"
        lines.append(
            f"{name:<14} {gain.raw:>16.0f} {shipped:>16} {gain.raw_top:>9}/{PLAYERS} {gain.shipped_top:>13}/{PLAYERS}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(table(int(sys.argv[1]) if len(sys.argv) > 1 else 1000) + "\n")
