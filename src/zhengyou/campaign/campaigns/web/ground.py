"""What the pages of a campaign's work share: its campaign, its tabs, who may do what, and documents as answers."""

import uuid
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from zhengyou.campaign.campaigns.enums import State
from zhengyou.campaign.campaigns.models import Campaign
from zhengyou.campaign.campaigns.queries import readable
from zhengyou.campaign.campaigns.web.tabs import tabs_of
from zhengyou.kernel.errors import Sentence
from zhengyou.records.documents import Rendered
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest
from zhengyou.registry.bodies.models import Body


def campaign_of(request: DeskRequest, pk: uuid.UUID) -> Campaign:
    """Return the campaign of this id, if this hat may read it."""
    return get_object_or_404(readable(request.actor), pk=pk)


def hosts(request: DeskRequest, campaign: Campaign, function: str) -> QuerySet[Body]:
    """Return the bodies for which this hat may do ``function`` in ``campaign``: its own body and units that take part."""
    keys = [campaign.body_id, *campaign.units.values_list("pk", flat=True)]
    rows = Body.objects.filter(pk__in=keys, dissolved_on__isnull=True).order_by("sort_path")
    scoped = [right.scope for right in request.actor.rights_for(function) if right.campaign]
    return rows if campaign.scope_id in scoped else within(rows, request.actor, function)


def own_unit(request: DeskRequest, campaign: Campaign, function: str) -> Body | None:
    """Return the body of this hat, if it takes part (or leads) and may do ``function``."""
    body = request.actor.body
    if body is None or not may(request.actor, function, body, campaign_scope=campaign.scope_id):
        return None
    takes_part = body.pk == campaign.body_id or campaign.units.filter(pk=body.pk).exists()
    return body if takes_part else None


def asked_unit(request: DeskRequest, campaign: Campaign, function: str) -> Body:
    """Return the body of this hat for a verb of the own unit, or answer that there is no such page."""
    body = own_unit(request, campaign, function)
    if body is None:
        raise Http404
    return body


def can(request: DeskRequest, function: str, campaign: Campaign, body: Body | None = None) -> bool:
    """Return whether this hat may do ``function`` for ``body`` (the leading one) while the campaign is under way."""
    scope = campaign.scope_id
    allowed = may(request.actor, function, body or campaign.body, campaign_scope=scope)
    return bool(allowed) and campaign.state == State.RUNNING


def frame(campaign: Campaign, key: str) -> dict[str, Any]:
    """Return crumbs and tabs for a register or a record below ``campaign``."""
    crumbs = [(campaign.title, reverse("campaigns:detail", args=[campaign.pk]))]
    return {"crumbs": crumbs, "tabs": tabs_of(campaign, key)}


def beneath(campaign: Campaign, key: str, label: Sentence, route: str) -> dict[str, Any]:
    """Return crumbs and tabs for the page of one thing of the register ``label``."""
    found = frame(campaign, key)
    found["crumbs"].append((label, reverse(route, args=[campaign.pk])))
    return found


def document(rendered: Rendered, name: str) -> HttpResponse:
    """Answer with a document that opens in the browser."""
    answer = HttpResponse(rendered.content, content_type=rendered.media_type)
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{_quoted(name)}.{rendered.extension}"
    return answer


def _quoted(name: str) -> str:

    return quote(name[:80])


def sent(request: DeskRequest) -> QueryDict | None:
    """Return what a form sent, also where it holds nothing, or None where none was sent."""
    return request.POST if request.method == "POST" else None
