"""A nation's quarter: ten million ratings of ten thousand units (or as many as asked), summed, compared, shown.

Ratings are written as the counts of days that their intake would have left; single ratings are not needed to compare.
"""

import functools
from collections.abc import Iterator

from zhengyou.site.gauge import cpu
from zhengyou.site.gauge.figures import Figure, request_figures
from zhengyou.site.gauge.large import DESK_CLIENTS, UNITS, look
from zhengyou.site.gauge.stand import Stand

RATINGS = 10_000_000


def volume(where: Stand, seconds: float, *, ratings: int = RATINGS) -> Iterator[Figure]:
    """Measure the sums of months, the comparison of a quarter from them, and how long its league waits."""
    made = where.fill("quarter", str(UNITS), str(ratings))
    yield Figure("quarter: ratings", made["ratings"], "count")
    yield Figure("quarter: rows of days", made["rows"], "count")
    yield Figure("quarter: time to sum its three months", made["roll_up"], "s")
    yield Figure("quarter: time to read all its counts from the days", made["from_days"], "s")
    yield Figure("quarter: time to read all its counts from the sums", made["from_months"], "s")
    postgres = cpu.of_postgres(where.cluster.pid())
    done = where.fill("compared", str(made["root"]), made["first"], made["after"])
    yield Figure("quarter: units compared", done["units"], "count")
    yield Figure("quarter: time to compute its comparison", round(done["seconds"], 2), "s")
    yield Figure("quarter: CPU of Python to compute", round(done["cpu"], 2), "s")
    yield Figure(
        "quarter: CPU of PostgreSQL to compute", round(cpu.of_postgres(where.cluster.pid()) - postgres, 2), "s"
    )
    path = f"/desk/scoring/{done['run']}/"
    yield from request_figures(
        "league of the quarter (shall stay below 100 ms)", where, max(seconds, 2),
        functools.partial(look, path, made["session"]), clients=DESK_CLIENTS,
    )  # fmt: skip
