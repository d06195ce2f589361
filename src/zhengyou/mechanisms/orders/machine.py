"""The life of an order."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Sentence
from zhengyou.kernel.moves import move
from zhengyou.mechanisms.orders.enums import State


def _has_reply(order: Any) -> Sentence:
    return "" if order.reply and order.finding else _("There is no reply to verify yet.")


MOVES = {
    "sign": move(State.DISPATCHED, State.HANDLING),
    "reply": move({State.DISPATCHED, State.HANDLING}, State.REPLIED),
    "verify": move(State.REPLIED, State.CLOSED, guard=_has_reply),
    "send_back": move(State.REPLIED, State.HANDLING),
    "withdraw": move({State.DISPATCHED, State.HANDLING}, State.VOID),
}
"""Verb → from, to, guard. A reply may come before the signature: who answers has plainly received the order."""
