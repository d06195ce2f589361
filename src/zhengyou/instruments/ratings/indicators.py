"""What scoring may read from ratings: counts of the five levels by kind of item and channel.

The case type of a rating is what no unit chooses for itself: the family of the item × the channel by which the rating
came (`docs/methods.md`). Ratings of a visit without a case have no family of their own and stand as a case type apart.
"""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.db.models import Count, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import queries
from zhengyou.instruments.ratings.enums import Channel, Level
from zhengyou.instruments.ratings.models import DayTally, MonthTally, Rating
from zhengyou.mechanisms.scoring.catalogue import Cells, Evidence, Indicator
from zhengyou.mechanisms.scoring.enums import Subject
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.enums import Family


def read(subject: Subject, body: Body, starts: dt.date, ends: dt.date) -> Cells:
    """Return the counts of the units (or windows) below ``body`` over [starts, ends), released or not; two queries.

    Units without a rating in the period are absent. Keys rise; case types are sorted by name. Of units, whole months are
    read from their sums, only the other days from the days.
    """
    if subject == Subject.PERSON:
        return _of_persons(body, starts, ends)
    days = DayTally.objects.filter(body__path__startswith=body.path, day__gte=starts, day__lt=ends)
    if subject == Subject.WINDOW:
        return _cells(_by_day(days, _not_counted(body, starts, ends, "window_id"), "window_id"))
    months = whole_months(starts, ends)
    summed = MonthTally.objects.filter(body__path__startswith=body.path, month__in=months).order_by()
    rows: list[Row] = []
    found: set[dt.date] = set()
    for unit, month, cells in summed.values_list("body_id", "month", "cells").iterator(chunk_size=20_000):
        found.add(month)
        for case, counts in cells.items():
            rows += [(unit, unit, case, level, n) for level, n in enumerate(counts, Level.VERY_BAD) if n]
    for month in sorted(found):
        days = days.exclude(day__gte=month, day__lt=next_month(month))
    return _cells(rows + _by_day(days, _not_counted(body, starts, ends, "body_id"), "body_id"))


Row = tuple[int, int, str, int, int]
"""Key of what is compared, its body, case type, level, number."""


def next_month(day: dt.date) -> dt.date:
    """Return the first day of the month after that of ``day``."""
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def whole_months(starts: dt.date, ends: dt.date) -> list[dt.date]:
    """Return the first days of the months that lie wholly in [starts, ends)."""
    month = starts if starts.day == 1 else next_month(starts)
    found = []
    while (after := next_month(month)) <= ends:
        found.append(month)
        month = after
    return found


def _by_day(days: QuerySet[DayTally], not_counted: QuerySet[Rating, Any], key: str) -> list[Row]:
    rows = days.order_by().values_list(key, "body_id", "family", "channel", "level").annotate(n=Sum("count"))
    return [
        (unit, body, f"{family}|{channel}", level, n)
        for unit, body, family, channel, level, n in rows.union(not_counted, all=True)
    ]


def _not_counted(body: Body, starts: dt.date, ends: dt.date, key: str) -> QuerySet[Rating, Any]:
    """Return what a review one level up left out of the counts, with negative numbers."""
    rows = Rating.objects.filter(queries.NOT_COUNTED, body__path__startswith=body.path, day__gte=starts, day__lt=ends)
    return rows.order_by().values_list(key, "body_id", "family", "channel", "level").annotate(n=-Count("pk"))


def _of_persons(body: Body, starts: dt.date, ends: dt.date) -> Cells:
    """Return the counts of those who handled the cases, by their posts; one query, nothing but sums leaves it."""
    rows = (
        Rating.objects.filter(body__path__startswith=body.path, day__gte=starts, day__lt=ends, handler__isnull=False)
        .exclude(queries.NOT_COUNTED)
        .order_by()
        .values_list("handler_id", "body_id", "family", "channel", "level")
        .annotate(n=Count("pk"))
    )
    found = rows.iterator(chunk_size=20_000)
    return _cells([(key, unit, f"{family}|{channel}", level, n) for key, unit, family, channel, level, n in found])


def _cells(found: list[Row]) -> Cells:
    if not found:
        return Cells((), (), (), np.zeros((0, 0, len(Level)), dtype=np.int64))
    keys, bodies, names, levels, counts = zip(*found, strict=True)
    units, first, unit_of = np.unique(np.array(keys, dtype=np.int64), return_index=True, return_inverse=True)
    cases, case_of = np.unique(np.array(names), return_inverse=True)
    table = np.zeros((len(units), len(cases), len(Level)), dtype=np.int64)
    level_of = np.array(levels, dtype=np.int64) - int(Level.VERY_BAD)
    np.add.at(table, (unit_of, case_of, level_of), np.array(counts, dtype=np.int64))
    # A unit all of whose ratings were left out has none; so has a case type.
    units_kept, cases_kept = np.flatnonzero(table.any(axis=(1, 2))), np.flatnonzero(table.any(axis=(0, 2)))
    return Cells(
        keys=tuple(units[units_kept].tolist()),
        bodies=tuple(bodies[place] for place in first[units_kept].tolist()),
        cases=tuple(cases[cases_kept].tolist()),
        counts=table[np.ix_(units_kept, cases_kept)],
    )


def evidence(subject: Subject, body: Body, starts: dt.date, ends: dt.date) -> Evidence:
    """Return the single ratings below ``body`` over [starts, ends): level, day and words, never who gave them.

    What a review left out of the counts is no evidence either.
    """
    key = {Subject.WINDOW: "window_id", Subject.PERSON: "handler_id"}.get(subject, "body_id")
    rows = Rating.objects.filter(body__path__startswith=body.path, day__gte=starts, day__lt=ends).order_by()
    rows = rows.exclude(queries.NOT_COUNTED)
    if subject == Subject.PERSON:
        rows = rows.filter(handler__isnull=False)
    found = list(rows.values_list(key, "family", "channel", "level", "day", "text").iterator(chunk_size=20_000))
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return Evidence((), (), none, none, none, none, 0)
    keys, families, channels, levels, days, texts = zip(*found, strict=True)
    names = np.array([f"{family}|{channel}" for family, channel in zip(families, channels, strict=True)])
    units, unit_of = np.unique(np.array(keys, dtype=np.int64), return_inverse=True)
    cases, case_of = np.unique(names, return_inverse=True)
    return Evidence(
        keys=tuple(units.tolist()),
        cases=tuple(cases.tolist()),
        unit=unit_of.astype(np.int64),
        case=case_of.astype(np.int64),
        level=np.array(levels, dtype=np.int64),
        day=np.array([(day - starts).days for day in days], dtype=np.int64),
        days=(ends - starts).days,
        texts=texts,
    )


def case_label(case: str) -> str:
    """Return a case type in words: kind of item · channel."""
    family, _bar, channel = case.partition("|")
    said = str(Family(family).label) if family in Family.values else gettext("Visits without a case")
    return f"{said} · {Channel(channel).label}" if channel in Channel.values else said


def drill(body: Body, first: dt.date, last: dt.date) -> str:
    """Return the summary of the ratings of ``body`` in the months from ``first`` to ``last``."""
    asked = {"body": str(body.public_id), "first": f"{first:%Y-%m}", "last": f"{last:%Y-%m}"}
    return f"{reverse('ratings:summary')}?{urlencode(asked)}"


def drill_case(body: Body, case: str, first: dt.date, last: dt.date) -> str:
    """Return the summary of the ratings of ``body`` of one case type."""
    return f"{drill(body, first, last)}&{urlencode({'case': case})}"


SATISFACTION = Indicator(
    name="satisfaction",
    label=_("Satisfaction of citizens"),
    unit=_("points"),
    definition=_(
        "The mean of all ratings, the five levels counting 0, 25, 50, 75 and 100 points; adjusted for the kind of item"
        " and the channel, and shrunk towards the peers where ratings are few. Unrated cases count as nothing."
    ),
    denominator=_("All valid ratings of the period"),
    read=read,
    evidence=evidence,
    case_label=case_label,
    drill=drill,
    drill_case=drill_case,
)
