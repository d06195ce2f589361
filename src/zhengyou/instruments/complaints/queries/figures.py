"""Readings of the board: how many matters stand where, which limits press, and what came day by day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, DateTimeField, F, Func, IntegerField, Q, QuerySet, Value

from zhengyou.instruments.complaints.enums import State
from zhengyou.instruments.complaints.models import Complaint
from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Body


@dataclass(frozen=True, slots=True)
class Standing:
    """How many matters wait, are in hand, were answered, came this week, are said to be not solved; those of each day."""

    waiting: int
    handling: int
    answered: int
    came: int
    not_solved: int
    days: Sequence[tuple[dt.date, int]]


@dataclass(frozen=True, slots=True)
class UnitInHand:
    """A unit with how many matters it has in hand, how many of them are overdue or nearly so."""

    unit: Body
    number: int
    overdue: int
    pressing: int


def standing(matters: QuerySet[Complaint], now: dt.datetime, days: Sequence[dt.date]) -> Standing:
    """Return what stands where, and how many matters came on each of ``days``, which follow each other.

    Each matter is looked at once. Days are told apart by their midnights: to bring each moment to the local calendar
    would take longer than all the counting.
    """
    midnights = [clock.midnight(day) for day in (*days, days[-1] + dt.timedelta(days=1))]
    on = Func(
        F("received_at"),
        Value(midnights, output_field=ArrayField(DateTimeField())),
        function="width_bucket",
        output_field=IntegerField(),
    )
    counts = {
        "waiting": Q(state=State.RECEIVED),
        "handling": Q(state=State.HANDLING),
        "answered": Q(state__in=(State.ANSWERED, State.INFORMED)),
        "came": Q(received_at__gte=now - dt.timedelta(days=7)),
        "not_solved": Q(solved=False, answered_at__gte=now - dt.timedelta(days=30)),
    }
    rows: list[Any] = list(
        matters.order_by()
        .values(on=on)
        .annotate(number=Count("*"), **{name: Count("pk", filter=when) for name, when in counts.items()})
    )
    found = {row["on"]: row["number"] for row in rows}
    return Standing(
        **{name: sum(row[name] for row in rows) for name in counts},
        days=[(day, found.get(at, 0)) for at, day in enumerate(days, 1)],
    )


def in_hand(matters: QuerySet[Complaint], now: dt.datetime, most: int = 15) -> tuple[list[UnitInHand], int]:
    """Return the units that have most in hand, and how many matters are past the clock of their order or their promise."""
    handled = Q(state=State.HANDLING, order__isnull=False)
    late = Q(order__clock__due_at__lt=now)
    soon = Q(order__clock__yellow_at__lt=now, order__clock__due_at__gte=now)
    rows: list[Any] = list(
        matters.filter(state__in=(State.RECEIVED, State.HANDLING))
        .order_by()
        .values("order__body")
        .annotate(
            number=Count("pk", filter=handled),
            overdue=Count("pk", filter=handled & late),
            pressing=Count("pk", filter=handled & soon),
            late=Count("pk", filter=late | Q(promised_on__lt=now.date())),
        )
    )
    busy = sorted(
        (row for row in rows if row["number"]), key=lambda row: (-row["overdue"], -row["number"], row["order__body"])
    )[:most]
    names = Body.objects.in_bulk([row["order__body"] for row in busy])
    units = [UnitInHand(names[row["order__body"]], row["number"], row["overdue"], row["pressing"]) for row in busy]
    return units, sum(row["late"] for row in rows)
