"""An assessment by a scheme, from its snapshot to results: a pure function, so that any run can be replayed.

1. **Leaves.** An indicator from ratings is scored by `ordinal` on the frozen mix; its draws carry the uncertainty. With
   fewer ratings than the minimum it is missing. Checked parts and results of other schemes are numbers without spread.
2. **Points.** Goalposts (`composite.normalise`), then the weighted mean or geometric mean of the leaves; a leaf weighs
   its own weight times the share that the groups above it have. Missing weight is spread over what is present.
3. **Total** = base + bonus − deduction, each capped (`composite.capped`). Every event counts once.
4. **Order** within the peer group among eligible units, by the total rounded as stored; ties by the scheme's rule. The
   interval of a place comes from the joint draws.
5. **Grade** by thresholds; at most ``climb`` grades up from the period before; withheld under a veto.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zhengyou.mechanisms.scoring.methods import composite, ordinal
from zhengyou.mechanisms.scoring.methods.composite import Form
from zhengyou.mechanisms.scoring.methods.types import LEVEL, Cells, Flags, Floats, generator
from zhengyou.mechanisms.scoring.methods.types import Whole as Ints

VERSION = "scheme/2"
DECIMALS = 6
"""Totals are rounded to so many decimals before they are put in order and stored."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The ratings behind one leaf: (units, case types, channels, levels) and the frozen mix, by name."""

    counts: Cells
    reference: ordinal.Reference


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf of the tree: its share of the 100 points, its goalposts, and what is known of each unit."""

    key: str
    weight: float
    worst: float
    target: float
    mandatory: bool
    values: Floats
    """nan where a unit has none; unused where there are ``counts``."""
    counts: Counts | None = None
    minimum: int | None = None
    """With fewer records the leaf counts as missing; None: as the scheme says."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that decides the results. ``groups`` are numbers from 0; amounts are points of each unit."""

    leaves: tuple[Leaf, ...]
    groups: Ints
    bonus: Floats
    deduction: Floats
    barred: Flags
    before: tuple[int | None, ...]
    """The number of each unit's grade in the period before, 0 the best."""
    form: Form = Form.MEAN
    needed: float = composite.NEEDED
    minimum: int = 30
    bonus_cap: float = 5.0
    deduction_cap: float = 100.0
    tie: str = "share"
    thresholds: tuple[float, ...] = ()
    """Points that each grade needs, the best first."""
    climb: int = 0
    seed: int = 0
    draws: int = 1000
    parted: bool = False
    """Whether peer groups that share no kind of case with the others are judged on their part of the mix."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The results, one entry a unit; ``points``, ``contributions`` and ``n`` are (units, leaves)."""

    points: Floats
    contributions: Floats
    n: Ints
    base: Floats
    bonus: Floats
    deduction: Floats
    total: Floats
    low: Floats
    high: Floats
    place: Floats
    place_low: Floats
    place_high: Floats
    present: Floats
    eligible: Flags
    grade: tuple[int | None, ...]
    kept: float
    """The share of pairs whose order no weights within ±25 % turn round."""
    importance: Floats
    firm_low: Floats
    firm_high: Floats
    """Places in the group that hold nine of ten sets of weights within ±25 %."""


def reckon(inputs: Inputs) -> Outcome:
    """Return the results of ``inputs``; the same inputs give the same results.

    Raises ValueError where there is no leaf with weight.
    """
    units = len(inputs.groups)
    weights = np.array([leaf.weight for leaf in inputs.leaves])
    points, draws, n = _points(inputs, units)
    mandatory = np.array([leaf.mandatory for leaf in inputs.leaves], dtype=bool)
    whole = composite.aggregate(points, weights, form=inputs.form, mandatory=mandatory, needed=inputs.needed)
    caps = {"bonus_cap": inputs.bonus_cap, "deduction_cap": inputs.deduction_cap}
    total = np.round(composite.capped(whole.total, inputs.bonus, inputs.deduction, **caps), DECIMALS)
    spread = composite.capped(
        composite.aggregate(draws, weights, form=inputs.form).total, inputs.bonus, inputs.deduction, **caps
    )
    low, high = np.quantile(spread, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    ranked = whole.eligible & ~np.isnan(total)
    places = _places(inputs, total, spread, ranked, _tie_order(inputs, points, weights))
    kept, firm_low, firm_high = _firm(inputs, points, weights, ranked)
    return Outcome(
        points=points,
        contributions=whole.contributions,
        n=n,
        base=whole.total,
        bonus=np.clip(inputs.bonus, 0, inputs.bonus_cap),
        deduction=np.clip(inputs.deduction, 0, inputs.deduction_cap),
        total=total,
        low=np.minimum(low, total),
        high=np.maximum(high, total),
        place=places[0],
        place_low=places[1],
        place_high=places[2],
        present=whole.present,
        eligible=whole.eligible,
        grade=tuple(_grade(inputs, unit, total[unit], bool(ranked[unit])) for unit in range(units)),
        kept=kept,
        importance=composite.importance(points, total),
        firm_low=firm_low,
        firm_high=firm_high,
    )


def _firm(inputs: Inputs, points: Floats, weights: Floats, ranked: Flags) -> tuple[float, Floats, Floats]:
    """Return the share of pairs that keep their order when weights move, and the places in the group that hold then."""
    asked = {"draws": min(2000, 2 * inputs.draws), "seed": inputs.seed, "form": inputs.form}
    low, high = (np.full(len(points), np.nan) for _column in range(2))
    extra = np.clip(inputs.bonus, 0, inputs.bonus_cap) - np.clip(inputs.deduction, 0, inputs.deduction_cap)
    for group in np.unique(inputs.groups):
        member = np.flatnonzero((inputs.groups == group) & ranked)
        if len(member):
            found = composite.sensitivity(points[member], weights, extra=extra[member], **asked)  # type: ignore[arg-type]
            low[member], high[member] = np.floor(found.low), np.ceil(found.high)
    whole = composite.sensitivity(points, weights, extra=extra, **asked)  # type: ignore[arg-type]
    return whole.kept, low, high


def moved(before: Outcome, after: Outcome) -> int:
    """Return how many units stand in another place or grade: what a change of the scheme would do."""
    places = ~((before.place == after.place) | (np.isnan(before.place) & np.isnan(after.place)))
    grades = np.array([old != new for old, new in zip(before.grade, after.grade, strict=True)], dtype=bool)
    return int((places | grades).sum())


def _points(inputs: Inputs, units: int) -> tuple[Floats, Floats, Ints]:
    """Return points (units, leaves), draws of them (draws, units, leaves), and the numbers of ratings."""
    points = np.full((units, len(inputs.leaves)), np.nan)
    draws = np.full((inputs.draws, units, len(inputs.leaves)), np.nan)
    n = np.zeros(points.shape, dtype=np.int64)
    for place, leaf in enumerate(inputs.leaves):
        if leaf.counts is None:
            points[:, place] = composite.normalise(leaf.values, leaf.worst, leaf.target)
            draws[:, :, place] = points[:, place]
            continue
        n[:, place] = leaf.counts.counts.n
        enough = n[:, place] >= max(inputs.minimum if leaf.minimum is None else leaf.minimum, 1)
        if not enough.any():
            continue
        scores = ordinal.score(
            leaf.counts.counts,
            inputs.groups,
            reference=leaf.counts.reference,
            draws=inputs.draws,
            seed=inputs.seed + place,
            parted=inputs.parted,
        )
        points[enough, place] = composite.normalise(scores.score, leaf.worst, leaf.target)[enough]
        drawn = composite.normalise(scores.posterior.draws, leaf.worst, leaf.target)
        draws[:, enough, place] = drawn[:, enough]
    return points, draws, n


def _tie_order(inputs: Inputs, points: Floats, weights: Floats) -> Floats:
    """Return (units, keys): what decides between equal totals, larger first; no column where places are shared."""
    units = len(inputs.groups)
    if inputs.tie == "lot":
        return generator(inputs.seed).permutation(units).astype(np.float64)[:, None]
    if inputs.tie == "part":
        heaviest = np.argsort(-weights, kind="stable")
        return np.nan_to_num(points[:, heaviest], nan=-1.0)
    return np.zeros((units, 0))


def _places(
    inputs: Inputs, total: Floats, spread: Floats, ranked: Flags, ties: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return the place of each ranked unit in its group, and the bounds that hold nine of ten draws."""
    place, low, high = (np.full(len(total), np.nan) for _column in range(3))
    for group in np.unique(inputs.groups):
        member = np.flatnonzero((inputs.groups == group) & ranked)
        if not len(member):
            continue
        keys = [(-total[unit], *(-ties[unit])) for unit in member]
        first: dict[tuple[float, ...], int] = {}
        for number, key in enumerate(sorted(keys), 1):
            first.setdefault(key, number)
        place[member] = [first[key] for key in keys]
        drawn = composite.placed(spread[:, member])
        low[member], high[member] = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0, method="nearest")
    return place, np.fmin(low, place), np.fmax(high, place)


def _grade(inputs: Inputs, unit: int, total: float, ranked: bool) -> int | None:
    """Return the number of the unit's grade, 0 the best; None where it is withheld or none is reached."""
    if not ranked or inputs.barred[unit]:
        return None
    reached = next((number for number, least in enumerate(inputs.thresholds) if total >= least), None)
    before = inputs.before[unit]
    if reached is None or not inputs.climb or before is None:
        return reached
    return max(reached, before - inputs.climb)


def weights_of(tree: Sequence[tuple[str, str | None, float]]) -> dict[str, float]:
    """Return the weight of each leaf of ``tree`` (key, parent, weight): its own, scaled to the weight of its group.

    Groups share out 100 points by their weights, and each its points among what lies below it.
    """
    children: dict[str | None, list[tuple[str, float]]] = {}
    for key, parent, weight in tree:
        children.setdefault(parent, []).append((key, weight))
    found: dict[str, float] = {}

    def share(parent: str | None, points: float) -> None:
        below = children.get(parent, [])
        whole = sum(weight for _key, weight in below)
        for key, weight in below:
            part = points * weight / whole if whole else 0.0
            if key in children:
                share(key, part)
            else:
                found[key] = part

    share(None, 100.0)
    return found
