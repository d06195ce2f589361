"""Verbs of assessments: begin, collect, reckon, drop; `releasing` has their way to the public."""

import datetime as dt

import numpy as np
from django.db import transaction
from django.utils.translation import gettext_lazy as _

import zhengyou
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.mechanisms.scoring import collecting, rules, snapshot
from zhengyou.mechanisms.scoring.enums import AssessmentState, Rhythm, SchemeState
from zhengyou.mechanisms.scoring.machine import ASSESSMENT
from zhengyou.mechanisms.scoring.methods import scheme as method
from zhengyou.mechanisms.scoring.models import Assessment, Result, Scheme, Snapshot, Use
from zhengyou.mechanisms.scoring.periods import begins_one, later
from zhengyou.records import jobs
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require

BATCH = 2000
UNDER_WAY = ("queued", "collected", "computed", "preview", "approving")


@transaction.atomic
def begin(scheme: Scheme, *, starts_on: dt.date, actor: Actor) -> Assessment:
    """Ask for the assessment of one period that is over; a job collects and computes it.

    Raises Refused where the period is not over or no period begins then, Conflict where one is under way.
    """
    require(actor, rules.RUN, scheme.body)
    locked = Scheme.objects.select_for_update(of=("self",)).select_related("body").get(pk=scheme.pk)
    if locked.state not in (SchemeState.FROZEN, SchemeState.RETIRED):
        raise Conflict(_("The scheme is not in force yet."), code="state")
    ends_on = later(starts_on, Rhythm(locked.rhythm).months)
    held = starts_on >= locked.starts_on and (locked.ends_on is None or starts_on < locked.ends_on)
    if not held or not begins_one(locked.starts_on, Rhythm(locked.rhythm), starts_on):
        raise Refused(_("No period of the scheme begins on this day."), field="starts_on")
    if ends_on > clock.today():
        raise Refused(_("This period is not over yet."), field="starts_on")
    same = Assessment.objects.filter(scheme=locked, starts_on=starts_on)
    if same.filter(state__in=UNDER_WAY).exists():
        raise Conflict(_("An assessment of this period is under way already."), code="running")
    if same.filter(state=AssessmentState.PUBLISHED).exists():
        raise Conflict(_("This period is published. Correct it, and say why."), code="published")
    return queue(locked, starts_on, ends_on, actor)


@transaction.atomic
def collect(assessment: Assessment, *, actor: Actor = SYSTEM) -> Assessment:
    """Freeze everything that goes into the assessment as its snapshot; the next job computes it."""
    found = Assessment.objects.select_related("scheme__body").get(pk=assessment.pk)
    content = collecting.content(found.scheme, found.starts_on, found.ends_on)
    moved = move(
        found, "collect", ASSESSMENT, actor=actor, progress=40, input_hash=snapshot.digest(content),
        units=len(content["units"]),
    )  # fmt: skip
    Snapshot.objects.create(assessment=moved, content=snapshot.pack(content))
    jobs.defer("scoring.reckon", assessment=str(moved.pk))
    return moved


@transaction.atomic
def reckon(assessment: Assessment, *, actor: Actor = SYSTEM) -> Assessment:
    """Compute the results from the snapshot and store them with the version of the code."""
    content = snapshot.unpack(assessment.snapshot.content)
    outcome = method.reckon(snapshot.inputs(content))
    names = {leaf["key"]: leaf["name"] for leaf in content["leaves"]}
    shares = zip(names.values(), outcome.importance.round(4).tolist(), strict=True)
    moved = move(
        assessment, "reckon", ASSESSMENT, actor=actor, progress=100, computed_at=clock.now(),
        code_version=code_version(), firmness={"kept": round(outcome.kept, 4), "decides": [list(share) for share in shares]},
    )  # fmt: skip
    Result.objects.bulk_create(results(moved, content, outcome), batch_size=BATCH)
    return moved


@transaction.atomic
def drop(assessment: Assessment, *, actor: Actor) -> Assessment:
    """Drop a result that is not published, to compute the period again."""
    require(actor, rules.RUN, assessment.body)
    return move(assessment, "drop_results", ASSESSMENT, actor=actor)


def code_version(method_version: str = method.VERSION) -> str:
    """Return the version of the program and of the method, as stored with every result."""
    return f"zhengyou {getattr(zhengyou, '__version__', '')} {method_version} numpy {np.__version__}".replace("  ", " ")


def results(assessment: Assessment, content: snapshot.Content, outcome: method.Outcome) -> list[Result]:
    """Return the rows of ``outcome``, unsaved; also what a replay compares with the stored ones."""
    grades = [name for name, _least in content["rules"]["grades"]]
    vetoes: dict[int, list[list[str]]] = {}
    for place, _points, part, event in content["events"]["veto"]:
        vetoes.setdefault(place, []).append([part, event])
    numbers = {
        name: _plain(getattr(outcome, name))
        for name in ("total", "base", "low", "high", "place", "place_low", "place_high", "firm_low", "firm_high")
    }
    return [
        Result(
            assessment=assessment,
            body_id=key,
            group=group,
            before=before,
            bonus=float(outcome.bonus[place]),
            deduction=float(outcome.deduction[place]),
            present=float(outcome.present[place]),
            eligible=bool(outcome.eligible[place]),
            grade="" if outcome.grade[place] is None else grades[outcome.grade[place]],  # type: ignore[index]
            vetoes=vetoes.get(place, []),
            parts=_parts(content, outcome, place),
            **{name: column[place] for name, column in numbers.items()},
        )
        for place, (key, group, before) in enumerate(content["units"])
    ]


def _plain(column: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in column]


def _parts(content: snapshot.Content, outcome: method.Outcome, place: int) -> list[dict[str, object]]:
    return [
        {
            "key": leaf["key"],
            "name": leaf["name"],
            "weight": round(leaf["weight"], 4),
            "points": None
            if np.isnan(outcome.points[place, number])
            else round(float(outcome.points[place, number]), 6),
            "contribution": round(float(outcome.contributions[place, number]), 6),
            "n": int(outcome.n[place, number]) if leaf["cells"] else None,
            "voice": leaf["voice"],
        }
        for number, leaf in enumerate(content["leaves"])
    ]


def queue(
    scheme: Scheme,
    starts_on: dt.date,
    ends_on: dt.date,
    actor: Actor,
    *,
    corrects: Assessment | None = None,
    reason: str = "",
) -> Assessment:
    """Ask for the assessment of the period [starts_on, ends_on); a job collects and computes it."""
    made = Assessment.objects.create(
        scheme=scheme,
        body=scheme.body,
        starts_on=starts_on,
        ends_on=ends_on,
        asked_at=clock.now(),
        corrects=corrects,
        reason=reason[:300],
    )
    record("scoring.correct" if corrects else "scoring.begin", made, actor=actor, target=AssessmentState.QUEUED)
    jobs.defer("scoring.collect", assessment=str(made.pk))
    return made


def redo_dependants(corrected: Assessment, actor: Actor) -> None:
    """Mark uses of a corrected result doubtful, and compute again what took its totals."""
    Use.objects.filter(assessment=corrected).update(doubtful=True)
    later_ones = Assessment.objects.filter(
        state=AssessmentState.PUBLISHED, ends_on__gte=corrected.ends_on, snapshot__isnull=False
    ).select_related("scheme", "snapshot")
    reason = str(_("Rests on %(assessment)s, which was corrected.") % {"assessment": corrected})
    for dependant in later_ones.exclude(scheme__code=corrected.scheme.code):
        taken = snapshot.unpack(dependant.snapshot.content)["assessments"]
        if str(corrected.pk) in taken and not dependant.corrections.filter(state__in=UNDER_WAY).exists():
            queue(dependant.scheme, dependant.starts_on, dependant.ends_on, actor, corrects=dependant, reason=reason)
