"""Verbs of goals: set, share out among units, report, confirm or return."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions.footing import given, in_it, led, tell
from zhengyou.campaign.campaigns.enums import GoalKind, Measure
from zhengyou.campaign.campaigns.machine import GOAL_VALUE
from zhengyou.campaign.campaigns.models import Campaign, Goal, GoalShare, GoalValue, Item
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@transaction.atomic
def set_goal(
    campaign: Campaign,
    *,
    name: str,
    kind: str = GoalKind.THEME,
    parent: Goal | None = None,
    measure: str = Measure.REPORTED,
    item: Item | None = None,
    target: Decimal | None = None,
    unit: str = "",
    quality: str = "",
    quality_floor: Decimal | None = None,
    due_on: dt.date | None = None,
    actor: Actor,
) -> Goal:
    """Set a goal of a campaign; with ``parent`` it is an indicator of a goal above."""
    campaign = led(campaign, actor)
    wrong = {}
    if not name.strip():
        wrong["name"] = _("Say what is to be reached.")
    if target is not None and target <= 0:
        wrong["target"] = _("A target is more than nought.")
    if measure == Measure.RECORDS and item is None:
        wrong["item"] = _("Choose the item whose records count.")
    if kind == GoalKind.COUNT and (target is None or not quality.strip() or quality_floor is None):
        wrong["quality"] = _("A target count needs its number, and what each one counted must reach.")
    if parent is not None and parent.campaign_id != campaign.pk:
        wrong["parent"] = _("Choose a goal of this campaign.")
    if wrong:
        raise Invalid(wrong)
    goal = Goal.objects.create(
        campaign=campaign, parent=parent, kind=kind, name=name.strip()[:200], measure=measure, item=item, unit=unit.strip(),
        target=target, quality=quality.strip(), quality_floor=quality_floor if quality.strip() else None, due_on=due_on,
        order_number=campaign.goals.count() + 1,
    )  # fmt: skip
    record("campaigns.set_goal", goal, actor=actor)
    return goal


@transaction.atomic
def share_out(goal: Goal, *, targets: Mapping[Body, Decimal], actor: Actor) -> Goal:
    """Say what each unit has to bring; the shares must reach the target, and each unit is told."""
    campaign = led(goal.campaign, actor)
    goal = Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    taken = {body: amount for body, amount in targets.items() if amount}
    if goal.target is None:
        raise Refused(_("Only a goal with a number can be shared out."))
    if any(amount < 0 for amount in taken.values()) or not taken:
        raise Invalid({"targets": _("Give each unit a number of nought or more, and at least one unit more.")})
    if sum(taken.values()) < goal.target:
        raise Invalid({"targets": _("The shares together do not reach the target.")})
    inside = set(campaign.units.values_list("pk", flat=True))
    if any(body.pk not in inside for body in taken):
        raise Invalid({"targets": _("Only units that take part can have a share.")})
    goal.shares.all().delete()
    GoalShare.objects.bulk_create(GoalShare(goal=goal, body=body, target=amount) for body, amount in taken.items())
    record("campaigns.share_out", goal, actor=actor, fields=["shares"])
    tell(
        taken, _("%(campaign)s: your unit's share of a goal was set."), campaign,
        actor=actor, source=f"goal:{goal.pk}:{clock.now():%Y%m%d%H%M%S}", route="goals",
    )  # fmt: skip
    return goal


@transaction.atomic
def report_value(
    goal: Goal, *, body: Body, value: Decimal, evidence: str, quality_value: Decimal | None = None, actor: Actor
) -> GoalValue:
    """Report what a unit has reached since its last report, with evidence."""
    in_it(goal.campaign, body, actor, rules.SUBMIT)
    wrong: dict[str, Sentence] = {}
    if goal.withdrawn_on is not None:
        raise Refused(_("This goal was withdrawn before."))
    if goal.measure != Measure.REPORTED:
        raise Refused(_("This goal is computed from the records; nothing is reported."))
    if value < 0:
        wrong["value"] = _("The number cannot be less than nought.")
    if not evidence.strip():
        wrong["evidence"] = _("Say by what it is shown.")
    if goal.quality_floor is not None and quality_value is None:
        wrong["quality_value"] = _("Give the figure for: %(quality)s.") % {"quality": goal.quality}
    if wrong:
        raise Invalid(wrong)
    reported = GoalValue.objects.create(
        goal=goal, body=body, on=clock.today(), value=value, quality_value=quality_value, evidence=evidence.strip()
    )
    record("campaigns.report_value", reported, actor=actor, fields=["value"])
    return reported


@transaction.atomic
def confirm_value(value: GoalValue, *, actor: Actor) -> GoalValue:
    """Confirm a reported value; from now on it counts."""
    _check(value, actor)
    return move(value, "confirm_value", GOAL_VALUE, actor=actor)


@transaction.atomic
def return_value(value: GoalValue, *, reason: str, actor: Actor) -> GoalValue:
    """Return a reported value with the reason; it never counts, the unit reports anew."""
    _check(value, actor)
    reason = given(reason, "reason", _("Say what is missing."))
    return move(value, "return_value", GOAL_VALUE, actor=actor, reason=reason)


@transaction.atomic
def drop_goal(goal: Goal, *, actor: Actor) -> None:
    """Drop a goal for which nobody has reported anything."""
    led(goal.campaign, actor)
    if goal.values.exists() or goal.parts.exists():
        raise Conflict(_("Units have reported for this goal, or others stand below it; it stays."))
    record("campaigns.drop_goal", goal, actor=actor)
    goal.delete()


def _check(value: GoalValue, actor: Actor) -> None:
    campaign = value.goal.campaign
    require(actor, rules.CHECK, campaign.body, campaign_scope=campaign.scope_id)
