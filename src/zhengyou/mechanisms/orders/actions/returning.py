"""Verbs about where an order belongs: ask to return it, decide that above, give it to another unit, assign by name."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid, Refused
from zhengyou.mechanisms.orders import hooks, rules
from zhengyou.mechanisms.orders.actions import stages
from zhengyou.mechanisms.orders.actions.opening import GIVEN, require_same_root, set_going
from zhengyou.mechanisms.orders.enums import Decision, Kind, Role, Stage, State
from zhengyou.mechanisms.orders.machine import AT_WORK, moves_of
from zhengyou.mechanisms.orders.models import Order, Return
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines.reckoning import Term


@transaction.atomic
def return_order(order: Order, *, reason: str, proposed: Body | None = None, actor: Actor) -> Order:
    """Ask the body above to take the order back as not the unit's own; only within the limit of the rule pack.

    The clock of putting right runs on while that is decided, so that a return gains no time.
    """
    locked = stages.held(order)
    require(actor, rules.ANSWER, locked.body)
    if not reason.strip():
        raise Invalid({"reason": _("Say why the matter is not your unit's, with the document that says so.")})
    if proposed is not None and proposed == locked.body:
        raise Invalid({"proposed": _("Name another unit than your own.")})
    if locked.state in AT_WORK and locked.return_by is not None and clock.now() > locked.return_by:
        raise Refused(_("The time in which an order may be returned has passed; your unit handles it."), code="late")
    order = move(locked, "return_order", moves_of(locked), actor=actor, held=True)
    Return.objects.create(
        order=order,
        body=order.body,
        reason=reason.strip(),
        proposed=proposed,
        asked_at=clock.now(),
        asked_by=stages.name_of(actor),
    )
    deciding = stages.Begun(Stage.DECIDING, order.decider)
    stages.turn(order, Stage.SIGNING.value, begun=[deciding], actor=actor)
    hooks.tell_step(order, "return_order")
    return order


@transaction.atomic
def uphold(order: Order, *, words: str, actor: Actor) -> Order:
    """Decide that the unit must handle the order; it may not return it again."""
    locked = stages.held(order)
    rules.require_decider(actor, locked)
    if not words.strip():
        raise Invalid({"words": _("Say why the unit is the right one.")})
    now = clock.now()
    order = move(
        locked,
        "uphold",
        moves_of(locked),
        actor=actor,
        held=True,
        designated=True,
        signed_at=locked.signed_at or now,
        first_body=locked.first_body or locked.body,
    )
    _decide(order, Decision.UPHELD, words, None, actor)
    begins = order.state == State.SIGNED and not stages.runs(order, Stage.CONTACT)
    contacting = [stages.Begun(Stage.CONTACT, order.body)] if begins else []
    stages.turn(order, Stage.DECIDING.value, begun=contacting, actor=actor)
    hooks.tell_step(order, "uphold")
    return order


@transaction.atomic
def redirect(
    order: Order, *, body: Body, words: str, designated: bool = False, term: Term | None = None, actor: Actor
) -> Order:
    """Give the order to another unit with new clocks: after a return, or because it went to the wrong one.

    Orders of assisting units stay; from now on they deliver to the new lead unit.
    """
    locked = stages.held(order)
    rules.require_decider(actor, locked)
    if not words.strip():
        raise Invalid({"words": _("Say why the other unit is the right one.")})
    if body == locked.body:
        raise Refused(_("Choose another unit than the present one."), field="body")
    require_same_root(locked.body, body)
    if locked.role == Role.LEAD and locked.parts.filter(body=body).exclude(state=State.VOID).exists():
        raise Refused(_("This unit assists already; withdraw its order first."), field="body")
    stages.drop(locked, actor=actor)
    limits = stages.limits_of(Kind(locked.kind), body, actor, *GIVEN)
    verifier = locked.verifier if locked.verifier_id != locked.body_id else body.parent or body
    if verifier == body:
        verifier = body.parent or body
    order = move(
        locked,
        "redirect",
        moves_of(locked),
        actor=actor,
        held=True,
        body=body,
        verifier=verifier,
        handler=None,
        designated=designated,
        signed_at=None,
        contacted_at=None,
        measures="",
        limit_on=None,
        responsible="",
        return_by=stages.return_by(Kind(locked.kind), limits),
    )
    stages.deliver_to(order, body, actor=actor)
    _decide(order, Decision.REDIRECTED, words, body, actor)
    set_going(order, actor, term, limits)
    hooks.tell_step(order, "redirect")
    return order


@transaction.atomic
def designate(order: Order, *, actor: Actor) -> Order:
    """Assign the order to its unit by name (指定办理): it may not be returned any more."""
    locked = stages.held(order)
    rules.require_decider(actor, locked)
    if locked.state not in AT_WORK or locked.designated:
        raise Refused(_("Only an order that a unit has in hand can be assigned by name, and only once."), code="state")
    locked.designated = True
    locked.save(update_fields=["designated"])
    record("orders.designate", locked, actor=actor, fields=["designated"])
    hooks.tell_step(locked, "designate")
    return locked


def _decide(order: Order, decision: Decision, words: str, target: Body | None, actor: Actor) -> None:
    """Write the decision beside the return that waits for it, if there is one; the order's event tells of both."""
    Return.objects.filter(order=order, decision=Decision.NONE).update(
        decision=decision,
        words=words.strip(),
        target=target,
        decided_at=clock.now(),
        decided_by=stages.name_of(actor),
    )
