"""Pages of plans of campaigns that are there already: what an amended text changes, and starting from last year's."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.campaign.campaigns import exports, rules
from zhengyou.campaign.campaigns.actions import redrafting as actions
from zhengyou.campaign.campaigns.enums import Change, State
from zhengyou.campaign.campaigns.forms.campaign import RanFilter
from zhengyou.campaign.campaigns.forms.redrafting import DifferenceForm
from zhengyou.campaign.campaigns.forms.work import CycleForm
from zhengyou.campaign.campaigns.models import Campaign, Cycle
from zhengyou.campaign.campaigns.queries.comparing import Line
from zhengyou.campaign.campaigns.queries.difference import difference
from zhengyou.campaign.campaigns.queries.difference_purposes import changed_beside, other_changes
from zhengyou.campaign.campaigns.web.showing import excel
from zhengyou.campaign.campaigns.web.standing import next_year
from zhengyou.campaign.campaigns.web.tabs import TONES
from zhengyou.campaign.plans.enums import State as PlanState
from zhengyou.campaign.plans.models import Plan
from zhengyou.campaign.plans.queries import first_of
from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view

CHANGE_TONES = {Change.ADD: "success", Change.MOVE: "info", Change.RENAME: "info", Change.WITHDRAW: "warning"}


@desk_view(rules.LAUNCH)
def compare(request: DeskRequest, plan: uuid.UUID) -> HttpResponse:
    """Show what a confirmed amended text changes on the campaign, and take over what is chosen line by line."""
    plans = Plan.objects.select_related("body", "amends")
    source = get_object_or_404(within(plans, request.actor, rules.LAUNCH), pk=plan)
    campaign = Campaign.objects.filter(plan=first_of(source)).select_related("body").first()
    if source.amends is None or source.state != PlanState.READY or campaign is None:
        return redirect("plans:bench", pk=source.pk)  # nothing to compare yet, or taken over already: see the draft
    lines = difference(campaign, source)
    open_lines = [line.key for line in lines if not line.why_not]
    form = DifferenceForm(request.POST or None, keys=[line.key for line in lines])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            amendment = actions.adopt(
                source, chosen=given["lines"], cause=given["cause"], reason=given["reason"], actor=request.actor
            )
        except Forbidden:
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("Version %(n)d holds now; the units are told.") % {"n": amendment.number})
            return redirect("campaigns:versions", pk=campaign.pk)
    ticked = request.POST.getlist("lines") if request.method == "POST" else open_lines
    context = {
        "plan": source,
        "campaign": campaign,
        "form": form,
        "rows": _rows(lines, ticked),
        "others": other_changes(source),
        "beside": [{"one": one, "tone": CHANGE_TONES[one.change]} for one in changed_beside(source)],
        "back": reverse("plans:bench", args=[source.pk]),
    }
    return render(request, "campaigns/difference.html", context, status=422 if form.is_bound else 200)


def _rows(lines: Sequence[Line], ticked: Sequence[str]) -> list[dict[str, Any]]:
    return [{"line": line, "tone": CHANGE_TONES[line.change], "ticked": line.key in ticked} for line in lines]


@desk_view(rules.LAUNCH)
def again(request: DeskRequest) -> HttpResponseBase:
    """List the campaigns that ran, from each of which a new one may start in two ways."""
    form = RanFilter(request.GET)
    ran = within(Campaign.objects.select_related("body"), request.actor, rules.LAUNCH)
    campaigns = ran.filter(state__in=(State.RUNNING, State.CLOSED), starts_on__isnull=False)
    if form.is_valid():
        wanted = form.cleaned_data
        if wanted["q"]:
            campaigns = campaigns.filter(title__icontains=wanted["q"].strip())
        if wanted["year"]:
            campaigns = campaigns.filter(starts_on__year=wanted["year"])
    campaigns = campaigns.order_by("-starts_on", "-id")
    if request.GET.get("export") == "xlsx":
        return excel(exports.campaigns(campaigns.annotate(members=Count("units"))), _("Campaigns that ran"))
    page = Paginator(campaigns, 25).get_page(request.GET.get("page"))
    gone_on = set(Cycle.objects.filter(previous__in=list(page)).values_list("previous", flat=True))
    rows = [
        {"campaign": one, "tone": TONES[State(one.state)], "can_go_on": one.ends_on and one.pk not in gone_on}
        for one in page
    ]
    return render(request, "campaigns/again.html", {"page": page, "rows": rows, "filter_form": form})


@desk_view(rules.LAUNCH)
def draft_again(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the new first day, and draw the plan up with all days moved on."""
    ran = within(Campaign.objects.select_related("body"), request.actor, rules.LAUNCH)
    campaign = get_object_or_404(ran.filter(starts_on__isnull=False), pk=pk)
    form = CycleForm(request.POST or None, initial={"title": campaign.title, "starts_on": next_year(campaign)})
    if request.method == "POST" and form.is_valid():
        try:
            plan = actions.plan_again(campaign, actor=request.actor, **form.cleaned_data)
        except Forbidden:
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("The plan was drawn up with its days moved on. Check it and launch it."))
            return redirect("plans:bench", pk=plan.pk)
    context = {
        "title": _("Start from this campaign"),
        "lead": _("Theme, goals, dimensions, phases and duties come along; every day moves with the first one."),
        "form": form,
        "submit": _("Draw up the plan"),
        "back": reverse("campaigns:again"),
    }
    return render(request, "form.html", context, status=422 if form.is_bound else 200)
