"""The fit: penalised Fisher scoring with the units eliminated, and the spread between units after each pass."""

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from zhengyou.mechanisms.scoring.methods.ordinal.likelihood import (
    Rows,
    State,
    information,
    log_likelihood,
    schur,
    start,
)
from zhengyou.mechanisms.scoring.methods.types import Cells, Floats, Whole

PASSES = 400
TOLERANCE = 1e-9
LARGEST_RATIO, LONGEST_LEAP = 0.99, 2.0

USUAL_SPREAD, STEADY = 0.5, 2.0
"""τ is estimated as if ``STEADY`` further units had been seen, whose effects lie ``USUAL_SPREAD`` (log odds) from 0.

So few units are never taken to be exactly alike (Chung et al. 2013, *A nondegenerate penalized likelihood estimator*,
give the reason); with a hundred units it no longer shows."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model, in log odds."""

    cuts: Floats
    """α_2 … α_K, rising."""
    cases: Floats
    channels: Floats
    groups: Floats
    effects: Floats
    """a_j = δ_g + u_j of each unit, relative to its peer group's δ_g in ``groups``."""
    own: Floats
    """1/√H_j: the spread of u_j where all common effects are known."""
    spread: float
    """τ."""
    weight: Floats
    """The share that a unit's own record has in its effect."""
    common: Floats
    """Cholesky factor (lower) of the information S on the common effects (cuts, cases, channels, groups)."""
    leverage: Floats
    """(common effects, units): how a_j moves with the common effects."""
    passes: int


def fit(cells: Cells, groups: Whole) -> Fit:
    """Return the model fitted to ``cells``; see the module for the algorithm."""
    rows = Rows.of(cells, groups)
    state = start(rows)
    tau2, passes = 0.25, 0
    seen = cells.n > 0
    before = 0.0
    for passes in range(1, PASSES + 1):  # the number of passes is reported
        state, step, variance = _pass(rows, state, tau2)
        total = float((state.units[seen] ** 2 + variance[seen]).sum())
        after = (total + STEADY * USUAL_SPREAD**2) / (float(seen.sum()) + STEADY)
        moved = float(np.log(after / tau2))
        if step < TOLERANCE and abs(moved) < TOLERANCE:
            break
        # EM steps shrink by an even ratio: every third leaps to where they would end (Aitken)
        ratio = moved / before if before else 0.0
        leap = moved / (1 - ratio) if passes % 3 == 0 and 0 < ratio < LARGEST_RATIO else moved
        before = moved if leap == moved else 0.0
        tau2 *= float(np.exp(np.clip(leap, -LONGEST_LEAP, LONGEST_LEAP)))
    parts = information(rows, state, tau2)
    leverage = -parts.across / parts.units
    group = rows.group[:-1]
    leverage[rows.offset + group, np.arange(len(group))] += 1.0
    return Fit(
        cuts=state.cuts,
        cases=state.common[: rows.cases],
        channels=state.common[rows.cases : rows.cases + rows.channels],
        groups=state.common[rows.cases + rows.channels :],
        effects=state.units + state.common[rows.cases + rows.channels :][group],
        own=1 / np.sqrt(parts.units),
        spread=float(np.sqrt(tau2)),
        weight=1 - 1 / (parts.units * tau2),
        common=linalg.cholesky(schur(parts), lower=True),
        leverage=leverage,
        passes=passes,
    )


def _pass(rows: Rows, state: State, tau2: float) -> tuple[State, float, Floats]:
    """Return the state after one Fisher step, the length of that step, and the variance of each unit's u_j."""
    parts = information(rows, state, tau2)
    factor = linalg.cho_factor(schur(parts))
    ratio = parts.across / parts.units
    common = linalg.cho_solve(factor, parts.slope_common - ratio @ parts.slope_units)
    units = parts.slope_units / parts.units - ratio.T @ common
    variance = 1 / parts.units + np.einsum("pj,pj->j", ratio, linalg.cho_solve(factor, ratio))
    below = len(state.cuts)
    height, share = log_likelihood(rows, state, tau2), 1.0
    while True:
        after = State(
            state.cuts + share * common[:below], state.common + share * common[below:], state.units + share * units
        )
        ordered = bool((np.diff(after.cuts) > 0).all())
        if (ordered and log_likelihood(rows, after, tau2) >= height - 1e-9 * abs(height)) or share < 1e-6:
            break
        share /= 2
    step = float(max(np.abs(common).max(), np.abs(units).max(initial=0.0)))
    return after, step, variance
