"""The working days of the demonstration's year, by the real calendar, and moments within office hours."""

import datetime as dt
import random
from dataclasses import dataclass

from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import queries
from zhengyou.registry.deadlines.reckoning import Calendar

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """Working days, to be walked along."""

    calendar: Calendar

    def worked(self, day: dt.date) -> bool:
        """Return whether ``day`` is a working day."""
        return self.calendar.is_worked(day)

    def after(self, day: dt.date, count: int) -> dt.date:
        """Return the ``count``-th working day after ``day``."""
        while count:
            day += DAY
            count -= self.calendar.is_worked(day)
        return day

    def from_(self, day: dt.date) -> dt.date:
        """Return ``day`` where it is a working day, else the next one."""
        while not self.calendar.is_worked(day):
            day += DAY
        return day


def of(body: Body, first: dt.date) -> Days:
    """Return the working days as they hold for ``body`` from ``first`` on."""
    return Days(queries.calendar(body, queries.years_from(first)))


def office_moment(day: dt.date, chance: random.Random, zone: dt.tzinfo) -> dt.datetime:
    """Return a moment of ``day`` while the windows are open; mornings are busier."""
    minute = 540 + chance.triangular(2, 172, 70) if chance.random() < 0.57 else 840 + chance.triangular(2, 195, 60)
    whole = int(minute)
    # Never on a full minute: jobs run then, and what happens in the same second has no order.
    return dt.datetime(day.year, day.month, day.day, whole // 60, whole % 60, chance.randint(5, 55), tzinfo=zone)
