"""Desk pages of procedures: the list, one version, its steps."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.approvals import approvers, rules
from zhengyou.registry.approvals.actions import definitions
from zhengyou.registry.approvals.enums import DefinitionState
from zhengyou.registry.approvals.forms import DefinitionForm, ProcedureFilter, StepForm
from zhengyou.registry.approvals.models import Definition, Step
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.deadlines.models import Rule

TONES = {DefinitionState.DRAFT: "warning", DefinitionState.IN_FORCE: "success", DefinitionState.WITHDRAWN: "neutral"}


def _visible(request: DeskRequest) -> QuerySet[Definition]:
    """Return procedures that hold everywhere and those of bodies in the scope of this hat."""
    mine = within(Definition.objects.all(), request.actor, rules.DEFINE).values("pk")
    return Definition.objects.filter(Q(body__isnull=True) | Q(pk__in=mine)).select_related("body")


def _definition(request: DeskRequest, pk: uuid.UUID) -> Definition:
    return get_object_or_404(_visible(request), pk=pk)


def _defines(request: DeskRequest, definition: Definition) -> bool:
    try:
        rules.require_definer(request.actor, definition.body)
    except Forbidden:
        return False
    return True


@desk_view(rules.DEFINE)
def listing(request: DeskRequest) -> HttpResponse:
    """List the procedures with their versions."""
    definitions.load_shipped()
    found = _visible(request).annotate(size=Count("steps", distinct=True), used=Count("instances", distinct=True))
    form = ProcedureFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    if text := wanted.get("q", "").strip():
        found = found.filter(title__icontains=text)
    if wanted.get("state"):
        found = found.filter(state=wanted["state"])
    rows = [(one, TONES[DefinitionState(one.state)]) for one in found.order_by("code", "shipped", "-version")]
    return render(request, "approvals/definitions.html", {"rows": rows, "filter_form": form})


@desk_view(rules.DEFINE)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one version with its steps and what is wrong with them."""
    definition = _definition(request, pk)
    defines = _defines(request, definition)
    steps = list(definition.steps.prefetch_related("appointments__person", "appointments__post__body"))
    draft = definition.state == DefinitionState.DRAFT
    titles = dict(Rule.objects.filter(key__in=[step.rule_key for step in steps]).values_list("key", "title"))
    context = {
        "definition": definition,
        "tone": TONES[DefinitionState(definition.state)],
        "steps": [(step, titles.get(step.rule_key, step.rule_key)) for step in steps],
        "faults": definitions.faults_of(steps) if draft else (),
        "can_edit": defines and draft,
        "can_revise": defines and (definition.shipped or not draft),
        "can_withdraw": defines and not definition.shipped and definition.state == DefinitionState.IN_FORCE,
    }
    return render(request, "approvals/definition.html", context)


def _head(request: DeskRequest, instance: Definition | None) -> DefinitionForm:
    """Return the form of a procedure's head, offering the bodies of this hat."""
    return DefinitionForm(
        request.POST or None,
        instance=instance,
        bodies=within(Body.objects.all(), request.actor, rules.DEFINE),
        everywhere=rules.defines_everywhere(request.actor),
    )


@desk_view(rules.DEFINE)
def draft(request: DeskRequest) -> HttpResponse:
    """Ask for a new procedure and begin it."""
    form = _head(request, None)
    if request.method == "POST" and form.is_valid():
        made = _try(form, lambda: definitions.draft(**form.cleaned_data, actor=request.actor))
        if made is not None:
            return redirect("approvals:definition", pk=made.pk)
    return _form(request, form, _("New procedure"), reverse("approvals:definitions"))


@desk_view(rules.DEFINE)
def change(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for title and note of a draft and change them."""
    definition = _definition(request, pk)
    form = _head(request, Definition.objects.get(pk=definition.pk))
    back = reverse("approvals:definition", args=[pk])
    if request.method == "POST" and form.is_valid():
        changed = {name: form.cleaned_data[name] for name in form.changed_data}
        if _try(form, lambda: definitions.change(definition, changed, actor=request.actor)) is not None:
            return redirect(back)
    return _form(request, form, _("Change the procedure"), back)


@desk_view(rules.DEFINE)
def set_step(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for one step of a draft and set it."""
    definition = _definition(request, pk)
    place = request.GET.get("place", "")
    known = definition.steps.filter(order_number=int(place)).first() if place.isdecimal() and len(place) < 5 else None
    initial = {} if known else {"order_number": definition.steps.count() + 1}
    form = StepForm(
        request.POST or None,
        instance=known,
        initial=initial,
        definition=definition,
        holders=_holders(request, definition),
    )
    if known is not None:
        form.fields["order_number"].disabled = True
    back = reverse("approvals:definition", args=[pk])
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        named = list(fields.pop("appointments"))
        done = _try(form, lambda: definitions.set_step(definition, fields, named=named, actor=request.actor))
        if done is not None:
            return redirect(back)
    return _form(request, form, _("Approval step"), back)


def _holders(request: DeskRequest, definition: Definition) -> QuerySet[Appointment]:
    """Return the post-holders who may be named: those of the procedure's body and of what stands below the hat's."""
    bodies = within(Body.objects.all(), request.actor, rules.DEFINE)
    if definition.body:
        bodies = bodies.filter(path__startswith=definition.body.path)
    leading = ["head", "leader", "liaison"]
    return approvers.current_holders().filter(post__body__in=bodies.values("pk"), post__duty__in=leading)


@desk_view(rules.DEFINE)
@require_POST
def drop_step(request: DeskRequest, pk: uuid.UUID, step: uuid.UUID) -> HttpResponse:
    """Take a step out of a draft."""
    definition = _definition(request, pk)
    found = get_object_or_404(Step.objects.select_related("definition__body"), pk=step, definition=definition)
    definitions.drop_step(found, actor=request.actor)
    return redirect("approvals:definition", pk=pk)


@desk_view(rules.DEFINE)
@require_POST
def move(request: DeskRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Publish, revise or retire a version."""
    definition = _definition(request, pk)
    verbs = {"publish": definitions.publish, "revise": definitions.revise, "retire": definitions.retire}
    done = verbs[verb](definition, actor=request.actor)
    words = {
        "publish": _("In use for what is submitted from now on; what is under way keeps its version."),
        "revise": _("A new version is begun; change it and put it into use."),
        "retire": _("Out of use; what is under way goes on by it."),
    }
    messages.success(request, words[verb])
    return redirect("approvals:definition", pk=done.pk)


def _try(form: BaseForm, act: Any) -> Any:
    """Return what the verb returns, or None after placing its refusal at the field."""
    try:
        return act()
    except Forbidden:
        raise
    except Refused as refusal:
        refusal.place_on(form)
    return None


def _form(request: DeskRequest, form: BaseForm, title: str, back: str) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "form.html", {"form": form, "title": title, "back": back}, status=status)
