"""Collects what goes into a comparison by one indicator, and computes it from that alone.

The inputs are plain JSON (`snapshot.pack`), so that a comparison can be computed again years later.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhengyou.mechanisms.scoring import catalogue, policy
from zhengyou.mechanisms.scoring.enums import Band, Subject
from zhengyou.mechanisms.scoring.methods import ordinal, shrinkage
from zhengyou.mechanisms.scoring.models import Run, Scale, Score
from zhengyou.mechanisms.scoring.snapshot import Content, reference
from zhengyou.registry.bodies.models import Body

METHOD = "ordinal/2"
WITHOUT_PARTS = "ordinal/1"
"""What judged every peer group on the whole mix; comparisons that were computed so are replayed so."""
LEVELS_OF_SIMPLE = 5


@dataclass(frozen=True, slots=True)
class Computed:
    """What a comparison gives: the published scores with joint draws, and those of the simple formula."""

    scores: ordinal.Scores
    simple: NDArray[np.float64] | None
    """None where there are not five levels."""


def content(
    indicator: str, subject: Subject, body: Body, starts: dt.date, ends: dt.date, scale: Scale | None
) -> Content:
    """Return the inputs of a comparison over [starts, ends), in the order of their keys."""
    offered = catalogue.offered()[indicator]
    cells = offered.read(subject, body, starts, ends)
    order = sorted(range(len(cells.keys)), key=lambda place: cells.keys[place])
    names = sorted(cells.cases)
    columns = [cells.cases.index(name) for name in names]
    counts = cells.counts[np.ix_(order, columns)] if len(order) and len(columns) else cells.counts
    places = np.argwhere(counts.any(axis=2)).tolist()
    return {
        "method": METHOD,
        "level": policy.INTERVAL_LEVEL,
        "minimum": offered.fewest or policy.MINIMUM_RATINGS,
        "draws": max(policy.FEWEST_DRAWS, min(policy.DRAWS, policy.DRAWN_AT_ONCE // max(len(order), 1))),
        "keys": [cells.keys[place] for place in order],
        "bodies": [cells.bodies[place] for place in order],
        "groups": _peer_groups([cells.bodies[place] for place in order]),
        "cases": names,
        "levels": int(cells.counts.shape[-1]),
        "counts": [[unit, case, *counts[unit, case].tolist()] for unit, case in places],
        "mix": scale.reference if scale else {},
    }


def cells_of(found: Content) -> catalogue.Cells:
    """Return the counts of a snapshot."""
    table = np.zeros((len(found["keys"]), len(found["cases"]), found["levels"]), dtype=np.int64)
    for unit, case, *counts in found["counts"]:
        table[unit, case] = counts
    return catalogue.Cells(tuple(found["keys"]), tuple(found["bodies"]), tuple(found["cases"]), table)


def groups_of(found: Content) -> NDArray[np.int64]:
    """Return the number of each unit's peer group."""
    names = sorted(set(found["groups"]))
    return np.array([names.index(name) for name in found["groups"]], dtype=np.int64)


def computed(found: Content, cells: catalogue.Cells | None = None) -> Computed:
    """Return the comparison of the inputs ``found``; with ``cells`` instead of theirs (what if some were left out)."""
    cells = cells or cells_of(found)
    groups = groups_of(found)
    table, cases, channels = catalogue.by_channel(cells)
    scores = ordinal.score(
        table, groups, reference=reference(found["mix"], table, cases, channels), level=found["level"],
        draws=found["draws"], parted=found["method"] != WITHOUT_PARTS,
    )  # fmt: skip
    plain = None
    if found["levels"] == LEVELS_OF_SIMPLE:
        plain = shrinkage.score(cells.counts, groups, level=found["level"]).score
    return Computed(scores, plain)


def mix_of(found: Content) -> dict[str, Any]:
    """Return the mix of case types and channels of the inputs, to be frozen with the cut points."""
    table, cases, channels = catalogue.by_channel(cells_of(found))
    mix = ordinal.Reference.of(table)
    return {
        "cases": dict(zip(cases, mix.cases.tolist(), strict=True)),
        "channels": dict(zip(channels, mix.channels.tolist(), strict=True)),
    }


def rows(run: Run, found: Content, done: Computed) -> list[Score]:
    """Return the scores of ``run``, unsaved; also what a replay compares with the stored ones."""
    scores = done.scores
    values = {
        "n": scores.n, "raw": scores.raw, "mix": scores.cases, "channels": scores.channels, "shrink": scores.shrink,
        "score": scores.score, "low": np.minimum(scores.posterior.interval.low, scores.score),
        "high": np.maximum(scores.posterior.interval.high, scores.score), "weight": scores.weight, "mean": scores.mean,
    }  # fmt: skip
    lists = {name: column.tolist() for name, column in values.items()}
    plain = done.simple.tolist() if done.simple is not None else [None] * len(found["keys"])
    return [
        Score(
            run=run,
            body_id=found["bodies"][place],
            window_id=key if run.subject == Subject.WINDOW else None,
            appointment_id=key if run.subject == Subject.PERSON else None,
            group=found["groups"][place],
            simple=plain[place],
            band=_band(run.minimum, *(lists[name][place] for name in ("n", "low", "high", "mean"))),
            **{name: column[place] for name, column in lists.items()},
        )
        for place, key in enumerate(found["keys"])
    ]


def _band(minimum: int, n: int, low: float, high: float, mean: float) -> Band:
    if n < minimum:
        return Band.FEW
    if low > mean:
        return Band.ABOVE
    return Band.BELOW if high < mean else Band.SAME


def _peer_groups(bodies: list[int]) -> list[str]:
    """Return the peer group of each unit: the kind of its body, where enough share it."""
    kinds = dict(Body.objects.filter(pk__in=set(bodies)).values_list("pk", "kind"))
    own = [kinds[body] for body in bodies]
    large = {kind for kind in set(own) if own.count(kind) >= policy.SMALLEST_GROUP}
    return [kind if kind in large else policy.MIXED_GROUP for kind in own]
