"""Desk pages of the supervision board, the orders behind its figures, and the statistics of time."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.mechanisms.orders import boards, rules, times
from zhengyou.mechanisms.orders.enums import Kind
from zhengyou.mechanisms.orders.models import Order
from zhengyou.mechanisms.orders.supervision_forms import BoardFilter, LevelFilter, TimesFilter
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.register import Col, Register, show, workbook
from zhengyou.registry.bodies import queries as bodies
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines.enums import Grade

LEVELS = (boards.ON_TIME, *Grade.values)
TONES = {
    boards.ON_TIME: "success", Grade.BLUE: "info", Grade.YELLOW: "warning", Grade.RED: "error",
    Grade.SUPERVISE: "error", Grade.TALK: "error", Grade.CIRCULAR: "error",
}  # fmt: skip


def level_name(level: int) -> str:
    """Return what a level is called on the board."""
    return str(Grade(level).label) if level else _("On time")


def tabs(active: str) -> list[dict[str, Any]]:
    """Return the views of supervision."""
    pages = (
        ("board", _("Board"), "orders:board"),
        ("orders", _("Orders by level"), "orders:levels"),
        ("times", _("Time granted, paused, taken"), "orders:times"),
        ("writs", _("Notices of supervision"), "orders:writs"),
        ("measures", _("Proposed measures"), "orders:measures"),
        ("triggers", _("Trigger rules"), "orders:triggers"),
    )
    return [{"label": label, "url": reverse(route), "active": key == active} for key, label, route in pages]


@desk_view(rules.READ)
def board(request: DeskRequest) -> HttpResponseBase:
    """Show how many open orders stand on which level, by unit and by kind."""
    form = BoardFilter(request.GET)
    choice = choose(request, rules.READ)
    orders = bodies.under(within(Order.objects.all(), request.actor, rules.READ), choice.body)
    if form.is_valid() and form.cleaned_data["kind"]:
        orders = orders.filter(kind=form.cleaned_data["kind"])
    found = boards.board(orders, choice.body, Kind.choices)
    if request.GET.get("export") == "xlsx":
        return workbook(_board_register(found, form))
    context = {
        "tabs": tabs("board"),
        "filter_form": form,
        "nodes": choice.nodes,
        "levels": [(level, level_name(level), TONES[level]) for level in LEVELS],
        "figures": [
            {
                "label": level_name(level),
                "value": found.whole.levels[level],
                "tone": TONES[level],
                "url": _to(request, level=level),
            }
            for level in LEVELS
        ],
        "units": [_line(request, line, "body") for line in found.units],
        "kinds": [_line(request, line, "kind") for line in found.kinds],
        "chart": _chart(found),
        "summary": _summary(found),
        "total": found.whole.total,
    }
    return render(request, "orders/board.html", context)


def _to(request: HttpRequest, **wanted: object) -> str:
    """Return the list of orders behind a figure, with the filters of the board."""
    query = request.GET.copy()
    for name in ("page", "export"):
        query.pop(name, None)
    for name, value in wanted.items():
        query[name] = str(value)
    return f"{reverse('orders:levels')}?{query.urlencode()}"


def _line(request: HttpRequest, line: boards.Line, name: str) -> dict[str, Any]:
    cells = [
        {
            "number": line.levels[level],
            "url": _to(request, level=level, **{name: line.key}) if line.levels[level] else "",
            "tone": TONES[level],
        }
        for level in LEVELS
    ]
    return {"label": line.label, "cells": cells, "total": line.total, "url": _to(request, **{name: line.key})}


def _chart(found: boards.Board) -> dict[str, Any]:
    units = sorted(found.units, key=lambda line: -line.pressed)[:15]
    return {
        "labels": [line.label for line in units],
        "series": [
            {
                "name": name,
                "values": [sum(line.levels[level] for level in wanted) for line in units],
                "tone": tone,
            }
            for name, tone, wanted in (
                (level_name(Grade.BLUE), "info", (Grade.BLUE,)),
                (level_name(Grade.YELLOW), "warning", (Grade.YELLOW,)),
                (level_name(Grade.RED), "error", (Grade.RED,)),
                (_("Under supervision or graver"), "grave", (Grade.SUPERVISE, Grade.TALK, Grade.CIRCULAR)),
            )
        ],
        "stacked": True,
        "horizontal": True,
        "unit": _("orders"),
    }


def _summary(found: boards.Board) -> str:
    words = _(
        "%(total)d open orders in %(units)d units; %(pressed)d are overdue, %(grave)d of them under supervision or graver."
    )
    grave = sum(number for level, number in found.whole.levels.items() if level >= Grade.SUPERVISE)
    return words % {
        "total": found.whole.total, "units": len(found.units), "pressed": found.whole.pressed, "grave": grave,
    }  # fmt: skip


def _board_register(found: boards.Board, form: BoardFilter) -> Register:
    def count(level: int) -> Col:
        return Col(level_name(level), lambda line: line.levels[level], Format.INT)

    cols = [Col(_("Unit or kind"), lambda line: line.label), *(count(level) for level in LEVELS)]
    cols.append(Col(_("Together"), lambda line: line.total, Format.INT))
    rows = [*found.units, *found.kinds]
    return Register(_("Supervision board"), "", rows, cols, lambda _line: "", ("", "", "", ""), form=form)


@desk_view(rules.READ)
def levels(request: DeskRequest) -> HttpResponseBase:
    """List the open orders on a level, the gravest and longest overdue first."""
    form = LevelFilter(request.GET)
    choice = choose(request, rules.READ)
    orders = boards.levelled(within(Order.objects.all(), request.actor, rules.READ))
    if choice.body is not None:
        below = Body.objects.filter(path__startswith=choice.body.path).values("pk")
        orders = orders.filter(answering__in=below)
    orders = (
        _wanted(orders, form)
        .select_related("body", "clock__body")
        .order_by("-level", F("clock__due_at").asc(nulls_last=True), "number")
    )
    cols = [
        Col(_("Order number"), lambda order: order.number),
        Col(_("Matter"), lambda order: order.title, wide=True, width=40),
        Col(_("Responsible unit"), lambda order: (order.clock.body if order.clock else order.body).name),
        Col(_("Level"), lambda order: level_name(order.level), tone=lambda order: TONES[order.level]),
        Col(_("Arose from"), lambda order: order.get_kind_display()),
        Col(_("State"), lambda order: order.get_state_display()),
        Col(_("Due"), lambda order: order.clock.due_at if order.clock else None, Format.MOMENT),
        Col(_("Opened"), lambda order: order.opened_on, Format.DATE),
    ]
    return show(
        request,
        Register(
            title=_("Orders by level"),
            lead=_("The gravest and longest overdue first"),
            rows=orders,
            cols=cols,
            url=lambda order: reverse("orders:detail", args=[order.pk]),
            empty=(
                _("No open orders here"),
                _("Nothing stands on this level."),
                _("Back to the board"),
                reverse("orders:board"),
            ),
            form=form,
            tabs=tabs("orders"),
            nodes=choice.nodes,
            keep="body",
        ),
    )


def _wanted(orders: QuerySet[Any], form: LevelFilter) -> QuerySet[Any]:
    if not form.is_valid():
        return orders
    given = form.cleaned_data
    if text := given["q"].strip():
        orders = orders.filter(Q(number__icontains=text) | Q(title__icontains=text))
    if given["level"]:
        orders = orders.filter(level=int(given["level"]))
    return orders.filter(kind=given["kind"]) if given["kind"] else orders


@desk_view(rules.READ)
def spent(request: DeskRequest) -> HttpResponseBase:
    """Show by unit how long orders were granted, stood still and took altogether."""
    form, choice, clocks = _clocks(request)
    rows = times.by_unit(clocks)
    if request.GET.get("export") == "xlsx":
        return workbook(_times_register(rows, form))
    whole = times.whole(rows)
    context = {
        "tabs": tabs("times"),
        "filter_form": form,
        "nodes": choice.nodes,
        "whole": _shown(whole),
        "orders": whole.orders,
        "rows": [{"unit": unit, "url": _orders_of(request, unit), **_shown(one)} for unit, one in rows],
        "chart": {
            "labels": [unit.short_name or unit.name for unit, _one in rows[:15]],
            "series": [
                {
                    "name": _("Worked"),
                    "values": [round(one.mean(one.worked), 1) for _unit, one in rows[:15]],
                    "tone": "info",
                },
                {
                    "name": _("Stood still"),
                    "values": [round(one.mean(one.paused), 1) for _unit, one in rows[:15]],
                    "tone": "warning",
                },
            ],
            "stacked": True,
            "horizontal": True,
            "unit": _("days"),
        },
        "orders_url": f"{reverse('orders:times-orders')}?{request.GET.urlencode()}",
    }
    return render(request, "orders/times.html", context)


def _clocks(request: DeskRequest) -> tuple[TimesFilter, Any, QuerySet[Any]]:
    form = TimesFilter(request.GET)
    choice = choose(request, rules.READ)
    below = Body.objects.filter(path__startswith=choice.body.path) if choice.body else Body.objects.all()
    mine = within(below, request.actor, rules.READ)
    given = form.cleaned_data if form.is_valid() else {}
    found = times.handling_clocks(mine, given.get("starts"), given.get("ends"), given.get("kind") or "")
    return form, choice, found


def _shown(one: times.Spent) -> dict[str, Any]:
    return {
        "orders": one.orders,
        "granted": one.mean(one.granted),
        "paused": one.mean(one.paused),
        "worked": one.mean(one.worked),
        "total": one.mean(one.total),
        "share": one.share_paused,
        "late": one.late,
        "extended": one.extended,
    }


def _orders_of(request: HttpRequest, unit: Body) -> str:
    query = request.GET.copy()
    query["body"] = str(unit.public_id)
    return f"{reverse('orders:times-orders')}?{query.urlencode()}"


def _times_register(rows: list[tuple[Body, times.Spent]], form: TimesFilter) -> Register:
    def days(label: str, part: str) -> Col:
        return Col(label, lambda row: row[1].mean(getattr(row[1], part)), Format.DECIMAL)

    cols = [
        Col(_("Responsible unit"), lambda row: row[0].name, width=24),
        Col(_("Number of orders"), lambda row: row[1].orders, Format.INT),
        days(_("Granted (days)"), "granted"),
        days(_("Stood still (days)"), "paused"),
        days(_("Worked (days)"), "worked"),
        days(_("Taken in all (days)"), "total"),
        Col(_("Share of time paused"), lambda row: row[1].share_paused, Format.PERCENT),
        Col(_("Overdue stages"), lambda row: row[1].late, Format.INT),
        Col(_("Extended"), lambda row: row[1].extended, Format.INT),
    ]
    title = _("Time granted, paused, taken")
    return Register(title, "", rows, cols, lambda _row: "", ("", "", "", ""), form=form)


@desk_view(rules.READ)
def spent_by_order(request: DeskRequest) -> HttpResponseBase:
    """List orders with the time each was granted, stood still and took; by choice only those ever paused."""
    form, choice, clocks = _clocks(request)
    paused = request.GET.get("show") == "paused"
    rows = times.paused_orders(clocks) if paused else times.by_order(clocks)
    whole = request.GET.get("export") == "xlsx"
    page = None if whole else Paginator(rows, 25).get_page(request.GET.get("page"))
    found = list(rows if page is None else page)
    each = times.spent_on(str(row["subject_id"]) for row in found)
    lines: list[dict[str, Any]] = [
        {
            "number": row["subject_label"],
            "rounds": row["rounds"],
            "pk": row["subject_id"],
            "one": each[str(row["subject_id"])],
        }
        for row in found
    ]
    if whole:
        return workbook(_orders_register(lines, form))
    query = request.GET.copy()
    query.pop("page", None)
    views = []
    for key, label in (("all", _("All orders")), ("paused", _("Ever paused"))):
        query["show"] = key
        views.append({"label": label, "url": f"?{query.urlencode()}", "active": paused == (key == "paused")})
    context = {
        "tabs": views,
        "filter_form": form,
        "nodes": choice.nodes,
        "page": page,
        "rows": [{**line, **_shown(line["one"]), "url": reverse("orders:detail", args=[line["pk"]])} for line in lines],
    }
    return render(request, "orders/times_orders.html", context)


def _orders_register(lines: list[dict[str, Any]], form: TimesFilter) -> Register:
    def days(label: str, part: str) -> Col:
        return Col(label, lambda line: getattr(line["one"], part) / times.DAY, Format.DECIMAL)

    cols = [
        Col(_("Order number"), lambda line: line["number"]),
        days(_("Granted (days)"), "granted"),
        days(_("Stood still (days)"), "paused"),
        days(_("Worked (days)"), "worked"),
        days(_("Taken in all (days)"), "total"),
        Col(_("Share of time paused"), lambda line: line["one"].share_paused, Format.PERCENT),
        Col(_("Rounds"), lambda line: line["rounds"], Format.INT),
    ]
    return Register(_("Time by order"), "", lines, cols, lambda _line: "", ("", "", "", ""), form=form)
