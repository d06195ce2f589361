"""Verbs of sub-plans: ask for them, draw up, agree, file upward with receipts, return for repair, accept, revise."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions.footing import given, in_it, led, tell
from zhengyou.campaign.campaigns.enums import Nature, PlanState
from zhengyou.campaign.campaigns.machine import SUB_PLAN
from zhengyou.campaign.campaigns.models import Campaign, Filing, FilingAddress, PlanRevision, SubPlan, SubPlanDuty
from zhengyou.campaign.campaigns.queries.scope import may_plan
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid, Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Appointment, Body, Post


@dataclass(frozen=True, slots=True)
class Address:
    """With whom sub-plans are filed and why; without ``body`` somebody outside, by ``name``."""

    nature: str
    body: Body | None = None
    name: str = ""


@transaction.atomic
def ask_for_plans(
    campaign: Campaign, *, due_on: dt.date | None, personal_due_on: dt.date | None = None,
    addresses: Sequence[Address] = (), actor: Actor,
) -> Campaign:  # fmt: skip
    """Ask units for sub-plans (and participants for personal ones) by a day, and say with whom they are filed.

    Without addresses they are reported to the body that leads the campaign. Addresses with filings stay.
    """
    campaign = led(campaign, actor)
    campaign.sub_plans_due_on, campaign.personal_plans_due_on = due_on, personal_due_on
    campaign.save(update_fields=["sub_plans_due_on", "personal_plans_due_on"])
    wanted = list(addresses) or [Address(Nature.REPORT, campaign.body)]
    if not any(one.nature == Nature.REPORT for one in wanted):
        raise Invalid({"report_to": _("Say to whom sub-plans are reported.")})
    keys = []
    for one in wanted:
        name = one.body.name if one.body else given(one.name, "record_name", _("Name the body outside."), 120)
        row, _new = FilingAddress.objects.update_or_create(
            campaign=campaign, nature=one.nature, name=name, defaults={"body": one.body}
        )
        keys.append(row.pk)
    campaign.filing_addresses.exclude(pk__in=keys).filter(filings=None).delete()
    record("campaigns.ask_for_plans", campaign, actor=actor, fields=["sub_plans_due_on", "personal_plans_due_on"])
    if due_on:
        tell(
            campaign.units.all(), _("%(campaign)s: a sub-plan of your unit is asked for."), campaign,
            actor=actor, source=f"plans:{campaign.pk}:{due_on:%Y%m%d}", route="plans",
        )  # fmt: skip
    return campaign


@transaction.atomic
def draw_up(campaign: Campaign, *, body: Body, actor: Actor) -> SubPlan:
    """Begin the sub-plan of a unit: dimensions, phases and duties of the campaign stand in it; safe to repeat."""
    campaign = _locked(in_it(campaign, body, actor, rules.FILE))
    if campaign.sub_plans_due_on is None:
        raise Refused(_("This campaign asks for no sub-plans: the task sheets are enough."))
    found = campaign.sub_plans.filter(body=body, appointment=None).first()
    if found is not None:
        return found
    with translation.override(settings.LANGUAGE_CODE):  # what is stored is in the language of the house
        title = str(_("Plan of %(unit)s to carry out: %(campaign)s")) % {"unit": body.name, "campaign": campaign.title}
    plan = SubPlan.objects.create(
        campaign=campaign, body=body, title=title[:200], text=_template(campaign), due_on=campaign.sub_plans_due_on
    )
    SubPlanDuty.objects.bulk_create(
        SubPlanDuty(plan=plan, duty=duty, name=duty.name, due_on=duty.due_on, order_number=place)
        for place, duty in enumerate(campaign.duties.filter(withdrawn_on=None), 1)
    )
    record("campaigns.draw_up", plan, actor=actor)
    return plan


def _locked(campaign: Campaign) -> Campaign:
    """Return ``campaign`` locked, so that of two who begin a plan at once the second finds the first's."""
    return Campaign.objects.select_for_update(of=("self",)).select_related("body").get(pk=campaign.pk)


def _template(campaign: Campaign) -> str:
    numerals = "一二三四五六七八九十"
    parts = ["一、总体要求", f"按照《{campaign.title}》部署，结合本单位实际，制定本方案。", "二、活动内容"]
    for place, dimension in enumerate(campaign.dimensions.prefetch_related("items")):
        names = "、".join(item.name for item in dimension.items.all() if item.withdrawn_on is None)
        parts.append(f"（{numerals[place % 10]}）{dimension.name}{'：' if names else ''}{names}。")
    parts.append("三、实施步骤")
    for place, phase in enumerate(campaign.phases.filter(parent=None, withdrawn_on=None)):
        days = "至".join(f"{day.year}年{day.month}月{day.day}日" for day in (phase.starts_on, phase.ends_on) if day)
        parts.append(f"（{numerals[place % 10]}）{phase.name}{f'（{days}）' if days else ''}。")
    parts += ["四、责任分工", "见责任分解表。", "五、工作要求", "加强领导，明确责任，务求实效。"]
    return "\n".join(parts)


@transaction.atomic
def plan_for_oneself(campaign: Campaign, *, appointment: Appointment, text: str, actor: Actor) -> SubPlan:
    """Begin one's own personal plan: what one sees lacking with oneself, and what one is going to do."""
    _require_own(appointment, actor)
    require(actor, rules.READ, appointment.post.body, campaign_scope=campaign.scope_id)
    campaign = _locked(campaign)
    if campaign.personal_plans_due_on is None:
        raise Refused(_("This campaign asks for no personal plans."))
    if not may_plan(campaign, appointment):
        raise Refused(_("Your post is not among those that take part in this campaign."))
    text = given(text, "text", _("Say what you are going to do."), 4000)
    if campaign.sub_plans.filter(appointment=appointment).exists():
        raise Conflict(_("You have a personal plan in this campaign already."))
    with translation.override(settings.LANGUAGE_CODE):
        title = str(_("Personal plan · %(post)s")) % {"post": str(appointment)}
    plan = SubPlan.objects.create(
        campaign=campaign, body=appointment.post.body, appointment=appointment, title=title[:200], text=text,
        due_on=campaign.personal_plans_due_on,
    )  # fmt: skip
    record("campaigns.plan_for_oneself", plan, actor=actor)
    return plan


@transaction.atomic
def write_plan(plan: SubPlan, *, text: str, actor: Actor) -> SubPlan:
    """Write the text of a plan that has not been agreed or was returned."""
    plan = _open(plan, actor)
    plan.text = given(text, "text", _("Say what you are going to do."), 100_000)
    plan.save(update_fields=["text"])
    record("campaigns.write_plan", plan, actor=actor, fields=["text"])
    return plan


@transaction.atomic
def add_line(
    plan: SubPlan, *, name: str, due_on: dt.date | None = None, leader: Post | None = None, handler: Post | None = None,
    actor: Actor,
) -> SubPlanDuty:  # fmt: skip
    """Add a duty of the unit's own to the matrix."""
    plan = _open(plan, actor)
    name = given(name, "name", _("Say what is to be done."), 200)
    place = (plan.lines.aggregate(last=Max("order_number"))["last"] or 0) + 1
    _own_posts(plan, leader, handler)
    line = SubPlanDuty.objects.create(
        plan=plan, name=name, due_on=due_on, leader=leader, handler=handler, order_number=place
    )
    record("campaigns.add_line", plan, actor=actor, fields=["lines"])
    return line


@transaction.atomic
def assign_line(
    line: SubPlanDuty, *, leader: Post | None, handler: Post | None, due_on: dt.date | None = None, actor: Actor
) -> SubPlanDuty:
    """Say which posts answer for a line; a duty from above may be set earlier, never later."""
    plan = _open(line.plan, actor)
    _own_posts(plan, leader, handler)
    if due_on and line.duty and line.duty.due_on and due_on > line.duty.due_on:
        raise Invalid({"due_on": _("A duty from above cannot be put off; it may be done earlier.")})
    line.leader, line.handler, line.due_on = leader, handler, due_on or line.due_on
    line.save(update_fields=["leader", "handler", "due_on"])
    record("campaigns.assign_line", plan, actor=actor, fields=["lines"])
    return line


@transaction.atomic
def drop_line(line: SubPlanDuty, *, actor: Actor) -> None:
    """Take a duty of the unit's own out again; those from above stay."""
    plan = _open(line.plan, actor)
    if line.duty_id:
        raise Refused(_("A duty from above stays in the plan."))
    record("campaigns.drop_line", plan, actor=actor, fields=["lines"])
    line.delete()


@transaction.atomic
def agree(plan: SubPlan, *, actor: Actor) -> SubPlan:
    """Agree to a plan as head of the unit; every duty from above has somebody who does it by then."""
    require(actor, rules.AGREE, plan.body, campaign_scope=plan.campaign.scope_id)
    if plan.appointment_id is None and plan.lines.filter(handler=None).exists():
        raise Refused(_("Somebody must answer for each duty of the matrix first."))
    label = f"{actor.label} {actor.hat_label}".strip()[:200]
    return move(plan, "agree", SUB_PLAN, actor=actor, agreed_at=clock.now(), agreed_by=label)


@transaction.atomic
def file_plan(plan: SubPlan, *, actor: Actor) -> SubPlan:
    """File an agreed plan with each of its addresses; a personal one stays with the own unit.

    The first filing says whether it was in time.
    """
    in_it(plan.campaign, plan.body, actor, rules.FILE)
    now = clock.now()
    filed = move(plan, "file_plan", SUB_PLAN, actor=actor, filed_at=plan.filed_at or now)
    if plan.appointment_id is None:
        Filing.objects.bulk_create(
            [
                Filing(plan=filed, address=address, version=filed.version, filed_at=now)
                for address in plan.campaign.filing_addresses.all()
            ],
            ignore_conflicts=True,
        )
    return filed


@transaction.atomic
def acknowledge(filing: Filing, *, number: str, actor: Actor) -> Filing:
    """Give the receipt for a filing: the addressee itself, or for one outside the unit that holds its paper receipt."""
    address, plan = filing.address, filing.plan
    if address.body is not None:
        require(actor, rules.CHECK, address.body, campaign_scope=plan.campaign.scope_id)
    else:
        in_it(plan.campaign, plan.body, actor, rules.FILE)
    filing = Filing.objects.select_for_update(of=("self",)).get(pk=filing.pk)
    if filing.received_at is not None:
        raise Conflict(_("There is a receipt for this filing already."))
    filing.receipt_number = given(number, "number", _("Give the number of the receipt."), 60)
    filing.received_at, filing.received_by = clock.now(), f"{actor.label} {actor.hat_label}".strip()[:200]
    filing.save(update_fields=["receipt_number", "received_at", "received_by"])
    record("campaigns.acknowledge", filing, actor=actor, fields=["receipt_number"])
    return filing


@transaction.atomic
def accept_plan(plan: SubPlan, *, actor: Actor) -> SubPlan:
    """Accept a filed plan; whoever it was reported to decides, a body that keeps the record does not."""
    _require_receiver(plan, actor)
    return move(plan, "accept_plan", SUB_PLAN, actor=actor, decided_at=clock.now(), return_reason="")


@transaction.atomic
def return_plan(plan: SubPlan, *, reason: str, actor: Actor) -> SubPlan:
    """Return a filed plan for repair, with the reason."""
    _require_receiver(plan, actor)
    reason = given(reason, "reason", _("Say what is to be repaired."), 500)
    returned = move(
        plan,
        "return_plan",
        SUB_PLAN,
        actor=actor,
        decided_at=clock.now(),
        return_reason=reason,
        returns=F("returns") + 1,
    )
    tell(
        [plan.body], _("%(campaign)s: the plan of your unit was returned for repair."), plan.campaign,
        actor=actor, source=f"plan:{plan.pk}:{clock.now():%Y%m%d%H%M%S}", route="plans",
    )  # fmt: skip
    returned.refresh_from_db()
    return returned


@transaction.atomic
def revise(plan: SubPlan, *, reason: str, actor: Actor) -> SubPlan:
    """Take a plan up again after reviews: its wording so far is kept with the reason, a new version begins."""
    _require_writer(plan, actor)
    reason = given(reason, "reason", _("Say what moved you to revise it."))
    kept = SubPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    revised = move(kept, "revise", SUB_PLAN, actor=actor, version=kept.version + 1)
    PlanRevision.objects.create(plan=kept, version=kept.version, text=kept.text, reason=reason, revised_at=clock.now())
    return revised


def _open(plan: SubPlan, actor: Actor) -> SubPlan:
    _require_writer(plan, actor)
    locked = SubPlan.objects.select_for_update(of=("self",)).select_related("campaign", "body").get(pk=plan.pk)
    if locked.state not in {PlanState.DRAFT, PlanState.RETURNED}:
        raise Conflict(_("The plan was agreed to; take it up again to change it."))
    return locked


def _require_writer(plan: SubPlan, actor: Actor) -> None:
    if plan.appointment is not None:
        _require_own(plan.appointment, actor)
    else:
        in_it(plan.campaign, plan.body, actor, rules.FILE)


def _require_own(appointment: Appointment, actor: Actor) -> None:
    if actor.kind != "system" and getattr(actor, "person", "") != str(appointment.person_id):
        raise Forbidden(_("A personal plan is written by the person it belongs to."))


def _require_receiver(plan: SubPlan, actor: Actor) -> None:
    scope = plan.campaign.scope_id
    if plan.appointment_id is not None:
        require(actor, rules.AGREE, plan.body, campaign_scope=scope)
        return
    address = plan.campaign.filing_addresses.filter(nature=Nature.REPORT).select_related("body").first()
    receiver = address.body if address is not None and address.body is not None else plan.campaign.body
    require(actor, rules.CHECK, receiver, campaign_scope=scope)
    if getattr(actor, "body", None) == plan.body and plan.body_id != receiver.pk:
        raise Refused(_("A unit does not receive its own plan."))


def _own_posts(plan: SubPlan, *posts: Post | None) -> None:
    if any(post is not None and not post.body.path.startswith(plan.body.path) for post in posts):
        raise Invalid({"handler": _("Choose posts of the own unit.")})
