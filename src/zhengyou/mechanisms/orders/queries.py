"""Readings of orders."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Length

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import policy
from zhengyou.mechanisms.orders.enums import Kind, Role, State
from zhengyou.mechanisms.orders.machine import AT_WORK
from zhengyou.mechanisms.orders.models import Order, Profile
from zhengyou.registry.bodies.models import Body

OPEN_STATES = (
    State.RECEIVED,
    State.DISPATCHED,
    State.SIGNED,
    State.HANDLING,
    State.RETURNED,
    State.REPLIED,
    State.AUDITED,
)
"""States in which somebody has to do something; a merged order follows its main one."""


@dataclass(frozen=True, slots=True)
class Passing:
    """What orders of a kind must pass below a body, and who calls back."""

    passes: tuple[str, ...]
    caller: Body | None
    source: str


def profile_of(kind: Kind, body: Body, on: dt.date | None = None) -> Passing:
    """Return what holds for orders of ``kind`` that ``body`` gets: the nearest profile above it, or the default."""
    above = [int(key) for key in body.path.split(".") if key]
    found = (
        Profile.objects.filter(kind=kind, body__in=above, valid_from__lte=on or clock.today())
        .select_related("caller")
        .order_by(Length("body__path").desc(), "-valid_from")
        .first()
    )
    if found is not None:
        return Passing(tuple(found.passes), found.caller, found.source)
    default = policy.PROFILES[kind]
    return Passing(default.passes, None, default.source)


def closed_between(body: Body, starts: dt.date, ends: dt.date, kind: str = "") -> QuerySet[Order]:
    """Return the orders of ``body`` and the units below it that were closed in [starts, ends), lead units' only."""
    found = Order.objects.filter(
        body__path__startswith=body.path,
        role=Role.LEAD,
        merged_into__isnull=True,
        state=State.CLOSED,
        closed_at__gte=clock.midnight(starts),
        closed_at__lt=clock.midnight(ends),
    )
    return found.filter(kind=kind) if kind else found


def still_open(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Return the orders that are neither closed nor withdrawn."""
    return orders.filter(state__in=OPEN_STATES)


def owed_by(body: Body) -> QuerySet[Order]:
    """Return the orders that the unit ``body`` or a unit below it must still sign for or answer."""
    return Order.objects.filter(body__path__startswith=body.path, state__in=AT_WORK).select_related("body")


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
    """Return ``orders`` with ``due_at`` of the earliest clock that still runs, that day first, those without last.

    Each order names that clock itself, so that this is one join and no question for every order.
    """
    return (
        orders.select_related("body")
        .annotate(
            due_at=F("clock__due_at"),
            clock_state=F("clock__state"),
            yellow_at=F("clock__yellow_at"),
            blue_at=F("clock__blue_at"),
        )
        .order_by(F("clock__due_at").asc(nulls_last=True), "-opened_on", "number")
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
