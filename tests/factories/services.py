"""Items, windows and cases, made by the verbs."""

import datetime as dt

from tests.factories.bodies import BodyFactory
from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services import actions
from zhengyou.registry.services.enums import Family
from zhengyou.registry.services.guides import Guide
from zhengyou.registry.services.models import Booking, Case, ServiceItem, Slot, Window

_counter = iter(range(1, 1_000_000))


def item(*, body: Body | None = None, family: str = Family.PUBLIC, name: str = "社保卡补办", **guide) -> ServiceItem:
    """Return an offered item; ``guide`` are fields of its guide."""
    return actions.open_item(
        body=body or BodyFactory(),
        code=f"ITEM{next(_counter):06d}",
        family=family,
        guide=Guide(name=name, **guide),
        actor=SYSTEM,
    )


def window(*, body: Body | None = None, items: list[ServiceItem] | None = None, name: str = "综合窗口") -> Window:
    """Return an open window with one item unless ``items`` are given."""
    body = body or BodyFactory()
    if items is None:
        items = [item(body=body)]
    return actions.open_window(body=body, number=str(next(_counter)), name=name, items=items, actor=SYSTEM)


def case(*, window: Window | None = None, item: ServiceItem | None = None, closed: bool = False, **fields) -> Case:
    """Return an accepted case, or a closed one."""
    window = window or globals()["window"]()
    made = actions.register_case(window=window, item=item or window.items.first(), actor=SYSTEM, **fields)
    return actions.close_case(made, actor=SYSTEM) if closed else made


def slot(*, window: Window | None = None, capacity: int = 1, hours: int = 24) -> Slot:
    """Return a slot of an hour that begins in so many hours."""
    begin = clock.now() + dt.timedelta(hours=hours)
    return Slot.objects.create(
        window=window or globals()["window"](), starts_at=begin, ends_at=begin + dt.timedelta(hours=1),
        capacity=capacity,
    )  # fmt: skip


def booking(*, slot: Slot | None = None) -> Booking:
    """Return an appointment of a visitor."""
    slot = slot or globals()["slot"]()
    item = slot.window.items.get()
    return actions.book(slot, item=item, visitor_name="赵钱孙", visitor_phone="13800001234", actor=SYSTEM)
