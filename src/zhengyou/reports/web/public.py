"""Pages that everybody may read without signing in. They ask nothing of sessions and may be kept for a minute."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from zhengyou.campaign.campaigns.models import Campaign
from zhengyou.campaign.campaigns.queries import under_way
from zhengyou.instruments.display.queries import cards_shown
from zhengyou.mechanisms.scoring import policy as scoring
from zhengyou.mechanisms.scoring.queries import latest_published, published_stars
from zhengyou.records.documents import qr_svg
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import ancestors, search, standing
from zhengyou.registry.services.addresses import window_address
from zhengyou.registry.services.queries import open_windows
from zhengyou.reports import policy
from zhengyou.reports.forms import CodeForm, ItemFilter, ReceiptForm, UnitFilter
from zhengyou.reports.queries import campaign as campaigns
from zhengyou.reports.queries import directory, unit
from zhengyou.reports.web import showing

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def public_page(view: View[P]) -> View[P]:
    """Let ``view`` be read only, and be kept for a short while by whoever asks again."""

    @require_safe
    @cache_control(max_age=policy.CACHE_SECONDS)
    @vary_on_headers("Cookie", "Accept-Language", "HX-Request")
    @wraps(view)
    def shown(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, *args, **kwargs)

    return shown


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Show where to rate, where to look one's rating up, and which units there are."""
    latest = unit.rectifications()[: policy.LATEST_AT_HOME]
    context = {
        "groups": directory.groups(),
        "rectifications": [showing.rectification(order) for order in latest],
        "campaigns": under_way().select_related("body")[: policy.LATEST],
        "code_form": CodeForm(auto_id="rate-%s"),
        "receipt_form": ReceiptForm(auto_id="track-%s"),
        "unit_form": UnitFilter(auto_id="unit-%s"),
    }
    return render(request, "reports/home.html", context)


@public_page
def units(request: HttpRequest) -> HttpResponse:
    """List the units that serve the public in their official order."""
    form = UnitFilter(request.GET)
    found = directory.serving()
    if form.is_valid():
        wanted = form.cleaned_data
        if wanted["q"].strip():
            found = found.filter(pk__in=search(wanted["q"]).values("pk"))
        if wanted["kind"]:
            found = found.filter(kind=wanted["kind"])
    page = Paginator(found, policy.UNITS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": directory.with_summaries(page.object_list), "filter_form": form}
    return render(request, "reports/units.html", context)


@public_page
def one_unit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what a unit promises, who serves, how it is rated and what it put right."""
    body = get_object_or_404(standing(), public_id=public_id)
    key = f"reports.unit:{body.pk}:{get_language()}"
    kept = cache.get(key)
    if kept is None:
        kept = _drawn(body)
        cache.set(key, kept, settings.PUBLIC_PAGES_KEPT)
    return render(request, "reports/unit.html", {"unit": body, "kept": kept})


def _drawn(body: Body) -> dict[str, str]:
    """Draw what is the same for every visitor of a unit's page; it costs most of the page and is kept for a moment."""
    months = unit.trend(unit.tallies(body))
    lines = unit.windows(body)
    guides, rectified = unit.guides(body), unit.rectifications(body)
    summary = unit.summary(body)
    starred = published_stars(body)
    context: dict[str, Any] = {
        "unit": body,
        "below": directory.serving().filter(parent=body)[: policy.UNITS_ON_A_PAGE],
        "summary": summary,
        "levels": showing.levels(summary),
        "months": months,
        "chart": showing.chart(months),
        "said": showing.said_of(months),
        "standing": showing.standing(latest_published(body)),
        "windows": [(line, starred.get(line.window.pk)) for line in lines],
        "starred": starred,
        "guides": [showing.guide(guide) for guide in guides[: policy.ITEMS_ON_UNIT]],
        "guides_all": guides.count(),
        "promises": [showing.promise(line) for line in unit.promises(body)],
        "cards": cards_shown(body),
        "rectifications": [showing.rectification(order) for order in rectified[: policy.LATEST]],
        "rectified_all": rectified.count(),
    }
    above = ancestors(body).last()
    return {
        "above": above.name if above else "",
        "places": "；".join(sorted({line.window.place for line in lines if line.window.place})),  # messages: zh
        "content": render_to_string("reports/unit/content.html", context),
    }


@public_page
def how(request: HttpRequest) -> HttpResponse:
    """Say in plain words how stars come about."""
    told = {"minimum": scoring.MINIMUM_RATINGS, "years": scoring.YEARS_FROZEN, "days": scoring.OBJECTION_DAYS}
    return render(request, "reports/how.html", told)


@public_page
def items(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """List the items of a unit with their guides."""
    body = get_object_or_404(standing(), public_id=public_id)
    form = ItemFilter(request.GET)
    found = unit.guides(body)
    if form.is_valid() and form.cleaned_data["q"].strip():
        found = found.filter(name__icontains=form.cleaned_data["q"].strip())
    page = Paginator(found, policy.ITEMS_ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [showing.guide(guide) for guide in page]
    return render(request, "reports/items.html", {"unit": body, "page": page, "guides": rows, "filter_form": form})


@public_page
def rectifications(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """List what a unit put right, the newest first."""
    body = get_object_or_404(standing(), public_id=public_id)
    page = Paginator(unit.rectifications(body), policy.RECTIFICATIONS_ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [showing.rectification(order) for order in page]
    return render(request, "reports/rectifications.html", {"unit": body, "page": page, "rectifications": rows})


@public_page
def window_code(request: HttpRequest, code: str) -> HttpResponse:
    """Draw the standing rating code of a window."""
    window = get_object_or_404(open_windows().select_related("body"), code=code)
    drawn = qr_svg(window_address(window, request), title=str(window))
    return HttpResponse(drawn, content_type="image/svg+xml")


@public_page
def campaign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what a campaign is about, its stages and the units in it; nobody's progress."""
    found = Campaign.objects.select_related("body").filter(pk=pk, state__in=campaigns.PUBLIC_STATES).first()
    if found is None:
        raise Http404
    members = Paginator(campaigns.units(found), policy.UNITS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "campaign": found,
        "dimensions": found.dimensions.prefetch_related("items"),
        "steps": campaigns.stages(found),
        "page": members,
        "lines": directory.with_summaries(members.object_list),
    }
    return render(request, "reports/campaign.html", context)
