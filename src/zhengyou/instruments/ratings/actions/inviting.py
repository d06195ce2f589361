"""Verbs of asking otherwise than on the slip: tickets of a hall, invitations by text message, the control series."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from zhengyou.instruments.ratings import line, policy, texting
from zhengyou.instruments.ratings.enums import PushState, Stage, State
from zhengyou.instruments.ratings.models import Invitation, TextInvitation, Ticket
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid, Refused
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import record
from zhengyou.records.notices.wording import absolute
from zhengyou.records.seal.actions import open_for
from zhengyou.registry.access.rules import require
from zhengyou.registry.services import rules as services
from zhengyou.registry.services.models import Case, Window

FINE = 10_000
"""How finely chance is drawn."""


@transaction.atomic
def give_ticket(window: Window, *, queue_number: str, actor: Actor) -> Ticket:
    """Give the ticket of a queue number of today at ``window``; asked again it is the same one.

    For the queue machine of the hall: a visitor without a case rates the visit by it, once.
    """
    require(actor, services.REGISTER, window.body)
    number = queue_number.strip()
    if not number or len(number) > 20:
        raise Invalid({"queue_number": _("Say the queue number, at most twenty characters.")})
    if window.closed_on is not None and window.closed_on <= clock.today():
        raise Refused(_("This window is closed."), code="closed")
    today = clock.today()
    ticket, new = Ticket.objects.get_or_create(
        window=window, made_on=today, queue_number=number,
        defaults={"body": window.body, "expires_on": today + dt.timedelta(days=policy.TICKET_DAYS + 1)},
    )  # fmt: skip
    if new:
        record("ratings.give_ticket", window, actor=actor)
    return ticket


def text_to(invitation: Invitation, case: Case) -> None:
    """Let ``invitation`` go to the applicant's telephone where there is one; chance draws some for the control series."""
    if not texting.is_set_up() or invitation.stage != Stage.DONE or not case.applicant_phone:
        return
    drawn = secrets.randbelow(FINE) < policy.CONTROL_SHARE * FINE
    wait = policy.CONTROL_AFTER if drawn else 0
    TextInvitation.objects.create(
        invitation=invitation, is_control=drawn, send_on=invitation.made_on + dt.timedelta(days=wait)
    )


def send_text(text: TextInvitation, *, carry: texting.Carry = texting.carry, actor: Actor = SYSTEM) -> TextInvitation:
    """Send one invitation by text message, once at most; a refusal of the gateway waits for the next round, five times.

    That it is begun is committed before, and what became of it after. Where the answer was lost it is not known whether
    the message went out: it is not sent again, since a second one pesters a visitor, and a missing one costs one
    rating among many (ADR 13). Not to be called within a transaction.
    """
    begun = _begin(text, actor)
    if begun is None:
        return TextInvitation.objects.get(pk=text.pk)
    locked, phone = begun
    try:
        carry(phone, words_of(locked.invitation), str(locked.pk))
    except line.LineProblem as problem:
        return _not_sent(locked, problem)
    return _sent(locked, actor)


@transaction.atomic(durable=True)
def _begin(text: TextInvitation, actor: Actor) -> tuple[TextInvitation, str] | None:
    """Claim ``text`` for this sending and open the number; nothing where it is not due or was begun already."""
    rows = TextInvitation.objects.select_for_update(of=("self",), skip_locked=True)
    locked = (
        rows.select_related("invitation__case__item", "invitation__window", "invitation__body")
        .filter(pk=text.pk, state=PushState.WAITING, begun_at=None, send_on__lte=clock.today())
        .first()
    )
    if locked is None:
        return None
    locked.tries, locked.begun_at = locked.tries + 1, clock.now()
    locked.save(update_fields=["tries", "begun_at"])
    return locked, open_for(locked.invitation.case, "applicant_phone", actor=actor, purpose="rating_text")


@transaction.atomic
def _not_sent(text: TextInvitation, problem: line.LineProblem) -> TextInvitation:
    text.problem = str(problem)[:120]
    over = problem.perhaps_taken or text.tries >= policy.TEXT_TRIES
    text.state = PushState.FAILED if over else PushState.WAITING
    text.begun_at = text.begun_at if over else None
    text.save(update_fields=["problem", "state", "begun_at"])
    return text


@transaction.atomic
def _sent(text: TextInvitation, actor: Actor) -> TextInvitation:
    text.state, text.problem = PushState.SENT, ""
    text.save(update_fields=["state", "problem"])
    record("ratings.send_text", text.invitation.window, actor=actor)
    return text


def give_up_texts() -> int:
    """Give up the messages whose sending broke off, by a crash or a lost database; return how many. Safe to repeat."""
    begun = TextInvitation.objects.filter(state=PushState.WAITING, begun_at__lt=clock.now() - policy.TEXT_SENDING_FOR)
    return begun.update(state=PushState.FAILED, problem="unknown")


def words_of(invitation: Invitation) -> str:
    """Return what the message says: for what, where to rate, and that it is voluntary."""
    return _("%(unit)s: your matter \u201c%(item)s\u201d is done. Rate it if you like, anonymously, once: %(address)s") % {
        "unit": invitation.body.name, "item": invitation.case.item.name,
        "address": absolute(f"/r/s/{invitation.code}"),
    }  # fmt: skip


def expire_tickets() -> int:
    """Let the tickets expire whose days are over; return how many. Safe to repeat."""
    return Ticket.objects.filter(state=State.INVITED, expires_on__lte=clock.today()).update(state=State.EXPIRED)
