"""Verbs of activities: plan one or a series, register, record each day, conclude."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions.standing import needed, running, tell
from zhengyou.campaign.campaigns.enums import ActivityKind, ActivityState, Span
from zhengyou.campaign.campaigns.machine import ACTIVITY
from zhengyou.campaign.campaigns.models import Activity, ActivityRecord, Campaign, Enrolment, Item
from zhengyou.campaign.campaigns.rhythms import occurrences
from zhengyou.campaign.plans.enums import Rhythm
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body

SPANS = {Span.DAY: 1, Span.WEEK: 7, Span.MONTH: 31}
"""So many days at most an activity of such a name lasts."""


@transaction.atomic
def plan_activity(
    campaign: Campaign,
    *,
    body: Body,
    kind: ActivityKind | str,
    title: str,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    span: Span | str = Span.EVENT,
    rhythm: str = Rhythm.ONCE,
    item: Item | None = None,
    purpose: str = "",
    occasion: str = "",
    place: str = "",
    register_until: dt.date | None = None,
    seats: int | None = None,
    actor: Actor,
) -> Activity:
    """Plan an activity of ``body``; with a rhythm it is the first of a series through the whole campaign."""
    campaign = running(campaign, rules.CONVENE, body, actor)
    ends_on = ends_on or starts_on + dt.timedelta(days=_length(span, starts_on) - 1)
    _check(campaign, title, starts_on, ends_on, str(span), register_until)
    facts: dict[str, Any] = {
        "body": body, "kind": kind, "span": span, "item": item, "title": title.strip()[:120],
        "purpose": purpose.strip(), "occasion": occasion.strip()[:40], "place": place.strip()[:120], "seats": seats,
    }  # fmt: skip
    first: Activity | None = None
    for day in occurrences(starts_on, rhythm, campaign.ends_on or ends_on):
        later = day - starts_on
        one = Activity.objects.create(
            campaign=campaign, series=first, starts_on=day, ends_on=ends_on + later,
            register_until=register_until + later if register_until else None,
            phase=campaign.phases.filter(starts_on__lte=day, ends_on__gte=day).order_by("-starts_on").first(), **facts,
        )  # fmt: skip
        first = first or one
    if first is None:
        raise Invalid({"starts_on": _("This day lies outside of the campaign.")})
    record("campaigns.plan_activity", first, actor=actor, target=first.state)
    if register_until is not None:
        tell(
            campaign.units.order_by("sort_path"), _("Activity: %(title)s from %(day)s. Register until %(until)s."),
            reverse("campaigns:activity", args=[first.pk]),
            actor=actor, source=f"activity:{first.pk}", title=first.title, day=f"{starts_on:%Y-%m-%d}",
            until=f"{register_until:%Y-%m-%d}",
        )  # fmt: skip
    return first


@transaction.atomic
def enrol(activity: Activity, *, body: Body, persons: int, note: str = "", actor: Actor) -> Enrolment:
    """Register a unit with so many persons; asked again, the number is changed."""
    require(actor, rules.SUBMIT, body, campaign_scope=activity.campaign.scope_id)
    locked = Activity.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=activity.pk)
    if locked.state != ActivityState.PLANNED or locked.register_until is None:
        raise Conflict(_("Nobody registers for this activity now."))
    if clock.today() > locked.register_until:
        raise Conflict(_("Registration has ended."))
    if not locked.campaign.units.filter(pk=body.pk).exists():
        raise Invalid({"body": _("This unit does not take part in the campaign.")})
    if persons < 1:
        raise Invalid({"persons": _("At least one person.")})
    others = locked.enrolments.exclude(body=body).aggregate(all=Sum("persons"))["all"] or 0
    if locked.seats is not None and others + persons > locked.seats:
        raise Invalid({"persons": _("Only %(left)s places are left.") % {"left": max(0, locked.seats - others)}})
    one, _made = Enrolment.objects.update_or_create(
        activity=locked, body=body, defaults={"persons": persons, "note": note.strip()[:200], "at": clock.now()}
    )
    record("campaigns.enrol", one, actor=actor, fields=["persons"])
    return one


@transaction.atomic
def leave(enrolment: Enrolment, *, actor: Actor) -> None:
    """Take a registration back while it is open."""
    activity = enrolment.activity
    require(actor, rules.SUBMIT, enrolment.body, campaign_scope=activity.campaign.scope_id)
    if activity.register_until is None or clock.today() > activity.register_until:
        raise Conflict(_("Registration has ended."))
    record("campaigns.leave", enrolment, actor=actor)
    enrolment.delete()


@transaction.atomic
def record_activity(
    activity: Activity, *, body: Body, on: dt.date, text: str, took_part: int = 0, served: int = 0, actor: Actor
) -> ActivityRecord:
    """Record what ``body`` did on one day of an activity; the same day again changes that record."""
    require(actor, rules.SUBMIT, body, campaign_scope=activity.campaign.scope_id)
    needed(text=(text, _("Say in a few words what was done.")))
    if activity.state == ActivityState.CANCELLED:
        raise Conflict(_("The activity was called off."))
    if not activity.starts_on <= on <= activity.ends_on:
        raise Invalid({"on": _("This day is not one of the activity's.")})
    if on > clock.today():
        raise Invalid({"on": _("This day is still to come.")})
    if body.pk != activity.body_id and not activity.campaign.units.filter(pk=body.pk).exists():
        raise Invalid({"body": _("This unit does not take part in the campaign.")})
    one, _made = ActivityRecord.objects.update_or_create(
        activity=activity, body=body, on=on,
        defaults={"text": text.strip(), "took_part": took_part, "served": served},
    )  # fmt: skip
    record("campaigns.record_activity", one, actor=actor, fields=["text", "took_part", "served"])
    return one


@transaction.atomic
def finish(activity: Activity, *, result: str, actor: Actor) -> Activity:
    """Conclude an activity with its result."""
    running(activity.campaign, rules.CONVENE, activity.body, actor)
    needed(result=(result, _("Say what came of it.")))
    return move(activity, "finish", ACTIVITY, actor=actor, result=result.strip())


@transaction.atomic
def drop(activity: Activity, *, reason: str, actor: Actor) -> Activity:
    """Call an activity off."""
    running(activity.campaign, rules.CONVENE, activity.body, actor)
    needed(reason=(reason, _("Say why it is called off.")))
    return move(activity, "drop", ACTIVITY, actor=actor, result=reason.strip())


def _length(span: Span | str, starts_on: dt.date) -> int:
    """Return how many days an activity lasts of which only the first day is named: a month to its own last day."""
    if span == Span.MONTH:
        later = (starts_on.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        return (later - starts_on).days
    return SPANS.get(Span(span), 1)


def _check(
    campaign: Campaign, title: str, starts_on: dt.date, ends_on: dt.date, span: str, until: dt.date | None
) -> None:
    wrong = {}
    if not title.strip():
        wrong["title"] = _("Give it a title.")
    if campaign.starts_on and campaign.ends_on and not campaign.starts_on <= starts_on <= campaign.ends_on:
        wrong["starts_on"] = _("This day lies outside of the campaign.")
    if ends_on < starts_on:
        wrong["ends_on"] = _("The last day must not lie before the first.")
    elif (ends_on - starts_on).days + 1 > SPANS.get(Span(span), 10_000):
        wrong["ends_on"] = _("That is longer than its name says.")
    if until is not None and until > starts_on:
        wrong["register_until"] = _("Registration ends on the first day at the latest.")
    if wrong:
        raise Invalid(wrong)
