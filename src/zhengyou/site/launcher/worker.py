"""The worker: carries out deferred jobs, and periodic ones by the clock, until asked to stop."""

import argparse
import asyncio
import os

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from zhengyou.site.launcher import leash

GRACE = 25.0
"""Seconds that jobs under way may take to finish when the worker is asked to stop."""


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
    async with working.open_async():
        await working.run_worker_async(
            wait=wait, concurrency=concurrency, shutdown_graceful_timeout=GRACE, delete_jobs="successful"
        )
