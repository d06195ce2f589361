"""三率: the rates of response, resolution and satisfaction of a hotline, with denominators and intervals.

Which answers count for which rate, and how much each rate weighs, differs from place to place and is data: a
`Formula` of `Rate`s over named counts. `STANDARD` is the form in common use (响应率 = contacted within the limit ÷ to be
contacted; 解决率 = resolved ÷ callback answers that say resolved or not; 满意率 = satisfied ÷ valid callback answers)
with the weights 30/35/35 of 准格尔旗.

    rate_i = Σ value·count ÷ Σ count of its denominator         interval: Wilson
    whole  = Σ w_i·rate_i ÷ Σ w_i  over the rates that have a denominator; none below `Formula.enough` of the weight

The interval of the whole recovers the variances from the intervals of its parts (MOVER; Zou & Donner 2008, *Statistics
in Medicine* 27:1693), l_i the lower bound of rate i, ρ the correlation between two rates (one callback answers both):

    low = whole − √(Σ_i Σ_j w_i w_j ρ_ij (rate_i − l_i)(rate_j − l_j)),  high likewise from the upper bounds
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from zhengyou.mechanisms.scoring.methods.intervals import wilson
from zhengyou.mechanisms.scoring.methods.types import Floats


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate of a formula.

    ``values`` says what each count of the numerator is worth (1 in full; 0.6 where 基本满意 counts six tenths), ``of``
    names the counts of the denominator, which holds every count of the numerator. ``weight`` is its part in the whole.
    """

    name: str
    values: Mapping[str, float]
    of: frozenset[str]
    weight: float

    def __post_init__(self) -> None:
        if not self.values or not set(self.values) <= self.of:
            raise ValueError(f"{self.name}: every count of the numerator belongs to the denominator")
        if not all(0 < value <= 1 for value in self.values.values()):
            raise ValueError(f"{self.name}: an answer is worth more than 0 and at most 1")
        if not (np.isfinite(self.weight) and self.weight >= 0):
            raise ValueError(f"{self.name}: a weight is 0 or more")


@dataclass(frozen=True, slots=True)
class Formula:
    """The rates of a place and how they make one figure.

    ``enough``: the share of the weights that must have a denominator before there is a whole. ``correlation``: between
    two rates, for the interval of the whole.
    """

    rates: tuple[Rate, ...]
    enough: float = 0.7
    correlation: float = 0.5

    def __post_init__(self) -> None:
        names = [rate.name for rate in self.rates]
        if not names or len(set(names)) < len(names):
            raise ValueError("a formula needs rates, each with its own name")
        if sum(rate.weight for rate in self.rates) <= 0:
            raise ValueError("the weights of a formula sum to more than 0")
        if not (0 <= self.enough <= 1 and 0 <= self.correlation <= 1):
            raise ValueError("enough and correlation lie between 0 and 1")

    @property
    def counts(self) -> frozenset[str]:
        """Return the names of all counts that the formula asks for."""
        return frozenset[str]().union(*(rate.of for rate in self.rates))


STANDARD = Formula(
    (
        Rate("response", MappingProxyType({"in_time": 1.0}), frozenset({"in_time", "late", "never"}), 0.30),
        Rate(
            "resolution",
            MappingProxyType({"resolved": 1.0}),
            frozenset({"resolved", "unresolved"}),
            0.35,
        ),
        Rate(
            "satisfaction",
            MappingProxyType({"satisfied": 1.0}),
            frozenset({"satisfied", "neutral", "dissatisfied"}),
            0.35,
        ),
    )
)
"""响应率 30 % · 解决率 35 % · 满意率 35 %."""


@dataclass(frozen=True, slots=True)
class Shares:
    """A rate of every unit: numerator, denominator, share (NaN where nothing was counted) and its interval."""

    numerator: Floats
    denominator: Floats
    share: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Result:
    """All rates by name, and the whole of every unit with its interval (NaN where too little was counted).

    ``present`` is the share of the weights whose rate had a denominator.
    """

    rates: dict[str, Shares]
    whole: Floats
    low: Floats
    high: Floats
    present: Floats


def compute(counts: Mapping[str, ArrayLike], formula: Formula = STANDARD, *, level: float = 0.9) -> Result:
    """Return the rates of all units from their ``counts`` by name, each one number a unit (or one number, for one unit).

    Raises ValueError where a count that the formula asks for is missing, negative or of another length.
    """
    table = _table(counts, formula)
    rates = {rate.name: _shares(rate, table, level) for rate in formula.rates}
    share, low, high = (
        np.nan_to_num(np.stack([getattr(found, bound) for found in rates.values()]))
        for bound in ("share", "low", "high")
    )
    known = np.stack([found.denominator > 0 for found in rates.values()])
    weights = np.array([rate.weight for rate in formula.rates])
    weights = weights / weights.sum()
    present = weights @ known
    used = np.divide(weights[:, None] * known, present, out=np.zeros(known.shape), where=present > 0)
    whole = (used * share).sum(axis=0)
    down, up = _spread(used * (share - low), formula), _spread(used * (high - share), formula)
    # Weights such as 0.3 + 0.4 must reach 0.7 in spite of binary fractions.
    enough = (present > 0) & (present >= formula.enough - 1e-9)
    missing = np.full(len(whole), np.nan)
    return Result(
        rates,
        np.where(enough, whole, missing),
        np.where(enough, (whole - down).clip(0, 1), missing),
        np.where(enough, (whole + up).clip(0, 1), missing),
        present,
    )


def _table(counts: Mapping[str, ArrayLike], formula: Formula) -> dict[str, Floats]:
    absent = sorted(formula.counts - set(counts))
    if absent:
        raise ValueError(f"these counts are missing: {', '.join(absent)}")
    table = {name: np.atleast_1d(np.asarray(counts[name], dtype=np.float64)) for name in formula.counts}
    if len({column.shape for column in table.values()}) > 1 or next(iter(table.values())).ndim > 1:
        raise ValueError("all counts have one number a unit")
    if any((column < 0).any() or not np.isfinite(column).all() for column in table.values()):
        raise ValueError("counts cannot be negative")
    return table


def _shares(rate: Rate, table: dict[str, Floats], level: float) -> Shares:
    numerator: Floats = np.sum([value * table[name] for name, value in sorted(rate.values.items())], axis=0)
    denominator: Floats = np.sum([table[name] for name in sorted(rate.of)], axis=0)
    share = np.divide(numerator, denominator, out=np.full(len(numerator), np.nan), where=denominator > 0)
    low, high = wilson(numerator, denominator, level=level)
    return Shares(numerator, denominator, share, low, high)


def _spread(parts: Floats, formula: Formula) -> Floats:
    """Return the length of the sum of ``parts`` (rates, units) when any two of them are correlated alike."""
    alone: Floats = (parts**2).sum(axis=0)
    together: Floats = parts.sum(axis=0) ** 2
    return np.sqrt(np.maximum((1 - formula.correlation) * alone + formula.correlation * together, 0.0))


def from_rows(rows: Sequence[Mapping[str, object]]) -> Formula:
    """Return the formula that ``rows`` of a rule pack describe.

    A row has ``name``, ``values`` (count → worth, or a list of counts that are worth 1), ``of`` (all counts of the
    denominator) and ``weight`` (any scale: 30, 35, 35 says the same as 0.30, 0.35, 0.35). Raises ValueError on a row
    that is none.
    """
    try:
        return Formula(tuple(_rate(row) for row in rows))
    except (KeyError, TypeError) as error:
        raise ValueError(f"a rate needs name, values, of and weight: {error}") from error


def _rate(row: Mapping[str, object]) -> Rate:
    values, of = row["values"], row["of"]
    if isinstance(values, Mapping):
        worth = {str(name): float(value) for name, value in values.items()}
    else:
        worth = dict.fromkeys(_names(values), 1.0)
    return Rate(str(row["name"]), MappingProxyType(worth), frozenset(_names(of)), float(str(row["weight"])))


def _names(given: object) -> list[str]:
    if isinstance(given, str) or not isinstance(given, Sequence | set | frozenset):
        raise TypeError(f"{given!r} is no list of names")
    return [str(name) for name in given]
