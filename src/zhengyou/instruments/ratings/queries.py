"""Readings of ratings. What units and the public see goes through `released`."""

import datetime as dt
import hashlib
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Sum, When

from zhengyou.instruments.ratings.enums import GOOD, HandlingState, Level, State, TextState
from zhengyou.instruments.ratings.models import (
    Addition,
    DayTally,
    Handling,
    Invitation,
    Rating,
    Release,
    Tag,
    TagSet,
    Ticket,
    Unsealing,
)
from zhengyou.kernel import clock, ids
from zhengyou.kernel.arrays import array
from zhengyou.records.ledger import Actor
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines.models import Rule
from zhengyou.registry.deadlines.queries import rules_for
from zhengyou.registry.services.queries import open_windows

COUNTED = Sum(F("count") - F("left_out"))
"""How many ratings of some counts count: without those that a review one level up left out."""
LEFT_OUT = Sum("left_out")


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts with their denominators. Unrated invitations are unrated; they enter neither share of good ratings.

    ``total`` 评价总数; ``good`` counts levels 3 to 5 好评; ``invited`` the invitations made in the period and ``rated``
    those of them that were used (主动评价率 = rated / invited). ``left_out`` by level were left out by a review one level
    up: they are in no figure but those of `given`, which stand beside the others wherever there are any.
    """

    by_level: Mapping[int, int]
    invited: int = 0
    rated: int = 0
    left_out: Mapping[int, int] = field(default_factory=dict)

    @property
    def not_counted(self) -> int:
        """Return how many a review left out."""
        return sum(self.left_out.values())

    @property
    def given(self) -> "Summary":
        """Return the same with those that a review left out: the other one of both totals."""
        both = {level: self.by_level.get(level, 0) + self.left_out.get(level, 0) for level in Level.values}
        return Summary(both, self.invited, self.rated)

    @property
    def total(self) -> int:
        """Return how many ratings there are."""
        return sum(self.by_level.values())

    @property
    def good(self) -> int:
        """Return how many are good ratings by the national statistics."""
        return sum(self.by_level.get(level, 0) for level in GOOD)

    @property
    def bad(self) -> int:
        """Return how many are bad ratings."""
        return self.total - self.good

    @property
    def good_share(self) -> float | None:
        """Return 好评率, or nothing where nobody rated."""
        return self.good / self.total if self.total else None

    @property
    def active_share(self) -> float | None:
        """Return 主动评价率, or nothing where nobody was invited."""
        return self.rated / self.invited if self.invited else None

    @property
    def mean(self) -> float | None:
        """Return the mean level, 1 to 5, or nothing where nobody rated."""
        if not self.total:
            return None
        return sum(level * count for level, count in self.by_level.items()) / self.total


def added(summaries: Iterable[Summary]) -> Summary:
    """Return the sum of some ``summaries``."""
    by_level: Counter[int] = Counter()
    left_out: Counter[int] = Counter()
    for one in summaries:
        by_level.update(one.by_level)
        left_out.update(one.left_out)
    return Summary(dict(by_level), left_out=dict(left_out))


def digest(receipt: str) -> str:
    """Return what is kept of a receipt code."""
    return hashlib.sha256(f"receipt {receipt}".encode()).hexdigest()


def invitation_for(typed: str, invitations: QuerySet[Invitation] | None = None) -> Invitation | None:
    """Return the invitation of a typed or scanned code, read as ``invitations`` say."""
    code = ids.read_code(typed)
    if not ids.code_holds(code):
        return None
    found = Invitation.objects.all() if invitations is None else invitations
    return found.select_related("window", "body", "case__item").filter(code=code).first()


def invitation_to_show(typed: str) -> Invitation | None:
    """Return the invitation of a code with just what the rating page shows: this is the busiest reading of all."""
    shown = Invitation.objects.only(
        "code", "state", "expires_on", "window__number", "window__name", "body__name", "case__item__name"
    )
    return invitation_for(typed, shown)


def ticket_for(typed: str) -> Ticket | None:
    """Return the ticket of a hall with this code."""
    code = ids.read_code(typed)
    if not ids.code_holds(code):
        return None
    return Ticket.objects.select_related("window", "body").filter(code=code).first()


def printed(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Return those whose code may be shown at the counter: chance drew the others for the control series."""
    return invitations.exclude(text__is_control=True)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the rating page says of a code: where, for what, and with which set of reasons."""

    number: str
    window: str
    unit: str
    matter: str
    tag_set: int


def shown_for_codes(codes: Collection[str]) -> dict[str, Shown]:
    """Return what the page says of those invitations of ``codes`` that can be used today."""
    return _shown(_OF_CODES, codes)


def shown_for_windows(codes: Collection[str]) -> dict[str, Shown]:
    """Return what the page says of those windows with the standing ``codes`` that serve today."""
    return _shown(_OF_WINDOWS, codes)


def _shown(statement: str, codes: Collection[str]) -> dict[str, Shown]:
    """Read what stands for ``codes`` and today's set of reasons in one trip: this is the busiest reading of all."""
    if not codes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(statement, {"today": clock.today(), "codes": array(codes), "state": str(State.INVITED)})
        return {code: Shown(*rest) for code, *rest in cursor.fetchall()}


_OF_CODES = """
SELECT i.code, w.number, w.name, b.name, t.name,
    coalesce((SELECT id FROM ratings_tagset WHERE valid_from <= %(today)s ORDER BY version DESC LIMIT 1), 0)
FROM ratings_invitation i JOIN services_window w ON w.id = i.window_id JOIN bodies_body b ON b.id = i.body_id
JOIN services_case c ON c.id = i.case_id JOIN services_serviceitem t ON t.id = c.item_id
WHERE i.code = ANY(%(codes)s::text[]) AND i.state = %(state)s AND i.expires_on > %(today)s
"""
_OF_WINDOWS = """
SELECT w.code, w.number, w.name, b.name, '',
    coalesce((SELECT id FROM ratings_tagset WHERE valid_from <= %(today)s ORDER BY version DESC LIMIT 1), 0)
FROM services_window w JOIN bodies_body b ON b.id = w.body_id
WHERE w.code = ANY(%(codes)s::text[]) AND w.opened_on <= %(today)s AND (w.closed_on IS NULL OR w.closed_on > %(today)s)
"""


def open_window_keys(codes: Collection[str]) -> dict[str, int]:
    """Return the keys of those windows with the standing ``codes`` that serve today."""
    return dict(open_windows().filter(code__in=codes).order_by().values_list("code", "pk")) if codes else {}


def rating_for(receipt: str) -> Rating | None:
    """Return the rating of a receipt code: the rater's own way back to it."""
    code = ids.read_code(receipt)
    if not ids.code_holds(code):
        return None
    return Rating.objects.select_related("window", "body", "item", "order").filter(receipt_digest=digest(code)).first()


def tag_set_on(day: dt.date) -> TagSet | None:
    """Return the set of tags that holds on ``day``."""
    return TagSet.objects.filter(valid_from__lte=day).order_by("-version").first()


def tags_by_level(tag_set: TagSet | None) -> dict[int, list[Tag]]:
    """Return the tags of a set under their level, the highest level first."""
    grouped: dict[int, list[Tag]] = {level: [] for level in reversed(Level.values)}
    for tag in _tags_of(tag_set.pk) if tag_set else ():
        grouped[tag.level].append(tag)
    return grouped


@lru_cache(maxsize=8)
def _tags_of(tag_set: int) -> tuple[Tag, ...]:
    """Return the tags of a set, read once: a version once issued never changes (`actions.issue_tag_set`)."""
    return tuple(Tag.objects.filter(tag_set=tag_set).order_by("-level", "order_number", "code"))


def released(rows: QuerySet[models.Model]) -> QuerySet[models.Model]:
    """Return those ``rows`` (ratings or tallies) whose window and day the unit and the public may see."""
    return rows.filter(Exists(Release.objects.filter(window=OuterRef("window"), day=OuterRef("day"))))


def released_ratings() -> QuerySet[Rating]:
    """Return the ratings that units and the public may see."""
    return Rating.objects.filter(Exists(Release.objects.filter(window=OuterRef("window"), day=OuterRef("day"))))


def released_tallies(first: dt.date, last: dt.date) -> QuerySet[DayTally]:
    """Return the counts from ``first`` to ``last`` that units and the public may see."""
    return tallies(first, last).filter(Exists(Release.objects.filter(window=OuterRef("window"), day=OuterRef("day"))))


def tallies(first: dt.date, last: dt.date) -> QuerySet[DayTally]:
    """Return all counts from ``first`` to ``last``, for scoring and supervision."""
    return DayTally.objects.filter(day__gte=first, day__lte=last)


def summary(counts: QuerySet[DayTally], invitations: QuerySet[Invitation] | None = None) -> Summary:
    """Return the sum of ``counts``; with ``invitations`` also how many of them were used."""
    rows = list(counts.order_by().values_list("level").annotate(n=COUNTED, out=LEFT_OUT))
    by_level = {level: n for level, n, _out in rows}
    left_out = {level: out for level, _n, out in rows if out}
    invited = rated = 0
    if invitations is not None:
        told = invitations.aggregate(invited=Count("id"), rated=Count("id", filter=Q(state=State.RATED)))
        invited, rated = told["invited"], told["rated"]
    return Summary(by_level, invited, rated, left_out)


def summaries(counts: QuerySet[DayTally], *keys: str) -> dict[Any, Summary]:
    """Return the sum of ``counts`` for each value of ``keys`` (a tuple where there are several), in one query."""
    levels: dict[Any, dict[int, int]] = {}
    left: dict[Any, dict[int, int]] = {}
    for *found, level, n, out in counts.order_by().values_list(*keys, "level").annotate(n=COUNTED, out=LEFT_OUT):
        key = tuple(found) if len(keys) > 1 else found[0]
        levels.setdefault(key, {})[level] = n
        if out:
            left.setdefault(key, {})[level] = out
    return {key: Summary(found, left_out=left.get(key, {})) for key, found in levels.items()}


def invitations(first: dt.date, last: dt.date) -> QuerySet[Invitation]:
    """Return the invitations made from ``first`` to ``last``."""
    return Invitation.objects.filter(made_on__gte=first, made_on__lte=last)


def settled_invitations(first: dt.date, last: dt.date) -> QuerySet[Invitation]:
    """Return the invitations of months that are over: a live count would tell whose visitor has just rated."""
    return invitations(first, last).filter(made_on__lt=clock.today().replace(day=1))


@dataclass(frozen=True, slots=True)
class WindowRow:
    """The counts of one window."""

    unit: str
    window: str
    summary: Summary

    @property
    def counts(self) -> list[int]:
        """Return how often each level was given, the best first."""
        return [self.summary.by_level.get(level, 0) for level in reversed(Level.values)]


def by_window(counts: QuerySet[DayTally]) -> list[WindowRow]:
    """Return ``counts`` summed for each window, in official order; one query."""
    cells = (
        counts.order_by("body__sort_path", "window__order_number", "window_id", "level")
        .values_list("window_id", "body__name", "window__number", "window__name", "level")
        .annotate(n=COUNTED, out=LEFT_OUT)
    )
    names: dict[int, tuple[str, str]] = {}
    levels: dict[int, dict[int, int]] = {}
    left: dict[int, dict[int, int]] = {}
    for window, unit, number, name, level, count, out in cells:
        names[window] = (unit, f"{number} {name}")
        levels.setdefault(window, {})[level] = count
        if out:
            left.setdefault(window, {})[level] = out
    return [
        WindowRow(*names[window], Summary(found, left_out=left.get(window, {}))) for window, found in levels.items()
    ]


def added_up(rows: Iterable[WindowRow]) -> Summary:
    """Return the sum of ``rows``."""
    by_level: dict[int, int] = {}
    left_out: dict[int, int] = {}
    for row in rows:
        for told, sums in ((row.summary.by_level, by_level), (row.summary.left_out, left_out)):
            for level, count in told.items():
                sums[level] = sums.get(level, 0) + count
    return Summary(by_level, left_out=left_out)


def comments() -> QuerySet[Rating]:
    """Return the released ratings with words that supervision has let pass, in an order that tells nothing."""
    return released_ratings().filter(text_state=TextState.SHOWN).order_by("id")


def pending_texts() -> QuerySet[Rating]:
    """Return the ratings whose words wait for review, in an order that tells nothing."""
    return Rating.objects.filter(text_state=TextState.PENDING).select_related("window", "body").order_by("id")


def pending_additions() -> QuerySet[Addition]:
    """Return the additions whose words wait for review, in an order that tells nothing."""
    found = Addition.objects.filter(text_state=TextState.PENDING)
    return found.select_related("rating__window", "body").order_by("id")


def from_above(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    """Return those ``rows`` of units that ``actor`` does not belong to: what the level above reads before the unit.

    Of the highest body all are returned: nobody stands above it.
    """
    own: Body | None = getattr(actor, "body", None)
    return rows if own is None else rows.exclude(body__in=[int(key) for key in own.path.split(".") if key][1:])


def additions_to(ratings: Iterable[Rating], *, above: bool = False) -> dict[uuid.UUID, Addition]:
    """Return by rating what was added later and may be read: of months that are over, so that no day tells who.

    The level ``above`` the unit reads all.
    """
    found = Addition.objects.filter(rating__in=[rating.pk for rating in ratings])
    shown = found if above else found.filter(day__lt=clock.today().replace(day=1))
    return {addition.rating_id: addition for addition in shown}


def waiting_for_rectification(before: dt.date | None = None) -> QuerySet[Rating]:
    """Return what is bad and not handed out yet, said before ``before`` where given, in no telling order.

    ``since`` is the day on which it was found bad: that of the rating, or of what was added to a good one.
    """
    sorted_out = Handling.objects.filter(rating=OuterRef("pk")).exclude(state=HandlingState.TRIAGE)
    at_once = Rating.objects.filter(level__lte=Level.BAD, dispatched_on__isnull=True).order_by()
    later = Addition.objects.filter(level__lte=Level.BAD, rating__dispatched_on__isnull=True)
    keys = at_once.values("pk").union(later.values("rating"), all=True)
    waiting = Rating.objects.filter(pk__in=keys).exclude(Exists(sorted_out))
    waiting = waiting.select_related("window", "body", "handling", "addition").annotate(
        since=Case(When(level__lte=Level.BAD, then="day"), default="addition__day")
    )
    return (waiting.filter(since__lt=before) if before else waiting).order_by("id")


def bad_ratings() -> QuerySet[Rating]:
    """Return what is bad, or was found bad later, with unit, handling and order, in an order that tells nothing."""
    found = Rating.objects.filter(Q(level__lte=Level.BAD) | Q(addition__level__lte=Level.BAD))
    return found.select_related("window", "body__parent", "handling", "order__caller", "addition").order_by("id")


NOT_COUNTED = Q(handling__state=HandlingState.EXCLUDED, level__lte=Level.BAD)
"""Ratings that a review one level up left out. Of a good one only what was added is left out: it was never counted."""


def limits_of(body: Body) -> list[Rule]:
    """Return the limits that hold today for bad ratings of ``body``, each with its pack and source."""
    found: dict[str, Rule] = {}
    for rule in rules_for(body, clock.today()).filter(key__startswith="rating."):
        found.setdefault(rule.key, rule)
    return list(found.values())


def to_be_expired(today: dt.date | None = None) -> QuerySet[Invitation]:
    """Return the invitations whose time is over."""
    return Invitation.objects.filter(state=State.INVITED, expires_on__lte=today or clock.today())


def openings(rating: Rating) -> QuerySet[Unsealing]:
    """Return each time somebody opened the rater's contact, under which hat and why; the rater sees this."""
    return Unsealing.objects.filter(rating=rating)


def with_contact(rating: Rating) -> bool:
    """Return whether the rater asked to be answered."""
    return bool(rating.contact_phone)
