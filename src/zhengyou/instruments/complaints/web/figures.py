"""Desk pages of figures: the board, the three rates and times, the formula behind them."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.instruments.complaints import actions, exports, queries, rules
from zhengyou.instruments.complaints.enums import State
from zhengyou.instruments.complaints.forms import exchange as forms
from zhengyou.instruments.complaints.forms.fields import TextForm
from zhengyou.instruments.complaints.models import MassEvent, UpperOrder
from zhengyou.instruments.complaints.queries import figures, likeness, rates
from zhengyou.instruments.complaints.queries import upper as platforms
from zhengyou.instruments.complaints.web import pages
from zhengyou.instruments.complaints.web.pages import ask, excel, fill
from zhengyou.instruments.complaints.wording import rate_word
from zhengyou.kernel import clock
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import under

MONTH_DAYS = 31


@desk_view(rules.READ)
def board(request: DeskRequest) -> HttpResponse:
    """Show what stands where: what waits, what presses, matters of many people, the days of the last month."""
    choice = choose(request, rules.READ)
    matters = under(queries.visible(request.actor, rules.READ), choice.body)
    now, today = clock.now(), clock.today()
    standing = figures.standing(matters, now, [today - dt.timedelta(days=back) for back in reversed(range(MONTH_DAYS))])
    units, overdue = figures.in_hand(matters, now)
    events = list(likeness.open_mass_events(matters)[:10])
    mine = within(UpperOrder.objects.all(), request.actor, rules.EXCHANGE)
    context = {
        "standing": standing,
        "overdue": overdue,
        "units": units,
        "events": [(event, bool(may(request.actor, rules.TRIAGE, event.body))) for event in events],
        "alike": likeness.to_decide(queries.visible(request.actor, rules.TRIAGE)).count(),
        "upper": platforms.pressing(mine, now)[:8],
        "now": now,
        "chart": {
            "labels": [f"{day:%m-%d}" for day, _number in standing.days],
            "series": [{"name": _("Matters"), "values": [number for _day, number in standing.days]}],
            "unit": _("matters"),
        },
        "links": _links(choice.body, today),
        "came": sum(number for _day, number in standing.days),
        "days": standing.days,
        "nodes": choice.nodes,
    }
    return render(request, "complaints/board.html", context)


def _links(body: Body | None, today: dt.date) -> dict[str, str]:
    """Return where each figure of the board leads: the register with the same choice of units."""
    wanted = {
        "waiting": {"show": "triage"},
        "handling": {"show": "all", "state": State.HANDLING.value},
        "came": {"show": "all", "since": f"{today - dt.timedelta(days=6):%Y-%m-%d}"},
    }
    place = {"body": str(body.public_id)} if body is not None else {}
    return {name: f"{reverse('complaints:list')}?{urlencode(given | place)}" for name, given in wanted.items()}


@desk_view(rules.READ)
def statistics(request: DeskRequest) -> HttpResponseBase:
    """Show the three rates with their intervals, the times and the themes; units beside those of their class alone."""
    form = forms.FigureFilter(request.GET)
    choice = choose(request, rules.READ)
    wanted = form.cleaned_data if form.is_valid() else {}
    group = wanted.get("by") or "unit"
    matters = under(queries.visible(request.actor, rules.READ), choice.body)
    matters = _within_period(matters, wanted)
    body = choice.body or pages.own_body(request)
    rule = rates.ruling(body)
    rows, whole = rates.with_whole(matters, group, rule)
    title = str(dict(forms.GROUP_WORDS)[group])
    if request.GET.get("export") == "xlsx":
        return excel(exports.rates(rows, rule, title, with_peers=group == "unit"), _("Three rates"))
    context = {
        "form": form,
        "sections": _sections(rows, group, title, rule),
        "whole": _shown(whole) if whole else None,
        "times": _times(whole),
        "names": [rate_word(rate.name) for rate in rule.formula.rates],
        "tiles": _tiles(whole, rule) if whole else [],
        "rule": rule,
        "first": str(dict(forms.FIRST_COLUMN)[group]),
        "themes": rates.themes(matters),
        "can_set": bool(may(request.actor, rules.TABLES, body)),
        "nodes": choice.nodes,
    }
    return render(request, "complaints/statistics.html", context)


def _sections(rows: list[rates.RateRow], group: str, title: str, rule: rates.Ruling) -> list[dict[str, Any]]:
    """Return what is compared with each other: all groups, or the units of each class apart."""
    classes = rates.by_peers(rows) if group == "unit" else [rates.Peers("", rows)] if rows else []
    found = []
    for place, one in enumerate(classes):
        red, black = rates.lists(one.rows, rule) if group == "unit" else ([], [])
        found.append(
            {
                "id": f"rates-{place}",
                "title": f"{title}：{one.name}" if one.name else title,
                "rows": [_shown(row) for row in one.rows[:200]],
                "red": red,
                "black": black,
                "listed": bool(red or black),
                "chart": _chart(one.rows) if group != "month" else _trend(rows, rule),
                "kind": "caterpillar" if group != "month" else "trend",
                "charted": sum(row.whole is not None for row in one.rows) > 1,
            }
        )
    return found


def _within_period(matters: Any, wanted: dict[str, Any]) -> Any:
    """Return the matters of the period asked for: the last twelve months unless said otherwise."""
    since = wanted.get("since") or clock.today() - dt.timedelta(days=365)
    matters = matters.filter(received_at__gte=clock.midnight(since))
    if wanted.get("until"):
        matters = matters.filter(received_at__lt=clock.midnight(wanted["until"] + dt.timedelta(days=1)))
    if wanted.get("category"):
        matters = matters.filter(category__code__startswith=wanted["category"].code)
    for name in ("kind", "channel"):
        if wanted.get(name):
            matters = matters.filter(**{name: wanted[name]})
    return matters


def _shown(row: rates.RateRow) -> dict[str, Any]:
    return {
        "row": row,
        "name": row.name or _("Not named"),
        "shares": [{"share": one.share, "note": _note(one)} for one in row.shares],
        "whole": round(100 * (row.whole or 0), 1),
        "low": round(100 * (row.low or 0), 1),
        "high": round(100 * (row.high or 0), 1),
    }


def _tiles(whole: rates.RateRow, rule: rates.Ruling) -> list[dict[str, Any]]:
    """Return the rates of all together as the tiles above the table."""
    return [
        {"label": rate_word(rate.name), "share": one.share, "note": _note(one)}
        for rate, one in zip(rule.formula.rates, whole.shares, strict=True)
    ]


def _times(whole: rates.RateRow | None) -> str:
    """Return how long answers took as the note of the first tile; nothing where nothing was answered."""
    if whole is None or whole.mean_days is None or whole.middle_days is None:
        return ""
    words = _("answered in %(mean)s days on average, half of them within %(middle)s")
    return words % {"mean": f"{whole.mean_days:.1f}", "middle": f"{whole.middle_days:.1f}"}


def _note(one: rates.Share) -> str:
    """Return a rate as its fraction and its interval."""
    if one.share is None:
        return _("nothing was counted")
    return f"{one.of:g}/{int(one.number)}，{100 * (one.low or 0):.0f}–{100 * (one.high or 0):.0f}%"


def _chart(rows: list[rates.RateRow]) -> dict[str, Any]:
    """Return the wholes of the groups that are compared as a caterpillar: the figure and its interval."""
    shown = sorted((row for row in rows if row.whole is not None), key=lambda row: -(row.whole or 0))[:40]
    mean = sum(row.whole or 0 for row in shown) / len(shown) if shown else 0
    return {
        "rows": [
            {
                "name": row.name or "—",
                "score": round(100 * (row.whole or 0), 1),
                "low": round(100 * (row.low or 0), 1),
                "high": round(100 * (row.high or 0), 1),
                "n": row.matters,
            }
            for row in shown
        ],
        "mean": round(100 * mean, 1),
        "unit": "%",
        "max": 100,
    }


def _trend(rows: list[rates.RateRow], rule: rates.Ruling) -> dict[str, Any]:
    series = [
        {
            "name": rate_word(rate.name),
            "values": [
                None if row.shares[place].share is None else round(100 * (row.shares[place].share or 0), 1)
                for row in rows
            ],
        }
        for place, rate in enumerate(rule.formula.rates)
    ]
    return {"labels": [row.name for row in rows], "series": series, "unit": "%", "min": 0, "max": 100}


@desk_view(rules.TABLES)
def formula(request: DeskRequest) -> HttpResponse:
    """Ask for the formula of the three rates of the own place."""
    form = forms.FormulaForm(request.POST or None, initial=forms.begun_formula() | {"valid_from": clock.today()})
    return fill(
        request,
        form,
        lambda given: actions.save_formula(body=pages.own_body(request), actor=request.actor, **given),
        title=_("Formula of the three rates"),
        lead=_("It holds for the own body and all below it; earlier formulas stay for the time before."),
        back=reverse("complaints:statistics"),
    )


@desk_view(rules.TRIAGE)
def settle_mass(request: DeskRequest, pk: Any) -> HttpResponse:
    """Ask how a matter of many people was settled."""
    rows = within(MassEvent.objects.select_related("body", "first"), request.actor, rules.TRIAGE)
    event = get_object_or_404(rows, pk=pk)
    return ask(
        request,
        TextForm(request.POST or None),
        lambda given: actions.settle_mass(event, result=given["text"], actor=request.actor),
        title=_("Settle the mass matter"),
        text=_("The alert leaves the board; the matters themselves go their own way."),
        back=reverse("complaints:board"),
    )
