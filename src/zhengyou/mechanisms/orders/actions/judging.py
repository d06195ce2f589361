"""Verbs of the body above: accept a reply, send it back, withdraw, open again."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid, Refused
from zhengyou.mechanisms.orders import hooks, policy, rules
from zhengyou.mechanisms.orders.actions import stages
from zhengyou.mechanisms.orders.actions.joining import set_free
from zhengyou.mechanisms.orders.enums import Kind, Stage, State, Step
from zhengyou.mechanisms.orders.machine import ENDED, MOVES
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import actions as deadlines


@transaction.atomic
def verify(order: Order, *, actor: Actor) -> Order:
    """Accept the reply; the body above does this, never the unit that replied.

    The order is closed, or waits for its call-back where its kind asks for one.
    """
    order = stages.held(order)
    rules.require_verifier(actor, order)
    if Step.CALL_BACK in order.passes:
        caller = _caller_of(order)
        order = move(order, "audit", MOVES, actor=actor, held=True, audited_at=clock.now(), caller=caller)
        ended = stages.stage_name(order, Stage.AUDIT)
        stages.turn(order, ended, begun=[stages.Begun(Stage.CALL_BACK, caller)], actor=actor)
        hooks.tell_step(order, "audit")
        return order
    order = move(order, "verify", MOVES, actor=actor, held=True, audited_at=clock.now(), closed_at=clock.now())
    stages.finish(order, Stage.AUDIT, actor=actor)
    close_followers(order, "verify", actor=actor)
    return order


@transaction.atomic
def send_back(order: Order, *, reason: str, actor: Actor) -> Order:
    """Send the reply back with a reason; a new clock of handling starts, the old one stays as it was met."""
    order = stages.held(order)
    rules.require_verifier(actor, order)
    if not reason.strip():
        raise Invalid({"reason": _("Say what is still missing, so that the unit can put it right.")})
    return come_back(order, "send_back", reason, actor=actor)


@transaction.atomic
def reopen(order: Order, *, reason: str, actor: Actor) -> Order:
    """Open a closed order again, within the time that the rule pack allows; the unit gets a new clock.

    An official above does this; an upper room lets whoever raised the matter do it as the public.
    """
    if not reason.strip():
        raise Invalid({"reason": _("Say what is not settled.")})
    parent = stages.held(order.parent) if order.parent else None
    locked = stages.held(order)
    if actor.kind == "account":
        rules.require_verifier(actor, locked)
    if parent is not None and parent.state in ENDED | {State.REPLIED, State.AUDITED, State.MERGED}:
        raise Refused(_("The lead unit has replied already; open its order again."), code="parent")
    if locked.state == State.CLOSED and locked.closed_at is not None:
        key = policy.RULE_OF_REOPENING.get(Kind(locked.kind), policy.RULE_OF_REOPENING_ELSE)
        if clock.now() > deadlines.due_by(key, locked.body, locked.closed_at):
            raise Refused(_("The time in which this order could be opened again has passed."), code="late")
    order = come_back(locked, "reopen", reason, actor=actor, closed_at=None)
    for follower in order.merged.select_for_update().filter(state=State.CLOSED).order_by("pk"):
        move(follower, "reopen_merged", MOVES, actor=actor, closed_at=None)
    return order


@transaction.atomic
def withdraw(order: Order, *, reason: str, actor: Actor) -> Order:
    """Withdraw an order that was opened in error; it stays in the ledger and its clocks are void.

    The orders of assisting units go with it, and what was merged into it stands on its own again.
    """
    order = stages.held(order)
    rules.require_verifier(actor, order)
    if not reason.strip():
        raise Invalid({"reason": _("Say why the order is withdrawn.")})
    order = _void(order, reason, actor)
    for part in order.parts.select_for_update().exclude(state__in=ENDED).order_by("pk"):
        _void(part, reason, actor)
    for follower in order.merged.select_for_update().filter(state=State.MERGED).order_by("pk"):
        set_free(follower, actor=actor)
    return order


@transaction.atomic
def annul(order: Order, *, reason: str, actor: Actor) -> Order:
    """Take back an order whose ground fell away, wherever it stands: what it arose from was decided otherwise above."""
    locked = stages.held(order)
    if actor.kind == "account":
        rules.require_verifier(actor, locked)
    locked = move(locked, "annul", MOVES, actor=actor, held=True, return_reason=reason.strip(), closed_at=clock.now())
    stages.drop(locked, actor=actor)
    hooks.tell_step(locked, "withdraw")
    return locked


def come_back(order: Order, verb: str, reason: str, *, actor: Actor, **changes: object) -> Order:
    """Let the unit put the matter right once more, with a new clock of handling. Callers hold the transaction."""
    before = stages.held(order)
    ended = [stages.stage_name(before, stage) for stage in (Stage.AUDIT, Stage.CALL_BACK)]
    again: dict[str, object] = {"return_reason": reason.strip(), "returns": before.returns + 1, **changes}
    order = move(before, verb, MOVES, actor=actor, held=True, **again)
    stages.turn(order, *ended, begun=[stages.Begun(Stage.HANDLING, order.body)], actor=actor)
    hooks.tell_step(order, verb)
    return order


def close_followers(order: Order, verb: str, *, actor: Actor) -> None:
    """Tell that ``order`` is closed, and close with it the orders that were merged into it."""
    hooks.tell_closed(order)
    hooks.tell_step(order, verb)
    for follower in order.merged.select_for_update().filter(state=State.MERGED).order_by("pk"):
        closed = move(
            follower,
            "close_merged",
            MOVES,
            actor=actor,
            held=True,
            finding=order.finding,
            reason=order.reason,
            reply=order.reply,
            replied_at=order.replied_at,
            closed_at=order.closed_at,
        )
        hooks.tell_closed(closed)
        hooks.tell_step(closed, "close_merged")


def _void(order: Order, reason: str, actor: Actor) -> Order:
    order = move(order, "withdraw", MOVES, actor=actor, return_reason=reason.strip(), closed_at=clock.now())
    stages.drop(order, actor=actor)
    hooks.tell_step(order, "withdraw")
    return order


def _caller_of(order: Order) -> Body:
    """Return the body that calls back: the profile's, or who received the matter, or who verifies; never the unit."""
    for body in (order.caller, order.receiver, order.verifier):
        if body is not None and not body.path.startswith(order.body.path):
            return body
    return order.verifier
