"""The clocks of an order's stages: each stage has one row, started and finished by the verb that begins or ends it."""

import datetime as dt

from django.db.models import Max

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import policy
from zhengyou.mechanisms.orders.enums import Kind, Stage
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import Actor
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import actions as deadlines
from zhengyou.registry.deadlines.models import Clock, Standing
from zhengyou.registry.deadlines.queries import open_clock, open_clocks
from zhengyou.registry.deadlines.reckoning import Term

REPEATED = frozenset({Stage.HANDLING, Stage.AUDIT, Stage.CALL_BACK})
"""Stages that run again each time the order comes back."""


def held(order: Order) -> Order:
    """Return ``order`` as it stands now, locked: whoever may do something is asked of this one, never of an old copy."""
    # Locked without joins: a row whose unit has changed while we waited would no longer match the joined one.
    Order.objects.select_for_update().only("pk").get(pk=order.pk)
    return Order.objects.select_related("body", "verifier", "receiver", "caller", "first_body", "parent__verifier").get(
        pk=order.pk
    )


def stage_name(order: Order, stage: Stage) -> str:
    """Return under which name the clock of ``stage`` runs now: each time the order came back has a row of its own."""
    return f"{stage.value}-{order.returns + 1}" if order.returns and stage in REPEATED else stage.value


def handling_stage(order: Order) -> str:
    """Return the stage whose clock runs while ``order`` is put right."""
    return stage_name(order, Stage.HANDLING)


def begin(order: Order, stage: Stage, body: Body, *, actor: Actor, term: Term | None = None) -> Clock:
    """Start the clock of a stage for which ``body`` answers, by the rule of the kind or the ``term`` set for it."""
    started = deadlines.start(
        order,
        policy.rule_of(stage, Kind(order.kind)),
        body,
        actor=actor,
        stage=stage_name(order, stage),
        started_at=told_moment(actor),
        promised=term,
    )
    point(order)
    return started


def finish(order: Order, *stages: Stage, actor: Actor) -> None:
    """Note that stages are finished, in time or late; one that does not run is passed over."""
    for stage in stages:
        if running := open_clock(order, stage_name(order, stage)):
            deadlines.meet(running, actor=actor)
    point(order)


def drop(order: Order, *stages: Stage, actor: Actor) -> None:
    """Take clocks that still run out of account: those of ``stages``, or all."""
    names = {stage_name(order, stage) for stage in stages}
    for running in open_clocks(order):
        if not names or running.stage in names:
            deadlines.void(running, actor=actor)
    point(order)


def point(order: Order) -> None:
    """Let the order name the earliest of its clocks that is not finished, and the highest rung on which one stands."""
    order.clock = open_clocks(order).order_by("due_at", "id").first()
    highest = Standing.objects.filter(clock__in=open_clocks(order).values("pk")).aggregate(highest=Max("grade"))
    order.grade = highest["highest"] or 0
    Order.objects.filter(pk=order.pk).update(clock=order.clock, grade=order.grade)


def told_moment(actor: Actor) -> dt.datetime:
    """Return the moment from which a clock counts; for the public the day's beginning, which tells no moment."""
    return clock.midnight(clock.today()) if actor.kind == "public" else clock.now()


def return_by(kind: Kind, body: Body, actor: Actor) -> dt.datetime:
    """Return until when ``body`` may return an order of this kind that it gets now."""
    key = policy.RULE_OF_RETURN.get(kind, policy.RULE_OF_RETURN_ELSE)
    return deadlines.due_by(key, body, told_moment(actor))


def last_day(order: Order) -> dt.date | None:
    """Return the day on which the clock of putting right runs out, if it runs."""
    running = open_clock(order, handling_stage(order))
    return clock.local(running.due_at).date() if running else None


def name_of(actor: Actor) -> str:
    """Return name and hat of ``actor`` as they are kept beside what was written or decided."""
    return " · ".join(filter(None, [actor.label, actor.hat_label]))[:200]


def hand_over(order: Order, body: Body, *, actor: Actor) -> None:
    """Let another unit answer for the clocks that run; their due moments stay as they are."""
    for running in open_clocks(order).exclude(stage__startswith=Stage.AUDIT).exclude(stage=Stage.CALL_BACK):
        deadlines.hand_over(running, body, actor=actor)


def deliver_to(order: Order, body: Body, *, actor: Actor) -> None:
    """Let the assisting units of ``order`` deliver to ``body``, which leads from now on."""
    for part in order.parts.select_for_update(of=("self",)).order_by("pk"):
        Order.objects.filter(pk=part.pk).update(verifier=body)
        for running in open_clocks(part):
            stage = running.stage.partition("-")[0]
            answers = {Stage.AUDIT.value: body, Stage.DECIDING.value: order.verifier}.get(stage)
            if answers is not None and running.body_id != answers.pk:
                deadlines.hand_over(running, answers, actor=actor)


def runs(order: Order, stage: Stage) -> bool:
    """Return whether the clock of ``stage`` is not finished yet."""
    return open_clock(order, stage_name(order, stage)) is not None
