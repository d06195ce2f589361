"""Readings of campaigns: the progress board is computed from the records, never typed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.enums import SheetState, State
from zhengyou.campaign.campaigns.models import Campaign, TaskSheet
from zhengyou.campaign.campaigns.queries.checking import entrusted_to
from zhengyou.kernel import clock
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import reach, within
from zhengyou.registry.bodies.models import Body

LATE = Q(submitted_at__isnull=False, submitted_at__date__gt=F("due_on"))


def under_way() -> QuerySet[Campaign]:
    """Return the campaigns that run now."""
    return Campaign.objects.filter(state=State.RUNNING)


def overdue(sheets: QuerySet[TaskSheet], on: dt.date | None = None) -> QuerySet[TaskSheet]:
    """Return the sheets whose day has passed without anything handed in."""
    return sheets.filter(state__in=(SheetState.OPEN, SheetState.RETURNED), due_on__lt=on or clock.today())


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one unit is: sheets due so far and all, how many were accepted, wait for a check, are late or overdue."""

    body: Body
    all: int
    due: int
    accepted: int
    submitted: int
    late: int
    overdue: int


def progress(campaign: Campaign, on: dt.date | None = None) -> list[Progress]:
    """Return the progress of every unit of ``campaign`` in the official order; two queries."""
    on = on or clock.today()
    rows = (
        TaskSheet.objects.filter(duty__campaign=campaign)
        .exclude(state=SheetState.CANCELLED)
        .order_by()
        .values("body")
        .annotate(
            all=Count("pk"),
            due=Count("pk", filter=Q(due_on__lte=on)),
            accepted=Count("pk", filter=Q(state=SheetState.ACCEPTED)),
            submitted=Count("pk", filter=Q(state=SheetState.SUBMITTED)),
            late=Count("pk", filter=LATE),
            overdue=Count("pk", filter=Q(state__in=(SheetState.OPEN, SheetState.RETURNED), due_on__lt=on)),
        )
    )
    found: dict[int, dict[str, Any]] = {row["body"]: {**row} for row in rows}
    figures = ("all", "due", "accepted", "submitted", "late", "overdue")
    return [
        Progress(body=body, **{figure: found.get(body.pk, {}).get(figure, 0) for figure in figures})
        for body in campaign.units.order_by("sort_path")
    ]


def readable(actor: Actor) -> QuerySet[Campaign]:
    """Return the campaigns that ``actor`` may read: those in scope, and those in which the own unit takes part."""
    campaigns = Campaign.objects.select_related("body", "scope")
    in_scope = Q(pk__in=within(Campaign.objects.all(), actor, rules.READ).values("pk"))
    if actor.body is not None and actor.holds(rules.READ):
        in_scope |= Q(pk__in=Campaign.units.through.objects.filter(body=actor.body).values("campaign"))
    return campaigns.filter(in_scope)


def sheets_for(actor: Actor) -> QuerySet[TaskSheet]:
    """Return the task sheets ``actor`` may see: of units in scope, of led campaigns, and those the own body accepts."""
    sheets = TaskSheet.objects.select_related("duty__campaign__body", "body").exclude(state=SheetState.CANCELLED)
    own = reach(TaskSheet, actor, rules.READ)  # no list of keys: a large campaign has more than fit into one
    led = within(Campaign.objects.all(), actor, rules.CHECK).values("pk")
    entrusted = entrusted_to(actor.body) if actor.holds(rules.CHECK) else []
    return sheets.filter(own | Q(duty__campaign__in=led) | Q(body__in=entrusted))
