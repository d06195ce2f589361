"""The door to the queue (Procrastinate): declare a task, defer it by name."""

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from typing import Any

from django.db import DatabaseError, transaction
from procrastinate import JobContext, RetryStrategy, exceptions
from procrastinate.contrib.django import app

from zhengyou.kernel.errors import Sentence
from zhengyou.records.jobs.titles import titles

RETRY = RetryStrategy(max_attempts=5, exponential_wait=4)
"""Tried again after 4, 16, 64 and 256 seconds; then it stands among the failures until a person retries it."""


def task(
    name: str, *, title: Sentence | str = "", cron: str = "", retry: bool = True, atomic: bool = True
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare the function below as the task ``name``, called ``title`` on screen; with ``cron`` it also runs by the
    clock (Shanghai's is UTC+8, cron is read in UTC). A periodic task takes no arguments.

    ``atomic``: whether the whole job is one transaction. Not where it hands something to a program outside that must
    not be handed over twice: such work commits what it begins before it sends, and what became of it after (ADR 13).
    """
    titles[name] = title or name

    def declare(work: Callable[..., None]) -> Callable[..., None]:
        def run(context: JobContext, /, timestamp: int | None = None, **arguments: Any) -> None:
            del timestamp  # periodic jobs are told when they were due; ours look at what is to be done instead
            try:
                with transaction.atomic() if atomic else nullcontext():
                    work(**arguments)
                    if cron:
                        _note_run(name)
            except Exception as error:
                _note(context.job.id, name, error)
                raise

        run.__doc__ = work.__doc__
        declared = app.task(name=name, retry=RETRY if retry else False, pass_context=True)(run)
        if cron:
            app.periodic(cron=cron, periodic_id=name)(declared)
        return work

    return declare


def _note_run(name: str) -> None:
    """Keep when a task of the clock was carried out; the queue itself forgets what went well."""
    from zhengyou.records.jobs.actions import note_run  # noqa: PLC0415 -- models are ready when jobs run

    note_run(name)


def _note(job: int | None, name: str, error: Exception) -> None:
    """Keep where a job broke, for the jobs page; where even that cannot be written, the error itself goes on."""
    from zhengyou.records.jobs.actions import note_failure  # noqa: PLC0415 -- models are ready when jobs run

    with suppress(DatabaseError):
        note_failure(job or 0, name, error)


def defer(name: str, *, at: dt.datetime | None = None, once: str = "", **arguments: Any) -> None:
    """Put the task ``name`` into the queue, in the present transaction; ``arguments`` are plain JSON values.

    ``at``: not before this moment. ``once``: while a job with this word waits, another one is not added.
    """
    job = app.configure_task(name=name, schedule_at=at, queueing_lock=once or None)
    try:
        with transaction.atomic() if once else nullcontext():
            job.defer(**arguments)
    except exceptions.AlreadyEnqueued:
        return


def defer_each(name: str, arguments: Sequence[dict[str, Any]]) -> None:
    """Put the task ``name`` into the queue once for each of ``arguments``: as `defer` does, in one statement."""
    if arguments:
        app.configure_task(name=name).batch_defer(*arguments)
