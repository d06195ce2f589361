"""Readings of plans."""

import datetime as dt
import itertools
import re
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet

from zhengyou.campaign.plans.compiler.draft import Finding, Severity, Span
from zhengyou.campaign.plans.compiler.wording import sentence
from zhengyou.campaign.plans.enums import Kind
from zhengyou.campaign.plans.models import Element, Plan, Remark


def with_counts(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Return ``plans`` with ``found`` (things in the draft) and ``unanswered`` (remarks) counted."""
    counted = plans.select_related("body").annotate(
        found=Count("elements", filter=Q(elements__is_removed=False), distinct=True),
        unanswered=Count("remarks", filter=Q(remarks__answer="") & ~Q(remarks__severity="note"), distinct=True),
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


def pieces(plan: Plan, elements: list[Element], remarks: list[Remark]) -> list[Piece]:
    """Cut the plan's text at the places of what was found, the shortest place on top where several overlap."""
    places: list[tuple[int, int, str, str]] = [
        (element.span_start, element.span_end, str(element.pk), element.kind)
        for element in elements
        if element.span_start is not None and element.span_end is not None
    ]
    places += [(remark.span_start, remark.span_end, str(remark.pk), "remark") for remark in remarks]
    low, high = plan.starts_at, plan.ends_at
    places = [(max(a, low), min(b, high), key, kind) for a, b, key, kind in places if a < high and b > low and a < b]
    # A place that covers most of the text marks nothing.
    places = [place for place in places if place[1] - place[0] < max(400, (high - low) // 3)]
    edges = sorted({low, high, *(edge for place in places for edge in place[:2])})
    seen: set[str] = set()
    found: list[Piece] = []
    for start, end in itertools.pairwise(edges):
        covering = [place for place in places if place[0] <= start and place[1] >= end]
        text = _GAP.sub("\n\n", plan.text[start:end])
        if not covering:
            found.append(Piece(text))
            continue
        _a, _b, key, kind = min(covering, key=lambda place: (place[1] - place[0], place[2]))
        found.append(Piece(text, key, kind, key not in seen))
        seen.add(key)
    return found
