"""How regular gaps between chance arrivals can look: the least variance of ln(gap) over 15 gaps in a row.

Gaps of chance arrivals are exponential, whatever their rate, and Var ln(gap) = π²/6. The distribution of the least
variance of so many windows has no closed form and is simulated once, with a fixed seed; below what was simulated the
power law of small variances continues it (P(v < ε) ~ ε^7 for 15 gaps; the straight line in log-log used here is flatter,
hence careful).
"""

from functools import lru_cache

import numpy as np

from zhengyou.mechanisms.scoring.methods.types import Floats, generator

WINDOW = 15
SIMULATED = 60_000
"""Single windows simulated; the least of k overlapping windows is judged as that of k·`EFFECTIVE` independent ones."""

EFFECTIVE = 0.35
"""Overlapping windows count as so many independent ones each (checked in the tests)."""


def variances(gaps: Floats) -> Floats:
    """Return the variance of ``gaps`` (logarithms) over each 15 in a row."""
    found: Floats = np.lib.stride_tricks.sliding_window_view(gaps, WINDOW).var(axis=1, ddof=1)
    return found


def chance(value: float, windows: int) -> float:
    """Return the probability that the least variance of so many ``windows`` is as small as ``value`` by chance."""
    one = _below(value)
    trials = max(1.0, EFFECTIVE * windows)
    return float(-np.expm1(trials * np.log1p(-min(one, 1 - 1e-12))))


def _below(value: float) -> float:
    table = _table()
    rank = int(np.searchsorted(table, value, side="right"))
    if rank >= len(table) // 500:
        return rank / len(table)
    # The line through the quantiles 0.2 % and 2 % on doubly logarithmic paper.
    near, far = table[len(table) // 500], table[len(table) // 50]
    slope = np.log(10.0) / np.log(far / near)
    return float(0.002 * (max(value, 1e-12) / near) ** slope)


@lru_cache(maxsize=1)
def _table() -> Floats:
    gaps = np.log(np.maximum(generator(15).exponential(1.0, (SIMULATED, WINDOW)), 1e-12))
    return np.sort(gaps.var(axis=1, ddof=1))
