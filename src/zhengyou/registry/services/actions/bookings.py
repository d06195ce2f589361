"""Verbs of appointments: slots are opened, booked, given back, and exchanged for a case when the visitor comes."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.deadlines.queries import calendar
from zhengyou.registry.services import policy, queries, rules
from zhengyou.registry.services.actions.cases import register_case
from zhengyou.registry.services.actions.numbers import tell_screens
from zhengyou.registry.services.enums import STANDING, BookingState
from zhengyou.registry.services.machine import BOOKING
from zhengyou.registry.services.models import Booking, ServiceItem, Slot, Window

DAY = dt.timedelta(days=1)


@transaction.atomic
def open_slots(
    window: Window,
    *,
    first: dt.date,
    last: dt.date,
    starts: dt.time,
    ends: dt.time,
    minutes: int,
    capacity: int,
    actor: Actor,
    days_off: bool = False,
) -> int:
    """Let visitors book ``window`` from day to day in slots of so many minutes; return how many are new.

    Days on which nobody works are left out unless ``days_off``: make-up working days count as worked.
    """
    require(actor, rules.MANAGE, window.body)
    if window.closed_on is not None:
        raise Conflict(_("This window is closed."))
    if not clock.today() <= first <= last <= clock.today() + dt.timedelta(days=policy.SLOT_DAYS):
        raise Refused(_("Open slots from today on, for three months at most."), field="last")
    if ends <= starts or minutes < 5 or capacity < 1:
        raise Refused(_("A slot has a length and at least one place."), field="ends")
    worked = calendar(window.body, range(first.year, last.year + 1))
    made = []
    day = first
    while day <= last:
        if days_off or worked.is_worked(day):
            made += _slots_of(window, day, starts, ends, minutes, capacity)
        day += DAY
    before = window.slots.count()
    Slot.objects.bulk_create(made, ignore_conflicts=True)
    new = window.slots.count() - before
    record("services.open_slots", window, actor=actor, fields=["slots"])
    return new


def _slots_of(window: Window, day: dt.date, starts: dt.time, ends: dt.time, minutes: int, capacity: int) -> list[Slot]:
    length = dt.timedelta(minutes=minutes)
    begin = dt.datetime.combine(day, starts, clock.SHANGHAI)
    close = dt.datetime.combine(day, ends, clock.SHANGHAI)
    made = []
    while begin + length <= close:
        made.append(Slot(window=window, starts_at=begin, ends_at=begin + length, capacity=capacity))
        begin += length
    return made


@transaction.atomic
def close_slot(slot: Slot, *, actor: Actor) -> Slot:
    """Take no more bookings in a slot; who has booked keeps the place."""
    require(actor, rules.MANAGE, slot.window.body)
    locked = _locked(slot)
    locked.capacity = locked.taken
    locked.save(update_fields=["capacity"])
    record("services.close_slot", locked, actor=actor, fields=["capacity"])
    return locked


@transaction.atomic
def book(slot: Slot, *, item: ServiceItem, visitor_name: str, visitor_phone: str, actor: Actor) -> Booking:
    """Take a place of ``slot``, as a visitor or as the desk for one who calls; the voucher's code opens it again.

    Raises Conflict where the slot is full or has begun: of many at the same moment only as many get through as there
    are places.
    """
    if actor.kind != "public":
        require(actor, rules.REGISTER, slot.window.body)
    locked = _locked(slot)
    if locked.starts_at <= clock.now():
        raise Conflict(_("This time has begun already. Please choose another."), field="slot", code="begun")
    if locked.taken >= locked.capacity:
        raise Conflict(_("This time is fully booked. Please choose another."), field="slot", code="full")
    if not slot.window.items.filter(pk=item.pk, closed_on__isnull=True).exists():
        raise Refused(_("This window does not offer this item."), field="item")
    if not visitor_name.strip() or not visitor_phone.strip():
        raise Refused(_("Please give a name and a telephone number."), field="visitor_name")
    Slot.objects.filter(pk=locked.pk).update(taken=F("taken") + 1)
    booking = Booking.objects.create(
        slot=locked,
        item=item,
        visitor_name=visitor_name.strip(),
        visitor_phone=visitor_phone.strip(),
        booked_at=clock.now(),
    )
    record("services.book", booking, actor=actor)
    return booking


@transaction.atomic
def move_booking(booking: Booking, slot: Slot, *, actor: Actor) -> Booking:
    """Exchange the place for one in another ``slot`` of the same window, with the same voucher.

    By whoever holds the voucher, or by the desk; possible until the booked time begins. Raises Conflict where the other
    time is full or has begun.
    """
    if actor.kind != "public":
        require(actor, rules.REGISTER, booking.slot.window.body)
    keys = sorted({booking.slot_id, slot.pk})
    locked = {one.pk: one for one in Slot.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    mine = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    before, after = locked[booking.slot_id], locked[slot.pk]
    if mine.state != BookingState.BOOKED or mine.slot_id != before.pk:
        raise Conflict(_("This voucher was used, moved or given back already."), code="state")
    if before.starts_at <= clock.now():
        raise Conflict(_("This time has begun already; it can no longer be moved."), code="begun")
    if after.pk == before.pk or after.window_id != before.window_id:
        raise Refused(_("Choose another time of the same window."), field="slot")
    if after.starts_at <= clock.now():
        raise Conflict(_("This time has begun already. Please choose another."), field="slot", code="begun")
    if after.taken >= after.capacity:
        raise Conflict(_("This time is fully booked. Please choose another."), field="slot", code="full")
    Slot.objects.filter(pk=before.pk).update(taken=F("taken") - 1)
    Slot.objects.filter(pk=after.pk).update(taken=F("taken") + 1)
    mine.slot = after
    mine.save(update_fields=["slot"])
    record("services.move_booking", mine, actor=actor, fields=["slot"])
    return mine


@transaction.atomic
def give_ticket(booking: Booking, *, actor: Actor) -> Booking:
    """Exchange the voucher for the next number in the queue of the window, for somebody who stands in the hall.

    From an hour before the booked time to an hour after it; who comes later waits like everybody else.
    """
    window = booking.slot.window
    require(actor, rules.REGISTER, window.body)
    now = clock.now()
    if not booking.slot.starts_at - policy.EARLY <= now <= booking.slot.ends_at + policy.LATE:
        raise Conflict(_("A number is given from an hour before the booked time to an hour after it."), code="time")
    Window.objects.select_for_update(of=("self",)).get(pk=window.pk)  # numbers are given one after the other
    today = Booking.objects.filter(slot__window=window, present_at__gte=clock.midnight(clock.today()))
    last = today.aggregate(last=Max("ticket"))["last"] or 0
    tell_screens(window)
    return move(booking, "give_ticket", BOOKING, actor=actor, ticket=last + 1, present_at=now)


@transaction.atomic
def cancel_booking(booking: Booking, *, actor: Actor) -> Booking:
    """Give the place back: by whoever holds the voucher, or by the desk; possible until the time begins."""
    if actor.kind != "public":
        require(actor, rules.REGISTER, booking.slot.window.body)
    slot = _locked(booking.slot)
    if Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk).slot_id != slot.pk:
        raise Conflict(_("This voucher was used, moved or given back already."), code="state")
    if slot.starts_at <= clock.now():
        raise Conflict(_("This time has begun already; it can no longer be cancelled."), code="begun")
    ended = move(booking, "cancel_booking", BOOKING, actor=actor, ended_at=clock.now())
    Slot.objects.filter(pk=slot.pk).update(taken=F("taken") - 1)
    return ended


@transaction.atomic
def arrive(booking: Booking, *, actor: Actor) -> Booking:
    """Exchange the voucher for a case at the window, of which the visitor is the applicant."""
    require(actor, rules.REGISTER, booking.slot.window.body)
    if booking.state not in STANDING:
        raise Conflict(_("This voucher was used or given back already."), code="state")
    tell_screens(booking.slot.window)
    case = register_case(window=booking.slot.window, item=booking.item, actor=actor, handler=queries.post_of(actor))
    return move(booking, "arrive", BOOKING, actor=actor, ended_at=clock.now(), case=case)


@transaction.atomic
def miss_booking(booking: Booking, *, actor: Actor) -> Booking:
    """Note that the visitor did not come: after the time has begun, or to the window when the number was called."""
    require(actor, rules.REGISTER, booking.slot.window.body)
    if booking.slot.starts_at > clock.now() and booking.state != BookingState.CALLED:
        raise Conflict(_("The time has not come yet."), code="early")
    tell_screens(booking.slot.window)
    return move(booking, "miss_booking", BOOKING, actor=actor, ended_at=clock.now())


def _locked(slot: Slot) -> Slot:
    return Slot.objects.select_for_update(of=("self",)).select_related("window__body").get(pk=slot.pk)
