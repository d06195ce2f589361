"""Who waits in the hall with a number, window by window: what clerks call from and what the call screen shows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services import policy
from zhengyou.registry.services.enums import IN_THE_HALL, BookingState
from zhengyou.registry.services.models import Booking, WalkIn, Window

Waiter = Booking | WalkIn
"""Who has a number of the queue: with an appointment, or without."""


@dataclass(frozen=True, slots=True)
class Line:
    """The queue of one window today: the numbers called, the last one first, and those that wait, in their order."""

    window: Window
    called: list[Waiter] = field(default_factory=list)
    waiting: list[Waiter] = field(default_factory=list)
    passed: list[Waiter] = field(default_factory=list)
    """Numbers that were called today and whose visitor did not come."""


def today(windows: Iterable[int] | QuerySet[Window]) -> QuerySet[Booking]:
    """Return the bookings at ``windows``, or those with these keys, that were exchanged for a number today."""
    return Booking.objects.filter(slot__window__in=windows, present_at__gte=clock.midnight(clock.today()))


def walk_ins_today(windows: Iterable[int] | QuerySet[Window]) -> QuerySet[WalkIn]:
    """Return the numbers that were taken today at ``windows``, or those with these keys, without an appointment."""
    return WalkIn.objects.filter(window__in=windows, day=clock.today())


def in_order(waiting: Iterable[Waiter], now: dt.datetime, in_a_row: int = 0) -> list[Waiter]:
    """Return ``waiting`` as they are called: fair to who has booked, and to who has waited long.

    At the booked time who has booked comes first, but after `policy.BOOKED_IN_A_ROW` of them in a row one of the others;
    these come in the order in which they took their number, and so does who has booked and came early. ``in_a_row`` were
    called last.
    """
    due: list[Waiter] = []
    others: list[Waiter] = []
    for one in sorted(waiting, key=lambda one: (one.present_at or now, one.ticket or 0)):
        (due if isinstance(one, Booking) and one.slot.starts_at <= now else others).append(one)
    found: list[Waiter] = []
    while due or others:
        if due and (in_a_row < policy.BOOKED_IN_A_ROW or not others):
            found.append(due.pop(0))
            in_a_row += 1
        else:
            found.append(others.pop(0))
            in_a_row = 0
    return found


def _in_a_row(rows: Iterable[Waiter]) -> int:
    """Return how many who had booked and whose time had come were called one after the other, up to the last one."""
    called = sorted(
        ((one.first_called_at, one) for one in rows if one.first_called_at is not None),
        key=lambda pair: pair[0],
        reverse=True,
    )
    count = 0
    for at, one in called:
        if isinstance(one, WalkIn) or one.slot.starts_at > at:
            break
        count += 1
    return count


def lines(windows: Iterable[Window]) -> list[Line]:
    """Return the queues of ``windows``, in their order; two queries."""
    found = {window.pk: Line(window) for window in windows}
    keys, now = list(found), clock.now()
    everybody: dict[int, list[Waiter]] = defaultdict(list)
    for booking in today(keys).select_related("slot", "item").order_by("ticket"):
        everybody[booking.slot.window_id].append(booking)
    for walk_in in walk_ins_today(keys).select_related("item").order_by("ticket"):
        everybody[walk_in.window_id].append(walk_in)
    for key, line in found.items():
        rows = everybody[key]
        line.waiting.extend(in_order(_in_state(rows, BookingState.PRESENT), now, _in_a_row(rows)))
        line.called.extend(_in_state(rows, BookingState.CALLED))
        line.called.sort(key=lambda one: (one.called_at or now, one.ticket or 0), reverse=True)
        line.passed.extend(one for one in _in_state(rows, BookingState.MISSED) if one.calls)
    return list(found.values())


def _in_state(rows: Sequence[Waiter], state: str) -> list[Waiter]:
    return [one for one in rows if one.state == state]


def waiting_at(window: Window) -> list[Waiter]:
    """Return who waits at ``window``, in the order in which they are called."""
    return lines([window])[0].waiting


def with_numbers() -> Q:
    """Return the condition on windows at which somebody waits or is called today."""
    booked = Booking.objects.filter(present_at__gte=clock.midnight(clock.today()), state__in=IN_THE_HALL)
    walked = WalkIn.objects.filter(day=clock.today(), state__in=IN_THE_HALL)
    return Q(pk__in=booked.values("slot__window")) | Q(pk__in=walked.values("window"))


def busy_windows(body: Body) -> QuerySet[Window]:
    """Return the windows of ``body`` and below at which somebody waits or is called, in official order."""
    rows = Window.objects.filter(with_numbers(), body__path__startswith=body.path)
    return rows.select_related("body").order_by("body__sort_path", "order_number", "id")


def shortest(windows: Iterable[Window]) -> Window | None:
    """Return the one of ``windows`` at which the fewest wait, the first of several."""
    line = min(lines(windows), key=lambda line: len(line.waiting), default=None)
    return line.window if line else None


def before(one: Waiter) -> int:
    """Return how many wait at the window before this number."""
    return next((at for at, other in enumerate(waiting_at(one.window)) if other.pk == one.pk), 0)


def waits_of(window: Window, begin: dt.datetime, end: dt.datetime) -> list[float]:
    """Return how many minutes each number of ``window`` that was called between the moments had waited, the least first."""
    called = {"first_called_at__gte": begin, "first_called_at__lt": end}
    rows: list[Waiter] = [
        *Booking.objects.filter(slot__window=window, **called),
        *WalkIn.objects.filter(window=window, **called),
    ]
    told = [(one.first_called_at, one.present_at) for one in rows]
    return sorted((at - since).total_seconds() / 60 for at, since in told if at is not None and since is not None)
