"""Verbs of an order at the same moment, on real connections: one wins, the other is told."""

import datetime as dt

import pytest

from tests.concurrency import at_once
from tests.factories import access
from tests.factories.bodies import BodyFactory
from tests.factories.orders import order
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.mechanisms.orders import actions
from zhengyou.mechanisms.orders.enums import Finding, Kind, State, Step
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.queries import history
from zhengyou.registry.deadlines import actions as deadlines

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = dt.datetime(2026, 5, 11, 2, 30, tzinfo=dt.UTC)
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


def outcome(results):
    """Return how many went through and how many were told that the matter had moved on or was not theirs."""
    return sum(isinstance(one, Order) for one in results), sum(isinstance(one, Refused) for one in results)


def test_one_signs_while_the_other_returns(unit):
    one, clerk = order(unit), access.actor("orders.answer", body=unit)
    verbs = (
        lambda: actions.sign(one, actor=clerk),
        lambda: actions.return_order(one, reason="不属我局职责", actor=clerk),
    )

    results = at_once(2, lambda place: verbs[place]())

    one.refresh_from_db()
    assert one.state == State.RETURNED  # signing first or not at all, the return stands
    assert outcome(results) in {(2, 0), (1, 1)}
    assert one.clock.stage == "deciding"


def test_two_return_at_once(unit):
    one, clerk = order(unit), access.actor("orders.answer", body=unit)

    results = at_once(2, lambda _: actions.return_order(one, reason="不属我局职责", actor=clerk))

    assert outcome(results) == (1, 1)
    assert one.unit_returns.count() == 1


def test_one_refuses_the_return_while_the_other_gives_it_away(unit):
    other = BodyFactory(parent=unit.parent)
    office = access.actor("orders.dispatch", body=unit.parent)
    one = actions.return_order(order(unit), reason="不属我局职责", actor=access.actor("orders.answer", body=unit))
    verbs = (
        lambda: actions.uphold(one, words="职责清单", actor=office),
        lambda: actions.redirect(one, body=other, words="职责清单", actor=office),
    )

    results = at_once(2, lambda place: verbs[place]())

    one.refresh_from_db()
    asked = one.unit_returns.get()
    assert outcome(results) in {(1, 1), (2, 0)}  # refused, it may still be given to another unit afterwards
    assert (one.state, one.body) in {(State.HANDLING, unit), (State.DISPATCHED, other)}
    assert asked.decision
    assert one.clock.body == one.body


def test_an_order_is_closed_once_while_it_is_withdrawn_and_sent_back(unit):
    clerk, office = access.actor("orders.answer", body=unit), access.actor("orders.verify", body=unit.parent)
    one = actions.reply(order(unit), actor=clerk, **ANSWER)
    verbs = (
        lambda: actions.verify(one, actor=office),
        lambda: actions.send_back(one, reason="x", actor=office),
        lambda: actions.withdraw(one, reason="x", actor=office),
    )

    at_once(3, lambda place: verbs[place]())

    one.refresh_from_db()
    assert (one.state, one.returns) in {(State.CLOSED, 0), (State.HANDLING, 1), (State.VOID, 1)}
    assert (one.clock is None) == (one.state != State.HANDLING)


def test_the_sweep_breaches_and_climbs_while_the_order_is_closed(unit):
    office = access.actor("orders.verify", body=unit.parent)
    with clock.pretend(MONDAY):
        one = actions.reply(order(unit, actor=SYSTEM), actor=SYSTEM, **ANSWER)
    audit, late = one.clock, MONDAY + dt.timedelta(days=60)

    def act(place):
        with clock.pretend(late):
            if place == 0:
                return actions.verify(one, actor=office)
            deadlines.breach(audit)
            return deadlines.climb(audit)

    results = at_once(3, act)

    one.refresh_from_db()
    audit.refresh_from_db()
    assert isinstance(results[0], Order), results
    assert one.state == State.CLOSED
    assert (audit.state, audit.breached_at is not None, audit.finished_at is not None) == ("breached", True, True)
    assert [event.verb for event in history(audit)].count("deadlines.breach") == 1


def test_the_lead_never_closes_over_a_part_that_is_added_at_the_same_moment(unit):
    other, office = BodyFactory(parent=unit.parent), access.actor("orders.verify", body=unit.parent)
    clerk = access.actor("orders.answer", body=unit)
    one = order(unit)
    verbs = (
        lambda: actions.reply(one, actor=clerk, **ANSWER),
        lambda: actions.assist(one, body=other, actor=office),
    )

    results = at_once(2, lambda place: verbs[place]())

    one.refresh_from_db()
    assert outcome(results) == (1, 1)
    assert (one.state, one.parts.count()) in {(State.REPLIED, 0), (State.DISPATCHED, 1)}


def test_two_orders_are_not_merged_into_each_other(unit):
    office = access.actor("orders.verify", body=unit.parent)
    one, other = order(unit), order(unit)
    pairs = ((one, other), (other, one))

    results = at_once(2, lambda place: actions.merge(pairs[place][0], main=pairs[place][1], actor=office))

    assert outcome(results) == (1, 1)
    assert Order.objects.filter(state=State.MERGED).count() == 1


def test_what_is_merged_while_the_main_order_closes_is_not_lost(unit):
    clerk, office = access.actor("orders.answer", body=unit), access.actor("orders.verify", body=unit.parent)
    main, same = actions.reply(order(unit), actor=clerk, **ANSWER), order(unit)
    verbs = (
        lambda: actions.verify(main, actor=office),
        lambda: actions.merge(same, main=main, actor=office),
    )

    results = at_once(2, lambda place: verbs[place]())

    same.refresh_from_db()
    assert isinstance(results[0], Order)
    assert same.state in {State.CLOSED, State.DISPATCHED}


def test_two_draw_the_call_back_at_once(unit):
    actions.set_profile(Kind.RATING, body=unit, passes=[Step.CALL_BACK], source="x", actor=SYSTEM)
    one = actions.verify(actions.reply(order(unit), actor=SYSTEM, **ANSWER), actor=SYSTEM)
    office = access.actor("orders.check", body=unit.parent)
    answers = ("solved", "not_solved")

    results = at_once(2, lambda place: actions.call_back(one, outcome=answers[place], words="x", actor=office))

    one.refresh_from_db()
    assert outcome(results) == (1, 1)
    assert (one.state, one.returns) in {(State.CLOSED, 0), (State.HANDLING, 1)}
    assert one.call_backs.count() == 1
