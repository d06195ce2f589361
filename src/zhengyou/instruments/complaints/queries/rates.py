"""The three rates 三率 and the times of handling: counts from the matters, figures from the formula in force."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, Left, TruncMonth

from zhengyou.instruments.complaints import policy
from zhengyou.instruments.complaints.enums import Kind, Level, State
from zhengyou.instruments.complaints.models import Category, Complaint, RateFormula
from zhengyou.instruments.complaints.queries.tallies import Tally, tally, together
from zhengyou.kernel import clock
from zhengyou.mechanisms.scoring.methods import three_rates
from zhengyou.mechanisms.scoring.methods.three_rates import Formula
from zhengyou.registry.bodies.enums import Kind as BodyKind
from zhengyou.registry.bodies.enums import Level as BodyLevel
from zhengyou.registry.bodies.models import Body

COUNTS = ("in_time", "late", "never", "resolved", "unresolved", "satisfied", "neutral", "dissatisfied")
"""What a formula may name; what each means stands in `tallies.COUNTS`."""
RATES = ("response", "resolution", "satisfaction")


@dataclass(frozen=True, slots=True)
class Ruling:
    """The formula in force with what goes with it; ``row`` is empty where the form in common use holds."""

    formula: Formula
    name: str
    source: str
    answer_days: int
    least: int
    lists: bool
    list_length: int
    row: RateFormula | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """One rate of one group: how much of how many, the share and its interval (None where nothing was counted)."""

    name: str
    of: float
    number: float
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class RateRow:
    """One group (a unit, a class, a month) with its rates, the whole, and its times in days."""

    key: str
    name: str
    matters: int
    open: int
    shares: tuple[Share, ...]
    whole: float | None
    low: float | None
    high: float | None
    compared: bool
    """Whether enough call-backs were answered to compare it."""
    mean_days: float | None
    middle_days: float | None
    peers: str = ""
    """The level and sort of a unit, as 县级·政府机关: only units of one class are compared (分级分类考评)."""


@dataclass(frozen=True, slots=True)
class Peers:
    """The units of one class, those with most matters first."""

    name: str
    rows: list[RateRow]

    @property
    def middle(self) -> float | None:
        """Return the mean of those of the class that are compared; none where nobody is."""
        found = [row.whole for row in self.rows if row.compared and row.whole is not None]
        return sum(found) / len(found) if found else None


def ruling(body: Body, day: dt.date | None = None) -> Ruling:
    """Return the formula that holds for ``body`` on ``day``: that of the nearest body above, else the one in common use."""
    above = [int(key) for key in body.path.split(".") if key]
    rows = RateFormula.objects.filter(body__in=above, valid_from__lte=day or clock.today()).select_related("body")
    row = max(rows, key=lambda one: (len(one.body.path), one.valid_from), default=None)
    if row is None:
        given = policy.RATES
        return Ruling(
            three_rates.from_rows(given["rates"]), given["name"], given["source"], given["answer_days"],
            given["least"], given["lists"], given["list_length"],
        )  # fmt: skip
    read = three_rates.from_rows(row.rates)
    formula = Formula(read.rates, enough=float(row.enough), correlation=read.correlation)
    return Ruling(formula, row.name, row.source, row.answer_days, row.least, row.lists, row.list_length, row)


def counted(matters: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """Return the ``matters`` that count: not those joined to another, explained as outside, or mere praise."""
    return matters.exclude(state__in=(State.MERGED, State.INFORMED)).exclude(kind=Kind.PRAISE)


SEPARATOR = "·"
GROUPS: dict[str, Any] = {
    "unit": F("unit"),
    "peers": Concat(
        Coalesce(F("order__body__level"), F("answered_by__level"), F("body__level")),
        Value(SEPARATOR),
        Coalesce(F("order__body__kind"), F("answered_by__kind"), F("body__kind")),
    ),
    "category": Left("category__code", 2),
    "territory": F("territory"),
    "month": TruncMonth("received_at"),
    "all": Value("all"),
}


def rates_by(matters: QuerySet[Complaint], group: str, rule: Ruling) -> list[RateRow]:
    """Return the rates of ``matters`` by unit, class of units, class of the first level, town, month, or all together."""
    return with_whole(matters, group, rule)[0]


def with_whole(matters: QuerySet[Complaint], group: str, rule: Ruling) -> tuple[list[RateRow], RateRow | None]:
    """Return the rates by group as `rates_by`, and those of all together; one query."""
    groups = tally(counted(matters), rule.answer_days, group=GROUPS[group])
    if not groups:
        return [], None
    found = [*groups, together(groups)]
    told = three_rates.compute(
        {name: np.array([one.counts[name] for one in found], dtype=float) for name in COUNTS}, rule.formula
    )
    keys = [one.keys[0] for one in groups]
    names, classes = _names(group, keys), _classes(group, keys)
    rows = [_row(place, one, told, rule, names, classes) for place, one in enumerate(found)]
    whole = rows.pop()
    return sorted(rows, key=lambda row: (row.key if group == "month" else "", -row.matters, row.name)), whole


def _row(
    place: int,
    counted: Tally,
    told: three_rates.Result,
    rule: Ruling,
    names: dict[Any, str],
    classes: dict[Any, str],
) -> RateRow:
    shares = tuple(
        Share(
            name, float(told.rates[name].numerator[place]), float(told.rates[name].denominator[place]),
            *(_known(getattr(told.rates[name], bound)[place], told.rates[name].denominator[place])
              for bound in ("share", "low", "high")),
        )
        for name in told.rates
    )  # fmt: skip
    key = counted.keys[0] if counted.keys else None
    return RateRow(
        key=str(key),
        name=names.get(key, ""),
        matters=counted.counts["matters"],
        open=counted.counts["open"],
        shares=shares,
        whole=_finite(told.whole[place]),
        low=_finite(told.low[place]),
        high=_finite(told.high[place]),
        compared=counted.counts["resolved"] + counted.counts["unresolved"] >= rule.least,
        mean_days=counted.mean,
        middle_days=counted.middle,
        peers=classes.get(key, ""),
    )


def _known(value: float, denominator: float) -> float | None:
    return float(value) if denominator > 0 else None


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _names(group: str, keys: Sequence[Any]) -> dict[Any, str]:
    if group in {"unit", "territory"}:
        return dict(Body.objects.filter(pk__in=[key for key in keys if key is not None]).values_list("pk", "name"))
    if group == "peers":
        return {key: peers_name(*key.split(SEPARATOR)) for key in keys}
    if group == "category":
        return dict(Category.objects.filter(code__in=[key for key in keys if key]).values_list("code", "name"))
    if group == "month":
        return {key: f"{key:%Y-%m}" for key in keys}  # the database has brought it to the local calendar
    return {}


def _classes(group: str, keys: Sequence[Any]) -> dict[Any, str]:
    """Return the class of each unit among ``keys``."""
    if group != "unit":
        return {}
    rows = Body.objects.filter(pk__in=keys).values_list("pk", "level", "kind")
    return {key: peers_name(level, kind) for key, level, kind in rows}


def peers_name(level: str, kind: str) -> str:
    """Return a class of units in words: its level of government and its sort."""
    return f"{BodyLevel(level).label}{SEPARATOR}{BodyKind(kind).label}"


def by_peers(rows: Sequence[RateRow]) -> list[Peers]:
    """Return the rows of units by class, the class with most matters first."""
    found: dict[str, list[RateRow]] = {}
    for row in rows:
        found.setdefault(row.peers, []).append(row)
    classes = [Peers(name, members) for name, members in found.items()]
    return sorted(classes, key=lambda one: (-sum(row.matters for row in one.rows), one.name))


def lists(rows: Sequence[RateRow], rule: Ruling) -> tuple[list[RateRow], list[RateRow]]:
    """Return the red and the black list of one class of units, where the place draws them up; else both are empty.

    Only units with enough call-backs are listed, and nobody stands on a list who cannot be told from the middle: the
    interval must lie wholly above or below the mean of all compared.
    """
    if not rule.lists:
        return [], []
    compared = [row for row in rows if row.compared and row.whole is not None]
    if len(compared) < 2 * rule.list_length:
        return [], []
    middle = sum(row.whole or 0 for row in compared) / len(compared)
    best = sorted((row for row in compared if (row.low or 0) > middle), key=lambda row: -(row.whole or 0))
    worst = sorted((row for row in compared if (row.high or 0) < middle), key=lambda row: row.whole or 0)
    return best[: rule.list_length], worst[: rule.list_length]


def themes(matters: QuerySet[Complaint], most: int = 10) -> list[dict[str, Any]]:
    """Return the classes of which most was said, each with how many matters, how many are open, and how many not content."""
    rows: list[Any] = list(
        counted(matters)
        .filter(category__isnull=False)
        .order_by()
        .values("category__code", "category__name")
        .annotate(
            number=Count("pk"),
            open=Count("pk", filter=Q(state__in=(State.RECEIVED, State.HANDLING))),
            unresolved=Count("pk", filter=Q(solved=False)),
            bad=Count("pk", filter=Q(level__lte=Level.BAD)),
        )
        .order_by("-number", "category__code")[:most]
    )
    return rows
