"""Verbs that follow a result: a unit objects, the office answers, and notes where a published result is used."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused
from zhengyou.mechanisms.scoring import rules
from zhengyou.mechanisms.scoring.enums import AssessmentState, ObjectionState, Purpose
from zhengyou.mechanisms.scoring.machine import OBJECTION
from zhengyou.mechanisms.scoring.models import Assessment, Objection, Use
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@transaction.atomic
def object_to(assessment: Assessment, *, body: Body, text: str, actor: Actor) -> Objection:
    """Object to the own result while the preview is open; publication waits for the answer."""
    require(actor, rules.OBJECT, body)
    locked = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if locked.state != AssessmentState.PREVIEW:
        raise Conflict(_("Objections are taken while the result is shown to the units."), code="state")
    if locked.objections_until and clock.today() >= locked.objections_until:
        raise Refused(_("The days of objection are over."))
    if not text.strip():
        raise Invalid({"text": _("Say what is wrong, and by what it can be seen.")})
    if not locked.results.filter(body=body).exists():
        raise Refused(_("The unit was not assessed here."))
    try:
        with transaction.atomic():
            made = Objection.objects.create(assessment=locked, body=body, text=text.strip(), filed_at=clock.now())
    except IntegrityError as error:
        raise Conflict(_("An objection of this unit is open already."), code="open") from error
    record("scoring.object_to", made, actor=actor, target=ObjectionState.OPEN)
    return made


@transaction.atomic
def answer_objection(objection: Objection, *, upheld: bool, text: str, actor: Actor) -> Objection:
    """Answer an objection with a reason. Upheld: the marks are mended, the result dropped and computed again."""
    require(actor, rules.ASSESS, objection.body)
    if not text.strip():
        raise Invalid({"answer": _("Answer with a reason.")})
    verb = "uphold_objection" if upheld else "dismiss_objection"
    return move(objection, verb, OBJECTION, actor=actor, answer=text.strip(), answered_at=clock.now())


@transaction.atomic
def note_use(
    assessment: Assessment,
    *,
    purpose: Purpose | str,
    name: str,
    weight: float | None = None,
    used_on: dt.date | None = None,
    actor: Actor,
) -> Use:
    """Record, as a person who confirms it, where a published result counts and with what weight."""
    require(actor, rules.USE, assessment.body)
    if assessment.state != AssessmentState.PUBLISHED:
        raise Conflict(_("Only published results may be used."), code="state")
    if not name.strip():
        raise Invalid({"name": _("Name the paper or matter in which it counts.")})
    if weight is not None and not 0 < weight <= 100:  # per cent
        raise Invalid({"weight": _("Give a share in per cent.")})
    made = Use.objects.create(
        assessment=assessment, purpose=purpose, name=name.strip(), weight=weight, used_on=used_on or clock.today()
    )
    record("scoring.note_use", made, actor=actor)
    return made


@transaction.atomic
def settle_use(use: Use, *, actor: Actor) -> Use:
    """Say that a use of a result that was corrected since has been looked at again."""
    require(actor, rules.USE, use.assessment.body)
    locked = Use.objects.select_for_update(of=("self",)).get(pk=use.pk)
    if not locked.doubtful:
        raise Conflict(_("Nothing is in doubt here."), code="state")
    locked.doubtful = False
    locked.save(update_fields=["doubtful"])
    record("scoring.settle_use", locked, actor=actor, fields=["doubtful"])
    return locked
