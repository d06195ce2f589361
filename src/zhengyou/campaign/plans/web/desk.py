"""The plan desk: take a text in, see text and draft side by side, correct, answer, confirm."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.campaign.plans import actions, rules
from zhengyou.campaign.plans.enums import Kind, Severity, State
from zhengyou.campaign.plans.forms import AnswerForm, ElementForm, PlanFilter, TakeInForm
from zhengyou.campaign.plans.models import Element, Plan, Remark
from zhengyou.campaign.plans.queries import pieces, with_counts, wording
from zhengyou.kernel.errors import Invalid, Refused
from zhengyou.records.ledger import words
from zhengyou.records.ledger.queries import history
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view

TONES = {State.DRAFT: "warning", State.READY: "info", State.LAUNCHED: "success", State.WITHDRAWN: "neutral"}
LIGHTS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponse:
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
    return render(request, "plans/take_in.html", {"form": form}, status=422 if form.is_bound else 200)


@desk_view(rules.READ)
def bench(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show text and draft side by side; clicking either leads to the other."""
    plan = _plan(request, pk)
    elements = list(plan.elements.order_by("order_number"))
    remarks = list(plan.remarks.all())
    standing = [element for element in elements if not element.is_removed]
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    can_change = bool(may(request.actor, rules.MANAGE, plan.body)) and plan.state == State.DRAFT
    context = {
        "plan": plan,
        "tone": TONES[State(plan.state)],
        "pieces": pieces(plan, standing, remarks),
        "groups": _groups(standing),
        "removed": [element for element in elements if element.is_removed],
        "remarks": [
            {"row": remark, "text": wording(remark, language), "light": LIGHTS[Severity(remark.severity)]}
            for remark in remarks
        ],
        "unanswered": sum(1 for remark in remarks if remark.severity == Severity.ERROR and not remark.answer),
        "can_change": can_change,
        "can_manage": may(request.actor, rules.MANAGE, plan.body),
        "history": [{"event": event, "title": words.verb_label(event.verb)} for event in history(plan)],
    }
    return render(request, "plans/bench.html", context)


def _groups(elements: list[Element]) -> list[dict[str, Any]]:
    """Return the draft by kind; items stand under their dimension, steps under their phase."""
    below: dict[uuid.UUID | None, list[Element]] = {}
    for element in elements:
        below.setdefault(element.parent_id, []).append(element)
    groups = []
    for kind in (Kind.DIMENSION, Kind.PHASE, Kind.DUTY, Kind.QUOTA, Kind.WEIGHT, Kind.BODY, Kind.RECIPIENT):
        rows = [
            {"element": element, "children": below.get(element.pk, [])}
            for element in below.get(None, [])
            if element.kind == kind
        ]
        groups.append({"kind": kind, "label": Kind(kind).label, "rows": rows})
    return groups


def _plan(request: DeskRequest, pk: uuid.UUID) -> Plan:
    return get_object_or_404(within(Plan.objects.select_related("body"), request.actor, rules.READ), pk=pk)


def _element(request: DeskRequest, pk: uuid.UUID) -> Element:
    elements = Element.objects.select_related("plan__body")
    return get_object_or_404(within(elements, request.actor, rules.MANAGE), pk=pk)


@desk_view(rules.MANAGE)
def correct(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct one thing of the draft."""
    element = _element(request, pk)
    initial = {field: getattr(element, field) for field in ("name", "starts_on", "ends_on", "rhythm", "amount", "unit")}
    form = ElementForm(request.POST or None, initial=initial, kind=element.kind)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(element, actor=request.actor, **form.given())
        except Invalid as error:
            error.place_on(form)
        else:
            return redirect(_at(element.plan_id, f"e-{element.pk}"))
    return _form(request, form, title=Kind(element.kind).label, plan=element.plan_id)


@desk_view(rules.MANAGE)
def add(request: DeskRequest, pk: uuid.UUID, kind: str) -> HttpResponse:
    """Add a thing that the compiler did not find."""
    plan = _plan(request, pk)
    if kind not in Kind.values:
        raise Http404
    parent = None
    if kind == Kind.ITEM:
        parent = get_object_or_404(
            plan.elements.filter(kind=Kind.DIMENSION), pk=request.GET.get("in") or uuid.UUID(int=0)
        )
    form = ElementForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            element = actions.add(plan, kind=Kind(kind), parent=parent, actor=request.actor, **form.given())
        except Invalid as error:
            error.place_on(form)
        else:
            return redirect(_at(plan.pk, f"e-{element.pk}"))
    return _form(request, form, title=_("Add: %s") % Kind(kind).label, plan=plan.pk)


@desk_view(rules.MANAGE)
@require_POST
def remove(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a thing out of the draft."""
    element = actions.remove(_element(request, pk), actor=request.actor)
    messages.info(request, _("“%s” was removed. It stands under “Removed” and can be put back.") % element.name)
    return redirect("plans:bench", pk=element.plan_id)


@desk_view(rules.MANAGE)
@require_POST
def restore(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a thing back."""
    element = actions.restore(_element(request, pk), actor=request.actor)
    return redirect(_at(element.plan_id, f"e-{element.pk}"))


@desk_view(rules.MANAGE)
def answer(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer a remark."""
    remark = get_object_or_404(within(Remark.objects.select_related("plan__body"), request.actor, rules.MANAGE), pk=pk)
    form = AnswerForm(request.POST or None, initial={"answer": remark.answer})
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(remark, text=form.cleaned_data["answer"], actor=request.actor)
        except Invalid as error:
            error.place_on(form)
        else:
            return redirect(_at(remark.plan_id, f"e-{remark.pk}"))
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    return _form(request, form, title=_("Answer the remark"), plan=remark.plan_id, lead=wording(remark, language))


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


def _at(plan: uuid.UUID, anchor: str) -> str:
    return reverse("plans:bench", args=[plan]) + f"#{anchor}"


def _form(request: DeskRequest, form: Any, *, title: Any, plan: uuid.UUID, lead: str = "") -> HttpResponse:
    back = reverse("plans:bench", args=[plan])
    context = {"title": title, "lead": lead, "form": form, "submit": _("Save"), "back": back}
    return render(request, "form.html", context, status=422 if form.is_bound else 200)
