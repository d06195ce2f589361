"""A province: the league table of 10,000 units with a million ratings, and 10,000 orders."""

import functools
from collections.abc import Iterator

from zhengyou.site.gauge import cpu
from zhengyou.site.gauge.figures import Figure, request_figures
from zhengyou.site.gauge.load import Request
from zhengyou.site.gauge.stand import Stand

UNITS, RATINGS, ORDERS = 10_000, 1_000_000, 10_000
DESK_CLIENTS = 1
"""Pages of the desk are timed for one person at a time: what counts is how long that person waits."""


def large(where: Stand, seconds: float) -> Iterator[Figure]:
    """Measure the comparison itself and the desk's largest pages."""
    made = where.fill("province", str(UNITS), str(RATINGS), str(ORDERS))
    postgres = cpu.of_postgres(where.cluster.pid())
    done = where.fill("comparison", str(made["root"]))
    yield Figure("league table: units", done["units"], "count")
    yield Figure("league table: ratings", done["ratings"], "count")
    yield Figure("league table: time to compute", round(done["seconds"], 2), "s")
    yield Figure("league table: CPU of Python to compute", round(done["cpu"], 2), "s")
    yield Figure(
        "league table: CPU of PostgreSQL to compute", round(cpu.of_postgres(where.cluster.pid()) - postgres, 2), "s"
    )
    session: str = made["session"]
    pages = {
        "league table page": f"/desk/scoring/{done['run']}/",
        "orders list": "/desk/orders/",
        "orders list, all": "/desk/orders/?show=all",
        "public unit page of the province": f"/units/{made['unit']}/",
        "public directory of units": "/units/",
        "public home page": "/",
    }
    for name, path in pages.items():
        yield from request_figures(
            name, where, seconds / 2, functools.partial(look, path, session), clients=DESK_CLIENTS
        )
    counted = where.fill("queries", session, *pages.values())
    for name, path in pages.items():
        yield Figure(f"{name}: queries", counted[path], "count")


def look(path: str, session: str, _number: int) -> Request:
    """Return the request of a signed-in person who looks at ``path``."""
    return Request(path, headers=(("Cookie", f"zy_session={session}"),))
