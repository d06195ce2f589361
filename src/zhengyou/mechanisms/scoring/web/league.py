"""The league table of a run, its publication, its cut points, and two runs side by side."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.mechanisms.scoring import actions, catalogue, exports, policy, queries, rules
from zhengyou.mechanisms.scoring.enums import Band, State
from zhengyou.mechanisms.scoring.forms import LeagueFilter
from zhengyou.mechanisms.scoring.models import Run, Score
from zhengyou.mechanisms.scoring.replaying import replay_run
from zhengyou.mechanisms.scoring.web import drawing, polling, releasing
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view

PAGE = 30
MOST_OWN = 12
"""So many windows of the own unit are told apart above the table and in the chart."""
TONES = {Band.ABOVE: "success", Band.SAME: "neutral", Band.BELOW: "warning", Band.FEW: "neutral"}


@desk_view(rules.READ)
def league(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show the league table of one run: place, score and interval, star, and what may honestly be said."""
    run = get_object_or_404(queries.readable(request.actor), pk=pk)
    visible = queries.shown_to(request.actor, queries.league(run), run)
    form = LeagueFilter(request.GET, groups=queries.groups(run))
    scores = queries.in_order(_found(visible, form))
    wanted = request.GET.get("export")
    listing = exports.paper if wanted == "pdf" else exports.league
    if download := listing(run, scores).answer(wanted):
        return download
    page: Page[Any] = Paginator(scores.values_list("pk", flat=True), PAGE).get_page(request.GET.get("page"))
    page.object_list = queries.loaded(scores, list(page.object_list))
    own = {score.pk: score for score in queries.own_of(request.actor, visible)[:MOST_OWN]}
    rows = [row(score) | {"own": score.pk in own} for score in page]
    bands = _bands(run)
    scale = queries.scale_in_force(run)
    context = {
        **polling.of(run),
        **releasing.road(request, run),
        "run": run,
        "stage": run.get_state_display() if run.state != State.COLLECTED else "",
        "until": run.ends_on - dt.timedelta(days=1),
        "indicator": catalogue.offered().get(run.indicator),
        "page": page,
        "rows": rows,
        "own": [row(score) for score in own.values()],
        "filter_form": form,
        "bands": bands,
        "scale": scale,
        "floor": drawing.floor(page.object_list),
        "chart": drawing.caterpillar(page.object_list, own.values()),
        "funnel": drawing.funnel(scores, run),
        "summary": _summary(run, bands),
        "findings": run.findings.count() if may(request.actor, rules.DECIDE, run.body) else 0,
        "untested": run.ratings > policy.MOST_TESTED,
        "others": _others(request, run),
        "can_replay": hasattr(run, "inputs") and bool(may(request.actor, rules.RUN, run.body)),
        "can_freeze": run.state not in (State.COLLECTED, State.REPLACED)
        and scale is None
        and may(request.actor, rules.FREEZE, run.body),
    }
    return render(request, "scoring/league.html", context)


@desk_view(rules.READ)
def progress(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer with how far the computation is."""
    return polling.answer(request, get_object_or_404(queries.readable(request.actor), pk=pk))


def row(score: Score) -> dict[str, Any]:
    """Return a line of the league table."""
    standing = getattr(score, "standing", None)
    return {
        "score": score,
        "standing": standing,
        "tone": TONES[Band(score.band)],
        "group": queries.group_label(score.group),
    }


def _found(scores: QuerySet[Score], form: LeagueFilter) -> QuerySet[Score]:
    if not form.is_valid():
        return scores
    wanted = form.cleaned_data
    if wanted["q"]:
        text = wanted["q"].strip()
        named = Q(body__name__icontains=text) | Q(window__name__icontains=text)
        scores = scores.filter(named | Q(appointment__person__name__icontains=text))
    if wanted["group"]:
        scores = scores.filter(group=wanted["group"])
    if wanted["band"]:
        scores = scores.filter(band=wanted["band"])
    if wanted["star"]:
        scores = scores.filter(standing__star=wanted["star"])
    return scores


def _bands(run: Run) -> dict[str, int]:
    counted = dict(run.scores.order_by().values_list("band").annotate(n=Count("pk")))
    return dict.fromkeys(Band.values, 0) | counted


def _summary(run: Run, bands: dict[str, int]) -> str:
    return _(
        "Of %(all)d compared, %(above)d stand clearly above their peers, %(below)d clearly below, %(same)d cannot be"
        " told apart and %(few)d have too few ratings."
    ) % {"all": run.units, **bands}


def _others(request: DeskRequest, run: Run) -> list[Run]:
    """Return the runs of the same question with which this one can be compared."""
    same = queries.readable(request.actor).filter(body=run.body, subject=run.subject, indicator=run.indicator)
    return list(same.exclude(pk=run.pk)[:8])


@desk_view(rules.FREEZE)
@require_POST
def freeze(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Derive the cut points of the stars from a run and freeze them."""
    run = get_object_or_404(queries.readable(request.actor), pk=pk)
    scale = actions.freeze_stars(run, actor=request.actor)
    messages.success(
        request, _("The cut points are frozen until %(day)s; stars are given.") % {"day": f"{scale.last_day:%Y-%m-%d}"}
    )
    return redirect("scoring:league", pk=pk)


@desk_view(rules.RUN)
@require_POST
def replayed(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Compute a run again from its inputs and say whether it stands."""
    run = get_object_or_404(queries.readable(request.actor).filter(inputs__isnull=False), pk=pk)
    found = replay_run(run)
    if found.holds:
        messages.success(request, _("Computed again from the snapshot: every figure is the same."))
    else:
        text = _("The stored result differs from what its snapshot gives, in %(n)d units.")
        messages.error(request, text % {"n": len(found.differing)})
    return redirect("scoring:league", pk=pk)


@desk_view(rules.READ)
def compare(request: DeskRequest, pk: uuid.UUID, other: uuid.UUID) -> HttpResponseBase:
    """Show two runs of the same question side by side: what changed, and whether it is more than chance."""
    run, earlier = (get_object_or_404(queries.readable(request.actor), pk=one) for one in (pk, other))
    if earlier.ends_on > run.ends_on:
        run, earlier = earlier, run
    return _side_by_side(request, run, earlier)


@desk_view(rules.READ)
def changes(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show what a correction changed beside the comparison it corrects."""
    run = get_object_or_404(queries.readable(request.actor).select_related("corrects"), pk=pk)
    if run.corrects is None:
        raise Http404
    return _side_by_side(request, run, run.corrects)


def _side_by_side(request: DeskRequest, run: Run, earlier: Run) -> HttpResponseBase:
    now, before = (queries.shown_to(request.actor, queries.league(one), one) for one in (run, earlier))
    lines = queries.changes(now, before)
    if download := exports.changes(lines, run, earlier).answer(request.GET.get("export")):
        return download
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    sure = [line for line in lines if line.sure]
    corrected = run.corrects_id == earlier.pk
    context = {
        "title": _("What the correction changed") if corrected else _("Two periods side by side"),
        "reason": run.reason if corrected else "",
        "run": run,
        "earlier": earlier,
        "page": page,
        "better": sum(line.by > 0 for line in sure),
        "worse": sum(line.by < 0 for line in sure),
        "all": len(lines),
    }
    return render(request, "scoring/compare.html", context)
