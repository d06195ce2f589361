"""Stars: an absolute scale with cut points frozen beforehand, on which nobody moves by chance.

Cut points come once from the scores of units with enough ratings, are published and stay for three years:

1. scores beyond Tukey's outer fences (Q1 − 3·IQR, Q3 + 3·IQR) are left out,
2. ten folds, each left out in turn; exact one-dimensional k-means on the rest (dynamic programming; Wang & Song 2011,
   *R Journal* 3/2:29), its cut points lie half way between neighbouring clusters,
3. the mean of the ten is the cut point (mean resampling), and on renewal it moves by 5 points at most
   (42 CFR 423.186(a)(2)(i)).

A star moves only where P(true score outside the old band) ≥ 0.8; stars of units that are neither eligible nor known
are not given, and a veto event withholds the star ("under review") instead of lowering it.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from zhengyou.mechanisms.scoring.methods.types import Flags, Floats, Whole, generator

SURE = 0.8
"""A star moves only where the true score lies outside its band with at least this probability."""

MOST_MOVE = 5.0
"""By so many points a cut point may move at a renewal."""

FEWEST, RELIABLE = 30, 0.7
"""A star needs so many ratings, and so much weight of the unit's own record in its score."""

FOLDS = 10
CELLS = 800
"""Above so many scores the exact search works on as many equally filled cells."""


class Given(Enum):
    """Why a star is what it is."""

    FIRST = "first"
    KEPT = "kept"
    UP = "up"
    DOWN = "down"
    FEW = "few"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Stars:
    """The star of each unit (0: none), why, and P(true score in each band) as (units, bands), the lowest band first."""

    star: Whole
    why: tuple[Given, ...]
    chance: Floats


def cut_points(
    scores: Floats, *, stars: int = 5, previous: Floats | None = None, most: float = MOST_MOVE, seed: int = 0
) -> Floats:
    """Return the ``stars`` − 1 cut points of ``scores``, rising; a score at a cut point has the higher star.

    Raises ValueError where there are fewer different scores than stars, or ``previous`` has another number of cuts.
    """
    kept = np.sort(scores[_inside(scores)])
    if stars < 2 or len(np.unique(kept)) < stars:
        raise ValueError("there must be more different scores than stars, and two stars at least")
    fold = generator(seed).permutation(len(kept)) % FOLDS
    parts = [kept[fold != left] for left in range(FOLDS)]
    usable = [part for part in parts if len(np.unique(part)) >= stars] or [kept]
    cuts: Floats = np.mean([_cuts(part, stars) for part in usable], axis=0)
    if previous is None:
        return cuts
    if len(previous) != len(cuts):
        raise ValueError("the previous cut points are of another number of stars")
    return np.sort(cuts.clip(previous - most, previous + most))


def give(
    draws: Floats,
    cuts: Floats,
    *,
    before: Whole | None = None,
    eligible: Flags | None = None,
    withheld: Flags | None = None,
    sure: float = SURE,
) -> Stars:
    """Return the stars of units from ``draws`` (draws, units) of their scores and frozen ``cuts``.

    ``before``: the stars so far (0: none). ``eligible``: who has ratings enough (see `eligible`). ``withheld``: who has
    an open veto event. Raises ValueError where shapes do not fit or cuts do not rise.
    """
    units = draws.shape[1]
    if (np.diff(cuts) < 0).any():
        raise ValueError("cut points must rise")
    before = np.zeros(units, dtype=np.int64) if before is None else before
    may = np.ones(units, dtype=np.bool_) if eligible is None else eligible
    barred = np.zeros(units, dtype=np.bool_) if withheld is None else withheld
    if not before.shape == may.shape == barred.shape == (units,):
        raise ValueError("before, eligible and withheld have one entry a unit")
    chance = _chances(draws, cuts)
    fresh = 1 + np.searchsorted(cuts, draws.mean(axis=0), side="right")
    rows = np.arange(units)
    known = (before > 0) & (before <= len(cuts) + 1)
    inside = np.where(known, chance[rows, np.where(known, before - 1, 0)], 0.0)
    others = chance.copy()
    others[rows[known], before[known] - 1] = -1.0
    # Rounding must not decide at exactly the bound.
    moves = known & (1 - inside >= sure - 1e-12)
    star = np.where(moves, others.argmax(axis=1) + 1, np.where(known, before, fresh))
    star = np.where(may & ~barred, star, 0).astype(np.int64)
    why = tuple(
        Given.WITHHELD
        if barred[unit]
        else Given.FEW
        if not may[unit]
        else Given.FIRST
        if not known[unit]
        else Given.KEPT
        if star[unit] == before[unit]
        else Given.UP
        if star[unit] > before[unit]
        else Given.DOWN
        for unit in range(units)
    )
    return Stars(star, why, chance)


def eligible(n: Whole, weight: Floats, *, fewest: int = FEWEST, reliable: float = RELIABLE) -> Flags:
    """Return who has ratings enough for a star: their number, and the weight of the own record in the score."""
    found: Flags = (n >= fewest) & (weight >= reliable)
    return found


def distance(score: Floats, star: Whole, cuts: Floats) -> Floats:
    """Return how many points are missing to the next star, 0 where it is reached, NaN for the highest and for none."""
    last = len(cuts)
    nearest = cuts[np.clip(star - 1, 0, last - 1)]
    return np.where((star >= 1) & (star <= last), np.maximum(nearest - score, 0.0), np.nan)


def _inside(scores: Floats) -> Flags:
    """Return which scores lie within Tukey's outer fences."""
    low, high = np.quantile(scores, [0.25, 0.75]) if len(scores) else (0.0, 0.0)
    reach = 3 * (high - low)
    found: Flags = (scores >= low - reach) & (scores <= high + reach)
    return found


def _chances(draws: Floats, cuts: Floats) -> Floats:
    """Return P(true score in each band) as (units, bands)."""
    above = np.stack([(draws >= cut).mean(axis=0) for cut in cuts], axis=1)
    edges = np.concatenate([np.ones((len(above), 1)), above, np.zeros((len(above), 1))], axis=1)
    found: Floats = edges[:, :-1] - edges[:, 1:]
    return found


def _cuts(scores: Floats, stars: int) -> Floats:
    """Return the cut points of the best partition of ``scores`` into ``stars`` clusters."""
    values, counts = np.unique(scores, return_counts=True)
    if len(values) > CELLS:
        cell = (np.cumsum(counts) - counts / 2) * CELLS // counts.sum()
        sums = np.bincount(cell.astype(np.int64), weights=values * counts)
        sizes = np.bincount(cell.astype(np.int64), weights=counts)
        values, counts = sums[sizes > 0] / sizes[sizes > 0], sizes[sizes > 0]
    ends = _partition(values, counts.astype(np.float64), stars)
    return np.array([(values[end - 1] + values[end]) / 2 for end in ends])


def _partition(values: Floats, counts: Floats, clusters: int) -> list[int]:
    """Return where the clusters 2, 3 … begin: the partition of sorted ``values`` with the least squares within."""
    centred = values - float((values * counts).sum() / counts.sum())  # keeps the differences of squares exact enough
    n, first, second = (np.concatenate([[0.0], np.cumsum(counts * centred**power)]) for power in (0, 1, 2))
    size = len(values)
    # cost[i, j]: squares within a cluster of the values i … j−1
    weight = n[None, :] - n[:, None]
    total = first[None, :] - first[:, None]
    cost = second[None, :] - second[:, None] - np.divide(total**2, weight, out=np.zeros_like(total), where=weight > 0)
    cost[np.tril_indices(size + 1)] = np.inf
    best, came = cost[0], []
    for _cluster in range(1, clusters):
        whole = best[:, None] + cost
        came.append(whole.argmin(axis=0))
        best = whole.min(axis=0)
    end, ends = size, []
    for back in reversed(came):
        end = int(back[end])
        ends.append(end)
    return ends[::-1]
