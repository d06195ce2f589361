"""Verbs that bring a plan to the desk: a text as it is, an amended text of a running campaign, a frame to fill."""

import difflib
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.plans import rules
from zhengyou.campaign.plans.compiler.compile import compile_text
from zhengyou.campaign.plans.compiler.draft import Finding, PlanDraft, Span
from zhengyou.campaign.plans.compiler.reading import read_bytes
from zhengyou.campaign.plans.enums import Kind, Origin, Rhythm, Severity, State
from zhengyou.campaign.plans.models import DraftEdit, Element, Plan, Remark
from zhengyou.campaign.plans.queries import latest
from zhengyou.campaign.plans.writing import Line, write
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body

LONGEST_NAME = 200
MOST_ASKS = 300
"""A draft shows so many clauses that ask for a mechanism, the first ones of the text."""
DAY_CODES = frozenset({"due-on-day-off", "phases-overlap", "phases-gap", "phase-outside-parent"})
"""What the linter may say of a text that the house wrote itself with days moved on."""


@transaction.atomic
def take_in(*, body: Body, data: bytes = b"", text: str = "", file_name: str = "", actor: Actor) -> tuple[Plan, ...]:
    """Read a file or a pasted text and keep every plan in it with its draft.

    Raises Refused where the text bears a mark of secrecy or cannot be read, Invalid where there is no text.
    """
    require(actor, rules.MANAGE, body)
    text = _read(data, text, file_name)
    return tuple(_keep(draft, text, body, file_name, actor) for draft in compile_text(text))


@transaction.atomic
def take_in_amended(plan: Plan, *, data: bytes = b"", text: str = "", file_name: str = "", actor: Actor) -> Plan:
    """Read the amended text of a launched plan; of several plans in it the one whose title is most like the old one.

    What people corrected, removed or answered in the draft before holds for what stands unchanged in the new text.
    Raises Conflict where the plan was not launched.
    """
    require(actor, rules.MANAGE, plan.body)
    plan = Plan.objects.select_related("body", "amends").get(pk=plan.pk)
    if plan.state not in {State.LAUNCHED, State.ADOPTED}:
        raise Conflict(_("Only a plan that was launched can be amended; this one can still be changed itself."))
    if latest(plan) != plan:
        raise Conflict(_("A later amended text holds for the campaign. Amend that one."))
    text = _read(data, text, file_name)
    if text == plan.text:
        raise Invalid({"text": _("This is the text as it is. Change it, or paste the amended one.")})
    draft = max(compile_text(text), key=lambda one: _likeness(one.title.text if one.title else "", plan.title))
    amended = _keep(draft, text, plan.body, file_name, actor, amends=plan)
    _carry_over(plan, amended)
    return amended


@transaction.atomic
def draw_up(*, body: Body, title: str, lines: Sequence[Line], actor: Actor) -> Plan:
    """Draw up a plan from its parts, as those of an earlier campaign: the house writes the text, people check it."""
    require(actor, rules.MANAGE, body)
    if not title.strip():
        raise Invalid({"title": _("Give it a title.")})
    written = write(title.strip(), body.name, lines)
    plan = Plan.objects.create(
        body=body, title=title.strip()[:LONGEST_NAME], issuer=body.name[:120], text=written.text, starts_at=0,
        ends_at=len(written.text), taken_in_at=clock.now(),
    )  # fmt: skip
    rows = _Rows(plan)
    made: list[Element] = []
    for line, span in zip(lines, written.spans, strict=True):
        above = made[line.parent] if line.parent is not None else None
        facts: dict[str, Any] = {
            "parent": above, "starts_on": line.starts_on, "ends_on": line.ends_on, "rhythm": line.rhythm,
            "target": line.target[:60],
        }  # fmt: skip
        made.append(rows.put(Kind(line.kind), line.name, span, 1.0, **facts))
    Element.objects.bulk_create(rows.rows)
    findings = [one for draft in compile_text(written.text) for one in draft.findings if one.code in DAY_CODES]
    _remarks(plan, findings)
    record("plans.draw_up", plan, actor=actor)
    return plan


def _read(data: bytes, text: str, file_name: str) -> str:
    text = text or (read_bytes(data, file_name) if data else "")
    text = text.replace("\x00", "")  # PostgreSQL keeps none, and a span must not shift
    if not text.strip():
        raise Invalid({"text": _("Paste the text of the plan, or choose a file.")})
    return text


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def _carry_over(old: Plan, new: Plan) -> None:
    """Let what people did to the draft of the old text hold for what the new text says in the same words."""
    compiled = _as_compiled(old)
    found = {_key(element): element for element in new.elements.order_by("-order_number")}
    mapped: dict[object, Element] = {}
    for element in old.elements.all():
        same = found.get(compiled.get(str(element.pk), _key(element)))
        over = mapped.get(element.parent_id)
        by_hand = element.origin in {Origin.ADDED, Origin.MODEL} and not element.is_removed
        if same is None and by_hand and (over or not element.parent_id) and _still_said(element, new):
            same = _copy(element, Element(plan=new, parent=over, kind=element.kind, origin=element.origin))
        elif same is not None and element.is_removed:
            same.is_removed = True
            same.save(update_fields=["is_removed"])
        elif same is not None and element.origin in {Origin.CORRECTED, Origin.MODEL}:
            same.origin = Origin(element.origin)
            _copy(element, same)
        if same is not None:
            mapped[element.pk] = same
    answers = {(one.code, str(one.parameters)): one.answer for one in old.remarks.exclude(answer="")}
    for remark in new.remarks.all():
        if answer := answers.get((remark.code, str(remark.parameters))):
            remark.answer = answer
            remark.save(update_fields=["answer"])


def _still_said(element: Element, new: Plan) -> bool:
    """Return whether the words from which a model read a thing stand in the new text; a person needs none."""
    if element.origin != Origin.MODEL or element.span_start is None:
        return True
    return element.plan.text[element.span_start : element.span_end] in new.text


_COPIED = ("name", "starts_on", "ends_on", "rhythm", "amount", "unit", "target", "mechanism", "order_number")


def _copy(element: Element, to: Element) -> Element:
    for field in _COPIED[:-1] if to.span_start is not None else _COPIED:
        setattr(to, field, getattr(element, field))
    to.save()
    return to


def _key(element: Element) -> tuple[str, ...]:
    return (element.kind, element.name, str(element.starts_on), str(element.ends_on), element.rhythm)


def _as_compiled(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return for each corrected element, by its key, what the compiler had read there: its state before any edit."""
    found: dict[str, tuple[str, ...]] = {}
    for edit in DraftEdit.objects.filter(plan=plan, is_undone=False).order_by("id"):
        for row in edit.before:
            kept = (row["kind"], row["name"], str(row["starts_on"]), str(row["ends_on"]), row["rhythm"])
            found.setdefault(row["id"], kept)
    return found


def _keep(draft: PlanDraft, text: str, body: Body, file_name: str, actor: Actor, amends: Plan | None = None) -> Plan:
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
        amends=amends,
    )
    Element.objects.bulk_create(elements_of(plan, draft))
    _remarks(plan, draft.findings)
    record("plans.amend_text" if amends else "plans.take_in", plan, actor=actor)
    return plan


def _remarks(plan: Plan, findings: Sequence[Finding]) -> None:
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
        for place, finding in enumerate(findings)
    )


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


def elements_of(plan: Plan, draft: PlanDraft) -> list[Element]:
    """Return the rows of a draft, not kept yet, in the order of the text; parents stand before their children."""
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
    _purposes(rows, draft)
    return rows.rows


def _purposes(rows: _Rows, draft: PlanDraft) -> None:
    """Put why, for whom and by which means: theme, scope, goals, requirements, safeguards, mechanisms."""
    if draft.theme is not None:
        rows.put(Kind.THEME, draft.theme.text, draft.theme.span, draft.theme.confidence)
    for label in draft.scope:
        rows.put(Kind.SCOPE, label.text, label.span, label.confidence)
    for goal in draft.goals:
        rows.put(Kind.GOAL, goal.text, goal.span, goal.confidence, target=goal.target[:60])
    for one in draft.requirements:
        rows.put(Kind.SAFEGUARD if one.safeguard else Kind.DEMAND, one.text, one.span, one.confidence)
    for ask in draft.asks[:MOST_ASKS]:
        rows.put(Kind.ASK, ask.text, ask.span, ask.confidence, mechanism=ask.mechanism.value)


def _phases(rows: _Rows, draft: PlanDraft) -> None:
    above: list[Element] = []
    for phase in draft.phases:
        # A phase that ends before it begins keeps its first day; the linter tells the officer.
        ends = None if phase.starts and phase.ends and phase.ends < phase.starts else phase.ends
        over = above[phase.parent] if phase.parent is not None and phase.parent < len(above) else None
        facts = {"parent": over, "starts_on": phase.starts, "ends_on": ends}
        above.append(rows.put(Kind.PHASE, phase.name, phase.span, phase.confidence, **facts))
