"""Funnels: which shares or ratios lie outside what chance, and the usual spread between units, explain.

Proportions on the arcsine scale, ratios of observed to expected on the logarithmic one (Spiegelhalter 2005,
*Statistics in Medicine* 24:1185):

    share: z = (asin √p − asin √p₀)·2√n, s = 1 / (2√n)          ratio: z = ln(O/E)·√E, s = 1 / √E

Over-dispersion as in the English SHMI (NHS Digital, *SHMI specification*): the outer tenth of the z on either side is
left out (or drawn in), φ = Σz²/n of the rest, and where nφ ≥ n − 1

    τ² = (nφ − (n−1)) / (Σw − Σw²/Σw),  w = 1/s²                 limits ± 1.96 and ± 3.09 × √(s² + τ²)

An outlier is a reason to look, not a verdict.
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from zhengyou.mechanisms.scoring.methods.types import Flags, Floats

INNER, OUTER = 1.959963984540054, 3.090232306167813
"""Limits of 95 % and of 99.8 %."""

OUTSIDE = 0.1
"""The share of the z values, at either end, that does not judge the spread."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """Where units stand in a funnel, one entry each; units without volume are never outside.

    ``z``: distance from the target with chance alone; ``adjusted``: with the spread τ between units as well.
    ``low`` and ``high`` (inner), ``lowest`` and ``highest`` (outer) are the limits on the scale of ``value``.
    """

    value: Floats
    volume: Floats
    z: Floats
    adjusted: Floats
    phi: float
    tau: float
    target: float
    low: Floats
    high: Floats
    lowest: Floats
    highest: Floats

    @property
    def outside(self) -> Flags:
        """Return which units lie beyond the outer limits."""
        found: Flags = np.abs(self.adjusted) > OUTER
        return found


def proportion(hits: Floats, of: Floats, *, target: float | None = None, winsorise: bool = False) -> Funnel:
    """Return the funnel of the shares ``hits`` ÷ ``of`` around ``target`` (the share of all together by default)."""
    if (hits < 0).any() or (hits > of).any():
        raise ValueError("hits lie between 0 and what they are counted of")
    goal = float(hits.sum() / max(of.sum(), 1.0)) if target is None else target
    n = np.where(of > 0, of, 1.0)
    share = np.where(of > 0, hits / n, goal)
    s = 1 / (2 * np.sqrt(n))
    z = (np.arcsin(np.sqrt(share)) - np.arcsin(np.sqrt(goal))) / s
    phi, tau = dispersion(z[of > 0], s[of > 0], winsorise=winsorise)
    spread = np.sqrt(s**2 + tau**2)

    def limit(width: float) -> Floats:
        # Beyond 0 and 90 degrees the sine would turn back.
        angle = (np.arcsin(np.sqrt(goal)) + width * spread).clip(0, np.pi / 2)
        bound: Floats = np.sin(angle) ** 2
        return bound

    return Funnel(
        share, of, z, z * s / spread, phi, tau, goal, limit(-INNER), limit(INNER), limit(-OUTER), limit(OUTER)
    )


def ratio(observed: Floats, expected: Floats, *, winsorise: bool = False) -> Funnel:
    """Return the funnel of ``observed`` ÷ ``expected`` around 1; nothing observed counts as half an event."""
    if (observed < 0).any() or (expected < 0).any():
        raise ValueError("observed and expected are not negative")
    e = np.where(expected > 0, expected, 1.0)
    value = np.where(expected > 0, observed / e, 1.0)
    s = 1 / np.sqrt(e)
    z = np.where(expected > 0, np.log(np.maximum(observed, 0.5) / e), 0.0) / s
    phi, tau = dispersion(z[expected > 0], s[expected > 0], winsorise=winsorise)
    spread = np.sqrt(s**2 + tau**2)
    low, high, lowest, highest = (np.exp(width * spread) for width in (-INNER, INNER, -OUTER, OUTER))
    return Funnel(value, expected, z, z * s / spread, phi, tau, 1.0, low, high, lowest, highest)


def dispersion(z: Floats, s: Floats, *, outside: float = OUTSIDE, winsorise: bool = False) -> tuple[float, float]:
    """Return φ, the mean square of the inner ``z``, and τ, the spread between units that it speaks of.

    The z whose rank ÷ (n + 1) lies below ``outside`` or above 1 − ``outside`` are left out, or drawn to the next one
    where ``winsorise``.
    """
    if len(z) < 2:
        return 1.0, 0.0
    place = stats.rankdata(z) / (len(z) + 1)
    kept = (place >= outside) & (place < 1 - outside)
    if winsorise and kept.any():
        inner, w = z.clip(z[kept].min(), z[kept].max()), 1 / s**2
    else:
        inner, w = z[kept], 1 / s[kept] ** 2
    n = len(inner)
    phi = float((inner**2).sum() / max(n, 1))
    room = float(w.sum() - (w**2).sum() / w.sum()) if n else 0.0
    if n * phi < n - 1 or room <= 0:
        return phi, 0.0
    return phi, float(np.sqrt((n * phi - (n - 1)) / room))


def expected(counts: Floats, design: Floats, *, volume: Floats | None = None, rounds: int = 50) -> Floats:
    """Return what each row would count if only ``design`` mattered: log-linear Poisson regression (indirect standard).

    ``counts`` (rows,), ``design`` (rows, columns; a column of ones among them), ``volume``: what each row's count is
    proportional to. Fitted by iteratively reweighted least squares (McCullagh & Nelder 1989, 2.5); columns that say
    the same as others change nothing (pseudo-inverse).
    """
    offset = np.zeros(len(counts)) if volume is None else np.log(np.maximum(volume, 1e-12))
    eta = np.log(counts + 0.5)
    for _round in range(rounds):
        mu = np.exp(eta)
        answer = eta - offset + (counts - mu) / mu
        weighted = design * mu[:, None]
        beta = np.linalg.pinv(design.T @ weighted, hermitian=True) @ (weighted.T @ answer)
        new = offset + design @ beta
        if float(np.abs(new - eta).max(initial=0.0)) < 1e-10:
            break
        eta = new
    return np.exp(eta)


def excess(counts: Floats, mu: Floats, columns: int) -> float:
    """Return how many times more than chance the rows vary round the regression: Pearson's χ² ÷ degrees of freedom."""
    return float(((counts - mu) ** 2 / mu).sum()) / max(len(counts) - columns, 1)


def limits(at: Floats, funnel: Funnel) -> tuple[Floats, Floats, Floats, Floats]:
    """Return lowest, low, high and highest of a share at the volumes ``at``, to draw the funnel's curves."""
    spread = np.sqrt(1 / (4 * at) + funnel.tau**2)
    centre = np.arcsin(np.sqrt(funnel.target))
    lowest, low, high, highest = (
        np.sin((centre + width * spread).clip(0, np.pi / 2)) ** 2 for width in (-OUTER, -INNER, INNER, OUTER)
    )
    return lowest, low, high, highest


def tail(z: Floats) -> Floats:
    """Return the two-sided p-value of ``z``."""
    p: Floats = 2 * stats.norm.sf(np.abs(z))
    return p
