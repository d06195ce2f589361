import datetime as dt

import pytest

from tests.factories import access
from tests.factories.bodies import BodyFactory
from tests.factories.orders import order
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid, Refused
from zhengyou.mechanisms.orders import actions, hooks
from zhengyou.mechanisms.orders.enums import Finding, Kind, State
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records import ledger
from zhengyou.records.ledger.queries import history
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.deadlines.queries import clocks_of

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 5, 11, 2, 30, tzinfo=dt.UTC)  # 10:30 in Shanghai
ANSWER = {"finding": Finding.TRUE, "reason": "排班不足", "answer": "已增开一个窗口。"}


@pytest.fixture
def county():
    return BodyFactory()


@pytest.fixture
def unit(county):
    return BodyFactory(parent=county)


@pytest.fixture
def clerk(unit):
    return access.actor("orders.read", "orders.answer", body=unit)


@pytest.fixture
def office(county):
    return access.actor("orders.read", "orders.verify", "orders.open", body=county)


def states(one):
    return list(clocks_of(one).order_by("stage").values_list("stage", "state"))


def test_open_order_starts_two_clocks_and_tells_no_moment(unit):
    with clock.pretend(MONDAY):
        one = order(unit)

    assert (one.state, one.verifier) == (State.DISPATCHED, unit.parent)
    assert states(one) == [("handling", ClockState.RUNNING), ("signing", ClockState.RUNNING)]
    starts = {clock.local(running.started_at).time() for running in clocks_of(one)}
    assert starts == {dt.time(0)}  # the moment of the rating would lead to the rater
    assert {clock.local(event.at).time() for event in history(one)} == {dt.time(0)}
    assert one.pk.version == 4


def test_open_order_twice_from_one_source_is_one_order(unit):
    first = order(unit, source_kind="ratings.rating", source_id="r-1")
    second = order(unit, source_kind="ratings.rating", source_id="r-1")

    assert first == second
    assert Order.objects.count() == 1


def test_the_whole_road_from_signature_to_closing(unit, clerk, office, monkeypatch):
    heard = []
    monkeypatch.setattr(hooks, "_closed", [heard.append])
    with clock.pretend(MONDAY):
        one = order(unit)
        one = actions.sign(one, actor=clerk)
        one = actions.reply(one, actor=clerk, **ANSWER)
        one = actions.verify(one, actor=office)

    assert (one.state, one.reply, one.closed_at) == (State.CLOSED, "已增开一个窗口。", MONDAY)
    assert states(one) == [("audit", ClockState.MET), ("handling", ClockState.MET), ("signing", ClockState.MET)]
    verbs = [event.verb for event in history(one)]
    assert verbs == ["orders.open", "orders.sign", "orders.reply", "orders.verify"]
    assert heard == [one]


def test_a_reply_without_signature_signs_as_well(unit, clerk):
    one = actions.reply(order(unit), actor=clerk, **ANSWER)

    assert one.signed_at == one.replied_at
    assert ("signing", ClockState.MET) in states(one)


@pytest.mark.parametrize(
    ("missing", "field"), [({"reason": " "}, "reason"), ({"answer": ""}, "reply"), ({"finding": "perhaps"}, "finding")]
)
def test_a_reply_names_each_field_that_is_missing(unit, clerk, missing, field):
    one = order(unit)
    with pytest.raises(Invalid) as refusal:
        actions.reply(one, actor=clerk, **ANSWER | missing)

    assert set(refusal.value.errors) == {field}
    one.refresh_from_db()
    assert one.state == State.DISPATCHED


def test_a_reply_sent_back_starts_a_new_clock_and_keeps_the_old_one(unit, clerk, office):
    one = actions.reply(order(unit), actor=clerk, **ANSWER)
    one = actions.send_back(one, reason="未说明责任人如何处理", actor=office)

    assert (one.state, one.returns) == (State.HANDLING, 1)
    assert states(one) == [
        ("audit", ClockState.MET),
        ("handling", ClockState.MET),
        ("handling-2", ClockState.RUNNING),
        ("signing", ClockState.MET),
    ]
    one = actions.reply(one, actor=clerk, **ANSWER)
    assert ("handling-2", ClockState.MET) in states(one)


def test_a_late_reply_stays_late(unit, clerk):
    with clock.pretend(MONDAY):
        one = order(unit)
    with clock.pretend(MONDAY + dt.timedelta(days=30)):
        one = actions.reply(one, actor=clerk, **ANSWER)

    assert states(one) == [
        ("audit", ClockState.RUNNING),
        ("handling", ClockState.BREACHED),
        ("signing", ClockState.BREACHED),
    ]


def test_a_withdrawn_order_stops_its_clocks(unit, office):
    one = actions.withdraw(order(unit), reason="重复立项", actor=office)

    assert one.state == State.VOID
    assert {state for _stage, state in states(one)} == {ClockState.VOID}


def test_a_closed_order_moves_no_more(unit, clerk, office):
    one = actions.verify(actions.reply(order(unit), actor=clerk, **ANSWER), actor=office)

    for again in (
        lambda: actions.sign(one, actor=clerk),
        lambda: actions.reply(one, actor=clerk, **ANSWER),
        lambda: actions.verify(one, actor=office),
        lambda: actions.withdraw(one, reason="x", actor=office),
    ):
        with pytest.raises(Conflict):
            again()


def test_a_unit_does_not_verify_its_own_reply(unit, clerk):
    one = actions.reply(order(unit), actor=clerk, **ANSWER)
    with pytest.raises(Forbidden):
        actions.verify(one, actor=access.actor("orders.verify", body=unit))

    assert actions.verify(one, actor=access.actor("orders.verify", body=unit.parent)).state == State.CLOSED


def test_a_unit_with_rights_above_still_does_not_verify_its_own_reply(unit, clerk):
    one = actions.reply(order(unit), actor=clerk, **ANSWER)
    account, _actor = access.signed_in(body=unit)
    appointment = account.person.appointments.get()
    access.grant(appointment, "orders.verify", body=unit.parent)
    with pytest.raises(Refused):
        actions.verify(one, actor=actor_for(account, appointment))
    one.refresh_from_db()
    assert one.state == State.REPLIED


def verbs_of_the_unit(one, who):
    return (lambda: actions.sign(one, actor=who), lambda: actions.reply(one, actor=who, **ANSWER))


def test_only_the_unit_answers(unit):
    one = order(unit)
    nobody = ledger.PUBLIC
    outsider = access.actor("orders.answer", body=BodyFactory(parent=unit.parent))
    without = access.actor("orders.read", body=unit)
    for who in (nobody, outsider, without):
        for verb in verbs_of_the_unit(one, who):
            with pytest.raises(Forbidden):
                verb()
    one.refresh_from_db()
    assert one.state == State.DISPATCHED


def test_officials_open_orders_only_with_the_function(unit, office, clerk):
    with pytest.raises(Forbidden):
        actions.open_order(kind=Kind.MATTER, body=unit, title="督办事项", actor=clerk)
    assert actions.open_order(kind=Kind.MATTER, body=unit, title="督办事项", actor=office).state == State.DISPATCHED
