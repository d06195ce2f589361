"""One guide, every medium: board and card on paper, the screen in the hall, the public lists of guides and results."""

import datetime as dt
import uuid

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from zhengyou.kernel import clock
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import standing
from zhengyou.registry.services import printing, queries, rules
from zhengyou.registry.services.addresses import base
from zhengyou.registry.services.forms import ItemFilter
from zhengyou.registry.services.forms.contacts import WordsFilter
from zhengyou.registry.services.models import ServiceItem
from zhengyou.registry.services.web import pages, showing

PAGE = 25
RESULT_DAYS = 365
"""So far back go the results that are public."""
PAPERS = {"board": printing.board, "card": printing.service_card}


@desk_view(rules.READ)
@require_safe
def paper(request: DeskRequest, public_id: uuid.UUID, medium: str) -> HttpResponseBase:
    """Give the board or the cards of an item as PDF, from the guide in force."""
    rows = within(ServiceItem.objects.select_related("body"), request.actor, rules.READ)
    item = get_object_or_404(rows, public_id=public_id)
    version = get_object_or_404(item.versions.order_by("-number")[:1])
    return pages.pdf(PAPERS[medium](item, version, base(request)), f"{item.name}-{medium}")


@require_safe
def screen(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the standards and promises of a unit on the screen in its hall, from the guides in force."""
    body = get_object_or_404(standing(), public_id=public_id)
    guides = [(guide, showing.promise(guide)) for guide in queries.guides(body)[:12]]
    return render(request, "services/screen.html", {"body": body, "guides": guides, "refresh": 60})


@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """List every item that is offered, with its promise and its guide."""
    form = ItemFilter(request.GET)
    rows = queries.guides()
    if form.is_valid():
        if text := form.cleaned_data["q"].strip():
            rows = rows.filter(Q(name__icontains=text) | Q(item__code__icontains=text))
        if family := form.cleaned_data["family"]:
            rows = rows.filter(item__family=family)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    told = [(guide, showing.promise(guide)) for guide in page]
    return render(request, "services/guides.html", {"page": page, "rows": told, "form": form})


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """List the results of items that a unit publishes: applicant and number masked, the day instead of the moment."""
    form = WordsFilter(request.GET)
    since = clock.midnight(clock.today()) - dt.timedelta(days=RESULT_DAYS)
    rows = queries.public_results(since)
    if form.is_valid() and (text := form.cleaned_data["q"].strip()):
        rows = rows.filter(Q(item__name__icontains=text) | Q(body__name__icontains=text))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "services/results.html", {"page": page, "form": form})


def screen_of(body: Body, request: HttpRequest) -> str:
    """Return the address of a unit's screen."""
    return f"{base(request)}/screen/{body.public_id}/"
