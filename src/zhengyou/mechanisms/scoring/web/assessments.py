"""Desk pages of assessments: marks of units, results, and where results are used."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.mechanisms.scoring import actions, collecting, rules, scheme_exports
from zhengyou.mechanisms.scoring.assessed import readable_assessments, readable_results
from zhengyou.mechanisms.scoring.enums import AssessmentState, Role, Source
from zhengyou.mechanisms.scoring.models import Assessment, Mark, Result, Use
from zhengyou.mechanisms.scoring.replaying import replay
from zhengyou.mechanisms.scoring.scheme_forms import (
    BeginForm,
    EventForm,
    ReasonForm,
    ResultFilter,
    UnitFilter,
    UseForm,
)
from zhengyou.mechanisms.scoring.web import asking, drawing, marking, polling, releasing, showing
from zhengyou.mechanisms.scoring.web.schemes import scheme_or_404
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view


@desk_view(rules.RUN)
def begin(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the assessment of a period that is over."""
    scheme = scheme_or_404(request, pk)
    form = BeginForm(request.POST or None, periods=showing.past_periods(scheme))

    def made(given: dict[str, Any]) -> str:
        day = dt.date.fromisoformat(given["starts_on"])
        return releasing.page_of(actions.begin(scheme, starts_on=day, actor=request.actor))

    lead = _("Inputs are collected and computed in the background; nothing is shown to the units yet.")
    return asking.asked(request, form, made, title=_("Assess a period"), lead=lead, submit=_("Assess"))


def assessment_or_404(request: DeskRequest, pk: uuid.UUID) -> Assessment:
    """Return an assessment that this hat may read, or answer that there is none."""
    return get_object_or_404(readable_assessments(request.actor), pk=pk)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show the results of an assessment, how firm their order is, objections, and what this hat may do."""
    assessment = assessment_or_404(request, pk)
    seen = readable_results(assessment, request.actor)
    names = [(group, showing.group_name(group)) for group in _groups(seen)]
    grades = [name for name, _least in assessment.scheme.grades]
    form = ResultFilter(request.GET, groups=names, grades=grades)
    found = _found(seen, form)
    if download := scheme_exports.results(assessment, found, showing.group_name).answer(request.GET.get("export")):
        return download
    page = Paginator(found, showing.PAGE).get_page(request.GET.get("page"))
    context = {
        **polling.of(assessment),
        **releasing.road(request, assessment),
        "assessment": assessment,
        "tone": showing.ASSESSMENT_TONES[AssessmentState(assessment.state)],
        "page": page,
        "rows": showing.rows(page, assessment),
        "chart": drawing.totals(page.object_list, showing.group_name),
        "others": _others(request, assessment),
        "filter_form": form,
        "barred": seen.exclude(vetoes=[]).count(),
        "ranked": seen.filter(place__isnull=False).count(),
        "decides": assessment.firmness.get("decides", []),
        "kept": assessment.firmness.get("kept"),
        "uses": within(assessment.uses.all(), request.actor, rules.READ),
        "may_use": bool(may(request.actor, rules.USE, assessment.body)) and assessment.state == "published",
    }
    return render(request, "scoring/assessment.html", context)


@desk_view(rules.READ)
def progress(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer with how far the computation is."""
    return polling.answer(request, assessment_or_404(request, pk))


def _others(request: DeskRequest, assessment: Assessment) -> list[Assessment]:
    """Return the assessments of other periods by the same scheme, beside which this one can be laid."""
    found = readable_assessments(request.actor).filter(
        scheme__code=assessment.scheme.code, body=assessment.body, computed_at__isnull=False
    )
    return list(found.exclude(starts_on=assessment.starts_on)[:8])


def _groups(results: QuerySet[Result]) -> list[str]:
    return sorted(set(results.order_by().values_list("group", flat=True)))


def _found(results: QuerySet[Result], form: ResultFilter) -> QuerySet[Result]:
    wanted = form.cleaned_data if form.is_valid() else {}
    if words := (wanted.get("q") or "").strip():
        results = results.filter(body__name__icontains=words)
    for name in ("group", "grade"):
        if wanted.get(name):
            results = results.filter(**{name: wanted[name]})
    return results


@desk_view(rules.RUN)
@require_POST
def drop(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Drop an unpublished result."""
    dropped = actions.drop(assessment_or_404(request, pk), actor=request.actor)
    messages.success(request, _("Dropped. The period can be assessed again."))
    return redirect("scoring:scheme", pk=dropped.scheme_id)


@desk_view(rules.RUN)
@require_POST
def replayed(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Compute a stored result again from its snapshot and say whether it stands."""
    found = replay(assessment_or_404(request, pk))
    if found.holds:
        messages.success(request, _("Computed again from the snapshot: every figure is the same."))
    else:
        text = _("The stored result differs from what its snapshot gives, in %(n)d units.") % {
            "n": len(found.differing)
        }
        messages.error(request, text)
    return redirect("scoring:assessment", pk=pk)


@desk_view(rules.READ)
def marks(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """List the units of a scheme with how far they are marked in a period."""
    scheme = scheme_or_404(request, pk)
    period = marking.period(request, scheme)
    form = UnitFilter(request.GET)
    units = marking.units(request.actor, scheme)
    if form.is_valid() and (words := form.cleaned_data["q"].strip()):
        units = units.filter(name__icontains=words)
    if wanted := request.GET.get("export"):
        whole = marking.rows(scheme, list(units), period)
        if download := scheme_exports.marks(scheme, whole, period).answer(wanted):
            return download
    page = Paginator(units, showing.PAGE).get_page(request.GET.get("page"))
    rows = marking.rows(scheme, list(page.object_list), period)
    periods = showing.past_periods(scheme, running=True)
    context = {"scheme": scheme, "period": period, "periods": periods, "page": page, "rows": rows, "filter_form": form}
    return render(request, "scoring/marks.html", context)


@desk_view(rules.READ)
def mark_unit(request: DeskRequest, pk: uuid.UUID, unit: uuid.UUID) -> HttpResponseBase:
    """Mark the checked parts of one unit: what it finds of itself, and what the assessor finds."""
    scheme = scheme_or_404(request, pk)
    own = get_object_or_404(marking.units(request.actor, scheme), public_id=unit)
    period = marking.period(request, scheme)
    rights = {name: bool(may(request.actor, name, own)) for name in (rules.ASSESS, rules.SELF_CHECK)}
    table = marking.MarkTable(scheme, own, period, assesses=rights[rules.ASSESS], checks=rights[rules.SELF_CHECK])
    if request.method == "POST" and table.fill(request.POST, request.actor):
        messages.success(request, _("Saved."))
        return redirect(f"{request.path}?period={period}")
    events = Mark.objects.filter(part__scheme=scheme, body=own, starts_on=period).exclude(event="")
    events = events.select_related("part")
    if request.method != "POST" and (wanted := request.GET.get("export")):
        listing = scheme_exports.marked(scheme, own, period, table.lines, events)
        if download := listing.answer(wanted):
            return download
    context = {
        "scheme": scheme,
        "unit": own,
        "period": period,
        "table": table,
        "events": events,
        "assesses": rights[rules.ASSESS],
    }
    return render(request, "scoring/mark_unit.html", context, status=422 if table.errors else 200)


@desk_view(rules.ASSESS)
def note_event(request: DeskRequest, pk: uuid.UUID, unit: uuid.UUID) -> HttpResponse:
    """Record a bonus, deduction or veto of one unit."""
    scheme = scheme_or_404(request, pk)
    own = get_object_or_404(within(collecting.assessable(scheme), request.actor, rules.ASSESS), public_id=unit)
    period = marking.period(request, scheme)
    form = EventForm(request.POST or None, parts=scheme.parts.exclude(role=Role.PART).exclude(source=Source.GROUP))

    def made(given: dict[str, Any]) -> str:
        actions.note_event(body=own, starts_on=period, actor=request.actor, **given)
        return reverse("scoring:mark-unit", args=[pk, unit]) + f"?period={period}"

    title = _("Bonus, deduction or veto")
    return asking.asked(
        request, form, made, title=title, lead=own.name, submit=_("Record"), back=f"../?period={period}"
    )


@desk_view(rules.ASSESS)
def lift(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Lift a bonus, deduction or veto."""
    found = within(Mark.objects.select_related("part__scheme", "body"), request.actor, rules.ASSESS)
    mark = get_object_or_404(found, pk=pk)
    form = ReasonForm(request.POST or None)
    page = reverse("scoring:mark-unit", args=[mark.part.scheme_id, mark.body.public_id]) + f"?period={mark.starts_on}"

    def made(given: dict[str, Any]) -> str:
        actions.lift(mark, actor=request.actor, **given)
        return page

    lead = f"{mark.body.name} · {mark.part.name} · {mark.event}"
    return asking.asked(request, form, made, title=_("Lift it"), lead=lead, submit=_("Lift"), back=page)


@desk_view(rules.USE)
def note_use(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Record where published results are used."""
    assessment = assessment_or_404(request, pk)
    form = UseForm(request.POST or None)

    def made(given: dict[str, Any]) -> str:
        values = {name: given[name] for name in ("purpose", "name", "weight")}
        actions.note_use(assessment, actor=request.actor, **values)
        return reverse("scoring:uses")

    return asking.asked(request, form, made, title=_("Use of the results"), lead=str(assessment), submit=_("Record"))


@desk_view(rules.READ)
def uses(request: DeskRequest) -> HttpResponseBase:
    """List where published results are used, those in doubt first."""
    found = within(Use.objects.select_related("assessment__scheme"), request.actor, rules.READ)
    found = found.order_by("-doubtful", "-used_on", "id")
    form = UnitFilter(request.GET)
    form.fields["q"].label = _("Paper or matter")
    if form.is_valid() and (words := form.cleaned_data["q"].strip()):
        found = found.filter(name__icontains=words)
    if download := scheme_exports.uses(found).answer(request.GET.get("export")):
        return download
    page = Paginator(found, showing.PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "filter_form": form, "may_settle": request.actor.holds(rules.USE)}
    return render(request, "scoring/uses.html", context)


@desk_view(rules.USE)
@require_POST
def settle(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Say that a use in doubt has been looked at again."""
    found = get_object_or_404(within(Use.objects.select_related("assessment"), request.actor, rules.USE), pk=pk)
    actions.settle_use(found, actor=request.actor)
    return redirect("scoring:uses")
