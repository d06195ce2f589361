"""What waits for a hat among the approvals."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.records.ledger import Actor
from zhengyou.records.notices.worklist import Todo
from zhengyou.registry.approvals import queries
from zhengyou.registry.approvals.models import Instance, Task
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.deadlines.queries import colour_of

MOST = 100


def waiting(actor: Actor) -> Iterable[Todo]:
    """Return the matters on which ``actor`` is asked or stands in, and those without an approver where ``actor`` oversees."""
    asked = list(queries.waiting_tasks(actor)[:MOST])
    entrusted = list(queries.entrusted_tasks(actor)[:MOST])
    clocks = _clocks(asked + entrusted)
    for task in asked:
        yield _todo(task, clocks, task.step_name)
    for task in entrusted:
        yield _todo(task, clocks, _("Sign for %(who)s") % {"who": task.label})
    for task in queries.unfilled_tasks(actor)[:MOST]:
        yield _todo(task, clocks, _("Name an approver"))


def _todo(task: Task, clocks: dict[str, Clock], kind: object) -> Todo:
    running = clocks.get(str(task.instance_id))
    return Todo(
        title=task.instance.title,
        kind=str(kind),
        url=reverse("approvals:detail", args=[task.instance_id]),
        due=running.due_at if running else None,
        colour=colour_of(running).value if running else "",
        body=task.instance.body.name,
    )


def _clocks(tasks: list[Task]) -> dict[str, Clock]:
    """Return the clock of the present step of each matter."""
    found = Clock.objects.filter(
        subject_kind=Instance._meta.label_lower,
        subject_id__in=[str(task.instance_id) for task in tasks],
        finished_at__isnull=True,
    ).exclude(state="void")
    return {clock.subject_id: clock for clock in found}
