"""Readings of sub-plans: who owes one, who filed late, what was returned, and which receipts are there."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.enums import Nature
from zhengyou.campaign.campaigns.models import Campaign, Filing, SubPlan
from zhengyou.kernel import clock
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import within
from zhengyou.registry.bodies.models import Body


@dataclass(frozen=True, slots=True)
class Owed:
    """A unit with its sub-plan, if it began one, and how many days it is late; nought while it is in time."""

    body: Body
    plan: SubPlan | None
    late_days: int
    reported: Filing | None = None
    recorded: Filing | None = None


def owed(campaign: Campaign) -> list[Owed]:
    """Return every unit in official order with its sub-plan and the latest filing of each nature."""
    due = campaign.sub_plans_due_on
    if due is None:
        return []
    plans = {plan.body_id: plan for plan in campaign.sub_plans.filter(appointment=None)}
    latest: dict[tuple[object, str], Filing] = {}
    filings = Filing.objects.filter(plan__campaign=campaign, plan__appointment=None).select_related("address")
    for filing in filings.order_by("version"):
        latest[filing.plan_id, filing.address.nature] = filing
    lines = []
    for unit in campaign.units.order_by("sort_path"):
        plan = plans.get(unit.pk)
        by = clock.local(plan.filed_at).date() if plan and plan.filed_at else clock.today()
        late = max(0, (by - due).days)
        key = plan.pk if plan else None
        lines.append(Owed(unit, plan, late, latest.get((key, Nature.REPORT)), latest.get((key, Nature.RECORD))))
    return lines


def late(campaign: Campaign) -> list[Owed]:
    """Return the late list: units that filed after the day, and those that still owe a plan past it."""
    return [line for line in owed(campaign) if line.late_days]


def plans_for(actor: Actor) -> QuerySet[SubPlan]:
    """Return the plans ``actor`` may read: of units in scope, of led campaigns, filed with the own body, one's own.

    A personal plan is read by its writer and by who agrees to it, not by every office.
    """
    plans = SubPlan.objects.select_related("campaign__body", "body", "appointment__person", "appointment__post__body")
    own = within(SubPlan.objects.all(), actor, rules.READ).values("pk")
    led = within(Campaign.objects.all(), actor, rules.CHECK).values("pk")
    body = getattr(actor, "body", None)
    unit = Q(appointment=None) & (Q(pk__in=own) | Q(campaign__in=led) | Q(filings__address__body=body))
    agreed = within(SubPlan.objects.all(), actor, rules.AGREE).values("pk")
    person = getattr(actor, "person", "") or None
    mine = Q(appointment__person=person) if person else Q(pk__in=[])
    return plans.filter(unit | mine | Q(appointment__isnull=False, pk__in=agreed)).distinct()


def due_soon(campaign: Campaign, on: dt.date) -> bool:
    """Return whether the day for sub-plans is in the next two weeks or past."""
    return campaign.sub_plans_due_on is not None and campaign.sub_plans_due_on <= on + dt.timedelta(days=14)
