"""Desk pages of the regulations of a house."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
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
from zhengyou.registry.papers.enums import RegulationState, ResolutionState, State
from zhengyou.registry.papers.forms import AdoptionForm, AmendmentForm, ReasonForm, RegulationFilter, RegulationForm
from zhengyou.registry.papers.models import Regulation
from zhengyou.registry.papers.web import showing


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the set of regulations, by unit and by what they are for."""
    form = RegulationFilter(request.GET)
    found = queries.regulations(request.actor)
    wanted = form.cleaned_data if form.is_valid() else {}
    if words := (wanted.get("q") or "").strip():
        found = found.filter(title__icontains=words)
    for name in ("aspect", "state"):
        if wanted.get(name):
            found = found.filter(**{name: wanted[name]})
    if request.GET.get("export") == "xlsx":
        return showing.workbook(exports.regulations(found), _("Set of regulations"))
    page = Paginator(found, showing.PAGE).get_page(request.GET.get("page"))
    rows = [{"one": one, "tone": showing.REGULATION_TONES[RegulationState(one.state)]} for one in page]
    context = {"page": page, "rows": rows, "filter_form": form, "keeps": request.actor.holds(rules.REGULATE)}
    return render(request, "papers/regulations.html", context)


@desk_view(rules.REGULATE)
def new(request: DeskRequest) -> HttpResponse:
    """Write a regulation."""
    form = RegulationForm(request.POST or None, initial={"body": request.actor.body})
    form.fields["body"].queryset = within(standing(), request.actor, rules.REGULATE)  # type: ignore[attr-defined]  # a choice field
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.write_regulation(actor=request.actor, **form.cleaned_data)
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("Written. It is in force when a decision or an issued paper adopts it."))
            return redirect("papers:regulation", pk=made.pk)
    context = {
        "title": _("Write a regulation"),
        "form": form,
        "submit": _("Save"),
        "back": reverse("papers:regulations"),
    }
    return render(request, "form.html", context, status=422 if form.is_bound else 200)


def _regulation(request: DeskRequest, pk: uuid.UUID) -> Regulation:
    return get_object_or_404(queries.regulations(request.actor), pk=pk)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one regulation: the wording in force, all wordings with the problems that led to them, what comes next."""
    one = _regulation(request, pk)
    versions = list(
        one.versions.select_related("paper__number__series", "resolution__number__series").prefetch_related("issues")
    )
    newest = next(iter(versions), None)
    keeps = bool(may(request.actor, rules.REGULATE, one.body)) and one.state != RegulationState.REPEALED
    context = {
        "one": one,
        "tone": showing.REGULATION_TONES[RegulationState(one.state)],
        "versions": versions,
        "shown": one.current or newest,
        "entries": entries(one),
        "can_amend": keeps,
        "can_adopt": keeps and newest is not None and newest.adopted_on is None,
        "can_repeal": keeps and one.state == RegulationState.IN_FORCE,
    }
    return render(request, "papers/regulation.html", context)


@desk_view(rules.REGULATE)
def amend(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Write the next wording."""
    one = _regulation(request, pk)
    newest = one.versions.first()
    form = AmendmentForm(request.POST or None, initial={"text": newest.text if newest else ""})

    def act(given: dict[str, Any]) -> object:
        issues = given["issues"].splitlines()
        return actions.amend(one, text=given["text"], changes=given["changes"], issues=issues, actor=request.actor)

    return _ask(request, form, act, one, _("Amend the regulation"), _("The new wording was saved."))


@desk_view(rules.REGULATE)
def adopt(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Put the newest wording into force."""
    one = _regulation(request, pk)
    form = AdoptionForm(request.POST or None, initial={"on": clock.today()})
    chosen = {
        "resolution": queries.resolutions(request.actor).filter(state=ResolutionState.STANDING),
        "paper": queries.outgoing(request.actor).filter(state=State.ISSUED),
    }
    for name, rows in chosen.items():
        form.fields[name].queryset = rows  # type: ignore[attr-defined]  # a choice field

    def act(given: dict[str, Any]) -> object:
        return actions.adopt(one, actor=request.actor, **given)

    return _ask(request, form, act, one, _("Put the wording into force"), _("The regulation is in force."))


@desk_view(rules.REGULATE)
def repeal(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and repeal a regulation."""
    one = _regulation(request, pk)

    def act(given: dict[str, Any]) -> object:
        return actions.repeal(one, actor=request.actor, **given)

    form = ReasonForm(request.POST or None)
    return _ask(request, form, act, one, _("Repeal the regulation"), _("The regulation was repealed."))


def _ask(
    request: DeskRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    one: Regulation,
    title: str,
    done: str,
) -> HttpResponse:
    """Ask with a form and carry the verb out; what is refused stands at its field."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, done)
            return redirect("papers:regulation", pk=one.pk)
    context = {
        "title": title,
        "lead": one.title,
        "form": form,
        "submit": title,
        "back": reverse("papers:regulation", args=[one.pk]),
    }
    return render(request, "form.html", context, status=422 if form.is_bound else 200)
