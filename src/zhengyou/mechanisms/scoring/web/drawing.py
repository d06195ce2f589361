"""The data of the charts about scores."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.mechanisms.scoring import queries, saying
from zhengyou.mechanisms.scoring.enums import Band
from zhengyou.mechanisms.scoring.methods import trend
from zhengyou.mechanisms.scoring.models import Result, Run, Score
from zhengyou.mechanisms.scoring.queries import Month

CHART_ROWS = 30
MOST_POINTS = 1500
"""A funnel of more units shows the first so many; the table has them all."""


def caterpillar(scores: Any, own: Iterable[Score] = ()) -> dict[str, Any]:
    """Return score and interval of the first thirty scores, by peer group, and of the reader's ``own`` in any case."""
    scores = list(scores[:CHART_ROWS])
    mine = {score.pk: score for score in own}
    scores += [score for key, score in mine.items() if key not in {one.pk for one in scores}]
    # Of persons with few ratings no figure is shown, here as in the table.
    scores = [score for score in scores if score.appointment_id is None or score.band != Band.FEW]
    rows = [
        {
            "name": short(score),
            "group": str(queries.group_label(score.group)),
            "own": score.pk in mine,
            "score": round(score.score, 1),
            "low": round(score.low, 1),
            "high": round(score.high, 1),
            "n": score.n,
            "href": reverse("scoring:explain", args=[score.run_id, score.unit_id]),
        }
        for score in scores
    ]
    mean = sum(score.mean for score in scores) / len(scores) if scores else 0
    return {"rows": rows, "mean": round(mean, 1), "unit": _("points"), "max": 100}


def funnel(scores: QuerySet[Score], run: Run) -> dict[str, Any] | None:
    """Return raw means by number of ratings, with limits that allow for chance and for the usual spread of units."""
    columns = (
        "n", "raw", "mix", "channels", "mean", "weight", "body__public_id", "window__public_id", "body__short_name",
        "body__name", "window__name",
    )  # fmt: skip
    rows = list(scores.filter(n__gte=run.minimum, appointment=None).values_list(*columns)[:MOST_POINTS])
    if len(rows) < queries.FEWEST_IN_A_FUNNEL:
        return None
    n, raw, mix, channels, mean, weight = (np.array([row[place] for row in rows], dtype=float) for place in range(6))
    fair = raw + mix + channels
    # w = τ² / (τ² + σ²/n) gives the ratio of the two spreads back; their sum comes from the values.
    ratio = float(np.median(n * (1 - weight).clip(1e-6) / weight.clip(1e-6)))  # σ²/τ²
    away = (fair - mean) ** 2
    tau2 = float(np.median(away / (1 + ratio / n)) / 0.4549)  # the median of χ² with one degree of freedom
    names = [f"{short_name or name} {window or ''}".strip() for *_figures, short_name, name, window in rows]
    # Put together once: to resolve an address for each of so many points would take longer than all else.
    before, _unit, after = reverse("scoring:explain", args=[run.pk, run.pk]).rpartition(str(run.pk))
    pages = [f"{before}{row[7] or row[6]}{after}" for row in rows]
    # Every unit beside the mean of its own peers, so that different kinds of units share one funnel.
    middle = float(mean.mean())
    points = [
        {"name": name, "n": int(count), "value": round(float(value), 1), "href": page}
        for name, page, count, value in zip(names, pages, n, fair - mean + middle, strict=True)
    ]
    sd, tau = float(np.sqrt(ratio * tau2)), float(np.sqrt(tau2))
    return {
        "points": points,
        "mean": round(middle, 1),
        "sd": round(sd, 2),
        "tau": round(tau, 2),
        "unit": _("points"),
    }


def steps(told: list[saying.Step]) -> dict[str, Any]:
    """Return the waterfall from the raw mean to the score."""
    ends = {0, len(told) - 1}
    found = [
        {"name": step.name, "start": round(step.start, 2), "end": round(step.end, 2), "whole": place in ends}
        for place, step in enumerate(told)
    ]
    return {"steps": found, "unit": _("points")}


def parts(result: Result) -> dict[str, Any] | None:
    """Return the waterfall from the parts of a scheme to the total; None where there is no total."""
    if result.total is None or result.base is None:
        return None
    brought = [(part["name"], part["contribution"]) for part in result.parts if part["points"] is not None]
    lost = result.base - sum(points for _name, points in brought)
    if abs(lost) >= saying.LITTLE:  # a geometric mean lies below the sum of its parts
        brought.append((_("Geometric mean"), lost))
    brought += [(_("Bonus"), result.bonus)] if result.bonus else []
    brought += [(_("Deduction"), -result.deduction)] if result.deduction else []
    found, at = [], 0.0
    for name, points in brought:
        found.append({"name": name, "start": round(at, 2), "end": round(at + points, 2)})
        at += points
    found.append({"name": _("Total"), "start": 0, "end": round(result.total, 2), "whole": True})
    return {"steps": found, "unit": _("points"), "min": 0}


def totals(results: Iterable[Result], group_name: Callable[[str], str]) -> dict[str, Any] | None:
    """Return the totals of an assessment with their intervals, by peer group; None where nothing is ranked."""
    rows = [
        {
            "name": one.body.short_name or one.body.name,
            "group": group_name(one.group),
            "score": round(one.total, 1),
            "low": round(one.low if one.low is not None else one.total, 1),
            "high": round(one.high if one.high is not None else one.total, 1),
            "href": reverse("scoring:result", args=[one.assessment_id, one.body.public_id]),
        }
        for one in results
        if one.total is not None and one.place is not None
    ]
    return {"rows": rows, "unit": _("points")} if rows else None


def run_chart(
    months: list[Month], page: Callable[[dt.date, dt.date], str] | None = None
) -> tuple[dict[str, Any], str] | None:
    """Return the share of satisfied ratings by month with its control limits, and what it says in one sentence.

    ``page`` gives the records from a first to a last day.
    """
    if sum(month.n > 0 for month in months) < 2:
        return None
    hits, of = (np.array([getattr(month, name) for month in months], dtype=float) for name in ("satisfied", "n"))
    chart = trend.p_chart(hits, of)

    def shares(values: Any) -> list[float | None]:
        return [round(100 * float(value), 1) if count else None for value, count in zip(values, of, strict=True)]

    data = {
        "labels": [f"{month.first:%Y-%m}" for month in months],
        "series": [
            {"name": _("Share of satisfied ratings"), "values": shares(chart.value)},
            {"name": _("Average"), "values": shares(chart.centre), "tone": "neutral"},
            {"name": _("Lower limit"), "values": shares(chart.low), "tone": "neutral"},
            {"name": _("Upper limit"), "values": shares(chart.high), "tone": "neutral"},
        ],
        "unit": "%",
        "max": 100,
    }
    if page:
        data["hrefs"] = [page(month.first, month.last) for month in months]
    if (of > 0).sum() < trend.FEWEST_POINTS:
        return data, _("Fewer than twelve months: the chart draws no conclusion yet.")
    if not chart.signs.any():
        return data, _("All months lie within what chance explains: no change can be claimed.")
    told = ", ".join(f"{months[place].first:%Y-%m}" for place in np.flatnonzero(chart.signs))
    return data, _("More than chance in %(months)s: look for the cause.") % {"months": told}


def floor(scores: Any) -> int:
    """Return where the bars of a table begin: below the lowest interval, so that differences can be seen."""
    return max(0, int(min((score.low for score in scores), default=0)) // 10 * 10)


def short(score: Score) -> str:
    """Return a name that tells units, windows and persons apart and fits beside a chart."""
    body = score.body.short_name or score.body.name
    if score.appointment:
        return f"{body} {score.appointment.person.name}"
    return f"{body} {score.window}" if score.window else body
