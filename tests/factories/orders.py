"""Orders."""

from tests.factories.bodies import BodyFactory
from zhengyou.mechanisms.orders import actions
from zhengyou.mechanisms.orders.enums import Kind
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records import ledger
from zhengyou.registry.bodies.models import Body


def order(body: Body | None = None, **facts) -> Order:
    """Return an order as a bad rating opens it, to a unit with a body above it."""
    body = body or BodyFactory(parent=BodyFactory())
    return actions.open_order(
        **{"kind": Kind.RATING, "body": body, "title": "窗口差评整改", "text": "等了两个小时", "actor": ledger.PUBLIC}
        | facts
    )
