"""Desk pages of schemes: the list, one scheme with its tree, and the verbs of a draft."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.scoring import actions, catalogue, collecting, rules, scheme_exports
from zhengyou.mechanisms.scoring.actions.schemes import late, lint
from zhengyou.mechanisms.scoring.assessed import readable_assessments, readable_schemes
from zhengyou.mechanisms.scoring.enums import Rhythm, SchemeState
from zhengyou.mechanisms.scoring.models import Part, Scheme
from zhengyou.mechanisms.scoring.periods import later
from zhengyou.mechanisms.scoring.scheme_forms import (
    GroupForm,
    NewSchemeForm,
    PartForm,
    RulesForm,
    SchemeFilter,
    SubmitForm,
)
from zhengyou.mechanisms.scoring.web import showing
from zhengyou.registry.access.queries import roots_of, within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.approvals.queries import running_approval


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the schemes this hat may read."""
    form = SchemeFilter(request.GET)
    schemes = readable_schemes(request.actor)
    wanted = form.cleaned_data if form.is_valid() else {}
    if words := (wanted.get("q") or "").strip():
        schemes = schemes.filter(title__icontains=words)
    if wanted.get("state"):
        schemes = schemes.filter(state=wanted["state"])
    if download := scheme_exports.schemes(schemes).answer(request.GET.get("export")):
        return download
    page = Paginator(schemes, showing.PAGE).get_page(request.GET.get("page"))
    rows = [{"scheme": one, "tone": showing.SCHEME_TONES[SchemeState(one.state)]} for one in page]
    context = {"page": page, "rows": rows, "filter_form": form, "may_design": request.actor.holds(rules.DESIGN)}
    return render(request, "scoring/schemes.html", context)


@desk_view(rules.DESIGN)
def new(request: DeskRequest) -> HttpResponse:
    """Begin a scheme from a preset, or an empty one."""
    start = later(clock.today().replace(day=1), 1)
    form = NewSchemeForm(
        request.POST or None, roots=roots_of(request.actor, rules.DESIGN), initial={"starts_on": start}
    )

    def made(given: dict[str, Any]) -> Scheme:
        own = {"body": given["body"], "starts_on": given["starts_on"], "actor": request.actor}
        if given["preset"]:
            return actions.adopt(given["preset"], **own)
        return actions.design(code=given["code"], title=given["title"], **own)

    lead = _("A scheme is drafted, approved, and frozen before its first period begins.")
    return _asked(request, form, made, title=_("New scheme"), lead=lead, submit=_("Begin the draft"))


def scheme_or_404(request: DeskRequest, pk: uuid.UUID) -> Scheme:
    """Return a scheme that this hat may read, or answer that there is none."""
    return get_object_or_404(readable_schemes(request.actor), pk=pk)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show a scheme: its rules, its tree, its assessments and what this hat may do."""
    scheme = scheme_or_404(request, pk)
    tree = showing.tree(scheme)
    if download := scheme_exports.tree(scheme, tree).answer(request.GET.get("export")):
        return download
    designs = bool(may(request.actor, rules.DESIGN, scheme.body))
    draft = scheme.state == SchemeState.DRAFT
    in_force = scheme.state in (SchemeState.FROZEN, SchemeState.RETIRED)
    context = {
        "scheme": scheme,
        "tone": showing.SCHEME_TONES[SchemeState(scheme.state)],
        "tree": tree,
        "mixes": showing.mixes(scheme),
        "problems": lint(scheme) if draft else [],
        "late": late(scheme) if draft else "",
        "units": len(collecting.units_of(scheme)),
        "kinds": showing.kinds(scheme),
        "groups": scheme.peer_groups.prefetch_related("members"),
        "indicators": [catalogue.offered()[name] for name in _indicators(scheme)],
        "assessments": readable_assessments(request.actor).filter(scheme=scheme)[:12],
        "approval": running_approval(scheme),
        "edits": designs and draft,
        "may_revise": designs and scheme.state == SchemeState.FROZEN,
        "may_begin": in_force and bool(may(request.actor, rules.RUN, scheme.body)),
        "may_mark": in_force and (request.actor.holds(rules.ASSESS) or request.actor.holds(rules.SELF_CHECK)),
    }
    return render(request, "scoring/scheme.html", context)


def _indicators(scheme: Scheme) -> list[str]:
    used = scheme.parts.exclude(indicator="").values_list("indicator", flat=True)
    return [name for name in dict.fromkeys(used) if name in catalogue.offered()]


@desk_view(rules.DESIGN)
def change_rules(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Change the rules of a draft."""
    scheme = scheme_or_404(request, pk)
    form = RulesForm(request.POST or None, instance=scheme)
    fresh = Scheme(pk=scheme.pk)
    return _asked(
        request, form, lambda given: actions.set_rules(fresh, actor=request.actor, **given),
        title=_("Rules of the scheme"), lead=str(scheme), submit=_("Save"), back="../",
    )  # fmt: skip


@desk_view(rules.DESIGN)
def new_part(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a part to a draft."""
    scheme = scheme_or_404(request, pk)
    form = PartForm(request.POST or None, scheme=scheme, initial={"target": 100, "worst": 0, "source": "check"})

    def made(given: dict[str, Any]) -> Scheme:
        values = {name: value for name, value in given.items() if name != "order_number"}
        return actions.add_part(scheme, actor=request.actor, **values).scheme

    return _asked(request, form, made, title=_("New part"), lead=str(scheme), submit=_("Add"), back="../../")


@desk_view(rules.DESIGN)
def change_part(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a part of a draft."""
    part = get_object_or_404(within(Part.objects.select_related("scheme__body"), request.actor, rules.DESIGN), pk=pk)
    form = PartForm(request.POST or None, scheme=part.scheme, instance=part)
    fresh = Part.objects.select_related("scheme").get(pk=pk)
    return _asked(
        request, form, lambda given: actions.set_part(fresh, actor=request.actor, **given).scheme,
        title=part.name, lead=str(part.scheme), submit=_("Save"), back=f"../../schemes/{part.scheme_id}/",
    )  # fmt: skip


@desk_view(rules.DESIGN)
@require_POST
def drop_part(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a part, and what lies below it, out of a draft."""
    part = get_object_or_404(within(Part.objects.select_related("scheme__body"), request.actor, rules.DESIGN), pk=pk)
    scheme = actions.drop_part(part, actor=request.actor)
    return redirect("scoring:scheme", pk=scheme.pk)


@desk_view(rules.DESIGN)
def name_group(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Name a peer group of a draft."""
    scheme = scheme_or_404(request, pk)
    form = GroupForm(request.POST or None, units=collecting.assessable(scheme))

    def made(given: dict[str, Any]) -> Scheme:
        members = list(given["members"])
        return actions.name_group(scheme, name=given["name"], members=members, actor=request.actor).scheme

    return _asked(request, form, made, title=_("Peer group"), lead=str(scheme), submit=_("Save"), back="../")


@desk_view(rules.DESIGN)
@require_POST
def weigh_impact(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Count what a change would move in the running period."""
    scheme = actions.weigh_impact(scheme_or_404(request, pk), actor=request.actor)
    text = _("%(moved)d of %(units)d units would move.") % scheme.impact
    messages.info(request, text)
    return redirect("scoring:scheme", pk=pk)


@desk_view(rules.DESIGN)
def submit(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Submit a draft for approval."""
    scheme = scheme_or_404(request, pk)
    form = SubmitForm(request.POST if request.method == "POST" else None)

    def made(given: dict[str, Any]) -> Scheme:
        actions.submit(scheme, actor=request.actor, **given)
        messages.success(request, _("Submitted. Once approved, nothing of it can be changed."))
        return scheme

    lead = _("A decision is needed only where the period has begun already.")
    return _asked(request, form, made, title=_("Submit for approval"), lead=lead, submit=_("Submit"), back="../")


@desk_view(rules.DESIGN)
@require_POST
def revise(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Begin the next version: from the next period on, or (``now``) within the running one."""
    scheme = scheme_or_404(request, pk)
    starts_on = None
    if request.POST.get("now"):
        starts_on = showing.running_period(scheme.starts_on, Rhythm(scheme.rhythm))
    draft = actions.revise(scheme, starts_on=starts_on, actor=request.actor)
    return redirect("scoring:scheme", pk=draft.pk)


def _asked(
    request: DeskRequest, form: BaseForm, made: Callable[[dict[str, Any]], Scheme], *, back: str = "../", **words: str
) -> HttpResponse:
    """Answer a form page: do what is asked and go to the scheme, or show what is wrong beside what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            scheme = made(form.cleaned_data)
        except Refused as error:
            error.place_on(form)
        else:
            return redirect("scoring:scheme", pk=scheme.pk)
    status = 422 if form.is_bound else 200
    return render(request, "form.html", {"form": form, "back": back, **words}, status=status)
