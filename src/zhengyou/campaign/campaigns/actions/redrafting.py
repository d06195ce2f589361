"""Verbs on plans of campaigns that are there already: take an amended text over, draw a plan up from last year's."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions.amending import amend
from zhengyou.campaign.campaigns.actions.cycles import moved
from zhengyou.campaign.campaigns.actions.footing import led
from zhengyou.campaign.campaigns.actions.wishes import Wish
from zhengyou.campaign.campaigns.enums import Capability, Change, Part
from zhengyou.campaign.campaigns.models import Amendment, Campaign
from zhengyou.campaign.campaigns.queries.comparing import Line
from zhengyou.campaign.campaigns.queries.difference import difference
from zhengyou.campaign.campaigns.queries.launching import bound
from zhengyou.campaign.campaigns.queries.work import common_duties
from zhengyou.campaign.plans import actions as plans
from zhengyou.campaign.plans.enums import Kind
from zhengyou.campaign.plans.machine import MOVES as PLAN_MOVES
from zhengyou.campaign.plans.models import Element, Plan
from zhengyou.campaign.plans.queries import first_of, latest
from zhengyou.campaign.plans.writing import Line as Written
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move
from zhengyou.registry.access.rules import require


@transaction.atomic
def adopt(plan: Plan, *, chosen: Collection[str], cause: str, reason: str, actor: Actor) -> Amendment:
    """Take over of an amended text what was chosen line by line, as one change order on the running campaign.

    What was not chosen stays as it is, and the next text is compared with this one. Raises Conflict where another
    amended text was taken over meanwhile, Invalid where nothing was chosen or a line cannot be taken over.
    """
    first = first_of(plan)
    campaign = led(Campaign.objects.select_related("body").get(plan=first), actor)
    if latest(first).pk != plan.amends_id:
        raise Conflict(
            _("Another amended text was taken over meanwhile. Take the text in again, to compare it with that.")
        )
    lines = {line.key: line for line in difference(campaign, plan)}
    if unknown := [key for key in chosen if key not in lines]:
        raise Conflict(
            _("The campaign has changed meanwhile: %(n)d lines no longer hold. Choose again.") % {"n": len(unknown)}
        )
    taken = [line for line in lines.values() if line.key in chosen]
    if not taken:
        raise Invalid({"lines": _("Choose at least one line.")})
    if blocked := next((line for line in taken if line.why_not), None):
        raise Invalid({"lines": f"{blocked.name}: {blocked.why_not}"})
    plan = move(plan, "adopt", PLAN_MOVES, actor=actor)
    origin = " ".join(filter(None, [plan.document_number, plan.title]))
    elements = list(plan.elements.filter(is_removed=False))
    wishes = [_wish(line, elements) for line in taken]
    return amend(campaign, cause=cause, reason=reason, origin=origin, wishes=wishes, actor=actor)


def _wish(line: Line, elements: Sequence[Element]) -> Wish:
    capability = Capability.DUTY
    if (line.part, line.change) == (Part.ITEM, Change.ADD) and line.element is not None:
        capability = bound(line.element, elements, line.under)
    return Wish(
        part=line.part, change=line.change, thing=line.thing, name=line.name, day=line.day, starts=line.starts,
        rhythm=line.rhythm, under=line.under, capability=capability, figure=line.figure, unit=line.unit,
        sector=line.sector, kinds=line.kinds,
    )  # fmt: skip


@transaction.atomic
def plan_again(campaign: Campaign, *, title: str, starts_on: dt.date, actor: Actor) -> Plan:
    """Draw up a plan from an earlier campaign: its frame with all days moved on, as a draft to be checked and launched.

    The earlier campaign stays as it is; who wants open duties and units to go on begins the next cycle instead.
    """
    require(actor, rules.LAUNCH, campaign.body, campaign_scope=campaign.scope_id)
    first = campaign.starts_on
    if first is None or starts_on <= first:
        raise Invalid({"starts_on": _("The new campaign begins after the first day of that one.")})

    def later(day: dt.date | None) -> dt.date | None:
        return moved(day, first, starts_on) if day else None

    lines = [Written(Kind.THEME, campaign.theme)] if campaign.theme else []
    lines += [Written(Kind.GOAL, goal.name) for goal in campaign.goals.filter(parent=None, withdrawn_on=None)]
    for dimension in campaign.dimensions.prefetch_related("items"):
        above = len(lines)
        lines.append(Written(Kind.DIMENSION, dimension.name))
        items = [item for item in dimension.items.all() if item.withdrawn_on is None]
        lines += [Written(Kind.ITEM, item.name, parent=above) for item in items]
    places: dict[object, int] = {}
    for phase in campaign.phases.filter(withdrawn_on=None).order_by("order_number"):
        places[phase.pk] = len(lines)
        parent = places.get(phase.parent_id)
        lines.append(Written(Kind.PHASE, phase.name, later(phase.starts_on), later(phase.ends_on), parent=parent))
    for duty in common_duties(campaign):
        lines.append(Written(Kind.DUTY, duty.name, ends_on=later(duty.due_on), rhythm=duty.rhythm))
    return plans.draw_up(body=campaign.body, title=title, lines=lines, actor=actor)
