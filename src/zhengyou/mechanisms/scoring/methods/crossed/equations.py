"""The marks in the shape in which they are solved: the larger factor eliminated, the smaller one kept."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from zhengyou.mechanisms.scoring.methods.crossed.marks import Marks
from zhengyou.mechanisms.scoring.methods.types import Floats, Whole

Matrix = Any
"""A sparse matrix by rows (`scipy.sparse.csr_array`, which carries no types)."""


@dataclass(frozen=True, slots=True)
class System:
    """The marks in the shape in which they are solved: the larger factor is eliminated, the smaller one kept."""

    swapped: bool
    """Whether raters, not units, are eliminated."""
    first: Whole
    second: Whole
    sizes: tuple[int, int]
    count: Floats
    """How many marks each of the eliminated has."""
    design: Matrix
    """T: (marks, kept + fixed)."""
    across: Matrix
    """Z'T: (eliminated, kept + fixed)."""
    inside: Matrix
    """T'T."""
    first_sum: Floats
    common_sum: Floats
    square: float
    values: Floats
    centre: float

    @property
    def fixed(self) -> int:
        """Return how many fixed effects there are."""
        return int(self.design.shape[1]) - self.sizes[1]

    @classmethod
    def of(cls, marks: Marks) -> "System":
        """Return ``marks`` so arranged; the values are centred, which keeps sums of squares exact."""
        swapped = marks.raters > marks.units
        pairs = ((marks.unit, marks.units), (marks.rater, marks.raters))
        (first, size), (second, other) = pairs[::-1] if swapped else pairs
        n, centre = len(marks.value), float(marks.value.mean())
        values = marks.value - centre
        one = np.ones(n)
        kept = sparse.csr_array((one, (np.arange(n), second)), shape=(n, other))
        design = sparse.csr_array(sparse.hstack([kept, sparse.csr_array(marks.design)]))
        member = sparse.csr_array((one, (first, np.arange(n))), shape=(size, n))
        return cls(
            swapped,
            first,
            second,
            (size, other),
            np.bincount(first, minlength=size).astype(float),
            design,
            sparse.csr_array(member @ design),
            sparse.csr_array(design.T @ design),
            np.bincount(first, values, size).astype(float),
            np.asarray(design.T @ values),
            float(values @ values),
            values,
            centre,
        )

    def reduced(self, ratios: Floats) -> tuple[Floats, Matrix]:
        """Return D and the matrix Φ for the variance ratios (σ²/σ_first², σ²/σ_second²)."""
        precision = self.count + ratios[0]
        scaled = self.across.T @ sparse.diags_array(1 / precision) @ self.across
        penalty = np.concatenate([np.full(self.sizes[1], ratios[1]), np.zeros(self.fixed)])
        return precision, sparse.csr_array(self.inside + sparse.diags_array(penalty) - scaled)

    def right(self, precision: Floats) -> Floats:
        """Return the right-hand side of the equations for the common effects."""
        return np.asarray(self.common_sum - self.across.T @ (self.first_sum / precision))

    def left_over(self, precision: Floats, common: Floats, right: Floats) -> float:
        """Return the sum of squares that the model leaves, penalties included: y'P y."""
        return max(self.square - float(self.first_sum @ (self.first_sum / precision)) - float(right @ common), 1e-300)
