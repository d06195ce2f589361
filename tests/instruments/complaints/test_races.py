"""What happens at the same moment, with real connections."""

import datetime as dt

import pytest

from tests.concurrency import at_once
from tests.factories import complaints as made
from tests.factories.bodies import BodyFactory
from zhengyou.instruments.complaints import actions
from zhengyou.instruments.complaints.actions.needs import Wanted
from zhengyou.instruments.complaints.models import BoxOpening, Complaint
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM, Actor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def county():
    return BodyFactory(name="青禾县")


def test_two_officers_dispatch_the_same_matter_and_one_order_stands(county):
    matter = made.matter(county)
    actions.classify(matter, category=made.category(), actor=SYSTEM)
    leads = [BodyFactory(parent=county) for _ in range(2)]
    results = at_once(2, lambda place: actions.dispatch(matter, lead=leads[place], actor=SYSTEM))
    assert sum(isinstance(one, Complaint) for one in results) == 1, results
    assert sum(isinstance(one, Conflict) for one in results) == 1
    assert Order.objects.count() == 1
    matter.refresh_from_db()
    assert matter.order == Order.objects.get()


def test_complainant_reopens_while_an_officer_closes_and_one_of_them_wins(county):
    for _turn in range(4):
        matter = actions.answer(made.matter(county), text="已答复。", actor=SYSTEM)
        results = at_once(
            2,
            lambda place, matter=matter: (
                actions.close(matter, actor=SYSTEM) if place else actions.reopen(matter, reason="没解决")
            ),
        )
        assert sum(isinstance(one, Conflict) for one in results) == 1, results
        matter.refresh_from_db()
        assert matter.state in {"received", "closed"}


def test_complainant_reopens_while_the_office_calls_back_and_nothing_locks_up(county):
    for _turn in range(3):
        matter = made.dispatched(county)
        order = matter.order
        orders.sign(order, actor=SYSTEM)
        orders.contact(Order.objects.get(pk=order.pk), words="已联系", actor=SYSTEM)
        orders.reply(order, finding="true", reason="因", answer="已修复。", actor=SYSTEM)
        orders.verify(order, actor=SYSTEM)
        matter.refresh_from_db()
        results = at_once(
            2,
            lambda place, matter=matter, order=order: (
                orders.call_back(order, outcome="solved", actor=SYSTEM)
                if place
                else actions.reopen(matter, reason="又坏了")
            ),
        )
        assert not [one for one in results if isinstance(one, Exception) and not isinstance(one, Conflict)], results
        matter.refresh_from_db()
        order.refresh_from_db()
        assert (matter.state, order.state) in {("handling", "handling"), ("answered", "closed")}


def test_two_units_claim_the_same_need_and_one_gets_it(county):
    need = actions.list_need(Wanted(title="减速带"), body=county, actor=SYSTEM)
    units = [BodyFactory(parent=county) for _ in range(3)]
    due = clock.today() + dt.timedelta(days=9)
    results = at_once(3, lambda place: actions.claim(need, body=units[place], due_on=due, actor=SYSTEM))
    assert sum(isinstance(one, Conflict) for one in results) == 2


def test_a_box_is_opened_once_a_day(county):
    box = actions.put_up_box(body=county, title="箱", place="门口", actor=SYSTEM)
    results = at_once(
        3, lambda place: actions.open_box(box, slips=place, actor=Actor(kind="system", id=str(place), label="甲"))
    )
    assert sum(isinstance(one, Conflict) for one in results) == 2
    assert BoxOpening.objects.count() == 1


def test_messages_of_the_same_moment_stand_one_after_the_other(county):
    matter = made.matter(county)
    at_once(4, lambda place: actions.write(matter, text=f"补充{place}"))
    assert list(matter.messages.values_list("place_in_line", flat=True)) == [1, 2, 3, 4]
