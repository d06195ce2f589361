"""Clocks and rule packs."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.factories.bodies import BodyFactory
from zhengyou.kernel import clock
from zhengyou.records import ledger
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import actions
from zhengyou.registry.deadlines.models import Clock

SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment(text: str) -> dt.datetime:
    """Return ``2026-05-06 10:00`` as a moment in Shanghai."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def running_clock(
    rule_key: str = "order.handle", *, at: str = "2026-05-11 10:00", body: Body | None = None, stage: str = ""
) -> Clock:
    """Return a clock started at ``at``; any thing may be its subject, here its own body."""
    body = body or BodyFactory()
    with clock.pretend(moment(at)):
        return actions.start(body, rule_key, body, actor=ledger.SYSTEM, stage=stage)
