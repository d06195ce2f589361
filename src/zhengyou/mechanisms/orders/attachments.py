"""Whose files the attachments of an order are: who reads the order reads them, who handles or verifies it adds them."""

from zhengyou.mechanisms.orders import queries, rules
from zhengyou.mechanisms.orders.machine import ENDED
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import Actor


def may_read(actor: Actor, key: str) -> bool:
    """Return whether ``actor`` may read the order with this id."""
    return queries.seen_by(actor).filter(pk=key).exists()


def may_write(actor: Actor, key: str) -> bool:
    """Return whether ``actor`` works on the order with this id, or verifies it, and it has not ended."""
    order = Order.objects.filter(pk=key).exclude(state__in=ENDED).select_related("body", "verifier").first()
    return order is not None and bool(rules.may_answer(actor, order) or rules.may_verify(actor, order))


def number(key: str) -> str:
    """Return the number of the order with this id."""
    return Order.objects.filter(pk=key).values_list("number", flat=True).first() or ""
