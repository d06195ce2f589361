"""Verbs that follow a published result: the office notes where it is used, and looks again where it was corrected."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.mechanisms.scoring import rules
from zhengyou.mechanisms.scoring.enums import AssessmentState, Purpose
from zhengyou.mechanisms.scoring.models import Assessment, Use
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require


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
