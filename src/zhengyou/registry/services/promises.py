"""When a case is due by the promise of its guide."""

import datetime as dt

from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import queries, reckoning
from zhengyou.registry.services.enums import Mode
from zhengyou.registry.services.models import ItemVersion


def due(version: ItemVersion, body: Body, accepted_at: dt.datetime) -> tuple[dt.datetime | None, bool]:
    """Return when a case accepted at this moment is due, and whether the date is provisional.

    Reckoned on the calendar of ``body``; a matter done on the spot has no due moment.
    """
    if version.mode != Mode.COMMITTED or not version.promise_amount:
        return None, False
    calendar = queries.calendar(body, queries.years_from(clock.local(accepted_at).date()))
    term = reckoning.Term(version.promise_amount, reckoning.Unit(version.promise_unit))
    reckoned = reckoning.due(accepted_at, term, reckoning.Ground(calendar))
    return reckoned.at, reckoned.provisional
