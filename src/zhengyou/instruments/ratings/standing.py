"""Where a bad rating stands, told from its handling and its order: one word for lists, pages and the public."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import pgettext_lazy

from zhengyou.instruments.ratings.enums import HandlingState
from zhengyou.instruments.ratings.models import Rating
from zhengyou.kernel.errors import Sentence
from zhengyou.mechanisms.orders.enums import State as OrderState

OPEN = "open"
_AT_WORK = [OrderState.RECEIVED, OrderState.DISPATCHED, OrderState.SIGNED, OrderState.HANDLING, OrderState.RETURNED,
            OrderState.MERGED]  # fmt: skip
_CALLED = Q(handling__state=HandlingState.APPEALED)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its word, its colour."""

    code: str
    label: Sentence
    tone: str


STAGES = {
    stage.code: stage
    for stage in (
        Stage("triage", pgettext_lazy("bad rating", "To be sorted out"), "warning"),
        Stage("rectifying", pgettext_lazy("bad rating", "Being put right"), "info"),
        Stage("feedback", pgettext_lazy("bad rating", "Reply to be verified"), "warning"),
        Stage("call_back", pgettext_lazy("bad rating", "To be called back"), "warning"),
        Stage("appealed", pgettext_lazy("bad rating", "Appeal under review"), "warning"),
        Stage("explained", pgettext_lazy("bad rating", "Explained to the rater"), "success"),
        Stage("excluded", pgettext_lazy("bad rating", "Not counted, with reason"), "neutral"),
        Stage("closed", pgettext_lazy("bad rating", "Closed"), "success"),
        Stage("withdrawn", pgettext_lazy("bad rating", "Order withdrawn"), "neutral"),
    )
}
ENDED = frozenset({"explained", "excluded", "closed", "withdrawn"})
"""Stages in which nothing is left to do."""
_OF_ORDER = {
    OrderState.REPLIED: "feedback",
    OrderState.AUDITED: "call_back",
    OrderState.CLOSED: "closed",
    OrderState.VOID: "withdrawn",
}
_OF_HANDLING = {
    HandlingState.APPEALED: "appealed",
    HandlingState.EXPLAINED: "explained",
    HandlingState.EXCLUDED: "excluded",
}


def of(rating: Rating) -> Stage:
    """Return where a bad ``rating`` stands."""
    handling = getattr(rating, "handling", None)
    code = _OF_HANDLING.get(HandlingState(handling.state)) if handling else None
    if code is None:
        order = rating.order
        code = _OF_ORDER.get(OrderState(order.state), "rectifying") if order else "triage"
    return STAGES[code]


def at(ratings: QuerySet[Rating], code: str) -> QuerySet[Rating]:
    """Return those bad ``ratings`` that stand at the stage ``code``, at any that is open (`OPEN`), or all for ``all``."""
    settled = Q(handling__state__in=list(_OF_HANDLING))
    by_order = {
        "triage": Q(order__isnull=True),
        "rectifying": Q(order__state__in=_AT_WORK),
        **{stage: Q(order__state=state) for state, stage in _OF_ORDER.items()},
    }
    by_handling = {stage: Q(handling__state=state) for state, stage in _OF_HANDLING.items()}
    if code in by_order:
        return ratings.filter(by_order[code]).exclude(settled)
    if code in by_handling:
        return ratings.filter(by_handling[code])
    if code == OPEN:
        ended = [HandlingState.EXPLAINED, HandlingState.EXCLUDED]
        done = Q(order__state__in=[OrderState.CLOSED, OrderState.VOID]) & ~_CALLED
        return ratings.exclude(handling__state__in=ended).exclude(done)
    return ratings
