"""Desk pages of rule packs: the list, one version, its rules, new versions, and two versions side by side."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.record import entries
from zhengyou.registry.deadlines import exports, queries, rules
from zhengyou.registry.deadlines.actions import packs
from zhengyou.registry.deadlines.enums import PackState
from zhengyou.registry.deadlines.forms import CompareForm, PackFilter, PackForm, RuleForm, RungForm
from zhengyou.registry.deadlines.models import Rule, RulePack, Rung
from zhengyou.registry.deadlines.web.clocks import workbook

TONES = {PackState.DRAFT: "warning", PackState.IN_FORCE: "success", PackState.WITHDRAWN: "neutral"}


def _visible(request: DeskRequest) -> QuerySet[RulePack]:
    """Return the packs that hold everywhere and those of bodies in the scope of this hat."""
    mine = within(RulePack.objects.all(), request.actor, rules.READ).values("pk")
    return RulePack.objects.filter(Q(body__isnull=True) | Q(pk__in=mine)).select_related("body")


def _pack(request: DeskRequest, pk: uuid.UUID) -> RulePack:
    return get_object_or_404(_visible(request), pk=pk)


def _keeps(request: DeskRequest, pack: RulePack) -> bool:
    """Return whether this hat may change the pack."""
    try:
        rules.require_keeper(request.actor, pack.body)
    except Forbidden:
        return False
    return True


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponse:
    """List the rule packs, each code with its versions."""
    packs.load_shipped()
    found = _visible(request).annotate(size=Count("rules")).order_by("shipped", "code", "-version")
    form = PackFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    if text := wanted.get("q", "").strip():
        found = found.filter(Q(title__icontains=text) | Q(source__icontains=text))
    if wanted.get("state"):
        found = found.filter(state=wanted["state"])
    rows = [(pack, TONES[PackState(pack.state)]) for pack in found]
    context = {
        "rows": rows,
        "filter_form": form,
        "may_keep": request.actor.holds(rules.MANAGE),
        "compare": CompareForm(),
    }
    return render(request, "deadlines/packs.html", context)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show one version with its rules."""
    pack = _pack(request, pk)
    if request.GET.get("export") == "xlsx":
        return workbook(exports.rules_workbook(str(pack), pack.rules.all()), str(pack))
    keeps = _keeps(request, pack)
    context = {
        "pack": pack,
        "tone": TONES[PackState(pack.state)],
        "rules": pack.rules.all(),
        "rungs": pack.rungs.all(),
        "entries": entries(pack),
        "can_edit": keeps and pack.state == PackState.DRAFT,
        "can_revise": keeps and not pack.shipped and pack.state != PackState.DRAFT,
        "can_withdraw": keeps and not pack.shipped and pack.state == PackState.IN_FORCE,
    }
    return render(request, "deadlines/pack.html", context)


@desk_view(rules.MANAGE)
def draft(request: DeskRequest) -> HttpResponse:
    """Ask for a new pack and begin it."""
    form = PackForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        pack = _try(form, lambda: packs.draft_pack(form.cleaned_data, actor=request.actor))
        if pack is not None:
            messages.success(request, _("Begun. Add the rules that differ; all others keep to the packs below."))
            return redirect("deadlines:pack", pk=pack.pk)
    return _form(request, form, _("New rule pack"), reverse("deadlines:packs"))


@desk_view(rules.MANAGE)
def change(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the head of a draft and change it."""
    pack = _pack(request, pk)
    form = PackForm(request.POST or None, instance=RulePack.objects.get(pk=pack.pk), actor=request.actor)
    back = reverse("deadlines:pack", args=[pk])
    if request.method == "POST" and form.is_valid():
        changed = {name: form.cleaned_data[name] for name in form.changed_data}
        if _try(form, lambda: packs.change_pack(pack, changed, actor=request.actor)) is not None:
            return redirect(back)
    return _form(request, form, _("Change the rule pack"), back)


@desk_view(rules.MANAGE)
def set_rule(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for one rule of a draft and set it."""
    pack = _pack(request, pk)
    key = request.GET.get("key", "")
    known = Rule.objects.filter(pack=pack, key=key).first() if key else None
    form = RuleForm(request.POST or None, instance=known)
    back = reverse("deadlines:pack", args=[pk])
    if known is not None:
        form.fields["key"].disabled = True
    valid = request.method == "POST" and form.is_valid()
    if valid and _try(form, lambda: packs.set_rule(pack, form.cleaned_data, actor=request.actor)) is not None:
        return redirect(back)
    return _form(request, form, _("Rule"), back)


@desk_view(rules.MANAGE)
@require_POST
def drop_rule(request: DeskRequest, pk: uuid.UUID, rule: uuid.UUID) -> HttpResponse:
    """Take a rule out of a draft."""
    pack = _pack(request, pk)
    packs.drop_rule(get_object_or_404(pack.rules.select_related("pack__body"), pk=rule), actor=request.actor)
    return redirect("deadlines:pack", pk=pk)


@desk_view(rules.MANAGE)
def set_rung(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for one rung of a draft's ladder and set it."""
    pack = _pack(request, pk)
    chosen = _uuid(request.GET.get("rung", ""))
    known = Rung.objects.filter(pack=pack, pk=chosen).first() if chosen else None
    form = RungForm(request.POST or None, instance=known)
    back = reverse("deadlines:pack", args=[pk])
    if known is not None:
        form.fields["key"].disabled = form.fields["grade"].disabled = True
    valid = request.method == "POST" and form.is_valid()
    if valid and _try(form, lambda: packs.set_rung(pack, form.cleaned_data, actor=request.actor)) is not None:
        return redirect(back)
    return _form(request, form, _("Rung of the ladder"), back)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@desk_view(rules.MANAGE)
@require_POST
def drop_rung(request: DeskRequest, pk: uuid.UUID, rung: uuid.UUID) -> HttpResponse:
    """Take a rung out of a draft."""
    pack = _pack(request, pk)
    packs.drop_rung(get_object_or_404(pack.rungs.select_related("pack__body"), pk=rung), actor=request.actor)
    return redirect("deadlines:pack", pk=pk)


@desk_view(rules.MANAGE)
@require_POST
def move(request: DeskRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Publish, revise or withdraw a version."""
    pack = _pack(request, pk)
    verbs = {"publish": packs.publish_pack, "revise": packs.revise_pack, "withdraw": packs.withdraw_pack}
    done = verbs[verb](pack, actor=request.actor)
    words = {
        "publish": _("In force from its day on. Clocks that run keep the rule they began with."),
        "revise": _("A new version is begun; change it and put it into force."),
        "withdraw": _("Withdrawn. Clocks that run keep the rule they began with."),
    }
    messages.success(request, words[verb])
    return redirect("deadlines:pack", pk=done.pk)


@desk_view(rules.READ)
def compare(request: DeskRequest) -> HttpResponse:
    """Set two versions side by side, rule by rule."""
    form = CompareForm(request.GET or None)
    for name in ("left", "right"):
        form.fields[name].queryset = _visible(request)  # type: ignore[attr-defined]  # a choice field
    rows: list[queries.Compared] = []
    if form.is_valid():
        rows = queries.compared(form.cleaned_data["left"], form.cleaned_data["right"])
    return render(request, "deadlines/compare.html", {"form": form, "rows": rows, "chosen": form.is_valid()})


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
