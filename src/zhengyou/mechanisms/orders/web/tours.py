"""Desk pages of visits to units and of the year's plan that allows some of them to be called 督查, 检查 or 考核."""

import uuid
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions, rules
from zhengyou.mechanisms.orders.enums import TourState, TourWord
from zhengyou.mechanisms.orders.form_fields import bodies
from zhengyou.mechanisms.orders.models import PlanEntry, Tour
from zhengyou.mechanisms.orders.supervision_forms import FoundForm, PlanEntryForm, TourFilter, TourForm, WhyForm
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import ask, fill
from zhengyou.registry.access.web.record import Card, Record, Verb, entries, road, show_record
from zhengyou.registry.access.web.register import Col, Link, Register, show, shown

TONES = {TourState.PLANNED: "info", TourState.DONE: "success", TourState.CANCELLED: "neutral"}


def _visible(request: DeskRequest) -> QuerySet[Tour]:
    """Return the visits that this hat plans, and those to its own unit."""
    rows = Tour.objects.select_related("body", "entry").prefetch_related("units")
    planned = within(Tour.objects.all(), request.actor, rules.TOURS).values("pk")
    own = request.actor.body
    mine = Q(pk__in=Tour.units.through.objects.filter(body=own).values("tour")) if own is not None else Q(pk__in=[])
    return rows.filter(Q(pk__in=planned) | mine)


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the visits, the latest first."""
    form = TourFilter(request.GET)
    rows = _visible(request)
    given = form.cleaned_data if form.is_valid() else {}
    if text := (given.get("q") or "").strip():
        rows = rows.filter(Q(number__icontains=text) | Q(title__icontains=text))
    for name in ("word", "state"):
        if given.get(name):
            rows = rows.filter(**{name: given[name]})
    cols = [
        Col(_("Title"), lambda one: one.title, width=36),
        Col(
            _("Called"),
            lambda one: one.get_word_display(),
            tone=lambda one: "info" if one.word == TourWord.GUIDANCE else "warning",
        ),
        Col(_("Entry of the year's plan"), lambda one: str(one.entry) if one.entry else "", wide=True, width=30),
        Col(_("Who goes"), lambda one: one.body.name, width=20),
        Col(
            _("Units"),
            lambda one: "、".join(unit.short_name or unit.name for unit in one.units.all()),
            wide=True,
            width=30,
        ),
        Col(_("First day"), lambda one: one.starts_on, Format.DATE),
        Col(_("Last day"), lambda one: one.ends_on, Format.DATE),
        Col(_("State"), lambda one: one.get_state_display(), tone=lambda one: TONES[TourState(one.state)]),
    ]
    holds = request.actor.holds(rules.TOURS)
    new_url = reverse("orders:tour-new") if holds else ""
    buttons = [Link(_("The year's plan"), reverse("orders:plan-entries"), icon="calendar-days")] if holds else []
    register = Register(
        title=_("Visits to units"),
        lead=_(
            "Without an entry in the year's approved plan a visit is study and guidance: nothing is demanded or scored"
        ),
        rows=rows,
        cols=cols,
        url=lambda one: reverse("orders:tour", args=[one.pk]),
        empty=(_("No visit here"), _("Plan one under its right name."), _("Plan a visit") if holds else "", new_url),
        form=form,
        buttons=[*buttons, *([Link(_("Plan a visit"), new_url, "primary", "plus")] if holds else [])],
        icon="map-pin",
    )
    return show(request, register)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one visit with its basis and what was seen."""
    one = get_object_or_404(_visible(request), pk=pk)
    facts: list[tuple[Any, Any]] = [
        (_("Called"), one.get_word_display()),
        (
            _("Entry of the year's plan"),
            str(one.entry) if one.entry else _("None: study and guidance, nothing is scored"),
        ),
        (_("Who goes"), one.body.name),
        (_("Units"), "、".join(unit.name for unit in one.units.all())),
        (_("Days"), f"{shown(one.starts_on, Format.DATE)} – {shown(one.ends_on, Format.DATE)}"),
        (_("Purpose of the visit"), one.purpose),
    ]
    verbs = []
    if one.state == TourState.PLANNED and may(request.actor, rules.TOURS, one.body):
        verbs = [
            Verb(_("Note what was seen"), reverse("orders:tour-conclude", args=[pk]), "link", "primary", "pencil"),
            Verb(_("Cancel the visit"), reverse("orders:tour-cancel", args=[pk]), kind="quiet"),
        ]
    record = Record(
        title=one.title,
        eyebrow=one.number,
        crumbs=[(_("Visits to units"), reverse("orders:tours"))],
        state=one.get_state_display(),
        tone=TONES[TourState(one.state)],
        steps=road([TourState.PLANNED, TourState.DONE], one.state, [TourState.CANCELLED]),
        cards=[
            Card(_("The visit"), facts, icon="map-pin"),
            Card(_("What was seen and advised"), [(_("Findings"), one.found)]),
        ],
        entries=entries(one),
        verbs=verbs,
    )
    return show_record(request, record)


@desk_view(rules.TOURS)
def new(request: DeskRequest) -> HttpResponse:
    """Ask for a visit and plan it under its right name."""

    def act(given: dict[str, Any]) -> Tour:
        return actions.plan_tour(given.pop("body"), **given | {"units": list(given["units"])}, actor=request.actor)

    first = {"word": TourWord.GUIDANCE, "body": bodies(request.actor, rules.TOURS).first()}
    return fill(
        request, TourForm(request.POST or None, actor=request.actor, initial=first), act, title=_("Plan a visit"),
        back=reverse("orders:tours"), after=lambda one: reverse("orders:tour", args=[one.pk]),
    )  # fmt: skip


@desk_view(rules.TOURS)
def conclude(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what was seen."""
    one = get_object_or_404(_visible(request), pk=pk)
    return fill(
        request, FoundForm(request.POST or None), lambda given: actions.conclude_tour(one, **given, actor=request.actor),
        title=_("Note what was seen"), back=reverse("orders:tour", args=[pk]),
    )  # fmt: skip


@desk_view(rules.TOURS)
def cancel(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and cancel the visit."""
    one = get_object_or_404(_visible(request), pk=pk)
    return ask(
        request,
        WhyForm(request.POST or None),
        lambda given: actions.cancel_tour(one, reason=given["reason"], actor=request.actor),
        title=_("Cancel the visit"),
        back=reverse("orders:tour", args=[pk]),
        danger=True,
    )


@desk_view(rules.TOURS)
def plan(request: DeskRequest) -> HttpResponseBase:
    """List the entries of the approved annual plans with how often each was used."""
    rows = within(PlanEntry.objects.select_related("body").prefetch_related("tours"), request.actor, rules.TOURS)

    def used(one: PlanEntry) -> int:
        return sum(tour.state != TourState.CANCELLED for tour in one.tours.all())

    cols = [
        Col(_("As the plan calls it"), lambda one: one.title, width=36),
        Col(_("Year"), lambda one: one.year, Format.INT),
        Col(_("Body"), lambda one: one.body.name, width=20),
        Col(_("Paper that approved the plan"), lambda one: one.document, wide=True, width=36),
        Col(_("Times a year at most"), lambda one: one.most, Format.INT),
        Col(_("Visits made under it"), used, Format.INT),
    ]
    new_url = reverse("orders:plan-entry-new")
    register = Register(
        title=_("The year's plan of supervision, inspection and assessment"),
        lead=_("What is not in it is called study and guidance"),
        rows=rows,
        cols=cols,
        url=lambda one: f"{reverse('orders:tours')}?q={one.title}",
        empty=(_("Nothing is entered yet"), _("Enter the lines of the approved plan."), _("Enter a line"), new_url),
        buttons=[Link(_("Enter a line"), new_url, "primary", "plus")],
        icon="calendar-days",
    )
    return show(request, register)


@desk_view(rules.TOURS)
def plan_new(request: DeskRequest) -> HttpResponse:
    """Ask for a line of the approved plan."""

    def act(given: dict[str, Any]) -> PlanEntry:
        return actions.enter_plan(given.pop("body"), **given, actor=request.actor)

    first = {"year": clock.today().year, "body": bodies(request.actor, rules.TOURS).first()}
    return fill(
        request, PlanEntryForm(request.POST or None, actor=request.actor, initial=first), act, title=_("Enter a line"),
        back=reverse("orders:plan-entries"),
    )  # fmt: skip
