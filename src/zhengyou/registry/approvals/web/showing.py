"""How approvals, steps and opinions look on the desk."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.registry.approvals.enums import Decision, Origin, State, TaskState
from zhengyou.registry.approvals.models import Instance, Step, Task
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.deadlines.queries import colour_of

TONES = {State.RUNNING: "info", State.APPROVED: "success", State.REJECTED: "error", State.WITHDRAWN: "neutral"}
DECIDED = {
    Decision.SUBMITTED: "info",
    Decision.APPROVED: "success",
    Decision.REJECTED: "error",
    Decision.RETURNED: "warning",
}


def minute(moment: dt.datetime) -> str:
    """Return a moment as lists show it."""
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"


def lights(instances: Iterable[Instance]) -> dict[str, dict[str, str]]:
    """Return light and due moment of the step at which each approval stands, by its id; one query."""
    found = Clock.objects.filter(
        subject_kind=Instance._meta.label_lower,
        subject_id__in=[str(one.pk) for one in instances],
        state__in=[ClockState.RUNNING, ClockState.BREACHED],
        finished_at__isnull=True,
    )
    return {one.subject_id: {"colour": colour_of(one).value or "green", "text": minute(one.due_at)} for one in found}


def steps(instance: Instance) -> list[dict[str, str]]:
    """Return the procedure's steps with where the approval stands."""
    return [_step(instance, step) for step in instance.definition.steps.all()]


def _step(instance: Instance, step: Step) -> dict[str, str]:
    if instance.state == State.APPROVED or step.order_number < instance.step:
        state = "done"
    elif step.order_number > instance.step:
        state = "todo"
    else:
        state = "current" if instance.state == State.RUNNING else "error"
    return {"label": step.name, "state": state, "note": str(step.get_mode_display()) if step.mode != "single" else ""}


def opinions(tasks: Iterable[Task]) -> list[dict[str, Any]]:
    """Return what was said and what is awaited, the latest first, as lines of a timeline."""
    said = [task for task in tasks if task.state != TaskState.SKIPPED]
    said.sort(key=lambda task: (task.done_at or dt.datetime.max.replace(tzinfo=dt.UTC), task.asked_at), reverse=True)
    return [_opinion(task) for task in said]


def _opinion(task: Task) -> dict[str, Any]:
    note = str(Origin(task.origin).label) if task.origin != Origin.STEP else ""
    if task.state == TaskState.DONE:
        who = task.signed_by
        if task.authority:
            note = _("Signed for %(who)s on the authority of %(authority)s") % {
                "who": task.label,
                "authority": task.authority,
            }
        text = " · ".join(filter(None, [task.opinion, note]))
        title = f"{task.step_name}：{task.get_decision_display()}"
        return {
            "when": minute(task.done_at) if task.done_at else "",
            "title": title,
            "who": who,
            "text": text,
            "tone": DECIDED[Decision(task.decision)],
        }
    reminded = _("Reminded %(n)d times") % {"n": task.reminders} if task.reminders else ""
    return {
        "when": minute(task.asked_at),
        "title": f"{task.step_name}：{task.get_state_display()}",
        "who": task.label or _("Nobody has been found for this step yet"),
        "text": " · ".join(filter(None, [note, reminded])),
        "tone": "warning" if task.appointment_id is None else "neutral",
    }
