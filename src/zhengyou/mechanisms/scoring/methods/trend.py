"""Change over time: run charts with honest limits, smoothed scores, and a quick alarm on a stream of cases.

* `p_chart`: Laney's p′-chart (Laney 2002, *Quality Engineering* 14:531). z_t = (p_t − p̄) / √(p̄(1−p̄)/n_t); the moving
  range of z, ÷ 1.128, says how much more than chance usual months differ: limits p̄ ± 3·√(p̄(1−p̄)/n_t)·σ_z.
  Rules: one point outside, eight on one side, six rising or falling. Below twelve points nothing is said.
* `ewma`: E_t = λ y_t + (1−λ) E_{t−1}, limits μ ± L σ √(λ/(2−λ)·(1−(1−λ)^{2t})) (Roberts 1959; λ = .2, L = 2.9).
* `cusum`: risk-adjusted CUSUM of single cases (Steiner et al. 2000, *Biostatistics* 1:441):
  C_t = max(0, C_{t−1} + y_t ln R − ln(1 − p_t + R p_t)), alarm at h, then the sum starts anew. R = 2: odds doubled.
* `changed`: "it has changed" is said only from P(difference > 2 points) ≥ 0.9 on.
"""

from dataclasses import dataclass

import numpy as np

from zhengyou.mechanisms.scoring.methods.types import Flags, Floats

FEWEST_POINTS = 12
"""So many points before a chart speaks."""

SIDE, RISING = 8, 6
"""So many points on one side of the mean, or rising (falling) in a row, are a sign."""

LEAST, SURE = 2.0, 0.9
"""A change is one of more than so many points, with at least this probability."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A run chart: values, centre line, limits, and which points are a sign by which rule (none below twelve points)."""

    value: Floats
    centre: Floats
    low: Floats
    high: Floats
    outside: Flags
    shifted: Flags
    drifting: Flags
    spread: float
    """σ_z: how much more than chance usual points differ; 1 where chance explains all."""

    @property
    def signs(self) -> Flags:
        """Return which points are a sign by any rule."""
        found: Flags = self.outside | self.shifted | self.drifting
        return found


def p_chart(hits: Floats, of: Floats, *, baseline: int | None = None) -> Chart:
    """Return Laney's p′-chart of ``hits`` ÷ ``of`` over time; points with nothing to count say nothing.

    ``baseline``: the first so many points set the centre and the limits (all by default). Raises ValueError where
    hits lie outside of what they are counted of.
    """
    if (hits < 0).any() or (hits > of).any():
        raise ValueError("hits lie between 0 and what they are counted of")
    base = slice(0, baseline)
    total = float(of[base].sum())
    mean = float(hits[base].sum() / total) if total else 0.0
    n = np.where(of > 0, of, 1.0)
    value = np.where(of > 0, hits / n, np.nan)
    sigma = np.sqrt(max(mean * (1 - mean), 1e-12) / n)
    z = (value - mean) / sigma
    seen = z[base][of[base] > 0]
    spread = float(np.abs(np.diff(seen)).mean() / 1.128) if len(seen) > 1 else 1.0
    centre, half = np.full(len(of), mean), 3 * sigma * spread
    return Chart(
        value, centre, (centre - half).clip(0, 1), (centre + half).clip(0, 1), *_p_signs(value, centre, half), spread
    )


def ewma(values: Floats, *, mean: float, sd: Floats, smoothing: float = 0.2, width: float = 2.9) -> Chart:
    """Return the smoothed ``values`` of equal steps with limits; ``sd``: standard error of each single value.

    Missing values (NaN) leave the smoothed line where it was.
    """
    if not 0 < smoothing <= 1:
        raise ValueError("smoothing lies above 0 and at most at 1")
    line, variance = np.empty(len(values)), np.empty(len(values))
    level, squared = mean, 0.0
    for step, value in enumerate(values.tolist()):
        if not np.isnan(value):
            level = smoothing * value + (1 - smoothing) * level
            squared = smoothing**2 * float(sd[step]) ** 2 + (1 - smoothing) ** 2 * squared
        line[step], variance[step] = level, squared
    centre, half = np.full(len(values), mean), width * np.sqrt(variance)
    none = np.zeros(len(values), dtype=np.bool_)
    return Chart(line, centre, centre - half, centre + half, np.abs(line - centre) > half, none, none, 1.0)


def cusum(bad: Flags, chance: Floats, *, odds: float = 2.0, threshold: float = 4.5) -> tuple[Floats, Flags]:
    """Return the sum after each case and at which cases it gave alarm; after an alarm it starts anew.

    ``bad``: whether the case went wrong; ``chance``: how probable that was for such a case. With p = .05 a threshold
    of 4.5 gives one false alarm in about 7,500 cases and sees doubled odds after about 215.
    """
    if odds <= 1 or threshold <= 0:
        raise ValueError("odds lie above 1 and the threshold above 0")
    if ((chance <= 0) | (chance >= 1)).any():
        raise ValueError("chances lie between 0 and 1")
    steps = np.where(bad, np.log(odds), 0.0) - np.log(1 - chance + odds * chance)
    line, alarms = np.empty(len(steps)), np.zeros(len(steps), dtype=np.bool_)
    level = 0.0
    for place, step in enumerate(steps.tolist()):
        level = max(0.0, level + step)
        line[place] = level
        if level >= threshold:
            alarms[place], level = True, 0.0
    return line, alarms


def changed(before: Floats, now: Floats, *, least: float = LEAST) -> tuple[float, float]:
    """Return P(now − before > ``least``) and P(before − now > ``least``) from independent draws of two periods.

    "It has risen" (or fallen) may be said where the probability is at least `SURE`.
    """
    size = min(len(before), len(now))
    step = now[:size] - before[:size]
    return float((step > least).mean()), float((step < -least).mean())


def _p_signs(value: Floats, centre: Floats, half: Floats) -> tuple[Flags, Flags, Flags]:
    """Return which points lie outside, on one side for long, and rise or fall for long; points without value are none."""
    seen = np.flatnonzero(np.isfinite(value))
    outside, shifted, drifting = (np.zeros(len(value), dtype=np.bool_) for _rule in range(3))
    if len(seen) >= FEWEST_POINTS:
        distance = (value - centre)[seen]
        outside[seen] = np.abs(distance) > half[seen]
        shifted[seen] = _runs(np.sign(distance), SIDE)
        drifting[seen] = _runs(np.sign(np.diff(value[seen], prepend=value[seen[0]])), RISING - 1)
    return outside, shifted, drifting


def _runs(signs: Floats, length: int) -> Flags:
    """Return the places at which the same sign (not zero) has stood ``length`` times or more in a row."""
    found = np.zeros(len(signs), dtype=np.bool_)
    run, last = 0, 0.0
    for place, sign in enumerate(signs.tolist()):
        run = run + 1 if sign == last and sign else int(bool(sign))
        last = sign
        found[place] = run >= length
    return found
