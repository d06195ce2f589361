"""The same step for many orders: each in its own savepoint, so that one that has moved on does not stop the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.orders import policy
from zhengyou.mechanisms.orders.actions.opening import dispatch
from zhengyou.mechanisms.orders.actions.working import sign
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import Actor
from zhengyou.registry.bodies.models import Body


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of a batch: the orders that moved, and for each of the others the number with the reason."""

    done: list[Order] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def sign_all(orders: Iterable[Order], *, actor: Actor) -> Batch:
    """Sign for several orders."""
    return _each(orders, lambda order: sign(order, actor=actor))


@transaction.atomic
def dispatch_all(orders: Iterable[Order], *, body: Body, actor: Actor) -> Batch:
    """Dispatch several received matters to the same unit."""
    return _each(orders, lambda order: dispatch(order, body=body, actor=actor))


def _each(orders: Iterable[Order], step: Callable[[Order], Order]) -> Batch:
    chosen = sorted(orders, key=lambda order: order.pk)
    if len(chosen) > policy.BATCH:
        raise Refused(_("At most %(number)d orders in one go.") % {"number": policy.BATCH})
    batch = Batch()
    for order in chosen:
        try:
            with transaction.atomic():
                batch.done.append(step(order))
        except Refused as refusal:
            batch.refused.append((order.number, str(refusal)))
    return batch
