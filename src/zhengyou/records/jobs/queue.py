"""The door to the queue (Procrastinate): declare a task, defer it by name."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from procrastinate import RetryStrategy, exceptions
from procrastinate.contrib.django import app

RETRY = RetryStrategy(max_attempts=5, exponential_wait=4)
"""Tried again after 4, 16, 64 and 256 seconds; then it stands among the failures until a person retries it."""


def task(name: str, *, cron: str = "", retry: bool = True) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare the function below as the task ``name``; with ``cron`` it also runs by the clock (Shanghai's is UTC+8,
    cron is read in UTC). A periodic task takes no arguments.
    """

    def declare(work: Callable[..., None]) -> Callable[..., None]:
        def run(timestamp: int | None = None, **arguments: Any) -> None:
            del timestamp  # periodic jobs are told when they were due; ours look at what is to be done instead
            with transaction.atomic():
                work(**arguments)

        run.__doc__ = work.__doc__
        declared = app.task(name=name, retry=RETRY if retry else False)(run)
        if cron:
            app.periodic(cron=cron, periodic_id=name)(declared)
        return work

    return declare


def defer(name: str, *, at: dt.datetime | None = None, once: str = "", **arguments: Any) -> None:
    """Put the task ``name`` into the queue, in the present transaction; ``arguments`` are plain JSON values.

    ``at``: not before this moment. ``once``: while a job with this word waits, another one is not added.
    """
    job = app.configure_task(name=name, schedule_at=at, queueing_lock=once or None)
    try:
        with transaction.atomic():
            job.defer(**arguments)
    except exceptions.AlreadyEnqueued:
        return
