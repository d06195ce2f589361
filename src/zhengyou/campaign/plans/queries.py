"""Readings of plans."""

import datetime as dt
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from zhengyou.campaign.plans.compiler.draft import Finding, Severity, Span
from zhengyou.campaign.plans.compiler.wording import sentence
from zhengyou.campaign.plans.enums import Kind, ProposalState, State
from zhengyou.campaign.plans.models import DraftEdit, Element, Plan, Proposal, Remark


def with_counts(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Return ``plans`` with ``found`` (things in the draft) and ``unanswered`` (remarks, proposals) counted."""
    waiting = Proposal.objects.filter(plan=OuterRef("pk"), state=ProposalState.OPEN).order_by().values("plan")
    proposed = Subquery(waiting.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
    counted = plans.select_related("body").annotate(
        found=Count("elements", filter=Q(elements__is_removed=False), distinct=True),
        unanswered=Count("remarks", filter=Q(remarks__answer="") & ~Q(remarks__severity="note"), distinct=True)
        + Coalesce(proposed, 0),
    )
    return counted.order_by("-taken_in_at", "starts_at", "id")


def days_of(plan: Plan) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and last day that the phases of the draft name, or None where they name none."""
    phases = plan.elements.filter(kind=Kind.PHASE, is_removed=False)
    days = phases.aggregate(starts=Min("starts_on"), ends=Max("ends_on"))
    return days["starts"], days["ends"]


def wording(remark: Remark, language: str) -> str:
    """Return what a remark says, in ``language`` (zh or en)."""
    finding = Finding(
        code=remark.code,
        parameters=tuple((str(key), str(value)) for key, value in remark.parameters.items()),
        span=Span(remark.span_start, remark.span_end),
        severity=Severity(remark.severity),
        mend=remark.mend or None,
    )
    return sentence(finding, language)


_GAP = re.compile(r"\n(?:[^\S\n]*\n){2,}")
"""Several empty lines in a row; on screen one is enough."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text: plain, or the place of a thing (``target`` = element or remark id; ``kind`` says which)."""

    text: str
    target: str = ""
    kind: str = ""
    is_first: bool = False
    hidden: tuple[str, ...] = ()
    """Things that begin here and lie wholly under others, so that a link to them leads here all the same."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a thing stands in the text; ``marks`` is False where it covers so much that it would mark nothing."""

    start: int
    end: int
    key: str
    kind: str
    marks: bool = True

    @property
    def rank(self) -> tuple[bool, int, str]:
        """Return by what one place lies on top of another: clauses that merely ask for a means lie below all."""
        return self.kind == Kind.ASK, self.end - self.start, self.key


def pieces(
    plan: Plan, elements: list[Element], remarks: list[Remark], proposals: Sequence[Proposal] = ()
) -> list[Piece]:
    """Cut the plan's text at the places of what was found, the shortest place on top where several overlap."""
    low, high = plan.starts_at, plan.ends_at
    places = _places(elements, remarks, proposals, low, high)
    edges = sorted({low, high, *(place.start for place in places), *(place.end for place in places if place.marks)})
    runs: list[tuple[int, int, _Place | None]] = []
    waiting = sorted((one for one in places if one.marks), key=lambda one: one.start, reverse=True)
    active: list[_Place] = []
    for start, end in itertools.pairwise(edges):
        active = [one for one in active if one.end > start]
        while waiting and waiting[-1].start <= start:
            active.append(waiting.pop())
        runs.append((start, end, min(active, key=lambda one: one.rank, default=None)))
    shown = {top.key for _start, _end, top in runs if top is not None}
    hidden: dict[int, list[str]] = {}
    for place in places:
        if place.key not in shown:
            hidden.setdefault(place.start, []).append(place.key)
    seen: set[str] = set()
    found: list[Piece] = []
    for start, end, top in runs:
        text, under = _GAP.sub("\n\n", plan.text[start:end]), tuple(hidden.get(start, ()))
        if top is None:
            found.append(Piece(text, hidden=under))
            continue
        found.append(Piece(text, top.key, top.kind, top.key not in seen, under))
        seen.add(top.key)
    return found


def _places(
    elements: list[Element], remarks: list[Remark], proposals: Sequence[Proposal], low: int, high: int
) -> list[_Place]:
    found: list[_Place] = []
    most = max(400, (high - low) // 3)
    rows = [(one.span_start, one.span_end, str(one.pk), one.kind) for one in elements]
    rows += [(one.span_start, one.span_end, str(one.pk), "remark") for one in remarks]
    rows += [(one.span_start, one.span_end, str(one.pk), "proposal") for one in proposals]
    for start, end, key, kind in rows:
        if start is None or end is None or start >= high or end <= low or start >= end:
            continue
        first, last = max(start, low), min(end, high)
        found.append(_Place(first, last, key, kind, last - first < most))
    return found


def last_step(plan: Plan) -> DraftEdit | None:
    """Return the last step on the draft that was not undone."""
    return plan.edits.filter(is_undone=False).first()


def latest(plan: Plan) -> Plan:
    """Return the text that holds today for the campaign of ``plan``: itself, or the last amended one taken over."""
    found = plan
    while after := found.amended_by.filter(state=State.ADOPTED).order_by("-taken_in_at").first():
        found = after
    return found


def first_of(plan: Plan) -> Plan:
    """Return the plan with which the campaign was launched, of which ``plan`` is perhaps an amended text."""
    found = plan
    while found.amends is not None:
        found = found.amends
    return found
