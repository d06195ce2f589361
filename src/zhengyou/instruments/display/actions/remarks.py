"""Verbs of what the public says of promises and practical matters. No actor, address or moment is kept of it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.display import rules
from zhengyou.instruments.display.enums import MatterState, State
from zhengyou.instruments.display.machine import REMARK_MOVES
from zhengyou.instruments.display.models import Commitment, PracticalMatter, Remark
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.records.ledger import PUBLIC, Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require


@transaction.atomic
def say(
    about: Commitment | PracticalMatter, *, text: str = "", level: int | None = None, actor: Actor = PUBLIC
) -> Remark:
    """Take a word of the public on a shown promise, or its satisfaction with a practical matter that was done."""
    if isinstance(about, PracticalMatter):
        return _rate(about, text, level, actor)
    if about.state != State.SHOWN:
        raise Conflict(_("This promise is not on show any more."))
    if not text.strip():
        raise Invalid({"text": _("Say what you think of this promise.")})
    made = Remark.objects.create(body_id=about.body_id, commitment=about, text=text.strip(), said_on=clock.today())
    record("display.say", about, actor=actor)
    return made


def _rate(matter: PracticalMatter, text: str, level: int | None, actor: Actor) -> Remark:
    if matter.state != MatterState.DONE:
        raise Conflict(_("Satisfaction is asked when the matter is done."))
    if level not in range(1, 6):
        raise Invalid({"level": _("Choose how satisfied you are.")})
    made = Remark.objects.create(
        body_id=matter.body_id, matter=matter, level=level, text=text.strip(), said_on=clock.today()
    )
    record("display.say", matter, actor=actor)
    return made


@transaction.atomic
def answer(remark: Remark, *, text: str, actor: Actor) -> Remark:
    """Publish a word of the public with the unit's answer; the page masks personal data in both."""
    require(actor, rules.PUBLISH, remark.body)
    if not text.strip():
        raise Invalid({"answer": _("Write an answer; it is published with the remark.")})
    return move(remark, "answer", REMARK_MOVES, actor=actor, answer=text.strip(), answered_on=clock.today())


@transaction.atomic
def set_aside(remark: Remark, *, reason: str, actor: Actor) -> Remark:
    """Do not publish a word of the public, with the reason; a level of satisfaction counts all the same."""
    require(actor, rules.PUBLISH, remark.body)
    if not reason.strip():
        raise Invalid({"reason": _("Give a reason; it stays on record.")})
    return move(remark, "set_aside", REMARK_MOVES, actor=actor, answer=reason.strip(), answered_on=clock.today())
