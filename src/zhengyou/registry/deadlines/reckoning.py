"""The arithmetic of terms, without tables: from a start, an amount and a calendar to the moment something is due.

Rules (中华人民共和国民法典 arts. 201-203, 行政许可法 arts. 45 and 82; `docs/glossary.md` has the words):

* Days: the day of the start is not counted. Working days count only working days; a term of natural days whose last
  day is a day off ends on the next working day.
* The last day ends at the closing of business or at 24:00, as the rule says.
* Hours run from the moment itself; working hours run only while the office is open.
* Time during which a clock stood still does not count: a day touched by a pause is not counted at all, hours lose
  exactly the paused time. So a pause can only put a due moment later, never earlier.
* A term of 0 days means "the same day"; where that is a day off or the office has closed, the next working day.

Moments carry a time zone; days and office hours are read in Shanghai.
"""

import datetime as dt
import enum
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from zhengyou.kernel import clock

DAY = dt.timedelta(days=1)
LONGEST = 366
"""Days in a row without one that counts: then the calendar is wrong, not the term long."""


class Unit(enum.Enum):
    """In what a term is counted."""

    WORKING_DAY = "working_day"
    NATURAL_DAY = "natural_day"
    WORKING_HOUR = "working_hour"
    HOUR = "hour"

    @property
    def counts_days(self) -> bool:
        """Return whether the unit is a day."""
        return self in (Unit.WORKING_DAY, Unit.NATURAL_DAY)


class Ending(enum.Enum):
    """When the last day of a term ends (民法典 art. 203, second paragraph)."""

    CLOSING = "closing"
    MIDNIGHT = "midnight"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked: ``exceptions`` says so for days that differ from Monday to Friday.

    ``known_years`` are those whose official schedule is loaded; a result that leans on any other year is provisional.
    """

    exceptions: Mapping[dt.date, bool] = field(default_factory=dict)
    known_years: frozenset[int] = frozenset()

    def is_worked(self, day: dt.date) -> bool:
        """Return whether ``day`` is a working day, as far as is known."""
        return self.exceptions.get(day, day.weekday() < 5)

    def is_known(self, day: dt.date) -> bool:
        """Return whether the official schedule of the year of ``day`` is loaded, or the day itself is stated."""
        return day.year in self.known_years or day in self.exceptions


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When an office is open on a working day: parts of the day in order, without overlap."""

    parts: tuple[tuple[dt.time, dt.time], ...] = ((dt.time(9), dt.time(12)), (dt.time(14), dt.time(17, 30)))

    def __post_init__(self) -> None:
        edges = [edge for part in self.parts for edge in part]
        if not edges or any(earlier >= later for earlier, later in itertools.pairwise(edges)):
            raise ValueError("Office hours need parts in order, each ending after it starts.")

    @property
    def closing(self) -> dt.time:
        """Return when business closes."""
        return self.parts[-1][1]

    def on(self, day: dt.date) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        """Yield the open spans of ``day`` as moments."""
        for opens, closes in self.parts:
            yield at(day, opens), at(day, closes)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time from ``start`` up to ``end``."""

    start: dt.datetime
    end: dt.datetime

    def touches(self, day: dt.date) -> bool:
        """Return whether any part of ``day`` lies in the span, its first and last day included."""
        return clock.local(self.start).date() <= day <= clock.local(self.end).date()


@dataclass(frozen=True, slots=True)
class Term:
    """How long something may take."""

    amount: int
    unit: Unit
    ending: Ending = Ending.CLOSING

    def __post_init__(self) -> None:
        if self.amount < 0 or (self.amount == 0 and not self.unit.counts_days):
            raise ValueError("A term is at least one hour, or the same day.")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a term is reckoned on: the calendar, the office hours and the spans in which the clock stood still."""

    calendar: Calendar
    hours: OfficeHours = field(default_factory=OfficeHours)
    pauses: tuple[Span, ...] = ()

    def stands_still_on(self, day: dt.date) -> bool:
        """Return whether some pause touches ``day``."""
        return any(pause.touches(day) for pause in self.pauses)

    def next_day(self, day: dt.date, *, worked: bool) -> dt.date:
        """Return the first day from ``day`` on that counts: not touched by a pause, and a working day if ``worked``.

        Raises ValueError where none is found within a year of days on which the clock runs.
        """
        idle = 0
        while self.stands_still_on(day) or (worked and not self.calendar.is_worked(day)):
            idle += not self.stands_still_on(day)
            if idle > LONGEST:
                raise ValueError("The calendar has no working day for a whole year.")
            day += DAY
        return day


@dataclass(frozen=True, slots=True)
class Due:
    """A reckoned moment; ``provisional`` where it leans on a year whose schedule is not loaded."""

    at: dt.datetime
    provisional: bool = False


def at(day: dt.date, time: dt.time) -> dt.datetime:
    """Return the moment of ``time`` on ``day`` in Shanghai."""
    return dt.datetime.combine(day, time, clock.SHANGHAI)


def due(start: dt.datetime, term: Term, ground: Ground) -> Due:
    """Return when ``term``, begun at ``start``, is due on this ``ground``."""
    if term.unit.counts_days:
        return _after_days(start, term, ground)
    return _after_time(start, dt.timedelta(hours=term.amount), term.unit, ground)


def used_up(start: dt.datetime, term: Term, ground: Ground, percent: int) -> dt.datetime:
    """Return when ``percent`` of ``term`` is used up: at the end of a whole day for days, the exact moment for hours."""
    if term.unit.counts_days:
        part = Term(term.amount * percent // 100, term.unit, term.ending)
        return _after_days(start, part, ground).at
    return _after_time(start, dt.timedelta(hours=term.amount) * percent / 100, term.unit, ground).at


def one_working_day_before(moment: dt.datetime, calendar: Calendar) -> dt.datetime:
    """Return the same time of day on the working day before ``moment``."""
    told = clock.local(moment)
    day = told.date() - DAY
    for _ in range(LONGEST):
        if calendar.is_worked(day):
            break
        day -= DAY
    return at(day, told.time())


def working_days_between(start: dt.date, end: dt.date, calendar: Calendar) -> int:
    """Return the number of working days after ``start`` up to and including ``end``."""
    return sum(calendar.is_worked(start + n * DAY) for n in range(1, (end - start).days + 1))


def _after_days(start: dt.datetime, term: Term, ground: Ground) -> Due:
    """Return the end of the last day of a term counted in days."""
    first = clock.local(start).date()
    ends = ground.hours.closing if term.ending is Ending.CLOSING else dt.time.max
    if term.amount == 0:
        asked_from, last = first, ground.next_day(first, worked=True)
        if at(last, ends) <= start:
            last = ground.next_day(first + DAY, worked=True)
    elif term.unit is Unit.WORKING_DAY:
        asked_from = last = first + DAY
        for turn in range(term.amount):
            last = ground.next_day(last + DAY * bool(turn), worked=True)
    else:
        last = first
        for _ in range(term.amount):
            last = ground.next_day(last + DAY, worked=False)
        asked_from, last = last, ground.next_day(last, worked=True)
    return Due(at(last, ends), _leans_on_unknown(asked_from, last, ground.calendar))


def _after_time(start: dt.datetime, length: dt.timedelta, unit: Unit, ground: Ground) -> Due:
    """Return the moment at which ``length`` of open, unpaused time has run since ``start``."""
    day = clock.local(start).date()
    first, left = day, length
    idle = 0
    while idle <= LONGEST:
        for opens, closes in _running(day, start, unit, ground):
            if closes - opens >= left:
                unknown = unit is Unit.WORKING_HOUR and _leans_on_unknown(first, day, ground.calendar)
                return Due(clock.local(opens.astimezone(dt.UTC) + left), unknown)
            left -= closes - opens
            idle = 0
        idle += not ground.stands_still_on(day)
        day += DAY
    raise ValueError("The calendar has no working day for a whole year.")


def _running(day: dt.date, start: dt.datetime, unit: Unit, ground: Ground) -> list[tuple[dt.datetime, dt.datetime]]:
    """Return the spans of ``day`` after ``start`` in which a clock of hours runs."""
    if unit is Unit.HOUR:
        spans = [(clock.midnight(day), clock.midnight(day + DAY))]
    else:
        spans = list(ground.hours.on(day)) if ground.calendar.is_worked(day) else []
    spans = [(max(opens, start), closes) for opens, closes in spans if closes > start]
    for pause in ground.pauses:
        spans = [part for span in spans for part in _without(span, pause)]
    return spans


def _without(span: tuple[dt.datetime, dt.datetime], pause: Span) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Yield what is left of ``span`` outside ``pause``."""
    opens, closes = span
    if opens < min(closes, pause.start):
        yield opens, min(closes, pause.start)
    if max(opens, pause.end) < closes:
        yield max(opens, pause.end), closes


def _leans_on_unknown(first: dt.date, last: dt.date, calendar: Calendar) -> bool:
    """Return whether any day from ``first`` to ``last`` belongs to a year that is not loaded."""
    return any(not calendar.is_known(first + n * DAY) for n in range((last - first).days + 1))
