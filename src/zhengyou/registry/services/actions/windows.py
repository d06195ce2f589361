"""Verbs of windows and of who is on duty there."""

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.services import rules
from zhengyou.registry.services.enums import WindowKind
from zhengyou.registry.services.models import ServiceItem, Staffing, Window


@transaction.atomic
def open_window(
    *,
    body: Body,
    number: str,
    name: str,
    actor: Actor,
    items: Iterable[ServiceItem] = (),
    kind: str = WindowKind.COUNTER,
    place: str = "",
    opened_on: dt.date | None = None,
) -> Window:
    """Open a window of ``body`` that offers ``items``; its printed code is made here and never changes."""
    require(actor, rules.MANAGE, body)
    try:
        with transaction.atomic():
            window = Window.objects.create(
                body=body, number=number, name=name, kind=kind, place=place, opened_on=opened_on or clock.today()
            )
    except IntegrityError as error:
        raise Refused(_("This unit already has an open window with this number."), field="number") from error
    window.items.set(items)
    record("services.open_window", window, actor=actor)
    return window


@transaction.atomic
def amend_window(
    window: Window, *, number: str, name: str, kind: str, place: str, items: Iterable[ServiceItem], actor: Actor
) -> Window:
    """Change what a window is called, where it stands and what it offers; its code stays."""
    require(actor, rules.MANAGE, window.body)
    locked = Window.objects.select_for_update(of=("self",)).select_related("body").get(pk=window.pk)
    if locked.closed_on is not None:
        raise Conflict(_("This window is closed."))
    given = {"number": number, "name": name, "kind": kind, "place": place}
    changed = [field for field, value in given.items() if getattr(locked, field) != value]
    for field in changed:
        setattr(locked, field, given[field])
    try:
        with transaction.atomic():
            locked.save(update_fields=changed)
    except IntegrityError as error:
        raise Refused(_("This unit already has an open window with this number."), field="number") from error
    locked.items.set(items)
    record("services.amend_window", locked, actor=actor, fields=[*changed, "items"])
    return locked


@transaction.atomic
def close_window(window: Window, *, actor: Actor) -> Window:
    """Close the window from today and end the duty of whoever serves there; its cases and ratings stay."""
    require(actor, rules.MANAGE, window.body)
    locked = Window.objects.select_for_update(of=("self",)).select_related("body").get(pk=window.pk)
    if locked.closed_on is not None:
        raise Conflict(_("This window is closed."))
    locked.closed_on = max(clock.today(), locked.opened_on)
    locked.save(update_fields=["closed_on"])
    for staffing in locked.staffings.select_for_update().filter(ends_on__isnull=True).order_by("id"):
        staffing.ends_on = max(staffing.starts_on, locked.closed_on)
        staffing.save(update_fields=["ends_on"])
    record("services.close_window", locked, actor=actor, fields=["closed_on"])
    return locked


@transaction.atomic
def staff_window(
    window: Window,
    *,
    appointment: Appointment,
    actor: Actor,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    stand_in: bool = False,
) -> Staffing:
    """Put the holder of ``appointment`` on duty at ``window``, as main holder or as the AB stand-in."""
    require(actor, rules.MANAGE, window.body)
    if window.closed_on is not None:
        raise Conflict(_("This window is closed."))
    starts_on = starts_on or clock.today()
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("The last day lies before the first."), field="ends_on")
    if appointment.ends_on is not None and appointment.ends_on <= starts_on:
        raise Refused(_("This person no longer holds the post on that day."), field="appointment")
    try:
        with transaction.atomic():
            staffing = Staffing.objects.create(
                window=window, appointment=appointment, starts_on=starts_on, ends_on=ends_on, stand_in=stand_in
            )
    except IntegrityError as error:
        raise Refused(_("This person already serves at this window."), field="appointment") from error
    record("services.staff_window", window, actor=actor, fields=["staffings"])
    return staffing


@transaction.atomic
def relieve(staffing: Staffing, *, actor: Actor, on: dt.date | None = None) -> Staffing:
    """End somebody's duty at a window; ``on`` is the first day on which it no longer holds."""
    require(actor, rules.MANAGE, staffing.window.body)
    locked = Staffing.objects.select_for_update(of=("self",)).select_related("window__body").get(pk=staffing.pk)
    if locked.ends_on is not None:
        raise Conflict(_("This duty has ended already."))
    locked.ends_on = max(on or clock.today(), locked.starts_on)
    locked.save(update_fields=["ends_on"])
    record("services.relieve", locked.window, actor=actor, fields=["staffings"])
    return locked
