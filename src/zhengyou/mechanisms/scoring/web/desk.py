"""Desk pages of the comparison: runs, the league table, and how a score came about."""

import datetime as dt
import io
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.scoring import actions, catalogue, exports, rules
from zhengyou.mechanisms.scoring.enums import Band, Subject
from zhengyou.mechanisms.scoring.forms import ComputeForm, LeagueFilter
from zhengyou.mechanisms.scoring.models import Run, Score
from zhengyou.mechanisms.scoring.queries import group_label, groups, readable
from zhengyou.mechanisms.scoring.queries import league as league_of
from zhengyou.records.sheets import XLSX
from zhengyou.registry.access.queries import roots_of
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view

PAGE = 30
CHART_ROWS = 30
TONES = {Band.ABOVE: "success", Band.SAME: "neutral", Band.BELOW: "warning", Band.FEW: "neutral"}


@desk_view(rules.READ)
def runs(request: DeskRequest) -> HttpResponse:
    """List the comparisons this hat may read, the newest period first."""
    page = Paginator(readable(request.actor), 25).get_page(request.GET.get("page"))
    return render(request, "scoring/runs.html", {"page": page, "can_run": request.actor.holds(rules.RUN)})


@desk_view(rules.RUN)
def compute(request: DeskRequest) -> HttpResponse:
    """Ask for the period, and compare."""
    today = clock.today()
    first = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)
    roots = roots_of(request.actor, rules.RUN)
    initial = {"starts_on": first, "ends_on": today, "subject": Subject.UNIT}
    form = ComputeForm(request.POST or None, initial=initial, roots=roots)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            run = actions.compute(
                body=given["body"],
                subject=Subject(given["subject"]),
                starts_on=given["starts_on"],
                ends_on=given["ends_on"] + dt.timedelta(days=1),
                actor=request.actor,
            )
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("Compared. Look it over, then publish it."))
            return redirect("scoring:league", pk=run.pk)
    context = {
        "title": _("New comparison"),
        "lead": _("Ratings of the period are compared within peer groups; nothing is public before you publish it."),
        "form": form,
        "submit": _("Compare"),
        "back": "../",
    }
    return render(request, "form.html", context, status=422 if form.is_bound else 200)


@desk_view(rules.READ)
def league(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show the league table of one run: score, interval, peer group, and what may honestly be said."""
    run = get_object_or_404(readable(request.actor), pk=pk)
    form = LeagueFilter(request.GET, groups=groups(run))
    scores = _found(league_of(run), form)
    if request.GET.get("export") == "xlsx":
        content = io.BytesIO(exports.workbook(run, scores))
        return FileResponse(content, as_attachment=True, filename=_("Comparison of units") + ".xlsx", content_type=XLSX)
    page = Paginator(scores, PAGE).get_page(request.GET.get("page"))
    rows = [{"score": score, "tone": TONES[Band(score.band)], "group": group_label(score.group)} for score in page]
    bands = _bands(run)
    context = {
        "run": run,
        "until": run.ends_on - dt.timedelta(days=1),
        "indicator": catalogue.offered().get(run.indicator),
        "page": page,
        "rows": rows,
        "filter_form": form,
        "bands": bands,
        "floor": _floor(page.object_list),
        "chart": _caterpillar(page.object_list[:CHART_ROWS]),
        "summary": _summary(run, bands),
        "can_publish": run.state == "computed" and may(request.actor, rules.PUBLISH, run.body),
    }
    return render(request, "scoring/league.html", context)


def _found(scores: QuerySet[Score], form: LeagueFilter) -> QuerySet[Score]:
    if not form.is_valid():
        return scores
    wanted = form.cleaned_data
    if wanted["q"]:
        text = wanted["q"].strip()
        scores = scores.filter(Q(body__name__icontains=text) | Q(window__name__icontains=text))
    if wanted["group"]:
        scores = scores.filter(group=wanted["group"])
    if wanted["band"]:
        scores = scores.filter(band=wanted["band"])
    return scores


def _bands(run: Run) -> dict[str, int]:
    counted = dict(run.scores.order_by().values_list("band").annotate(n=Count("pk")))
    return dict.fromkeys(Band.values, 0) | counted


def _summary(run: Run, bands: dict[str, int]) -> str:
    return _(
        "Of %(all)d compared, %(above)d stand clearly above their peers, %(below)d clearly below, %(same)d cannot be"
        " told apart and %(few)d have too few ratings."
    ) % {"all": run.units, **bands}


def _caterpillar(scores: Any) -> dict[str, Any]:
    rows = [
        {
            "name": _short(score),
            "score": round(score.score, 1),
            "low": round(score.low, 1),
            "high": round(score.high, 1),
            "n": score.n,
        }
        for score in scores
    ]
    mean = sum(score.mean for score in scores) / len(scores) if scores else 0
    return {"rows": rows, "mean": round(mean, 1), "unit": _("points"), "max": 100}


def _short(score: Score) -> str:
    """Return a name that tells units and windows apart and fits beside a chart."""
    body = score.body.short_name or score.body.name
    return f"{body} {score.window}" if score.window else body


def _floor(scores: Any) -> int:
    """Return where the bars of a table begin: below the lowest interval, so that differences can be seen."""
    return max(0, int(min((score.low for score in scores), default=0)) // 10 * 10)


@desk_view(rules.PUBLISH)
@require_POST
def publish(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Publish a run."""
    run = get_object_or_404(readable(request.actor), pk=pk)
    actions.publish(run, actor=request.actor)
    messages.success(request, _("Published. The units see it, and their public pages show it."))
    return redirect("scoring:league", pk=pk)


@desk_view(rules.READ)
def explain(request: DeskRequest, pk: uuid.UUID, unit: uuid.UUID) -> HttpResponse:
    """Show how one score came about, one sentence a step, and what would move it."""
    run = get_object_or_404(readable(request.actor), pk=pk)
    own = Q(window__public_id=unit) if run.subject == Subject.WINDOW else Q(body__public_id=unit)
    found = get_object_or_404(run.scores.select_related("body", "window"), own)
    return render(request, "scoring/explain.html", {"run": run, "score": found, "group": group_label(found.group)})
