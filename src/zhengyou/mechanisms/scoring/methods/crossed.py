"""Fair marks where raters differ in severity: a linear model with crossed random effects of units and raters.

    y_ijr = x'b + a_i + c_r + e,   a_i ~ N(0, σ_a²) unit,  c_r ~ N(0, σ_c²) rater (+ lenient),  e ~ N(0, σ²)

The **fair mark** of a unit is x_ref'b + a_i: what an average rater would give. Dropping the highest and the lowest mark
does not correct severity; this does (`docs/methods.md`).

**Variance components** by maximum likelihood (ML) or restricted maximum likelihood (REML; Patterson & Thompson 1971),
started from the moments of Gao & Owen (2017, *Efficient moment calculations for variance components in large
unbalanced crossed random effects models*). Up to ``EXACT`` effects the likelihood itself is maximised; beyond, Harville's
equations (1977) σ_a² = a'a / (n_a − λ_a tr C_aa) are iterated, the traces estimated with fixed probe vectors (Hutchinson
1990) and solved by conjugate gradients: the estimate moves by some tenths of a per cent, a fraction of its sampling
error, and stays the same for the same marks.

**Effects** by Henderson's equations, the larger factor eliminated (its block is diagonal). With φ the effects of the
smaller factor and b, and D = n_i + σ²/σ_a²:

    Φ = T'T + Λ − T'Z D⁻¹ Z'T,   Var a_i = σ² (1/D_i + k_i' Φ⁻¹ k_i),   k_i = (Z'T)_i / D_i

by one dense Cholesky factor, so variances and joint draws are exact, given the variance components.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from scipy import linalg, optimize, sparse, special
from scipy.linalg import lapack

from zhengyou.mechanisms.scoring.methods.types import DRAWS, LEVEL, Floats, Interval, Posterior, Whole, generator

EXACT = 300
"""Up to so many effects of the smaller factor the likelihood is maximised itself."""

PROBES = 64
BOUNDS = (-9.0, 14.0)
"""Bounds of ln(σ²/σ_a²): beyond them a factor explains everything, or nothing."""

Matrix = Any
"""A sparse matrix by rows (`scipy.sparse.csr_array`, which carries no types)."""


class Method(Enum):
    """How the variance components are estimated."""

    ML = "ml"
    REML = "reml"


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks given by raters to units, one entry a mark; units and raters are numbered from 0."""

    unit: Whole
    rater: Whole
    value: Floats
    units: int
    raters: int
    design: Floats
    """(marks, covariates); the first column is 1."""

    @classmethod
    def of(cls, unit: Whole, rater: Whole, value: Floats, covariates: Floats | None = None) -> "Marks":
        """Return marks with as many units and raters as are numbered, and an intercept before ``covariates``.

        Raises ValueError where the columns differ in length, or there are no more marks than fixed effects.
        """
        if not (len(unit) == len(rater) == len(value)) or not len(value):
            raise ValueError("unit, rater and value must be equally long, and not empty")
        one = np.ones((len(value), 1))
        design = one if covariates is None else np.hstack([one, covariates])
        if len(value) <= design.shape[1]:
            raise ValueError("there must be more marks than fixed effects")
        return cls(unit, rater, value.astype(float), int(unit.max()) + 1, int(rater.max()) + 1, design)

    def without_own(self, unit_of_rater: Whole) -> "Marks":
        """Return the marks that nobody gave to the own unit; ``unit_of_rater`` is −1 where a rater has none."""
        kept = unit_of_rater[self.rater] != self.unit
        return Marks(self.unit[kept], self.rater[kept], self.value[kept], self.units, self.raters, self.design[kept])


@dataclass(frozen=True, slots=True)
class Fit:
    """Fair marks of units, severity of raters and variance components, fitted to marks."""

    marks: Marks
    method: Method
    unit_sd: float
    rater_sd: float
    error_sd: float
    criterion: float
    """−2 log likelihood, restricted under REML."""
    fixed: Floats
    fixed_se: Floats
    fair: Floats
    """The mark an average rater would give each unit."""
    fair_sd: Floats
    severity: Floats
    """c_r: above 0 lenient, below 0 strict."""
    severity_sd: Floats
    residuals: Floats
    expected_square: Floats
    """What the square of each residual is expected to be: σ² (1 − leverage)."""
    factor: "Factor"

    def interval(self, level: float = LEVEL) -> Interval:
        """Return the interval of each fair mark."""
        half = float(special.ndtri((1 + level) / 2)) * self.fair_sd
        return Interval(self.fair - half, self.fair + half, level)

    def posterior(self, draws: int = DRAWS, *, level: float = LEVEL, seed: int = 0) -> Posterior:
        """Return fair marks with their interval and joint draws (draws, units)."""
        source = generator(seed)
        factor = self.factor
        moved = linalg.solve_triangular(
            factor.lower, source.standard_normal((factor.lower.shape[0], draws)), lower=True, trans="T"
        )
        result = np.asarray(factor.contrast @ moved).T
        result += source.standard_normal(result.shape) / np.sqrt(factor.precision)
        result *= self.error_sd
        result += self.fair
        return Posterior(self.fair, self.interval(level), result)


@dataclass(frozen=True, slots=True)
class Factor:
    """What joint draws of the fair marks need: marks = contrast · (common effects) + own part."""

    lower: Floats
    """Cholesky factor of Φ."""
    contrast: Matrix
    """(units, common effects)."""
    precision: Floats
    """D_i, in units of 1/σ²; infinite where the units are themselves common effects."""


def fit(marks: Marks, *, method: Method = Method.REML, reference: Floats | None = None) -> Fit:
    """Return the model fitted to ``marks``, fair marks at the covariates ``reference`` (default: their means).

    Permuting units or raters permutes the result.
    """
    system = _System.of(marks)
    at = marks.design.mean(axis=0) if reference is None else reference
    if at.shape != (marks.design.shape[1],):
        raise ValueError("reference must give a value for every covariate, the intercept first")
    ratios = _ratios(system, method)
    return _solved(system, marks, method, ratios, at)


def components(marks: Marks) -> tuple[int, Whole]:
    """Return into how many parts the graph of units and raters falls, and the part of each unit.

    Units of different parts share no rater, not even through others: they are compared only by the assumption that the
    raters of both parts are alike on average.
    """
    size = marks.units + marks.raters
    graph = sparse.coo_array((np.ones(len(marks.unit)), (marks.unit, marks.rater + marks.units)), shape=(size, size))
    number, labels = sparse.csgraph.connected_components(graph, directed=False)
    return int(number), labels[: marks.units].astype(np.int64)


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


@dataclass(frozen=True, slots=True)
class _System:
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
    def of(cls, marks: Marks) -> "_System":
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


def _ratios(system: _System, method: Method) -> Floats:
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


def _moments(system: _System) -> Floats:
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


def _criterion(system: _System, across: Floats, inside: Floats, ratios: Floats, method: Method) -> float:
    """Return −2 log likelihood at the variance ratios, the error variance at its best; Z'T and T'T come as dense."""
    precision = system.count + ratios[0]
    phi = inside - across.T @ (across / precision[:, None])
    kept = np.arange(system.sizes[1])
    phi[kept, kept] += ratios[1]
    lower = linalg.cholesky(phi, lower=True, overwrite_a=True, check_finite=False)
    right = system.right(precision)
    common = linalg.cho_solve((lower, True), right, check_finite=False)
    return _height(system, ratios, method, precision, lower, system.left_over(precision, common, right))


def _height(system: _System, ratios: Floats, method: Method, precision: Floats, lower: Floats, left: float) -> float:
    """Return −2 log likelihood from the Cholesky factor of Φ; the fixed effects stand last, so ML leaves them out."""
    n, kept = len(system.values), system.sizes[1]
    logs = 2 * np.log(np.diag(lower))
    determinant = np.log(precision / ratios[0]).sum() + logs[:kept].sum() - kept * np.log(ratios[1])
    freedom = n
    if method is Method.REML:
        determinant += logs[kept:].sum()
        freedom = n - system.fixed
    return float(determinant + freedom * (1 + np.log(2 * np.pi * left / freedom)))


def _harville(system: _System, ratios: Floats, method: Method) -> Floats:
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


def _solved(system: _System, marks: Marks, method: Method, ratios: Floats, at: Floats) -> Fit:
    """Return effects, exact variances and residuals at the variance ratios."""
    precision, phi = system.reduced(ratios)
    lower = linalg.cholesky(phi.toarray(order="F"), lower=True, overwrite_a=True, check_finite=False)
    right = system.right(precision)
    common = linalg.cho_solve((lower, True), right, check_finite=False)
    left = system.left_over(precision, common, right)
    error = left / (len(system.values) - (system.fixed if method is Method.REML else 0))
    inverse = _inverse(lower)
    kept = system.sizes[1]
    shift = np.concatenate([np.zeros(kept), at])
    first = (system.first_sum - system.across @ common) / precision
    turned = sparse.csr_array(sparse.diags_array(1 / precision) @ system.across)
    contrast, own = _contrast(system, turned, shift, precision)
    variance, leverage = _variances(system, turned, inverse, shift, precision)
    level = float(shift @ common) + system.centre * float(at[0])
    second_variance = np.diag(inverse)[:kept]
    shifted = second_variance + 2 * inverse[:kept] @ shift + float(shift @ inverse @ shift)
    units, others = (common[:kept], first) if system.swapped else (first, common[:kept])
    unit_variance, other_variance = (shifted, variance[0]) if system.swapped else (variance[1], second_variance)
    fixed = common[kept:].copy()
    fixed[0] += system.centre
    predicted = first[system.first] + system.design @ common
    return Fit(
        marks=marks,
        method=method,
        unit_sd=float(np.sqrt(error / ratios[1 if system.swapped else 0])),
        rater_sd=float(np.sqrt(error / ratios[0 if system.swapped else 1])),
        error_sd=float(np.sqrt(error)),
        criterion=_height(system, ratios, method, precision, lower, left),
        fixed=fixed,
        fixed_se=np.sqrt(error * np.diag(inverse)[kept:]),
        fair=level + units,
        fair_sd=np.sqrt(error * unit_variance),
        severity=others,
        severity_sd=np.sqrt(error * other_variance),
        residuals=system.values - predicted,
        expected_square=np.maximum(error * (1 - leverage), 1e-12),
        factor=Factor(lower, contrast, own),
    )


def _inverse(lower: Floats) -> Floats:
    """Return Φ⁻¹ from its Cholesky factor."""
    inverse, failed = lapack.dpotri(lower, lower=1)
    if failed:
        raise np.linalg.LinAlgError("the equations for the common effects are singular")
    result = np.tril(inverse)
    result += np.tril(result, -1).T
    return np.asarray(result)


def _contrast(system: _System, turned: Matrix, shift: Floats, precision: Floats) -> tuple[Matrix, Floats]:
    """Return how the units' fair marks hang on the common effects, and the precision of their own part."""
    size, kept = system.sizes
    rows = kept if system.swapped else size
    level = sparse.csr_array(np.ones((rows, 1))) @ sparse.csr_array(shift[None, :])
    if system.swapped:
        unit = sparse.csr_array((np.ones(kept), (np.arange(kept), np.arange(kept))), shape=(kept, len(shift)))
        return sparse.csr_array(unit + level), np.full(kept, np.inf)
    return sparse.csr_array(level - turned), precision


def _variances(
    system: _System, turned: Matrix, inverse: Floats, shift: Floats, precision: Floats
) -> tuple[tuple[Floats, Floats], Floats]:
    """Return Var a_i and Var (x_ref'b + a_i) of the eliminated, and the leverage of every mark, in units of σ².

    In blocks of the eliminated, so that K Φ⁻¹ never stands in memory as a whole. The marks are visited in the order of
    their eliminated effect.
    """
    size, kept = system.sizes
    plain, shifted = np.zeros(size), np.zeros(size)
    leverage = np.zeros(len(system.values))
    order = np.argsort(system.first, kind="stable")
    ends = np.concatenate([[0], np.cumsum(system.count).astype(int)])
    along = inverse @ shift
    level = float(shift @ along)
    fixed = system.design[:, kept:].toarray()
    own = _own_leverage(system, inverse, fixed)
    for start in range(0, size, 512):
        stop = min(start + 512, size)
        block = turned[start:stop]
        product = block @ inverse
        plain[start:stop] = 1 / precision[start:stop] + np.asarray(block.multiply(product).sum(axis=1)).ravel()
        shifted[start:stop] = plain[start:stop] + level - 2 * (block @ along)
        marks = order[ends[start] : ends[stop]]
        row = system.first[marks] - start
        cross = product[row, system.second[marks]] + (product[row, kept:] * fixed[marks]).sum(axis=1)
        leverage[marks] = plain[system.first[marks]] + own[marks] - 2 * cross
    return (plain, shifted), leverage


def _own_leverage(system: _System, inverse: Floats, fixed: Floats) -> Floats:
    """Return t'Φ⁻¹t of every mark, t its row of T."""
    kept = system.sizes[1]
    beside = inverse[:kept, kept:]
    result: Floats = (
        np.diag(inverse)[system.second]
        + 2 * (beside[system.second] * fixed).sum(axis=1)
        + ((fixed @ inverse[kept:, kept:]) * fixed).sum(axis=1)
    )
    return result
