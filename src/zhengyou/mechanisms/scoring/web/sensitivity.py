"""Desk page: how far the order of an assessment depends on its weights; and the method paper of a scheme."""

import io
import uuid

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhengyou.mechanisms.scoring import method_paper, rules, scheme_exports, weighing
from zhengyou.mechanisms.scoring.assessed import readable_results
from zhengyou.mechanisms.scoring.scheme_forms import TrialForm
from zhengyou.mechanisms.scoring.web import showing
from zhengyou.mechanisms.scoring.web.assessments import assessment_or_404
from zhengyou.mechanisms.scoring.web.schemes import scheme_or_404
from zhengyou.records import documents
from zhengyou.registry.access.web import DeskRequest, desk_view


@desk_view(rules.READ)
def sensitivity(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show the places under other weights: nine of ten within 25 %, and those that somebody tries."""
    assessment = assessment_or_404(request, pk)
    results = list(readable_results(assessment, request.actor).order_by("group", "place", "-total", "pk"))
    parts = weighing.weights_in(results)
    asked = any(key in request.GET for key in parts)
    form = TrialForm(request.GET if asked else None, parts=parts)
    places: list[int | None] = [None] * len(results)
    if asked and form.is_valid():
        places = weighing.tried(assessment, results, form.cleaned_data)
    listing = scheme_exports.firmness(results, assessment, showing.group_name, places)
    if download := listing.answer(request.GET.get("export")):
        return download
    page = Paginator(list(zip(results, places, strict=True)), showing.PAGE).get_page(request.GET.get("page"))
    decides = dict(assessment.firmness.get("decides", []))
    context = {
        "assessment": assessment,
        "form": form,
        "asked": asked and form.is_valid(),
        "page": page,
        "rows": [{"result": one, "group": showing.group_name(one.group), "trial": place} for one, place in page],
        "moved": sum(place is not None and place != one.place for one, place in zip(results, places, strict=True)),
        "kept": assessment.firmness.get("kept"),
        "parts": [{"name": name, "weight": weight, "share": decides.get(name)} for name, weight in parts.values()],
        "firm": sum(one.firm_low is not None and one.firm_low == one.firm_high for one in results),
    }
    return render(request, "scoring/sensitivity.html", context, status=422 if asked and form.errors else 200)


@desk_view(rules.READ)
def method(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Hand out the method paper of a scheme, as PDF or (``?as=docx``) as Word."""
    scheme = scheme_or_404(request, pk)
    notice = method_paper.paper(scheme)
    word = request.GET.get("as") == "docx"
    rendered = documents.notice_docx(notice) if word else documents.notice_pdf(notice)
    name = f"{scheme.title}{_('Method paper')}.{'docx' if word else 'pdf'}"
    return FileResponse(
        io.BytesIO(rendered.content), as_attachment=True, filename=name, content_type=rendered.media_type
    )
