"""What the methods share: arrays, cells of counts, draws from a posterior, and intervals.

Draws always lie as (draws, units): one row is one possible world, in which all units are compared with each other.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

LEVEL = 0.9
"""The share of the intervals that are shown: from the 5 % to the 95 % bound."""

DRAWS = 2000
"""How many draws a posterior is described by, where nobody asks for more."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The bounds that hold each unit's true value with probability ``level``, one entry a unit."""

    low: Floats
    high: Floats
    level: float

    @classmethod
    def of(cls, draws: Floats, level: float = LEVEL) -> "Interval":
        """Return the equal-tailed interval of ``draws`` (draws, units).

        Raises ValueError where there is no draw, or ``level`` is not a share.
        """
        if not 0 < level < 1:
            raise ValueError("level must lie between 0 and 1")
        if draws.ndim != 2 or not len(draws):
            raise ValueError("draws must be (draws, units) with at least one draw")
        low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
        return cls(low, high, level)


@dataclass(frozen=True, slots=True)
class Posterior:
    """What is believed of the units after the data: the expected value and an interval of each, and joint draws."""

    mean: Floats
    interval: Interval
    draws: Floats
    """(draws, units); the draws of all units in one row belong together."""

    @classmethod
    def of(cls, draws: Floats, level: float = LEVEL) -> "Posterior":
        """Return the summary of ``draws`` (draws, units)."""
        return cls(draws.mean(axis=0), Interval.of(draws, level), draws)


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts of levels: ``counts`` has the shape (units, case types, channels, levels), the worst level first.

    What stands between unit and level is what no unit chooses for itself. A table without channels has one.
    """

    counts: Whole

    def __post_init__(self) -> None:
        """Raise ValueError where the shape is not that of cells, or a count is negative."""
        if self.counts.ndim != 4 or self.counts.shape[3] < 2:
            raise ValueError("counts must be (units, case types, channels, levels) with at least two levels")
        if self.counts.size and self.counts.min() < 0:
            raise ValueError("counts cannot be negative")

    @property
    def units(self) -> int:
        """Return how many units there are."""
        return int(self.counts.shape[0])

    @property
    def levels(self) -> int:
        """Return how many levels there are."""
        return int(self.counts.shape[3])

    @property
    def points(self) -> Floats:
        """Return what each level counts: evenly from 0 to 100, as CMS scores HCAHPS ("linear mean")."""
        return np.linspace(0.0, 100.0, self.levels)

    @property
    def n(self) -> Whole:
        """Return how many ratings each unit has."""
        n: Whole = self.counts.sum(axis=(1, 2, 3))
        return n


def generator(seed: int) -> np.random.Generator:
    """Return the source of random numbers for ``seed``: the same numbers under the same lock, on every machine."""
    return np.random.Generator(np.random.PCG64(seed))
