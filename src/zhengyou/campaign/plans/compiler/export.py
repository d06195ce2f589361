"""Drafts as JSON: the plain schema of the gold labels, and the full form with spans and confidences."""

from __future__ import annotations

from collections.abc import Iterable

from zhengyou.campaign.plans.compiler.draft import Finding, Json, PlanDraft, Section, Span, Within
from zhengyou.campaign.plans.compiler.wording import sentence


def plain_json(drafts: Iterable[PlanDraft], language: str = "zh") -> dict[str, Json]:
    """The plans of one text in the schema of the gold labels; ``defects`` are sentences in ``language``."""
    return {"plans": [_plain(draft, language) for draft in drafts]}


def _plain(draft: PlanDraft, language: str) -> dict[str, Json]:
    points = [(w.item, int(w.points) if w.points == int(w.points) else w.points) for w in draft.weights]
    return {
        "title": draft.title.text if draft.title else "",
        "issuer": draft.issuer.text if draft.issuer else None,
        "document_number": draft.document_number.text if draft.document_number else None,
        "issued_on": draft.issued_on.day.isoformat() if draft.issued_on else None,
        "dimensions": [{"name": d.name, "items": [item.text for item in d.items]} for d in draft.dimensions],
        "phases": [
            {
                "name": p.name,
                "starts": p.starts.isoformat() if p.starts else None,
                "ends": p.ends.isoformat() if p.ends else None,
            }
            for p in draft.phases
        ],
        "deadlines": [
            {
                "due": d.due.isoformat() if d.due else None,
                "recurrence": str(d.recurrence) if d.recurrence else None,
                "action": d.action,
            }
            for d in draft.deadlines
        ],
        "quotas": [{"award": q.award, "count": q.count, "unit": str(q.unit)} for q in draft.quotas],
        "weights": [{"item": item, "points": value} for item, value in points],
        "recipients": [label.text for label in draft.recipients],
        "bodies": [label.text for label in draft.bodies],
        "defects": [sentence(finding, language) for finding in draft.findings],
    }


def full_json(drafts: Iterable[PlanDraft], language: str = "zh") -> dict[str, Json]:
    """As :func:`plain_json`, with the span and confidence of everything and the typed findings."""
    plans: list[Json] = []
    for draft in drafts:
        plan = _plain(draft, language)
        plan["span"] = _span(draft.span)
        plan["evidence"] = {
            "title": _evidence(draft.title),
            "issuer": _evidence(draft.issuer),
            "document_number": _evidence(draft.document_number),
            "issued_on": _evidence(draft.issued_on),
            "dimensions": [{**_known(d), "items": [_known(i) for i in d.items]} for d in draft.dimensions],
            "phases": [_known(x) for x in draft.phases],
            "deadlines": [{**_known(x), **_counted(x.within)} for x in draft.deadlines],
            "quotas": [_known(x) for x in draft.quotas],
            "weights": [_known(x) for x in draft.weights],
            "recipients": [_known(x) for x in draft.recipients],
            "bodies": [_known(x) for x in draft.bodies],
        }
        plan["theme"] = {"text": draft.theme.text, **_known(draft.theme)} if draft.theme else None
        plan["scope"] = [{"text": x.text, **_known(x)} for x in draft.scope]
        plan["goals"] = [{"text": x.text, "target": x.target, **_known(x)} for x in draft.goals]
        plan["requirements"] = [{"text": x.text, "safeguard": x.safeguard, **_known(x)} for x in draft.requirements]
        plan["mechanisms"] = [{"mechanism": str(x.mechanism), "text": x.text, **_known(x)} for x in draft.asks]
        plan["sections"] = [_section(section) for section in draft.sections]
        plan["findings"] = [_finding(finding, language) for finding in draft.findings]
        plans.append(plan)
    return {"plans": plans}


def _span(span: Span) -> list[Json]:
    return [span.start, span.end]


def _section(section: Section) -> dict[str, Json]:
    return {
        "number": section.number,
        "heading": section.heading,
        "depth": section.depth,
        "span": _span(section.span),
        "body": _span(section.body),
    }


def _counted(within: Within | None) -> dict[str, Json]:
    """The time that a duty counts from an event, if it does."""
    if within is None:
        return {}
    counted: dict[str, Json] = {
        "days": within.days,
        "months": within.months,
        "working": within.working,
        "event": within.event,
    }
    return {"within": counted}


def _known(found: object) -> dict[str, Json]:
    span, confidence = getattr(found, "span"), getattr(found, "confidence")  # noqa: B009 - every record has both
    return {"span": _span(span), "confidence": confidence}


def _evidence(found: object | None) -> Json:
    return _known(found) if found is not None else None


def _finding(finding: Finding, language: str) -> dict[str, Json]:
    return {
        "code": finding.code,
        "parameters": dict(finding.parameters),
        "severity": str(finding.severity),
        "span": _span(finding.span),
        "mend": finding.mend,
        "sentence": sentence(finding, language),
    }
