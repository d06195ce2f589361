"""One part of a campaign as a page below its tabs: cards, tables and what this hat may do there."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.enums import State
from zhengyou.campaign.campaigns.models import Campaign
from zhengyou.campaign.campaigns.queries import readable
from zhengyou.campaign.campaigns.web.showing import Card, Link, Table
from zhengyou.campaign.campaigns.web.tabs import page_of
from zhengyou.kernel.errors import Sentence
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest
from zhengyou.registry.bodies.models import Body


@dataclass(slots=True)
class Part:
    """What stands on the page: key figures, a hint on top, cards of facts, tables, and buttons of the heading."""

    cards: Sequence[Card] = ()
    tables: Sequence[Table] = ()
    kpis: Sequence[tuple[Sentence, Any, str]] = ()
    """Label, value and tone."""
    buttons: Sequence[Link] = ()
    alert: tuple[str, Sentence, Sentence] | None = None
    quote: str = ""
    entries: Sequence[dict[str, str]] = field(default_factory=list)


def show(request: DeskRequest, campaign: Campaign, tab: str, part: Part) -> HttpResponseBase:
    """Answer with the page of one part of a campaign, or with the workbook of one of its tables."""
    for number, table in enumerate(part.tables):
        if request.GET.get("export") == "xlsx" and request.GET.get("table") == str(number):
            return table.workbook()
        table.turn(request, number)
    return render(request, "campaigns/part.html", page_of(campaign, tab) | {"part": part})


def campaign_or_404(request: DeskRequest, pk: uuid.UUID) -> Campaign:
    """Return a campaign that this hat may read, or answer that there is none."""
    return get_object_or_404(readable(request.actor), pk=pk)


def leads(request: DeskRequest, campaign: Campaign) -> bool:
    """Return whether this hat leads a campaign that is under way."""
    verdict = may(request.actor, rules.LAUNCH, campaign.body, campaign_scope=campaign.scope_id)
    return bool(verdict) and campaign.state == State.RUNNING


def checks(request: DeskRequest, campaign: Campaign) -> bool:
    """Return whether this hat checks what units of a campaign hand in."""
    return bool(may(request.actor, rules.CHECK, campaign.body, campaign_scope=campaign.scope_id))


def own_unit(request: DeskRequest, campaign: Campaign, function: str = rules.SUBMIT) -> Body | None:
    """Return the unit of this hat if it takes part in a running campaign and the hat may do ``function`` for it."""
    body = request.actor.body
    if body is None or campaign.state != State.RUNNING or not campaign.units.filter(pk=body.pk).exists():
        return None
    return body if may(request.actor, function, body, campaign_scope=campaign.scope_id) else None
