"""The score of each unit, and the steps from its raw mean to it."""

from dataclasses import dataclass

import numpy as np

from zhengyou.mechanisms.scoring.methods.ordinal.fitting import Fit, fit
from zhengyou.mechanisms.scoring.methods.ordinal.judging import Reference, expected_points, standardised
from zhengyou.mechanisms.scoring.methods.types import DRAWS, LEVEL, Cells, Floats, Posterior, Whole


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
) -> Scores:
    """Return the scores of all units, judged on the mix ``reference`` (default: that of all ratings).

    ``groups`` names each unit's peer group by a number from 0. A unit without ratings gets what its peers let expect.
    Permuting units, case types or channels permutes the result (the draws apart). Raises ValueError where shapes do not
    fit.
    """
    mix = reference or Reference.of(cells)
    _check(cells, groups, mix)
    fitted = fit(cells, groups)
    posterior = standardised(fitted, mix, cells.points, level=level, draws=draws, seed=seed)
    n = cells.n
    units = cells.counts.sum(axis=(1, 2))
    size = np.maximum(n, 1)
    mean = _means(posterior.mean, groups, n)
    raw = np.where(n > 0, units @ cells.points / size, mean)
    joint = cells.counts.sum(axis=3)
    expected = expected_points(fitted, cells.points)
    by_cases = joint.sum(axis=1) / size[:, None]
    own = np.einsum("jch,jch->j", joint / size[:, None, None], expected)
    fair = np.einsum("c,jh,jch->j", mix.cases, by_cases, expected)
    both = np.einsum("c,h,jch->j", mix.cases, mix.channels, expected)
    cases, channels = np.where(n > 0, fair - own, 0.0), np.where(n > 0, both - fair, 0.0)
    shrink = posterior.mean - raw - cases - channels
    return Scores(n, raw, cases, channels, shrink, fitted.weight, mean, posterior, fitted)


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
