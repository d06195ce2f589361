"""What the marks say of their raters: severity, fit, spread, and praise given for praise."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from zhengyou.mechanisms.scoring.methods.crossed.fitting import Fit
from zhengyou.mechanisms.scoring.methods.types import Floats, Whole


@dataclass(frozen=True, slots=True)
class Raters:
    """Diagnostics of each rater, given to a person to judge and never acted on by a machine."""

    n: Whole
    severity: Floats
    low: Floats
    high: Floats
    """95 % bounds of the severity."""
    infit: Floats
    outfit: Floats
    """Mean squared residual beside what was expected, weighted or not: 1 as expected, look outside 0.5..1.5."""
    spread: Floats
    """Standard deviation of the rater's marks beside the expected one: below 0.5 everything gets the same mark."""


def raters(fitted: Fit) -> Raters:
    """Return the diagnostics of all raters; those who gave no mark have nan, those with one no spread."""
    marks = fitted.marks
    number = np.bincount(marks.rater, minlength=marks.raters).astype(np.int64)

    def total(values: Floats) -> Floats:
        return np.bincount(marks.rater, values, marks.raters).astype(np.float64)

    square = fitted.residuals**2
    predicted = marks.value - fitted.residuals
    with np.errstate(invalid="ignore", divide="ignore"):

        def variance(values: Floats) -> Floats:
            centred = values - (total(values) / number)[marks.rater]
            return np.asarray(total(centred**2) / np.where(number > 1, number - 1, np.nan))

        spread = np.sqrt(variance(marks.value) / (variance(predicted) + fitted.error_sd**2))
        infit = total(square) / total(fitted.expected_square)
        outfit = total(square / fitted.expected_square) / number
    half = float(special.ndtri(0.975)) * fitted.severity_sd
    return Raters(
        number, fitted.severity, fitted.severity - half, fitted.severity + half, infit, outfit, np.asarray(spread)
    )


def reciprocity(fitted: Fit, unit_of_rater: Whole) -> tuple[float, int]:
    """Return the correlation of the residuals of pairs of raters who marked each other's units, and how many pairs.

    A clear plus says: you praise me, I praise you. nan with fewer than three pairs.
    """
    marks = fitted.marks
    own = unit_of_rater[marks.rater]
    given = {
        (home, unit): place for place, (home, unit) in enumerate(zip(own.tolist(), marks.unit.tolist(), strict=True))
    }
    pairs = [
        (place, given[unit, home]) for (home, unit), place in given.items() if home < unit and (unit, home) in given
    ]
    pairs = [pair for pair in pairs if own[pair[0]] >= 0]
    if len(pairs) < 3:
        return float("nan"), len(pairs)
    there, back = (fitted.residuals[list(side)] for side in zip(*pairs, strict=True))
    # whichever of a pair stands first is chance: both orders count
    both = np.corrcoef(np.concatenate([there, back]), np.concatenate([back, there]))
    return float(both[0, 1]), len(pairs)
