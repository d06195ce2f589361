"""The penalised likelihood on the cells that hold ratings: its height, its slope and its expected information."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from zhengyou.mechanisms.scoring.methods.types import Cells, Floats, Whole

PRIOR = 3.0
"""Standard deviation (log odds) of the weak prior on common effects: odds 20 times as high or low are still likely."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The cells that hold ratings, and at the end one row that holds the steadying weight of one rating.

    That row belongs to no unit, case type, channel or group: its numbers lie one past the last and are cut off.
    """

    unit: Whole
    case: Whole
    channel: Whole
    group: Whole
    """Of each unit, not of each row; one past the last for the last."""
    counts: Floats
    cases: int
    channels: int
    groups: int
    units: int

    @property
    def offset(self) -> int:
        """Return where the groups begin among the common effects."""
        return int(self.counts.shape[1]) - 1 + self.cases + self.channels

    @classmethod
    def of(cls, cells: Cells, groups: Whole) -> "Rows":
        """Return the cells that hold ratings, each unit with its peer group."""
        units, cases, channels, levels = cells.counts.shape
        unit, case, channel = np.nonzero(cells.counts.sum(axis=3))
        number = int(groups.max(initial=0)) + 1
        return cls(
            np.append(unit, units),
            np.append(case, cases),
            np.append(channel, channels),
            np.append(groups, number),
            np.concatenate([cells.counts[unit, case, channel].astype(float), np.full((1, levels), 1.0 / levels)]),
            cases,
            channels,
            number,
            units,
        )


@dataclass(frozen=True, slots=True)
class State:
    """Where the fit stands: cut points, common effects and effects of the units, in log odds."""

    cuts: Floats
    common: Floats
    """Cases, channels, groups."""
    units: Floats


@dataclass(frozen=True, slots=True)
class Parts:
    """Information and slope of the penalised likelihood, in blocks: common effects (cuts first), units, both."""

    common: Floats
    across: Floats
    units: Floats
    slope_common: Floats
    slope_units: Floats


def start(rows: Rows) -> State:
    """Return the state at which the fit begins: the cut points of all ratings together, no effects."""
    total = rows.counts.sum(axis=0) + 0.5
    above = total[::-1].cumsum()[::-1][1:] / total.sum()
    return State(-special.logit(above), np.zeros(rows.cases + rows.channels + rows.groups), np.zeros(rows.units))


def _predictor(rows: Rows, state: State) -> Floats:
    """Return the linear predictor of each row."""
    cases, channels, groups = np.split(state.common, [rows.cases, rows.cases + rows.channels])
    unit = np.append(state.units, 0.0) + np.append(groups, 0.0)[rows.group]
    result: Floats = unit[rows.unit] + np.append(cases, 0.0)[rows.case] + np.append(channels, 0.0)[rows.channel]
    return result


def _probabilities(eta: Floats, cuts: Floats) -> tuple[Floats, Floats]:
    """Return (rows, levels) of probabilities, and (rows, levels + 1) of slopes dP(y ≥ k)/dη with zeros at both ends."""
    above = special.expit(eta[:, None] - cuts)
    padded = np.zeros((len(eta), len(cuts) + 2))
    padded[:, 0] = 1.0
    padded[:, 1:-1] = above
    slopes = padded * (1 - padded)
    return np.maximum(padded[:, :-1] - padded[:, 1:], 1e-12), slopes


def log_likelihood(rows: Rows, state: State, tau2: float) -> float:
    """Return the penalised log likelihood."""
    chances, _slopes = _probabilities(_predictor(rows, state), state.cuts)
    penalty = (state.units**2).sum() / tau2 + (state.common**2).sum() / PRIOR**2
    return float((rows.counts * np.log(chances)).sum() - penalty / 2)


def information(rows: Rows, state: State, tau2: float) -> Parts:
    """Return slope and expected information of the penalised log likelihood."""
    chances, slopes = _probabilities(_predictor(rows, state), state.cuts)
    number = rows.counts.sum(axis=1)
    turn = slopes[:, :-1] - slopes[:, 1:]
    ratio = rows.counts / chances
    slope_eta = (ratio * turn).sum(axis=1)
    inside = slopes[:, 1:-1]
    slope_cuts = -(inside * (ratio[:, 1:] - ratio[:, :-1])).sum(axis=0)
    scaled = turn / chances
    info_eta = number * (turn * scaled).sum(axis=1)
    info_cross = -number[:, None] * inside * (scaled[:, 1:] - scaled[:, :-1])
    inverse = 1 / chances
    diagonal = (number[:, None] * inside**2 * (inverse[:, 1:] + inverse[:, :-1])).sum(axis=0)
    beside = -(number[:, None] * inside[:, :-1] * inside[:, 1:] * inverse[:, 1:-1]).sum(axis=0)
    cuts = np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1)
    return _assembled(rows, state, tau2, (cuts, info_cross, info_eta, slope_cuts, slope_eta))


def _assembled(rows: Rows, state: State, tau2: float, pieces: tuple[Floats, Floats, Floats, Floats, Floats]) -> Parts:
    """Return the blocks for all effects from the ``pieces`` for cut points and linear predictor."""
    cuts, cross, info, slope_cuts, slope = pieces
    group = rows.group[rows.unit]
    kinds = ((rows.case, rows.cases), (rows.channel, rows.channels), (group, rows.groups))
    below, size = len(slope_cuts), rows.offset + rows.groups
    common, across = np.zeros((size, size)), np.zeros((size, rows.units))
    slope_common = np.concatenate([slope_cuts, np.zeros(size - below)])
    common[:below, :below] = cuts
    for cut in range(below):
        across[cut] = _summed(rows.unit, cross[:, cut], rows.units)
    starts = np.cumsum([below, rows.cases, rows.channels])
    for (first, number), start in zip(kinds, starts, strict=True):
        place = slice(start, start + number)
        slope_common[place] = _summed(first, slope, number)
        across[place] = _crossed(first, number, rows.unit, rows.units, info)
        for cut in range(below):
            common[cut, place] = common[place, cut] = _summed(first, cross[:, cut], number)
        for (second, other), begin in zip(kinds, starts, strict=True):
            common[place, begin : begin + other] = _crossed(first, number, second, other, info)
    effects = np.arange(below, size)
    common[effects, effects] += 1 / PRIOR**2
    slope_common[below:] -= state.common / PRIOR**2
    units = _summed(rows.unit, info, rows.units) + 1 / tau2
    slope_units = _summed(rows.unit, slope, rows.units) - state.units / tau2
    return Parts(common, across, units, slope_common, slope_units)


def _crossed(first: Whole, number: int, second: Whole, other: int, weights: Floats) -> Floats:
    """Return the table of ``weights`` summed by both numbers, the last of each cut off."""
    table = np.bincount(first * (other + 1) + second, weights, (number + 1) * (other + 1)).astype(np.float64)
    return table.reshape(number + 1, other + 1)[:-1, :-1]


def _summed(places: Whole, weights: Floats, number: int) -> Floats:
    """Return ``weights`` summed by place, the place one past the last cut off."""
    return np.bincount(places, weights, number + 1)[:-1].astype(np.float64)


def schur(parts: Parts) -> Floats:
    """Return the information on the common effects, the units eliminated."""
    result: Floats = parts.common - (parts.across / parts.units) @ parts.across.T
    return result
