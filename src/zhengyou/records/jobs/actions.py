"""Verbs of jobs: note a failed attempt, run a failed job again."""

import datetime as dt
import traceback
from pathlib import PurePath

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict
from zhengyou.records.jobs import policy, queries
from zhengyou.records.jobs.enums import State
from zhengyou.records.jobs.models import Failure, LastRun
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import record


@transaction.atomic
def note_failure(job: int, task: str, error: BaseException, *, actor: Actor = SYSTEM) -> Failure:
    """Keep the kind and the place of an error that broke a job, without its message."""
    del actor  # the queue keeps its own events; this adds what they lack
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    return Failure.objects.create(job=job, task=task[:128], error=kind[:200], spot=_spot(error)[:300], at=clock.now())


@transaction.atomic
def note_run(task: str, *, actor: Actor = SYSTEM) -> None:
    """Keep that a task of the clock was carried out now."""
    del actor
    LastRun.objects.update_or_create(task=task, defaults={"done_at": clock.now()})


@transaction.atomic
def drop_outdated(*, actor: Actor = SYSTEM) -> int:
    """Take away notes of attempts that failed long ago."""
    del actor
    gone, _each = queries.outdated(clock.now() - dt.timedelta(days=policy.FAILURES_KEPT_DAYS)).delete()
    return gone


@transaction.atomic
def retry(job: int, *, actor: Actor) -> ProcrastinateJob:
    """Put a failed job back into the queue, to be worked on at once. Asked again while it waits, nothing changes."""
    locked: ProcrastinateJob | None = ProcrastinateJob.objects.select_for_update(of=("self",)).filter(pk=job).first()
    if locked is None:
        raise Conflict(_("This job is no longer on record."), code="gone")
    if locked.status in (State.TODO, State.DOING):
        return locked
    if locked.status != State.FAILED:
        raise Conflict(_("Only failed jobs are run again."), code="state")
    app.job_manager.retry_job_by_id(job_id=job, retry_at=clock.now())
    locked.refresh_from_db()
    label = f"{locked.task_name} #{locked.pk}"  # its own text would quote the arguments
    locked.ledger_label = label  # type: ignore[attr-defined]  # the ledger reads it where a thing has it
    record("jobs.retry", locked, actor=actor, source=State.FAILED, target=State.TODO)
    return locked


def _spot(error: BaseException) -> str:
    """Return the last place in the house's own code through which the error came."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "zhengyou" in PurePath(frame.filename).parts] or list(frames)
    if not ours:
        return ""
    last = ours[-1]
    parts = PurePath(last.filename).parts
    inside = parts[parts.index("zhengyou") + 1 :] if "zhengyou" in parts else parts[-1:]
    return f"{'/'.join(inside)}:{last.lineno} {last.name}"
