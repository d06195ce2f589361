"""Desk pages of what meetings decided."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.record import entries
from zhengyou.registry.bodies.queries import standing
from zhengyou.registry.papers import actions, exports, queries, rules
from zhengyou.registry.papers.enums import ResolutionState
from zhengyou.registry.papers.forms import ReasonForm, ResolutionForm
from zhengyou.registry.papers.models import Resolution
from zhengyou.registry.papers.web import showing


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the decisions, the latest first."""
    found = queries.resolutions(request.actor)
    if words := request.GET.get("q", "").strip()[:100]:
        found = found.filter(title__icontains=words)
    if request.GET.get("export") == "xlsx":
        return showing.workbook(exports.resolutions(found), _("Register of decisions"))
    page = Paginator(found, showing.PAGE).get_page(request.GET.get("page"))
    rows = [{"one": one, "tone": showing.RESOLUTION_TONES[ResolutionState(one.state)]} for one in page]
    keeps = request.actor.holds(rules.REGULATE)
    return render(request, "papers/resolutions.html", {"page": page, "rows": rows, "keeps": keeps})


@desk_view(rules.REGULATE)
def new(request: DeskRequest) -> HttpResponse:
    """Record a decision."""
    form = ResolutionForm(request.POST or None, initial={"body": request.actor.body, "decided_on": clock.today()})
    form.fields["body"].queryset = within(standing(), request.actor, rules.REGULATE)  # type: ignore[attr-defined]  # a choice field
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.resolve(actor=request.actor, **form.cleaned_data)
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("Recorded as %(number)s.") % {"number": made.number})
            return redirect("papers:resolution", pk=made.pk)
    context = {
        "title": _("Record a decision"),
        "form": form,
        "submit": _("Record"),
        "back": reverse("papers:resolutions"),
    }
    return render(request, "form.html", context, status=422 if form.is_bound else 200)


def _resolution(request: DeskRequest, pk: uuid.UUID) -> Resolution:
    return get_object_or_404(queries.resolutions(request.actor), pk=pk)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one decision, and what rests on it."""
    one = _resolution(request, pk)
    standing_still = one.state == ResolutionState.STANDING
    context = {
        "one": one,
        "tone": showing.RESOLUTION_TONES[ResolutionState(one.state)],
        "papers": queries.readable(request.actor).filter(bases__resolution=one).distinct(),
        "regulations": queries.regulations(request.actor).filter(versions__resolution=one).distinct(),
        "entries": entries(one),
        "can_revoke": standing_still and bool(may(request.actor, rules.REGULATE, one.body)),
    }
    return render(request, "papers/resolution.html", context)


@desk_view(rules.REGULATE)
def revoke(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and revoke a decision."""
    one = _resolution(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke(one, reason=form.cleaned_data["reason"], actor=request.actor)
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("The decision was revoked."))
            return redirect("papers:resolution", pk=pk)
    context = {
        "title": _("Revoke the decision"),
        "text": _("What rests on it stays as it is, and shows that the decision was revoked."),
        "form": form,
        "label": _("Revoke the decision"),
        "back": reverse("papers:resolution", args=[pk]),
    }
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)
