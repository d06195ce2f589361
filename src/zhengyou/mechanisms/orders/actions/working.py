"""Verbs of the responsible unit: sign, contact, plan, tick, hand over, note, reply."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid, Refused, Sentence
from zhengyou.mechanisms.orders import hooks, queries, rules
from zhengyou.mechanisms.orders.actions import stages
from zhengyou.mechanisms.orders.enums import Finding, Stage, State, Step
from zhengyou.mechanisms.orders.machine import AT_WORK, moves_of
from zhengyou.mechanisms.orders.models import CheckItem, Note, Order
from zhengyou.records.files import owner_of
from zhengyou.records.files.queries import attached_to
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.bodies.queries import held_on


@transaction.atomic
def sign(order: Order, *, actor: Actor) -> Order:
    """Sign for ``order``: the unit has it and begins. The first unit that signs follows the matter to its end."""
    order = stages.held(order)
    require(actor, rules.ANSWER, order.body)
    first = order.first_body or order.body
    order = move(order, "sign", moves_of(order), actor=actor, held=True, signed_at=clock.now(), first_body=first)
    contacting = [stages.Begun(Stage.CONTACT, order.body)] if order.state == State.SIGNED else []
    stages.turn(order, Stage.SIGNING.value, begun=contacting, actor=actor)
    hooks.tell_step(order, "sign")
    return order


@transaction.atomic
def contact(order: Order, *, words: str, actor: Actor) -> Order:
    """Note that whoever raised the matter was contacted, or why nobody can be; ``words`` become an internal note."""
    order = stages.held(order)
    require(actor, rules.ANSWER, order.body)
    if not words.strip():
        raise Invalid({"words": _("Say what was agreed, or why nobody can be contacted.")})
    order = move(order, "contact", moves_of(order), actor=actor, held=True, contacted_at=clock.now())
    _write(order, words, actor, shared=True)
    stages.finish(order, Stage.CONTACT, actor=actor)
    hooks.tell_step(order, "contact")
    return order


@transaction.atomic
def plan(order: Order, *, measures: str, limit_on: dt.date | None, responsible: str, actor: Actor) -> Order:
    """State what will be done, by which day and who answers for it; all three are needed (整改措施、限定时限、落实责任)."""
    locked = locked_at_work(order)
    require(actor, rules.ANSWER, locked.body)
    wrong: dict[str, Sentence] = {}
    if not measures.strip():
        wrong["measures"] = _("Say what will be done.")
    if not responsible.strip():
        wrong["responsible"] = _("Name who answers for it.")
    if limit_on is None:
        wrong["limit_on"] = _("Say by which day it will be done.")
    elif limit_on < clock.today():
        wrong["limit_on"] = _("The day has passed.")
    elif (last := stages.last_day(locked)) is not None and limit_on > last:
        wrong["limit_on"] = _("The limit of this order ends on %(day)s; ask for an extension first.") % {"day": last}
    if wrong:
        raise Invalid(wrong)
    locked.measures, locked.limit_on, locked.responsible = measures.strip(), limit_on, responsible.strip()
    locked.save(update_fields=["measures", "limit_on", "responsible"])
    record("orders.plan", locked, actor=actor, fields=["measures", "limit_on", "responsible"])
    hooks.tell_step(locked, "plan")
    return locked


@transaction.atomic
def tick(item: CheckItem, *, done: bool = True, actor: Actor) -> CheckItem:
    """Tick an item of the check list, or take the tick away."""
    require(actor, rules.ANSWER, locked_at_work(item.order).body)
    item.ticked_at = clock.now() if done else None
    item.ticked_by = stages.name_of(actor) if done else ""
    item.save(update_fields=["ticked_at", "ticked_by"])
    record("orders.tick", item.order, actor=actor, fields=["items"])
    return item


@transaction.atomic
def write_note(order: Order, *, text: str, shared: bool = True, actor: Actor) -> Note:
    """Write an internal note; not ``shared``, it stays with the own unit and those above it."""
    if not queries.seen_by(actor).filter(pk=order.pk).exists():
        raise Forbidden(_("Notes are written by those who take part in the order."))
    if not text.strip():
        raise Invalid({"text": _("Write something.")})
    note = _write(order, text, actor, shared=shared)
    record("orders.write_note", order, actor=actor, fields=["notes"])
    return note


@transaction.atomic
def hand_over(
    order: Order, *, handler: Appointment | None = None, body: Body | None = None, reason: str = "", actor: Actor
) -> Order:
    """Give the order to a person of the unit, or to a unit below it; the clocks run on and the first unit stays named.

    To a unit elsewhere an order goes only by a return or a decision above.
    """
    locked = locked_at_work(order)
    require(actor, rules.ANSWER, locked.body)
    if (handler is None) == (body is None):
        raise Invalid({"handler": _("Choose either a person or a unit below yours.")})
    if handler is not None:
        if not handler.post.body.path.startswith(locked.body.path) or not held_on(clock.today()).filter(pk=handler.pk):
            raise Refused(_("Choose somebody who holds a post in your unit today."), field="handler")
        locked.handler = handler
    if body is not None:
        if body == locked.body or not body.path.startswith(locked.body.path):
            raise Refused(_("Choose a unit below yours; to other units an order goes by a return."), field="body")
        locked.first_body = locked.first_body or locked.body
        if locked.verifier_id == locked.body_id:
            locked.verifier = body.parent or locked.body
        locked.body, locked.handler = body, None
    fields = ["handler", "body", "first_body", "verifier"]
    locked.save(update_fields=fields)
    if body is not None:
        stages.hand_over(locked, body, actor=actor)
        stages.deliver_to(locked, body, actor=actor)
    if reason.strip():
        _write(locked, reason, actor, shared=True)
    record("orders.hand_over", locked, actor=actor, fields=["handler" if handler else "body"])
    hooks.tell_step(locked, "hand_over")
    return locked


@transaction.atomic
def reply(order: Order, *, finding: Finding | str, reason: str, answer: str, actor: Actor) -> Order:
    """Report what was found and what was done; ``answer`` is for the public, ``reason`` stays inside.

    Raises Invalid at each field that is missing.
    """
    locked = stages.held(order)
    require(actor, rules.ANSWER, locked.body)
    wrong: dict[str, Sentence] = {}
    if finding not in Finding.values:
        wrong["finding"] = _("Choose what you found.")
    if not reason.strip():
        wrong["reason"] = _("Say why it went wrong, or why it did not.")
    if not answer.strip():
        wrong["reply"] = _("Say what was done; the public reads this.")
    if Step.EVIDENCE in locked.passes and not attached_to(owner_of(locked)).exists():
        wrong["evidence"] = _("Attach evidence of what was done: photographs or documents.")
    if wrong:
        raise Invalid(wrong)
    now = clock.now()
    order = move(
        locked,
        "reply",
        moves_of(locked),
        actor=actor,
        held=True,
        finding=finding,
        reason=reason.strip(),
        reply=answer.strip(),
        replied_at=now,
        signed_at=locked.signed_at or now,
        first_body=locked.first_body or locked.body,
    )
    ended = [stages.stage_name(order, stage) for stage in (Stage.SIGNING, Stage.CONTACT, Stage.HANDLING)]
    stages.turn(order, *ended, begun=[stages.Begun(Stage.AUDIT, order.verifier)], actor=actor)
    hooks.tell_step(order, "reply")
    return order


def locked_at_work(order: Order) -> Order:
    """Return ``order`` locked, if the responsible unit has it in hand."""
    locked = stages.held(order)
    if locked.state not in AT_WORK:
        raise Conflict(_("This is possible only while the unit works on the order."), code="state")
    return locked


def _write(order: Order, text: str, actor: Actor, *, shared: bool) -> Note:
    body = getattr(actor, "body", None) or order.body
    return Note.objects.create(
        order=order,
        body=body,
        text=text.strip(),
        shared=shared,
        written_at=clock.now(),
        written_by=stages.name_of(actor),
    )
