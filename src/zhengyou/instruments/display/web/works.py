"""Desk pages of practical matters (实事) and service brands."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhengyou.instruments.display import actions, rules
from zhengyou.instruments.display.actions import Wanted
from zhengyou.instruments.display.enums import Audience, MatterState, Source, State
from zhengyou.instruments.display.forms.fields import ReasonForm, WordFilter
from zhengyou.instruments.display.forms.works import BrandForm, FinishForm, MatterForm, ProofForm, StepForm
from zhengyou.instruments.display.models import Brand, PracticalMatter
from zhengyou.instruments.display.queries import voices
from zhengyou.instruments.display.web import pages, showing
from zhengyou.kernel import clock
from zhengyou.records.files import actions as files
from zhengyou.records.files import owner_of
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import ask, data_of, fill
from zhengyou.registry.access.web.record import Card, Record, Row, Table, Verb, entries, files_of, show_record
from zhengyou.registry.access.web.register import Col, Register, searched, show
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under

COLUMNS = (
    Col(label=gettext_lazy("Practical matter"), value=lambda row: row.title, width=28),
    Col(label=gettext_lazy("Unit in charge"), value=lambda row: row.body.name, width=24),
    Col(label=gettext_lazy("For whom"), value=lambda row: row.get_audience_display()),
    Col(label=gettext_lazy("Source"), value=lambda row: row.get_source_display()),
    Col(label=gettext_lazy("Done by"), value=lambda row: row.due_on, format=Format.DATE),
    Col(label=gettext_lazy("Budget (yuan)"), value=lambda row: row.budget, format=Format.DECIMAL),
    Col(label=gettext_lazy("Spent (yuan)"), value=lambda row: row.spent, format=Format.DECIMAL),
    pages.state_of(gettext_lazy("State")),
    Col(label=gettext_lazy("What is promised"), value=lambda row: row.promise, width=40, only_sheet=True),
    Col(label=gettext_lazy("Result"), value=lambda row: row.result, width=40, only_sheet=True),
)


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the practical matters by their promised day."""
    form = WordFilter(request.GET, states=MatterState.choices)
    choice = choose(request, rules.READ)
    rows = within(PracticalMatter.objects.select_related("body"), request.actor, rules.READ)
    page = Register(
        title=_("Practical matters"),
        lead=_("What is promised to be done for people: source, day, budget, proof, satisfaction"),
        cols=COLUMNS,
        url=lambda row: reverse("display:practical-matter", args=[row.pk]),
        empty=_("Write down what will be done, by when and for how much."),
        buttons=pages.drafts(request, _("New practical matter"), "display:draft-practical-matter"),
        tabs=showing.tabs("practical-matters"),
        form=form,
        nodes=choice.nodes,
        keep="body",
        rows=searched(under(rows, choice.body), form, "title", "promise", "body__name"),
    )
    return show(request, page)


def _matter(request: DeskRequest, pk: uuid.UUID) -> PracticalMatter:
    rows = PracticalMatter.objects.select_related("body", "late_order")
    return get_object_or_404(within(rows, request.actor, rules.READ), pk=pk)


def _wanted(given: dict[str, Any]) -> Wanted:
    return Wanted(**given | {"source": Source(given["source"]), "audience": Audience(given["audience"])})


@desk_view(rules.DRAFT)
def draft(request: DeskRequest) -> HttpResponse:
    """Ask what is done for people, from where it came, by when and for how much."""
    body = pages.unit_of(request)
    return fill(
        request,
        MatterForm(data_of(request)),
        lambda given: actions.draft_matter(_wanted(given), body=body, actor=request.actor),
        title=_("New practical matter"),
        lead=body.name,
        submit=_("Keep the draft"),
        said=_("Kept as a draft. Hand it in for review when it is ready."),
        back=reverse("display:practical-matters"),
        after=lambda made: reverse("display:practical-matter", args=[made.pk]),
    )


@desk_view(rules.DRAFT)
def amend(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a draft."""
    one = _matter(request, pk)
    begun = {name: getattr(one, name) for name in Wanted.__slots__}
    return fill(
        request,
        MatterForm(data_of(request), initial=begun),
        lambda given: actions.amend_matter(one, _wanted(given), actor=request.actor),
        title=_("Change this draft"),
        lead=one.title,
        submit=_("Keep the draft"),
        said=_("Changed."),
        back=reverse("display:practical-matter", args=[pk]),
    )


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one practical matter: promise, steps, money, proof and what people say."""
    one = _matter(request, pk)
    drafts = bool(may(request.actor, rules.DRAFT, one.body))
    publishes = bool(may(request.actor, rules.PUBLISH, one.body))
    begun, running = one.state == MatterState.DRAFT, one.state == MatterState.SHOWN
    late = running and one.due_on < clock.today()

    def verb(label: str, name: str, *, shown: bool, asks: bool = True, kind: str = "plain", icon: str) -> Verb | None:
        url = reverse(f"display:{name}", args=[pk])
        return Verb(label=label, url=url, kind=kind, icon=icon, how="dialog" if asks else "link") if shown else None

    drops = (drafts and one.state in (MatterState.DRAFT, MatterState.SUBMITTED)) or (publishes and running)
    thing = Record(
        title=one.title,
        state=one.get_state_display(),
        tone=pages.TONES[one.state],
        eyebrow=one.body.name,
        crumbs=[(_("Practical matters"), reverse("display:practical-matters"))],
        cards=[
            Card(
                _("Facts"),
                [
                    (_("For whom"), one.get_audience_display()),
                    (_("Source"), f"{one.get_source_display()} · {one.origin}"),
                    (_("What is promised"), one.promise),
                    (_("Done by"), f"{one.due_on:%Y-%m-%d}"),
                    (_("Budget (yuan)"), f"{one.budget:,.2f}"),
                    (_("Spent (yuan)"), f"{one.spent:,.2f}"),
                    (_("Result"), one.result),
                    (_("Done on"), f"{one.done_on:%Y-%m-%d}" if one.done_on else ""),
                    (_("Satisfaction"), showing.voices(voices([one])[one.pk])),
                    (_("Order for being late"), one.late_order.number if one.late_order else ""),
                ],
                "info",
            )
        ],
        tables=[
            Table(
                title=_("Steps taken"),
                heads=[_("What was done"), _("Done on"), _("Share of the whole (%)"), _("Spent on it (yuan)")],
                rows=[
                    Row((step.text, f"{step.on:%Y-%m-%d}", step.share, f"{step.spent:,.2f}"))
                    for step in one.steps.all()
                ],
                empty=_("No step reported yet."),
            )
        ],
        files=files_of(request, one, _("Proof")),
        verbs=[
            verb(_("Change this draft"), "amend-practical-matter", shown=drafts and begun, asks=False, icon="pencil"),
            verb(_("Report a step"), "step-practical-matter", shown=drafts and running, icon="list-checks"),
            verb(
                _("Report as done"),
                "finish-practical-matter",
                shown=drafts and running,
                kind="primary",
                asks=False,
                icon="check",
            ),
            *pages.review_verbs(one, "practical-matter", request),
            verb(_("Do not carry on"), "drop-practical-matter", shown=drops, icon="ban", kind="quiet"),
        ],
        alert=_alert(one, late=late) or pages.own_alert(one, request),
        entries=entries(one),
    )
    return show_record(request, thing)


def _alert(matter: PracticalMatter, *, late: bool) -> tuple[str, str, str] | None:
    """Return what is told where the budget is overspent or the promised day has passed."""
    if matter.spent > matter.budget:
        more = f"{matter.spent - matter.budget:,.2f}"
        return "warning", "", _("Spent more than the budget by %s yuan.") % more
    return ("warning", "", _("The promised day has passed.")) if late else None


@desk_view(rules.DRAFT)
def step(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what was done by when, and what it cost."""
    one = _matter(request, pk)
    return ask(
        request,
        StepForm(data_of(request), initial={"on": clock.today()}),
        lambda given: actions.report_progress(one, actor=request.actor, **given),
        title=_("Report a step"),
        text=one.title,
        back=reverse("display:practical-matter", args=[pk]),
    )


@desk_view(rules.DRAFT)
def finish(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for result and proof; a proof that came stays attached whatever else is missing."""
    one = _matter(request, pk)
    posted = request.method == "POST"
    form = FinishForm(
        request.POST if posted else None, request.FILES if posted else None, initial={"done_on": clock.today()}
    )

    def act(given: dict[str, Any]) -> PracticalMatter:
        if file := given["proof"]:
            files.attach(owner_of(one), name=file.name, content=file.read(), actor=request.actor)
        return actions.finish(one, result=given["result"], done_on=given["done_on"], actor=request.actor)

    return fill(
        request,
        form,
        act,
        title=_("Report as done"),
        lead=one.title,
        back=reverse("display:practical-matter", args=[pk]),
    )


@desk_view(rules.READ)
def drop(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why it is not carried on."""
    one = _matter(request, pk)
    return ask(
        request,
        ReasonForm(data_of(request)),
        lambda given: actions.drop(one, reason=given["reason"], actor=request.actor),
        title=_("Do not carry on"),
        text=_("The public reads the reason."),
        back=reverse("display:practical-matter", args=[pk]),
        danger=True,
    )


@desk_view(rules.READ)
def brands(request: DeskRequest) -> HttpResponseBase:
    """List the service brands."""
    form = WordFilter(request.GET, states=State.choices)
    choice = choose(request, rules.READ)
    rows = within(Brand.objects.select_related("body").prefetch_related("proofs"), request.actor, rules.READ)
    columns = (
        Col(label=_("Name of the brand"), value=lambda row: row.name, width=24),
        Col(label=_("Unit in charge"), value=lambda row: row.body.name, width=24),
        Col(label=_("What it stands for"), value=lambda row: row.meaning, width=40),
        Col(label=_("Since"), value=lambda row: row.since, format=Format.DATE),
        Col(label=_("Proofs"), value=lambda row: len(row.proofs.all()), format=Format.INT),
        pages.state_of(_("State")),
    )
    page = Register(
        title=_("Service brands"),
        lead=_("What a unit is known for, with proofs that it is lived"),
        cols=columns,
        url=lambda row: reverse("display:brand", args=[row.pk]),
        empty=_("Enter the brand of a unit and prove it by what was done."),
        buttons=pages.drafts(request, _("New brand"), "display:draft-brand"),
        tabs=showing.tabs("brands"),
        form=form,
        nodes=choice.nodes,
        keep="body",
        rows=searched(under(rows, choice.body), form, "name", "meaning", "body__name"),
    )
    return show(request, page)


def _brand(request: DeskRequest, pk: uuid.UUID) -> Brand:
    return get_object_or_404(within(Brand.objects.select_related("body"), request.actor, rules.READ), pk=pk)


@desk_view(rules.DRAFT)
def draft_brand(request: DeskRequest) -> HttpResponse:
    """Ask what the brand is called and stands for."""
    body = pages.unit_of(request)
    return fill(
        request,
        BrandForm(data_of(request), initial={"since": clock.today()}),
        lambda given: actions.draft_brand(body=body, actor=request.actor, **given),
        title=_("New brand"),
        lead=body.name,
        submit=_("Keep the draft"),
        said=_("Kept as a draft. Hand it in for review when it is ready."),
        back=reverse("display:brands"),
        after=lambda made: reverse("display:brand", args=[made.pk]),
    )


@desk_view(rules.READ)
def brand(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one brand with its proofs."""
    one = _brand(request, pk)
    proves = may(request.actor, rules.DRAFT, one.body) and one.state != State.WITHDRAWN
    prove_url = reverse("display:prove-brand", args=[pk])
    thing = Record(
        title=one.name,
        state=one.get_state_display(),
        tone=pages.TONES[one.state],
        eyebrow=one.body.name,
        crumbs=[(_("Service brands"), reverse("display:brands"))],
        cards=[
            Card(_("Facts"), [(_("What it stands for"), one.meaning), (_("Since"), f"{one.since:%Y-%m-%d}")], "info")
        ],
        tables=[
            Table(
                title=_("Proofs"),
                heads=[_("What was done"), _("Done on")],
                rows=[Row((proof.text, f"{proof.on:%Y-%m-%d}")) for proof in one.proofs.all()],
                empty=_("Nothing proves it yet."),
            )
        ],
        files=files_of(request, one, _("Files")),
        verbs=[
            Verb(
                label=_("Add a proof"),
                url=prove_url,
                icon="file-check",
            )
            if proves
            else None,
            *pages.review_verbs(one, "brand", request),
        ],
        alert=pages.own_alert(one, request),
        entries=entries(one),
    )
    return show_record(request, thing)


@desk_view(rules.DRAFT)
def prove(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what proves the brand."""
    one = _brand(request, pk)
    return ask(
        request,
        ProofForm(data_of(request), initial={"on": clock.today()}),
        lambda given: actions.prove(one, actor=request.actor, **given),
        title=_("Add a proof"),
        text=one.name,
        back=reverse("display:brand", args=[pk]),
    )
