"""Verbs of cards and commitments. Whoever drafted something does not review it."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.display import rules
from zhengyou.instruments.display.enums import Measure, State
from zhengyou.instruments.display.machine import MOVES
from zhengyou.instruments.display.models import Card, Commitment
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.services.models import Window

Shown = Commitment | Card


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
    _check_commitment(text, measure, target, starts_on, ends_on)
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
    if commitment.state != State.DRAFT:
        raise Conflict(_("Only a draft can be changed. Take the commitment down and make a new one."))
    _check_commitment(text, measure, target, commitment.starts_on, ends_on)
    commitment.text, commitment.measure, commitment.ends_on = text.strip(), measure, ends_on
    commitment.target, commitment.drafted_by = (None if measure == Measure.NONE else target), actor.id
    fields = ["text", "measure", "target", "ends_on", "drafted_by"]
    commitment.save(update_fields=fields)
    record("display.amend", commitment, actor=actor, fields=fields)
    return commitment


@transaction.atomic
def draft_card(
    *,
    appointment: Appointment,
    window: Window | None = None,
    motto: str = "",
    badge: str = "",
    consent: bool = False,
    actor: Actor,
) -> Card:
    """Draft the card of somebody who serves; a ``badge`` needs the consent of that person, recorded with its day."""
    require(actor, rules.DRAFT, appointment.post.body)
    if badge.strip() and not consent:
        raise Invalid({"consent": _("A party or union identity is shown only with the person's consent.")})
    try:
        with transaction.atomic():
            card = Card.objects.create(
                appointment=appointment,
                window=window,
                motto=motto.strip(),
                badge=badge.strip(),
                consented_on=clock.today() if badge.strip() else None,
                drafted_by=actor.id,
            )
    except IntegrityError as error:
        raise Conflict(_("This person already has a card for this window.")) from error
    record("display.draft", card, actor=actor)
    return card


@transaction.atomic
def submit(thing: Shown, *, actor: Actor) -> Shown:
    """Hand ``thing`` in for review."""
    require(actor, rules.DRAFT, body_of(thing))
    return move(thing, "submit", MOVES, actor=actor)


@transaction.atomic
def show(thing: Shown, *, actor: Actor) -> Shown:
    """Review ``thing`` and show it to the public."""
    require(actor, rules.PUBLISH, body_of(thing))
    if actor.kind == "account" and thing.drafted_by == actor.id:
        raise Refused(_("Somebody else must review what you drafted."))
    return move(thing, "show", MOVES, actor=actor)


@transaction.atomic
def send_back(thing: Shown, *, actor: Actor) -> Shown:
    """Give ``thing`` back to its drafter."""
    require(actor, rules.PUBLISH, body_of(thing))
    return move(thing, "send_back", MOVES, actor=actor)


@transaction.atomic
def take_down(thing: Shown, *, actor: Actor) -> Shown:
    """Take ``thing`` down; it stays on record."""
    require(actor, rules.DRAFT, body_of(thing))
    return move(thing, "take_down", MOVES, actor=actor)


def body_of(thing: Shown) -> Body:
    """Return the unit to which a card or commitment belongs."""
    return thing.body if isinstance(thing, Commitment) else thing.appointment.post.body


def _check_commitment(
    text: str, measure: Measure, target: int | None, starts_on: dt.date, ends_on: dt.date | None
) -> None:
    wrong: dict[str, Sentence] = {}
    if not text.strip():
        wrong["text"] = _("Say what is promised.")
    if measure != Measure.NONE and not (target and 1 <= target <= 100):
        wrong["target"] = _("Give a share between 1 and 100 per cent.")
    if ends_on is not None and ends_on < starts_on:
        wrong["ends_on"] = _("The last day must not lie before the first.")
    if wrong:
        raise Invalid(wrong)
