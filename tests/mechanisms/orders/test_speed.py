"""The list of orders asks the database for one page by joins, and no question for every order."""

import pytest

from tests.factories import access
from tests.factories.bodies import BodyFactory
from tests.factories.orders import order
from zhengyou.mechanisms.orders import actions
from zhengyou.mechanisms.orders.queries import desk_of, seen_by, still_open, with_due
from zhengyou.records.ledger import SYSTEM

pytestmark = pytest.mark.django_db


def test_the_clock_comes_by_one_join_and_not_by_a_question_for_every_order():
    unit = BodyFactory(parent=BodyFactory())
    first = order(unit, actor=SYSTEM)
    second = actions.sign(order(unit, actor=SYSTEM), actor=SYSTEM)
    actor = access.actor("orders.read", "orders.answer", body=unit)
    for rows in (with_due(still_open(seen_by(actor))), with_due(desk_of(actor).to_handle)):
        columns, _from, rest = str(rows.query).partition(" FROM ")
        assert "SELECT" not in columns.removeprefix("SELECT")
        assert rest.count('"deadlines_clock"') > 0
        assert [(one, one.due_at) for one in rows] == [(first, first.clock.due_at), (second, second.clock.due_at)]
