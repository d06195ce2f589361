"""The score of each unit, and the steps from its raw mean to it."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from zhengyou.mechanisms.scoring.methods.ordinal.fitting import Fit, fit
from zhengyou.mechanisms.scoring.methods.ordinal.judging import Reference, expected_points, standardised
from zhengyou.mechanisms.scoring.methods.types import DRAWS, LEVEL, Cells, Flags, Floats, Interval, Posterior, Whole


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores in points of 0..100: ``score`` = ``raw`` + ``cases`` + ``channels`` + ``shrink``, step by step."""

    n: Whole
    raw: Floats
    cases: Floats
    channels: Floats
    shrink: Floats
    weight: Floats
    mean: Floats
    """The mean score of the unit's peer group."""
    posterior: Posterior
    fit: Fit

    @property
    def score(self) -> Floats:
        """Return the score that is published: the expected value."""
        return self.posterior.mean


def score(
    cells: Cells,
    groups: Whole,
    *,
    reference: Reference | None = None,
    level: float = LEVEL,
    draws: int = DRAWS,
    seed: int = 0,
    parted: bool = False,
) -> Scores:
    """Return the scores of all units, judged on the mix ``reference`` (default: that of all ratings).

    ``parted``: peer groups that are tied to the others by no common case type are judged on their part of the mix.

    ``groups`` names each unit's peer group by a number from 0. A unit without ratings gets what its peers let expect.
    Permuting units, case types or channels permutes the result (the draws apart). Raises ValueError where shapes do not
    fit.
    """
    mix = reference or Reference.of(cells)
    _check(cells, groups, mix)
    fitted = fit(cells, groups)
    judged = _parts(cells, groups, mix) if parted else [(np.ones(cells.units, dtype=bool), mix)]
    posterior = _together(
        judged, [standardised(fitted, own, cells.points, level=level, draws=draws, seed=seed) for _who, own in judged]
    )
    shares = np.zeros((cells.units, len(mix.cases)))
    for who, own in judged:
        shares[who] = own.cases
    n = cells.n
    units = cells.counts.sum(axis=(1, 2))
    size = np.maximum(n, 1)
    mean = _means(posterior.mean, groups, n)
    raw = np.where(n > 0, units @ cells.points / size, mean)
    joint = cells.counts.sum(axis=3)
    expected = expected_points(fitted, cells.points)
    by_cases = joint.sum(axis=1) / size[:, None]
    as_rated = np.einsum("jch,jch->j", joint / size[:, None, None], expected)
    fair = np.einsum("jc,jh,jch->j", shares, by_cases, expected)
    both = np.einsum("jc,h,jch->j", shares, mix.channels, expected)
    cases, channels = np.where(n > 0, fair - as_rated, 0.0), np.where(n > 0, both - fair, 0.0)
    shrink = posterior.mean - raw - cases - channels
    return Scores(n, raw, cases, channels, shrink, fitted.weight, mean, posterior, fitted)


def _parts(cells: Cells, groups: Whole, mix: Reference) -> list[tuple[Flags, Reference]]:
    """Return the units of each part of the graph of peer groups and case types, and the mix on which they are judged.

    Case types that no chain of groups ties to a group say nothing about it: how they differ from its own is known from
    the prior alone, and would widen its intervals without end. It is judged on the rest of the mix; where nothing of
    the mix is left (a kind of case that came up since it was frozen) on that of its own ratings.
    """
    number, types = int(groups.max(initial=0)) + 1, cells.counts.shape[1]
    counted = cells.counts.sum(axis=(2, 3))
    unit, case = np.nonzero(counted)
    size = number + types
    graph = sparse.coo_array((np.ones(len(unit)), (groups[unit], number + case)), shape=(size, size))
    labels = sparse.csgraph.connected_components(graph, directed=False)[1]
    found: list[tuple[Flags, Reference]] = []
    for label in np.unique(labels[groups]):
        who, inside = labels[groups] == label, labels[number:] == label
        shares = np.where(inside, mix.cases, 0.0)
        if inside.any() and not shares.sum():
            shares = np.where(inside, counted[who].sum(axis=0), 0.0).astype(np.float64)
        found.append((who, Reference(shares / shares.sum(), mix.channels) if inside.any() else mix))
    return found


def _together(judged: list[tuple[Flags, Reference]], posteriors: list[Posterior]) -> Posterior:
    """Return one posterior of all units, each taken from that of its part; the draws are of the same worlds."""
    if len(posteriors) == 1:
        return posteriors[0]
    first = posteriors[0]
    mean, draws = first.mean.copy(), first.draws.copy()
    low, high = first.interval.low.copy(), first.interval.high.copy()
    for (who, _mix), one in zip(judged[1:], posteriors[1:], strict=True):
        mean[who], draws[:, who] = one.mean[who], one.draws[:, who]
        low[who], high[who] = one.interval.low[who], one.interval.high[who]
    return Posterior(mean, Interval(low, high, first.interval.level), draws)


def _means(scores: Floats, groups: Whole, n: Whole) -> Floats:
    """Return for each unit the mean score of the rated units of its peer group (of all of it, where none is rated)."""
    number = int(groups.max(initial=0)) + 1
    seen = (n > 0).astype(float)
    empty = np.bincount(groups, seen, number) == 0
    weights = np.where(empty[groups], 1.0, seen)
    result: Floats = (
        np.bincount(groups, weights * scores, number) / np.maximum(np.bincount(groups, weights, number), 1.0)
    )[groups]
    return result


def _check(cells: Cells, groups: Whole, mix: Reference) -> None:
    """Raise ValueError where the shapes do not fit."""
    if groups.shape != (cells.units,) or groups.min(initial=0) < 0:
        raise ValueError("groups must name a group, from 0, for every unit")
    if mix.cases.shape != (cells.counts.shape[1],) or mix.channels.shape != (cells.counts.shape[2],):
        raise ValueError("the reference mix must name every case type and every channel")
    if not (np.isclose(mix.cases.sum(), 1) and np.isclose(mix.channels.sum(), 1)):
        raise ValueError("the shares of the reference mix must add to 1")
