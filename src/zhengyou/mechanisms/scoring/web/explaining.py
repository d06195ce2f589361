"""How one score came about, what would move it, and the records behind it."""

import datetime as dt
import uuid
from collections.abc import Callable
from functools import partial

from django.db.models import Q
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from zhengyou.mechanisms.scoring import catalogue, exports, moving, queries, rules, saying
from zhengyou.mechanisms.scoring.enums import Subject
from zhengyou.mechanisms.scoring.models import Run, Score
from zhengyou.mechanisms.scoring.web import drawing, releasing
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view


def score_of(run: Run, unit: uuid.UUID, request: DeskRequest) -> Score:
    """Return the score of ``run`` with the public id of its unit, window or person, if this hat may see it."""
    named = {Subject.WINDOW: "window__public_id", Subject.PERSON: "appointment__public_id"}
    own = Q(**{named.get(Subject(run.subject), "body__public_id"): unit})
    return get_object_or_404(queries.shown_to(request.actor, queries.league(run), run), own)


def _records(score: Score) -> Callable[[dt.date, dt.date], str] | None:
    """Return what gives the page of the records behind ``score`` from a first to a last day, if there is one."""
    indicator = catalogue.offered().get(score.run.indicator)
    return partial(indicator.drill, score.body) if indicator and indicator.drill else None


def _of_case(score: Score, case: str) -> str:
    indicator = catalogue.offered().get(score.run.indicator)
    return indicator.records(score.body, case, score.run.starts_on, score.run.last_day) if indicator else ""


@desk_view(rules.READ)
def explain(request: DeskRequest, pk: uuid.UUID, unit: uuid.UUID) -> HttpResponseBase:
    """Show how one score came about, one sentence a step, and what would move it."""
    run = get_object_or_404(queries.readable(request.actor), pk=pk)
    found = score_of(run, unit, request)
    indicator = catalogue.offered().get(run.indicator)
    standing = getattr(found, "standing", None)
    few = found.n < run.minimum
    if not (few and run.subject == Subject.PERSON) and (
        download := exports.steps(found).answer(request.GET.get("export"))
    ):
        return download
    told = saying.steps(found)
    records = _records(found)
    cells = queries.cases(found) if not few or run.subject != Subject.PERSON else []
    finding = found.findings.first()
    label = indicator.case_label if indicator else str
    context = {
        "run": run,
        "score": found,
        "standing": standing,
        "few": few,
        "group": queries.group_label(found.group),
        "steps": told,
        "waterfall": drawing.steps(told),
        "in_one": saying.in_one(found),
        "floor": drawing.floor([found]),
        "place": saying.place(standing),
        "star": saying.star(standing) if standing else "",
        "next": saying.to_next(standing) if standing else "",
        "gaps": [{"gap": gap, "label": label(gap.case)} for gap in moving.gaps(found)],
        "more": moving.more_ratings(found),
        "trend": drawing.run_chart(queries.months(found), records) if not few else None,
        "cells": [{"label": label(cell.case), "cell": cell, "records": _of_case(found, cell.case)} for cell in cells],
        "records": records(run.starts_on, run.last_day) if records else "",
        "finding": finding,
        "reasons": [saying.reason(one) for one in finding.reasons] if finding else [],
        "can_appeal": run.state == "published"
        and may(request.actor, rules.APPEAL, found.body)
        and run.subject != Subject.PERSON,
        "appeals": queries.appeals_of(found),
        "object_url": releasing.object_page(request, run, found.body),
    }
    return render(request, "scoring/explain.html", context)
