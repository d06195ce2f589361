"""Desk pages of proposed measures and of the trigger rules that propose them."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions, rules, weighing
from zhengyou.mechanisms.orders.enums import MeasureKind, MeasureState
from zhengyou.mechanisms.orders.machine import GRAVE
from zhengyou.mechanisms.orders.models import Measure, Trigger
from zhengyou.mechanisms.orders.supervision_forms import (
    AcceptForm,
    CarryForm,
    MeasureFilter,
    MeasureForm,
    SubmitForm,
    TriggerForm,
    WhyForm,
)
from zhengyou.mechanisms.orders.web.supervision import tabs
from zhengyou.records.ledger.queries import kind_of
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import ask, fill
from zhengyou.registry.access.web.record import Card, Record, Verb, entries, road, show_record
from zhengyou.registry.access.web.register import Col, Link, Register, show, shown
from zhengyou.registry.approvals.models import Instance
from zhengyou.registry.bodies.models import Body

TONES = {
    MeasureState.PROPOSED: "warning",
    MeasureState.PENDING: "info",
    MeasureState.SIGNED: "info",
    MeasureState.DONE: "success",
    MeasureState.DROPPED: "neutral",
}
ROAD = [MeasureState.PROPOSED, MeasureState.PENDING, MeasureState.SIGNED, MeasureState.DONE]


def _visible(request: DeskRequest) -> QuerySet[Measure]:
    mine = within(Measure.objects.all(), request.actor, rules.SUPERVISE)
    return mine.select_related("body", "issuer", "order", "trigger", "paper")


def _measure(request: DeskRequest, pk: uuid.UUID) -> Measure:
    return get_object_or_404(_visible(request), pk=pk)


@desk_view(rules.SUPERVISE)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the measures that were proposed to this body, what waits for somebody first."""
    form = MeasureFilter(request.GET)
    rows = _visible(request)
    given = form.cleaned_data if form.is_valid() else {}
    if text := (given.get("q") or "").strip():
        rows = rows.filter(body__name__icontains=text)
    for name in ("kind", "state"):
        if given.get(name):
            rows = rows.filter(**{name: given[name]})
    cols = [
        Col(_("Measure"), lambda one: one.get_kind_display()),
        Col(_("Unit"), lambda one: one.body.name, width=20),
        Col(_("State"), lambda one: one.get_state_display(), tone=lambda one: TONES[MeasureState(one.state)]),
        Col(_("What happened"), lambda one: one.facts, wide=True, width=50),
        Col(_("Proposed by"), lambda one: one.proposed_by or _("by the system")),
        Col(_("Proposed on"), lambda one: one.proposed_at, Format.DATE),
        Col(_("Signed by"), lambda one: one.signed_by),
    ]
    register = Register(
        title=_("Proposed measures"),
        lead=_("The ladder and the rules only propose; a talk and a circular are signed by a leader"),
        rows=rows,
        cols=cols,
        url=lambda one: reverse("orders:measure", args=[one.pk]),
        empty=(
            _("Nothing is proposed"),
            _("The ladder and the trigger rules propose when an order or a unit stays behind."),
            _("Propose a measure"),
            reverse("orders:measure-new"),
        ),
        form=form,
        tabs=tabs("measures"),
        buttons=[Link(_("Propose a measure"), reverse("orders:measure-new"), "primary", "plus")],
        icon="gavel",
    )
    return show(request, register)


@desk_view(rules.SUPERVISE)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one proposed measure, who must act on it, and what became of it."""
    one = _measure(request, pk)
    links = []
    if one.order is not None:
        links.append(Link(_("The order"), reverse("orders:detail", args=[one.order.pk]), icon="clipboard-check"))
    if one.paper is not None:
        links.append(Link(_("The circular"), reverse("papers:detail", args=[one.paper.pk]), icon="file-text"))
    links += [
        Link(str(writ.number), reverse("orders:writ", args=[writ.pk]), icon="send")
        for writ in one.writs.select_related("number__series")
    ]
    approval = (
        Instance.objects.filter(subject_kind=kind_of(one), subject_id=str(one.pk)).order_by("-started_at").first()
    )
    if approval is not None:
        links.append(Link(_("The approval"), reverse("approvals:detail", args=[approval.pk]), icon="signature"))
    facts: list[tuple[Any, Any]] = [
        (_("Measure"), one.get_kind_display()),
        (_("Unit"), one.body.name),
        (_("Taken by"), one.issuer.name),
        (_("Proposed by"), one.proposed_by or _("by the system")),
        (_("Rule"), one.trigger.title if one.trigger else ""),
        (_("What happened"), one.facts),
        (_("What the unit must do"), one.demand),
    ]
    result = [
        (_("Signed by"), one.signed_by),
        (_("Signed by the leader on"), shown(one.signed_at, Format.MOMENT)),
        (_("Held or issued on"), shown(one.held_on, Format.DATE)),
        (_("What was said and promised"), one.record),
    ]
    grave = one.kind in GRAVE
    record = Record(
        title=f"{one.get_kind_display()} · {one.body.name}",
        eyebrow=_("Proposed measure"),
        crumbs=[(_("Proposed measures"), reverse("orders:measures"))],
        state=one.get_state_display(),
        tone=TONES[MeasureState(one.state)],
        steps=road(
            ROAD if grave else [step for step in ROAD if step != MeasureState.PENDING],
            one.state,
            [MeasureState.DROPPED],
        ),
        cards=[Card(_("The proposal"), facts), Card(_("Signing and outcome"), result, icon="clipboard-check")],
        entries=entries(one),
        verbs=_verbs(request, one),
        links=links,
        alert=("info", _("Not pursued"), one.end_reason) if one.end_reason else None,
    )
    return show_record(request, record)


def _verbs(request: DeskRequest, one: Measure) -> list[Verb]:
    if not may(request.actor, rules.SUPERVISE, one.issuer):
        return []
    here, verbs = [one.pk], []
    if one.state == MeasureState.PROPOSED and one.kind in GRAVE:
        verbs.append(
            Verb(_("Submit to a leader"), reverse("orders:measure-submit", args=here), "link", "primary", "send")
        )
    if one.state == MeasureState.PROPOSED and one.kind not in GRAVE:
        verbs.append(Verb(_("Take up"), reverse("orders:measure-accept", args=here), "link", "primary", "check"))
    if one.state == MeasureState.SIGNED:
        verbs.append(
            Verb(_("Note the result"), reverse("orders:measure-carry", args=here), "link", "primary", "pencil")
        )
    if one.state in (MeasureState.PROPOSED, MeasureState.PENDING, MeasureState.SIGNED):
        verbs.append(Verb(_("Do not pursue"), reverse("orders:measure-drop", args=here), kind="quiet"))
    return verbs


@desk_view(rules.SUPERVISE)
def new(request: DeskRequest) -> HttpResponse:
    """Ask for a measure and propose it."""
    form = MeasureForm(request.POST or None, actor=request.actor)

    def act(given: dict[str, Any]) -> Measure:
        unit = given["body"]
        return actions.propose_measure(
            given["kind"], unit, issuer_of(request, unit), facts=given["facts"], actor=request.actor
        )

    return fill(
        request, form, act, title=_("Propose a measure"), back=reverse("orders:measures"),
        lead=_("A talk and a circular go to a leader for signature next."),
        after=lambda one: reverse("orders:measure", args=[one.pk]),
    )  # fmt: skip


def issuer_of(request: DeskRequest, unit: Body) -> Body:
    """Return the body in whose name this hat takes a measure: its own where that stands above, else the one above."""
    own = request.actor.body
    return own if own is not None and unit.stands_under(own) and own.pk != unit.pk else unit.parent or unit


@desk_view(rules.SUPERVISE)
def submit(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the verified facts and the demand, and submit the measure to a leader."""
    one = _measure(request, pk)
    return fill(
        request,
        SubmitForm(request.POST or None, initial={"facts": one.facts, "demand": one.demand}),
        lambda given: actions.submit_measure(one, **given, actor=request.actor),
        title=_("Submit to a leader"),
        lead=_("These words are what the leader signs, and what the paper says."),
        back=reverse("orders:measure", args=[pk]),
    )


@desk_view(rules.SUPERVISE)
def accept(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the demand and the day, and take the measure up."""
    one = _measure(request, pk)
    lead = (
        _("The meeting is called; note its result afterwards.")
        if one.kind == MeasureKind.MEETING
        else _("An order is opened and the notice of supervision goes to the unit.")
    )
    return fill(
        request,
        AcceptForm(request.POST or None),
        lambda given: actions.accept_measure(one, **given, actor=request.actor),
        title=_("Take up"),
        lead=lead,
        back=reverse("orders:measure", args=[pk]),
    )


@desk_view(rules.SUPERVISE)
def carry(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what came of a signed measure."""
    one = _measure(request, pk)
    return fill(
        request,
        CarryForm(request.POST or None, initial={"held_on": clock.today()}),
        lambda given: actions.carry_out(one, **given, actor=request.actor),
        title=_("Note the result"),
        back=reverse("orders:measure", args=[pk]),
    )


@desk_view(rules.SUPERVISE)
def drop(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and leave the measure."""
    one = _measure(request, pk)
    return ask(
        request,
        WhyForm(request.POST or None),
        lambda given: actions.drop_measure(one, reason=given["reason"], actor=request.actor),
        title=_("Do not pursue"),
        text=_("The proposal stays on record with your reason."),
        back=reverse("orders:measure", args=[pk]),
        danger=True,
    )


@desk_view(rules.TRIGGER)
def triggers(request: DeskRequest) -> HttpResponseBase:
    """List the trigger rules with the units that cross their line today."""
    rows = list(within(Trigger.objects.select_related("body"), request.actor, rules.TRIGGER))
    today = clock.today()
    crossed = {one.pk: len(weighing.crossing(one, today)) if one.is_active else 0 for one in rows}
    cols = [
        Col(_("Name"), lambda one: one.title),
        Col(_("Holds for the units of"), lambda one: one.body.name),
        Col(_("Figure"), lambda one: one.get_metric_display()),
        Col(_("Line"), lambda one: f"{_('below') if one.below else _('above')} {one.line.normalize():f}"),
        Col(_("Rests on so many cases at least"), lambda one: one.least, Format.INT),
        Col(_("Looks back (days)"), lambda one: one.days, Format.INT),
        Col(_("Proposes"), lambda one: one.get_kind_display()),
        Col(_("Units across the line today"), lambda one: crossed[one.pk], Format.INT),
        Col(
            _("State"),
            lambda one: _("In use") if one.is_active else _("Out of use"),
            tone=lambda one: "success" if one.is_active else "neutral",
        ),
        Col(_("Document on which it rests"), lambda one: one.source, wide=True, width=50),
    ]
    register = Register(
        title=_("Trigger rules"),
        lead=_("Real figures of a unit propose a measure; every night, once a month for each unit"),
        rows=rows,
        cols=cols,
        url=lambda one: reverse("orders:trigger", args=[one.pk]),
        empty=(
            _("No rules yet"),
            _("Begin with the shipped ones and settle the lines for your place."),
            _("Set a rule"),
            reverse("orders:trigger-new"),
        ),
        tabs=tabs("triggers"),
        buttons=[Link(_("Set a rule"), reverse("orders:trigger-new"), "primary", "plus")],
        icon="scale",
    )
    return show(request, register)


def _trigger(request: DeskRequest, pk: uuid.UUID) -> Trigger:
    return get_object_or_404(within(Trigger.objects.select_related("body"), request.actor, rules.TRIGGER), pk=pk)


@desk_view(rules.TRIGGER)
def trigger(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one rule with the figure of every unit today."""
    one = _trigger(request, pk)
    figures = weighing.figures(one, clock.today())
    facts: list[tuple[Any, Any]] = [
        (_("Figure"), one.get_metric_display()),
        (_("Line"), f"{_('below') if one.below else _('above')} {one.line.normalize():f}"),
        (_("Rests on so many cases at least"), one.least),
        (_("Looks back (days)"), one.days),
        (_("Proposes"), one.get_kind_display()),
        (_("Document on which it rests"), one.source),
    ]
    units: list[tuple[Any, Any]] = [
        (
            found.body.name,
            _("%(value)s (%(base)d cases)") % {"value": f"{found.value:.1f}".removesuffix(".0"), "base": found.base}
            + ("　" + _("across the line") if found.base >= one.least and weighing.crosses(one, found.value) else ""),
        )
        for found in figures
    ]
    verbs = []
    if one.is_active:
        verbs = [
            Verb(_("Weigh now"), reverse("orders:trigger-weigh", args=[pk]), "post", "primary", "scale"),
            Verb(
                _("Put out of use"), reverse("orders:trigger-retire", args=[pk]), "post", "quiet",
                confirm=_("It proposes nothing any more; what it proposed stays. Continue?"),
            ),
        ]  # fmt: skip
    record = Record(
        title=one.title,
        eyebrow=_("Trigger rule"),
        crumbs=[(_("Trigger rules"), reverse("orders:triggers"))],
        state=_("In use") if one.is_active else _("Out of use"),
        tone="success" if one.is_active else "neutral",
        steps=[],
        cards=[
            Card(_("The rule"), facts, icon="scale"),
            Card(
                _("Figures of the units today"),
                units or [(_("Units"), _("No unit has any case."))],
                icon="chart-column",
            ),
        ],
        entries=entries(one),
        verbs=verbs,
    )
    return show_record(request, record)


@desk_view(rules.TRIGGER)
def trigger_new(request: DeskRequest) -> HttpResponse:
    """Ask for a rule and set it."""
    form = TriggerForm(request.POST or None, actor=request.actor)

    def act(given: dict[str, Any]) -> Trigger:
        body = given.pop("body")
        return actions.set_trigger(body, **given | {"below": given["below"] == "below"}, actor=request.actor)

    return fill(
        request, form, act, title=_("Set a rule"), back=reverse("orders:triggers"),
        lead=_("A rule of the same name takes the place of the earlier one."),
        after=lambda one: reverse("orders:trigger", args=[one.pk]),
    )  # fmt: skip


@desk_view(rules.TRIGGER)
@require_POST
def trigger_weigh(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Weigh all units by the rule at once."""
    made = actions.weigh(_trigger(request, pk), actor=request.actor)
    messages.success(request, _("Measures proposed: %(n)d.") % {"n": len(made)})
    return redirect(
        "orders:measures" if made and request.actor.holds(rules.SUPERVISE) else reverse("orders:trigger", args=[pk])
    )


@desk_view(rules.TRIGGER)
@require_POST
def trigger_retire(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Put the rule out of use."""
    actions.retire_trigger(_trigger(request, pk), actor=request.actor)
    return redirect("orders:trigger", pk=pk)
