"""Judging all units on one frozen mix of case types and channels: from log odds to points of 0..100."""

from dataclasses import dataclass

import numpy as np
from scipy import linalg, special

from zhengyou.mechanisms.scoring.methods.ordinal.fitting import Fit
from zhengyou.mechanisms.scoring.methods.types import DRAWS, LEVEL, Cells, Floats, Interval, Posterior, generator

GRID = 401
NODES = 21


@dataclass(frozen=True, slots=True)
class Reference:
    """The frozen mix on which all units are judged: shares of the case types and of the channels, each adding to 1."""

    cases: Floats
    channels: Floats

    @classmethod
    def of(cls, cells: Cells) -> "Reference":
        """Return the mix of all ratings in ``cells``; equal shares where there is none."""
        counts = cells.counts.sum(axis=(0, 3)).astype(float)
        if not counts.sum():
            counts += 1.0
        return cls(counts.sum(axis=1) / counts.sum(), counts.sum(axis=0) / counts.sum())


def standardised(
    fitted: Fit, mix: Reference, points: Floats, *, level: float = LEVEL, draws: int = DRAWS, seed: int = 0
) -> Posterior:
    """Return the posterior of θ: expected value, interval of ``level``, and joint ``draws`` (draws, units).

    The map a → θ is tabulated on a grid wide enough for every draw.
    """
    turn = linalg.solve_triangular(fitted.common, fitted.leverage + _level_shift(fitted, mix, points), lower=True)
    sd = np.sqrt(fitted.own**2 + (turn**2).sum(axis=0))
    reach = max(float((np.abs(fitted.effects) + 8 * sd).max(initial=1.0)), 1.0)
    grid = np.linspace(-reach, reach, GRID)
    table = _curve(fitted, mix, points, grid)
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    mean = _at(grid, table, fitted.effects[:, None] + sd[:, None] * nodes) @ (weights / weights.sum())
    half = float(special.ndtri((1 + level) / 2)) * sd
    low, high = (_at(grid, table, fitted.effects + side * half) for side in (-1, 1))
    source = generator(seed)
    shared = source.standard_normal((draws, len(turn)))
    moved = source.standard_normal((draws, len(sd)))
    moved *= fitted.own
    moved += shared @ turn
    moved += fitted.effects
    return Posterior(mean, Interval(low, high, level), _at(grid, table, moved))


def _curve(fitted: Fit, mix: Reference, points: Floats, effects: Floats) -> Floats:
    """Return θ for each of ``effects`` on the mix."""
    total: Floats = np.zeros(len(effects))
    steps = np.diff(points)
    for case, share in enumerate(mix.cases):
        for channel, part in enumerate(mix.channels):
            eta = effects + fitted.cases[case] + fitted.channels[channel]
            total += share * part * (special.expit(eta[:, None] - fitted.cuts) @ steps)
    total += points[0]
    return total


def expected_points(fitted: Fit, points: Floats) -> Floats:
    """Return (units, cases, channels): the points that each unit is expected to get there."""
    steps = np.diff(points)
    eta = fitted.effects[:, None, None] + fitted.cases[:, None] + fitted.channels
    total: Floats = np.full(eta.shape, points[0])
    for cut, step in zip(fitted.cuts, steps, strict=True):
        total = total + step * special.expit(eta - cut)
    return total


def _level_shift(fitted: Fit, mix: Reference, points: Floats) -> Floats:
    """Return (common effects, 1): how θ moves with each cut, case and channel effect, in units of a_j, to first order.

    So the joint draws of a_j carry the uncertainty of the whole level. Taken at the mean effect of the units.
    """
    centre = float(fitted.effects.mean()) if len(fitted.effects) else 0.0
    eta = centre + fitted.cases[:, None] + fitted.channels
    above = special.expit(eta[:, :, None] - fitted.cuts)
    slope = mix.cases[:, None, None] * mix.channels[:, None] * above * (1 - above) * np.diff(points)
    whole = max(float(slope.sum()), 1e-12)
    shift = np.concatenate(
        [-slope.sum(axis=(0, 1)), slope.sum(axis=(1, 2)), slope.sum(axis=(0, 2)), np.zeros(len(fitted.groups))]
    )
    result: Floats = (shift / whole)[:, None]
    return result


def _at(grid: Floats, table: Floats, effects: Floats) -> Floats:
    """Return the tabulated curve at ``effects``, straight between two points of the even grid."""
    result: Floats = np.interp(effects, grid, table)
    return result
