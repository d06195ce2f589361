"""Desk pages of accountability cases: facts, the person's statement, the hand-over and what came back."""

import uuid
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions, rules
from zhengyou.mechanisms.orders.enums import CaseState
from zhengyou.mechanisms.orders.models import AccountabilityCase
from zhengyou.mechanisms.orders.supervision_forms import (
    CaseFilter,
    CaseForm,
    HandOverForm,
    HearForm,
    OutcomeForm,
    WhyForm,
)
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import ask, fill
from zhengyou.registry.access.web.record import Card, Record, Verb, entries, road, show_record
from zhengyou.registry.access.web.register import Col, Link, Register, show, shown

TONES = {
    CaseState.OPEN: "warning",
    CaseState.HEARING: "info",
    CaseState.HEARD: "info",
    CaseState.HANDED_OVER: "success",
    CaseState.ENDED: "neutral",
}


def _visible(request: DeskRequest) -> QuerySet[AccountabilityCase]:
    return within(AccountabilityCase.objects.select_related("body", "keeper", "order"), request.actor, rules.ACCOUNT)


def _case(request: DeskRequest, pk: uuid.UUID) -> AccountabilityCase:
    return get_object_or_404(_visible(request), pk=pk)


@desk_view(rules.ACCOUNT)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the cases that this body keeps; names of persons stand neither here nor in the workbook."""
    form = CaseFilter(request.GET)
    rows = _visible(request)
    given = form.cleaned_data if form.is_valid() else {}
    if text := (given.get("q") or "").strip():
        rows = rows.filter(Q(number__icontains=text) | Q(post__icontains=text) | Q(body__name__icontains=text))
    for name in ("state", "fault"):
        if given.get(name):
            rows = rows.filter(**{name: given[name]})
    cols = [
        Col(_("Number"), lambda one: one.number),
        Col(_("Unit"), lambda one: one.body.name, width=20),
        Col(_("Post concerned"), lambda one: one.post),
        Col(_("Responsibility"), _responsibility),
        Col(_("Ground of the case"), lambda one: one.get_fault_display()),
        Col(_("State"), lambda one: one.get_state_display(), tone=lambda one: TONES[CaseState(one.state)]),
        Col(_("Opened"), lambda one: one.opened_at, Format.DATE),
        Col(_("Statement heard on"), lambda one: one.heard_at, Format.DATE),
        Col(_("Competent organ"), lambda one: one.organ),
        Col(_("Handed over on"), lambda one: one.handed_over_on, Format.DATE),
        Col(_("Answered on"), lambda one: one.outcome_on, Format.DATE),
    ]
    register = Register(
        title=_("Accountability cases"),
        lead=_("Facts, the person's own word, and the hand-over to who decides; the platform decides no sanction"),
        rows=rows,
        cols=cols,
        url=lambda one: reverse("orders:case", args=[one.pk]),
        empty=(
            _("No case here"),
            _("A case begins with facts: days, documents, what was not done."),
            _("Open a case"),
            reverse("orders:case-new"),
        ),
        form=form,
        buttons=[Link(_("Open a case"), reverse("orders:case-new"), "primary", "plus")],
        icon="gavel",
    )
    return show(request, register)


def _responsibility(one: AccountabilityCase) -> str:
    return _("Responsibility of a leader") if one.is_leader else _("Direct responsibility")


@desk_view(rules.ACCOUNT)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one case; name and statement stay sealed."""
    one = _case(request, pk)
    links = (
        [Link(_("The order"), reverse("orders:detail", args=[one.order.pk]), icon="clipboard-check")]
        if one.order
        else []
    )
    facts: list[tuple[Any, Any]] = [
        (_("Unit"), one.body.name),
        (_("Kept by"), one.keeper.name),
        (_("Ground of the case"), one.get_fault_display()),
        (_("Responsibility"), _responsibility(one)),
        (_("Post concerned"), one.post),
        (_("Person concerned"), str(one.person)),
        (_("What happened"), one.facts),
    ]
    hearing = [
        (_("Statement due by"), shown(one.statement_due_on, Format.DATE)),
        (_("Statement heard on"), shown(one.heard_at, Format.MOMENT)),
        (_("Heard by"), one.heard_by),
        (_("Statement"), _said(one)),
    ]
    further = [
        (_("Competent organ"), one.organ),
        (_("Handed over on"), shown(one.handed_over_on, Format.DATE)),
        (_("Why it is handed over"), one.proposal),
        (_("Answer of the organ"), one.outcome),
        (_("Told on"), shown(one.outcome_on, Format.DATE)),
    ]
    record = Record(
        title=_("%(fault)s · %(unit)s") % {"fault": one.get_fault_display(), "unit": one.body.name},
        eyebrow=one.number,
        crumbs=[(_("Accountability cases"), reverse("orders:cases"))],
        state=one.get_state_display(),
        tone=TONES[CaseState(one.state)],
        steps=road(
            [CaseState.OPEN, CaseState.HEARING, CaseState.HEARD, CaseState.HANDED_OVER], one.state, [CaseState.ENDED]
        ),
        cards=[
            Card(_("The facts"), facts),
            Card(_("The person's own word"), hearing, icon="message-square"),
            Card(_("Hand-over"), further, icon="send"),
        ],
        entries=entries(one),
        verbs=_verbs(one),
        links=links,
        alert=("info", _("Ended, nothing to hand over"), one.end_reason) if one.end_reason else None,
    )
    return show_record(request, record)


def _said(one: AccountabilityCase) -> str:
    if one.heard_at is None:
        return ""
    return (
        _("Kept sealed; open it by the button below.")
        if one.statement
        else _("Asked in time, but no statement was given")
    )


def _verbs(one: AccountabilityCase) -> list[Verb]:
    here, verbs = [one.pk], []
    if one.state in (CaseState.OPEN, CaseState.HEARING):
        if one.state == CaseState.OPEN:
            verbs.append(
                Verb(
                    _("Ask for a statement"), reverse("orders:case-ask", args=here), "post", "primary", "message-square",
                    confirm=_("The person gets some working days to answer. Continue?"),
                )
            )  # fmt: skip
        verbs.append(Verb(_("Write the statement down"), reverse("orders:case-hear", args=here), "link", icon="pencil"))
    if one.state == CaseState.HEARD:
        verbs.append(Verb(_("Hand over"), reverse("orders:case-hand-over", args=here), "link", "primary", "send"))
    if one.state == CaseState.HANDED_OVER:
        verbs.append(Verb(_("Note the answer"), reverse("orders:case-outcome", args=here), "link", "primary", "pencil"))
    verbs.append(
        Verb(
            _("Open name and statement"), reverse("orders:case-read", args=here), "post", icon="eye",
            confirm=_("Who reads them, and when, is written down. Continue?"),
        )
    )  # fmt: skip
    if one.state in (CaseState.OPEN, CaseState.HEARING, CaseState.HEARD):
        verbs.append(Verb(_("End the case"), reverse("orders:case-end", args=here), kind="quiet"))
    return verbs


@desk_view(rules.ACCOUNT)
def new(request: DeskRequest) -> HttpResponse:
    """Ask for the facts and open a case."""

    def act(given: dict[str, Any]) -> AccountabilityCase:
        return actions.open_case(given.pop("keeper"), **given, actor=request.actor)

    return fill(
        request, CaseForm(request.POST or None, actor=request.actor), act, title=_("Open a case"),
        lead=_("Only facts are entered; the person concerned is heard before anything is handed over."),
        back=reverse("orders:cases"), after=lambda one: reverse("orders:case", args=[one.pk]),
    )  # fmt: skip


@desk_view(rules.ACCOUNT)
@require_POST
def ask_statement(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask the person for a statement."""
    actions.ask_statement(_case(request, pk), actor=request.actor)
    return redirect("orders:case", pk=pk)


@desk_view(rules.ACCOUNT)
def hear(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what the person says."""
    one = _case(request, pk)
    return fill(
        request, HearForm(request.POST or None), lambda given: actions.hear(one, **given, actor=request.actor),
        title=_("Write the statement down"), back=reverse("orders:case", args=[pk]),
    )  # fmt: skip


@desk_view(rules.ACCOUNT)
def hand_over(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask to whom the case goes, and hand it over."""
    one = _case(request, pk)
    return fill(
        request, HandOverForm(request.POST or None, initial={"handed_over_on": clock.today()}),
        lambda given: actions.hand_over_case(one, **given, actor=request.actor), title=_("Hand over"),
        lead=_("Facts and statement go to the organ that is competent; what follows it decides."),
        back=reverse("orders:case", args=[pk]),
    )  # fmt: skip


@desk_view(rules.ACCOUNT)
def outcome(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what the competent organ told."""
    one = _case(request, pk)
    return fill(
        request, OutcomeForm(request.POST or None, initial={"outcome_on": clock.today()}),
        lambda given: actions.note_outcome(one, **given, actor=request.actor), title=_("Note the answer"),
        back=reverse("orders:case", args=[pk]),
    )  # fmt: skip


@desk_view(rules.ACCOUNT)
def end(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and end the case."""
    one = _case(request, pk)
    return ask(
        request,
        WhyForm(request.POST or None),
        lambda given: actions.end_case(one, reason=given["reason"], actor=request.actor),
        title=_("End the case"),
        text=_("Facts not proven, or an honest mistake that rules tolerate: say which."),
        back=reverse("orders:case", args=[pk]),
        danger=True,
    )


@desk_view(rules.ACCOUNT)
@require_POST
def read(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show name and statement in clear, once, and write the reading down."""
    one = _case(request, pk)
    opened = actions.read_person(one, actor=request.actor)
    answer = render(request, "orders/case_read.html", {"case": one, "opened": opened})
    answer["Cache-Control"] = "no-store"
    return answer
