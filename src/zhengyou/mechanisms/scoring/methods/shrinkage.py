"""The score of a unit in its simple version: case-mix adjusted, shrunk to its peers, with an interval.

A level k of 1..5 counts 0, 25, 50, 75, 100 points (linear mean, as CMS scores HCAHPS). For unit j with n_j ratings:

    adj_j = ȳ_j − (x̄_j − x̄_ref)·b         b: effect of the case type, estimated *within* units, so that the quality
                                            of a unit is not mistaken for its mix of cases
    θ_j   = μ + w_j (adj_j − μ)             w_j = n_j / (n_j + m),  m = σ²/τ²

σ² is the pooled variance of single ratings within unit and case type: a unit's own variance is tied to its mean and
would reward units with nothing but fives. τ, the true spread between the units of a peer group, is integrated over a
grid with a flat prior: p(τ|y) ∝ V_μ^½ Π (v_j+τ²)^−½ exp(−½ Σ (adj_j−μ̂)²/(v_j+τ²)), v_j = σ²/n_j (Gelman et al.,
Bayesian Data Analysis, 5.4). The interval is that of the mixture over τ, in the normal approximation.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

POINTS: Floats = np.array([0.0, 25.0, 50.0, 75.0, 100.0])
"""What the five levels, from 1 非常不满意 to 5 非常满意, count."""

GRID = 61
"""Points of the grid over τ."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of all units, one entry each, in points of 0..100.

    ``score`` = ``raw`` + ``mix`` + ``shrink``: the three steps that a person can follow. ``weight`` is the share that
    the unit's own record has in its score. ``low`` and ``high`` bound the interval of the given ``level``.
    """

    n: Whole
    raw: Floats
    mix: Floats
    shrink: Floats
    score: Floats
    low: Floats
    high: Floats
    weight: Floats
    mean: Floats
    """The mean of the unit's peer group."""


def score(counts: Whole, groups: Whole, *, level: float = 0.9) -> Scores:
    """Return the scores of units from their counts.

    ``counts`` has the shape (units, case types, 5): how many ratings of each level. ``groups`` names each unit's peer
    group by a number. Units without ratings get the mean of their group with its whole spread as interval. Permuting
    units permutes the result; a unit's raw mean never depends on other units.

    Raises ValueError where shapes do not fit or counts are negative.
    """
    if counts.ndim != 3 or counts.shape[2] != len(POINTS) or groups.shape != counts.shape[:1]:
        raise ValueError("counts must be (units, case types, 5) and groups (units,)")
    if counts.size and counts.min() < 0:
        raise ValueError("counts cannot be negative")
    cells = counts.sum(axis=2).astype(float)
    sums = counts @ POINTS
    n = cells.sum(axis=1)
    raw = np.divide(sums.sum(axis=1), n, out=np.full(len(n), np.nan), where=n > 0)
    effects, spread = _within(counts, cells, sums, n, raw)
    reference = cells.sum(axis=0) / max(n.sum(), 1.0)
    shares = np.divide(cells, n[:, None], out=np.tile(reference, (len(n), 1)), where=n[:, None] > 0)
    mix = -(shares - reference) @ effects
    adjusted = raw + mix
    parts = [_group(groups == group, adjusted, n, spread, level) for group in np.unique(groups)]
    theta, low, high, weight, mean = (
        np.sum([part[place] for part in parts], axis=0) if parts else np.zeros(0) for place in range(5)
    )
    raw = np.where(n > 0, raw, mean)
    mix = np.where(n > 0, mix, 0.0)
    theta = theta.clip(0, 100)  # a mended mean may leave the scale; what is shown may not
    return Scores(
        n.astype(np.int64), raw, mix, theta - raw - mix, theta, low.clip(0, 100), high.clip(0, 100), weight, mean
    )


def _within(counts: Whole, cells: Floats, sums: Floats, n: Floats, raw: Floats) -> tuple[Floats, float]:
    """Return the effect of each case type (points, averaging 0) and the pooled variance of a single rating.

    Least squares on ratings from which their unit's mean was taken away; types that never meet inside one unit with
    others cannot be told from the units themselves and get the smallest effects that fit (pseudo-inverse).
    """
    own = np.where(n > 0, np.nan_to_num(raw), 0.0)
    shares = np.divide(cells, n[:, None], out=np.zeros_like(cells), where=n[:, None] > 0)
    normal = np.diag(cells.sum(axis=0)) - cells.T @ shares
    right = (sums - own[:, None] * cells).sum(axis=0)
    effects = np.linalg.pinv(normal, hermitian=True, rcond=1e-9) @ right
    total = float((counts @ POINTS**2).sum() - (own**2 * n).sum())
    left = max(total - float(effects @ right), 0.0)
    units = int((n > 0).sum())
    freedom = max(float(n.sum()) - units - np.linalg.matrix_rank(normal, tol=1e-9, hermitian=True), 1.0)
    weights = cells.sum(axis=0) / max(n.sum(), 1.0)
    # A floor of one point squared: with all ratings alike nothing speaks of spread, yet certainty would be false.
    return effects - float(weights @ effects), max(left / freedom, 1.0)


def _group(
    member: NDArray[np.bool_], adjusted: Floats, n: Floats, spread: float, level: float
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Return score, low, high, weight and mean of one peer group, zero for all units outside it."""
    seen = member & (n > 0)
    y, v = adjusted[seen], spread / n[seen]
    out = tuple(np.zeros(len(n)) for _ in range(5))
    if not seen.any():
        for column, value in zip(out, (50.0, 0.0, 100.0, 0.0, 50.0), strict=True):
            column[member] = value
        return out  # type: ignore[return-value]  # five columns
    taus = np.linspace(0.0, max(2.0 * float(np.std(y)), 5.0), GRID)
    posterior, means, variances = _posterior(taus, y, v)
    mu = float(posterior @ means)
    shrunk = np.divide(taus**2, v[:, None] + taus**2)
    given = means + shrunk * (y[:, None] - means)
    variance = shrunk * v[:, None] + (1 - shrunk) ** 2 * variances
    theta = given @ posterior
    # Law of total variance over τ: spread within a τ plus spread of the means between them.
    whole = variance @ posterior + (given - theta[:, None]) ** 2 @ posterior
    half = float(special.ndtri((1 + level) / 2)) * np.sqrt(whole)
    blind = float(special.ndtri((1 + level) / 2)) * np.sqrt(float(posterior @ (taus**2 + variances)))
    for column, value in zip(out, (mu, mu - blind, mu + blind, 0.0, mu), strict=True):
        column[member] = value
    for column, values in zip(out, (theta, theta - half, theta + half, shrunk @ posterior, None), strict=True):
        if values is not None:
            column[seen] = values
    return out  # type: ignore[return-value]  # five columns


def _posterior(taus: Floats, y: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
    """Return for each τ its posterior weight, and the mean μ̂ and variance V_μ of the group given that τ."""
    precision = 1.0 / (v[:, None] + taus**2)
    variances = 1.0 / precision.sum(axis=0)
    means = variances * (precision * y[:, None]).sum(axis=0)
    log = 0.5 * np.log(variances) + 0.5 * np.log(precision).sum(axis=0)
    log -= 0.5 * (precision * (y[:, None] - means) ** 2).sum(axis=0)
    weights = np.exp(log - log.max())
    return weights / weights.sum(), means, variances
