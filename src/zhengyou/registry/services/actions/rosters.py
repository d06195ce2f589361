"""Verbs of opening times, rosters and what serves after hours."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.services import policy, rules
from zhengyou.registry.services.enums import ShiftKind
from zhengyou.registry.services.models import AfterHours, OpeningTime, Shift, Window


@transaction.atomic
def set_opening(
    window: Window, *, weekdays: list[int], starts: dt.time, ends: dt.time, actor: Actor, extended: bool = False
) -> list[OpeningTime]:
    """Let ``window`` serve on these weekdays from ``starts`` to ``ends``, published at once."""
    require(actor, rules.MANAGE, window.body)
    if not weekdays:
        raise Refused(_("Choose at least one day of the week."), field="weekdays")
    if ends <= starts:
        raise Refused(_("It closes after it opens."), field="ends")
    Window.objects.select_for_update(of=("self",)).get(pk=window.pk)
    same = window.opening_times.filter(closed_on__isnull=True, weekday__in=weekdays, starts__lt=ends, ends__gt=starts)
    if same.exists():
        raise Refused(_("This overlaps with a time that stands already."), field="starts")
    made = OpeningTime.objects.bulk_create(
        OpeningTime(window=window, weekday=day, starts=starts, ends=ends, extended=extended, opened_on=clock.today())
        for day in sorted(set(weekdays))
    )
    record("services.set_opening", window, actor=actor, fields=["opening_times"])
    return made


@transaction.atomic
def end_opening(opening: OpeningTime, *, actor: Actor) -> OpeningTime:
    """Let a time of opening hold no longer from today."""
    require(actor, rules.MANAGE, opening.window.body)
    locked = OpeningTime.objects.select_for_update(of=("self",)).select_related("window__body").get(pk=opening.pk)
    if locked.closed_on is not None:
        raise Conflict(_("This holds no longer."), code="state")
    locked.closed_on = clock.today()
    locked.save(update_fields=["closed_on"])
    record("services.end_opening", locked.window, actor=actor, fields=["opening_times"])
    return locked


@transaction.atomic
def plan_shift(
    window: Window,
    *,
    appointment: Appointment,
    day: dt.date,
    starts: dt.time,
    ends: dt.time,
    actor: Actor,
    kind: str = ShiftKind.REGULAR,
    stands_in_for: Appointment | None = None,
) -> Shift:
    """Put somebody on the roster of ``window``; nobody is on duty at two places at the same time."""
    require(actor, rules.MANAGE, window.body)
    if not appointment.post.body.path.startswith(window.body.path):
        raise Refused(_("This person holds no post of the unit."), field="appointment")
    if stands_in_for is not None and stands_in_for == appointment:
        raise Refused(_("Nobody stands in for oneself."), field="stands_in_for")
    if not clock.today() <= day <= clock.today() + dt.timedelta(days=policy.SLOT_DAYS):
        raise Refused(_("Plan from today on, for three months at most."), field="day")
    begin = dt.datetime.combine(day, starts, clock.SHANGHAI)
    end = dt.datetime.combine(day, ends, clock.SHANGHAI)
    if end <= begin:
        end += dt.timedelta(days=1)  # a night on call ends on the next day
    Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    elsewhere = Shift.objects.filter(
        appointment__person=appointment.person_id, dropped_at__isnull=True, starts_at__lt=end, ends_at__gt=begin
    )
    if elsewhere.exists():
        raise Refused(_("This person is on duty elsewhere at that time."), field="appointment", code="overlap")
    shift = Shift.objects.create(
        window=window, appointment=appointment, kind=kind, starts_at=begin, ends_at=end, stands_in_for=stands_in_for
    )
    record("services.plan_shift", window, actor=actor, fields=["shifts"])
    return shift


@transaction.atomic
def drop_shift(shift: Shift, *, actor: Actor) -> Shift:
    """Take somebody off the roster, before the shift has begun."""
    require(actor, rules.MANAGE, shift.window.body)
    locked = Shift.objects.select_for_update(of=("self",)).select_related("window__body").get(pk=shift.pk)
    if locked.dropped_at is not None:
        raise Conflict(_("This holds no longer."), code="state")
    if locked.starts_at <= clock.now():
        raise Conflict(_("This shift has begun; it stays on record."), code="begun")
    locked.dropped_at = clock.now()
    locked.save(update_fields=["dropped_at"])
    record("services.drop_shift", locked.window, actor=actor, fields=["shifts"])
    return locked


@transaction.atomic
def open_after_hours(*, body: Body, kind: str, words: str, hours: str, actor: Actor) -> AfterHours:
    """Publish what serves when the windows of ``body`` are closed."""
    require(actor, rules.MANAGE, body)
    if not words.strip() or not hours.strip():
        raise Refused(_("Say where it is and when it serves."), field="words")
    made = AfterHours.objects.create(
        body=body, kind=kind, words=words.strip(), hours=hours.strip(), opened_on=clock.today()
    )
    record("services.open_after_hours", made, actor=actor)
    return made


@transaction.atomic
def close_after_hours(one: AfterHours, *, actor: Actor) -> AfterHours:
    """Let what served after hours serve no longer."""
    require(actor, rules.MANAGE, one.body)
    locked = AfterHours.objects.select_for_update(of=("self",)).select_related("body").get(pk=one.pk)
    if locked.closed_on is not None:
        raise Conflict(_("This holds no longer."), code="state")
    locked.closed_on = clock.today()
    locked.save(update_fields=["closed_on"])
    record("services.close_after_hours", locked, actor=actor, fields=["closed_on"])
    return locked
