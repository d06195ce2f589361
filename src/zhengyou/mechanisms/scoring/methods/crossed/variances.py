"""The variance components: the likelihood itself for small tables, Harville's equations for large ones."""

import numpy as np
from scipy import linalg, optimize, sparse

from zhengyou.mechanisms.scoring.methods.crossed.equations import Matrix, System
from zhengyou.mechanisms.scoring.methods.crossed.marks import Method
from zhengyou.mechanisms.scoring.methods.types import Floats, generator

EXACT = 300
"""Up to so many effects of the smaller factor the likelihood is maximised itself."""

PROBES = 64
BOUNDS = (-9.0, 14.0)
"""Bounds of ln(σ²/σ_a²): beyond them a factor explains everything, or nothing."""


def ratios_of(system: System, method: Method) -> Floats:
    """Return σ²/σ_a² of the eliminated and of the kept factor."""
    start = np.log(_moments(system)).clip(*BOUNDS)
    if system.sizes[1] > EXACT:
        return _harville(system, np.exp(start), method)
    across, inside = system.across.toarray(), system.inside.toarray()
    found = optimize.minimize(
        lambda logs: _criterion(system, across, inside, np.exp(np.clip(logs, *BOUNDS)), method),
        start,
        method="Nelder-Mead",
        bounds=[BOUNDS, BOUNDS],
        options={
            "xatol": 1e-6,
            "fatol": 1e-9,
            "maxfev": 600,
            "initial_simplex": start + np.array([[0, 0], [0.7, 0], [0, 0.7]]),
        },
    )
    return np.exp(np.asarray(found.x, dtype=np.float64))


def _moments(system: System) -> Floats:
    """Return the variance ratios by the method of moments, the fixed effects apart from the mean left in the error."""
    n, other = len(system.values), system.sizes[1]
    second_count = np.bincount(system.second, minlength=other).astype(float)
    second_sum = np.bincount(system.second, system.values, other)
    inside_first = system.square - (system.first_sum**2 / np.maximum(system.count, 1)).sum()
    inside_second = system.square - (second_sum**2 / np.maximum(second_count, 1)).sum()
    seen, met = int((system.count > 0).sum()), int((second_count > 0).sum())
    equations = np.array(
        [
            [0.0, n - seen, n - seen],
            [n - met, 0.0, n - met],
            [n * n - (system.count**2).sum(), n * n - (second_count**2).sum(), n * n - n],
        ]
    )
    whole = system.square / n
    parts = np.linalg.lstsq(equations, np.array([inside_first, inside_second, n * system.square]), rcond=None)[0]
    parts = np.maximum(parts, 0.01 * whole + 1e-12)
    return np.array([parts[2] / parts[0], parts[2] / parts[1]])


def _criterion(system: System, across: Floats, inside: Floats, ratios: Floats, method: Method) -> float:
    """Return −2 log likelihood at the variance ratios, the error variance at its best; Z'T and T'T come as dense."""
    precision = system.count + ratios[0]
    phi = inside - across.T @ (across / precision[:, None])
    kept = np.arange(system.sizes[1])
    phi[kept, kept] += ratios[1]
    lower = linalg.cholesky(phi, lower=True, overwrite_a=True, check_finite=False)
    right = system.right(precision)
    common = linalg.cho_solve((lower, True), right, check_finite=False)
    return height(system, ratios, method, precision, lower, system.left_over(precision, common, right))


def height(system: System, ratios: Floats, method: Method, precision: Floats, lower: Floats, left: float) -> float:
    """Return −2 log likelihood from the Cholesky factor of Φ; the fixed effects stand last, so ML leaves them out."""
    n, kept = len(system.values), system.sizes[1]
    logs = 2 * np.log(np.diag(lower))
    determinant = np.log(precision / ratios[0]).sum() + logs[:kept].sum() - kept * np.log(ratios[1])
    freedom = n
    if method is Method.REML:
        determinant += logs[kept:].sum()
        freedom = n - system.fixed
    return float(determinant + freedom * (1 + np.log(2 * np.pi * left / freedom)))


def _harville(system: System, ratios: Floats, method: Method) -> Floats:
    """Return the variance ratios that solve Harville's equations, traces by ``PROBES`` fixed probe vectors."""
    source = generator(0)
    (size, kept), width = system.sizes, system.design.shape[1]
    sides = source.choice([-1.0, 1.0], (size, PROBES)), source.choice([-1.0, 1.0], (kept, PROBES))
    n, reml = len(system.values), method is Method.REML
    used = width if reml else kept  # maximum likelihood takes the fixed effects as known
    known = np.zeros((width, 2 * PROBES + 1))
    for _round in range(60):
        precision, phi = system.reduced(ratios)
        spread = system.across.T @ (sides[0] / precision[:, None])
        probes = np.zeros((width, 2 * PROBES))
        probes[:, :PROBES], probes[:kept, PROBES:] = spread, sides[1]
        probes[used:] = 0.0
        right = system.right(precision)
        known[:, :1] = _gradients(phi, right[:, None], known[:, :1])
        known[:used, 1:] = _gradients(sparse.csr_array(phi[:used, :used]), probes[:used], known[:used, 1:])
        common = known[:, 0]
        first = (system.first_sum - system.across @ common) / precision
        squares = (probes * known[:, 1:]).sum(axis=0)
        traces = np.array([(1 / precision).sum() + squares[:PROBES].mean(), squares[PROBES:].mean()])
        error = system.left_over(precision, common, right) / (n - system.fixed if reml else n)
        effective = np.maximum(np.array([size, kept]) - ratios * traces, 1e-6)
        sums = np.array([(first**2).sum(), (common[:kept] ** 2).sum()])
        after = np.exp(np.log(error * effective / np.maximum(sums, 1e-300)).clip(*BOUNDS))
        moved = np.abs(np.log(after / ratios)).max()
        ratios = after
        if moved < 1e-4:
            break
    return np.asarray(ratios)


def _gradients(matrix: Matrix, right: Floats, start: Floats) -> Floats:
    """Return the solution of matrix · x = right for all columns at once, by conjugate gradients from ``start``."""
    scale = (1 / matrix.diagonal())[:, None]
    x = start.copy()
    residual = right - matrix @ x
    goal = 1e-16 * (right**2 * scale).sum(axis=0) * 1e4
    step = scale * residual
    weight = (residual * step).sum(axis=0)
    for _round in range(500):
        if (weight <= goal).all():
            break
        turned = matrix @ step
        share = weight / np.maximum((step * turned).sum(axis=0), 1e-300)
        x += share * step
        residual -= share * turned
        again = scale * residual
        after = (residual * again).sum(axis=0)
        step = again + after / np.maximum(weight, 1e-300) * step
        weight = after
    return x
