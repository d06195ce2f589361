"""What this room hears of the orders that matters became: the citizen's side follows."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import actions
from zhengyou.instruments.complaints.actions.intake import start_triage
from zhengyou.instruments.complaints.enums import ItemState, Level, State
from zhengyou.instruments.complaints.machine import MOVES
from zhengyou.instruments.complaints.models import Complaint, OpinionItem
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Sentence
from zhengyou.kernel.masking import mask_text
from zhengyou.mechanisms.orders.enums import Outcome, Satisfaction
from zhengyou.mechanisms.orders.models import CallBack, Order
from zhengyou.mechanisms.orders.rules import ANSWER
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import may

ANSWERING = {"audit", "verify", "finish", "close_merged"}
"""Steps after which the unit's reply is the answer."""
AGAIN = {"redo", "reopen"}
"""Steps by which the unit has the matter in hand again."""

LEVELS = {Satisfaction.SATISFIED: Level.GOOD, Satisfaction.FAIR: Level.FAIR, Satisfaction.DISSATISFIED: Level.BAD}
"""How the three answers of a call-back stand among the five levels."""


def follow(order: Order, verb: str) -> None:
    """Let the matters behind an order follow one of its steps."""
    if verb in ANSWERING:
        _answer(order)
    elif verb in AGAIN:
        for complaint in _matters(order, State.ANSWERED):
            move(complaint, "redo", MOVES, actor=SYSTEM, held=True)
    elif verb == "withdraw":
        for complaint in _matters(order, State.HANDLING):
            start_triage(move(complaint, "recall", MOVES, actor=SYSTEM, held=True, order=None), SYSTEM)


def _answer(order: Order) -> None:
    words = mask_text(order.reply)
    for item in OpinionItem.objects.filter(order=order, state=ItemState.ROUTED):
        actions.answer_item(item, text=order.reply, actor=SYSTEM)
    for complaint in _matters(order, State.HANDLING):
        told = {"answer": words, "answered_at": clock.now(), "answered_by": order.body}
        move(complaint, "answer", MOVES, actor=SYSTEM, held=True, **told)


def _matters(order: Order, state: State) -> list[Complaint]:
    return list(Complaint.objects.select_for_update(of=("self",)).filter(order=order, state=state).order_by("pk"))


def note_answer(check: CallBack) -> None:
    """Note what the complainant said when called back."""
    if check.outcome == Outcome.UNREACHED:
        return
    changes: dict[str, object] = {"solved": check.outcome == Outcome.SOLVED}
    level = LEVELS.get(check.satisfaction)  # type: ignore[call-overload]  # the stored word is one of these
    if level is not None:
        changes |= {"level": level, "rated_on": clock.today()}
    for complaint in Complaint.objects.select_for_update(of=("self",)).filter(order=check.order).order_by("pk"):
        for name, value in changes.items():
            setattr(complaint, name, value)
        complaint.save(update_fields=list(changes))
        record("complaints.note_call_back", complaint, actor=SYSTEM, fields=list(changes))


def offer_talk(order: Order, actor: Actor) -> tuple[Sentence, str] | None:
    """Offer the unit that handles an order the page on which it writes with complainants it does not know."""
    if not may(actor, ANSWER, order.body) or not Complaint.objects.filter(order=order).exists():
        return None
    return _("Write with the complainant"), reverse("complaints:talk", args=[order.pk])
