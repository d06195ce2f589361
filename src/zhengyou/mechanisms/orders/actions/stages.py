"""The clocks of an order's stages: each stage has one row, started and finished by the verb that begins or ends it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict
from zhengyou.mechanisms.orders import policy
from zhengyou.mechanisms.orders.enums import Kind, Stage
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import Actor
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import actions as deadlines
from zhengyou.registry.deadlines.actions import Limits
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.deadlines.models import Clock, Standing
from zhengyou.registry.deadlines.queries import open_clock, open_clocks
from zhengyou.registry.deadlines.reckoning import Term

REPEATED = frozenset({Stage.HANDLING, Stage.AUDIT, Stage.CALL_BACK})
"""Stages that run again each time the order comes back."""


def held(order: Order) -> Order:
    """Return ``order`` as it stands now, locked: whoever may do something is asked of this one, never of an old copy."""
    # Locked without joins: a row whose unit has changed while we waited would no longer match the joined one.
    locked = Order.objects.select_for_update().get(pk=order.pk)
    if locked.parent_id:
        locked.parent = Order.objects.select_related("verifier").get(pk=locked.parent_id)
    keys = {name: getattr(locked, f"{name}_id") for name in ("body", "verifier", "receiver", "caller", "first_body")}
    bodies = Body.objects.in_bulk({key for key in keys.values() if key})
    for name, key in keys.items():
        if key:
            setattr(locked, name, bodies[key])
    return locked


def stage_name(order: Order, stage: Stage) -> str:
    """Return under which name the clock of ``stage`` runs now: each time the order came back has a row of its own."""
    return f"{stage.value}-{order.returns + 1}" if order.returns and stage in REPEATED else stage.value


def handling_stage(order: Order) -> str:
    """Return the stage whose clock runs while ``order`` is put right."""
    return stage_name(order, Stage.HANDLING)


@dataclass(frozen=True, slots=True)
class Begun:
    """A stage that begins: for which ``body`` answers, by the rule of the kind or the ``term`` set for it."""

    stage: Stage
    body: Body
    term: Term | None = None


def limits_of(kind: Kind, body: Body, actor: Actor, *begun: Stage) -> Limits:
    """Return the limits of an order of ``kind`` that ``body`` gets now: of returning it and of the stages that begin."""
    keys = [_rule_of_return(kind), *(policy.rule_of(stage, kind) for stage in begun)]
    return Limits(body, told_moment(actor), keys)


def begin(order: Order, *begun: Begun, actor: Actor, limits: Limits | None = None) -> None:
    """Start the clocks of stages; ``limits`` are those of their body where they were read already."""
    turn(order, begun=begun, limits=limits, actor=actor)


def finish(order: Order, *stages: Stage, actor: Actor) -> None:
    """Note that stages are finished, in time or late; one that does not run is passed over."""
    turn(order, *(stage_name(order, stage) for stage in stages), actor=actor)


def turn(order: Order, *ended: str, begun: Iterable[Begun] = (), limits: Limits | None = None, actor: Actor) -> None:
    """Finish the stages named ``ended``, start others, and point; the clocks of the order are read once for all of it."""
    running = locked_clocks(order)
    for name in ended:
        if (one := running.pop(name, None)) is not None:
            deadlines.meet_held(one, actor=actor)
    for step in begun:
        name = stage_name(order, step.stage)
        if name in running and running[name].state != ClockState.BREACHED:
            raise Conflict(_("The clock of this stage is running already."), code="running")
        if limits is None or limits.body != step.body:
            limits = Limits(step.body, told_moment(actor))
        rule = policy.rule_of(step.stage, Kind(order.kind))
        running[name] = deadlines.start_held(order, rule, limits, actor=actor, stage=name, promised=step.term)
    _point(order, list(running.values()))


def drop(order: Order, *stages: Stage, actor: Actor) -> None:
    """Take clocks that still run out of account: those of ``stages``, or all."""
    names = {stage_name(order, stage) for stage in stages}
    left = []
    for running in locked_clocks(order).values():
        if not names or running.stage in names:
            deadlines.void_held(running, actor=actor)
        else:
            left.append(running)
    _point(order, left)


def locked_clocks(order: Order) -> dict[str, Clock]:
    """Return the clocks of an order that are not finished, locked, by stage; of two of a stage the later one."""
    found = list(open_clocks(order).order_by("pk").select_for_update())
    return {one.stage: one for one in sorted(found, key=lambda one: (one.started_at, one.pk))}


def point(order: Order) -> None:
    """Let the order name the earliest of its clocks that is not finished, and the highest rung on which one stands."""
    clocks = list(open_clocks(order))
    order.clock = min(clocks, key=lambda one: (one.due_at, one.pk), default=None)
    order.grade = _highest(clocks)
    Order.objects.filter(pk=order.pk).update(clock=order.clock, grade=order.grade)


def _point(order: Order, clocks: list[Clock]) -> None:
    """Point a locked order to one of its open ``clocks``; written only where it changes.

    Only a climb raises the rung, and it locks the order first: none that stands on no rung got onto one meanwhile.
    """
    earliest = min(clocks, key=lambda one: (one.due_at, one.pk), default=None)
    grade = _highest(clocks) if order.grade else 0
    if order.clock_id != (earliest.pk if earliest else None) or order.grade != grade:
        order.clock, order.grade = earliest, grade
        Order.objects.filter(pk=order.pk).update(clock=earliest, grade=grade)


def _highest(clocks: list[Clock]) -> int:
    """Return the highest rung on which one of ``clocks`` stands."""
    highest = Standing.objects.filter(clock__in=clocks).aggregate(highest=Max("grade"))["highest"] if clocks else 0
    return highest or 0


def told_moment(actor: Actor) -> dt.datetime:
    """Return the moment from which a clock counts; for the public the day's beginning, which tells no moment."""
    return clock.midnight(clock.today()) if actor.kind == "public" else clock.now()


def return_by(kind: Kind, limits: Limits) -> dt.datetime:
    """Return until when the body of ``limits`` may return an order of this kind that it gets now."""
    return limits.due_by(_rule_of_return(kind))


def _rule_of_return(kind: Kind) -> str:
    return policy.RULE_OF_RETURN.get(kind, policy.RULE_OF_RETURN_ELSE)


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
