"""Readings of calendars, rules and clocks."""

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import chinese_calendar
from chinese_calendar import constants
from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Length

from zhengyou.kernel import clock as time
from zhengyou.records.ledger.queries import kind_of, public_id
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import reckoning
from zhengyou.registry.deadlines.enums import Colour, DayKind, PackState, State
from zhengyou.registry.deadlines.models import CalendarDay, CalendarYear, Clock, Pause, Rule, RulePack

PACKAGED_YEARS = frozenset(day.year for day in constants.holidays)
"""Years whose schedule the package `chinesecalendar` carries."""

DAY = dt.timedelta(days=1)
FURTHEST = 12
"""Years after the start that one calendar covers: longer than the longest term."""


def calendar(body: Body | None, years: range) -> reckoning.Calendar:
    """Return the calendar of ``years`` as it holds for ``body``: national days, over them the days of bodies above.

    A year that was never loaded into the table is read from the package where that has it; else it is unknown.
    """
    loaded = set(CalendarYear.objects.filter(year__in=years).values_list("year", flat=True))
    exceptions = {
        day: kind != DayKind.HOLIDAY for year in years if year not in loaded for day, kind, _ in packaged_days(year)
    }
    above = _keys_above(body)
    stated = (
        CalendarDay.objects.filter(date__year__gte=years.start, date__year__lt=years.stop)
        .filter(Q(body__isnull=True) | Q(body__in=above))
        .order_by(Length("body__path").asc(nulls_first=True))
    )
    exceptions |= {date: kind != DayKind.HOLIDAY for date, kind in stated.values_list("date", "kind")}
    return reckoning.Calendar(exceptions, frozenset(loaded | (PACKAGED_YEARS & set(years))))


@functools.cache
def packaged_days(year: int) -> Sequence[tuple[dt.date, DayKind, str]]:
    """Return the days off and make-up days of ``year`` as the package states them, with the festival's name."""
    if year not in PACKAGED_YEARS:
        return ()
    named = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
    days = [
        *((day, DayKind.HOLIDAY, named.get(name, "")) for day, name in constants.holidays.items() if day.year == year),
        *((day, DayKind.MAKE_UP, named.get(name, "")) for day, name in constants.workdays.items() if day.year == year),
    ]
    return tuple(sorted(days))


def years_from(start: dt.date, last: dt.date | None = None) -> range:
    """Return the years a reckoning from ``start`` may touch."""
    return range(start.year, (last or start).year + FURTHEST)


def _keys_above(body: Body | None) -> list[int]:
    """Return the keys of ``body`` and of every body above it, read from its path."""
    return [int(key) for key in body.path.split(".") if key] if body else []


def rules_for(body: Body | None, on: dt.date) -> QuerySet[Rule]:
    """Return every rule that may hold for ``body`` on a day, the one that wins first within each key.

    The nearest body wins, then a pack for its level of government, then the place's own, then the latest.
    """
    level = body.level if body else ""
    return (
        Rule.objects.filter(pack__state=PackState.IN_FORCE, pack__valid_from__lte=on)
        .filter(Q(pack__valid_to__isnull=True) | Q(pack__valid_to__gt=on))
        .filter(Q(pack__body__isnull=True) | Q(pack__body__in=_keys_above(body)))
        .filter(pack__level__in=["", level])
        .select_related("pack", "pack__body")
        .order_by(
            "key",
            Length("pack__body__path").desc(nulls_last=True),
            "-pack__level",
            "pack__shipped",
            "-pack__valid_from",
            "-pack__version",
        )
    )


def rule_for(key: str, body: Body | None, on: dt.date) -> Rule | None:
    """Return the rule that holds for ``body`` on a day: of the nearest body, then its level, then the latest."""
    return rules_for(body, on).filter(key=key).first()


def clocks_of(subject: models.Model) -> QuerySet[Clock]:
    """Return the clocks of a matter, in the order in which its stages began."""
    return Clock.objects.filter(subject_kind=kind_of(subject), subject_id=public_id(subject)).order_by(
        "started_at", "id"
    )


def open_clock(subject: models.Model, stage: str) -> Clock | None:
    """Return the clock of ``stage`` that is not finished yet, in time or late, if there is one."""
    return open_clocks(subject).filter(stage=stage).last()


def open_clocks(subject: models.Model) -> QuerySet[Clock]:
    """Return the clocks of a matter that are not finished yet, in time or late."""
    open_states = [State.RUNNING, State.PAUSED, State.BREACHED]
    return clocks_of(subject).filter(state__in=open_states, finished_at__isnull=True)


def colour_of(clock: Clock, now: dt.datetime | None = None) -> Colour:
    """Return the light of ``clock`` at a moment: red after the due moment, yellow and blue before it, else none."""
    if clock.state == State.BREACHED:
        return Colour.RED
    if clock.state != State.RUNNING:
        return Colour.NONE
    now = now or time.now()
    if now > clock.due_at:
        return Colour.RED
    if now >= clock.yellow_at:
        return Colour.YELLOW
    return Colour.BLUE if now >= clock.blue_at else Colour.NONE


def shining(colour: Colour, now: dt.datetime | None = None) -> Q:
    """Return the condition under which a clock shows ``colour`` at a moment; the same as `colour_of`."""
    now = now or time.now()
    running = Q(state=State.RUNNING)
    red = Q(state=State.BREACHED) | (running & Q(due_at__lt=now))
    in_time = running & Q(due_at__gte=now)
    yellow = in_time & Q(yellow_at__lte=now)
    blue = in_time & Q(yellow_at__gt=now, blue_at__lte=now)
    none = ~Q(state__in=[State.RUNNING, State.BREACHED]) | (in_time & Q(yellow_at__gt=now, blue_at__gt=now))
    return {Colour.RED: red, Colour.YELLOW: yellow, Colour.BLUE: blue, Colour.NONE: none}[colour]


def overdue(now: dt.datetime | None = None) -> QuerySet[Clock]:
    """Return running clocks whose due moment has passed."""
    return Clock.objects.filter(state=State.RUNNING, due_at__lt=now or time.now())


def to_be_warned(now: dt.datetime | None = None) -> QuerySet[Clock]:
    """Return running clocks that turned blue or yellow without anybody having been told."""
    now = now or time.now()
    return Clock.objects.filter(state=State.RUNNING, due_at__gte=now).filter(
        Q(blue_at__lte=now, warned=Colour.NONE) | (Q(yellow_at__lte=now) & ~Q(warned=Colour.YELLOW))
    )


def to_be_reckoned_again(first: dt.date, last: dt.date, body: Body | None = None) -> QuerySet[Clock]:
    """Return unfinished clocks that the days from ``first`` to ``last`` may concern, below ``body`` if one is named.

    Breached ones are among them where they are provisional: a breach by a guessed calendar may not have been one.
    """
    open_ones = Q(state__in=[State.RUNNING, State.PAUSED]) | Q(state=State.BREACHED, provisional=True)
    # A term of natural days rolls forward over days off after its present due day; a fortnight covers any holiday.
    spanned = Q(
        started_at__lt=time.midnight(last + reckoning.DAY), due_at__gte=time.midnight(first) - 14 * reckoning.DAY
    )
    found = Clock.objects.filter(open_ones & spanned)
    return found.filter(body__path__startswith=body.path) if body else found


@dataclass(frozen=True, slots=True)
class Times:
    """How long a stage was allowed, stood still and took altogether."""

    granted: dt.timedelta
    paused: dt.timedelta
    total: dt.timedelta

    @property
    def worked(self) -> dt.timedelta:
        """Return the time in which the clock ran."""
        return self.total - self.paused


def times(clock: Clock, now: dt.datetime | None = None) -> Times:
    """Return the times of ``clock`` up to its end or the moment; reads its pauses, which may be prefetched."""
    until = clock.finished_at or now or time.now()
    paused = sum(
        (max(dt.timedelta(), min(pause.ends_at or until, until) - pause.starts_at) for pause in clock.pauses.all()),
        dt.timedelta(),
    )
    return Times(granted=clock.due_at - clock.started_at - paused, paused=paused, total=until - clock.started_at)


@dataclass(frozen=True, slots=True)
class StageFigures:
    """How one kind of stage went: counts of ended clocks, and mean times of finished ones."""

    rule_key: str
    title: str
    running: int
    met: int
    breached: int
    granted: dt.timedelta | None
    paused: dt.timedelta
    total: dt.timedelta | None

    @property
    def on_time(self) -> float | None:
        """Return the share of ended clocks that kept their limit; nothing where none has ended."""
        ended = self.met + self.breached
        return self.met / ended if ended else None

    @property
    def granted_days(self) -> float | None:
        """Return the mean time granted, in days."""
        return self.granted / DAY if self.granted is not None else None

    @property
    def paused_days(self) -> float:
        """Return the mean time for which a clock stood still, in days."""
        return self.paused / DAY

    @property
    def total_days(self) -> float | None:
        """Return the mean time from start to end, in days."""
        return self.total / DAY if self.total is not None else None


def statistics(clocks: QuerySet[Clock]) -> list[StageFigures]:
    """Return the figures of each kind of stage among ``clocks``; void ones do not count. Two queries."""
    lasted = models.ExpressionWrapper(F("finished_at") - F("started_at"), models.DurationField())
    allowed = models.ExpressionWrapper(F("due_at") - F("started_at"), models.DurationField())
    stood = models.ExpressionWrapper(F("ends_at") - F("starts_at"), models.DurationField())
    counted = clocks.exclude(state=State.VOID)
    finished = counted.filter(finished_at__isnull=False)
    paused = dict(
        Pause.objects.filter(clock__in=finished.values("pk"), ends_at__isnull=False)
        .values_list("clock__rule_key")
        .annotate(stood=models.Sum(stood))
        .order_by()
    )
    grouped = (
        counted.order_by("rule_key")
        .values("rule_key")
        .annotate(
            title=models.Max("rule_title"),
            running=models.Count("pk", filter=Q(state__in=[State.RUNNING, State.PAUSED])),
            met=models.Count("pk", filter=Q(state=State.MET)),
            breached=models.Count("pk", filter=Q(state=State.BREACHED)),
            ended=models.Count("pk", filter=Q(finished_at__isnull=False)),
            granted=models.Avg(allowed, filter=Q(finished_at__isnull=False)),
            total=models.Avg(lasted, filter=Q(finished_at__isnull=False)),
        )
    )
    return [_figures(group, paused.get(group["rule_key"]) or dt.timedelta()) for group in grouped]


def _figures(group: Any, paused: dt.timedelta) -> StageFigures:
    """Return one group of clocks as figures; the time granted is what the limit allowed without the pauses."""
    mean_pause = paused / max(1, group.pop("ended"))
    granted = group.pop("granted")
    return StageFigures(**group, paused=mean_pause, granted=granted - mean_pause if granted is not None else None)


@dataclass(frozen=True, slots=True)
class Compared:
    """One key in two versions of rules; a side without the key is empty."""

    key: str
    title: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        """Return whether the limit differs."""
        return self.left != self.right


def compared(left: RulePack, right: RulePack) -> list[Compared]:
    """Return the limits of two packs side by side, what differs first."""
    sides = [{rule.key: rule for rule in pack.rules.all()} for pack in (left, right)]
    rows = [
        Compared(
            key=key,
            title=next(side[key].title for side in sides if key in side),
            left=sides[0][key].length if key in sides[0] else "",
            right=sides[1][key].length if key in sides[1] else "",
        )
        for key in sorted(sides[0].keys() | sides[1].keys())
    ]
    return sorted(rows, key=lambda row: not row.differs)


def ends_in_time(clock: Clock) -> bool:
    """Return whether the clock runs and its due moment has not passed."""
    return clock.state == State.RUNNING and time.now() <= clock.due_at
