"""The worker: carries out deferred jobs, and periodic ones by the clock, until asked to stop."""

import argparse
import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator

from django.db import Error, connection
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from zhengyou.records.jobs import stalled
from zhengyou.site.launcher import leash

log = logging.getLogger(__name__)

GRACE = 25.0
"""Seconds that jobs under way may take to finish when the worker is asked to stop."""
LOOK_EVERY = 10.0
"""Seconds between two looks for jobs whose worker died."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `zhengyou worker`."""
    parser.add_argument("--concurrency", type=int, help="jobs at the same time (WORKER_JOBS, 4)")
    parser.add_argument("--once", action="store_true", help="carry out what is due now, then end")


def run(options: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl-C; jobs under way are finished first, up to `GRACE` seconds."""
    leash.obey()
    concurrency = options.concurrency or int(os.environ.get("WORKER_JOBS", "4"))
    connector = app.connector
    assert isinstance(connector, DjangoConnector)  # noqa: S101  Django's integration makes no other
    with app.replace_connector(connector.get_worker_connector()) as working:
        asyncio.run(_work(working, concurrency, wait=not options.once))
    return 0


async def _work(working: App, concurrency: int, *, wait: bool) -> None:
    async with working.open_async(), _taking_up():
        await working.run_worker_async(
            wait=wait, concurrency=concurrency, shutdown_graceful_timeout=GRACE, delete_jobs="successful"
        )


@contextlib.asynccontextmanager
async def _taking_up() -> AsyncIterator[None]:
    """Take up the jobs of dead workers, at once and then every now and then, as long as the worker works."""
    await asyncio.to_thread(_take_up)

    async def look() -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await asyncio.to_thread(_take_up)

    looking = asyncio.create_task(look())
    try:
        yield
    finally:
        looking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await looking


def _take_up() -> None:
    """Take up what stalled; a database that is away just now is no reason for the worker to end."""
    try:
        if count := stalled.take_up():
            log.warning("%d jobs of a worker that died were put back into the queue", count)
    except Error as error:
        log.warning("jobs of dead workers could not be looked for: %s", error)
    finally:
        connection.close()  # this thread has no request at whose end Django would do it
