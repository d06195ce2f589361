"""The one place that knows what time it is."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_pretended: ContextVar[dt.datetime | None] = ContextVar("pretended", default=None)


def now() -> dt.datetime:
    """Return the present moment in UTC, or the one a rehearsal pretends it is."""
    return _pretended.get() or dt.datetime.now(dt.UTC)  # noqa: TID251 -- the one place


def today() -> dt.date:
    """Return the present day in Shanghai, where every official calendar is read."""
    return local(now()).date()


def local(moment: dt.datetime) -> dt.datetime:
    """Return ``moment`` as it is told in Shanghai."""
    return moment.astimezone(SHANGHAI)


def midnight(day: dt.date) -> dt.datetime:
    """Return the first moment of ``day`` in Shanghai; ranges of days are half open between two of these."""
    return dt.datetime.combine(day, dt.time(), SHANGHAI)


@contextmanager
def pretend(moment: dt.datetime) -> Iterator[None]:
    """Let the code inside believe that it is ``moment`` (with a time zone)."""
    if moment.tzinfo is None:
        raise ValueError("A pretended moment needs a time zone.")
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)
