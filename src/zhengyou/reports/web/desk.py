"""Overviews on the desk: a unit head's, and the leader's one page."""

import io
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhengyou.campaign.campaigns import rules as campaigns
from zhengyou.instruments.display.enums import Keeping
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden
from zhengyou.mechanisms.orders import rules as orders_rules
from zhengyou.mechanisms.orders.models import Order
from zhengyou.mechanisms.orders.queries import colour
from zhengyou.mechanisms.scoring import catalogue, moving
from zhengyou.mechanisms.scoring.models import Score
from zhengyou.mechanisms.scoring.queries import group_label, latest_published
from zhengyou.records.notices import worklist
from zhengyou.records.sheets import XLSX
from zhengyou.registry.access.queries import roots_of
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies import rules as bodies
from zhengyou.registry.bodies.choosing import choose, chosen_body
from zhengyou.registry.bodies.models import Body
from zhengyou.reports import exports, policy, rules
from zhengyou.reports.queries import overview, unit
from zhengyou.reports.web import showing


def _body(request: DeskRequest, function: str) -> Body:
    """Return the body that was chosen within the scope, else that of the hat."""
    chosen = chosen_body(request.GET, bodies.paths(request.actor, function))
    body = chosen or request.actor.body
    if body is None:
        raise Forbidden(_("Choose a unit within the scope of your present identity."))
    return body


@desk_view(rules.READ)
def own(request: DeskRequest) -> HttpResponse:
    """Show how the own unit stands: ratings, orders, task sheets, promises, and what would move its score."""
    body = _body(request, rules.READ)
    counts = overview.tallies(body)
    months = unit.trend(counts)
    summary = overview.summary(body)
    orders = list(overview.open_orders(body))
    sheets = overview.due_sheets(body)
    score = latest_published(body)
    context: dict[str, Any] = {
        "unit": body,
        "summary": summary,
        "levels": showing.levels(summary),
        "months": months,
        "chart": showing.chart(months),
        "said": showing.said_of(months),
        "lights": showing.lights(overview.lights(orders)),
        "orders": [_order(order) for order in orders[: policy.ROWS_OF_A_GLANCE]],
        "orders_all": len(orders),
        "sheets": [showing.sheet(sheet) for sheet in sheets[: policy.ROWS_OF_A_GLANCE]],
        "sheets_all": sheets.count(),
        "broken": [showing.promise(line) for line in unit.promises(body) if line.kept.keeping == Keeping.BROKEN],
        "score": _score(score) if score else None,
    }
    context |= _doors(request)
    return render(request, "reports/own.html", context)


def _doors(request: DeskRequest) -> dict[str, bool]:
    """Return which lists behind the figures this hat may open: a figure offers no door that stays shut."""
    return {"may_orders": request.actor.holds(orders_rules.READ), "may_sheets": request.actor.holds(campaigns.READ)}


def _order(order: Order) -> dict[str, Any]:
    due = getattr(order, "due_at", None)
    return {
        "order": order,
        "colour": colour(order, clock.now()) or "grey",
        "due": f"{clock.local(due):%Y-%m-%d %H:%M}" if due else "",
        "days": (clock.today() - clock.local(due).date()).days if due else 0,
    }


def _score(score: Score) -> dict[str, Any]:
    label = catalogue.offered()[score.run.indicator].case_label
    return {
        "score": score,
        "group": group_label(score.group),
        "standing": showing.standing(score),
        "gaps": [{"gap": gap, "label": label(gap.case)} for gap in moving.gaps(score)],
        "more": moving.more_ratings(score),
    }


@desk_view(rules.LEAD)
def county(request: DeskRequest) -> HttpResponseBase:
    """Show the whole on one page: campaigns, ratings, orders by light, the most urgent, what waits for a decision."""
    # whoever leads a county sits in an office beside its units: the whole is the top of the scope, not the hat's body
    body = chosen_body(request.GET, bodies.paths(request.actor, rules.LEAD))
    body = body or roots_of(request.actor, rules.LEAD).first() or _body(request, rules.LEAD)
    found = overview.units(body)
    if request.GET.get("export") == "xlsx":
        content = io.BytesIO(exports.units(overview.unit_lines(found)))
        return FileResponse(content, as_attachment=True, filename=_("Units at a glance") + ".xlsx", content_type=XLSX)
    context = _whole(request, body) | _doors(request)
    if "paper" in request.GET:
        return render(request, "reports/one_page.html", context)
    page = Paginator(found, policy.UNITS_ON_A_PAGE).get_page(request.GET.get("page"))
    context |= {
        "choice": choose(request, rules.LEAD),
        "page": page,
        "lines": overview.unit_lines(page.object_list),
    }
    return render(request, "reports/county.html", context)


def _whole(request: DeskRequest, body: Body) -> dict[str, Any]:
    summary = overview.summary(body)
    months = unit.trend(overview.tallies(body))
    orders = list(overview.open_orders(body))
    counted = overview.lights(orders)
    waiting = worklist.waiting_for(request.actor)
    return {
        "unit": body,
        "today": clock.today(),
        "summary": summary,
        "levels": showing.levels(summary),
        "months": months,
        "chart": showing.chart(months),
        "said": showing.said_of(months),
        "counted": counted,
        "lights": showing.lights(counted),
        "courses": overview.courses(body),
        "urgent": [_order(order) for order in overview.urgent(orders)],
        "decisions": waiting[: policy.MOST_URGENT],
        "decisions_all": len(waiting),
        "url_query": request.GET.urlencode(),
    }
