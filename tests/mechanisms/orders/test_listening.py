import datetime as dt

import pytest
from django.utils import translation

from tests.factories import access
from tests.factories import papers as make
from tests.factories.orders import order
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions, listening
from zhengyou.mechanisms.orders.models import Order, Writ
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.notices.models import Notice
from zhengyou.registry.deadlines import actions as clocks
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.papers import actions as papers
from zhengyou.registry.papers.models import Instruction

pytestmark = pytest.mark.django_db


def instructed():
    house = make.house()
    boss = access.actor("papers.comment", "papers.receive", "orders.verify", body=house.body)
    came = papers.register(house.body, from_name="市总工会", title="关于报送情况的通知", actor=boss)
    return house, boss, papers.instruct(came, body=house.units[0], text="请认真落实。", actor=boss)


def test_an_instruction_becomes_an_order_with_clocks_and_tells_the_unit():
    house = make.house()
    _account, liaison = access.signed_in("orders.answer", body=house.units[0], duty="liaison")
    boss = access.actor("papers.comment", "papers.receive", body=house.body)
    came = papers.register(house.body, from_name="市总工会", title="关于报送情况的通知", actor=boss)
    note = papers.instruct(came, body=house.units[0], text="请认真落实。", actor=boss)
    opened = Order.objects.get()
    assert (opened.kind, opened.body, opened.verifier) == ("comment", house.units[0], house.body)
    assert not opened.is_public
    assert Clock.objects.filter(subject_id=str(opened.pk)).count() == 2
    assert opened.number in Notice.objects.get(recipient_id=liaison.person).text
    assert listening.open_for(note) == opened  # heard twice, it stays one order


def test_closing_the_order_settles_the_instruction():
    house, boss, note = instructed()
    unit = access.actor("orders.answer", body=house.units[0])
    opened = Order.objects.get()
    actions.reply(opened, finding="true", reason="已核实", answer="已按要求报送。", actor=unit)
    actions.verify(opened, actor=boss)
    note = Instruction.objects.get(pk=note.pk)
    assert note.answered_at
    assert note.answer == "已按要求报送。"
    assert papers.file(note.incoming, result="已办结", actor=boss).state == "filed"


def test_a_clock_that_presses_tells_liaison_and_head_once_for_each_light():
    one = order(make.house().units[0])
    people = [access.signed_in("orders.answer", body=one.body, duty=duty)[1].person for duty in ("liaison", "head")]
    running = Clock.objects.get(subject_id=str(one.pk), stage="handling")
    with clock.pretend(running.yellow_at + dt.timedelta(minutes=1)):
        clocks.warn(running)
    told = Notice.objects.filter(text__contains=one.number)
    assert sorted(told.values_list("recipient_id", flat=True)) == sorted(people)
    assert "办理期限为" in told[0].text
    listening.tell_pressed(Clock.objects.get(pk=running.pk))
    assert told.count() == 2
    with clock.pretend(running.due_at + dt.timedelta(hours=1)):
        clocks.breach(running)
        assert told.count() == 2  # the rung itself tells of red
        clocks.climb(running)
        clocks.climb(running)
    assert sorted(told.values_list("recipient_id", flat=True)) == sorted(people * 2)
    assert "已超期" in told.get(source__startswith="climb:", recipient_id=people[0]).text


def test_a_clock_without_a_ladder_tells_that_it_is_overdue():
    one = order(make.house().units[0], kind="complaint")
    person = access.signed_in("orders.answer", body=one.body, duty="liaison")[1].person
    running = Clock.objects.exclude(rule_key__in=["complaint.sign", "complaint.reply"]).filter(subject_id=str(one.pk))
    running = running.first() or clocks.start(one, "order.verify", one.body, actor=SYSTEM, stage="audit")
    with clock.pretend(running.due_at + dt.timedelta(hours=1)):
        clocks.breach(running)
    assert "已超期" in Notice.objects.get(recipient_id=person, text__contains=one.number).text


def test_notices_are_stored_in_the_language_of_the_house_whoever_causes_them():
    one = order(make.house().units[0])
    person = access.signed_in("orders.answer", body=one.body, duty="liaison")[1].person
    running = Clock.objects.get(subject_id=str(one.pk), stage="handling")
    boss = access.actor("orders.dispatch", "orders.verify", "orders.open", body=one.verifier)
    with translation.override("en"):
        with clock.pretend(running.yellow_at + dt.timedelta(minutes=1)):
            clocks.warn(running)
        with clock.pretend(running.due_at + dt.timedelta(hours=1)):
            clocks.breach(running)
            clocks.climb(running)
            actions.withdraw(one, reason="误发", actor=boss)
        assert translation.get_language() == "en", "whoever causes it goes on in their own language"
    told = Notice.objects.filter(recipient_id=person, text__contains=one.number).order_by("created_at")
    assert [word for word in ("办理期限为", "已超期", "撤") if any(word in notice.text for notice in told)] == [
        "办理期限为",
        "已超期",
        "撤",
    ]
    assert not any("Order" in notice.text for notice in told)
    assert "Order" not in Writ.objects.get().facts
