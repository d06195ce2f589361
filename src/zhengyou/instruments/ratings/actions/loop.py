"""Verbs of the level above with a bad rating: screen its words, note the contact, sort it out, hand it to the unit."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import loop_rules, queries, rectification, rules
from zhengyou.instruments.ratings.actions.filing import file_appeal
from zhengyou.instruments.ratings.enums import ContactResult, HandlingState, Pace, TextState, Verdict
from zhengyou.instruments.ratings.machine import HANDLING
from zhengyou.instruments.ratings.models import Handling, Rating
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.kernel.masking import mask_text
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.deadlines import actions as deadlines
from zhengyou.registry.deadlines.queries import open_clock

CONTACT = "rating.contact"
TRIAGE = "rating.triage"
"""Where a rule pack has this, the night's job leaves a bad rating to the level above for so long."""


def held(rating: Rating) -> Rating:
    """Return ``rating`` as it stands now, locked, with its unit."""
    return (
        Rating.objects.select_for_update(of=("self",))
        .select_related("window", "body", "item", "order")
        .get(pk=rating.pk)
    )


def handling_of(rating: Rating) -> Handling:
    """Return the handling of a bad ``rating`` that the caller holds, begun now where there is none yet.

    Who left a telephone number is contacted within the time of the rule pack: the clock of that runs above the unit.
    """
    if not rating.is_to_be_mended:
        raise Refused(_("Only a bad rating is handed out for rectification."))
    above = rating.body.parent or rating.body
    handling, new = Handling.objects.get_or_create(
        rating=rating,
        defaults={
            "body": rating.body,
            "supervisor": above,
            "state": HandlingState.ORDERED if rating.order_id else HandlingState.TRIAGE,
            "begun_on": clock.today(),
        },
    )
    if new and rating.text_state == TextState.SHOWN:
        handling.told, handling.screened_on = mask_text(rating.text), clock.today()
        handling.save(update_fields=["told", "screened_on"])
    return handling


def begin_contact(handling: Handling, *, actor: Actor) -> None:
    """Let the clock of contacting the rater run for the level above, where the rater left a number."""
    if handling.rating.contact_phone and not handling.contacted_on and open_clock(handling, CONTACT) is None:
        deadlines.start(
            handling,
            CONTACT,
            handling.supervisor,
            actor=actor,
            label=str(_("Contact the rater of a bad rating")),
            started_at=clock.midnight(clock.today()),
        )


@transaction.atomic
def screen(rating: Rating, *, words: str, actor: Actor) -> Handling:
    """Set what the unit may read of the rater's words, after personal data was taken out; the order is told."""
    rules.require_above(actor, rating)
    locked = held(rating)
    if not locked.text:
        raise Refused(_("This rating has no text."))
    if not words.strip():
        raise Invalid({"words": _("Leave the unit something to understand, or withhold the text at its review.")})
    handling = handling_of(locked)
    handling.told, handling.screened_on = mask_text(words.strip()), clock.today()
    handling.save(update_fields=["told", "screened_on"])
    record("ratings.screen", handling, actor=actor, fields=["told", "screened_on"])
    rectification.retell(locked, handling.told, actor=actor)
    return handling


@transaction.atomic
def contact(rating: Rating, *, result: ContactResult | str, words: str = "", actor: Actor) -> Handling:
    """Note what came of calling the rater; ``words`` stay above the unit. Not reached leaves the clock running."""
    rules.require_above(actor, rating)
    locked = held(rating)
    wrong: dict[str, Sentence] = {}
    if not result or result not in ContactResult.values:
        wrong["result"] = _("Choose what came of it.")
    if result == ContactResult.REACHED and not words.strip():
        wrong["words"] = _("Say in a few words what was said, without names.")
    if wrong:
        raise Invalid(wrong)
    if not locked.contact_phone:
        raise Refused(_("This rater left no telephone number."))
    handling = handling_of(locked)
    begin_contact(handling, actor=actor)
    handling.contact_result, handling.contact_words = str(result), words.strip()
    handling.contacted_on = clock.today()
    fields = ["contact_result", "contact_words", "contacted_on"]
    handling.save(update_fields=fields)
    record("ratings.contact", handling, actor=actor, fields=fields)
    running = open_clock(handling, CONTACT)
    if running is not None and result != ContactResult.UNREACHED:
        deadlines.meet(running, actor=actor)
    return handling


@transaction.atomic
def triage(
    rating: Rating, *, verdict: Verdict | str, reason: str = "", pace: Pace | str = "", actor: Actor
) -> Handling:
    """Sort out a bad rating: justified goes to the unit, what has no legal basis is explained to the rater, and what is
    mistaken or malicious goes one level up for review, where another person decides.

    Raises Invalid at each field that is missing.
    """
    rules.require_above(actor, rating)
    wrong: dict[str, Sentence] = {}
    if not verdict or verdict not in Verdict.values:
        wrong["verdict"] = _("Choose one of the four outcomes.")
    if verdict == Verdict.VALID and (not pace or pace not in Pace.values):
        wrong["pace"] = _("Say whether it is put right at once or within a term.")
    if verdict in Verdict.values and (verdict != Verdict.VALID or pace == Pace.TERM) and not reason.strip():
        wrong["reason"] = _("Give the reason; for what has no legal basis it is the explanation that the rater reads.")
    if wrong:
        raise Invalid(wrong)
    locked = held(rating)
    handling = handling_of(locked)
    if handling.state != HandlingState.TRIAGE:
        raise Conflict(_("This bad rating has been sorted out already."), code="state")
    begin_contact(handling, actor=actor)
    sorted_out: dict[str, Any] = {"verdict": str(verdict), "reason": reason.strip(), "sorted_by": actor.id}
    if verdict == Verdict.VALID:
        handling = move(handling, "hand_out", HANDLING, actor=actor, **sorted_out, pace=str(pace))
        _hand_out(locked, pace=str(pace), actor=actor)
        return handling
    if verdict == Verdict.NO_BASIS:
        return move(handling, "explain", HANDLING, actor=actor, **sorted_out, ended_on=clock.today())
    handling = move(handling, "contest", HANDLING, actor=actor, **sorted_out)
    file_appeal(handling, ground=Verdict(verdict), words=reason, filed_by=handling.supervisor, actor=actor)
    return handling


@transaction.atomic
def dispatch(rating: Rating, *, actor: Actor) -> Rating:
    """Hand a bad rating to the responsible unit as an order to put things right."""
    rules.require_supervision(actor, rating)
    locked = held(rating)
    if not locked.is_to_be_mended:
        raise Refused(_("Only a bad rating is handed out for rectification."))
    handling = Handling.objects.filter(rating=locked).first()
    if locked.dispatched_on is not None or (handling and handling.state != HandlingState.TRIAGE):
        raise Conflict(_("This rating has been handed out already."))
    if handling is None and locked.contact_phone:
        handling = handling_of(locked)
    if handling is not None:
        move(handling, "hand_out", HANDLING, actor=actor)
        begin_contact(handling, actor=actor)
    return _hand_out(locked, pace="", actor=actor)


def hand_out_anew(handling: Handling, *, actor: Actor) -> None:
    """Hand a bad rating to the unit that was first explained or contested."""
    rating = held(handling.rating)
    if rating.order_id is None:
        _hand_out(rating, pace=handling.pace, actor=actor)


def _hand_out(rating: Rating, *, pace: str, actor: Actor) -> Rating:
    rating.dispatched_on = clock.today()
    rating.order = rectification.open_for(rating, pace=pace)
    rating.save(update_fields=["dispatched_on", "order"])
    record("ratings.dispatch", rating, actor=actor, fields=["dispatched_on", "order"])
    return rating


def dispatch_waiting(*, actor: Actor, limit: int = 200) -> int:
    """Hand out the bad ratings of past days, each in its own transaction; return how many. Safe to repeat.

    Not at the moment of rating: the unit could tell from an order's time whose case it was. Where the rule pack leaves
    the level above time to sort them out, they wait so long.
    """
    done = 0
    waiting = loop_rules.not_left_for_triage(queries.waiting_for_rectification(before=clock.today()), TRIAGE)
    for rating in waiting[:limit]:
        try:
            dispatch(rating, actor=actor)
        except Conflict:
            continue
        done += 1
    return done


def contact_due(rating: Rating) -> dt.date | None:
    """Return by which day the rater must be contacted, while that is still to be done."""
    handling = getattr(rating, "handling", None)
    running = open_clock(handling, CONTACT) if handling is not None else None
    return clock.local(running.due_at).date() if running else None
