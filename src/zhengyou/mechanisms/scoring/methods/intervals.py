"""Intervals of shares, for methods that count."""

import numpy as np
from scipy import special

from zhengyou.mechanisms.scoring.methods.types import Floats


def wilson(hits: Floats, of: Floats, *, level: float = 0.9) -> tuple[Floats, Floats]:
    """Return the Wilson score interval of ``hits`` ÷ ``of``, from 0 to 1 where nothing was counted.

    Centre (p + z²/2n) / (1 + z²/n), half width z/(1 + z²/n) · √(p(1−p)/n + z²/4n²) (Wilson 1927). Where hits carry
    values between 0 and 1 (a half answer counts a half) the interval is somewhat too wide, never too narrow, since
    p(1−p) is the largest variance that such values can have.
    """
    z = float(special.ndtri((1 + level) / 2))
    n = np.where(of > 0, of, 1.0)
    p = hits / n
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    # At p = 0 and p = 1 a bound equals p in theory; rounding must not put it on the wrong side.
    low, high = np.minimum(centre - half, p).clip(0, 1), np.maximum(centre + half, p).clip(0, 1)
    return np.where(of > 0, low, 0.0), np.where(of > 0, high, 1.0)
