"""The single tests of `integrity`: each gives every unit a p-value (NaN: says nothing), its facts and its suspects."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import optimize, special, stats

from zhengyou.mechanisms.scoring.methods import waiting
from zhengyou.mechanisms.scoring.methods.types import Flags, Floats, Whole

HASTY = 3.0
"""A page that was open for fewer seconds was hardly read."""

DRAWN = 30.0
"""A unit's own days are drawn towards those of all with the weight of so many ratings."""

LOW, TOP = 2, 5
"""Levels up to 2 are low; 5 is the highest."""

FEWEST_OF_PEER, STANDS_OUT, REFITS = 5, 0.001, 6
"""Who judges as a peer: units with so many ratings that do not stand out themselves; fitted so often at most."""

CENTRAL = 0.8
"""Peers are judged by their central part, so that a few cheats do not become the measure."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Ratings as columns, one entry a rating: ``unit`` (0 …), ``level`` (1–5) and ``day`` (0 …), the rest as far as kept.

    ``at``: seconds since the beginning; ``device`` and ``rater``: numbers that mean nothing else; ``dwell``: seconds
    that the page was open; ``text``: number of the group of near-identical comments (−1: none or a stock phrase, see
    `same_texts`); ``staff``: who served.
    """

    unit: Whole
    level: Whole
    day: Whole
    units: int
    days: int
    at: Floats | None = None
    device: Whole | None = None
    dwell: Floats | None = None
    text: Whole | None = None
    rater: Whole | None = None
    staff: Whole | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where columns have different lengths or a number lies outside its range."""
        columns = (self.level, self.day, self.at, self.device, self.dwell, self.text, self.rater, self.staff)
        if any(column is not None and len(column) != len(self.unit) for column in columns):
            raise ValueError("all columns have one entry a rating")
        if len(self.unit) and (
            self.unit.min() < 0 or self.unit.max() >= self.units or self.day.min() < 0 or self.day.max() >= self.days
        ):
            raise ValueError("a unit or a day lies outside its range")

    @property
    def n(self) -> Whole:
        """Return how many ratings each unit has."""
        return np.bincount(self.unit, minlength=self.units)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What one test says: p-value and facts of each unit, and which ratings it points at."""

    p: Floats
    suspicious: Flags
    facts: dict[str, Floats] = field(default_factory=dict)


def burst(stream: Stream) -> Suspicion:
    """Judge the largest day of each unit by its other days: days × P(NB ≥ largest), dispersion from the peers."""
    table = np.zeros((stream.units, stream.days))
    np.add.at(table, (stream.unit, stream.day), 1.0)
    profile = _profile(table)
    expected = _usual(table, profile)
    spread = _overdispersion(table, expected)
    size = 1 / max(spread, 1e-6)
    chance = stats.nbinom.sf(table - 1, size, size / (size + np.maximum(expected, 1e-9)))
    open_days = max(int((profile > 0).sum()), 1)
    worst = chance.argmin(axis=1)
    rows = np.arange(stream.units)
    p = np.where(stream.n > 0, np.minimum(open_days * chance[rows, worst], 1.0), np.nan)
    return Suspicion(
        p,
        stream.day == worst[stream.unit],
        {"day": worst.astype(float), "count": table[rows, worst], "usual": expected[rows, worst]},
    )


def device(stream: Stream) -> Suspicion:
    """Judge the most used device of each unit by the peers' chance that two ratings share one."""
    if stream.device is None:
        return _silent(stream)
    return _repeated(stream, stream.device)


def text(stream: Stream) -> Suspicion:
    """Judge the largest group of near-identical comments of each unit by the peers' chance that two are alike."""
    if stream.text is None:
        return _silent(stream)
    return _repeated(stream, stream.text)


def regularity(stream: Stream) -> Suspicion:
    """Judge the most regular 15 gaps between ratings of one day by simulated waiting times."""
    if stream.at is None:
        return _silent(stream)
    order = np.lexsort((stream.at, stream.unit))
    unit, day, at = stream.unit[order], stream.day[order], stream.at[order]
    together = (np.diff(unit) == 0) & (np.diff(day) == 0)
    gaps = np.log(np.maximum(np.diff(at), 1.0))
    p, width = np.full(stream.units, np.nan), np.full(stream.units, np.nan)
    suspicious = np.zeros(len(unit), dtype=np.bool_)
    # Runs of gaps within one unit and one day; windows never reach over a night.
    edges = np.flatnonzero(np.diff(np.concatenate([[False], together, [False]]).astype(np.int8)))
    number = np.zeros(stream.units)
    least: dict[int, tuple[float, int]] = {}
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if end - start >= waiting.WINDOW:
            variance = waiting.variances(gaps[start:end])
            owner, place = int(unit[start]), int(variance.argmin())
            number[owner] += len(variance)
            if owner not in least or float(variance[place]) < least[owner][0]:
                least[owner] = float(variance[place]), start + place
    for owner, (value, place) in least.items():
        p[owner] = waiting.chance(value, int(number[owner]))
        width[owner] = float(np.exp(gaps[place : place + waiting.WINDOW].mean()))
        suspicious[place : place + waiting.WINDOW + 1] = True
    back = np.zeros(len(unit), dtype=np.bool_)
    back[order] = suspicious
    return Suspicion(p, back, {"seconds": width, "times": np.where(np.isnan(p), np.nan, float(waiting.WINDOW + 1))})


def dwell(stream: Stream) -> Suspicion:
    """Judge how many pages were open for under three seconds by the central peers."""
    if stream.dwell is None:
        return _silent(stream)
    hasty = stream.dwell < HASTY
    return _often(stream, hasty)


def fives(stream: Stream) -> Suspicion:
    """Judge the share of fives by the central peers. It carries no weight: being good is no evidence."""
    found = _often(stream, stream.level == TOP)
    return Suspicion(found.p, np.zeros(len(stream.unit), dtype=np.bool_), found.facts)


def low_day(stream: Stream) -> Suspicion:
    """Judge the day with the most low ratings by how the unit's other ratings spread over the days."""
    low = stream.level <= LOW
    table, others = np.zeros((stream.units, stream.days)), np.zeros((stream.units, stream.days))
    np.add.at(table, (stream.unit[low], stream.day[low]), 1.0)
    np.add.at(others, (stream.unit[~low], stream.day[~low]), 1.0)
    profile = _profile(others)
    # Each unit's own days, drawn a little towards those of all: a day without other ratings is not impossible.
    share = (others + DRAWN * profile) / (others.sum(axis=1, keepdims=True) + DRAWN)
    number = table.sum(axis=1)
    chance = stats.binom.sf(table - 1, number[:, None], share.clip(1e-9, 1))
    worst = chance.argmin(axis=1)
    rows = np.arange(stream.units)
    open_days = max(int((profile > 0).sum()), 1)
    p = np.where(number >= 3, np.minimum(open_days * chance[rows, worst], 1.0), np.nan)
    facts = {"day": worst.astype(float), "count": table[rows, worst], "all": number}
    return Suspicion(p, low & (stream.day == worst[stream.unit]), facts)


def streak(stream: Stream) -> Suspicion:
    """Judge the longest run of fives in order of time by the unit's share of fives, drawn towards the peers."""
    if stream.at is None:
        return _silent(stream)
    order = np.lexsort((stream.at, stream.unit))
    unit, five = stream.unit[order], stream.level[order] == TOP
    starts = five & np.concatenate([[True], ~five[:-1] | (np.diff(unit) > 0)])
    run = np.cumsum(starts)
    length = np.bincount(run[five], minlength=int(run.max(initial=0)) + 1)
    longest = np.zeros(stream.units)
    np.maximum.at(longest, unit[five], length[run[five]].astype(float))
    n, hits = stream.n.astype(float), np.bincount(unit[five], minlength=stream.units).astype(float)
    mean, strength = _peers(hits, n)
    share = ((hits + strength * mean) / np.maximum(n + strength, 1e-9)).clip(1e-9, 1 - 1e-9)
    power = share**longest
    p = -np.expm1(-((n - longest + 1) * (1 - share) * power + power))
    back = np.zeros(len(unit), dtype=np.bool_)
    back[order] = five & (length[run] == longest[unit])
    return Suspicion(np.where(n > 0, p, np.nan), back, {"longest": longest, "all": n})


def graph(stream: Stream) -> Suspicion:
    """Judge for each clerk how many raters with two ratings and more in the unit rated this clerk alone."""
    if stream.rater is None or stream.staff is None:
        return _silent(stream)
    p, most, clerk = np.full(stream.units, np.nan), np.zeros(stream.units), np.full(stream.units, -1.0)
    suspicious = np.zeros(len(stream.unit), dtype=np.bool_)
    order = np.argsort(stream.unit, kind="stable")
    ends = np.cumsum(stream.n)
    for unit, end in enumerate(ends.tolist()):
        rows = order[end - int(stream.n[unit]) : end]
        if len(rows) < 2:
            continue
        raters, rater = np.unique(stream.rater[rows], return_inverse=True)
        staff, served = np.unique(stream.staff[rows], return_inverse=True)
        table = np.zeros((len(raters), len(staff)))
        np.add.at(table, (rater, served), 1.0)
        visits = table.sum(axis=1)
        faithful = (table == visits[:, None]) & (visits[:, None] >= 2)
        share = table.sum(axis=0) / len(rows)
        mean = np.where(visits[:, None] >= 2, share[None, :] ** visits[:, None], 0.0).sum(axis=0)
        count = faithful.sum(axis=0).astype(float)
        chance = np.minimum(len(staff) * stats.poisson.sf(count - 1, np.maximum(mean, 1e-9)), 1.0)
        worst = int(chance.argmin())
        p[unit], most[unit], clerk[unit] = chance[worst], count[worst], float(staff[worst])
        suspicious[rows] = faithful[rater, worst] & (served == worst)
    return Suspicion(p, suspicious, {"raters": most, "staff": clerk})


def same_texts(texts: Sequence[str], units: Whole, *, alike: float = 0.8, stock: int = 5) -> Whole:
    """Return for each comment the number of its group of near-identical ones, −1 for empty ones and stock phrases.

    Alike are two comments of one unit whose sets of three characters in a row overlap by ``alike`` (Jaccard); what
    more than ``stock`` units say alike ("服务很好") is a stock phrase.
    """
    plain = ["".join(sign for sign in one.lower() if sign.isalnum()) for one in texts]
    spoken: dict[str, set[int]] = {}
    for one, unit in zip(plain, units.tolist(), strict=True):
        spoken.setdefault(one, set()).add(unit)
    group = np.full(len(plain), -1, dtype=np.int64)
    heads: dict[int, list[tuple[frozenset[str], int]]] = {}
    for place, (one, unit) in enumerate(zip(plain, units.tolist(), strict=True)):
        if not one or len(spoken[one]) > stock:
            continue
        pieces = frozenset(one[start : start + 3] for start in range(max(len(one) - 2, 1)))
        known = heads.setdefault(unit, [])
        group[place] = next((number for head, number in known if _overlap(head, pieces) >= alike), place)
        if group[place] == place:
            known.append((pieces, place))
    return group


def difference(first: Floats, second: Floats) -> tuple[float, float, float]:
    """Return the difference of two means and its 90 % interval after Welch."""
    if min(len(first), len(second)) < 2:
        raise ValueError("each side needs two values")
    found = stats.ttest_ind(first, second, equal_var=False)
    low, high = found.confidence_interval(0.9)
    return float(first.mean() - second.mean()), float(low), float(high)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _silent(stream: Stream) -> Suspicion:
    return Suspicion(np.full(stream.units, np.nan), np.zeros(len(stream.unit), dtype=np.bool_))


def _repeated(stream: Stream, key: Whole) -> Suspicion:
    """Judge the most frequent ``key`` (−1: none) of each unit by the central peers' chance that two are the same."""
    used = key >= 0
    pairs, place, counts = np.unique(
        np.stack([stream.unit[used], key[used]]), axis=1, return_inverse=True, return_counts=True
    )
    owner = pairs[0]
    m = np.bincount(stream.unit[used], minlength=stream.units).astype(float)
    most = np.zeros(stream.units)
    np.maximum.at(most, owner, counts.astype(float))
    same = np.bincount(owner, weights=counts * (counts - 1) / 2, minlength=stream.units)
    all_pairs = m * (m - 1) / 2
    seen = all_pairs > 0
    central = seen & (same <= np.quantile(same[seen], (1 + CENTRAL) / 2)) if seen.any() else seen
    # A unit is no peer of its own: where it alone has texts, nothing else says how often they are alike.
    rate = (same[central].sum() - central * same + 1) / (all_pairs[central].sum() - central * all_pairs + 2)
    p = np.where(m >= 2, np.minimum(m * stats.binom.sf(most - 2, np.maximum(m - 1, 1), rate), 1.0), np.nan)
    suspicious = np.zeros(len(stream.unit), dtype=np.bool_)
    suspicious[used] = (counts[place.ravel()] == most[stream.unit[used]]) & (counts[place.ravel()] > 1)
    return Suspicion(np.where(most >= 2, p, np.where(m >= 2, 1.0, np.nan)), suspicious, {"most": most, "all": m})


def _often(stream: Stream, hit: Flags) -> Suspicion:
    """Judge the number of hits of each unit by the central peers: P(BetaBin(n; a, b) ≥ hits)."""
    n = stream.n.astype(float)
    hits = np.bincount(stream.unit[hit], minlength=stream.units).astype(float)
    mean, strength = _peers(hits, n)
    a, b = max(mean * strength, 1e-3), max((1 - mean) * strength, 1e-3)
    p = np.where(n > 0, stats.betabinom.sf(hits - 1, np.maximum(n, 1).astype(np.int64), a, b), np.nan)
    facts = {"count": hits, "all": n, "peers": np.full(stream.units, mean)}
    return Suspicion(p, hit, facts)


def _peers(hits: Floats, n: Floats) -> tuple[float, float]:
    """Return mean and strength a + b of the beta distribution of the peers' shares, without those that stand out.

    Maximum likelihood on all, then again without the units of which the fit says P < 0.001, until it rests: the few
    cheats must not become the measure, yet cutting off an honest tail would make every second unit a cheat.
    """
    kept = n >= FEWEST_OF_PEER
    if kept.sum() < 3:
        return float((hits.sum() + 1) / (n.sum() + 2)), 10.0
    mean, strength = 0.5, 2.0
    for _round in range(REFITS):
        mean, strength = _fitted(hits[kept], n[kept])
        tail = stats.betabinom.sf(hits - 1, n.astype(np.int64), mean * strength, (1 - mean) * strength)
        usual = (n >= FEWEST_OF_PEER) & (tail >= STANDS_OUT)
        if usual.sum() < 3 or bool((usual == kept).all()):
            break
        kept = usual
    return mean, strength


def _fitted(hits: Floats, n: Floats) -> tuple[float, float]:
    def loss(at: Floats) -> float:
        mean, strength = special.expit(at[0]), np.exp(at[1])
        a, b = mean * strength, (1 - mean) * strength
        return -float((special.betaln(hits + a, n - hits + b) - special.betaln(a, b)).sum())

    start = np.array([special.logit((hits.sum() + 0.5) / (n.sum() + 1)), np.log(20.0)])
    found = optimize.minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-3, "maxiter": 200})
    return float(special.expit(found.x[0]).clip(1e-6, 1 - 1e-6)), float(np.exp(found.x[1]).clip(0.5, 5000.0))


def _profile(table: Floats) -> Floats:
    """Return the share of each day in what all units have together; no single unit counts more than any other."""
    total = table.sum(axis=1, keepdims=True)
    shares = np.divide(table, total, out=np.zeros_like(table), where=total > 0)
    day: Floats = shares.sum(axis=0)
    return day / max(float(day.sum()), 1e-9)


def _usual(table: Floats, profile: Floats) -> Floats:
    """Return how many ratings each unit would usually have on each day: its other days, spread as those of all.

    Where the unit's own same days of other weeks have more (a hospital is open on Sundays), that counts.
    """
    rest = table.sum(axis=1, keepdims=True) - table
    left = np.maximum(1 - profile, 1e-9)
    usual: Floats = (rest + 0.5) / left * profile
    for first in range(min(7, table.shape[1])):
        same = table[:, first::7]
        if same.shape[1] > 1:
            own = (same.sum(axis=1, keepdims=True) - same) / (same.shape[1] - 1)
            usual[:, first::7] = np.maximum(usual[:, first::7], own)
    return usual


def _overdispersion(table: Floats, expected: Floats) -> float:
    """Return by how much days vary beyond chance, 1/size of a negative binomial, from the central units."""
    excess = ((table - expected) ** 2 - expected).sum(axis=1)
    scale = (expected**2).sum(axis=1)
    ratio = np.divide(excess, scale, out=np.zeros(len(excess)), where=scale > 0)
    busy = table.sum(axis=1) >= table.shape[1]
    if not busy.any():
        return 0.2
    cut = np.quantile(ratio[busy], (1 + CENTRAL) / 2)
    central = busy & (ratio <= cut)
    return float(np.clip(excess[central].sum() / max(float(scale[central].sum()), 1e-9) * 1.25, 0.02, 5.0))
