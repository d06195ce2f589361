"""Periods of assessment: whole months from the first day of a scheme."""

import datetime as dt

from zhengyou.mechanisms.scoring.enums import Rhythm


def later(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later (earlier, where negative); ``day`` is the first of a month."""
    number = day.year * 12 + day.month - 1 + months
    return day.replace(year=number // 12, month=number % 12 + 1)


def period_of(first: dt.date, rhythm: Rhythm, day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the half-open period that holds ``day``, in a rhythm that begins on ``first`` (or would have before)."""
    length = rhythm.months
    past = (day.year * 12 + day.month) - (first.year * 12 + first.month)
    start = later(first, past // length * length)
    return start, later(start, length)


def begins_one(first: dt.date, rhythm: Rhythm, day: dt.date) -> bool:
    """Return whether a period begins on ``day``."""
    return period_of(first, rhythm, day)[0] == day
