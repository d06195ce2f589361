"""The score of a unit by a mixed proportional-odds model: the published score (`scoring`: main method).

A rating of unit j (peer group g), case type c and channel h has level k or better with probability

    P(y ≥ k) = 1 / (1 + exp(α_k − δ_g − u_j − β_c − γ_h)),   k = 2..K,   u_j ~ N(0, τ²)

(McCullagh 1980, *Regression models for ordinal data*; the random effect as in Agresti, *Analysis of Ordinal
Categorical Data*, ch. 10). Everybody is then judged on the same frozen mix ω of cases and channels:

    θ_j = Σ_c Σ_h ω_c ω_h Σ_k (p_k − p_{k−1}) · P(y ≥ k | j, c, h)        p_k: what level k counts, 0..100

**Fit.** Penalised Fisher scoring on the cells (unit × case type × channel), units eliminated by Schur's complement
(their block is diagonal); after each pass τ² ← mean(û_j² + Var u_j), the EM step of restricted maximum likelihood, steadied
for few units.
β, γ and δ carry a weak prior N(0, 3²) that leaves no case type without an estimate and no order of names a meaning; the
cut points are steadied by the weight of one single rating spread over all levels.

**Posterior.** In the normal approximation at the mode (Laplace), the uncertainty of the common effects included:
a_j = δ_g + u_j has variance 1/H_j + k_j' S⁻¹ k_j. θ rises with a_j, so its interval is the image of the interval of
a_j; its expected value is a Gauss-Hermite sum. Joint draws come from the same factors. The uncertainty of τ itself is
not counted: with fewer than some ten units intervals are a little too short.
"""

from zhengyou.mechanisms.scoring.methods.ordinal.fitting import Fit, fit
from zhengyou.mechanisms.scoring.methods.ordinal.judging import Reference, standardised
from zhengyou.mechanisms.scoring.methods.ordinal.scores import Scores, score

__all__ = ["Fit", "Reference", "Scores", "fit", "score", "standardised"]
