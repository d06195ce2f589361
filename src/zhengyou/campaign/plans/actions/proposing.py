"""Verbs on what the language model proposed: taken into the draft or rejected, one or several at a time."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.plans.actions.editing import keep_step, open_plan
from zhengyou.campaign.plans.comparing import changed
from zhengyou.campaign.plans.enums import Kind, Origin, ProposalState
from zhengyou.campaign.plans.models import Element, Plan, Proposal
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record


@transaction.atomic
def take_proposals(plan: Plan, *, proposals: Sequence[Proposal], actor: Actor) -> list[Element]:
    """Confirm proposals: each adds its thing to the draft or changes the one it is about; one step for undoing.

    An item brings the dimension along under which it was proposed. Raises Conflict where one was decided already, or is
    about a thing that was removed meanwhile.
    """
    plan = open_plan(plan, actor)
    rows = _open(plan, proposals)
    wanted = {row.pk for row in rows}
    rows = [
        *Proposal.objects.filter(
            pk__in={row.under_id for row in rows if row.under_id} - wanted, state=ProposalState.OPEN
        ).select_related("about", "parent", "under__made"),
        *rows,
    ]
    rows.sort(key=lambda row: (row.kind == Kind.ITEM, row.order_number))
    about = {row.pk: row.about for row in rows if row.about is not None}
    if any(one.is_removed for one in about.values()):
        raise Conflict(_("What this proposal would change was removed from the draft. Put it back, or reject it."))
    made: dict[uuid.UUID, Element] = {}
    last = plan.elements.aggregate(last=Max("order_number"))["last"] or 0
    for place, row in enumerate((row for row in rows if row.pk not in about), start=1):
        made[row.pk] = _add(plan, row, made, last + place)
    keep_step(plan, "plans.take_proposals", {one.pk: one for one in about.values()}.values(), added=made.values())
    for row in rows:
        row.made = made[row.pk] if row.pk in made else _change(row, about[row.pk])
        row.state, row.decided_at = ProposalState.TAKEN, clock.now()
        row.save(update_fields=["state", "made", "decided_at"])
    record("plans.take_proposals", plan, actor=actor, fields={row.kind for row in rows})
    return [row.made for row in rows if row.made is not None]


@transaction.atomic
def reject_proposals(plan: Plan, *, proposals: Sequence[Proposal], actor: Actor) -> int:
    """Reject proposals, with the items that were proposed below a dimension among them; return how many went."""
    plan = open_plan(plan, actor)
    rows = _open(plan, proposals)
    keys = {row.pk for row in rows}
    below = Proposal.objects.filter(under__in=keys, state=ProposalState.OPEN, parent=None)
    keys |= set(below.values_list("pk", flat=True))
    gone = Proposal.objects.filter(pk__in=keys).update(state=ProposalState.REJECTED, decided_at=clock.now())
    record("plans.reject_proposals", plan, actor=actor, fields={row.kind for row in rows})
    return gone


def _open(plan: Plan, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return the locked rows, all of this plan and not decided yet."""
    keys = {one.pk for one in proposals}
    locked = Proposal.objects.select_for_update(of=("self",)).filter(plan=plan, pk__in=keys)
    rows = [
        one
        for one in locked.order_by("pk").select_related("about", "parent", "under__made")
        if one.state == ProposalState.OPEN
    ]
    if not rows or len(rows) != len(keys):
        raise Conflict(_("This was decided meanwhile. Reload the page to see where it stands."))
    return rows


def _change(row: Proposal, about: Element) -> Element:
    """Put the columns that the proposal says otherwise into its thing, as it stands now."""
    element = Element.objects.select_for_update().get(pk=about.pk)
    for field in changed(row, element):
        setattr(element, field, getattr(row, field))
    if element.starts_on and element.ends_on and element.ends_on < element.starts_on:
        raise Conflict(_("With this change “%s” would end before it begins. Correct the days by hand.") % element.name)
    element.origin = Origin.MODEL
    element.save()
    return element


def _add(plan: Plan, row: Proposal, made: dict[uuid.UUID, Element], place: int) -> Element:
    parent = row.parent
    if row.under is not None and parent is None:
        parent = made.get(row.under.pk) or row.under.made
    if row.kind == Kind.ITEM and (parent is None or parent.is_removed):
        raise Conflict(_("The dimension of “%s” does not stand in the draft. Put it back, or reject this.") % row.name)
    return Element.objects.create(
        plan=plan, kind=row.kind, parent=parent, order_number=place, name=row.name, starts_on=row.starts_on,
        ends_on=row.ends_on, rhythm=row.rhythm, amount=row.amount, unit=row.unit, target=row.target,
        mechanism=row.mechanism, span_start=row.span_start, span_end=row.span_end, confidence=row.confidence,
        origin=Origin.MODEL,
    )  # fmt: skip
