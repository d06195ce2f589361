"""Computing and publishing a run."""

import datetime as dt
import hashlib
import json

import numpy as np
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid, Refused
from zhengyou.mechanisms.scoring import catalogue, policy, queries, rules
from zhengyou.mechanisms.scoring.actions.findings import look, tell_found
from zhengyou.mechanisms.scoring.actions.standings import place_scores
from zhengyou.mechanisms.scoring.enums import Band, State, Subject
from zhengyou.mechanisms.scoring.machine import MOVES
from zhengyou.mechanisms.scoring.methods import shrinkage
from zhengyou.mechanisms.scoring.models import Finding, Run, Score
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body

METHOD = "shrinkage/1"


@transaction.atomic
def compute(
    *, body: Body, subject: Subject, starts_on: dt.date, ends_on: dt.date, indicator: str = "satisfaction", actor: Actor
) -> Run:
    """Compare the units (or windows) under ``body`` over [starts_on, ends_on) and keep the result as a run.

    An earlier unpublished run of the same question is replaced. Raises Invalid where the period is empty or lies in
    the future, Refused where there is nothing to compare.
    """
    require(actor, rules.RUN, body)
    if ends_on <= starts_on:
        raise Invalid({"ends_on": _("The last day must not lie before the first.")})
    if starts_on > clock.today():
        raise Invalid({"starts_on": _("This period has not begun yet.")})
    cells = catalogue.offered()[indicator].read(subject, body, starts_on, ends_on)
    if not cells.counts.sum():
        raise Refused(_("There are no ratings in this period, so there is nothing to compare."))
    names, groups = _peer_groups(cells)
    scores = shrinkage.score(cells.counts, groups, level=policy.INTERVAL_LEVEL)
    for earlier in Run.objects.filter(
        body=body, subject=subject, indicator=indicator, starts_on=starts_on, ends_on=ends_on, state=State.COMPUTED
    ):
        move(earlier, "replace", MOVES, actor=actor)
    run = Run.objects.create(
        body=body,
        subject=subject,
        indicator=indicator,
        starts_on=starts_on,
        ends_on=ends_on,
        computed_at=clock.now(),
        minimum=policy.MINIMUM_RATINGS,
        level=policy.INTERVAL_LEVEL,
        method=METHOD,
        input_hash=input_hash(cells, names),
        units=len(cells.keys),
        ratings=int(scores.n.sum()),
    )
    Score.objects.bulk_create(_rows(run, cells, names, scores), batch_size=2000)
    place_scores(run)
    _look_into(run, cells, groups)
    record("scoring.compute", run, actor=actor)
    return run


@transaction.atomic
def publish(run: Run, *, actor: Actor) -> Run:
    """Publish ``run``: its units see it, and their public pages show it. A published run of the same question yields."""
    require(actor, rules.PUBLISH, run.body)
    same = {"body": run.body, "subject": run.subject, "indicator": run.indicator}
    period = {"starts_on": run.starts_on, "ends_on": run.ends_on}
    for earlier in Run.objects.filter(state=State.PUBLISHED, **same, **period).order_by("pk"):
        move(earlier, "replace", MOVES, actor=actor)
    done = move(run, "publish", MOVES, actor=actor)
    tell_found(done)
    return done


def _look_into(run: Run, cells: catalogue.Cells, groups: NDArray[np.int64]) -> None:
    """Write the findings of ``run``: what looks manipulated, each with the second score without it."""
    reading = catalogue.offered()[run.indicator].evidence
    if reading is None:
        return
    evidence = reading(Subject(run.subject), run.body, run.starts_on, run.ends_on)
    found = look(run, evidence)
    if not found:
        return
    place_of = {key: place for place, key in enumerate(cells.keys)}
    case_of = np.array([cells.cases.index(case) for case in evidence.cases], dtype=np.int64)
    counts = cells.counts.copy()
    for unit, told in found:
        rows = told["rows"]
        np.subtract.at(
            counts[place_of[evidence.keys[unit]]], (case_of[evidence.case[rows]], evidence.level[rows] - 1), 1
        )
    without = shrinkage.score(counts.clip(0), groups, level=run.level)
    scores = {queries.key_of(score): score for score in run.scores.all()}
    Finding.objects.bulk_create(
        Finding(
            run=run,
            score=scores[evidence.keys[unit]],
            p=told["p"],
            reasons=told["reasons"],
            suspicious=len(told["rows"]),
            without=float(without.score[place_of[evidence.keys[unit]]]),
            without_low=float(without.low[place_of[evidence.keys[unit]]]),
            without_high=float(without.high[place_of[evidence.keys[unit]]]),
            found_at=run.computed_at,
        )
        for unit, told in found
    )


def input_hash(cells: catalogue.Cells, groups: tuple[str, ...]) -> str:
    """Return the SHA-256 of what goes into a comparison, the same however the rows happened to be ordered."""
    order = sorted(range(len(cells.keys)), key=lambda place: cells.keys[place])
    digest = hashlib.sha256(json.dumps([cells.cases, policy.INTERVAL_LEVEL, METHOD]).encode())
    for place in order:
        digest.update(json.dumps([cells.keys[place], groups[place], cells.counts[place].tolist()]).encode())
    return digest.hexdigest()


def _peer_groups(cells: catalogue.Cells) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Return the peer group of each unit by name and by number: the kind of its body, where enough share it."""
    kinds = dict(Body.objects.filter(pk__in=set(cells.bodies)).values_list("pk", "kind"))
    own = [kinds[body] for body in cells.bodies]
    large = {kind for kind in set(own) if own.count(kind) >= policy.SMALLEST_GROUP}
    names = tuple(kind if kind in large else policy.MIXED_GROUP for kind in own)
    numbers = {name: number for number, name in enumerate(sorted(set(names)))}
    return names, np.array([numbers[name] for name in names], dtype=np.int64)


def _rows(run: Run, cells: catalogue.Cells, names: tuple[str, ...], scores: shrinkage.Scores) -> list[Score]:
    columns = ("n", "raw", "mix", "shrink", "score", "low", "high", "weight", "mean")
    values = {column: getattr(scores, column).tolist() for column in columns}
    windows, persons = run.subject == Subject.WINDOW, run.subject == Subject.PERSON
    return [
        Score(
            run=run,
            body_id=cells.bodies[place],
            window_id=key if windows else None,
            appointment_id=key if persons else None,
            group=names[place],
            band=_band(values["n"][place], values["low"][place], values["high"][place], values["mean"][place], run),
            **{column: values[column][place] for column in columns},
        )
        for place, key in enumerate(cells.keys)
    ]


def _band(n: int, low: float, high: float, mean: float, run: Run) -> Band:
    if n < run.minimum:
        return Band.FEW
    if low > mean:
        return Band.ABOVE
    return Band.BELOW if high < mean else Band.SAME
