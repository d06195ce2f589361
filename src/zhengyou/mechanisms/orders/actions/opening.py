"""Verbs that bring a matter to a unit: receive, open, dispatch, add an assisting unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.mechanisms.orders import hooks, queries, rules
from zhengyou.mechanisms.orders.actions import stages
from zhengyou.mechanisms.orders.enums import Kind, Role, Stage, State, Step
from zhengyou.mechanisms.orders.machine import AT_WORK, moves_of
from zhengyou.mechanisms.orders.models import CheckItem, Order
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines.actions import Limits
from zhengyou.registry.deadlines.reckoning import Term

GIVEN = (Stage.SIGNING, Stage.HANDLING)
"""The stages that begin for a unit that gets an order."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What is to be put right, as whoever brings it states it."""

    kind: Kind
    title: str
    text: str = ""
    topic: str = ""
    source_kind: str = ""
    source_id: str = ""
    is_public: bool = True
    items: Sequence[str] = field(default=())
    """The check list."""


@transaction.atomic
def receive(matter: Matter, *, body: Body, actor: Actor) -> Order:
    """Take a matter in at ``body``, which dispatches it next; the clock of dispatching runs.

    Safe to repeat: what arose from the same source stays one order.
    """
    if actor.kind == "account":
        require(actor, rules.OPEN, body)
    if known := _known(matter):
        return known
    order, new = _create(matter, body=body, verifier=body, receiver=body, state=State.RECEIVED)
    if new:
        record("orders.receive", order, actor=actor, target=State.RECEIVED)
        stages.begin(order, stages.Begun(Stage.DISPATCHING, body), actor=actor)
        hooks.tell_step(order, "receive")
    return order


@transaction.atomic
def open_order(
    *,
    kind: Kind,
    body: Body,
    title: str,
    text: str = "",
    source_kind: str = "",
    source_id: str = "",
    verifier: Body | None = None,
    is_public: bool = True,
    topic: str = "",
    items: Sequence[str] = (),
    assistants: Iterable[Body] = (),
    term: Term | None = None,
    designated: bool = False,
    receiver: Body | None = None,
    passes: Iterable[Step] = (),
    actor: Actor,
) -> Order:
    """Open an order to ``body`` and start its clocks.

    Safe to repeat: what arose from the same source stays one order. The public and the system open orders by what they
    do (a bad rating); an official needs the function for it. ``verifier`` is the body above unless named;
    what is not ``is_public`` never stands on a public page. ``term`` takes the place of the rule's limit for putting
    right, ``passes`` are steps besides those of the kind's profile, ``items`` is the check list, and each of
    ``assistants`` gets an order of its own that this one waits for.
    """
    if actor.kind == "account":
        require(actor, rules.OPEN, body)
    matter = Matter(Kind(kind), title, text, topic, source_kind, source_id, is_public, items)
    if known := _known(matter):
        return known
    limits = stages.limits_of(matter.kind, body, actor, *GIVEN)
    order, new = _create(
        matter,
        body=body,
        verifier=verifier or body.parent or body,
        receiver=receiver,
        designated=designated,
        return_by=stages.return_by(matter.kind, limits),
        passes=tuple(passes),
    )
    if not new:
        return order
    record("orders.open", order, actor=actor)
    set_going(order, actor, term, limits)
    _add_assistants(order, assistants, actor)
    hooks.tell_step(order, "open")
    return order


@transaction.atomic
def dispatch(
    order: Order,
    *,
    body: Body,
    assistants: Iterable[Body] = (),
    verifier: Body | None = None,
    term: Term | None = None,
    designated: bool = False,
    actor: Actor,
) -> Order:
    """Dispatch a received matter to the lead unit ``body`` and to units that assist it."""
    order = stages.held(order)
    require(actor, rules.DISPATCH, order.body)
    require_same_root(order.body, body)
    dispatcher = order.body
    limits = stages.limits_of(Kind(order.kind), body, actor, *GIVEN)
    order = move(
        order,
        "dispatch",
        moves_of(order),
        actor=actor,
        held=True,
        body=body,
        verifier=verifier or (dispatcher if dispatcher != body else body.parent or body),
        designated=designated,
        return_by=stages.return_by(Kind(order.kind), limits),
    )
    stages.turn(order, Stage.DISPATCHING.value, begun=_given(order, term), limits=limits, actor=actor)
    _add_assistants(order, assistants, actor)
    hooks.tell_step(order, "dispatch")
    return order


@transaction.atomic
def assist(order: Order, *, body: Body, text: str = "", actor: Actor) -> Order:
    """Let ``body`` assist the lead unit: return its own order, before which the lead unit's does not close.

    The lead unit asks for it, or the body above. ``text`` says what is expected; empty: the words of the lead order.
    """
    locked = stages.held(order)
    if not rules.may_answer(actor, locked):
        rules.require_verifier(actor, locked)
    if locked.state not in AT_WORK:
        raise Conflict(_("Units are added only while the lead unit works on the order."), code="state")
    if locked.role == Role.ASSIST:
        raise Refused(_("An assisting unit's order has no assisting units of its own."))
    if body == locked.body or locked.parts.filter(body=body).exclude(state=State.VOID).exists():
        raise Refused(_("This unit takes part in the order already."), field="body")
    require_same_root(locked.body, body)
    return _add_assistant(locked, body, text, actor)


def _create(matter: Matter, **fields: Any) -> tuple[Order, bool]:
    """Return the order of a matter and whether it is new; what arose from the same source is one order."""
    profile = queries.profile_of(matter.kind, fields["body"])
    more: tuple[Step, ...] = fields.pop("passes", ())
    try:
        with transaction.atomic():
            order = Order.objects.create(
                kind=matter.kind,
                title=matter.title,
                text=matter.text,
                topic=matter.topic,
                source_kind=matter.source_kind,
                source_id=matter.source_id,
                is_public=matter.is_public,
                opened_on=clock.today(),
                passes=list(dict.fromkeys([*profile.passes, *more])),
                caller=profile.caller,
                **fields,
            )
    except IntegrityError:
        if not matter.source_id:
            raise
        return Order.objects.get(
            source_kind=matter.source_kind, source_id=matter.source_id
        ), False  # somebody told of the same source at the same moment
    _add_items(order, matter.items)
    return order, True


def _known(matter: Matter) -> Order | None:
    """Return the order that arose from the same source already."""
    same = Order.objects.filter(source_kind=matter.source_kind, source_id=matter.source_id)
    return same.order_by().first() if matter.source_id else None


def _add_items(order: Order, items: Iterable[str]) -> None:
    texts = [text.strip()[:120] for text in items if text.strip()]
    CheckItem.objects.bulk_create(
        [CheckItem(order=order, place=place, text=text) for place, text in enumerate(texts, start=1)]
    )


def set_going(order: Order, actor: Actor, term: Term | None = None, limits: Limits | None = None) -> None:
    """Start the clocks of a unit that has just got an order."""
    stages.begin(order, *_given(order, term), limits=limits, actor=actor)


def _given(order: Order, term: Term | None) -> list[stages.Begun]:
    return [stages.Begun(stage, order.body, term if stage is Stage.HANDLING else None) for stage in GIVEN]


def _add_assistants(order: Order, bodies: Iterable[Body], actor: Actor) -> None:
    for body in dict.fromkeys(bodies):
        if body != order.body:
            require_same_root(order.body, body)
            _add_assistant(order, body, "", actor)


def _add_assistant(order: Order, body: Body, text: str, actor: Actor) -> Order:
    """Open the order of an assisting unit; its result goes to the lead unit (首接负责)."""
    limits = stages.limits_of(Kind(order.kind), body, actor, *GIVEN)
    part = Order.objects.create(
        kind=order.kind,
        role=Role.ASSIST,
        parent=order,
        body=body,
        verifier=order.body,
        title=order.title,
        text=text.strip() or order.text,
        topic=order.topic,
        is_public=False,
        opened_on=clock.today(),
        return_by=stages.return_by(Kind(order.kind), limits),
    )
    record("orders.assist", part, actor=actor, target=State.DISPATCHED)
    set_going(part, actor, limits=limits)
    hooks.tell_step(part, "assist")
    return part


def require_same_root(one: Body, other: Body) -> None:
    """Raise Refused where an order would leave its place: the two bodies stand below different root bodies."""
    if one.path.split(".")[0] != other.path.split(".")[0]:
        raise Refused(_("This unit belongs to another place; choose one of this place."), field="body")


@transaction.atomic
def restate(order: Order, *, text: str, actor: Actor) -> Order:
    """Let ``order`` say what is to be put right in other words: the room it arose from screened or erased them."""
    locked = stages.held(order)
    locked.text = text
    locked.save(update_fields=["text"])
    record("orders.restate", locked, actor=actor, fields=["text"])
    return locked
