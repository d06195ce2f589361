"""What a rater can still do with the receipt code: have it taken up again, report retaliation; and who answers that."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import loop_rules, policy, rules
from zhengyou.instruments.ratings.actions.loop import hand_out_anew, handling_of, held
from zhengyou.instruments.ratings.enums import HandlingState, Verdict
from zhengyou.instruments.ratings.machine import HANDLING, RETALIATION
from zhengyou.instruments.ratings.models import Handling, Rating, Retaliation
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.enums import State as OrderState
from zhengyou.records.ledger import PUBLIC, Actor
from zhengyou.records.ledger.actions import move, record


@transaction.atomic
def object_to(rating: Rating, *, words: str, actor: Actor = PUBLIC) -> Handling:
    """Let the rater say that it is not settled: the closed order opens again, what was explained goes to the unit.

    As often as the rule pack allows. The words stay above the unit; whoever gave them leaves no trace.
    """
    del actor
    text = words.strip()
    if not text:
        raise Invalid({"words": _("Say what is not settled.")})
    if len(text) > policy.TEXT_LENGTH:
        raise Invalid({"words": _("Please write at most %(number)s characters.") % {"number": policy.TEXT_LENGTH}})
    locked = held(rating)
    if not may_object(locked):
        raise Conflict(_("This cannot be taken up again now."), code="state")
    handling = handling_of(locked)
    handling.reopened += 1
    handling.contact_words = "\n".join(filter(None, [handling.contact_words, text]))
    handling.save(update_fields=["reopened", "contact_words"])
    if handling.state == HandlingState.EXPLAINED:
        handling = move(handling, "object_to", HANDLING, actor=PUBLIC, verdict=Verdict.VALID, ended_on=None)
        hand_out_anew(handling, actor=PUBLIC)
        return handling
    if locked.order is not None:
        orders.reopen(locked.order, reason=str(_("The rater says that it is not settled.")), actor=PUBLIC)
    record("ratings.reopen", handling, actor=PUBLIC, fields=["reopened"])
    return handling


def may_object(rating: Rating) -> bool:
    """Return whether the rater can have it taken up again now."""
    handling = getattr(rating, "handling", None)
    done = handling.reopened if handling else 0
    if done >= loop_rules.loop_of(rating.body).reopen_most:
        return False
    if handling is not None and handling.state == HandlingState.EXPLAINED:
        return True
    if handling is not None and handling.state in {HandlingState.EXCLUDED, HandlingState.APPEALED}:
        return False
    return rating.order is not None and rating.order.state == OrderState.CLOSED


@transaction.atomic
def report_retaliation(rating: Rating, *, text: str, phone: str = "", actor: Actor = PUBLIC) -> Retaliation:
    """File the rater's report that somebody made them suffer for the rating; supervision above the unit reads it."""
    del actor
    if not text.strip():
        raise Invalid({"text": _("Say what happened.")})
    held(rating)  # of several at the same moment no more than the limit
    if rating.retaliations.count() >= policy.RETALIATIONS:
        raise Refused(_("Your reports are being looked into; the answer will stand here."), code="too_many")
    report = Retaliation.objects.create(
        rating=rating, body=rating.body, day=clock.today(), text=text.strip()[:2000], phone=phone.strip()[:30]
    )
    record("ratings.report_retaliation", report, actor=PUBLIC)
    return report


@transaction.atomic
def take_up_retaliation(report: Retaliation, *, actor: Actor) -> Retaliation:
    """Take a report of retaliation up."""
    rules.require_protector(actor, report)
    return move(report, "take_up_retaliation", RETALIATION, actor=actor)


@transaction.atomic
def answer_retaliation(report: Retaliation, *, answer: str, actor: Actor) -> Retaliation:
    """Tell the rater what was found and done; it stands on the rater's own page."""
    rules.require_protector(actor, report)
    if not answer.strip():
        raise Invalid({"answer": _("Say what was found and what was done.")})
    return move(report, "answer_retaliation", RETALIATION, actor=actor, answer=answer.strip())
