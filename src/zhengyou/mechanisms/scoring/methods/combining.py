"""Many tests of one unit into one p-value, and many units into one list with a stated share of false alarms."""

from collections.abc import Mapping

import numpy as np
from scipy import stats

from zhengyou.mechanisms.scoring.methods.types import Flags, Floats

CAP = 0.9
"""A p-value counts at most so much: without the cap discrete values of 1 would cancel real evidence of other tests."""


def cauchy(tests: Mapping[str, Floats], weights: Mapping[str, float]) -> Floats:
    """Return for each unit one p-value from those of its tests, which may depend on each other.

    T = Σ w_i tan((½ − min(p_i, 0.9))π) / Σ w_i, p = ½ − arctan(T)/π (ACAT; Liu & Xie 2020, *JASA* 115:393). A test
    that says nothing of a unit (NaN) is left out; a unit of which no test says anything gets 1.
    """
    total, whole = np.zeros(_units(tests)), np.zeros(_units(tests))
    for name, p in tests.items():
        known = ~np.isnan(p) & (weights[name] > 0)
        bounded = np.clip(np.where(known, p, CAP), 1e-300, CAP)
        # For tiny p the tangent is 1/(pπ); computing ½ − p would lose it.
        value = np.where(bounded < 1e-8, 1 / (bounded * np.pi), np.tan((0.5 - bounded) * np.pi))
        total += np.where(known, weights[name] * value, 0.0)
        whole += np.where(known, weights[name], 0.0)
    t = np.divide(total, whole, out=np.full(len(total), -np.inf), where=whole > 0)
    # For large T the difference ½ − arctan(T)/π would lose it: 1/(Tπ).
    with np.errstate(divide="ignore"):
        p = np.where(t > 1e8, 1 / (np.maximum(t, 1.0) * np.pi), 0.5 - np.arctan(t) / np.pi)
    return np.where(whole > 0, p.clip(0, 1), 1.0)


def benjamini_hochberg(p: Floats, q: float) -> Flags:
    """Return which units are flagged so that on average at most the share ``q`` of the flags is false (1995)."""
    found: Flags = stats.false_discovery_control(p, method="bh") <= q if len(p) else np.zeros(0, dtype=np.bool_)
    return found


def benjamini_yekutieli(p: Floats, q: float) -> Flags:
    """Return the same where one unit is tested in windows of days that overlap (2001)."""
    found: Flags = stats.false_discovery_control(p, method="by") <= q if len(p) else np.zeros(0, dtype=np.bool_)
    return found


def calibrated(statistic: Floats) -> Floats:
    """Return p* = (1 + number of peers whose statistic is as large) ÷ (1 + peers): the test judged by clean history."""
    order = np.sort(statistic)
    as_large = len(order) - np.searchsorted(order, statistic, side="left")
    # The unit itself is among those as large as itself and is no peer of its own.
    p: Floats = as_large / max(len(order), 1)
    return p


def _units(tests: Mapping[str, Floats]) -> int:
    return len(next(iter(tests.values()))) if tests else 0
