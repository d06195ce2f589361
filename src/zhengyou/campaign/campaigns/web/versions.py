"""The plan behind a campaign: documents, versions with what changed, and who has read the present one."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions import amending
from zhengyou.campaign.campaigns.actions.wishes import Wish
from zhengyou.campaign.campaigns.enums import Change
from zhengyou.campaign.campaigns.enums import Part as PlanPart
from zhengyou.campaign.campaigns.forms.engine import AmendForm, BasisForm, WishForm
from zhengyou.campaign.campaigns.models import Campaign, Item
from zhengyou.campaign.campaigns.queries import versions as queries
from zhengyou.campaign.campaigns.web.part import Part, campaign_or_404, leads, own_unit, show
from zhengyou.campaign.campaigns.web.showing import Link, Row, Table, fill
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.papers import queries as papers

Wishes = forms.formset_factory(WishForm, extra=3)


@desk_view(rules.READ)
def page(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show on what the plan rests, its versions, and which units have read the present one."""
    campaign = campaign_or_404(request, pk)
    version, readers = queries.version_of(campaign), queries.readers(campaign)
    own = own_unit(request, campaign)
    mine = next((one for one in readers if own and one.body.pk == own.pk), None)
    buttons = []
    if leads(request, campaign):
        buttons = [
            Link(_("Amend the plan"), reverse("campaigns:amend", args=[pk]), "primary", "pencil"),
            Link(_("Name a document"), reverse("campaigns:basis", args=[pk]), icon="plus"),
        ]
    waits = mine is not None and mine.confirmed_at is None
    if waits:
        buttons.append(Link(_("Confirm that it was read"), reverse("campaigns:confirm", args=[pk]), "primary", "check"))
    part = Part(
        buttons=buttons,
        kpis=[
            (_("Present version"), version, "neutral"),
            (_("Units that have read it"), sum(one.confirmed_at is not None for one in readers), "success"),
            (_("Units that have not"), sum(one.confirmed_at is None for one in readers), "warning"),
        ],
        tables=[_documents(campaign), _versions(campaign), _readers(readers)],
        alert=("info", _("Please read the plan"), _("Your unit has not confirmed the present version yet."))
        if waits
        else None,
    )
    return show(request, campaign, "versions", part)


def _documents(campaign: Campaign) -> Table:
    rows = [
        Row(
            [str(basis), basis.get_kind_display()],
            url=papers.address(basis.paper) if basis.paper else "",
        )
        for basis in campaign.bases.select_related("paper")
    ]
    if campaign.plan is not None:
        head = " ".join(filter(None, [campaign.plan.document_number, campaign.plan.title]))
        rows.insert(0, Row([head, _("The plan itself")], url=reverse("plans:bench", args=[campaign.plan.pk])))
    return Table(
        _("Documents behind it"),
        [_("Document behind it"), _("What it is to the campaign")],
        rows,
        "file-text",
        _("No document named."),
    )


def _versions(campaign: Campaign) -> Table:
    rows = []
    for amendment in campaign.amendments.prefetch_related("parts"):
        changed = [
            f"{one.get_change_display()}{one.get_part_display()}：{one.name}"
            + (f"（{one.before} → {one.after}）" if one.before and one.after else "")
            + (_(" · kept as handed in: %(n)d") % {"n": one.kept} if one.kept else "")
            for one in amendment.parts.all()
        ]
        cause = amendment.get_cause_display() + (f"：{amendment.origin}" if amendment.origin else "")
        rows.append(
            Row(
                [
                    _("Version %(n)d") % {"n": amendment.number},
                    f"{clock.local(amendment.made_at):%Y-%m-%d}",
                    cause,
                    amendment.reason,
                    "；".join(changed),
                ]
            )
        )
    heads = [_("Version"), _("Day"), _("From where it comes"), _("Reason"), _("What was amended")]
    return Table(_("Change log"), heads, rows, "history", _("The plan stands as it was launched."))


def _readers(readers: list[queries.Reader]) -> Table:
    rows = []
    for one in readers:
        if one.confirmed_at is None:
            rows.append(Row([one.body.name, (_("Not yet"), "warning"), ""]))
        else:
            how = _("by the receipt for the paper") if one.by_paper else one.confirmed_by
            rows.append(Row([one.body.name, (f"{clock.local(one.confirmed_at):%Y-%m-%d %H:%M}", "success"), how]))
    heads = [_("Unit"), _("Read and confirmed"), _("Confirmed by")]
    return Table(_("Who has read the present version"), heads, rows, "eye", _("No units take part."))


@desk_view(rules.LAUNCH)
def amend(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why and what changes, and amend the plan."""
    campaign = campaign_or_404(request, pk)
    form = AmendForm(request.POST or None)
    wishes = Wishes(request.POST or None, prefix="wish", form_kwargs={"rows": _rows(campaign)})
    if request.method == "POST" and form.is_valid() and wishes.is_valid():
        try:
            given = form.cleaned_data
            amendment = amending.amend(
                campaign, cause=given["cause"], origin=given["origin"], reason=given["reason"], wishes=_wished(wishes),
                actor=request.actor,
            )  # fmt: skip
        except Forbidden:
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("Version %(n)d holds now; the units are told.") % {"n": amendment.number})
            return redirect("campaigns:versions", pk=pk)
    context = {"campaign": campaign, "form": form, "wishes": wishes, "back": reverse("campaigns:versions", args=[pk])}
    return render(request, "campaigns/amend.html", context, status=422 if form.is_bound else 200)


def _rows(campaign: Campaign) -> dict[str, Any]:
    return {
        "duty": campaign.duties.filter(withdrawn_on=None),
        "phase": campaign.phases.filter(withdrawn_on=None),
        "dimension": campaign.dimensions.all(),
        "item": Item.objects.filter(dimension__campaign=campaign, withdrawn_on=None),
        "unit": campaign.units.order_by("sort_path"),
    }


def _wished(wishes: Any) -> list[Wish]:
    found = []
    for form in wishes:
        given = form.cleaned_data
        if not given.get("change"):
            continue
        part, change = given["change"].split(".")
        thing = given["dimension"] if given["change"] == "item.add" else given.get(part)
        found.append(
            Wish(
                part=PlanPart(part),
                change=Change(change),
                thing=thing,
                name=given["name"],
                day=given["day"],
                starts=given["starts"],
                rhythm=given["rhythm"] or "once",
            )
        )
    return found


@desk_view(rules.LAUNCH)
def basis(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for a document, and name it as the basis."""
    campaign = campaign_or_404(request, pk)
    issued = papers.readable(request.actor).filter(state="issued").order_by("-issued_at")
    form = BasisForm(request.POST or None, rows={"paper": issued})
    return fill(
        request, form, lambda given: amending.rest_on(campaign, actor=request.actor, **given),
        title=_("Name a document"), lead=campaign.title, back=reverse("campaigns:versions", args=[pk]),
    )  # fmt: skip


@desk_view(rules.SUBMIT)
def confirm(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Confirm for the own unit that the present version was read."""
    campaign = campaign_or_404(request, pk)
    if request.method == "POST" and request.actor.body is not None:
        amending.confirm_version(campaign, body=request.actor.body, actor=request.actor)
        messages.success(request, _("Confirmed."))
        return redirect("campaigns:versions", pk=pk)
    context = {
        "title": _("Confirm that it was read"),
        "text": _("Version %(n)d of the plan. Only the moment of confirming is kept.")
        % {"n": queries.version_of(campaign)},
        "label": _("Confirm"),
        "back": reverse("campaigns:versions", args=[pk]),
    }
    return render(request, "confirm.html", context)
