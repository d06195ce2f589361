"""Desk pages of mandates: the register, one mandate with its steps and cases, the letter of authorisation."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from zhengyou.kernel import clock
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import ask, data_of, fill
from zhengyou.registry.access.web.record import Card, Record, Row, Table, Verb, entries, show_record
from zhengyou.registry.access.web.register import Col, Link, Register, searched, show
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under
from zhengyou.registry.services import actions, printing, queries, rules
from zhengyou.registry.services.addresses import base
from zhengyou.registry.services.enums import MandateKind, MandateState
from zhengyou.registry.services.forms.contacts import HandMandateForm, MandateForm, ResultForm, StateFilter, StepForm
from zhengyou.registry.services.models import Mandate
from zhengyou.registry.services.web import pages, tabs
from zhengyou.registry.services.web.contacts import unit_of


def _agent(row: Mandate) -> str:
    return row.agent.person.name if row.agent else row.agent_name.masked


COLUMNS = (
    Col(label=gettext_lazy("Number"), value=lambda row: row.number),
    Col(label=gettext_lazy("Kind of mandate"), value=lambda row: row.get_kind_display(), width=24),
    Col(label=gettext_lazy("Principal"), value=lambda row: row.principal_name.masked),
    Col(label=gettext_lazy("Who acts"), value=_agent),
    Col(label=gettext_lazy("What may be done"), value=lambda row: row.scope, width=32),
    Col(label=gettext_lazy("Unit"), value=lambda row: row.body.name, width=24),
    Col(label=gettext_lazy("Mandate holds until"), value=lambda row: row.expires_on, format=Format.DATE),
    Col(
        label=gettext_lazy("State"),
        value=lambda row: _("Run out") if _run_out(row) else row.get_state_display(),
        tone=lambda row: "warning" if _run_out(row) else pages.TONES[row.state],
    ),
)


def _run_out(row: Mandate) -> bool:
    return row.state == MandateState.ACTIVE and row.expires_on <= clock.today()


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the mandates of the scope, the newest first."""
    form = StateFilter(request.GET, states=MandateState.choices)
    choice = choose(request, rules.READ)
    rows = under(within(queries.mandates(), request.actor, rules.READ), choice.body)
    new = [Link(_("New mandate"), reverse("services:mandate-new"), "primary", "plus")]
    page = Register(
        title=_("Mandates"),
        lead=_("Who acts for whom, in which items, until when, and how far it is"),
        cols=COLUMNS,
        url=lambda row: reverse("services:mandate", args=[row.pk]),
        empty=_("Register a mandate when the unit's staff or a relative act for somebody."),
        buttons=new if request.actor.holds(rules.REGISTER) else [],
        tabs=tabs.registers("mandates"),
        form=form,
        nodes=choice.nodes,
        keep="body",
        rows=searched(rows, form, "number", "scope"),
    )
    return show(request, page)


@desk_view(rules.REGISTER)
def give(request: DeskRequest) -> HttpResponse:
    """Ask who acts for whom, in what and until when."""
    body = unit_of(request, rules.REGISTER)
    return fill(
        request,
        MandateForm(data_of(request), body=body),
        lambda given: actions.give_mandate(body=body, actor=request.actor, **given),
        title=_("New mandate"),
        lead=body.name,
        submit=_("Register"),
        said=_("Registered. Print the letter of authorisation to be signed."),
        back=reverse("services:mandates"),
        after=lambda made: reverse("services:mandate", args=[made.pk]),
    )


def _mandate(request: DeskRequest, pk: uuid.UUID, function: str) -> Mandate:
    return get_object_or_404(within(queries.mandates(), request.actor, function), pk=pk)


def _minute(moment: Any) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}" if moment else ""


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one mandate: its scope, its cases, each step, and what this hat may do next."""
    one = _mandate(request, pk, rules.READ)
    steps = one.steps.select_related("by__person", "agent__person")
    cases = one.cases.select_related("item")
    thing = Record(
        title=one.scope,
        state=one.get_state_display(),
        tone=pages.TONES[one.state],
        eyebrow=one.number,
        crumbs=[(_("Mandates"), reverse("services:mandates"))],
        cards=[
            Card(
                _("Facts"),
                [
                    (_("Kind of mandate"), one.get_kind_display()),
                    (_("Principal"), one.principal_name.masked),
                    (_("Telephone of the principal"), one.principal_phone.masked),
                    (_("Who acts"), _agent(one)),
                    (_("How identity was checked"), one.get_proof_display()),
                    (_("Identity checked by"), one.checked_by.person.name if one.checked_by else ""),
                    (_("Unit"), one.body.name),
                    (_("Mandate holds until"), f"{one.expires_on:%Y-%m-%d}"),
                    (_("How it ended"), one.result),
                ],
                "info",
            ),
            Card(_("In these items only"), icon="list-checks", lines=list(one.items.all())),
        ],
        tables=[
            Table(
                title=_("Steps of the agent"),
                heads=[_("What has been done"), _("By whom"), _("Done when")],
                rows=[Row((step.words, step.by.person.name if step.by else "", _minute(step.at))) for step in steps],
                empty=_("No step yet."),
            ),
            Table(
                title=_("Cases"),
                heads=[_("Case number"), _("Service item"), _("State of the case")],
                rows=[Row((case.number, case.item.name, case.get_state_display())) for case in cases],
                empty=_("Take the case at the counter and enter the number of this mandate."),
            ),
        ],
        links=[Link(_("Letter of authorisation"), reverse("services:mandate-letter", args=[pk]), icon="printer")],
        verbs=_verbs(request, one),
        alert=("warning", "", _("This mandate has run out.")) if _run_out(one) else None,
        entries=entries(one),
    )
    return show_record(request, thing)


def _verbs(request: DeskRequest, one: Mandate) -> list[Verb | None]:
    if one.state != MandateState.ACTIVE or not may(request.actor, rules.REGISTER, one.body):
        return []

    def url(name: str) -> str:
        return reverse(f"services:mandate-{name}", args=[one.pk])

    return [
        Verb(
            label=_("Note a step"),
            url=url("step"),
            kind="primary",
            icon="pencil",
        ),
        Verb(
            label=_("Hand over to another agent"),
            url=url("hand"),
            icon="send",
        )
        if one.kind == MandateKind.AGENCY
        else None,
        Verb(
            label=_("Carried out"),
            url=url("finish"),
            icon="check",
        ),
        Verb(
            label=_("Revoke"),
            url=url("revoke"),
            kind="quiet",
        ),
    ]


@desk_view(rules.REGISTER)
def step(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what was done."""
    one = _mandate(request, pk, rules.REGISTER)
    return ask(
        request,
        StepForm(data_of(request)),
        lambda given: actions.note_step(one, actor=request.actor, **given),
        title=_("Note a step"),
        text=_("The principal reads it on the progress page; write no personal data."),
        back=reverse("services:mandate", args=[pk]),
    )


@desk_view(rules.REGISTER)
def hand(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask who acts from now on, and how far it is."""
    one = _mandate(request, pk, rules.REGISTER)
    return ask(
        request,
        HandMandateForm(data_of(request), holders=queries.holders_in(one.body)),
        lambda given: actions.hand_mandate(one, actor=request.actor, **given),
        title=_("Hand over to another agent"),
        back=reverse("services:mandate", args=[pk]),
    )


@desk_view(rules.REGISTER)
def finish(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what the principal was handed."""
    one = _mandate(request, pk, rules.REGISTER)
    return ask(
        request,
        ResultForm(data_of(request)),
        lambda given: actions.finish_mandate(one, actor=request.actor, **given),
        title=_("Carried out"),
        back=reverse("services:mandate", args=[pk]),
    )


@desk_view(rules.REGISTER)
def revoke(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why the principal takes the mandate back."""
    one = _mandate(request, pk, rules.REGISTER)
    return ask(
        request,
        ResultForm(data_of(request)),
        lambda given: actions.revoke_mandate(one, actor=request.actor, **given),
        title=_("Revoke"),
        danger=True,
        back=reverse("services:mandate", args=[pk]),
    )


@desk_view(rules.READ)
@require_safe
def letter(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Give the letter of authorisation as PDF."""
    one = _mandate(request, pk, rules.READ)
    return pages.pdf(
        printing.letter_of_authorisation(one, base(request)), f"{_('Letter of authorisation')}-{one.number}"
    )
