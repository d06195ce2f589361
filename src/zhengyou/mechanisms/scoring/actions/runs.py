"""Collecting and computing a comparison by one indicator; `releasing` has its way to the public."""

import datetime as dt

import numpy as np
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused
from zhengyou.mechanisms.scoring import catalogue, comparing, policy, queries, rules, snapshot
from zhengyou.mechanisms.scoring.actions.assessing import code_version
from zhengyou.mechanisms.scoring.actions.findings import look
from zhengyou.mechanisms.scoring.actions.standings import hold_question, place_scores
from zhengyou.mechanisms.scoring.enums import State, Subject
from zhengyou.mechanisms.scoring.machine import MOVES
from zhengyou.mechanisms.scoring.models import Finding, Inputs, Run, Score
from zhengyou.records import jobs
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@transaction.atomic
def ask(
    *, body: Body, subject: Subject, starts_on: dt.date, ends_on: dt.date, indicator: str = "satisfaction", actor: Actor
) -> Run:
    """Freeze the inputs of a comparison of the units (or windows) under ``body`` over [starts_on, ends_on).

    A job computes it from them. Raises Invalid where the period is empty or lies in the future, Refused where there is
    nothing to compare.
    """
    run = _collected(body, subject, starts_on, ends_on, indicator, actor)
    jobs.defer("scoring.compare", run=str(run.pk))
    return run


@transaction.atomic
def compute(
    *, body: Body, subject: Subject, starts_on: dt.date, ends_on: dt.date, indicator: str = "satisfaction", actor: Actor
) -> Run:
    """Do what `ask` does, and the job at once."""
    return compare(_collected(body, subject, starts_on, ends_on, indicator, actor), actor=actor)


def ask_again(run: Run, *, reason: str, actor: Actor) -> Run:
    """Ask the question of the published ``run`` again, with the inputs of today; part of `releasing.correct`."""
    asked = Run(
        body=run.body, subject=run.subject, indicator=run.indicator, starts_on=run.starts_on, ends_on=run.ends_on,
        corrects=run, reason=reason[:300],
    )  # fmt: skip
    collected = _freeze_inputs(asked, actor)
    jobs.defer("scoring.compare", run=str(collected.pk))
    return collected


def _collected(body: Body, subject: Subject, starts_on: dt.date, ends_on: dt.date, indicator: str, actor: Actor) -> Run:
    require(actor, rules.RUN, body)
    if ends_on <= starts_on:
        raise Invalid({"ends_on": _("The last day must not lie before the first.")})
    if starts_on > clock.today():
        raise Invalid({"starts_on": _("This period has not begun yet.")})
    asked = Run(body=body, subject=subject, indicator=indicator, starts_on=starts_on, ends_on=ends_on)
    if queries.same_question(asked).filter(state=State.PUBLISHED).exists():
        raise Conflict(_("This period is published. Correct it, and say why."), code="published")
    return _freeze_inputs(asked, actor)


def _freeze_inputs(run: Run, actor: Actor) -> Run:
    scale = queries.scale_in_force(run)
    found = comparing.content(run.indicator, Subject(run.subject), run.body, run.starts_on, run.ends_on, scale)
    if not found["counts"]:
        raise Refused(_("There are no ratings in this period, so there is nothing to compare."))
    run.state, run.progress, run.computed_at = State.COLLECTED, 40, clock.now()
    run.minimum, run.level, run.method = found["minimum"], found["level"], found["method"]
    run.input_hash, run.units = snapshot.digest(found), len(found["keys"])
    run.ratings = sum(sum(counts) for _unit, _case, *counts in found["counts"])
    run.save(force_insert=True)
    Inputs.objects.create(run=run, content=snapshot.pack(found))
    record("scoring.correct" if run.corrects else "scoring.ask", run, actor=actor, target=State.COLLECTED)
    return run


@transaction.atomic
def compare(run: Run, *, actor: Actor = SYSTEM) -> Run:
    """Compute a comparison from its inputs and keep the result; an earlier unpublished one of the same question yields."""
    found = snapshot.unpack(run.inputs.content)
    done = comparing.computed(found)
    hold_question(run)
    unpublished = queries.same_question(run).filter(state__in=[State.COMPUTED, State.PREVIEW])
    for earlier in unpublished.order_by("pk"):
        move(earlier, "replace", MOVES, actor=actor)
    moved = move(
        run, "compute", MOVES, actor=actor, progress=100, computed_at=clock.now(), code_version=code_version(run.method)
    )
    Score.objects.bulk_create(comparing.rows(moved, found, done), batch_size=2000)
    place_scores(moved, done.scores.posterior.draws)
    _look_into(moved, found)
    return moved


def _look_into(run: Run, found: snapshot.Content) -> None:
    """Write the findings of ``run``: what looks manipulated, each with the second score without it."""
    reading = catalogue.offered()[run.indicator].evidence
    if reading is None or run.ratings > policy.MOST_TESTED:
        return
    evidence = reading(Subject(run.subject), run.body, run.starts_on, run.ends_on)
    told_of = look(run, evidence)
    if not told_of:
        return
    cells = comparing.cells_of(found)
    place_of = {key: place for place, key in enumerate(cells.keys)}
    case_of = np.array([cells.cases.index(case) for case in evidence.cases], dtype=np.int64)
    counts = cells.counts.copy()
    for unit, told in told_of:
        rows = told["rows"]
        np.subtract.at(
            counts[place_of[evidence.keys[unit]]], (case_of[evidence.case[rows]], evidence.level[rows] - 1), 1
        )
    left = catalogue.Cells(cells.keys, cells.bodies, cells.cases, counts.clip(0))
    without = comparing.computed(found, left).scores
    scores = {queries.key_of(score): score for score in run.scores.all()}
    Finding.objects.bulk_create(
        Finding(
            run=run,
            score=scores[evidence.keys[unit]],
            p=told["p"],
            reasons=told["reasons"],
            suspicious=len(told["rows"]),
            without=float(without.score[place_of[evidence.keys[unit]]]),
            without_low=float(without.posterior.interval.low[place_of[evidence.keys[unit]]]),
            without_high=float(without.posterior.interval.high[place_of[evidence.keys[unit]]]),
            found_at=run.computed_at,
        )
        for unit, told in told_of
    )
