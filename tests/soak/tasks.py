"""A job that takes its time, so that its worker can be killed under it."""

import time
from typing import Any

from zhengyou.records import jobs
from zhengyou.records.ledger.actions import record
from zhengyou.records.ledger.actors import SYSTEM
from zhengyou.records.ledger.models import Event

SECONDS = 3.0


@jobs.task("soak.slow")
def slow(word: str) -> None:
    """Work for a while, then write one event."""
    thing: Any = Event()
    thing.ledger_label = word
    time.sleep(SECONDS)
    record("soak.slow", thing, actor=SYSTEM)
