"""Readings of orders."""

import datetime as dt

from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from zhengyou.mechanisms.orders.enums import Kind, State
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger.queries import kind_of
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.deadlines.models import Clock

OPEN_STATES = (State.DISPATCHED, State.HANDLING, State.REPLIED)


def still_open(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Return the orders that are neither closed nor withdrawn."""
    return orders.filter(state__in=OPEN_STATES)


def owed_by(body: Body) -> QuerySet[Order]:
    """Return the orders that the unit ``body`` or a unit below it must still sign for or answer."""
    return Order.objects.filter(
        body__path__startswith=body.path, state__in=(State.DISPATCHED, State.HANDLING)
    ).select_related("body")


def to_verify_by(body: Body) -> QuerySet[Order]:
    """Return the replies that wait for the verification of ``body`` or of a unit below it."""
    return Order.objects.filter(verifier__path__startswith=body.path, state=State.REPLIED).select_related("body")


def published(body: Body) -> QuerySet[Order]:
    """Return the closed orders of ``body`` and the units below it that the public may read, the newest first."""
    return (
        Order.objects.filter(body__path__startswith=body.path, state=State.CLOSED, is_public=True)
        .select_related("body")
        .order_by("-closed_at")
    )


def with_due(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Return ``orders`` with ``due_at`` of the earliest clock that still runs, that day first, those without last."""
    running = Clock.objects.filter(
        subject_kind=kind_of(Order),
        subject_id=Cast(OuterRef("pk"), CharField()),
        state__in=(ClockState.RUNNING, ClockState.PAUSED, ClockState.BREACHED),
        finished_at__isnull=True,
    ).order_by("due_at")
    return (
        orders.select_related("body")
        .annotate(
            due_at=Subquery(running.values("due_at")[:1]),
            clock_state=Subquery(running.values("state")[:1]),
            yellow_at=Subquery(running.values("yellow_at")[:1]),
            blue_at=Subquery(running.values("blue_at")[:1]),
        )
        .order_by(F("due_at").asc(nulls_last=True), "-opened_on", "number")
    )


def colour(order: Order, now: dt.datetime) -> str:
    """Return the light of an order that `with_due` read: red, yellow or blue, empty where no clock runs."""
    due: dt.datetime | None = getattr(order, "due_at", None)
    if due is None:
        return ""
    if now > due:
        return "red"
    if now >= order.yellow_at:  # type: ignore[attr-defined]  # annotated by with_due
        return "yellow"
    return "blue" if now >= order.blue_at else "green"  # type: ignore[attr-defined]  # annotated by with_due


def counts(orders: QuerySet[Order]) -> dict[str, int]:
    """Return how many of ``orders`` stand in each state, with every state named."""
    found = dict(orders.order_by().values_list("state").annotate(number=Count("pk")))
    return {state: found.get(state, 0) for state in State.values}


def rectified(
    bodies: QuerySet[Body], starts: dt.date, ends: dt.date, kind: str = Kind.RATING
) -> dict[int, tuple[int, int]]:
    """Return for each of ``bodies`` how many orders opened in [starts, ends) are closed, and how many there are.

    Withdrawn orders do not count. Keys are the bodies' keys; bodies without orders are absent.
    """
    rows = (
        Order.objects.filter(body__in=bodies, kind=kind, opened_on__gte=starts, opened_on__lt=ends)
        .exclude(state=State.VOID)
        .order_by()
        .values_list("body_id")
        .annotate(closed=Count("pk", filter=Q(state=State.CLOSED)), all=Count("pk"))
    )
    return {body: (closed, number) for body, closed, number in rows}
