"""Desk pages of how a campaign stands: coverage, chart of days, start-up list, the next cycle."""

import datetime as dt
import uuid

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhengyou.campaign.campaigns import exports, policy, rules
from zhengyou.campaign.campaigns.actions import cycles, reports
from zhengyou.campaign.campaigns.enums import State
from zhengyou.campaign.campaigns.forms.work import CycleForm, TickForm
from zhengyou.campaign.campaigns.models import Campaign, Cycle
from zhengyou.campaign.campaigns.queries import coverage, gantt, startup
from zhengyou.campaign.campaigns.web.ground import campaign_of, own_unit, sent
from zhengyou.campaign.campaigns.web.showing import ask, excel, fill, key_of
from zhengyou.campaign.campaigns.web.tabs import page_of
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.models import Body

PAGE = 50
START = {
    "group": gettext_lazy("Leading group formed"),
    "liaison": gettext_lazy("Liaison officer named"),
    "plan": gettext_lazy("Plan handed in"),
    "mobilised": gettext_lazy("Mobilisation held or attended"),
    "publicised": gettext_lazy("Publicised in the unit"),
    "sync_deploy": gettext_lazy("Deployed along with the business"),
    "sync_check": gettext_lazy("Checked along with the business"),
    "sync_award": gettext_lazy("Rewarded along with the business"),
}
KINDS = {
    "phase": gettext_lazy("Phase"),
    "duty": gettext_lazy("Duty"),
    "activity": gettext_lazy("Activity"),
    "meeting": gettext_lazy("Meeting"),
}


@desk_view(rules.READ)
def cover(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show the matrix unit × item in one phase or in the whole campaign."""
    campaign = campaign_of(request, pk)
    phase = campaign.phases.filter(pk=key_of(request.GET.get("phase", ""))).first()
    units = campaign.units.order_by("sort_path")
    if request.GET.get("export") == "xlsx":
        return excel(exports.coverage(coverage.matrix(campaign, units, phase)), _("Coverage of items"))
    page = Paginator(units, PAGE).get_page(request.GET.get("page"))
    found = coverage.matrix(campaign, page, phase)
    choices = [{"label": _("Whole campaign"), "url": request.path, "active": phase is None}]
    choices += [
        {"label": one.name, "url": f"{request.path}?phase={one.pk}", "active": one == phase}
        for one in campaign.phases.filter(parent__isnull=True)
    ]
    context = page_of(campaign, "coverage") | {
        "page": page,
        "items": found.items,
        "lines": [{"body": body, "cells": cells} for body, cells in found.lines],
        "shares": [{"item": item, "covered": covered, "of": of} for item, covered, of in found.shares],
        "phases": choices,
    }
    return render(request, "campaigns/coverage.html", context)


@desk_view(rules.READ)
def chart(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show phases, duties, activities and meetings on their days."""
    campaign = campaign_of(request, pk)
    drawn = gantt.chart(campaign)
    rows = [{"kind": KINDS[kind], "name": name, "days": days} for kind, name, days in drawn.rows]
    context = page_of(campaign, "gantt") | {"chart": drawn, "rows": rows, "width": gantt.WIDTH, "left": gantt.LEFT}
    return render(request, "campaigns/gantt.html", context)


@desk_view(rules.READ)
def start(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show the start-up check list of every unit."""
    campaign = campaign_of(request, pk)
    units = campaign.units.order_by("sort_path")
    heads = [START[code] for code in (*startup.RECORDED, *policy.START_ASKED)]
    if request.GET.get("export") == "xlsx":
        return excel(
            exports.start([str(head) for head in heads], startup.lines(campaign, units)), _("Start-up check list")
        )
    page = Paginator(units, PAGE).get_page(request.GET.get("page"))
    lines = startup.lines(campaign, page)
    scope, running = campaign.scope_id, campaign.state == State.RUNNING
    context = page_of(campaign, "startup") | {
        "page": page,
        "heads": heads,
        "lines": [
            {
                "body": line.body,
                "marks": line.marks,
                "done": line.done,
                "own": running and may(request.actor, rules.SUBMIT, line.body, campaign_scope=scope),
            }
            for line in lines
        ],
    }
    return render(request, "campaigns/startup.html", context)


@desk_view(rules.SUBMIT)
def tick(request: DeskRequest, pk: uuid.UUID, body: uuid.UUID, code: str) -> HttpResponse:
    """Tick off a point that no record shows."""
    campaign = campaign_of(request, pk)
    unit = get_object_or_404(Body.objects.filter(pk__in=campaign.units.values("pk")), public_id=body)
    return ask(
        request, TickForm(sent(request)),
        lambda given: reports.tick(campaign, body=unit, code=code, **given, actor=request.actor),
        title=str(START.get(code, code)), back=reverse("campaigns:startup", args=[pk]), text=unit.name,
    )  # fmt: skip


@desk_view(rules.LAUNCH)
def roll_over(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Begin the next cycle."""
    campaign = campaign_of(request, pk)
    first = {"title": campaign.title, "starts_on": next_year(campaign)}

    def act(given: dict[str, object]) -> Campaign:
        return cycles.roll_over(campaign, **given, actor=request.actor)  # type: ignore[arg-type]  # as the form reads them

    return fill(
        request, CycleForm(sent(request), initial=first), act, title=_("Begin the next cycle"),
        lead=_(
            "Phases and duties move on by their days. Open task sheets, open rectifications, standing commitments and"
            " changed rules go with it; this campaign is concluded."
        ),
        back=reverse("campaigns:detail", args=[pk]), after=lambda one: reverse("campaigns:carried", args=[one.pk]),
    )  # fmt: skip


def next_year(campaign: Campaign) -> dt.date | None:
    """Return the day on which the next cycle begins by itself: a year after this one."""
    starts = campaign.starts_on
    if starts is None:
        return None
    return starts.replace(year=starts.year + 1, day=28 if (starts.month, starts.day) == (2, 29) else starts.day)


@desk_view(rules.READ)
def carried(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what this campaign took over from the cycle before."""
    campaign = campaign_of(request, pk)
    cycle = get_object_or_404(Cycle.objects.select_related("previous"), campaign=campaign)
    page = Paginator(cycle.matters.select_related("body"), PAGE).get_page(request.GET.get("page"))
    context = page_of(campaign, "overview") | {
        "cycle": cycle,
        "page": page,
        "own": own_unit(request, campaign, rules.READ),
    }
    return render(request, "campaigns/carried.html", context)
