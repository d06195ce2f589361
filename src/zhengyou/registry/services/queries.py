"""Readings of items, windows and cases."""

import datetime as dt
import hashlib

from django.db.models import Count, Q, QuerySet

from zhengyou.kernel import clock
from zhengyou.records.ledger.queries import kind_of
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.deadlines import queries as deadlines
from zhengyou.registry.deadlines.enums import Colour
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.services.enums import State
from zhengyou.registry.services.models import Case, Integration, ItemVersion, ServiceItem, Staffing, Window

OPEN_STATES = (State.ACCEPTED, State.HANDLING)


def offered(day: dt.date | None = None) -> QuerySet[ServiceItem]:
    """Return the items that are offered on ``day`` (today unless named), in official order."""
    day = day or clock.today()
    return ServiceItem.objects.filter(opened_on__lte=day).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


def open_windows(day: dt.date | None = None) -> QuerySet[Window]:
    """Return the windows that serve on ``day`` (today unless named), in official order."""
    day = day or clock.today()
    return Window.objects.filter(opened_on__lte=day).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


def windows_of(body: Body, day: dt.date | None = None) -> QuerySet[Window]:
    """Return the windows of ``body`` and of everything below it that serve on ``day``."""
    return open_windows(day).filter(body__path__startswith=body.path).select_related("body")


def on_duty(window: Window, day: dt.date | None = None) -> QuerySet[Staffing]:
    """Return who serves at ``window`` on ``day`` (today unless named), the stand-ins last."""
    day = day or clock.today()
    return (
        window.staffings.filter(starts_on__lte=day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))
        .select_related("appointment__person", "appointment__post__body")
        .order_by("stand_in", "starts_on", "id")
    )


def served_by(appointment_id: int, day: dt.date | None = None) -> QuerySet[Window]:
    """Return the windows at which the holder of this appointment serves on ``day``."""
    day = day or clock.today()
    serving = Q(staffings__appointment=appointment_id, staffings__starts_on__lte=day) & (
        Q(staffings__ends_on__isnull=True) | Q(staffings__ends_on__gt=day)
    )
    return open_windows(day).filter(serving).distinct()


def guide_of(item: ServiceItem, day: dt.date | None = None) -> ItemVersion | None:
    """Return the version of the guide that held on ``day`` (today unless named)."""
    return item.versions.filter(valid_from__lte=day or clock.today()).order_by("-number").first()


def cases() -> QuerySet[Case]:
    """Return cases with what a list shows."""
    return Case.objects.select_related("body", "window", "item", "handler__person", "clock")


def shining(cases: QuerySet[Case], colour: Colour, moment: dt.datetime | None = None) -> QuerySet[Case]:
    """Return the open ones of ``cases`` whose promise shows ``colour`` at a moment; red: it is broken."""
    lit = Clock.objects.filter(deadlines.shining(colour, moment), subject_kind=kind_of(Case), finished_at__isnull=True)
    return cases.filter(state__in=OPEN_STATES, clock__in=lit)


def waiting_for(appointment: Appointment) -> QuerySet[Case]:
    """Return the open cases with a promise that the holder of ``appointment`` handles, or of the windows served."""
    own = Q(handler=appointment) | Q(handler__isnull=True, window__in=served_by(appointment.pk).values("pk"))
    return cases().filter(own, state__in=OPEN_STATES, clock__isnull=False).order_by("clock__due_at", "id")


def daily_volume(window: Window, first: dt.date, last: dt.date) -> list[tuple[dt.date, int]]:
    """Return how many cases ``window`` accepted on each day from ``first`` to ``last``; the log of a window."""
    counts = (
        Case.objects.filter(
            window=window,
            accepted_at__gte=clock.midnight(first),
            accepted_at__lt=clock.midnight(last + dt.timedelta(1)),
        )
        .values_list("accepted_at__date")
        .annotate(count=Count("id"))
        .order_by("accepted_at__date")
    )
    return [(day, count) for day, count in counts]


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def integration_for(token: str) -> Integration | None:
    """Return the business system that holds ``token``, unless it has expired or was revoked."""
    today = clock.today()
    return (
        Integration.objects.select_related("body")
        .filter(digest=digest(token), revoked_at__isnull=True, starts_on__lte=today, expires_on__gt=today)
        .first()
    )
