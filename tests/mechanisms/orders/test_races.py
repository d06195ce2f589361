"""Verbs of an order at the same moment, on real connections: one wins, the other is told."""

import pytest

from tests.concurrency import at_once
from tests.factories import access
from tests.factories.bodies import BodyFactory
from tests.factories.orders import order
from zhengyou.kernel.errors import Conflict
from zhengyou.mechanisms.orders import actions
from zhengyou.mechanisms.orders.enums import Finding, State
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger.queries import history

pytestmark = pytest.mark.django_db(transaction=True)
ANSWER = {"finding": Finding.TRUE, "reason": "排班不足", "answer": "已增开窗口。"}


@pytest.fixture
def unit():
    return BodyFactory(parent=BodyFactory())


def test_two_clerks_sign_at_once(unit):
    one, clerk = order(unit), access.actor("orders.answer", body=unit)

    results = at_once(2, lambda _: actions.sign(one, actor=clerk))

    assert sum(isinstance(result, Order) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert [event.verb for event in history(one)].count("orders.sign") == 1


def test_one_accepts_while_the_other_sends_back(unit):
    clerk, office = access.actor("orders.answer", body=unit), access.actor("orders.verify", body=unit.parent)
    one = actions.reply(order(unit), actor=clerk, **ANSWER)
    verbs = (
        lambda: actions.verify(one, actor=office),
        lambda: actions.send_back(one, reason="未写明措施", actor=office),
    )

    results = at_once(2, lambda place: verbs[place]())

    assert sum(isinstance(result, Conflict) for result in results) == 1
    one.refresh_from_db()
    assert (one.state, one.returns) in {(State.CLOSED, 0), (State.HANDLING, 1)}


def test_the_same_source_opens_one_order_however_often_it_is_told(unit):
    results = at_once(4, lambda _: order(unit, source_kind="ratings.rating", source_id="r-1"))

    assert Order.objects.count() == 1
    assert {result.pk for result in results if isinstance(result, Order)} == {Order.objects.get().pk}
    assert all(isinstance(result, Order) for result in results)
