"""The score of a unit by a mixed proportional-odds model: the published score (`scoring`: main method).

A rating of unit j (peer group g), case type c and channel h has level k or better with probability

    P(y ≥ k) = 1 / (1 + exp(α_k − δ_g − u_j − β_c − γ_h)),   k = 2..K,   u_j ~ N(0, τ²)

(McCullagh 1980, *Regression models for ordinal data*; the random effect as in Agresti, *Analysis of Ordinal
Categorical Data*, ch. 10). Everybody is then judged on the same frozen mix ω of cases and channels:

    θ_j = Σ_c Σ_h ω_c ω_h Σ_k (p_k − p_{k−1}) · P(y ≥ k | j, c, h)        p_k: what level k counts, 0..100

**Fit.** Penalised Fisher scoring on the cells (unit × case type × channel), units eliminated by Schur's complement
(their block is diagonal); after each pass τ² ← mean(û_j² + Var u_j), the EM step of restricted maximum likelihood, steadied
for few units.
β, γ and δ carry a weak prior N(0, 3²) that leaves no case type without an estimate and no order of names a meaning; the
cut points are steadied by the weight of one single rating spread over all levels.

**Posterior.** In the normal approximation at the mode (Laplace), the uncertainty of the common effects included:
a_j = δ_g + u_j has variance 1/H_j + k_j' S⁻¹ k_j. θ rises with a_j, so its interval is the image of the interval of
a_j; its expected value is a Gauss-Hermite sum. Joint draws come from the same factors. The uncertainty of τ itself is
not counted: with fewer than some ten units intervals are a little too short.
"""

from dataclasses import dataclass

import numpy as np
from scipy import linalg, special

from zhengyou.mechanisms.scoring.methods.types import DRAWS, LEVEL, Cells, Floats, Interval, Posterior, Whole, generator

PRIOR = 3.0
"""Standard deviation (log odds) of the weak prior on common effects: odds 20 times as high or low are still likely."""

PASSES = 400
TOLERANCE = 1e-9
LARGEST_RATIO, LONGEST_LEAP = 0.99, 2.0

USUAL_SPREAD, STEADY = 0.5, 2.0
"""τ is estimated as if ``STEADY`` further units had been seen, whose effects lie ``USUAL_SPREAD`` (log odds) from 0.

So few units are never taken to be exactly alike (Chung et al. 2013, *A nondegenerate penalized likelihood estimator*,
give the reason); with a hundred units it no longer shows."""

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


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model, in log odds."""

    cuts: Floats
    """α_2 … α_K, rising."""
    cases: Floats
    channels: Floats
    groups: Floats
    effects: Floats
    """a_j = δ_g + u_j of each unit, relative to its peer group's δ_g in ``groups``."""
    own: Floats
    """1/√H_j: the spread of u_j where all common effects are known."""
    spread: float
    """τ."""
    weight: Floats
    """The share that a unit's own record has in its effect."""
    common: Floats
    """Cholesky factor (lower) of the information S on the common effects (cuts, cases, channels, groups)."""
    leverage: Floats
    """(common effects, units): how a_j moves with the common effects."""
    passes: int


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
    expected = _expected(fitted, cells.points)
    by_cases = joint.sum(axis=1) / size[:, None]
    own = np.einsum("jch,jch->j", joint / size[:, None, None], expected)
    fair = np.einsum("c,jh,jch->j", mix.cases, by_cases, expected)
    both = np.einsum("c,h,jch->j", mix.cases, mix.channels, expected)
    cases, channels = np.where(n > 0, fair - own, 0.0), np.where(n > 0, both - fair, 0.0)
    shrink = posterior.mean - raw - cases - channels
    return Scores(n, raw, cases, channels, shrink, fitted.weight, mean, posterior, fitted)


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


def fit(cells: Cells, groups: Whole) -> Fit:
    """Return the model fitted to ``cells``; see the module for the algorithm."""
    rows = _Rows.of(cells, groups)
    state = _start(rows)
    tau2, passes = 0.25, 0
    seen = cells.n > 0
    before = 0.0
    for passes in range(1, PASSES + 1):  # the number of passes is reported
        state, step, variance = _pass(rows, state, tau2)
        total = float((state.units[seen] ** 2 + variance[seen]).sum())
        after = (total + STEADY * USUAL_SPREAD**2) / (float(seen.sum()) + STEADY)
        moved = float(np.log(after / tau2))
        if step < TOLERANCE and abs(moved) < TOLERANCE:
            break
        # EM steps shrink by an even ratio: every third leaps to where they would end (Aitken)
        ratio = moved / before if before else 0.0
        leap = moved / (1 - ratio) if passes % 3 == 0 and 0 < ratio < LARGEST_RATIO else moved
        before = moved if leap == moved else 0.0
        tau2 *= float(np.exp(np.clip(leap, -LONGEST_LEAP, LONGEST_LEAP)))
    parts = _information(rows, state, tau2)
    leverage = -parts.across / parts.units
    group = rows.group[:-1]
    leverage[rows.offset + group, np.arange(len(group))] += 1.0
    return Fit(
        cuts=state.cuts,
        cases=state.common[: rows.cases],
        channels=state.common[rows.cases : rows.cases + rows.channels],
        groups=state.common[rows.cases + rows.channels :],
        effects=state.units + state.common[rows.cases + rows.channels :][group],
        own=1 / np.sqrt(parts.units),
        spread=float(np.sqrt(tau2)),
        weight=1 - 1 / (parts.units * tau2),
        common=linalg.cholesky(_schur(parts), lower=True),
        leverage=leverage,
        passes=passes,
    )


@dataclass(frozen=True, slots=True)
class _Rows:
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
    def of(cls, cells: Cells, groups: Whole) -> "_Rows":
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
class _State:
    cuts: Floats
    common: Floats
    """Cases, channels, groups."""
    units: Floats


@dataclass(frozen=True, slots=True)
class _Parts:
    """Information and slope of the penalised likelihood, in blocks: common effects (cuts first), units, both."""

    common: Floats
    across: Floats
    units: Floats
    slope_common: Floats
    slope_units: Floats


def _start(rows: _Rows) -> _State:
    """Return the state at which the fit begins: the cut points of all ratings together, no effects."""
    total = rows.counts.sum(axis=0) + 0.5
    above = total[::-1].cumsum()[::-1][1:] / total.sum()
    return _State(-special.logit(above), np.zeros(rows.cases + rows.channels + rows.groups), np.zeros(rows.units))


def _predictor(rows: _Rows, state: _State) -> Floats:
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


def _height(rows: _Rows, state: _State, tau2: float) -> float:
    """Return the penalised log likelihood."""
    chances, _slopes = _probabilities(_predictor(rows, state), state.cuts)
    penalty = (state.units**2).sum() / tau2 + (state.common**2).sum() / PRIOR**2
    return float((rows.counts * np.log(chances)).sum() - penalty / 2)


def _information(rows: _Rows, state: _State, tau2: float) -> _Parts:
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


def _assembled(
    rows: _Rows, state: _State, tau2: float, pieces: tuple[Floats, Floats, Floats, Floats, Floats]
) -> _Parts:
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
    return _Parts(common, across, units, slope_common, slope_units)


def _crossed(first: Whole, number: int, second: Whole, other: int, weights: Floats) -> Floats:
    """Return the table of ``weights`` summed by both numbers, the last of each cut off."""
    table = np.bincount(first * (other + 1) + second, weights, (number + 1) * (other + 1)).astype(np.float64)
    return table.reshape(number + 1, other + 1)[:-1, :-1]


def _summed(places: Whole, weights: Floats, number: int) -> Floats:
    """Return ``weights`` summed by place, the place one past the last cut off."""
    return np.bincount(places, weights, number + 1)[:-1].astype(np.float64)


def _schur(parts: _Parts) -> Floats:
    """Return the information on the common effects, the units eliminated."""
    result: Floats = parts.common - (parts.across / parts.units) @ parts.across.T
    return result


def _pass(rows: _Rows, state: _State, tau2: float) -> tuple[_State, float, Floats]:
    """Return the state after one Fisher step, the length of that step, and the variance of each unit's u_j."""
    parts = _information(rows, state, tau2)
    factor = linalg.cho_factor(_schur(parts))
    ratio = parts.across / parts.units
    common = linalg.cho_solve(factor, parts.slope_common - ratio @ parts.slope_units)
    units = parts.slope_units / parts.units - ratio.T @ common
    variance = 1 / parts.units + np.einsum("pj,pj->j", ratio, linalg.cho_solve(factor, ratio))
    below = len(state.cuts)
    height, share = _height(rows, state, tau2), 1.0
    while True:
        after = _State(
            state.cuts + share * common[:below], state.common + share * common[below:], state.units + share * units
        )
        ordered = bool((np.diff(after.cuts) > 0).all())
        if (ordered and _height(rows, after, tau2) >= height - 1e-9 * abs(height)) or share < 1e-6:
            break
        share /= 2
    step = float(max(np.abs(common).max(), np.abs(units).max(initial=0.0)))
    return after, step, variance


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


def _expected(fitted: Fit, points: Floats) -> Floats:
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
