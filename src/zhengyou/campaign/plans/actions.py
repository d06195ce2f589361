"""Verbs of plans: take a text in, correct what was read, answer remarks, confirm."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.plans import rules
from zhengyou.campaign.plans.compiler.compile import compile_text
from zhengyou.campaign.plans.compiler.draft import PlanDraft, Span
from zhengyou.campaign.plans.compiler.reading import read_bytes
from zhengyou.campaign.plans.enums import Kind, Origin, Rhythm, Severity, State
from zhengyou.campaign.plans.machine import MOVES
from zhengyou.campaign.plans.models import Element, Plan, Remark
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Sentence
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body

LONGEST_NAME = 200


@transaction.atomic
def take_in(*, body: Body, data: bytes = b"", text: str = "", file_name: str = "", actor: Actor) -> tuple[Plan, ...]:
    """Read a file or a pasted text and keep every plan in it with its draft.

    Raises Refused where the text bears a mark of secrecy or cannot be read, Invalid where there is no text.
    """
    require(actor, rules.MANAGE, body)
    text = text or (read_bytes(data, file_name) if data else "")
    text = text.replace("\x00", "")  # PostgreSQL keeps none, and a span must not shift
    if not text.strip():
        raise Invalid({"text": _("Paste the text of the plan, or choose a file.")})
    return tuple(_keep(draft, text, body, file_name, actor) for draft in compile_text(text))


@transaction.atomic
def correct(
    element: Element,
    *,
    name: str,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    rhythm: str = Rhythm.ONCE,
    amount: Decimal | None = None,
    unit: str = "",
    actor: Actor,
) -> Element:
    """Change one thing of the draft; its place in the text stays."""
    plan = _open_plan(element.plan, actor)
    wanted = {
        "name": name.strip(), "starts_on": starts_on, "ends_on": ends_on, "rhythm": rhythm, "amount": amount,
        "unit": unit.strip(),
    }  # fmt: skip
    _check(wanted)
    element = Element.objects.select_for_update().get(pk=element.pk)
    changed = [field for field, value in wanted.items() if getattr(element, field) != value]
    for field in changed:
        setattr(element, field, wanted[field])
    if element.origin == Origin.COMPILED and changed:
        element.origin = Origin.CORRECTED
    element.save()
    record("plans.correct", plan, actor=actor, fields=changed)
    return element


@transaction.atomic
def add(
    plan: Plan,
    *,
    kind: Kind,
    name: str,
    parent: Element | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    rhythm: str = Rhythm.ONCE,
    amount: Decimal | None = None,
    unit: str = "",
    actor: Actor,
) -> Element:
    """Add a thing to the draft that the compiler did not find."""
    plan = _open_plan(plan, actor)
    wanted = {"name": name.strip(), "starts_on": starts_on, "ends_on": ends_on, "rhythm": rhythm}
    _check(wanted)
    last = plan.elements.aggregate(last=Max("order_number"))["last"] or 0
    element = Element.objects.create(
        plan=plan, kind=kind, parent=parent, order_number=last + 1, amount=amount, unit=unit.strip(),
        origin=Origin.ADDED, **wanted,
    )  # fmt: skip
    record("plans.add", plan, actor=actor, fields=[kind])
    return element


@transaction.atomic
def remove(element: Element, *, actor: Actor) -> Element:
    """Take a thing and all below it out of the draft; it can be put back."""
    return _set_removed(element, True, "plans.remove", actor)


@transaction.atomic
def restore(element: Element, *, actor: Actor) -> Element:
    """Put a thing that was removed back into the draft."""
    return _set_removed(element, False, "plans.restore", actor)


@transaction.atomic
def answer(remark: Remark, *, text: str, actor: Actor) -> Remark:
    """Answer a remark of the linter: how the contradiction is to be read."""
    plan = _open_plan(remark.plan, actor)
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


def _open_plan(plan: Plan, actor: Actor) -> Plan:
    """Return the locked plan, if this actor may change it and it is still a draft."""
    require(actor, rules.MANAGE, plan.body)
    locked = Plan.objects.select_for_update(of=("self",)).select_related("body").get(pk=plan.pk)
    if locked.state != State.DRAFT:
        raise Conflict(_("The draft is confirmed. Open it again before you change it."))
    return locked


def _set_removed(element: Element, removed: bool, verb: str, actor: Actor) -> Element:
    plan = _open_plan(element.plan, actor)
    Element.objects.filter(pk=element.pk).update(is_removed=removed)
    element.children.update(is_removed=removed)
    element.refresh_from_db()
    record(verb, plan, actor=actor, fields=[element.kind])
    return element


def _check(wanted: dict[str, Any]) -> None:
    wrong: dict[str, Sentence] = {}
    if not wanted["name"]:
        wrong["name"] = _("Give it a name.")
    elif len(wanted["name"]) > LONGEST_NAME:
        wrong["name"] = _("At most 200 characters.")
    if wanted["starts_on"] and wanted["ends_on"] and wanted["ends_on"] < wanted["starts_on"]:
        wrong["ends_on"] = _("The last day must not lie before the first.")
    if wanted["rhythm"] not in Rhythm.values:
        wrong["rhythm"] = _("Choose a rhythm of the list.")
    if wrong:
        raise Invalid(wrong)


def _keep(draft: PlanDraft, text: str, body: Body, file_name: str, actor: Actor) -> Plan:
    plan = Plan.objects.create(
        body=body,
        title=(draft.title.text if draft.title else str(_("Untitled plan")))[:LONGEST_NAME],
        issuer=(draft.issuer.text if draft.issuer else "")[:120],
        document_number=(draft.document_number.text if draft.document_number else "")[:60],
        issued_on=draft.issued_on.day if draft.issued_on else None,
        file_name=file_name[:200],
        text=text,
        starts_at=draft.span.start,
        ends_at=draft.span.end,
        taken_in_at=clock.now(),
    )
    Element.objects.bulk_create(_elements(plan, draft))
    Remark.objects.bulk_create(
        Remark(
            plan=plan,
            order_number=place,
            code=finding.code,
            parameters=dict(finding.parameters),
            severity=Severity(finding.severity.value),
            span_start=finding.span.start,
            span_end=finding.span.end,
            mend=finding.mend or "",
        )
        for place, finding in enumerate(draft.findings)
    )
    record("plans.take_in", plan, actor=actor)
    return plan


class _Rows:
    """The rows of a draft in the order of the text, parents before their children."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.rows: list[Element] = []

    def put(self, kind: Kind, name: str, span: Span, confidence: float, **facts: Any) -> Element:
        """Add a row and return it."""
        row = Element(
            plan=self.plan,
            kind=kind,
            name=name[:LONGEST_NAME],
            span_start=span.start,
            span_end=span.end,
            confidence=confidence,
            order_number=len(self.rows) + 1,
            **facts,
        )
        self.rows.append(row)
        return row


def _elements(plan: Plan, draft: PlanDraft) -> list[Element]:
    rows = _Rows(plan)
    for dimension in draft.dimensions:
        above = rows.put(Kind.DIMENSION, dimension.name, dimension.span, dimension.confidence)
        for item in dimension.items:
            rows.put(Kind.ITEM, item.text, item.span, item.confidence, parent=above)
    _phases(rows, draft)
    for duty in draft.deadlines:
        rhythm = Rhythm(duty.recurrence.value) if duty.recurrence else Rhythm.ONCE
        rows.put(Kind.DUTY, duty.action, duty.span, duty.confidence, ends_on=duty.due, rhythm=rhythm)
    for quota in draft.quotas:
        amount, unit = Decimal(quota.count), str(quota.unit)[:20]
        rows.put(Kind.QUOTA, quota.award, quota.span, quota.confidence, amount=amount, unit=unit)
    for weight in draft.weights:
        rows.put(Kind.WEIGHT, weight.item, weight.span, weight.confidence, amount=Decimal(str(weight.points)))
    for kind, labels in ((Kind.BODY, draft.bodies), (Kind.RECIPIENT, draft.recipients)):
        for label in labels:
            rows.put(kind, label.text, label.span, label.confidence)
    return rows.rows


def _phases(rows: _Rows, draft: PlanDraft) -> None:
    above: list[Element] = []
    for phase in draft.phases:
        # A phase that ends before it begins keeps its first day; the linter tells the officer.
        ends = None if phase.starts and phase.ends and phase.ends < phase.starts else phase.ends
        over = above[phase.parent] if phase.parent is not None and phase.parent < len(above) else None
        facts = {"parent": over, "starts_on": phase.starts, "ends_on": ends}
        above.append(rows.put(Kind.PHASE, phase.name, phase.span, phase.confidence, **facts))
