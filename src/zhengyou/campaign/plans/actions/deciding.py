"""Verbs that decide on a draft: answer a remark, confirm, open again, withdraw."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.plans import rules
from zhengyou.campaign.plans.actions.editing import open_plan
from zhengyou.campaign.plans.enums import Kind
from zhengyou.campaign.plans.machine import MOVES
from zhengyou.campaign.plans.models import Plan, Remark
from zhengyou.kernel.errors import Invalid
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require


@transaction.atomic
def answer(remark: Remark, *, text: str, actor: Actor) -> Remark:
    """Answer a remark of the linter: how the contradiction is to be read."""
    plan = open_plan(remark.plan, actor)
    if not text.strip():
        raise Invalid({"answer": _("Say how this is to be read, or what was mended.")})
    remark.answer = text.strip()[:300]
    remark.save(update_fields=["answer"])
    record("plans.answer", plan, actor=actor, fields=["answer"])
    return remark


@transaction.atomic
def confirm(plan: Plan, *, actor: Actor) -> Plan:
    """Confirm that the draft says what the text means; every contradiction must be answered."""
    require(actor, rules.MANAGE, plan.body)
    if not plan.elements.filter(kind=Kind.DIMENSION, is_removed=False).exists():
        raise Invalid({"elements": _("A campaign needs at least one dimension, such as 三亮.")})  # messages: zh
    return move(plan, "confirm", MOVES, actor=actor)


@transaction.atomic
def reopen(plan: Plan, *, actor: Actor) -> Plan:
    """Open a confirmed draft again."""
    require(actor, rules.MANAGE, plan.body)
    return move(plan, "reopen", MOVES, actor=actor)


@transaction.atomic
def withdraw(plan: Plan, *, actor: Actor) -> Plan:
    """Withdraw a plan that will not be launched."""
    require(actor, rules.MANAGE, plan.body)
    return move(plan, "withdraw", MOVES, actor=actor)
