"""Working days of the Chinese calendar, for pure code that must not ask the database."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar


def is_day_off(day: date) -> bool:
    """Whether a day is a weekend or public holiday in China; outside the calendar's years only weekends are known."""
    try:
        return bool(chinese_calendar.is_holiday(day))
    except NotImplementedError:
        return day.weekday() >= 5


def next_working_day(day: date) -> date:
    """The first working day on or after ``day``."""
    while is_day_off(day):
        day += timedelta(days=1)
    return day


def working_day_before(day: date) -> date:
    """The last working day on or before ``day``."""
    while is_day_off(day):
        day -= timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """The day that is ``count`` working days after ``day``, which itself does not count."""
    for _ in range(min(count, 400)):
        day = next_working_day(day + timedelta(days=1))
    return day
