"""Schemes of 100 points: parts on one scale, weights, missing parts, bonus, deduction, and how firm the order is.

1. **Goalposts.** s = 100 · clip((x − worst) / (target − worst), 0, 1), frozen beforehand; target < worst where less is
   better. Min-max on the year's own data lets one outlier move everybody; it is here for comparison.
2. **Skew.** Winsorise up to five points where |skew| ≥ 2 and kurtosis ≥ 3.5, else take logarithms (COINr; Becker et al.
   2022, *COINr: an R package for developing composite indicators*).
3. **Missing parts.** T = Σ w s / Σ w over the present parts; eligible with at least 70 % of the weight and every
   mandatory part present (CMS Overall Hospital Star Rating).
4. **Form.** Weighted mean, or weighted geometric mean exp(Σ w ln s) where weakness must not be bought off.
5. **Bonus and deduction** each capped; total = clip(T + bonus − deduction, 0, 100 + cap).
6. **Sensitivity** (OECD/JRC, *Handbook on Constructing Composite Indicators*, 2008): weights w·U(1−b, 1+b).

A veto is no number and is not here: it is a status of the unit (`scoring.models`).
Arrays end in (…, units, parts); draws come before. A part that is missing is nan.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from scipy import stats

from zhengyou.mechanisms.scoring.methods.types import Flags, Floats, generator

NEEDED = 0.7
"""The least share of the weight that must be present."""

BAND = 0.25
"""How far each weight is moved, both ways, when the order is tried."""

PAIRED = 300
"""So many units are paired with each other; of more, this many are drawn."""

SKEW, KURTOSIS, WINSORISED = 2.0, 3.5, 5
SMALLEST_PART = 0.01
"""What a part of nought counts in a geometric mean, so that the other parts still tell units apart."""


class Form(Enum):
    """How parts make a whole."""

    MEAN = "mean"
    GEOMETRIC = "geometric"


@dataclass(frozen=True, slots=True)
class Whole:
    """Parts put together: the total of each unit, the share of the weight that was present, and who may be ranked."""

    total: Floats
    present: Floats
    eligible: Flags
    contributions: Floats
    """(…, units, parts): what each part brought, in points; they add up to the total of a mean."""


def normalise(values: Floats, worst: float, target: float) -> Floats:
    """Return ``values`` in points of 0..100 between fixed goalposts; nan stays nan.

    Raises ValueError where both goalposts are the same.
    """
    if worst == target:
        raise ValueError("the goalposts must differ")
    result: Floats = 100 * np.clip((values - worst) / (target - worst), 0, 1)
    return result


def min_max(values: Floats, *, more_is_better: bool = True) -> Floats:
    """Return ``values`` in points of 0..100 between the lowest and the highest of them."""
    low, high = np.nanmin(values), np.nanmax(values)
    share = (values - low) / (high - low) if high > low else np.where(np.isnan(values), np.nan, 0.5)
    result: Floats = 100 * (share if more_is_better else 1 - share)
    return result


def is_skewed(values: Floats) -> bool:
    """Return whether few values would decide: |skew| ≥ 2 and kurtosis ≥ 3.5 (sample-corrected)."""
    known = values[~np.isnan(values)]
    if len(known) < 4 or np.ptp(known) == 0:
        return False
    skew, kurtosis = stats.skew(known, bias=False), stats.kurtosis(known, bias=False)
    return bool(abs(skew) >= SKEW and kurtosis >= KURTOSIS)


def tamed(values: Floats) -> Floats:
    """Return ``values`` with outliers drawn in one by one (at most ``WINSORISED``), or on a log scale if that fails."""
    result = values.copy()
    for _step in range(WINSORISED):
        if not is_skewed(result):
            return result
        ladder = np.unique(result[~np.isnan(result)])
        if stats.skew(result, bias=False, nan_policy="omit") > 0:
            result[result >= ladder[-1]] = ladder[-2]
        else:
            result[result <= ladder[0]] = ladder[1]
    if not is_skewed(result):
        return result
    low, reach = np.nanmin(values), np.nanmax(values) - np.nanmin(values)
    logged: Floats = np.log(values - low + 0.01 * reach)
    return logged


def aggregate(
    scores: Floats,
    weights: Floats,
    *,
    form: Form = Form.MEAN,
    mandatory: Flags | None = None,
    needed: float = NEEDED,
) -> Whole:
    """Return the parts put together; the weight of a missing part is spread over those present.

    A unit without any part has nan and is not eligible. Raises ValueError where weights do not fit or do not weigh.
    """
    if weights.shape[-1] != scores.shape[-1] or (weights < 0).any() or not (weights.sum(axis=-1) > 0).all():
        raise ValueError("weights must be one for each part, not negative, and not all zero")
    known = ~np.isnan(scores)
    carried = np.where(known, weights, 0.0)
    weight = carried.sum(axis=-1)
    present = weight / weights.sum(axis=-1)
    shares = np.divide(carried, weight[..., None], out=np.zeros(carried.shape), where=weight[..., None] > 0)
    filled = np.where(known, scores, 0.0)
    contributions = shares * filled
    if form is Form.MEAN:
        total = contributions.sum(axis=-1)
    else:
        total = np.exp((shares * np.log(np.maximum(filled, SMALLEST_PART))).sum(axis=-1))
    total = np.where(weight > 0, total, np.nan)
    eligible = (present >= needed - 1e-12) & (weight > 0)
    if mandatory is not None:
        eligible = eligible & known[..., mandatory].all(axis=-1)
    return Whole(total, present, eligible, contributions)


def capped(base: Floats, bonus: Floats, deduction: Floats, *, bonus_cap: float, deduction_cap: float) -> Floats:
    """Return total points: each of bonus and deduction up to its cap, the whole within 0 and 100 + ``bonus_cap``."""
    total = base + np.clip(bonus, 0, bonus_cap) - np.clip(deduction, 0, deduction_cap)
    return np.clip(total, 0, 100 + bonus_cap)


def placed(totals: Floats) -> Floats:
    """Return the rank of each unit along the last axis, 1 the best, equal totals the same (better) rank; nan stays."""
    filled = np.where(np.isnan(totals), -np.inf, totals)
    ranks = stats.rankdata(-filled, method="min", axis=-1).astype(np.float64)
    return np.where(np.isnan(totals), np.nan, ranks)


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How firm an order is when the weights move."""

    low: Floats
    high: Floats
    """Places that hold nine of ten sets of weights; ``low`` is the better one."""
    median: Floats
    kept: float
    """The share of pairs whose order no set of weights turned round; of many units, among ``PAIRED`` drawn ones."""


def sensitivity(
    scores: Floats,
    weights: Floats,
    *,
    band: float = BAND,
    draws: int = 5000,
    seed: int = 0,
    form: Form = Form.MEAN,
    extra: Floats | None = None,
) -> Sensitivity:
    """Return what becomes of the order under weights w·U(1−band, 1+band).

    ``scores`` is (units, parts), or (draws, units, parts) to let the scores vary too; ``extra`` are points of each unit
    that no weight moves (bonus less deduction).
    """
    moved = weights * generator(seed).uniform(1 - band, 1 + band, (draws, len(weights)))
    totals = np.empty((draws, scores.shape[-2]))
    for start in range(0, draws, 500):
        stop = min(start + 500, draws)
        some = scores if scores.ndim == 2 else scores[np.arange(start, stop) % len(scores)]
        totals[start:stop] = aggregate(some, moved[start:stop, None, :], form=form).total
    if extra is not None:
        totals += extra
    seen = ~np.isnan(totals).any(axis=0)  # a unit without any part has no place under any weights
    low, median, high = (np.full(totals.shape[1], np.nan) for _bound in range(3))
    if seen.any():
        low[seen], median[seen], high[seen] = np.quantile(placed(totals[:, seen]), [0.05, 0.5, 0.95], axis=0)
    if scores.shape[-2] > PAIRED:
        totals = totals[:, np.sort(generator(seed).choice(scores.shape[-2], PAIRED, replace=False))]
    units = totals.shape[1]
    turned, pairs = 0, units * (units - 1) // 2
    for unit in range(units - 1):
        ahead = (totals[:, unit, None] > totals[:, unit + 1 :]).mean(axis=0)
        turned += int(((ahead > 0) & (ahead < 1)).sum())
    return Sensitivity(low, high, median, 1 - turned / pairs if pairs else 1.0)


def importance(scores: Floats, totals: Floats) -> Floats:
    """Return what really decides an order: each part's share of the squared correlations with the total.

    A weight is not an importance: a part in which all are alike decides nothing however much it weighs (Paruolo,
    Saisana & Saltelli 2013, *Ratings and rankings: voodoo or science?*). Of each part, the units that have it; shares add to 1.
    """
    squares = np.zeros(scores.shape[1])
    for part in range(scores.shape[1]):
        known = ~np.isnan(scores[:, part]) & ~np.isnan(totals)
        column, whole = scores[known, part], totals[known]
        if len(whole) >= 3 and np.ptp(column) > 0 and np.ptp(whole) > 0:
            squares[part] = np.corrcoef(column, whole)[0, 1] ** 2
    total = squares.sum()
    return squares / total if total > 0 else squares


def may_overtake(ahead: Floats, behind: Floats, weights: Floats, *, band: float = BAND) -> bool:
    """Return whether some weights within ±``band`` put the unit ``behind`` above the unit ``ahead``; exact.

    Renormalising changes no order, so the least of Σ w (s_a − s_b) lies in a corner of the box. Only parts that both
    have are compared.
    """
    gap = ahead - behind
    known = ~np.isnan(gap)
    worst = np.where(gap > 0, 1 - band, 1 + band) * weights
    return bool((worst[known] * gap[known]).sum() < 0)
