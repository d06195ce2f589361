"""Marks that raters gave to units, how they are to be fitted, and into how many parts they fall."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from scipy import sparse

from zhengyou.mechanisms.scoring.methods.types import Floats, Whole


class Method(Enum):
    """How the variance components are estimated."""

    ML = "ml"
    REML = "reml"


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks given by raters to units, one entry a mark; units and raters are numbered from 0."""

    unit: Whole
    rater: Whole
    value: Floats
    units: int
    raters: int
    design: Floats
    """(marks, covariates); the first column is 1."""

    @classmethod
    def of(cls, unit: Whole, rater: Whole, value: Floats, covariates: Floats | None = None) -> "Marks":
        """Return marks with as many units and raters as are numbered, and an intercept before ``covariates``.

        Raises ValueError where the columns differ in length, or there are no more marks than fixed effects.
        """
        if not (len(unit) == len(rater) == len(value)) or not len(value):
            raise ValueError("unit, rater and value must be equally long, and not empty")
        one = np.ones((len(value), 1))
        design = one if covariates is None else np.hstack([one, covariates])
        if len(value) <= design.shape[1]:
            raise ValueError("there must be more marks than fixed effects")
        return cls(unit, rater, value.astype(float), int(unit.max()) + 1, int(rater.max()) + 1, design)

    def without_own(self, unit_of_rater: Whole) -> "Marks":
        """Return the marks that nobody gave to the own unit; ``unit_of_rater`` is −1 where a rater has none."""
        kept = unit_of_rater[self.rater] != self.unit
        return Marks(self.unit[kept], self.rater[kept], self.value[kept], self.units, self.raters, self.design[kept])


def components(marks: Marks) -> tuple[int, Whole]:
    """Return into how many parts the graph of units and raters falls, and the part of each unit.

    Units of different parts share no rater, not even through others: they are compared only by the assumption that the
    raters of both parts are alike on average.
    """
    size = marks.units + marks.raters
    graph = sparse.coo_array((np.ones(len(marks.unit)), (marks.unit, marks.rater + marks.units)), shape=(size, size))
    number, labels = sparse.csgraph.connected_components(graph, directed=False)
    return int(number), labels[: marks.units].astype(np.int64)
