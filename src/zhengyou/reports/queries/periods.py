"""The months over which reports sum up."""

import datetime as dt

from zhengyou.kernel import clock
from zhengyou.reports import policy


def first_of_month(day: dt.date, back: int = 0) -> dt.date:
    """Return the first day of the month that lies ``back`` months before the month of ``day``."""
    months = day.year * 12 + day.month - 1 - back
    return dt.date(months // 12, months % 12 + 1, 1)


def last_year(today: dt.date | None = None) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the past twelve months, the present one included."""
    today = today or clock.today()
    return first_of_month(today, policy.MONTHS - 1), today


def months(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the first day of each month from ``first`` to ``last``."""
    count = (last.year - first.year) * 12 + last.month - first.month
    return [first_of_month(last, back) for back in range(count, -1, -1)]
