"""Verbs about the rater's sealed contact: open it with a reason, call back, designate who may, erase on demand."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import loop_rules, queries, rules, standing
from zhengyou.instruments.ratings.actions.loop import held
from zhengyou.instruments.ratings.enums import CallerWord, Display, TextState
from zhengyou.instruments.ratings.models import Addition, Caller, Handling, LogSalt, Rating, Retaliation, Unsealing
from zhengyou.instruments.ratings.rectification import text_of
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid, Refused
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.enums import State as OrderState
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import record
from zhengyou.records.seal.actions import open_for
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Appointment, Body


@transaction.atomic
def open_contact(rating: Rating, *, reason: str, actor: Actor) -> tuple[str, str]:
    """Return name and telephone of a rater who asked for an answer.

    Only for supervision above the rated unit, and for the person whom it designated where the rule pack lets the unit
    call back. When, under which hat and why stands on the rater's own page.
    """
    if not may_call_for_unit(rating, actor):
        rules.require_above(actor, rating)
    if not reason.strip():
        raise Invalid({"reason": _("Say why the contact is needed; the rater can read that it was opened.")})
    if not rating.contact_phone:
        raise Refused(_("This rater left no telephone number."))
    phone = open_for(rating, "contact_phone", actor=actor, purpose="call_back")
    name = open_for(rating, "contact_name", actor=actor, purpose="call_back") if rating.contact_name else ""
    Unsealing.objects.create(
        rating=rating, opened_at=clock.now(), hat=actor.hat_label or actor.label, reason=reason.strip()[:200]
    )
    return name, phone


@transaction.atomic
def open_reporter(report: Retaliation, *, reason: str, actor: Actor) -> str:
    """Return the telephone number that was left with a report of retaliation; the rater reads who opened it and why."""
    rules.require_protector(actor, report)
    if not reason.strip():
        raise Invalid({"reason": _("Say why the contact is needed; the rater can read that it was opened.")})
    if not report.phone:
        raise Refused(_("No telephone number was left with this report."))
    phone = open_for(report, "phone", actor=actor, purpose="retaliation")
    Unsealing.objects.create(
        rating_id=report.rating_id, report=report, opened_at=clock.now(), hat=actor.hat_label or actor.label,
        reason=reason.strip()[:200],
    )  # fmt: skip
    return phone


@transaction.atomic
def designate_caller(body: Body, appointment: Appointment, *, actor: Actor) -> Caller:
    """Let a person of the rated unit call raters back; the level above names one who is not rated there.

    Raises Refused for somebody who handles cases: the rated one never calls.
    """
    require(actor, rules.SUPERVISE, body)
    rules.require_not_own(actor, body, _("The level above designates who calls back."))
    if not appointment.post.body.path.startswith(body.path):
        raise Refused(_("Choose somebody of the unit itself."), field="appointment")
    if rules.is_rated(appointment):
        raise Refused(_("Who serves at a window is rated and never calls back."), field="appointment")
    caller, _new = Caller.objects.update_or_create(
        body=body, defaults={"appointment": appointment, "since": clock.today()}
    )
    record("ratings.designate_caller", caller, actor=actor, fields=["appointment"])
    return caller


def may_call_for_unit(rating: Rating, actor: Actor) -> bool:
    """Return whether ``actor`` is the unit's designated person, the rule pack lets it call, and a call is due now."""
    if loop_rules.loop_of(rating.body).caller != CallerWord.UNIT_PERSON:
        return False
    caller = Caller.objects.filter(body=rating.body).select_related("appointment").first()
    if caller is None or str(caller.appointment.public_id) != actor.hat_id:
        return False
    if rules.is_rated(caller.appointment) or rating.handler_id == caller.appointment_id:
        return False
    return rating.order is not None and rating.order.state == OrderState.AUDITED


def calls_of(actor: Actor) -> QuerySet[Rating]:
    """Return what waits for the call of ``actor``, the designated person of units whose rule pack lets them call."""
    hats = [actor.hat_id] if actor.hat_id else []
    posts = Caller.objects.filter(appointment__public_id__in=hats).select_related("appointment", "body")
    mine = [
        one for one in posts
        if not rules.is_rated(one.appointment) and loop_rules.loop_of(one.body).caller == CallerWord.UNIT_PERSON
    ]  # fmt: skip
    waiting = standing.at(queries.bad_ratings(), "call_back").filter(body__in=[one.body_id for one in mine])
    return waiting.exclude(handler__in=[one.appointment_id for one in mine])


@transaction.atomic
def call_back(
    rating: Rating, *, outcome: str, satisfaction: str = "", was_contacted: bool | None = None, words: str = "",
    settled: bool = False, actor: Actor,
) -> Order:  # fmt: skip
    """Note what the rater says of how it was put right; not solved sends it back to the unit.

    By the supervising body, or by the unit's designated person where the rule pack says so; never by the rated one.
    """
    locked = held(rating)
    if locked.order is None:
        raise Conflict(_("This order does not wait for a call-back."), code="state")
    designated = may_call_for_unit(locked, actor)
    if not designated:
        rules.require_above(actor, locked)
    order = orders.call_back(
        locked.order, outcome=outcome, satisfaction=satisfaction, was_contacted=was_contacted, words=words,
        settled=settled, actor=SYSTEM,
    )  # fmt: skip
    record("ratings.call_back", locked, actor=actor, target=str(outcome))
    return order


@transaction.atomic
def erase(rating: Rating, *, reason: str, actor: Actor) -> Rating:
    """Erase words, reasons and contact of ``rating`` on its rater's demand (个人信息保护法 art. 47).

    Its level stays in the counts, and its leaf in the log of ratings; the salt goes, so that the leaf tells nothing.
    Raises Invalid where no reason is given; nothing happens to a rating that is erased already.
    """
    rules.require_supervision(actor, rating)
    own = getattr(actor, "body", None)
    if own is not None and own.path.startswith(rating.body.path):
        raise Forbidden(_("The rated unit never erases a rating. The level above does, on the rater's demand."))
    if not reason.strip():
        raise Invalid({"reason": _("Say how the rater asked for it.")})
    locked = held(rating)
    emptied = {"text": "", "text_state": TextState.NONE, "tags": [], "contact_name": "", "contact_phone": "",
               "shown_name": ""}  # fmt: skip
    for name, value in {**emptied, "display": Display.ANONYMOUS}.items():
        setattr(locked, name, value)
    locked.save(update_fields=[*emptied, "display"])
    Addition.objects.filter(rating=locked).update(text="", text_state=TextState.NONE)
    Handling.objects.filter(rating=locked).update(told="", contact_words="")
    later = Addition.objects.filter(rating=locked).values("pk")
    LogSalt.objects.filter(Q(leaf__rating=locked.pk) | Q(leaf__addition__in=later)).delete()
    record("ratings.erase", locked, actor=actor, fields=sorted(emptied))
    if locked.order is not None:
        orders.restate(locked.order, text=text_of(locked), actor=SYSTEM)
    return locked
