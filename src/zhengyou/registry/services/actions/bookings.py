"""Verbs of appointments: slots are opened, booked, given back, and exchanged for a case when the visitor comes."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.deadlines.queries import calendar
from zhengyou.registry.services import policy, queries, rules
from zhengyou.registry.services.actions.cases import register_case
from zhengyou.registry.services.enums import BookingState
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
def cancel_booking(booking: Booking, *, actor: Actor) -> Booking:
    """Give the place back: by whoever holds the voucher, or by the desk; possible until the time begins."""
    if actor.kind != "public":
        require(actor, rules.REGISTER, booking.slot.window.body)
    slot = _locked(booking.slot)
    if slot.starts_at <= clock.now():
        raise Conflict(_("This time has begun already; it can no longer be cancelled."), code="begun")
    ended = move(booking, "cancel_booking", BOOKING, actor=actor, ended_at=clock.now())
    Slot.objects.filter(pk=slot.pk).update(taken=F("taken") - 1)
    return ended


@transaction.atomic
def arrive(booking: Booking, *, actor: Actor) -> Booking:
    """Exchange the voucher for a case at the window, of which the visitor is the applicant."""
    require(actor, rules.REGISTER, booking.slot.window.body)
    if booking.state != BookingState.BOOKED:
        raise Conflict(_("This voucher was used or given back already."), code="state")
    case = register_case(window=booking.slot.window, item=booking.item, actor=actor, handler=queries.post_of(actor))
    return move(booking, "arrive", BOOKING, actor=actor, ended_at=clock.now(), case=case)


@transaction.atomic
def miss_booking(booking: Booking, *, actor: Actor) -> Booking:
    """Note that the visitor did not come; only after the time has begun."""
    require(actor, rules.REGISTER, booking.slot.window.body)
    if booking.slot.starts_at > clock.now():
        raise Conflict(_("The time has not come yet."), code="early")
    return move(booking, "miss_booking", BOOKING, actor=actor, ended_at=clock.now())


def _locked(slot: Slot) -> Slot:
    return Slot.objects.select_for_update(of=("self",)).select_related("window__body").get(pk=slot.pk)
