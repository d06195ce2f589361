"""Places in the demonstration with addresses that never change, so that they can be printed when it starts."""

import datetime as dt

from zhengyou.instruments.ratings import actions
from zhengyou.instruments.ratings.enums import State
from zhengyou.instruments.ratings.models import Invitation, Rating
from zhengyou.instruments.ratings.queries import digest
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.enums import State as OrderState
from zhengyou.records.ledger import SYSTEM
from zhengyou.site.demo.identities import code, dice, fixed_id
from zhengyou.site.demo.staff import SHOWN
from zhengyou.site.demo.windows import Counter

RATING_CODE = code(10, dice("shown invitation"))
"""An invitation that nobody has used yet."""
RECEIPT = code(12, dice("shown receipt"))
"""The receipt of a bad rating that has been put right."""

LINKS = (
    ("单位公开页（县政务服务中心）", f"/units/{fixed_id(f'body {SHOWN}')}/"),
    ("群众评价（十秒完成）", f"/r/{RATING_CODE}"),
    ("评价进度查询（差评已整改）", f"/t/{RECEIPT}"),
    ("工作台", "/desk/"),
)
"""Pages worth opening first: title and path."""


KIOSKS = ("1号评价终端", "2号评价终端", "3号评价终端")
"""Terminals at the first windows of the shown unit: one works, one is silent, one waits for its device."""
PIN = "2468"


def put_up_kiosks(counters: list[Counter]) -> None:
    """Set up the terminals; no device holds their keys, they only stand in the lists."""
    windows = [counter.window for counter in counters if counter.unit.key == SHOWN][: len(KIOSKS)]
    made = [
        actions.set_up_kiosk(window, name=name, pin=PIN, actor=SYSTEM)
        for window, name in zip(windows, KIOSKS, strict=False)
    ]
    for kiosk, silent in zip(made, (dt.timedelta(), dt.timedelta(days=3)), strict=False):
        with clock.pretend(clock.now() - silent):
            actions.pair(actions.ask_to_pair(kiosk, actor=SYSTEM))
    actions.watch_kiosks()


def set_up(counters: list[Counter]) -> None:
    """Give the shown invitation and the shown receipt their codes."""
    windows = [counter.window.pk for counter in counters if counter.unit.key == SHOWN]
    invited = Invitation.objects.filter(window__in=windows, state=State.INVITED).order_by("-made_on", "pk").first()
    if invited is not None:
        Invitation.objects.filter(pk=invited.pk).update(code=RATING_CODE)
    bad = Rating.objects.filter(order__state=OrderState.CLOSED, order__finding="true").exclude(text="")
    mended = bad.order_by("-day", "pk").first()
    if mended is not None:
        Rating.objects.filter(pk=mended.pk).update(receipt_digest=digest(RECEIPT))
