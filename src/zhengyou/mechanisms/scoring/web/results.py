"""How the points of one unit came about, and two assessments side by side."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.mechanisms.scoring import catalogue, rules, scheme_exports
from zhengyou.mechanisms.scoring.assessed import readable_assessments, readable_results
from zhengyou.mechanisms.scoring.enums import AssessmentState, Source
from zhengyou.mechanisms.scoring.models import Assessment, Mark, Part, Result
from zhengyou.mechanisms.scoring.replaying import differences
from zhengyou.mechanisms.scoring.web import drawing, releasing, showing
from zhengyou.mechanisms.scoring.web.assessments import assessment_or_404
from zhengyou.registry.access.web import DeskRequest, desk_view


@desk_view(rules.READ)
def result(request: DeskRequest, pk: uuid.UUID, unit: uuid.UUID) -> HttpResponseBase:
    """Show how the points of one unit came about, part by part."""
    assessment = assessment_or_404(request, pk)
    own = get_object_or_404(readable_results(assessment, request.actor), body__public_id=unit)
    if download := scheme_exports.part_by_part(own).answer(request.GET.get("export")):
        return download
    marks = Mark.objects.filter(part__scheme=assessment.scheme, body=own.body, starts_on=assessment.starts_on)
    context = {
        "assessment": assessment,
        "result": own,
        "group": showing.group_name(own.group),
        "places": showing.places(own),
        "marks": marks.select_related("part"),
        "rows": _rows(own),
        "chart": drawing.parts(own),
        "in_one": in_one(own),
        "voices": [entry for entry in own.parts if entry["voice"] != "none"],
        "missing": [entry["name"] for entry in own.parts if entry["points"] is None],
        "objection": own.assessment.objections.filter(body=own.body).last(),
        "object_url": releasing.object_page(request, assessment, own.body),
    }
    return render(request, "scoring/result.html", context)


def _rows(result: Result) -> list[dict[str, Any]]:
    """Return the parts of ``result`` with the page of the records behind each."""
    assessment = result.assessment
    known = {str(part.pk): part for part in assessment.scheme.parts.all()}
    return [{"part": entry, "records": _records(known.get(entry["key"]), result)} for entry in result.parts]


def _records(part: Part | None, result: Result) -> str:
    """Return the page of the records behind the points of ``part``; nothing where a person gave them."""
    assessment = result.assessment
    if part is None:
        return ""
    if part.source == Source.INDICATOR:
        offered = catalogue.offered().get(part.indicator)
        drill = offered.drill if offered else None
        return drill(result.body, assessment.starts_on, assessment.last_day) if drill else ""
    if part.source == Source.SCHEME:
        fed = Assessment.objects.filter(
            scheme__code=part.feeds, state=AssessmentState.PUBLISHED, results__body=result.body,
            starts_on__gte=assessment.starts_on, ends_on__lte=assessment.ends_on,
        ).first()  # fmt: skip
        return reverse("scoring:result", args=[fed.pk, result.body.public_id]) if fed else ""
    return ""


def in_one(result: Result) -> str:
    """Return in one sentence which part brought most and which lost most."""
    parts = [part for part in result.parts if part["points"] is not None]
    if not parts or result.total is None:
        return _("There are no points to add up yet.")
    most = max(parts, key=lambda part: part["contribution"])
    weakest = min(parts, key=lambda part: part["points"])
    told = {"total": result.total, "most": most["name"], "points": most["contribution"], "weakest": weakest["name"]}
    return _("%(total).1f points: “%(most)s” brought most (%(points).1f); weakest of its kind is “%(weakest)s”.") % told


@desk_view(rules.READ)
def changes(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show what a correction changed beside the result it corrects."""
    assessment = assessment_or_404(request, pk)
    return _side_by_side(request, assessment, assessment.corrects)


@desk_view(rules.READ)
def beside(request: DeskRequest, pk: uuid.UUID, other: uuid.UUID) -> HttpResponseBase:
    """Show two periods of one scheme side by side, the earlier one first."""
    assessment = assessment_or_404(request, pk)
    same = readable_assessments(request.actor).filter(scheme__code=assessment.scheme.code, body=assessment.body)
    earlier = get_object_or_404(same, pk=other)
    if earlier.starts_on > assessment.starts_on:
        assessment, earlier = earlier, assessment
    return _side_by_side(request, assessment, earlier)


def _side_by_side(request: DeskRequest, assessment: Assessment, earlier: Assessment | None) -> HttpResponseBase:
    seen = _seen(assessment, request) - (set(_bodies(earlier.results)) - _seen(earlier, request) if earlier else set())
    found = [one for one in differences(earlier, assessment) if one.body.pk in seen] if earlier else []
    changed = [one for one in found if one.changed]
    if earlier and (
        download := scheme_exports.differences(changed, earlier, assessment).answer(request.GET.get("export"))
    ):
        return download
    page = Paginator(changed, showing.PAGE).get_page(request.GET.get("page"))
    corrected = earlier is not None and assessment.corrects_id == earlier.pk
    context = {
        "assessment": assessment,
        "earlier": earlier,
        "title": _("What the correction changed") if corrected else _("Two periods side by side"),
        "corrected": corrected,
        "reason": assessment.reason if corrected else "",
        "page": page,
        "same": sum(not one.changed for one in found),
    }
    return render(request, "scoring/changes.html", context)


def _seen(assessment: Assessment, request: DeskRequest) -> set[int]:
    return set(_bodies(readable_results(assessment, request.actor)))


def _bodies(results: Any) -> Any:
    return results.values_list("body_id", flat=True)
