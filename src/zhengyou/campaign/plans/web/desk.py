"""The plan desk: take a text in, see text and draft side by side, correct, answer, confirm."""

import io
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.campaign.plans import actions, exports, rules
from zhengyou.campaign.plans.enums import Kind, Severity, State
from zhengyou.campaign.plans.forms import PlanFilter, TakeInForm
from zhengyou.campaign.plans.models import Element, Plan
from zhengyou.campaign.plans.queries import first_of, last_step, latest, pieces, with_counts, wording
from zhengyou.campaign.plans.web.model import context_of
from zhengyou.kernel.errors import Refused
from zhengyou.records.ledger import words
from zhengyou.records.sheets import XLSX
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.record import entries

TONES = {
    State.DRAFT: "warning",
    State.READY: "info",
    State.LAUNCHED: "success",
    State.ADOPTED: "success",
    State.WITHDRAWN: "neutral",
}
SHOWN = (
    Kind.THEME, Kind.SCOPE, Kind.GOAL, Kind.DIMENSION, Kind.PHASE, Kind.DUTY, Kind.QUOTA, Kind.WEIGHT, Kind.DEMAND,
    Kind.SAFEGUARD, Kind.BODY, Kind.RECIPIENT, Kind.ASK,
)  # fmt: skip
"""The kinds of things in the order in which an officer reads a plan."""
FOLDED = frozenset({Kind.ASK})
LIGHTS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the plans in the scope of this hat."""
    form = PlanFilter(request.GET)
    plans = with_counts(within(Plan.objects.all(), request.actor, rules.READ))
    if form.is_valid():
        wanted = form.cleaned_data
        if wanted["q"]:
            text = wanted["q"].strip()
            plans = plans.filter(Q(title__icontains=text) | Q(document_number__icontains=text))
        if wanted["state"]:
            plans = plans.filter(state=wanted["state"])
        if wanted["taken"]:
            plans = plans.filter(taken_in_at__year=wanted["taken"])
    if request.GET.get("export") == "xlsx":
        content = io.BytesIO(exports.plans(plans.defer("text")))
        return FileResponse(content, as_attachment=True, filename=_("Plans") + ".xlsx", content_type=XLSX)
    page = Paginator(plans.defer("text"), 25).get_page(request.GET.get("page"))
    rows = [{"plan": plan, "tone": TONES[State(plan.state)]} for plan in page]
    context = {"page": page, "rows": rows, "filter_form": form, "can_add": request.actor.holds(rules.MANAGE)}
    return render(request, "plans/list.html", context)


@desk_view(rules.MANAGE)
def take_in(request: DeskRequest) -> HttpResponse:
    """Take in a pasted text or a file, and open the first plan found in it."""
    form = TakeInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and request.actor.body is not None:
        file = form.cleaned_data["file"]
        try:
            found = actions.take_in(
                body=request.actor.body,
                data=file.read() if file else b"",
                text="" if file else form.cleaned_data["text"],
                file_name=file.name if file else "",
                actor=request.actor,
            )
        except Refused as error:
            form.add_error("file" if file else "text", str(error))
        else:
            messages.success(
                request,
                ngettext("%d plan was read.", "%d plans were read; each stands in the list.", len(found)) % len(found),
            )
            return redirect("plans:bench", pk=found[0].pk) if len(found) == 1 else redirect("plans:list")
    context = {"form": form, "back": reverse("plans:list")}
    return render(request, "plans/take_in.html", context, status=422 if form.is_bound else 200)


@desk_view(rules.MANAGE)
def take_in_amended(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take in the amended text of a plan whose campaign is under way; its draft is checked like the first one."""
    plan = _plan(request, pk)
    form = TakeInForm(request.POST or None, request.FILES or None, initial={"text": plan.excerpt})
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            amended = actions.take_in_amended(
                plan,
                data=file.read() if file else b"",
                text="" if file else form.cleaned_data["text"],
                file_name=file.name if file else "",
                actor=request.actor,
            )
        except Refused as error:
            form.add_error("file" if file else "text", str(error))
        else:
            messages.success(
                request, _("The amended text was read. Check its draft, then compare it with the campaign.")
            )
            return redirect("plans:bench", pk=amended.pk)
    context = {"form": form, "plan": plan, "back": reverse("plans:bench", args=[pk])}
    return render(request, "plans/take_in.html", context, status=422 if form.is_bound else 200)


@desk_view(rules.READ)
def bench(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show text and draft side by side; clicking either leads to the other."""
    plan = _plan(request, pk)
    elements = list(plan.elements.order_by("order_number"))
    remarks = list(plan.remarks.all())
    standing = [element for element in elements if not element.is_removed]
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    can_manage = bool(may(request.actor, rules.MANAGE, plan.body))
    can_change = can_manage and plan.state == State.DRAFT
    step = last_step(plan) if can_change else None
    asked = context_of(plan, request.actor, can_change=can_change)
    context = asked | {
        "plan": plan,
        "tone": TONES[State(plan.state)],
        "pieces": pieces(plan, standing, remarks, [one.row for one in asked["offers"]]),
        "groups": _groups(standing),
        "removed": [element for element in elements if element.is_removed],
        "remarks": [
            {"row": remark, "text": wording(remark, language), "light": LIGHTS[Severity(remark.severity)]}
            for remark in remarks
        ],
        "unanswered": sum(1 for remark in remarks if remark.severity == Severity.ERROR and not remark.answer),
        "can_change": can_change,
        "can_manage": can_manage,
        "step": words.verb_label(step.verb) if step else "",
        "first": first_of(plan),
        "is_latest": plan.state in {State.LAUNCHED, State.ADOPTED} and latest(plan) == plan,
        "entries": entries(plan),
    }
    return render(request, "plans/bench.html", context)


def _groups(elements: list[Element]) -> list[dict[str, Any]]:
    """Return the draft by kind; items stand under their dimension, steps under their phase."""
    below: dict[uuid.UUID | None, list[Element]] = {}
    for element in elements:
        below.setdefault(element.parent_id, []).append(element)
    groups = []
    for kind in SHOWN:
        rows = [
            {"element": element, "children": below.get(element.pk, [])}
            for element in below.get(None, [])
            if element.kind == kind
        ]
        groups.append({"kind": kind, "label": Kind(kind).label, "rows": rows, "folds": kind in FOLDED})
    return groups


def _plan(request: DeskRequest, pk: uuid.UUID) -> Plan:
    return get_object_or_404(within(Plan.objects.select_related("body"), request.actor, rules.READ), pk=pk)


@desk_view(rules.MANAGE)
@require_POST
def confirm(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Confirm the draft."""
    actions.confirm(_plan(request, pk), actor=request.actor)
    messages.success(request, _("The draft is confirmed. The campaign can be launched."))
    return redirect("plans:bench", pk=pk)


@desk_view(rules.MANAGE)
@require_POST
def reopen(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Open the draft again."""
    actions.reopen(_plan(request, pk), actor=request.actor)
    return redirect("plans:bench", pk=pk)


@desk_view(rules.MANAGE)
@require_POST
def withdraw(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Withdraw the plan."""
    actions.withdraw(_plan(request, pk), actor=request.actor)
    messages.success(request, _("The plan was withdrawn; it stays on record."))
    return redirect("plans:list")
