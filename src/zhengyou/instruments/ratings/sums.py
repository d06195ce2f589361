"""The sums of months that are over (`MonthTally`), so that long periods are read at once."""

import datetime as dt
from collections.abc import Collection

from django.db import connection, transaction

from zhengyou.instruments.ratings.models import DayTally, MonthTally
from zhengyou.kernel import clock

LOCK = 6_962_002
"""The advisory lock of whoever sums a month, or adds to a day that is over."""


def roll_up() -> int:
    """Sum the days of every month that is over and has no sum yet, one transaction a month; return how many months.

    Safe to repeat. What another system tells of a month after its sum stands is added by `sum_anew`.
    """
    this = clock.today().replace(day=1)
    first = DayTally.objects.order_by("day").values_list("day", flat=True).first()
    done, month = 0, first.replace(day=1) if first else this
    while month < this:
        if not MonthTally.objects.filter(month=month).exists():
            done += _sum(month)
        month = _next(month)
    return done


@transaction.atomic
def _sum(month: dt.date) -> bool:
    hold()
    with connection.cursor() as cursor:
        cursor.execute(_ROLL_UP, {"month": month, "after": _next(month), "bodies": None})
        return bool(cursor.rowcount > 0)


def hold() -> None:
    """Let one transaction at a time sum a month, or add to a day that is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def sum_anew(late: Collection[tuple[int, dt.date]]) -> None:
    """Sum the months anew of the bodies and days to which something was ``late`` added; the caller holds `hold`."""
    for month in sorted({day.replace(day=1) for _body, day in late}):
        bodies = sorted({body for body, day in late if day.replace(day=1) == month})
        if not MonthTally.objects.filter(month=month).exists():
            continue  # not summed yet
        MonthTally.objects.filter(month=month, body__in=bodies).delete()
        with connection.cursor() as cursor:
            cursor.execute(_ROLL_UP, {"month": month, "after": _next(month), "bodies": bodies})


def _next(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=32)).replace(day=1)


_ROLL_UP = """
INSERT INTO ratings_monthtally (body_id, month, levels, cells)
SELECT body_id, %(month)s, ARRAY[sum(v1), sum(v2), sum(v3), sum(v4), sum(v5)],
       jsonb_object_agg(family || '|' || channel, jsonb_build_array(v1, v2, v3, v4, v5))
FROM (
    SELECT body_id, family, channel,
           coalesce(sum(count) FILTER (WHERE level = 1), 0) AS v1,
           coalesce(sum(count) FILTER (WHERE level = 2), 0) AS v2,
           coalesce(sum(count) FILTER (WHERE level = 3), 0) AS v3,
           coalesce(sum(count) FILTER (WHERE level = 4), 0) AS v4,
           coalesce(sum(count) FILTER (WHERE level = 5), 0) AS v5
    FROM ratings_daytally
    WHERE day >= %(month)s AND day < %(after)s AND (%(bodies)s::bigint[] IS NULL OR body_id = ANY(%(bodies)s::bigint[]))
    GROUP BY body_id, family, channel
) AS cells
GROUP BY body_id
ON CONFLICT (month, body_id) DO NOTHING
"""
