"""The work queue 待办: what waits for a hat, asked of every room that registered a reading for it."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from zhengyou.kernel.errors import Sentence
from zhengyou.records.ledger import Actor


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that waits: what it is, until when, and the page where it is done.

    ``colour`` is blue, yellow or red where its clock says so, else empty.
    """

    title: str
    kind: Sentence
    url: str
    due: dt.datetime | None = None
    colour: str = ""
    body: str = ""


Reading = Callable[[Actor], Iterable[Todo]]

_readings: list[Reading] = []


def register(reading: Reading) -> None:
    """Let the work queue ask ``reading`` (from ``AppConfig.ready``); it returns at most some hundred rows."""
    if reading not in _readings:
        _readings.append(reading)


def waiting_for(actor: Actor) -> list[Todo]:
    """Return everything that waits for ``actor``: overdue and nearly due first, what has no date last."""
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted((todo for reading in _readings for todo in reading(actor)), key=lambda todo: todo.due or far)
