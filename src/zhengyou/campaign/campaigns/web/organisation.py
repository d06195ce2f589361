"""How a campaign is led: theme and leading group, what waits for the office, who answers at each unit, what is needed."""

import uuid

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions import organisation as actions
from zhengyou.campaign.campaigns.forms.engine import (
    Nothing,
    OrganiseForm,
    ResourceForm,
    ResponsibilityForm,
    SourceForm,
)
from zhengyou.campaign.campaigns.models import Campaign, Resource, Responsibility
from zhengyou.campaign.campaigns.queries import organisation as queries
from zhengyou.campaign.campaigns.queries import readable
from zhengyou.campaign.campaigns.web.goals import number
from zhengyou.campaign.campaigns.web.part import Part, campaign_or_404, checks, leads, own_unit, show
from zhengyou.campaign.campaigns.web.showing import Card, Link, Row, Table, Verb, ask, fill
from zhengyou.registry.access.rules import require
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.models import Body, Post
from zhengyou.registry.bodies.queries import group_roster, groups


@desk_view(rules.READ)
def page(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show the group with its office, what waits for it, the chains of the units, and what is needed."""
    campaign = campaign_or_404(request, pk)
    own = own_unit(request, campaign)
    buttons = []
    if leads(request, campaign):
        buttons.append(Link(_("Theme and leading group"), reverse("campaigns:organise", args=[pk]), icon="users"))
    if own is not None:
        buttons.append(
            Link(_("Assign a responsibility"), reverse("campaigns:answer-for", args=[pk]), "primary", "plus")
        )
        buttons.append(Link(_("Write down a need"), reverse("campaigns:need", args=[pk]), icon="plus"))
    tables = [_responsibilities(campaign, own), _resources(campaign, own)]
    if checks(request, campaign):
        tables.insert(0, _queue(campaign))
    if own is not None:
        tables.insert(0, _chain(campaign, own))
    return show(request, campaign, "organisation", Part(cards=[_group(campaign)], tables=tables, buttons=buttons))


def _group(campaign: Campaign) -> Card:
    facts: list[tuple[str, object]] = [(_("Theme"), campaign.theme)]
    if campaign.group is not None:
        facts.append((_("Leading group"), campaign.group.name))
        facts.append((_("Its office"), campaign.group.office.name if campaign.group.office else ""))
        for part in group_roster(campaign.group):
            names = "、".join(f"{seat.person.name}（{seat.office_held}）" for seat in part.seats)
            facts.append((str(part.role.label), names))
    else:
        facts.append((_("Leading group"), _("not named yet")))
    return Card(_("Leading group and theme"), facts, "users")


def _queue(campaign: Campaign) -> Table:
    rows = [
        Row([one.label, (str(one.number), "warning" if one.number else "neutral")], url=one.url)
        for one in queries.office_queue(campaign)
    ]
    return Table(_("What waits for the office"), [_("Matter"), _("How many")], rows, "inbox")


def _chain(campaign: Campaign, own: Body) -> Table:
    chain = queries.chain_of(campaign, own)
    rows = []
    for rank in queries.UPWARD:
        for one in chain[rank]:
            instead = _("instead of %(name)s") % {"name": one.instead_of.name} if one.instead_of else ""
            rows.append(Row([str(rank.label), one.person.name, str(one.appointment), instead]))
    heads = [_("Rank in the chain"), _("Who answers today"), _("Post"), _("In whose stead")]
    return Table(
        _("Whom reminders reach in your unit"), heads, rows, "bell", _("Nobody is on the roster of your unit.")
    )


def _responsibilities(campaign: Campaign, own: Body | None) -> Table:
    rows = [
        Row(
            [row.body.name, row.get_rank_display(), row.post.title, row.matter, row.business],
            verbs=[Verb(_("Release"), reverse("campaigns:release", args=[row.pk]), kind="quiet")]
            if own is not None and row.body_id == own.pk
            else [],
        )
        for row in campaign.responsibilities.select_related("body", "post")
    ]
    heads = [_("Unit"), _("Rank in the chain"), _("Post"), _("In the campaign"), _("In its trade")]
    empty = _("No unit has assigned responsibilities; the roster says who is reminded.")
    return Table(_("One post, two responsibilities"), heads, rows, "list-tree", empty)


def _resources(campaign: Campaign, own: Body | None) -> Table:
    rows = []
    for row in campaign.resources.select_related("body"):
        state = (
            (_("Secured: %(source)s") % {"source": row.source}, "success")
            if row.secured_on
            else (_("Not secured"), "warning")
        )
        mine = own is not None and row.body_id == own.pk and row.secured_on is None
        rows.append(
            Row(
                [
                    row.body.name,
                    row.get_kind_display(),
                    row.name,
                    f"{number(row.amount)}{row.unit}",
                    f"{row.needed_by:%Y-%m-%d}" if row.needed_by else "",
                    state,
                ],
                verbs=[Verb(_("Secured"), reverse("campaigns:secure", args=[row.pk]))] if mine else [],
            )
        )
    heads = [_("Unit"), _("Kind"), _("Needed for it"), _("Amount"), _("Needed by"), _("State")]
    return Table(_("People, money, goods and rooms"), heads, rows, "archive", _("Nothing was written down."))


@desk_view(rules.LAUNCH)
def organise(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for theme and leading group."""
    campaign = campaign_or_404(request, pk)
    initial = {"theme": campaign.theme, "group": campaign.group_id}
    mine = groups().filter(body__path__startswith=campaign.body.path) | groups().filter(
        body__in=[int(key) for key in campaign.body.path.split(".") if key]
    )
    form = OrganiseForm(request.POST or None, initial=initial, rows={"group": mine})
    return fill(
        request, form, lambda given: actions.organise(campaign, actor=request.actor, **given),
        title=_("Theme and leading group"), lead=campaign.title, back=reverse("campaigns:organisation", args=[pk]),
    )  # fmt: skip


@desk_view(rules.SUBMIT)
def answer_for(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask which post of the own unit answers for what."""
    campaign = campaign_or_404(request, pk)
    body = request.actor.body or campaign.body
    form = ResponsibilityForm(
        request.POST or None, rows={"post": Post.objects.filter(body=body).order_by("order_number")}
    )
    return fill(
        request, form, lambda given: actions.answer_for(campaign, actor=request.actor, **given),
        title=_("Assign a responsibility"), lead=body.name, back=reverse("campaigns:organisation", args=[pk]),
    )  # fmt: skip


@desk_view(rules.SUBMIT)
def release(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask, and take a post out of the chain."""
    rows = Responsibility.objects.select_related("campaign__body", "body", "post")
    found = get_object_or_404(rows, pk=pk, campaign__in=readable(request.actor).values("pk"))
    require(request.actor, rules.SUBMIT, found.body, campaign_scope=found.campaign.scope_id)
    return ask(
        request, Nothing(request.POST or None), lambda _given: actions.release(found, actor=request.actor),
        title=_("Release"), text=str(found), back=reverse("campaigns:organisation", args=[found.campaign_id]),
    )  # fmt: skip


@desk_view(rules.SUBMIT)
def need(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what the own unit needs."""
    campaign = campaign_or_404(request, pk)
    body = request.actor.body or campaign.body
    return fill(
        request, ResourceForm(request.POST or None),
        lambda given: actions.need(campaign, body=body, actor=request.actor, **given),
        title=_("Write down a need"), lead=body.name, back=reverse("campaigns:organisation", args=[pk]),
    )  # fmt: skip


@desk_view(rules.SUBMIT)
def secure(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask from where something comes."""
    rows = Resource.objects.select_related("campaign__body", "body")
    found = get_object_or_404(rows, pk=pk, campaign__in=readable(request.actor).values("pk"))
    require(request.actor, rules.SUBMIT, found.body, campaign_scope=found.campaign.scope_id)
    return ask(
        request, SourceForm(request.POST or None), lambda given: actions.secure(found, actor=request.actor, **given),
        title=_("Secured"), text=found.name, back=reverse("campaigns:organisation", args=[found.campaign_id]),
    )  # fmt: skip
