"""What a campaign is made of: dimensions and items with their records, pipelines of means, sets of means."""

import uuid

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions import means as actions
from zhengyou.campaign.campaigns.forms.engine import Nothing
from zhengyou.campaign.campaigns.forms.results import ItemRecordForm, PresetForm, UsePresetForm
from zhengyou.campaign.campaigns.models import Campaign, Item, ItemRecord, Preset
from zhengyou.campaign.campaigns.queries import means as queries
from zhengyou.campaign.campaigns.queries import readable
from zhengyou.campaign.campaigns.web.part import Part, campaign_or_404, leads, own_unit, show
from zhengyou.campaign.campaigns.web.showing import Link, Row, Table, Verb, ask, fill
from zhengyou.registry.access.rules import require
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.models import Body


@desk_view(rules.READ)
def page(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show every item with its means and records, how far units are in pipelines, and the latest records."""
    campaign = campaign_or_404(request, pk)
    own = own_unit(request, campaign)
    buttons = []
    if leads(request, campaign):
        buttons = [
            Link(_("Use a set of means"), reverse("campaigns:use-preset", args=[pk]), icon="plus"),
            Link(_("Keep a set of means"), reverse("campaigns:preset", args=[pk]), icon="copy"),
        ]
    tables = []
    for dimension, lines in queries.kept(campaign):
        tables.append(_items(dimension.name, lines, own))
        if roads := queries.roads(campaign, dimension):
            tables.append(_roads(dimension.name, roads))
    tables.append(_records(campaign, own))
    return show(request, campaign, "content", Part(tables=tables, buttons=buttons))


def _items(name: str, lines: list[queries.Kept], own: Body | None) -> Table:
    rows = []
    for one in lines:
        verbs = (
            [Verb(_("Write down"), reverse("campaigns:record-item", args=[one.item.pk]), "link", "quiet")]
            if own
            else []
        )
        where = one.offer.label if one.offer else _("Records written by the units")
        rows.append(
            Row(
                [
                    (f"{one.item.step}. " if one.item.step else "") + one.item.name,
                    one.item.get_capability_display(),
                    one.records,
                    _("%(n)d of %(of)d") % {"n": one.units, "of": one.of},
                    where,
                ],
                url=_address(one),
                verbs=verbs,
            )
        )
    heads = [_("Item"), _("Bound to"), _("Records"), _("Units with records"), _("From where they come")]
    return Table(name, heads, rows, "layers", _("The plan lists no items."))


def _address(one: queries.Kept) -> str:
    if one.offer is None:
        return ""
    try:
        return reverse(one.offer.route)
    except NoReverseMatch:
        return ""


def _roads(name: str, roads: list[queries.Road]) -> Table:
    rows = [
        Row(
            [
                one.body.name,
                (f"{one.done}/{one.of}", "success" if one.done == one.of else "info" if one.done else "warning"),
                one.next or _("All steps done"),
            ]
        )
        for one in roads
    ]
    title = _("%(name)s: how far the units are") % {"name": name}
    return Table(title, [_("Unit"), _("Steps done"), _("Next step")], rows, "workflow")


def _records(campaign: Campaign, own: Body | None) -> Table:
    found = ItemRecord.objects.filter(item__dimension__campaign=campaign).select_related("item", "body")
    rows = []
    for one in found.order_by("-on", "-id")[:50]:
        verbs = []
        if own is not None and one.body_id == own.pk and one.withdrawn_on is None:
            verbs = [Verb(_("Withdraw"), reverse("campaigns:withdraw-record", args=[one.pk]), kind="quiet")]
        state = (_("Withdrawn"), "neutral") if one.withdrawn_on else (_("Counts"), "success")
        rows.append(Row([f"{one.on:%Y-%m-%d}", one.body.name, one.item.name, one.text, state], verbs=verbs))
    heads = [_("Day"), _("Unit"), _("Item"), _("What was done"), _("State")]
    return Table(_("Records written by the units"), heads, rows, "pencil", _("Nothing was written down yet."))


@desk_view(rules.LAUNCH)
def keep_preset(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the steps, and keep the set of means."""
    campaign = campaign_or_404(request, pk)
    form = PresetForm(request.POST or None)
    return fill(
        request, form,
        lambda given: actions.keep_preset(campaign.body, name=given["name"], steps=form.steps, actor=request.actor),
        title=_("Keep a set of means"), lead=_("In the order in which they follow each other."),
        back=reverse("campaigns:content", args=[pk]),
    )  # fmt: skip


@desk_view(rules.LAUNCH)
def use_preset(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask which set of means, and take it over."""
    campaign = campaign_or_404(request, pk)
    keys = [int(key) for key in campaign.body.path.split(".") if key]
    form = UsePresetForm(request.POST or None, rows={"preset": Preset.objects.filter(body__in=keys)})
    return fill(
        request, form, lambda given: actions.use_preset(campaign, preset=given["preset"], actor=request.actor),
        title=_("Use a set of means"), lead=campaign.title, back=reverse("campaigns:content", args=[pk]),
    )  # fmt: skip


@desk_view(rules.SUBMIT)
def record_item(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what the own unit did for an item."""
    rows = Item.objects.select_related("dimension__campaign__body")
    item = get_object_or_404(rows, pk=pk, dimension__campaign__in=readable(request.actor).values("pk"))
    body = request.actor.body or item.dimension.campaign.body
    return fill(
        request, ItemRecordForm(request.POST or None),
        lambda given: actions.record_item(item, body=body, actor=request.actor, **given),
        title=_("Write down"), lead=item.name, back=reverse("campaigns:content", args=[item.dimension.campaign_id]),
    )  # fmt: skip


@desk_view(rules.SUBMIT)
def withdraw_record(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask, and withdraw a record."""
    rows = ItemRecord.objects.select_related("item__dimension__campaign__body", "body")
    made = get_object_or_404(rows, pk=pk, item__dimension__campaign__in=readable(request.actor).values("pk"))
    require(request.actor, rules.SUBMIT, made.body, campaign_scope=made.item.dimension.campaign.scope_id)
    return ask(
        request, Nothing(request.POST or None), lambda _given: actions.withdraw_record(made, actor=request.actor),
        title=_("Withdraw"), text=made.text[:200], back=reverse("campaigns:content", args=[made.item.dimension.campaign_id]),
    )  # fmt: skip
