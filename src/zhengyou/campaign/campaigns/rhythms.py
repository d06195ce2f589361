"""The days of a recurring duty: pure reckoning, no tables."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator

from zhengyou.campaign.campaigns.policy import MONTHS, MOST_OCCURRENCES

_DAY_OF_MONTH = re.compile(r"每(?:个?月|季度?)\D{0,4}?(\d{1,2})[日号]")


def first_day(starts_on: dt.date, rhythm: str, words: str = "") -> dt.date:
    """Return the first day on which a duty of ``rhythm`` is due when the plan names none.

    Where its ``words`` name a day of the month (每月5日前), that day on or after the start; else the end of the first
    period: a week, a ten-day period (上旬, 中旬, 下旬), or the last day of the month in which the period ends.
    """
    named = _DAY_OF_MONTH.search(words)
    if named and 1 <= int(named[1]) <= 31:
        for ahead in (0, 1):
            year, month = divmod(starts_on.year * 12 + starts_on.month - 1 + ahead, 12)
            day = _within(year, month + 1, int(named[1]))
            if day >= starts_on:
                return day
    if rhythm == "ten-day":
        return _end_of_ten_days(starts_on)
    if rhythm not in MONTHS:
        return starts_on + dt.timedelta(days=6)
    year, month = divmod(starts_on.year * 12 + starts_on.month - 1 + MONTHS[rhythm] - 1, 12)
    return _within(year, month + 1, 31)


def occurrences(first: dt.date, rhythm: str, last: dt.date) -> Iterator[dt.date]:
    """Yield the days from ``first`` to ``last`` (both included) on which a duty of ``rhythm`` is due.

    Months keep the day of ``first``, or take their last one where they are shorter; a first day that ends its month
    means the end of every month. Ten-day periods are those of the calendar, 上旬 to the 10th, 中旬 to the 20th and 下旬 to
    the end of the month; the same holds for a first day at the end of one.
    """
    for number in range(MOST_OCCURRENCES):
        day = _nth(first, rhythm, number)
        if day is None or day > last:
            return
        yield day


def _nth(first: dt.date, rhythm: str, number: int) -> dt.date | None:
    if number == 0:
        return first
    if rhythm == "weekly":
        return first + dt.timedelta(days=7 * number)
    if rhythm == "ten-day":
        return _nth_ten_days(first, number)
    if rhythm not in MONTHS:
        return None
    months = first.year * 12 + first.month - 1 + MONTHS[rhythm] * number
    year, month = divmod(months, 12)
    # A first day at the end of its month means the end of every month.
    ends = first.day == calendar.monthrange(first.year, first.month)[1]
    return _within(year, month + 1, 31 if ends else first.day)


def _ten_days(day: dt.date) -> int:
    """Return which ten-day period of its month a day lies in: 0, 1 or 2."""
    return min((day.day - 1) // 10, 2)


def _end_of_ten_days(day: dt.date) -> dt.date:
    return _within(day.year, day.month, (10, 20, 31)[_ten_days(day)])


def _nth_ten_days(first: dt.date, number: int) -> dt.date:
    months, period = divmod(_ten_days(first) + number, 3)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if first == _end_of_ten_days(first):
        return _within(year, month + 1, (10, 20, 31)[period])
    return _within(year, month + 1, 10 * period + first.day - 10 * _ten_days(first))


def _within(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
