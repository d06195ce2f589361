"""Verbs of duplicates: merge an order into a main one, with which it is closed, and undo that."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.mechanisms.orders import hooks, rules
from zhengyou.mechanisms.orders.actions import stages
from zhengyou.mechanisms.orders.actions.opening import GIVEN, set_going
from zhengyou.mechanisms.orders.enums import Kind, Role, State
from zhengyou.mechanisms.orders.machine import ENDED, MOVES
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move


@transaction.atomic
def merge(order: Order, *, main: Order, actor: Actor) -> Order:
    """Let ``order`` follow ``main``, which is about the same: its clocks stop, and it is closed with the main order."""
    locked = {one.pk: stages.held(one) for one in sorted((order, main), key=lambda one: one.pk)}
    for held in locked.values():
        rules.require_verifier(actor, held)
    one, target = locked[order.pk], locked[main.pk]
    if one == target:
        raise Refused(_("An order is not merged into itself."), field="main")
    if target.state in ENDED | {State.MERGED} or target.role == Role.ASSIST:
        raise Conflict(_("Choose a main order that is open and is not merged itself."), field="main", code="state")
    if one.role == Role.ASSIST:
        raise Refused(_("The order of an assisting unit belongs to its lead unit's; withdraw it instead."))
    if one.merged.filter(state=State.MERGED).exists():
        raise Refused(_("Other orders follow this one; merge them into the main order first."))
    merged = move(one, "merge", MOVES, actor=actor, held=True, merged_into=target)
    stages.drop(merged, actor=actor)
    hooks.tell_step(merged, "merge")
    return merged


@transaction.atomic
def unmerge(order: Order, *, actor: Actor) -> Order:
    """Undo a merging: the order goes to its unit again, with new clocks."""
    order = stages.held(order)
    rules.require_verifier(actor, order)
    return set_free(order, actor=actor)


def set_free(order: Order, *, actor: Actor) -> Order:
    """Give a merged order to its unit again. Callers hold the transaction and know that the actor may."""
    limits = stages.limits_of(Kind(order.kind), order.body, actor, *GIVEN)
    return_by = stages.return_by(Kind(order.kind), limits)
    changes: dict[str, Any] = {"merged_into": None, "signed_at": None, "contacted_at": None, "return_by": return_by}
    order = move(order, "unmerge", MOVES, actor=actor, held=True, **changes)
    set_going(order, actor, limits=limits)
    hooks.tell_step(order, "unmerge")
    return order
