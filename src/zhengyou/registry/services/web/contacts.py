"""Desk pages of first contacts: the register, one contact with its hand-over and answer, the receipt."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.records.sheets import Format
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import ask, data_of, fill
from zhengyou.registry.access.web.record import Card, Record, Row, Table, Verb, entries, show_record
from zhengyou.registry.access.web.register import Col, Link, Register, searched, show
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import under
from zhengyou.registry.services import actions, printing, promises, queries, rules
from zhengyou.registry.services.addresses import base
from zhengyou.registry.services.enums import ContactState, Duty
from zhengyou.registry.services.forms.contacts import (
    AnswerForm,
    ContactForm,
    HandOverForm,
    ItemOfContactForm,
    StateFilter,
    TellForm,
)
from zhengyou.registry.services.models import FirstContact
from zhengyou.registry.services.web import pages, tabs

COLUMNS = (
    Col(label=gettext_lazy("Number"), value=lambda row: row.number),
    Col(label=gettext_lazy("What was asked"), value=lambda row: row.matter, width=40),
    Col(label=gettext_lazy("Unit"), value=lambda row: row.body.name, width=24),
    Col(
        label=gettext_lazy("First asked"),
        value=lambda row: row.received_by.person.name if row.received_by else "",
    ),
    Col(label=gettext_lazy("Asked at"), value=lambda row: row.asked_at, format=Format.MOMENT),
    Col(
        label=gettext_lazy("To be answered by"),
        value=lambda row: row.clock.due_at if row.clock else None,
        format=Format.MOMENT,
    ),
    Col(label=gettext_lazy("Led to"), value=lambda row: row.taker.name if row.taker else "", width=24),
    pages.state_of(gettext_lazy("State")),
)


def unit_of(request: DeskRequest, function: str) -> Body:
    """Return the unit for which something is registered: the chosen one, or that of the hat."""
    body = choose(request, function).body or request.actor.body
    if body is None:
        raise Refused(_("Choose a unit first."))
    return body


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the first contacts of the scope, and those led into it, the newest first."""
    form = StateFilter(request.GET, states=ContactState.choices)
    choice = choose(request, rules.READ)
    rows = under(queries.contacts(request.actor, rules.READ), choice.body)
    new = [Link(_("Register a first contact"), reverse("services:contact-new"), "primary", "plus")]
    page = Register(
        title=_("First contacts"),
        lead=_("Whoever is asked first answers to the end, whoever's duty it is"),
        cols=COLUMNS,
        url=lambda row: reverse("services:contact", args=[row.pk]),
        empty=_("Register what a visitor asks, hand out the receipt, and follow it to the end."),
        buttons=new if request.actor.holds(rules.REGISTER) else [],
        tabs=tabs.registers("contacts"),
        form=form,
        nodes=choice.nodes,
        keep="body",
        rows=searched(rows, form, "number", "matter"),
    )
    return show(request, page)


@desk_view(rules.REGISTER)
def take_down(request: DeskRequest) -> HttpResponse:
    """Ask what the visitor asked, and go on to the receipt."""
    body = unit_of(request, rules.REGISTER)
    return fill(
        request,
        ContactForm(data_of(request), body=body),
        lambda given: actions.take_down(body=body, actor=request.actor, **given),
        title=_("Register a first contact"),
        lead=body.name,
        submit=_("Register"),
        said=_("Registered. Print the receipt for the visitor."),
        back=reverse("services:contacts"),
        after=lambda made: reverse("services:contact", args=[made.pk]),
    )


def _contact(request: DeskRequest, pk: uuid.UUID, function: str) -> FirstContact:
    return get_object_or_404(queries.contacts(request.actor, function), pk=pk)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one first contact, where it was led, and what this hat may do next."""
    one = _contact(request, pk, rules.READ)
    slips = queries.slips().filter(question=one)
    asked = one.received_by
    facts: list[tuple[Any, Any]] = [
        (_("Whose duty it is"), one.get_duty_display()),
        (_("How it was asked"), one.get_channel_display()),
        (_("Unit"), one.body.name),
        (_("Window"), one.window),
        (_("First asked"), f"{asked.person.name} · {asked.post.title}" if asked else ""),
        (_("Asked at"), _minute(one.asked_at)),
        (_("To be answered by"), _minute(one.clock.due_at) if one.clock else ""),
        (_("Basis"), promises.basis(one.clock)),
        (_("Visitor"), one.visitor_name.masked),
        (_("Telephone"), one.visitor_phone.masked),
        (_("Led to"), one.taker.name if one.taker else ""),
        (_("Handed over at"), _minute(one.handed_at)),
        (_("Taken over at"), _minute(one.taken_at)),
        (_("Case number"), one.case.number if one.case else ""),
        (_("What the visitor was told"), one.result),
    ]
    thing = Record(
        title=one.matter,
        state=one.get_state_display(),
        tone=pages.TONES[one.state],
        eyebrow=one.number,
        crumbs=[(_("First contacts"), reverse("services:contacts"))],
        cards=[
            Card(_("Facts"), facts, "info"),
            Card(_("Materials handed in"), icon="list-checks", lines=one.materials),
        ],
        tables=[
            Table(
                title=_("One-time notices"),
                heads=[_("Number"), _("What was missing"), _("Told at")],
                rows=[Row((slip.number, "、".join(slip.missing), _minute(slip.told_at))) for slip in slips],
                empty=_("Nothing was told to be missing."),
            )
        ],
        links=[Link(_("Receipt"), reverse("services:contact-receipt", args=[pk]), icon="printer")],
        verbs=_verbs(request, one),
        alert=("warning", "", _("Broken: the visitor should have been answered by now."))
        if one.state != ContactState.ENDED and one.clock and one.clock.due_at < clock.now()
        else None,
        entries=entries(one),
    )
    return show_record(request, thing)


def _minute(moment: Any) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}" if moment else ""


def _verbs(request: DeskRequest, one: FirstContact) -> list[Verb | None]:
    own = bool(may(request.actor, rules.REGISTER, one.body))
    taker = one.taker is not None and bool(may(request.actor, rules.REGISTER, one.taker))
    if one.state == ContactState.ENDED or not (own or taker):
        return []

    def url(name: str) -> str:
        return reverse(f"services:contact-{name}", args=[one.pk])

    led = own and one.duty != Duty.OWN and one.state in {ContactState.OPEN, ContactState.TAKEN}
    return [
        Verb(label=_("Take over"), url=url("take"), kind="primary", icon="check", how="post")
        if taker and one.state == ContactState.HANDED
        else None,
        Verb(
            label=_("Answer the visitor"),
            url=url("answer"),
            kind="primary",
            icon="check",
        ),
        Verb(
            label=_("Lead to a unit"),
            url=url("hand"),
            icon="send",
        )
        if led
        else None,
        Verb(label=_("Tell what is missing"), url=url("tell"), icon="list-checks", how="link") if own else None,
    ]


@desk_view(rules.REGISTER)
def hand(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask to which unit the visitor was led."""
    one = _contact(request, pk, rules.REGISTER)
    return ask(
        request,
        HandOverForm(data_of(request), contact=one),
        lambda given: actions.hand_over_contact(one, actor=request.actor, **given),
        title=_("Lead to a unit"),
        text=_("The unit is told; you go on answering for the matter until the visitor has the outcome."),
        back=reverse("services:contact", args=[pk]),
    )


@desk_view(rules.REGISTER)
@require_POST
def take(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take over what was led to the own unit."""
    actions.take_contact(_contact(request, pk, rules.REGISTER), actor=request.actor)
    return redirect("services:contact", pk)


@desk_view(rules.REGISTER)
def answer(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what the visitor was told."""
    one = _contact(request, pk, rules.REGISTER)
    return ask(
        request,
        AnswerForm(data_of(request)),
        lambda given: actions.answer_contact(one, actor=request.actor, **given),
        title=_("Answer the visitor"),
        back=reverse("services:contact", args=[pk]),
    )


@desk_view(rules.REGISTER)
def tell(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask by which guide, then what is missing; ``?item=`` carries the first answer."""
    one = _contact(request, pk, rules.REGISTER)
    back = reverse("services:contact", args=[pk])
    chosen = ItemOfContactForm(request.GET if "item" in request.GET else None, body=one.body)
    item = chosen.cleaned_data["item"] if chosen.is_bound and chosen.is_valid() else None
    version = queries.guide_of(item) if item else None
    if version is None:
        return pages.choose_first(request, chosen, title=_("Tell what is missing"), back=back)
    form = TellForm(data_of(request), version=version, again=one.telling_slips.exists())
    return fill(
        request,
        form,
        lambda given: actions.tell_once(
            question=one,
            version=version,
            missing=form.missing(),
            new_facts=given.get("new_facts", ""),
            signed=given["signed"],
            actor=request.actor,
        ),
        title=_("Tell what is missing"),
        lead=version.name,
        submit=_("Make the slip"),
        back=back,
        after=lambda made: reverse("services:slip", args=[made.pk]),
    )


@desk_view(rules.READ)
@require_safe
def receipt(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Give the visitor's receipt as PDF."""
    one = _contact(request, pk, rules.READ)
    return pages.pdf(printing.receipt(one, base(request)), f"{_('Receipt')}-{one.number}")
