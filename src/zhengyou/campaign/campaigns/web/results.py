"""What came of a campaign: the inventory of results, information and its adoption, benchmarks and positions."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions import results as actions
from zhengyou.campaign.campaigns.enums import InformationState, ResultKind
from zhengyou.campaign.campaigns.forms.engine import Nothing, WhyForm
from zhengyou.campaign.campaigns.forms.results import (
    AlignForm,
    BenchmarkForm,
    InformationForm,
    OutletForm,
    ReadingForm,
    ResultForm,
)
from zhengyou.campaign.campaigns.models import Alignment, Benchmark, Campaign, Information, Item, Result
from zhengyou.campaign.campaigns.queries import readable
from zhengyou.campaign.campaigns.queries import results as queries
from zhengyou.campaign.campaigns.web.goals import number
from zhengyou.campaign.campaigns.web.part import Part, campaign_or_404, checks, leads, own_unit, show
from zhengyou.campaign.campaigns.web.showing import Link, Row, Table, Verb, ask, fill
from zhengyou.kernel import clock
from zhengyou.registry.access.rules import require
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.models import Body

INFORMATION = {
    InformationState.SUBMITTED: "info",
    InformationState.ADOPTED: "success",
    InformationState.DECLINED: "neutral",
}


@desk_view(rules.READ)
def page(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show the inventory, which mechanisms of the plan exist, and what was submitted and adopted."""
    campaign = campaign_or_404(request, pk)
    own = own_unit(request, campaign)
    buttons = []
    if own is not None:
        buttons = [
            Link(_("Enter a result"), reverse("campaigns:enter-result", args=[pk]), "primary", "plus"),
            Link(_("Submit information"), reverse("campaigns:inform", args=[pk]), icon="send"),
        ]
    counts = {kind: campaign.results.filter(kind=kind, ended_on=None).count() for kind in ResultKind}
    part = Part(
        buttons=buttons,
        kpis=[
            *((str(kind.label), counts[kind], "neutral") for kind in ResultKind),
            (_("Steps saved"), queries.savings(campaign), "success"),
        ],
        tables=[_inventory(campaign, own), _mechanisms(campaign), _information(request, campaign), _adoption(campaign)],
    )
    return show(request, campaign, "results", part)


def _inventory(campaign: Campaign, own: Body | None) -> Table:
    rows = []
    for row in campaign.results.select_related("body", "item").order_by("-in_force_on", "-id"):
        steps = f"{row.steps_before} → {row.steps_after}" if row.steps_before is not None else ""
        change = f"{row.before} → {row.after}" if row.before else row.after
        mine = own is not None and row.body_id == own.pk and row.ended_on is None
        rows.append(
            Row(
                [
                    row.name,
                    row.get_kind_display(),
                    row.body.name,
                    change,
                    steps,
                    row.document,
                    (_("Holds no longer"), "neutral") if row.ended_on else (f"{row.in_force_on:%Y-%m-%d}", "success"),
                ],
                verbs=[Verb(_("End"), reverse("campaigns:end-result", args=[row.pk]), kind="quiet")] if mine else [],
            )
        )
    heads = [
        _("Name"),
        _("Kind of result"),
        _("Unit"),
        _("Before and now"),
        _("Steps"),
        _("Document behind it"),
        _("In force since"),
    ]
    return Table(_("Inventory of results"), heads, rows, "archive", _("No results were entered yet."))


def _mechanisms(campaign: Campaign) -> Table:
    rows = []
    for one in queries.mechanisms(campaign):
        state = (_("Set by document"), "success") if one.regulations else (_("Not yet set"), "warning")
        rows.append(
            Row(
                [
                    one.item.name,
                    one.item.dimension.name,
                    one.item.get_capability_display(),
                    one.regulations,
                    one.others,
                    state,
                ]
            )
        )
    heads = [_("Item"), _("Dimension"), _("Bound to"), _("Regulations"), _("Other results"), _("Mechanism")]
    return Table(_("Which mechanisms exist"), heads, rows, "list-checks", _("The plan lists no items."))


def _information(request: DeskRequest, campaign: Campaign) -> Table:
    can = checks(request, campaign)
    rows = []
    for one in campaign.information.select_related("body")[:50]:
        verbs = []
        if can and one.state == InformationState.SUBMITTED:
            verbs = [
                Verb(_("Adopt it"), reverse("campaigns:adopt", args=[one.pk]), kind="primary"),
                Verb(_("Leave unused"), reverse("campaigns:decline", args=[one.pk])),
            ]
        rows.append(
            Row(
                [
                    one.title,
                    one.body.name,
                    f"{clock.local(one.submitted_at):%Y-%m-%d}",
                    (one.get_state_display(), INFORMATION[InformationState(one.state)]),
                    one.outlet or one.reason,
                ],
                verbs=verbs,
            )
        )
    heads = [_("Title"), _("Unit"), _("Submitted"), _("State"), _("Where used, or why not")]
    return Table(_("Information submitted"), heads, rows, "send", _("Nothing was submitted yet."))


def _adoption(campaign: Campaign) -> Table:
    rows = [
        Row(
            [
                one.body.name,
                one.submitted,
                one.adopted,
                f"{100 * one.adopted / one.submitted:.0f}%" if one.submitted else "",
            ]
        )
        for one in queries.adoption(campaign)
    ]
    heads = [_("Unit"), _("Submitted"), _("Adopted"), _("Share")]
    return Table(_("Adoption by unit"), heads, rows, "gauge", _("No units take part."))


@desk_view(rules.SUBMIT)
def enter_result(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what came of the campaign at the own unit."""
    campaign = campaign_or_404(request, pk)
    body = request.actor.body or campaign.body
    items = Item.objects.filter(dimension__campaign=campaign, withdrawn_on=None)
    return fill(
        request, ResultForm(request.POST or None, rows={"item": items}),
        lambda given: actions.enter_result(campaign, body=body, found=actions.Found(**given), actor=request.actor),
        title=_("Enter a result"), lead=campaign.title, back=reverse("campaigns:results", args=[pk]),
    )  # fmt: skip


@desk_view(rules.SUBMIT)
def end_result(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask, and end a result."""
    rows = Result.objects.select_related("campaign__body", "body")
    found = get_object_or_404(rows, pk=pk, campaign__in=readable(request.actor).values("pk"))
    require(request.actor, rules.SUBMIT, found.body, campaign_scope=found.campaign.scope_id)
    return ask(
        request, Nothing(request.POST or None), lambda _given: actions.end_result(found, actor=request.actor),
        title=_("End"), text=_("It holds no longer; it stays on file."),
        back=reverse("campaigns:results", args=[found.campaign_id]),
    )  # fmt: skip


@desk_view(rules.SUBMIT)
def inform(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for a piece of information, and submit it."""
    campaign = campaign_or_404(request, pk)
    body = request.actor.body or campaign.body
    return fill(
        request, InformationForm(request.POST or None),
        lambda given: actions.inform(campaign, body=body, actor=request.actor, **given),
        title=_("Submit information"), lead=campaign.title, back=reverse("campaigns:results", args=[pk]),
    )  # fmt: skip


def _submitted(request: DeskRequest, pk: uuid.UUID) -> Information:
    rows = Information.objects.select_related("campaign__body", "body")
    return get_object_or_404(rows, pk=pk, campaign__in=readable(request.actor).values("pk"))


@desk_view(rules.CHECK)
def adopt(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask where a piece of information was used."""
    found = _submitted(request, pk)
    return ask(
        request, OutletForm(request.POST or None), lambda given: actions.adopt(found, actor=request.actor, **given),
        title=_("Adopt it"), text=found.text[:500], back=reverse("campaigns:results", args=[found.campaign_id]),
    )  # fmt: skip


@desk_view(rules.CHECK)
def decline(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why a piece of information is left unused."""
    found = _submitted(request, pk)
    return ask(
        request, WhyForm(request.POST or None), lambda given: actions.decline(found, actor=request.actor, **given),
        title=_("Leave unused"), text=found.text[:500], back=reverse("campaigns:results", args=[found.campaign_id]),
    )  # fmt: skip


@desk_view(rules.READ)
def benchmarks(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show the library, who measures itself against what, and how positions moved."""
    campaign = campaign_or_404(request, pk)
    own = own_unit(request, campaign)
    buttons = []
    if leads(request, campaign):
        buttons.append(Link(_("Keep a benchmark"), reverse("campaigns:benchmark", args=[pk]), icon="plus"))
    if own is not None:
        buttons.append(Link(_("Choose a benchmark"), reverse("campaigns:align", args=[pk]), "primary", "target"))
    part = Part(buttons=buttons, tables=[_positions(campaign, own), _library(campaign)])
    return show(request, campaign, "benchmarks", part)


def _positions(campaign: Campaign, own: Body | None) -> Table:
    rows = []
    for one in queries.positions(campaign):
        row, unit = one.alignment, one.alignment.benchmark.unit
        moved = f"{one.was} → {one.now}"
        tone = "success" if one.risen > 0 else "error" if one.risen < 0 else "neutral"
        mine = own is not None and row.body_id == own.pk
        rows.append(
            Row(
                [
                    row.body.name,
                    row.benchmark.name,
                    f"{number(row.started_with)}{unit} → {number(one.value)}{unit}",
                    f"{number(one.gap)}{unit}",
                    (moved, tone),
                    (row.get_state_display(), "success" if row.state == "reached" else "info"),
                    f"{row.commitment}（{row.due_on:%Y-%m-%d}）",
                ],
                verbs=[Verb(_("Enter figure"), reverse("campaigns:reading", args=[row.pk]))] if mine else [],
            )
        )
    heads = [_("Unit"), _("Benchmark"), _("Then and now"), _("Gap"), _("Place and change"), _("State"), _("Commitment")]
    return Table(_("Measured against benchmarks"), heads, rows, "target", _("No unit has chosen a benchmark."))


def _models(campaign: Campaign) -> Any:
    keys = [int(key) for key in campaign.body.path.split(".") if key]
    return Benchmark.objects.filter(body__in=keys, retired_on=None)


def _library(campaign: Campaign) -> Table:
    rows = [
        Row([one.name, f"{one.indicator} {number(one.value)}{one.unit}", one.practice, one.source])
        for one in _models(campaign)
    ]
    heads = [_("The model"), _("Figure by which one compares"), _("What it does better"), _("Source")]
    return Table(_("Library of benchmarks"), heads, rows, "book-open", _("The library is empty."))


@desk_view(rules.LAUNCH)
def keep_benchmark(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for a model, and keep it in the library."""
    campaign = campaign_or_404(request, pk)
    return fill(
        request, BenchmarkForm(request.POST or None),
        lambda given: actions.keep_benchmark(campaign.body, actor=request.actor, **given),
        title=_("Keep a benchmark"), lead=campaign.body.name, back=reverse("campaigns:benchmarks", args=[pk]),
    )  # fmt: skip


@desk_view(rules.SUBMIT)
def align(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask how the own unit measures itself against a model."""
    campaign = campaign_or_404(request, pk)
    body = request.actor.body or campaign.body
    return fill(
        request, AlignForm(request.POST or None, rows={"benchmark": _models(campaign)}),
        lambda given: actions.align(campaign, body=body, actor=request.actor, **given),
        title=_("Choose a benchmark"), lead=campaign.title, back=reverse("campaigns:benchmarks", args=[pk]),
    )  # fmt: skip


@desk_view(rules.SUBMIT)
def reading(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the figure of today."""
    rows = Alignment.objects.select_related("campaign__body", "body", "benchmark")
    found = get_object_or_404(rows, pk=pk, campaign__in=readable(request.actor).values("pk"))
    return ask(
        request, ReadingForm(request.POST or None), lambda given: actions.take_reading(found, actor=request.actor, **given),
        title=_("Enter figure"), text=str(found), back=reverse("campaigns:benchmarks", args=[found.campaign_id]),
    )  # fmt: skip
