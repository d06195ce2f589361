"""Verbs about the time of an order: let its clock stand still, let it run again, ask for more time."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Conflict
from zhengyou.mechanisms.orders import hooks, rules
from zhengyou.mechanisms.orders.actions import stages
from zhengyou.mechanisms.orders.actions.working import locked_at_work
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.approvals import actions as approvals
from zhengyou.registry.approvals.models import Instance
from zhengyou.registry.deadlines import actions as deadlines
from zhengyou.registry.deadlines.enums import PauseReason
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.deadlines.queries import open_clock


@transaction.atomic
def pause(order: Order, *, reason: PauseReason | str, notice: str, actor: Actor) -> Order:
    """Let the clock of putting right stand still, for an enumerated reason and by a written notice."""
    locked = locked_at_work(order)
    require(actor, rules.PAUSE, locked.body)
    deadlines.pause(_handling(locked), reason, notice=notice, actor=actor)
    stages.point(locked)
    record("orders.pause", locked, actor=actor, fields=["clock"])
    hooks.tell_step(locked, "pause")
    return locked


@transaction.atomic
def resume(order: Order, *, actor: Actor) -> Order:
    """Let the clock run again; the time it stood still does not count."""
    locked = locked_at_work(order)
    require(actor, rules.PAUSE, locked.body)
    deadlines.resume(_handling(locked), actor=actor)
    stages.point(locked)
    record("orders.resume", locked, actor=actor, fields=["clock"])
    hooks.tell_step(locked, "resume")
    return locked


@transaction.atomic
def ask_extension(order: Order, *, amount: int, reason: str, notice: str = "", actor: Actor) -> Instance:
    """Ask for more time before the clock of putting right runs out; an approver of deadlines grants it."""
    locked = locked_at_work(order)
    require(actor, rules.ANSWER, locked.body)
    asked = approvals.request_extension(_handling(locked), amount, reason=reason, notice=notice, actor=actor)
    record("orders.ask_extension", locked, actor=actor, fields=["clock"])
    hooks.tell_step(locked, "ask_extension")
    return asked


def is_paused(order: Order) -> bool:
    """Return whether the clock of putting right stands still."""
    running = open_clock(order, stages.handling_stage(order))
    return running is not None and running.state == ClockState.PAUSED


def _handling(order: Order) -> Clock:
    running = open_clock(order, stages.handling_stage(order))
    if running is None:
        raise Conflict(_("No clock of putting right runs for this order."), code="state")
    return running
