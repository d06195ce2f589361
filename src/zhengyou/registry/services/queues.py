"""Who waits in the hall with a number, window by window: what clerks call from and what the call screen shows."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.enums import BookingState
from zhengyou.registry.services.models import Booking, Window


@dataclass(frozen=True, slots=True)
class Line:
    """The queue of one window today: the numbers called, the last one first, and those that wait, in their order."""

    window: Window
    called: list[Booking] = field(default_factory=list)
    waiting: list[Booking] = field(default_factory=list)
    passed: list[Booking] = field(default_factory=list)
    """Numbers that were called today and whose visitor did not come."""


def today(windows: Iterable[int] | QuerySet[Window]) -> QuerySet[Booking]:
    """Return the bookings at ``windows``, or those with these keys, that were exchanged for a number today."""
    return Booking.objects.filter(slot__window__in=windows, present_at__gte=clock.midnight(clock.today()))


def in_the_hall(window: Window) -> QuerySet[Booking]:
    """Return the numbers of ``window`` that wait or are called, in their order."""
    return (
        today([window.pk])
        .filter(state__in=[BookingState.PRESENT, BookingState.CALLED])
        .select_related("slot__window__body", "item")
        .order_by("ticket")
    )


def lines(windows: Iterable[Window]) -> list[Line]:
    """Return the queues of ``windows``, in their order; one query."""
    found = {window.pk: Line(window) for window in windows}
    rows = today(list(found)).select_related("slot", "item").order_by("ticket")
    for booking in rows.exclude(state=BookingState.ARRIVED):
        line = found[booking.slot.window_id]
        if booking.state == BookingState.CALLED:
            line.called.append(booking)
        elif booking.state == BookingState.PRESENT:
            line.waiting.append(booking)
        elif booking.state == BookingState.MISSED and booking.calls:
            line.passed.append(booking)
    for line in found.values():
        line.called.sort(key=lambda one: (one.called_at or clock.now(), one.ticket or 0), reverse=True)
    return list(found.values())


def busy_windows(body: Body) -> QuerySet[Window]:
    """Return the windows of ``body`` and below at which somebody waits or is called, in official order."""
    waits = Booking.objects.filter(
        present_at__gte=clock.midnight(clock.today()), state__in=[BookingState.PRESENT, BookingState.CALLED]
    )
    rows = Window.objects.filter(body__path__startswith=body.path, pk__in=waits.values("slot__window"))
    return rows.select_related("body").order_by("body__sort_path", "order_number", "id")


def before(booking: Booking) -> int:
    """Return how many wait at the window before this number."""
    return in_the_hall(booking.slot.window).filter(state=BookingState.PRESENT, ticket__lt=booking.ticket or 0).count()
