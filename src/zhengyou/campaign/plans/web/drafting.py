"""Steps on a draft, each a small page of its own: correct, add, remove, put back, merge, undo, answer a remark."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.campaign.plans import actions, rules
from zhengyou.campaign.plans.enums import Kind
from zhengyou.campaign.plans.forms import AnswerForm, ElementForm, MergeForm
from zhengyou.campaign.plans.models import Element, Plan, Remark
from zhengyou.campaign.plans.queries import wording
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view


def _plan(request: DeskRequest, pk: uuid.UUID) -> Plan:
    return get_object_or_404(within(Plan.objects.select_related("body"), request.actor, rules.MANAGE), pk=pk)


FIELDS = ("name", "starts_on", "ends_on", "rhythm", "amount", "unit", "target", "mechanism")


def _element(request: DeskRequest, pk: uuid.UUID) -> Element:
    elements = Element.objects.select_related("plan__body")
    return get_object_or_404(within(elements, request.actor, rules.MANAGE), pk=pk)


@desk_view(rules.MANAGE)
def correct(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct one thing of the draft."""
    element = _element(request, pk)
    initial = {field: getattr(element, field) for field in FIELDS}
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
        dimensions = plan.elements.filter(kind=Kind.DIMENSION, is_removed=False)
        parent = next((one for one in dimensions if str(one.pk) == request.GET.get("in")), None)
        if parent is None:
            raise Http404
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
def merge(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask with which others a thing is one, and merge them."""
    element = _element(request, pk)
    form = MergeForm(request.POST or None, element=element)
    if request.method == "POST" and form.is_valid():
        try:
            actions.merge(
                element, others=list(form.cleaned_data["others"]), name=form.cleaned_data["name"], actor=request.actor
            )
        except Invalid as error:
            error.place_on(form)
        else:
            return redirect(_at(element.plan_id, f"e-{element.pk}"))
    title = _("Join: %s") % Kind(element.kind).label
    return _form(request, form, title=title, plan=element.plan_id, lead=element.name)


@desk_view(rules.MANAGE)
@require_POST
def undo(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the last step back."""
    try:
        actions.undo(_plan(request, pk), actor=request.actor)
    except Conflict as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.info(request, _("The last step was undone."))
    return redirect("plans:bench", pk=pk)


def _at(plan: uuid.UUID, anchor: str) -> str:
    return reverse("plans:bench", args=[plan]) + f"#{anchor}"


def _form(request: DeskRequest, form: Any, *, title: Any, plan: uuid.UUID, lead: str = "") -> HttpResponse:
    back = reverse("plans:bench", args=[plan])
    context = {"title": title, "lead": lead, "form": form, "submit": _("Save"), "back": back}
    return render(request, "form.html", context, status=422 if form.is_bound else 200)
