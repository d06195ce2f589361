"""Who may sort, dispatch, close, merge, answer, teach and keep; and what two officers do to one matter at once."""

import datetime as dt

import pytest

from tests.concurrency import at_once
from tests.factories import access
from tests.factories import complaints as made
from tests.factories.bodies import BodyFactory
from tests.instruments.complaints.test_actions import reply_and_audit
from tests.permissions import matrix
from zhengyou.instruments.complaints import actions
from zhengyou.instruments.complaints.models import Complaint, FollowUp, MassEvent
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.queries import history

ONE, BOTH = 1, 2
"""How many of two officers who do the same at once go through."""


def classified(county):
    matter = made.matter(county)
    return actions.classify(matter, category=made.category(), actor=SYSTEM)


def answered(county):
    return actions.answer(made.matter(county), text="已答复。", actor=SYSTEM)


def shown(county):
    return actions.publish(answered(county), title="路灯", text="路灯不亮", answer="已修复。", actor=SYSTEM)


def followed(county):
    return FollowUp.objects.create(complaint=answered(county), due_on=clock.today())


def massed(county):
    return MassEvent.objects.create(
        first=made.matter(county), body=county, count=5, first_at=clock.now(), last_at=clock.now()
    )


def lead(county):
    return BodyFactory(parent=county)


def merge_into_new(one, actor):
    return actions.merge(one, into=made.matter(one.body), actor=actor)


OF_OFFICERS = {
    "classify": (made.matter, "complaints.triage", lambda one, actor: actions.classify(
        one, category=made.category("0502"), actor=actor)),
    "merge": (made.matter, "complaints.triage", merge_into_new),
    "close": (answered, "complaints.triage", lambda one, actor: actions.close(one, actor=actor)),
    "settle_mass": (massed, "complaints.triage", lambda one, actor: actions.settle_mass(
        one, result="联合执法", actor=actor)),
    "withdraw_publication": (shown, "complaints.publish", lambda one, actor: actions.withdraw_publication(
        one, actor=actor)),
    "miss": (followed, "complaints.follow_up", lambda one, actor: actions.miss(one, note="无人接听", actor=actor)),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("verb", OF_OFFICERS)
def test_verbs_of_the_office_are_for_its_people(verb):
    make, function, act = OF_OFFICERS[verb]
    county = BodyFactory(name="青禾县")
    one = make(county)
    assert matrix(lambda actor: act(one, actor), function, county)


@pytest.mark.django_db
def test_a_matter_is_dispatched_by_whoever_sorts_matters_and_opens_orders():
    county = BodyFactory(name="青禾县")
    one, unit = classified(county), lead(county)
    both = ("complaints.triage", "orders.open")
    for actor in (access.actor(*both), *(access.actor(function, body=county) for function in both)):
        with pytest.raises(Forbidden):
            actions.dispatch(one, lead=unit, actor=actor)
    assert actions.dispatch(one, lead=unit, actor=access.actor(*both, body=county)).order.body == unit


@pytest.mark.django_db
def test_a_mailbox_is_entered_and_changed_by_whoever_keeps_the_tables():
    county = BodyFactory(name="青禾县")
    given = {"address": "tousu@example.gov.cn", "host": "127.0.0.1", "port": 993, "account": "tousu", "password": "x"}
    box = matrix(lambda who: actions.save_mailbox(body=county, **given, actor=who), "complaints.tables", county)
    changed = given | {"host": "127.0.0.2"}
    box = matrix(
        lambda who: actions.save_mailbox(body=county, mailbox=box, **changed, actor=who), "complaints.tables", county
    )
    assert box.host == "127.0.0.2"


AT_ONCE = {
    "classify": (made.matter, BOTH, lambda one, _: actions.classify(one, category=made.category(), actor=SYSTEM)),
    "inform": (made.matter, ONE, lambda one, _: actions.inform(one, special="statutory", told="请起诉", actor=SYSTEM)),
    "answer": (made.matter, ONE, lambda one, place: actions.answer(one, text=f"答复{place}", actor=SYSTEM)),
    "close": (answered, ONE, lambda one, _: actions.close(one, actor=SYSTEM)),
    "publish": (answered, BOTH, lambda one, place: actions.publish(
        one, title=f"题{place}", text="文", answer="答", actor=SYSTEM)),
    "withdraw_publication": (shown, ONE, lambda one, _: actions.withdraw_publication(one, actor=SYSTEM)),
    "rate_handling": (answered, BOTH, lambda one, place: actions.rate_handling(one, level=place + 2)),
    "reopen": (answered, ONE, lambda one, _: actions.reopen(one, reason="没解决")),
    "follow_up": (followed, ONE, lambda one, _: actions.follow_up(one, lasting=False, note="又坏了", actor=SYSTEM)),
    "settle_mass": (massed, ONE, lambda one, place: actions.settle_mass(one, result=f"结果{place}", actor=SYSTEM)),
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", AT_ONCE)
def test_two_officers_do_the_same_to_one_matter_at_once(verb):
    make, wanted, act = AT_ONCE[verb]
    made.category()
    one = make(BodyFactory(name="青禾县"))
    before = Complaint.objects.count()

    results = at_once(2, lambda place: act(one, place))

    assert all(isinstance(found, Refused) for found in results if isinstance(found, Exception)), results
    assert sum(not isinstance(found, Exception) for found in results) == wanted, results
    if verb == "follow_up":  # what did not last became one new matter, not two
        assert Complaint.objects.count() == before + 1
    if verb in {"inform", "answer", "close"}:
        assert [event.verb for event in history(one)].count(f"complaints.{verb}") == ONE


@pytest.mark.django_db(transaction=True)
def test_a_matter_is_dispatched_while_it_is_merged_and_stands_in_one_place():
    county = BodyFactory(name="青禾县")
    one, main, unit = classified(county), made.matter(county), lead(county)
    verbs = (
        lambda: actions.dispatch(one, lead=unit, actor=SYSTEM),
        lambda: actions.merge(one, into=main, actor=SYSTEM),
    )

    results = at_once(2, lambda place: verbs[place]())

    assert all(isinstance(found, Refused) for found in results if isinstance(found, Exception)), results
    one.refresh_from_db()
    assert (one.merged_into is not None) == (one.state == "merged")
    if one.state == "merged":
        assert not Order.objects.exclude(state__in=["void", "merged"]).filter(source_id=str(one.pk)).exists()


@pytest.mark.django_db(transaction=True)
def test_the_follow_up_of_the_night_is_planned_once():
    county = BodyFactory(name="青禾县")
    with clock.pretend(clock.now() - dt.timedelta(days=3)):
        one = made.dispatched(county, identity="confidential", name="李四", phone="13912345678")
        reply_and_audit(one.order)
        orders.call_back(one.order, outcome="solved", actor=SYSTEM)

    planned = at_once(3, lambda _: actions.plan_follow_ups(actor=SYSTEM))

    assert sorted(planned) == [0, 0, 1], planned
    assert FollowUp.objects.count() == 1
