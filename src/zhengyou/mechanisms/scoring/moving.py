"""What would move a unit's score: where it lies behind its peers, and how many ratings make the statement firmer.

Never advice to ask for good ratings. Source: docs/methods.md; the gap of a case type is (mean of the peers − own mean)
of that case type in points, times its share in the unit's ratings, times the weight of the unit's own record: by so
much the score would rise if this case type reached the mean of the peers.
"""

from dataclasses import dataclass

import numpy as np

from zhengyou.mechanisms.scoring import policy, queries
from zhengyou.mechanisms.scoring.catalogue import offered
from zhengyou.mechanisms.scoring.enums import Subject
from zhengyou.mechanisms.scoring.models import Score


@dataclass(frozen=True, slots=True)
class Gap:
    """A case type in which the unit lies behind its peers: its name, ratings, own mean, peers' mean, points to gain."""

    case: str
    n: int
    own: float
    peers: float
    gain: float


def gaps(score: Score) -> list[Gap]:
    """Return the case types that would move ``score`` most, the largest first; empty where the unit lies behind in none."""
    run = score.run
    indicator = offered().get(run.indicator)
    if indicator is None:
        return []
    cells = indicator.read(Subject(run.subject), run.body, run.starts_on, run.ends_on)
    key = queries.key_of(score)
    if key not in cells.keys:
        return []
    group = {queries.key_of(one) for one in run.scores.filter(group=score.group)}
    member = np.array([one in group and one != key for one in cells.keys])
    own = cells.counts[cells.keys.index(key)]
    peers = cells.counts[member].sum(axis=0)
    n, m = own.sum(axis=1), peers.sum(axis=1)
    known = (n >= policy.FEWEST_OF_A_CASE) & (m >= policy.FEWEST_OF_A_CASE)
    points = np.linspace(0, 100, own.shape[1])
    own_mean = np.divide(own @ points, n, out=np.zeros(len(n)), where=n > 0)
    peer_mean = np.divide(peers @ points, m, out=np.zeros(len(m)), where=m > 0)
    gain = np.where(known, (peer_mean - own_mean) * n / max(int(n.sum()), 1) * score.weight, 0.0)
    order = [place for place in np.argsort(-gain) if gain[place] >= policy.LEAST_GAIN][: policy.GAPS]
    return [
        Gap(cells.cases[place], int(n[place]), float(own_mean[place]), float(peer_mean[place]), float(gain[place]))
        for place in order
    ]


def more_ratings(score: Score) -> int:
    """Return how many more ratings would let the own record count `policy.FIRM_WEIGHT`: n* = m·w*/(1−w*), m = n(1−w)/w."""
    if not 0 < score.weight < policy.FIRM_WEIGHT:
        return 0
    needed = score.n * (1 - score.weight) / score.weight * policy.FIRM_WEIGHT / (1 - policy.FIRM_WEIGHT)
    return max(int(np.ceil(needed)) - score.n, 0)
