"""Fake, forced and malicious ratings: tests of each unit over a window of days, each with a p-value and its facts.

Preventing comes first (one case, one rating; the system invites); what is found here is a reason to look. A flagged
rating is quarantined in a second score until a person decides: nothing is deleted, no star falls by itself.

The ratings of all units come as one `Stream` of columns. What an installation does not keep (this house keeps neither
device nor minute nor the time a page was open) is None, and the tests that need it say nothing. All tests are one-sided
and judge a unit by its peers in the same days:

| test | p-value |
|---|---|
| burst | days × P(NB ≥ the largest day), mean from the unit's other days, dispersion from the peers |
| device | ratings × P(Bin(m − 1, π) ≥ most − 1), π the peers' chance that two ratings share a device |
| regularity | least variance of ln(gap) over 15 gaps in a row, against simulated waiting times |
| dwell | P(BetaBin ≥ pages open under 3 s), a and b from the peers that do not stand out |
| low_day | days × P(Bin(low ratings, share of the day) ≥ most on a day): malicious ones |
| text | texts × P(Bin(T − 1, π) ≥ most − 1) of near-identical comments, stock phrases left out |
| streak | 1 − exp(−((n − L + 1)(1 − p)p^L + p^L)), L fives in a row, p shrunk to the peers; half weight |
| graph | staff × P(Poisson ≥ raters who rated this clerk alone) |
| fives | P(BetaBin ≥ fives): being good is no evidence, weight 0, shown only |

Together by `combining.cauchy`, flagged by Benjamini–Hochberg with q = 0.01 (`docs/methods.md` has the realised rates).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from zhengyou.mechanisms.scoring.methods import combining, suspicion
from zhengyou.mechanisms.scoring.methods.suspicion import Stream, Suspicion
from zhengyou.mechanisms.scoring.methods.types import Flags, Floats

FEWEST = 10
"""Below so many ratings in the window a unit is not tested."""

Q = 0.01
"""The share of false alarms among the flags that is aimed at; the realised one is about twice as large."""

WEIGHTS = {
    "burst": 1.0,
    "device": 1.0,
    "regularity": 1.0,
    "dwell": 1.0,
    "low_day": 1.0,
    "text": 1.0,
    "streak": 0.5,
    "graph": 1.0,
    "fives": 0.0,
}

TESTS = {
    "burst": suspicion.burst,
    "device": suspicion.device,
    "regularity": suspicion.regularity,
    "dwell": suspicion.dwell,
    "low_day": suspicion.low_day,
    "text": suspicion.text,
    "streak": suspicion.streak,
    "graph": suspicion.graph,
    "fives": suspicion.fives,
}


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the tests say of all units.

    ``tests`` holds one p-value a unit and test (NaN: says nothing) with the facts behind it; ``p`` the combined one;
    ``flagged`` the units to look at; ``suspicious`` the ratings that a significant test of a flagged unit points at.
    """

    tests: dict[str, Suspicion]
    p: Floats
    flagged: Flags
    suspicious: Flags
    tested: Flags
    reasons: dict[int, list[str]] = field(default_factory=dict)
    """For each flagged unit the tests that speak, the strongest first."""


def assess(stream: Stream, *, q: float = Q, fewest: int = FEWEST) -> Assessment:
    """Return what all tests say of the units of ``stream``; units with fewer than ``fewest`` ratings are left alone."""
    return assess_all([stream], q=q, fewest=fewest)[0]


def assess_all(streams: Sequence[Stream], *, q: float = Q, fewest: int = FEWEST) -> list[Assessment]:
    """Return the same for windows of days that follow each other: each judged by its own peers, flagged together."""
    found = [{name: test(stream) for name, test in TESTS.items()} for stream in streams]
    tested = [stream.n >= fewest for stream in streams]
    chances = [
        np.where(known, combining.cauchy({name: one.p for name, one in tests.items()}, WEIGHTS), 1.0)
        for tests, known in zip(found, tested, strict=True)
    ]
    together, whole = np.concatenate([*tested, []]).astype(np.bool_), np.concatenate([*chances, []])
    flags = np.zeros(len(whole), dtype=np.bool_)
    flags[together] = combining.benjamini_hochberg(whole[together], q)
    ends = np.cumsum([stream.units for stream in streams])[:-1]
    parts = zip(streams, found, chances, np.split(flags, ends), tested, strict=True)
    return [_told(stream, tests, p, flagged, known, q) for stream, tests, p, flagged, known in parts]


def _told(
    stream: Stream, tests: dict[str, Suspicion], p: Floats, flagged: Flags, tested: Flags, q: float
) -> Assessment:
    suspicious = np.zeros(len(stream.unit), dtype=np.bool_)
    reasons: dict[int, list[str]] = {unit: [] for unit in np.flatnonzero(flagged).tolist()}
    for name, one in tests.items():
        speaks = flagged & (np.nan_to_num(one.p, nan=1.0) < q) & (WEIGHTS[name] > 0)
        suspicious |= one.suspicious & speaks[stream.unit]
        for unit in np.flatnonzero(speaks).tolist():
            reasons[unit].append(name)
    for unit, names in reasons.items():
        names.sort(key=lambda name: float(tests[name].p[unit]))
    return Assessment(tests, p, flagged, suspicious, tested, reasons)


def follow_up(counter: Floats, sample: Floats) -> tuple[float, float, float]:
    """Return a unit's bias and its 90 % interval: mean of the ``counter`` ratings minus that of a random follow-up.

    Welch's interval. Only this finds patient coaching ("please press 5"), which leaves no other trace. Raises
    ValueError where either has fewer than two values.
    """
    return suspicion.difference(counter, sample)
