"""Readings of the board: how many matters stand where, which limits press, and what came day by day."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q, QuerySet

from zhengyou.instruments.complaints.enums import State
from zhengyou.instruments.complaints.models import Complaint
from zhengyou.registry.bodies.models import Body


def standing(matters: QuerySet[Complaint], now: dt.datetime) -> dict[str, int]:
    """Return how many matters wait, are in hand, are past the clock of their order or their promise, came this week."""
    week = now - dt.timedelta(days=7)
    told: dict[str, int] = matters.order_by().aggregate(
        waiting=Count("pk", filter=Q(state=State.RECEIVED)),
        handling=Count("pk", filter=Q(state=State.HANDLING)),
        answered=Count("pk", filter=Q(state__in=(State.ANSWERED, State.INFORMED))),
        came=Count("pk", filter=Q(received_at__gte=week)),
        not_solved=Count("pk", filter=Q(solved=False, answered_at__gte=now - dt.timedelta(days=30))),
    )
    open_ones = matters.filter(state__in=(State.RECEIVED, State.HANDLING))
    told["overdue"] = open_ones.filter(Q(order__clock__due_at__lt=now) | Q(promised_on__lt=now.date())).count()
    return told


def by_unit(matters: QuerySet[Complaint], now: dt.datetime, most: int = 15) -> list[dict[str, Any]]:
    """Return the units that have most in hand, each with how many are overdue or nearly so."""
    rows = list(
        matters.filter(state=State.HANDLING, order__isnull=False)
        .order_by()
        .values("order__body")
        .annotate(
            number=Count("pk"),
            overdue=Count("pk", filter=Q(order__clock__due_at__lt=now)),
            pressing=Count("pk", filter=Q(order__clock__yellow_at__lt=now, order__clock__due_at__gte=now)),
        )
        .order_by("-overdue", "-number", "order__body")[:most]
    )
    names = Body.objects.in_bulk([row["order__body"] for row in rows])
    return [row | {"unit": names[row["order__body"]]} for row in rows]
