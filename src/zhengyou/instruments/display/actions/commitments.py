"""Verbs that write a promise down, and note what was done to keep it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.display import rules
from zhengyou.instruments.display.enums import Measure, State
from zhengyou.instruments.display.models import Commitment, Fulfilment
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Sentence
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.models import Window


@transaction.atomic
def draft_commitment(
    *,
    body: Body,
    text: str,
    window: Window | None = None,
    measure: Measure = Measure.NONE,
    target: int | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    actor: Actor,
) -> Commitment:
    """Draft a promise of ``body`` (or of one window of it); nobody sees it before it is reviewed."""
    require(actor, rules.DRAFT, body)
    starts_on = starts_on or clock.today()
    check_commitment(text, measure, target, starts_on, ends_on)
    if window is not None and window.body_id != body.pk:
        raise Invalid({"window": _("This window belongs to another unit.")})
    commitment = Commitment.objects.create(
        body=body,
        window=window,
        text=text.strip(),
        measure=measure,
        target=None if measure == Measure.NONE else target,
        starts_on=starts_on,
        ends_on=ends_on,
        order_number=Commitment.objects.filter(body=body).count() + 1,
        drafted_by=actor.id,
    )
    record("display.draft", commitment, actor=actor)
    return commitment


@transaction.atomic
def amend_commitment(
    commitment: Commitment, *, text: str, measure: Measure, target: int | None, ends_on: dt.date | None, actor: Actor
) -> Commitment:
    """Change a draft; what is shown already is taken down and promised anew instead."""
    require(actor, rules.DRAFT, commitment.body)
    commitment = Commitment.objects.select_for_update(of=("self",)).select_related("body").get(pk=commitment.pk)
    if commitment.state != State.DRAFT or commitment.pledge_id:
        raise Conflict(_("Only a draft can be changed. Take the commitment down and make a new one."))
    check_commitment(text, measure, target, commitment.starts_on, ends_on)
    commitment.text, commitment.measure, commitment.ends_on = text.strip(), measure, ends_on
    commitment.target, commitment.drafted_by = (None if measure == Measure.NONE else target), actor.id
    fields = ["text", "measure", "target", "ends_on", "drafted_by"]
    commitment.save(update_fields=fields)
    record("display.amend", commitment, actor=actor, fields=fields)
    return commitment


@transaction.atomic
def note_fulfilment(commitment: Commitment, *, on: dt.date, text: str, actor: Actor) -> Fulfilment:
    """Note what was done to keep a shown promise; whether it is kept is still counted from records alone."""
    require(actor, rules.DRAFT, commitment.body)
    commitment = Commitment.objects.select_for_update().get(pk=commitment.pk)
    if commitment.state != State.SHOWN:
        raise Conflict(_("Only what was done for a promise on show is noted."))
    if not text.strip():
        raise Invalid({"text": _("Say what was done.")})
    if on > clock.today():
        raise Invalid({"on": _("This day is still to come.")})
    made = Fulfilment.objects.create(commitment=commitment, on=on, text=text.strip())
    record("display.fulfil", commitment, actor=actor)
    return made


def check_commitment(
    text: str, measure: Measure, target: int | None, starts_on: dt.date, ends_on: dt.date | None
) -> None:
    """Raise Invalid with a sentence at each field that makes no promise."""
    wrong: dict[str, Sentence] = {}
    if not text.strip():
        wrong["text"] = _("Say what is promised.")
    if measure != Measure.NONE and not (target and 1 <= target <= 100):
        wrong["target"] = _("Give a share between 1 and 100 per cent.")
    if ends_on is not None and ends_on < starts_on:
        wrong["ends_on"] = _("The last day must not lie before the first.")
    if wrong:
        raise Invalid(wrong)
