"""Fair marks, severities and their exact variances by Henderson's equations, given the variance components."""

from dataclasses import dataclass

import numpy as np
from scipy import linalg, sparse, special
from scipy.linalg import lapack

from zhengyou.mechanisms.scoring.methods.crossed.equations import Matrix, System
from zhengyou.mechanisms.scoring.methods.crossed.marks import Marks, Method
from zhengyou.mechanisms.scoring.methods.crossed.variances import height, ratios_of
from zhengyou.mechanisms.scoring.methods.types import DRAWS, LEVEL, Floats, Interval, Posterior, generator


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
    system = System.of(marks)
    at = marks.design.mean(axis=0) if reference is None else reference
    if at.shape != (marks.design.shape[1],):
        raise ValueError("reference must give a value for every covariate, the intercept first")
    ratios = ratios_of(system, method)
    return _solved(system, marks, method, ratios, at)


def _solved(system: System, marks: Marks, method: Method, ratios: Floats, at: Floats) -> Fit:
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
        criterion=height(system, ratios, method, precision, lower, left),
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


def _contrast(system: System, turned: Matrix, shift: Floats, precision: Floats) -> tuple[Matrix, Floats]:
    """Return how the units' fair marks hang on the common effects, and the precision of their own part."""
    size, kept = system.sizes
    rows = kept if system.swapped else size
    level = sparse.csr_array(np.ones((rows, 1))) @ sparse.csr_array(shift[None, :])
    if system.swapped:
        unit = sparse.csr_array((np.ones(kept), (np.arange(kept), np.arange(kept))), shape=(kept, len(shift)))
        return sparse.csr_array(unit + level), np.full(kept, np.inf)
    return sparse.csr_array(level - turned), precision


def _variances(
    system: System, turned: Matrix, inverse: Floats, shift: Floats, precision: Floats
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


def _own_leverage(system: System, inverse: Floats, fixed: Floats) -> Floats:
    """Return t'Φ⁻¹t of every mark, t its row of T."""
    kept = system.sizes[1]
    beside = inverse[:kept, kept:]
    result: Floats = (
        np.diag(inverse)[system.second]
        + 2 * (beside[system.second] * fixed).sum(axis=1)
        + ((fixed @ inverse[kept:, kept:]) * fixed).sum(axis=1)
    )
    return result
