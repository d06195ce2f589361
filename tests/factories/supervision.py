"""A county that supervises: its bureau, who supervises, who signs, and an overdue order."""

import datetime as dt
from dataclasses import dataclass

from tests.factories.access import grant, signed_in
from tests.factories.bodies import BodyFactory
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions
from zhengyou.mechanisms.orders.enums import Finding, Kind
from zhengyou.mechanisms.orders.models import Measure, Order
from zhengyou.records import ledger
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.approvals import actions as approvals
from zhengyou.registry.approvals.enums import TaskState
from zhengyou.registry.approvals.models import Task
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.deadlines import actions as clocks
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.people.models import Account

KEEPING = (
    "orders.read", "orders.supervise", "orders.trigger", "orders.problems", "orders.account", "orders.violations",
    "orders.tours", "orders.verify", "orders.open",
)  # fmt: skip


@dataclass
class County:
    """People of a county and of one bureau below it."""

    body: Body
    unit: Body
    other: Body
    account: Account
    officer: Actor
    unit_account: Account
    clerk: Actor
    leader: Actor
    head: Actor


def county() -> County:
    body = BodyFactory(name="青禾县人民政府")
    unit = BodyFactory(name="县住建局", parent=body)
    account, officer = signed_in(*KEEPING, body=body)
    unit_account, clerk = signed_in("orders.read", "orders.answer", body=unit, duty="liaison")
    return County(
        body=body,
        unit=unit,
        other=BodyFactory(name="县民政局", parent=body),
        account=account,
        officer=officer,
        unit_account=unit_account,
        clerk=clerk,
        leader=signed_in("orders.read", body=body, duty="leader")[1],
        head=signed_in("orders.read", body=body, duty="head")[1],
    )


def may_also(actor: Actor, *functions: str) -> None:
    """Give the person of ``actor`` further functions at their own body."""
    grant(Appointment.objects.get(public_id=actor.hat_id), *functions)


def matter(unit: Body, at: dt.datetime | None = None, **facts) -> Order:
    """Return an order about a matter, opened at a moment."""
    with clock.pretend(at or clock.now()):
        return actions.open_order(
            **{"kind": Kind.COMMENT, "body": unit, "title": "老旧小区改造进度滞后", "actor": ledger.SYSTEM} | facts
        )


def handling_clock(order: Order) -> Clock:
    return Clock.objects.get(subject_id=str(order.pk), stage=actions.handling_stage(order))


def climb(order: Order, *moments: dt.datetime) -> None:
    """Let the clock of handling run out and climb at each of these moments."""
    running = handling_clock(order)
    with clock.pretend(running.due_at + dt.timedelta(minutes=5)):
        clocks.breach(running)
        clocks.climb(running)
    for moment in moments:
        with clock.pretend(moment):
            clocks.climb(running)


def tasks_of(measure: Measure) -> list[Task]:
    return list(Task.objects.filter(state=TaskState.WAITING, instance__subject_id=str(measure.pk)))


def sign_all(measure: Measure, place: County) -> None:
    """Let leader and head agree, one after the other."""
    for actor in (place.leader, place.head):
        (task,) = tasks_of(measure)
        approvals.approve(task, actor=actor, opinion="同意。")


def close(order: Order, place: County) -> Order:
    """Let the unit reply and the county verify."""
    order = Order.objects.get(pk=order.pk)
    if order.signed_at is None:
        order = actions.sign(order, actor=place.clerk)
    order = actions.reply(order, finding=Finding.TRUE, reason="人手不足", answer="已全部整改到位。", actor=place.clerk)
    return actions.verify(order, actor=place.officer)
