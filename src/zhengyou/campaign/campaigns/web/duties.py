"""Duties of a campaign: who leads and supports, tags, links with other campaigns, and passing down a sheet."""

import uuid
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions import sharing as actions
from zhengyou.campaign.campaigns.enums import Role, SheetState, TagKind
from zhengyou.campaign.campaigns.forms.results import CountForm, LinkForm, PassForm, ShareDutyForm, TagForm
from zhengyou.campaign.campaigns.models import Campaign, CampaignLink, Duty, Tag, TaskSheet
from zhengyou.campaign.campaigns.queries import readable, sheets_for
from zhengyou.campaign.campaigns.queries.scope import standing_below
from zhengyou.campaign.campaigns.web.part import Part, campaign_or_404, leads, show
from zhengyou.campaign.campaigns.web.showing import Link, Row, Table, Verb, fill
from zhengyou.registry.access.web import DeskRequest, desk_view


@desk_view(rules.READ)
def page(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show the duties with who does them and how far they are, the tags, and the links with other campaigns."""
    campaign = campaign_or_404(request, pk)
    can = leads(request, campaign)
    buttons = []
    if can:
        buttons = [
            Link(_("Add a duty"), reverse("campaigns:add-duty", args=[pk]), icon="plus"),
            Link(_("Keep a tag"), reverse("campaigns:tag", args=[pk]), icon="tags"),
            Link(_("Link a campaign"), reverse("campaigns:link", args=[pk]), icon="git-merge"),
        ]
    tables = [_duties(campaign, can=can), _tags(campaign), _problems(campaign), _links(campaign, can=can)]
    return show(request, campaign, "duties", Part(tables=tables, buttons=buttons))


def _duties(campaign: Campaign, *, can: bool) -> Table:
    living = ~Q(sheets__state=SheetState.CANCELLED)
    found = campaign.duties.annotate(
        owed=Count("sheets", filter=living, distinct=True),
        done=Count("sheets", filter=Q(sheets__state=SheetState.ACCEPTED), distinct=True),
        passed=Count("sheets", filter=living & Q(sheets__passed_from__isnull=False), distinct=True),
    ).prefetch_related("shares__body", "tags")
    rows = []
    for duty in found:
        lead = "、".join(one.body.name for one in duty.shares.all() if one.role == Role.LEAD)
        assist = "、".join(one.body.name for one in duty.shares.all() if one.role == Role.ASSIST)
        day = f"{duty.due_on:%Y-%m-%d}" if duty.due_on else _("no date set")
        rows.append(
            Row(
                [
                    duty.name,
                    (_("Withdrawn"), "neutral") if duty.withdrawn_on else f"{day} {duty.get_rhythm_display()}",
                    lead or _("All units"),
                    assist,
                    f"{duty.done}/{duty.owed}"
                    + (_(" · passed down: %(n)d") % {"n": duty.passed} if duty.passed else ""),
                    "、".join(tag.name for tag in duty.tags.all()),
                ],
                url=f"{reverse('campaigns:sheets')}?campaign={campaign.pk}&q={duty.name}",
                verbs=[Verb(_("Lead and support"), reverse("campaigns:share-duty", args=[duty.pk]), "link", "quiet")]
                if can and duty.withdrawn_on is None
                else [],
            )
        )
    heads = [_("Duty"), _("Due by"), _("Leading unit"), _("Supporting units"), _("Accepted"), _("Lines it serves")]
    return Table(_("Duties"), heads, rows, "clipboard-list", _("The plan names no duties."))


def _tags(campaign: Campaign) -> Table:
    done = Count("duties__sheets", filter=Q(duties__sheets__state=SheetState.ACCEPTED), distinct=True)
    tags = campaign.tags.filter(kind=TagKind.SECONDARY).annotate(of=Count("duties", distinct=True), done=done)
    rows = [Row([tag.name, tag.of, tag.done]) for tag in tags]
    heads = [_("Line of work"), _("Duties"), _("Sheets accepted")]
    return Table(_("Secondary lines"), heads, rows, "tags", _("No secondary lines."))


def _problems(campaign: Campaign) -> Table:
    tags = campaign.tags.filter(kind=TagKind.PROBLEM).annotate(found=Count("sheets__body", distinct=True))
    rows = [Row([tag.name, tag.found]) for tag in tags.order_by("-found", "order_number")]
    heads = [_("Problem"), _("Units that found it with themselves")]
    return Table(_("What units found"), heads, rows, "search", _("No problems to look for were named."))


def _links(campaign: Campaign, *, can: bool) -> Table:
    rows = []
    for link in campaign.links.select_related("other").prefetch_related("duties__source", "duties__target"):
        pairs = "；".join(f"{one.source} → {one.target}" for one in link.duties.all())
        verbs = []
        if can and link.other_id:
            verbs = [Verb(_("Count in both"), reverse("campaigns:count", args=[link.pk]), "link", "quiet")]
        url = reverse("campaigns:detail", args=[link.other_id]) if link.other_id else ""
        counted = TaskSheet.objects.filter(counted_from__isnull=False, duty__counted_by__link=link).distinct().count()
        rows.append(Row([link.other_title, link.get_kind_display(), pairs, counted, link.note], url=url, verbs=verbs))
    for link in campaign.linked_from.select_related("campaign"):
        url = reverse("campaigns:detail", args=[link.campaign_id])
        rows.append(Row([link.campaign.title, link.get_kind_display(), "", "", _("linked from there")], url=url))
    heads = [_("Campaign"), _("How they belong together"), _("Counts in both"), _("Sheets counted"), _("Side note")]
    return Table(_("Linked campaigns"), heads, rows, "git-merge", _("Not linked with any."))


def _duty(request: DeskRequest, pk: uuid.UUID) -> Duty:
    rows = Duty.objects.select_related("campaign__body")
    return get_object_or_404(rows, pk=pk, campaign__in=readable(request.actor).values("pk"))


@desk_view(rules.LAUNCH)
def share_duty(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask who leads and who supports a duty."""
    duty = _duty(request, pk)
    units = duty.campaign.units.order_by("sort_path")
    shares = list(duty.shares.all())
    initial = {
        "lead": next((one.body_id for one in shares if one.role == Role.LEAD), None),
        "assisting": [one.body_id for one in shares if one.role == Role.ASSIST],
    }
    form = ShareDutyForm(request.POST or None, initial=initial, rows={"lead": units, "assisting": units})

    def act(given: dict[str, Any]) -> Duty:
        return actions.share_duty(duty, lead=given["lead"], assisting=list(given["assisting"]), actor=request.actor)

    back = reverse("campaigns:duties", args=[duty.campaign_id])
    return fill(request, form, act, title=_("Lead and support"), lead=duty.name, back=back)


@desk_view(rules.LAUNCH)
def keep_tag(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for a tag and the duties that serve it."""
    campaign = campaign_or_404(request, pk)
    form = TagForm(request.POST or None, rows={"duties": campaign.duties.filter(withdrawn_on=None)})

    def act(given: dict[str, Any]) -> Tag:
        tag = actions.keep_tag(campaign, name=given["name"], kind=given["kind"], actor=request.actor)
        if given["duties"]:
            actions.tag_duties(tag, duties=given["duties"], actor=request.actor)
        return tag

    return fill(
        request, form, act, title=_("Keep a tag"), lead=campaign.title, back=reverse("campaigns:duties", args=[pk])
    )


@desk_view(rules.LAUNCH)
def link(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask with which campaign this one belongs together."""
    campaign = campaign_or_404(request, pk)
    others = readable(request.actor).exclude(pk=pk)
    form = LinkForm(request.POST or None, rows={"other": others})
    return fill(
        request, form, lambda given: actions.link(campaign, actor=request.actor, **given),
        title=_("Link a campaign"), lead=campaign.title, back=reverse("campaigns:duties", args=[pk]),
    )  # fmt: skip


@desk_view(rules.LAUNCH)
def count(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask which duty's record counts for which duty of the other campaign."""
    found = get_object_or_404(
        CampaignLink.objects.select_related("campaign__body", "other__body"),
        pk=pk,
        campaign__in=readable(request.actor).values("pk"),
    )
    duties = Duty.objects.filter(campaign__in=[found.campaign_id, found.other_id], withdrawn_on=None)
    form = CountForm(request.POST or None, rows={"source": duties, "target": duties})
    for field in ("source", "target"):
        form.fields[field].label_from_instance = lambda duty: f"{duty.name}（{duty.campaign.title}）"  # type: ignore[attr-defined]  # a choice field
    return fill(
        request, form, lambda given: actions.count_for(found, actor=request.actor, **given),
        title=_("Count in both"), lead=found.other_title, back=reverse("campaigns:duties", args=[found.campaign_id]),
    )  # fmt: skip


@desk_view(rules.SUBMIT)
def pass_down(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask to which units below a duty goes, and pass it down."""
    sheet = get_object_or_404(sheets_for(request.actor), pk=pk)
    form = PassForm(request.POST or None, initial={"due_on": sheet.due_on}, rows={"units": standing_below(sheet.body)})

    def act(given: dict[str, Any]) -> Any:
        return actions.pass_down(sheet, units=list(given["units"]), due_on=given["due_on"], actor=request.actor)

    back = reverse("campaigns:sheet", args=[pk])
    return fill(request, form, act, title=_("Pass down"), lead=sheet.duty.name, back=back)
