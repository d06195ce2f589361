"""Readings of the queue."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from zhengyou.kernel import clock
from zhengyou.records.jobs.enums import State
from zhengyou.records.jobs.models import Failure, LastRun
from zhengyou.records.jobs.titles import titles


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many jobs are due now, wait for later, are being worked on, and have failed for good."""

    due: int
    later: int
    doing: int
    failed: int


@dataclass(frozen=True, slots=True)
class Periodic:
    """A task that runs by the clock: its cron line in UTC and when it last succeeded and failed."""

    name: str
    title: str
    cron: str
    succeeded_at: dt.datetime | None
    failed_at: dt.datetime | None


def backlog() -> Backlog:
    """Return the state of the queue in one query."""
    now = clock.now()
    later = Q(status=State.TODO, scheduled_at__gt=now)
    counts = ProcrastinateJob.objects.filter(status__in=(State.TODO, State.DOING, State.FAILED)).aggregate(
        due=Count(
            "id", filter=Q(status=State.TODO) & ~Q(scheduled_at__gt=now) | Q(status=State.TODO, scheduled_at=None)
        ),
        later=Count("id", filter=later),
        doing=Count("id", filter=Q(status=State.DOING)),
        failed=Count("id", filter=Q(status=State.FAILED)),
    )
    return Backlog(**counts)


def jobs(state: str = "", task: str = "") -> QuerySet[ProcrastinateJob]:
    """Return the jobs in this state whose task's name holds ``task``, the latest first."""
    found: QuerySet[ProcrastinateJob] = ProcrastinateJob.objects.annotate(
        changed_at=Max("procrastinateevent__at")
    ).order_by("-id")
    if state in State.values:
        found = found.filter(status=state)
    return found.filter(task_name__icontains=task) if task else found


def last_failures(keys: list[int]) -> dict[int, Failure]:
    """Return the latest failed attempt of each of these jobs, in one query."""
    found = Failure.objects.filter(job__in=keys).order_by("job", "-at", "-id").distinct("job")
    return {one.job: one for one in found}


def periodic() -> list[Periodic]:
    """Return the tasks that run by the clock, with when they last ran, by name; two queries."""
    declared = {one.task.name: one.cron for one in app.periodic_registry.periodic_tasks.values()}
    done = dict(LastRun.objects.filter(task__in=declared).values_list("task", "done_at"))
    broke = dict(
        Failure.objects.filter(task__in=declared)
        .values("task")
        .annotate(last=Max("at"))
        .order_by()
        .values_list("task", "last")
    )
    return [
        Periodic(name, str(titles[name]), cron, done.get(name), broke.get(name))
        for name, cron in sorted(declared.items())
    ]


def outdated(before: dt.datetime) -> QuerySet[Failure]:
    """Return the failed attempts from before that moment."""
    return Failure.objects.filter(at__lt=before)
