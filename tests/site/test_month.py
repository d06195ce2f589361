"""The officers of `make bench`: their month goes through the verbs, and one life stays cheap."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhengyou.instruments.complaints import actions
from zhengyou.instruments.complaints.models import Complaint
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.enums import Role
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger.models import Event
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines.actions import packs
from zhengyou.site.gauge import month

pytestmark = pytest.mark.django_db
MATTERS = 60


@pytest.fixture
def county(monkeypatch):
    monkeypatch.setattr(month, "UNITS", 5)
    month.found()
    root = Body.objects.get(name=month.COUNTY)
    return month.County(root, list(Body.objects.filter(parent=root)), lambda: 0)


def test_officers_work_a_month_with_the_outcomes_of_real_traffic_under_their_own_rights(county):
    for number in range(MATTERS):
        county.work(number)

    assert Complaint.objects.filter(body=county.office).count() == MATTERS
    assert Order.objects.count() == county.opened > MATTERS / 2
    told = month.outcomes(county.office)
    rare = {"matters published", "extensions granted", "matters not yet handed to a unit"}
    assert not [name for name, count in told.items() if not count and name not in rare], told
    led = Order.objects.filter(role=Role.LEAD)
    assert told["orders closed"] + told["orders still open"] == led.count()
    done = Counter(Event.objects.filter(verb__in=["orders.sign", "orders.reply"]).values_list("actor_kind", flat=True))
    assert set(done) == {"account"}, "officers act under their own hats"
    days = set(Complaint.objects.filter(body=county.office).values_list("received_at__date", flat=True))
    assert len(days) > 15, "a month, not a moment"


def test_one_life_asks_few_queries(county):
    clerk, unit, helper = county.clerk, *county.units[:2]
    liaison = county.hats[unit.pk]["liaison"]
    statement = actions.Statement(kind="complaint", text="路灯坏了", channel="phone")
    category = next(iter(county.classes.values()))
    packs.load_shipped()

    with CaptureQueriesContext(connection) as taking:
        taken = actions.receive(statement, body=county.office, actor=clerk).complaint
        taken = actions.classify(taken, category=category, actor=clerk)
    with CaptureQueriesContext(connection) as giving:
        taken = actions.dispatch(taken, lead=unit, actor=clerk)
    order = Order.objects.get(pk=taken.order_id)
    with CaptureQueriesContext(connection) as handling:
        order = orders.sign(order, actor=liaison)
        order = orders.contact(order, words="已联系", actor=liaison)
        order = orders.reply(order, finding="true", reason="属实", answer="已修好。", actor=liaison)
    with CaptureQueriesContext(connection) as closing:
        order = orders.verify(order, actor=clerk)
        order = orders.call_back(order, outcome="solved", satisfaction="satisfied", actor=clerk)

    assert (order.state, taken.state) == ("closed", "handling")
    assert helper.pk != order.body_id
    asked = [len(one) for one in (taking, giving, handling, closing)]
    assert sum(asked) <= 168, asked
