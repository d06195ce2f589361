"""Verbs of an order. Pages, jobs and other rooms all come through here."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid, Refused, Sentence
from zhengyou.mechanisms.orders import hooks, policy, rules
from zhengyou.mechanisms.orders.enums import Finding, Kind
from zhengyou.mechanisms.orders.machine import MOVES
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import actions as deadlines
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.deadlines.queries import clocks_of, open_clock

SIGNING, HANDLING = "signing", "handling"
"""The two stages of an order that have a clock each."""


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
    actor: Actor,
) -> Order:
    """Open an order to ``body`` and start its clocks.

    Safe to repeat: what arose from the same source stays one order. The public and the system open orders by what they
    do (a bad rating); an official needs the function for it. ``verifier`` is the body above unless named;
    what is not ``is_public`` never stands on a public page.
    """
    if actor.kind == "account":
        require(actor, rules.OPEN, body)
    same = Order.objects.filter(source_kind=source_kind, source_id=source_id)
    if source_id and (known := same.first()):
        return known
    try:
        with transaction.atomic():
            order = Order.objects.create(
                kind=kind,
                body=body,
                verifier=verifier or body.parent or body,
                title=title,
                text=text,
                source_kind=source_kind,
                source_id=source_id,
                is_public=is_public,
                opened_on=clock.today(),
            )
    except IntegrityError:
        return same.get()  # somebody told of the same source at the same moment
    record("orders.open", order, actor=actor)
    deadlines.start(order, policy.RULE_OF_SIGNING, body, actor=actor, stage=SIGNING, started_at=_told_moment(actor))
    _start_handling(order, actor)
    return order


@transaction.atomic
def sign(order: Order, *, actor: Actor) -> Order:
    """Sign for ``order``: the unit has it and begins."""
    require(actor, rules.ANSWER, order.body)
    order = move(order, "sign", MOVES, actor=actor, signed_at=clock.now())
    _meet(order, SIGNING, actor)
    return order


@transaction.atomic
def reply(order: Order, *, finding: Finding, reason: str, answer: str, actor: Actor) -> Order:
    """Report what was found and what was done; ``answer`` is for the public, ``reason`` stays inside.

    Raises Invalid at each field that is missing.
    """
    require(actor, rules.ANSWER, order.body)
    wrong: dict[str, Sentence] = {}
    if finding not in Finding.values:
        wrong["finding"] = _("Choose what you found.")
    if not reason.strip():
        wrong["reason"] = _("Say why it went wrong, or why it did not.")
    if not answer.strip():
        wrong["reply"] = _("Say what was done; the public reads this.")
    if wrong:
        raise Invalid(wrong)
    now = clock.now()
    unsigned = order.signed_at is None
    order = move(
        order,
        "reply",
        MOVES,
        actor=actor,
        finding=finding,
        reason=reason.strip(),
        reply=answer.strip(),
        replied_at=now,
        signed_at=order.signed_at or now,
    )
    if unsigned:
        _meet(order, SIGNING, actor)
    _meet(order, handling_stage(order), actor)
    return order


@transaction.atomic
def verify(order: Order, *, actor: Actor) -> Order:
    """Accept the reply and close the order; the body above does this, never the unit that replied."""
    _require_verifier(order, actor)
    order = move(order, "verify", MOVES, actor=actor, closed_at=clock.now())
    hooks.tell_closed(order)
    return order


@transaction.atomic
def send_back(order: Order, *, reason: str, actor: Actor) -> Order:
    """Send the reply back with a reason; a new clock of handling starts, the old one stays as it was met."""
    _require_verifier(order, actor)
    if not reason.strip():
        raise Invalid({"reason": _("Say what is still missing, so that the unit can put it right.")})
    order = move(order, "send_back", MOVES, actor=actor, return_reason=reason.strip(), returns=F("returns") + 1)
    order.refresh_from_db()
    _start_handling(order, actor)
    return order


@transaction.atomic
def withdraw(order: Order, *, reason: str, actor: Actor) -> Order:
    """Withdraw an order that was opened in error; it stays in the ledger and its clocks are void."""
    _require_verifier(order, actor)
    if not reason.strip():
        raise Invalid({"reason": _("Say why the order is withdrawn.")})
    order = move(order, "withdraw", MOVES, actor=actor, return_reason=reason.strip(), closed_at=clock.now())
    for running in clocks_of(order).filter(finished_at__isnull=True).exclude(state=ClockState.VOID):
        deadlines.void(running, actor=actor)
    return order


def handling_stage(order: Order) -> str:
    """Return the stage whose clock runs while ``order`` is put right: each reply sent back starts a new one."""
    return f"{HANDLING}-{order.returns + 1}" if order.returns else HANDLING


def _start_handling(order: Order, actor: Actor) -> None:
    rule_key = policy.RULE_OF_HANDLING.get(Kind(order.kind), policy.RULE_OF_HANDLING_ELSE)
    deadlines.start(
        order, rule_key, order.body, actor=actor, stage=handling_stage(order), started_at=_told_moment(actor)
    )


def _meet(order: Order, stage: str, actor: Actor) -> None:
    if running := open_clock(order, stage):
        deadlines.meet(running, actor=actor)


def _told_moment(actor: Actor) -> dt.datetime:
    """Return the moment from which a clock counts; for the public the day's beginning, which tells no moment."""
    return clock.midnight(clock.today()) if actor.kind == "public" else clock.now()


def _require_verifier(order: Order, actor: Actor) -> None:
    require(actor, rules.VERIFY, order.verifier)
    own = getattr(actor, "body", None)
    if own is not None and own.pk == order.body_id and order.verifier_id != order.body_id:
        raise Refused(_("A unit does not verify its own reply; the body above does."))
