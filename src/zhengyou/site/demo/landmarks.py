"""Places in the demonstration with addresses that never change, so that they can be printed when it starts."""

from zhengyou.instruments.ratings.enums import State
from zhengyou.instruments.ratings.models import Invitation, Rating
from zhengyou.instruments.ratings.queries import digest
from zhengyou.mechanisms.orders.enums import State as OrderState
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
