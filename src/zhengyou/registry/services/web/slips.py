"""Desk pages of one-time notices and written promises: from a case, their registers, their papers."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from zhengyou.kernel import clock
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import ask, data_of, fill
from zhengyou.registry.access.web.record import Card, Record, Verb, entries, show_record
from zhengyou.registry.access.web.register import Col, Link, Register, searched, show
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under
from zhengyou.registry.services import actions, printing, promises, queries, rules
from zhengyou.registry.services.addresses import base
from zhengyou.registry.services.enums import UndertakingState
from zhengyou.registry.services.forms.contacts import (
    FindingForm,
    StateFilter,
    TellForm,
    UndertakingForm,
    WordsFilter,
)
from zhengyou.registry.services.models import Case, TellingSlip, Undertaking
from zhengyou.registry.services.web import pages, tabs

SLIPS = (
    Col(label=gettext_lazy("Number"), value=lambda row: row.number),
    Col(label=gettext_lazy("Service item"), value=lambda row: row.version.name, width=28),
    Col(label=gettext_lazy("What was missing"), value=lambda row: "、".join(row.missing), width=40),
    Col(label=gettext_lazy("Unit"), value=lambda row: row.body.name, width=24),
    Col(label=gettext_lazy("Told by whom"), value=lambda row: row.told_by.person.name if row.told_by else ""),
    Col(label=gettext_lazy("Told at"), value=lambda row: row.told_at, format=Format.MOMENT),
    Col(label=gettext_lazy("All has come at"), value=lambda row: row.completed_at, format=Format.MOMENT),
    Col(label=gettext_lazy("New facts"), value=lambda row: row.new_facts, width=30),
)
UNDERTAKINGS = (
    Col(label=gettext_lazy("Number"), value=lambda row: row.number),
    Col(label=gettext_lazy("Kind of promise"), value=lambda row: row.get_kind_display()),
    Col(label=gettext_lazy("Service item"), value=lambda row: row.case.item.name, width=28),
    Col(label=gettext_lazy("What is promised"), value=lambda row: "、".join(row.lacking), width=40),
    Col(label=gettext_lazy("Unit"), value=lambda row: row.body.name, width=24),
    Col(
        label=gettext_lazy("To be kept by"),
        value=lambda row: row.clock.due_at if row.clock else None,
        format=Format.MOMENT,
    ),
    pages.state_of(gettext_lazy("State")),
)


def _minute(moment: Any) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}" if moment else ""


def _case(request: DeskRequest, pk: uuid.UUID) -> Case:
    rows = within(queries.cases().select_related("version"), request.actor, rules.REGISTER)
    return get_object_or_404(rows, pk=pk)


@desk_view(rules.REGISTER)
def tell(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what is missing of a case; its promised time stands still by the slip."""
    case = _case(request, pk)
    form = TellForm(data_of(request), version=case.version, again=case.telling_slips.exists())
    return fill(
        request,
        form,
        lambda given: actions.tell_once(
            case=case,
            missing=form.missing(),
            new_facts=given.get("new_facts", ""),
            signed=given["signed"],
            actor=request.actor,
        ),
        title=_("Tell what is missing"),
        lead=_("Everything at once: a further slip is refused unless new facts come up."),
        submit=_("Make the slip"),
        back=reverse("services:case", args=[pk]),
        after=lambda made: reverse("services:slip", args=[made.pk]),
    )


@desk_view(rules.READ)
def slips(request: DeskRequest) -> HttpResponseBase:
    """List the one-time notices of the scope, the newest first."""
    form = WordsFilter(request.GET)
    choice = choose(request, rules.READ)
    rows = under(within(queries.slips(), request.actor, rules.READ), choice.body)
    page = Register(
        title=_("One-time notices"),
        lead=_("What visitors were told is missing: everything, once, by the guide in force"),
        cols=SLIPS,
        url=lambda row: reverse("services:slip", args=[row.pk]),
        empty=_("A slip is made on the page of a case or of a first contact."),
        tabs=tabs.registers("slips"),
        form=form,
        nodes=choice.nodes,
        keep="body",
        rows=searched(rows, form, "number", "version__name"),
    )
    return show(request, page)


def _slip(request: DeskRequest, pk: uuid.UUID, function: str) -> TellingSlip:
    return get_object_or_404(within(queries.slips().select_related("version__item"), request.actor, function), pk=pk)


@desk_view(rules.READ)
def slip(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one slip, and whether all has come."""
    one = _slip(request, pk, rules.READ)
    waits = one.completed_at is None and bool(may(request.actor, rules.REGISTER, one.body))
    matter = one.case or one.question
    thing = Record(
        title=one.version.name,
        eyebrow=one.number,
        crumbs=[(_("One-time notices"), reverse("services:slips"))],
        cards=[
            Card(
                _("Facts"),
                [
                    (_("Case or first contact"), matter),
                    (_("Guide"), f"v{one.version.number}"),
                    (_("Unit"), one.body.name),
                    (_("Told by whom"), one.told_by.person.name if one.told_by else ""),
                    (_("Told at"), _minute(one.told_at)),
                    (_("New facts"), one.new_facts),
                    (_("All has come at"), _minute(one.completed_at)),
                ],
                "info",
            ),
            Card(_("What was missing"), icon="list-checks", lines=one.missing),
        ],
        links=[Link(_("Print the slip"), reverse("services:slip-paper", args=[pk]), icon="printer")],
        verbs=[
            Verb(
                label=_("All has come"),
                url=reverse("services:slip-complete", args=[pk]),
                kind="primary",
                icon="check",
                confirm=_("The promised time of the case runs on. Continue?"),
                how="post",
            )
            if waits
            else None
        ],
        entries=entries(one),
    )
    return show_record(request, thing)


@desk_view(rules.REGISTER)
@require_POST
def complete(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that all has come."""
    actions.complete_slip(_slip(request, pk, rules.REGISTER), actor=request.actor)
    return redirect("services:slip", pk)


@desk_view(rules.READ)
@require_safe
def paper(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Give the slip as PDF."""
    one = _slip(request, pk, rules.READ)
    return pages.pdf(printing.slip(one, base(request)), f"{_('One-time notice')}-{one.number}")


@desk_view(rules.REGISTER)
def accept(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the applicant's written promise in a case."""
    case = _case(request, pk)
    begun = {"lacking": list(case.version.deferrable)}
    return fill(
        request,
        UndertakingForm(data_of(request), initial=begun, body=case.body),
        lambda given: actions.accept_undertaking(case, actor=request.actor, **given),
        title=_("Accept a written promise"),
        lead=f"{case.item.name} · {case.number}",
        submit=_("Accept the promise"),
        back=reverse("services:case", args=[pk]),
        after=lambda made: reverse("services:undertaking", args=[made.pk]),
    )


@desk_view(rules.READ)
def undertakings(request: DeskRequest) -> HttpResponseBase:
    """List the written promises of the scope, the newest first."""
    form = StateFilter(request.GET, states=UndertakingState.choices)
    choice = choose(request, rules.READ)
    rows = under(within(queries.undertakings(), request.actor, rules.READ), choice.body)
    page = Register(
        title=_("Written promises"),
        lead=_("Accepted with materials to follow, or decided on a promise that is checked later"),
        cols=UNDERTAKINGS,
        url=lambda row: reverse("services:undertaking", args=[row.pk]),
        empty=_("A written promise is accepted on the page of a case; the list of such items is public."),
        buttons=[Link(_("Public list"), reverse("services:lenient"), icon="external-link")],
        tabs=tabs.registers("undertakings"),
        form=form,
        nodes=choice.nodes,
        keep="body",
        rows=searched(rows, form, "number", "case__number", "case__item__name"),
    )
    return show(request, page)


def _undertaking(request: DeskRequest, pk: uuid.UUID, function: str) -> Undertaking:
    return get_object_or_404(within(queries.undertakings(), request.actor, function), pk=pk)


@desk_view(rules.READ)
def undertaking(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one written promise, its term, and what was found."""
    one = _undertaking(request, pk, rules.READ)
    running = one.state == UndertakingState.OPEN and bool(may(request.actor, rules.REGISTER, one.body))
    thing = Record(
        title=one.get_kind_display(),
        state=one.get_state_display(),
        tone=pages.TONES[one.state],
        eyebrow=one.number,
        crumbs=[(_("Written promises"), reverse("services:undertakings"))],
        cards=[
            Card(
                _("Facts"),
                [
                    (_("Service item"), one.case.item.name),
                    (_("Case number"), one.case.number),
                    (_("Unit"), one.body.name),
                    (_("Promised at"), _minute(one.made_at)),
                    (_("To be kept by"), _minute(one.clock.due_at) if one.clock else ""),
                    (_("Basis"), promises.basis(one.clock)),
                    (_("What follows where it is not kept"), one.consequence),
                    (_("What the check found"), one.finding),
                    (_("Found at"), _minute(one.judged_at)),
                    (_("Found by"), one.judged_by.person.name if one.judged_by else ""),
                ],
                "info",
            ),
            Card(_("What is promised"), icon="list-checks", lines=one.lacking),
        ],
        links=[Link(_("Print the promise"), reverse("services:undertaking-paper", args=[pk]), icon="printer")],
        verbs=[
            Verb(
                label=_("Found kept"),
                url=reverse("services:undertaking-judge", args=[pk, "kept"]),
                kind="primary",
                icon="check",
            ),
            Verb(
                label=_("Found not kept"),
                url=reverse("services:undertaking-judge", args=[pk, "broken"]),
                kind="danger",
                icon="circle-x",
            ),
        ]
        if running
        else [],
        entries=entries(one),
    )
    return show_record(request, thing)


@desk_view(rules.REGISTER)
def judge(request: DeskRequest, pk: uuid.UUID, verdict: str) -> HttpResponse:
    """Ask what was found: kept or not."""
    one = _undertaking(request, pk, rules.REGISTER)
    kept = verdict == "kept"
    verb = actions.find_kept if kept else actions.find_broken
    return ask(
        request,
        FindingForm(data_of(request)),
        lambda given: verb(one, actor=request.actor, **given),
        title=_("Found kept") if kept else _("Found not kept"),
        text="" if kept else one.consequence,
        danger=not kept,
        back=reverse("services:undertaking", args=[pk]),
    )


@desk_view(rules.READ)
@require_safe
def letter(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Give the written promise as PDF, to sign."""
    one = _undertaking(request, pk, rules.READ)
    return pages.pdf(printing.promise_letter(one, base(request)), f"{_('Written promise')}-{one.number}")
