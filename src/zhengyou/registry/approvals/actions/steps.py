"""What happens when an approval enters a step: somebody is asked, a clock starts. No verbs of their own."""

from collections.abc import Iterable

from django.utils.translation import gettext

from zhengyou.kernel import clock
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import record
from zhengyou.registry.approvals import approvers
from zhengyou.registry.approvals.enums import Origin
from zhengyou.registry.approvals.models import Instance, Step, Task
from zhengyou.registry.bodies.models import Appointment
from zhengyou.registry.deadlines import actions as clocks
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.deadlines.queries import clocks_of, open_clock
from zhengyou.registry.people.models import Person


def label(appointment: Appointment) -> str:
    """Return name and post of a holder as they are now."""
    return f"{appointment.person.name} · {appointment}"[:200]


def enter(instance: Instance, step: Step, actor: ledger.Actor) -> list[Task]:
    """Take a locked approval into ``step`` and ask its approvers; a task without anybody where none is found.

    Such a task stands on the list of those who oversee approvals until they fill it, so that nothing is stuck unseen.
    """
    instance.step, instance.turn = step.order_number, instance.turn + 1
    instance.save(update_fields=["step", "turn"])
    found = approvers.approvers(step, instance)
    tasks = [ask_one(instance, step, one, actor) for one in found] or [ask(instance, step, None, Origin.STEP, actor)]
    if step.rule_key:
        clocks.start(instance, step.rule_key, instance.body, actor=ledger.SYSTEM, stage=_stage(step))
    return tasks


def ask_one(instance: Instance, step: Step, one: approvers.Asked, actor: ledger.Actor) -> Task:
    """Ask whom the step names, or who stands in for the one it names."""
    origin = Origin.STEP if one.instead_of is None else Origin.STAND_IN
    return ask(instance, step, one.appointment, origin, actor, instead_of=one.instead_of)


def ask(
    instance: Instance,
    step: Step,
    appointment: Appointment | None,
    origin: Origin,
    actor: ledger.Actor,
    parent: Task | None = None,
    instead_of: Person | None = None,
) -> Task:
    """Ask one appointment, or nobody yet, in the present turn."""
    named = label(appointment) if appointment else ""
    if instead_of is not None:
        named = gettext("%(who)s (for %(absent)s)") % {"who": named, "absent": instead_of.name}
    task = Task.objects.create(
        instance=instance,
        step=step.order_number,
        step_name=step.name,
        turn=instance.turn,
        appointment=appointment,
        label=named[:200],
        origin=origin,
        parent=parent,
        asked_at=clock.now(),
    )
    record("approvals.ask", task, actor=actor, target=task.state)
    return task


def asked_persons(tasks: Iterable[Task]) -> set[str]:
    """Return the keys of the persons whom these tasks ask."""
    return {str(task.appointment.person_id) for task in tasks if task.appointment}


def settle_clock(instance: Instance, step: Step, actor: ledger.Actor) -> None:
    """End the clock of a step that has been answered."""
    if step.rule_key and (running := open_clock(instance, _stage(step))):
        clocks.meet(running, actor=actor)


def drop_clocks(instance: Instance, actor: ledger.Actor) -> None:
    """Take clocks that still run out of account: the approval ended otherwise."""
    for running in clocks_of(instance).filter(state__in=[ClockState.RUNNING, ClockState.PAUSED]):
        clocks.void(running, actor=actor)


def _stage(step: Step) -> str:
    """Return the name of the stage whose clock runs while a step waits."""
    return f"step-{step.order_number}"
