"""An office in which approvals run: a starter, leaders, a head, somebody who oversees."""

from dataclasses import dataclass

from tests.factories.access import signed_in
from tests.factories.bodies import BodyFactory
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.approvals import actions
from zhengyou.registry.approvals.enums import DefinitionState, TaskState
from zhengyou.registry.approvals.models import Definition, Instance, Step, Task
from zhengyou.registry.bodies.models import Appointment, Body


@dataclass
class Office:
    """People of one body, by what they are there."""

    body: Body
    clerk: Actor
    leaders: list[Actor]
    head: Actor
    overseer: Actor


def office(leaders: int = 1, body: Body | None = None) -> Office:
    body = body or BodyFactory()
    return Office(
        body=body,
        clerk=signed_in(body=body)[1],
        leaders=[signed_in(body=body, duty="leader")[1] for _ in range(leaders)],
        head=signed_in(body=body, duty="head")[1],
        overseer=signed_in("approvals.oversee", "approvals.define", body=body)[1],
    )


def definition(code: str = "try", *steps: dict, **fields) -> Definition:
    """Return a procedure in use: 经办 and then ``steps``, each returnable to every earlier one."""
    made = Definition.objects.create(code=code, title="试行程序", state=DefinitionState.IN_FORCE, **fields)
    Step.objects.create(definition=made, order_number=1, name="经办", who="starter")
    for number, step in enumerate(steps, 2):
        words = {"name": f"第{number}步", "duty": "leader", "returns_to": list(range(1, number))} | step
        Step.objects.create(definition=made, order_number=number, **words)
    return made


def submitted(place: Office, code: str = "publish") -> Instance:
    """Return an approval of the office's own body, submitted by its clerk."""
    return actions.submit(code, place.body, title="关于公开服务承诺的请示", body=place.body, actor=place.clerk)


def task_of(instance: Instance, actor: Actor) -> Task:
    """Return the task that asks ``actor`` now."""
    return instance.tasks.get(state=TaskState.WAITING, appointment__public_id=actor.hat_id)


def appointment_of(actor: Actor) -> Appointment:
    return Appointment.objects.get(public_id=actor.hat_id)
