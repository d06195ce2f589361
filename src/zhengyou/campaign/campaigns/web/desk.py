"""Desk pages of campaigns: the list, the launch, one campaign with its progress board."""

import io
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.campaign.campaigns import actions, exports, rules
from zhengyou.campaign.campaigns.enums import State
from zhengyou.campaign.campaigns.forms import CampaignFilter, DutyForm
from zhengyou.campaign.campaigns.models import Campaign, Cycle
from zhengyou.campaign.campaigns.queries import boards, progress, readable
from zhengyou.campaign.campaigns.web.showing import excel, key_of
from zhengyou.campaign.campaigns.web.tabs import TONES, page_of
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid
from zhengyou.records.sheets import XLSX
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import ancestors


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the campaigns this hat may read: its own, and those in which its unit takes part."""
    form = CampaignFilter(request.GET)
    campaigns = readable(request.actor).annotate(members=Count("units", distinct=True))
    if form.is_valid():
        wanted = form.cleaned_data
        if wanted["q"]:
            campaigns = campaigns.filter(title__icontains=wanted["q"].strip())
        if wanted["state"]:
            campaigns = campaigns.filter(state=wanted["state"])
    campaigns = campaigns.order_by("-starts_on", "-id")
    if request.GET.get("export") == "xlsx":
        return excel(exports.campaigns(campaigns), _("Campaigns"))
    page = Paginator(campaigns, 25).get_page(request.GET.get("page"))
    rows = [{"campaign": campaign, "tone": TONES[State(campaign.state)]} for campaign in page]
    return render(request, "campaigns/list.html", {"page": page, "rows": rows, "filter_form": form})


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show dimensions, phases and duties, and how far each unit is."""
    campaign = get_object_or_404(readable(request.actor), pk=pk)
    if request.GET.get("export") == "xlsx":
        content = io.BytesIO(exports.board(campaign, progress(campaign)))
        return FileResponse(content, as_attachment=True, filename=_("Progress board") + ".xlsx", content_type=XLSX)
    leads = may(request.actor, rules.LAUNCH, campaign.body, campaign_scope=campaign.scope_id)
    top = boards.top_of(campaign)
    above = _above(top, request.GET.get("body", ""))
    board = boards.level(campaign, above)
    context = page_of(campaign, "overview") | {
        "dimensions": campaign.dimensions.prefetch_related("items"),
        "steps": _steps(campaign),
        "duties": campaign.duties.select_related("phase"),
        "page": Paginator(board, 50).get_page(request.GET.get("page")),
        "totals": boards.total(board),
        "top": top,
        "above": above,
        "road": [
            {"name": one.name, "url": f"{request.path}?body={one.public_id}"}
            for one in ancestors(above).filter(path__startswith=top.path).exclude(pk=top.pk)
        ],
        "cycle": Cycle.objects.filter(campaign=campaign).first(),
        "handing": campaign.hand_outs.filter(finished_at__isnull=True).first(),
        "can_lead": leads and campaign.state == State.RUNNING,
    }
    return render(request, "campaigns/detail.html", context)


def _above(top: Body, asked: str) -> Body:
    """Return the body whose level was asked for, if it stands under ``top``; else ``top``."""
    found = Body.objects.filter(path__startswith=top.path, public_id=key_of(asked)).first()
    return found or top


@desk_view(rules.READ)
def handing(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer with how far the handing out is; when it is through, the page is to be fetched anew."""
    campaign = get_object_or_404(readable(request.actor), pk=pk)
    run = campaign.hand_outs.filter(finished_at__isnull=True).first()
    answer = render(request, "campaigns/handing.html", {"campaign": campaign, "handing": run})
    if run is None:
        answer["HX-Refresh"] = "true"
    return answer


def _steps(campaign: Campaign) -> list[dict[str, Any]]:
    """Return the phases as steps: done, current, to come, by today's date."""
    today = clock.today()
    steps = []
    for phase in campaign.phases.filter(parent__isnull=True):
        if phase.ends_on and phase.ends_on < today:
            state = "done"
        elif phase.starts_on and phase.starts_on <= today:
            state = "current"
        else:
            state = "todo"
        days = [f"{day:%Y-%m-%d}" for day in (phase.starts_on, phase.ends_on) if day]
        steps.append({"label": phase.name, "state": state, "note": " – ".join(days)})
    return steps


@desk_view(rules.LAUNCH)
def add_duty(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a duty to a running campaign."""
    campaign = get_object_or_404(readable(request.actor), pk=pk)
    form = DutyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_duty(campaign, actor=request.actor, **form.cleaned_data)
        except Invalid as error:
            error.place_on(form)
        else:
            messages.success(request, _("Every unit has received its task sheet."))
            return redirect("campaigns:detail", pk=pk)
    context = {
        "title": _("Add a duty"),
        "lead": campaign.title,
        "form": form,
        "submit": _("Add and hand out"),
        "back": reverse("campaigns:detail", args=[pk]),
    }
    return render(request, "form.html", context, status=422 if form.is_bound else 200)


@desk_view(rules.LAUNCH)
def conclude(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask, and conclude."""
    campaign = get_object_or_404(readable(request.actor), pk=pk)
    if request.method == "POST":
        actions.conclude(campaign, actor=request.actor)
        messages.success(request, _("The campaign is concluded."))
        return redirect("campaigns:detail", pk=pk)
    context = {
        "title": _("Conclude the campaign"),
        "text": _("Task sheets that are still open are cancelled; what was handed in stays on record."),
        "label": _("Conclude"),
        "danger": True,
        "back": reverse("campaigns:detail", args=[pk]),
    }
    return render(request, "confirm.html", context)
