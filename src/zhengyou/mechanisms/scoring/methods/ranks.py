"""Ranks with their uncertainty: intervals of ranks, P(top k), and who cannot be told apart.

A rank without its interval misleads (Goldstein & Spiegelhalter 1996, *JRSS A* 159:385). All is read off joint draws of
the units' true values, one row a possible world (`types.Posterior`):

    r_j^(s) = 1 + #{i : θ_i^(s) > θ_j^(s)}      interval: 5 % and 95 % of r_j over s; reported order: mean rank
    p_j     = mean over s of [r_j^(s) ≤ k]       P(top k); choosing the k largest maximises the expected right picks
    groups    down the order; a new group opens where P(first of the group > this unit) ≥ 0.9

Units that tie in a draw share the places that they take together: their P(top k) still sum to k.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from scipy import special, stats

from zhengyou.mechanisms.scoring.methods.types import LEVEL, Flags, Floats, Whole

SURE = 0.9
"""From this probability on a difference counts as one, and a unit as clearly within (below 1 − SURE: without) a quota."""

CHUNK = 8_000_000
"""How many numbers are ranked at one time; bounds the memory."""


@dataclass(frozen=True, slots=True)
class Ranks:
    """The places of all units, the first being 1: expected place, bounds of its interval, and median."""

    mean: Floats
    low: Floats
    high: Floats
    median: Floats

    @property
    def order(self) -> Whole:
        """Return the units in the reported order: by expected place, and as they came where that is the same."""
        return np.argsort(self.mean, kind="stable").astype(np.int64)


class Zone(Enum):
    """Where a unit stands towards a quota."""

    CLEAR = "clear"
    BORDER = "border"
    OUT = "out"


def ranks(draws: Floats, *, level: float = LEVEL) -> Ranks:
    """Return the places of all units from joint ``draws`` (draws, units); the largest value has the first place.

    Raises ValueError where there is no draw.
    """
    _check(draws)
    places = np.concatenate([stats.rankdata(-part, axis=1) for part in _parts(draws)])
    ends = [(1 - level) / 2, 0.5, (1 + level) / 2]
    # Of whole places: the place that is reached, not a point between two of them.
    low, median, high = np.quantile(places, ends, axis=0, method="inverted_cdf")
    return Ranks(places.mean(axis=0), low, high, median)


def top(draws: Floats, k: int) -> Floats:
    """Return P(top ``k``) of each unit; the probabilities sum to ``k`` (to the number of units, where that is less).

    Raises ValueError where ``k`` is negative or there is no draw.
    """
    _check(draws)
    if k < 0:
        raise ValueError("a quota cannot be negative")
    total = np.zeros(draws.shape[1])
    for part in _parts(draws):
        first = stats.rankdata(-part, axis=1, method="min")
        last = stats.rankdata(-part, axis=1, method="max")
        total += ((k - first + 1) / (last - first + 1)).clip(0, 1).sum(axis=0)
    return total / len(draws)


def zones(chance: Floats, *, sure: float = SURE) -> list[Zone]:
    """Return for each P(top k) whether the unit is clearly within the quota, in the border zone, or clearly without."""
    return [Zone.CLEAR if p >= sure else Zone.BORDER if p >= 1 - sure else Zone.OUT for p in chance.tolist()]


def groups(draws: Floats, *, sure: float = SURE, order: Whole | None = None) -> Whole:
    """Return the group of each unit, the best being 1: units of one group cannot be told from the group's first.

    ``order`` defaults to that of the expected places.
    """
    _check(draws)
    order = ranks(draws).order if order is None else order
    group = np.zeros(draws.shape[1], dtype=np.int64)
    number, first = 0, -1
    for unit in order.tolist():
        if first < 0 or float((draws[:, first] > draws[:, unit]).mean()) >= sure:
            number, first = number + 1, unit
        group[unit] = number
    return group


def better(draws: Floats, unit: int) -> Floats:
    """Return P(``unit`` > other) for every other unit, ties counting a half; 0.5 for the unit itself."""
    _check(draws)
    own = draws[:, [unit]]
    chance: Floats = ((own > draws).mean(axis=0) + (own >= draws).mean(axis=0)) / 2
    return chance


def alike(mean: Floats, sd: Floats, *, sure: float = SURE) -> Whole:
    """Return from how many others each unit cannot be told, by means and standard deviations of independent units.

    P(θ_i > θ_j) = Φ((m_i − m_j) / √(s_i² + s_j²)): the normal approximation to what `better` reads off draws, for
    all pairs of ten thousand units.
    """
    gap = float(special.ndtri(sure))
    count = np.zeros(len(mean), dtype=np.int64)
    step = max(1, CHUNK // max(len(mean), 1))
    for start in range(0, len(mean), step):
        part = slice(start, start + step)
        apart = np.hypot(sd[part, None], sd)
        close: Flags = np.abs(mean[part, None] - mean) < gap * apart
        same: Flags = (apart == 0) & (mean[part, None] == mean)
        count[part] = (close | same).sum(axis=1) - 1
    return count


def _check(draws: Floats) -> None:
    if draws.ndim != 2 or not len(draws):
        raise ValueError("draws must be (draws, units) with at least one draw")


def _parts(draws: Floats) -> list[Floats]:
    step = max(1, CHUNK // max(draws.shape[1], 1))
    return [draws[start : start + step] for start in range(0, len(draws), step)]
