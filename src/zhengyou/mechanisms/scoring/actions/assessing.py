"""Verbs of assessments: begin, collect, reckon, preview, submit, publish, correct, drop."""

import datetime as dt

import numpy as np
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

import zhengyou
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused
from zhengyou.mechanisms.scoring import collecting, policy, rules, snapshot
from zhengyou.mechanisms.scoring.enums import AssessmentState, ObjectionState, Rhythm, SchemeState
from zhengyou.mechanisms.scoring.machine import ASSESSMENT
from zhengyou.mechanisms.scoring.methods import scheme as method
from zhengyou.mechanisms.scoring.models import Assessment, Result, Scheme, Snapshot, Use
from zhengyou.mechanisms.scoring.periods import begins_one, later
from zhengyou.records import jobs
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.records.notices.actions import Recipient, tell
from zhengyou.registry.access.rules import require
from zhengyou.registry.approvals import actions as approvals
from zhengyou.registry.approvals.models import Instance
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.queries import roster
from zhengyou.registry.deadlines import queries as deadlines
from zhengyou.registry.deadlines import reckoning

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
    return _queued(locked, starts_on, ends_on, actor)


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
def preview(assessment: Assessment, *, actor: Actor) -> Assessment:
    """Show the results to the units they concern, and open the days in which they may object."""
    require(actor, rules.RUN, assessment.body)
    if not assessment.results.exists():
        raise Refused(_("There is nothing to show: the scheme applies to no unit."))
    moved = move(assessment, "preview_results", ASSESSMENT, actor=actor, objections_until=_objections_until(assessment))
    text = _now("%(assessment)s: your result can be seen. Objections are taken before %(day)s.") % {
        "assessment": moved,
        "day": moved.objections_until,
    }
    address = reverse("scoring:assessment", args=[moved.pk])
    bodies = [result.body for result in moved.results.select_related("body")]
    acting = roster(bodies, clock.today())
    found = [one for body in bodies if (one := acting.responsible(body, Duty.LIAISON))]
    if found:
        tell(
            [Recipient(str(one.person.pk), f"{one.person.name} · {one.appointment}") for one in found],
            text,
            address,
            actor=actor,
        )
    return moved


@transaction.atomic
def submit_assessment(assessment: Assessment, *, actor: Actor) -> Instance:
    """Submit the results for publication, once the days of objection are over and every objection is answered."""
    require(actor, rules.RUN, assessment.body)
    locked = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if locked.objections_until and clock.today() < locked.objections_until:
        raise Refused(_("Units may still object until %(day)s.") % {"day": locked.objections_until})
    if locked.objections.filter(state=ObjectionState.OPEN).exists():
        raise Refused(_("Answer every objection first."))
    moved = move(locked, "submit_results", ASSESSMENT, actor=actor)
    title = _("Publication of results: %(assessment)s") % {"assessment": moved}
    return approvals.submit(policy.PROCEDURE_PUBLISH, moved, title=str(title), body=moved.body, actor=actor)


@transaction.atomic
def publish_approved(instance: Instance, *, actor: Actor) -> Assessment:
    """Publish what was approved. Where it corrects an earlier result, that yields and all that rests on it is redone."""
    found = Assessment.objects.get(pk=instance.subject_id)
    if found.corrects:
        move(found.corrects, "replace_results", ASSESSMENT, actor=actor)
    moved = move(found, "publish_results", ASSESSMENT, actor=actor, published_at=clock.now())
    if found.corrects:
        _redo_dependants(found.corrects, actor)
    return moved


@transaction.atomic
def return_unapproved(instance: Instance, *, actor: Actor) -> Assessment:
    """Give results whose publication was not approved back to the office."""
    return move(Assessment.objects.get(pk=instance.subject_id), "unsign_results", ASSESSMENT, actor=actor)


@transaction.atomic
def correct(assessment: Assessment, *, reason: str, actor: Actor) -> Assessment:
    """Compute a published period again because something was wrong; both stay on record, with the difference shown."""
    require(actor, rules.RUN, assessment.body)
    locked = Assessment.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=assessment.pk)
    if locked.state != AssessmentState.PUBLISHED:
        raise Conflict(_("Only a published result is corrected; an unpublished one is dropped."), code="state")
    if not reason.strip():
        raise Invalid({"reason": _("Say why.")})
    if locked.corrections.filter(state__in=UNDER_WAY).exists():
        raise Conflict(_("A correction is under way already."), code="running")
    return _queued(locked.scheme, locked.starts_on, locked.ends_on, actor, corrects=locked, reason=reason.strip())


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


def _queued(
    scheme: Scheme,
    starts_on: dt.date,
    ends_on: dt.date,
    actor: Actor,
    *,
    corrects: Assessment | None = None,
    reason: str = "",
) -> Assessment:
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


def _objections_until(assessment: Assessment) -> dt.date:
    """Return the first day on which no objection is taken any more: so many working days are left free."""
    today = clock.today()
    ground = reckoning.Ground(deadlines.calendar(assessment.body, deadlines.years_from(today)))
    day = today
    for _count in range(policy.OBJECTION_DAYS):
        day = ground.next_day(day + dt.timedelta(days=1), worked=True)
    return day + dt.timedelta(days=1)


def _redo_dependants(corrected: Assessment, actor: Actor) -> None:
    """Mark uses of a corrected result doubtful, and compute again what took its totals."""
    Use.objects.filter(assessment=corrected).update(doubtful=True)
    later_ones = Assessment.objects.filter(
        state=AssessmentState.PUBLISHED, ends_on__gte=corrected.ends_on, snapshot__isnull=False
    ).select_related("scheme", "snapshot")
    reason = _now("Rests on %(assessment)s, which was corrected.") % {"assessment": corrected}
    for dependant in later_ones.exclude(scheme__code=corrected.scheme.code):
        taken = snapshot.unpack(dependant.snapshot.content)["assessments"]
        if str(corrected.pk) in taken and not dependant.corrections.filter(state__in=UNDER_WAY).exists():
            _queued(dependant.scheme, dependant.starts_on, dependant.ends_on, actor, corrects=dependant, reason=reason)
