"""Verbs of marks: a unit checks itself, an assessor marks it, records what counts as bonus, deduction or veto, lifts it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused
from zhengyou.mechanisms.scoring import collecting, rules
from zhengyou.mechanisms.scoring.enums import AssessmentState, MarkState, Rhythm, Role, SchemeState, Source
from zhengyou.mechanisms.scoring.machine import MARK
from zhengyou.mechanisms.scoring.models import Assessment, Mark, Part
from zhengyou.mechanisms.scoring.periods import begins_one
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@transaction.atomic
def self_check(part: Part, *, body: Body, starts_on: dt.date, own: float, note: str = "", actor: Actor) -> Mark:
    """Say what the unit ``body`` finds of itself; as often as it likes until an assessor has marked the part."""
    require(actor, rules.SELF_CHECK, body)
    _open(part, body, starts_on, Role.PART)
    _within(part, own, "own")
    _hold(body)
    mark = Mark.objects.select_for_update().filter(part=part, body=body, starts_on=starts_on, event="").first()
    if mark and mark.state != MarkState.CLAIMED:
        raise Conflict(_("This part has been assessed already."), code="state")
    mark = mark or Mark(part=part, body=body, starts_on=starts_on, at=clock.now())
    mark.own, mark.own_note = own, note.strip()
    mark.save()
    record("scoring.self_check", mark, actor=actor, fields=["own", "own_note"])
    return mark


@transaction.atomic
def assess(part: Part, *, body: Body, starts_on: dt.date, value: float, evidence: str, actor: Actor) -> Mark:
    """Mark a checked part of a unit, on evidence; may be mended until the publication is under approval."""
    require(actor, rules.ASSESS, body)
    _open(part, body, starts_on, Role.PART)
    _within(part, value, "value")
    if not evidence.strip():
        raise Invalid({"evidence": _("Say what the mark rests on.")})
    _hold(body)
    mark, _made = Mark.objects.select_for_update().get_or_create(
        part=part, body=body, starts_on=starts_on, event="", defaults={"at": clock.now()}
    )
    return move(mark, "assess", MARK, actor=actor, value=value, evidence=evidence.strip())


@transaction.atomic
def note_event(
    part: Part, *, body: Body, starts_on: dt.date, event: str, points: float = 1, evidence: str, actor: Actor
) -> Mark:
    """Record something that counts as bonus, deduction or veto; the same event counts once in a scheme and period."""
    require(actor, rules.ASSESS, body)
    _open(part, body, starts_on, None)
    if part.role == Role.PART:
        raise Refused(_("A part of the 100 points is marked, not counted by events."))
    wrong = {
        name: text
        for name, text, missing in (
            ("event", _("Name what happened, by its number if it has one."), not event.strip()),
            ("evidence", _("Say what the mark rests on."), not evidence.strip()),
            ("points", _("Points are more than nought."), points <= 0),
        )
        if missing
    }
    if wrong:
        raise Invalid(wrong)
    name = event.strip()
    _hold(body)
    twice = Mark.objects.filter(part__scheme=part.scheme, body=body, starts_on=starts_on, event=name)
    if twice.exclude(state=MarkState.LIFTED).exists():
        raise Refused(_("This event is counted already: one event counts once."), field="event", code="twice")
    mark = Mark.objects.create(
        part=part,
        body=body,
        starts_on=starts_on,
        event=name,
        value=points,
        evidence=evidence.strip(),
        state=MarkState.ASSESSED,
        at=clock.now(),
    )
    record("scoring.note_event", mark, actor=actor, target=MarkState.ASSESSED)
    return mark


@transaction.atomic
def lift(mark: Mark, *, reason: str, actor: Actor) -> Mark:
    """Lift a bonus, deduction or veto that was wrong or whose appeal was upheld; it stays on record."""
    require(actor, rules.ASSESS, mark.body)
    if not mark.event:
        raise Refused(_("A mark is mended, not lifted."))
    if not reason.strip():
        raise Invalid({"reason": _("Say why.")})
    _open(mark.part, mark.body, mark.starts_on, None)
    return move(mark, "lift_mark", MARK, actor=actor, evidence=f"{mark.evidence}\n{reason.strip()}"[:500])


def _hold(body: Body) -> None:
    """Let marks of one unit be written one after the other: the first has no row yet that could be locked."""
    Body.objects.select_for_update(no_key=True).only("pk").get(pk=body.pk)


def _open(part: Part, body: Body, starts_on: dt.date, role: Role | None) -> None:
    """Raise where nothing can be marked: another unit's scheme, no such period, or the result is under approval."""
    scheme = part.scheme
    if scheme.state not in (SchemeState.FROZEN, SchemeState.RETIRED):
        raise Conflict(_("The scheme is not in force yet."), code="state")
    if not begins_one(scheme.starts_on, Rhythm(scheme.rhythm), starts_on) or starts_on < scheme.starts_on:
        raise Refused(_("No period of the scheme begins on this day."), field="starts_on")
    if body.pk not in {unit.pk for unit in collecting.units_of(scheme)}:
        raise Refused(_("The scheme does not apply to this unit."), field="body")
    if role is not None and (part.role != role or part.source != Source.CHECK):
        raise Refused(_("This part is not marked by hand."))
    if Assessment.objects.filter(scheme=scheme, starts_on=starts_on, state=AssessmentState.APPROVING).exists():
        raise Conflict(_("The result of this period is under approval."), code="approving")


def _within(part: Part, value: float, field: str) -> None:
    low, high = sorted((part.worst, part.target))
    if not low <= value <= high:
        raise Invalid({field: _("Give a figure from %(low)g to %(high)g.") % {"low": low, "high": high}})
