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

from zhengyou.mechanisms.scoring.methods.crossed.diagnostics import Raters, raters, reciprocity
from zhengyou.mechanisms.scoring.methods.crossed.fitting import Factor, Fit, fit
from zhengyou.mechanisms.scoring.methods.crossed.marks import Marks, Method, components

__all__ = ["Factor", "Fit", "Marks", "Method", "Raters", "components", "fit", "raters", "reciprocity"]
