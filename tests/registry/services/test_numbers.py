"""Who has no appointment takes a number, and is called in a fair order with those who have booked."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.concurrency import at_once
from tests.factories import access, services
from tests.factories.bodies import BodyFactory
from tests.permissions import matrix, page_matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records.ledger import PUBLIC, SYSTEM
from zhengyou.registry.services import actions, daylog, policy, printing, queues
from zhengyou.registry.services.models import Booking, WalkIn

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def morning():
    """Return nine o'clock of tomorrow: windows of the factory are open from today on."""
    return clock.midnight(clock.today() + dt.timedelta(days=1)) + dt.timedelta(hours=9)


@pytest.fixture
def window():
    return services.window(body=BodyFactory(name="青禾县社会保险中心"), name="社保业务")


def number(window):
    return actions.take_number(window, item=window.items.first(), actor=SYSTEM)


def booked(window, starts_at):
    with clock.pretend(starts_at - dt.timedelta(days=1)):
        slot = window.slots.filter(starts_at=starts_at).first() or services.slot(window=window, capacity=9)
        name = {"visitor_name": "欧阳", "visitor_phone": "13912345678"}
        return actions.book(slot, item=window.items.first(), actor=PUBLIC, **name)


def html(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


def test_visitor_without_appointment_takes_a_number_is_called_and_served(client, window):
    account, _actor = access.signed_in("services.read", "services.register", body=window.body)
    client.force_login(account)
    item = window.items.first()
    assert reverse("services:number-take") in html(client, "services:queue")
    page = client.post(reverse("services:number-take"), {"item": item.public_id}, follow=True)
    one = WalkIn.objects.get()
    assert (one.window, one.item, one.ticket, one.state) == (window, item, 1, "present")
    assert "A001" in page.content.decode()
    slip = reverse("services:number-slip", args=[one.pk])
    assert slip in page.content.decode()
    assert b"".join(client.get(slip)).startswith(b"%PDF")
    client.post(reverse("services:number-take"), {"item": item.public_id, "window": window.public_id})
    screen = html(Client(), "services:queue-screen", window.body.public_id)
    assert screen.index("A001") < screen.index("A002")
    client.post(reverse("services:queue-next", args=[window.public_id]))
    assert "已请A001到" in html(client, "services:queue")
    client.post(reverse("services:number-act", args=[one.pk, "again"]))
    assert "已叫2次" in html(client, "services:queue")
    client.post(reverse("services:number-act", args=[one.pk, "passed"]))
    assert "今日过号" in html(client, "services:queue")
    client.post(reverse("services:number-act", args=[one.pk, "again"]))  # came back late the same day
    answer = client.post(reverse("services:number-act", args=[one.pk, "here"]))
    one.refresh_from_db()
    assert (one.state, one.calls, one.case.item) == ("arrived", 3, item)
    assert answer.headers["Location"] == reverse("services:case", args=[one.case.pk])
    client.post(reverse("services:number-act", args=[one.pk, "here"]))
    assert "已办理或已过号" in html(client, "services:queue")


def test_number_is_taken_where_the_fewest_wait_and_only_where_the_item_is_offered(client, window):
    other = services.window(body=window.body, name="综合受理")
    other.items.add(window.items.first())
    number(window)
    client.force_login(access.signed_in("services.register", body=window.body)[0])
    client.post(reverse("services:number-take"), {"item": window.items.first().public_id})
    assert WalkIn.objects.get(window=other).ticket == 1
    strange = services.window().items.first()
    page = client.post(reverse("services:number-take"), {"item": strange.public_id})
    assert page.status_code == 422
    with pytest.raises(Refused):
        actions.take_number(window, item=strange, actor=SYSTEM)
    with clock.pretend(clock.now() + dt.timedelta(days=1)):
        assert number(window).ticket == 1, "numbers begin anew each day"


def test_who_has_booked_comes_first_at_the_booked_time_but_not_for_ever(window, morning):
    """Four have booked for nine and are here before; two came at eight without an appointment, one of the booked late."""
    early = [booked(window, morning) for _ in range(4)]
    with clock.pretend(morning - 60 * MINUTE):
        walked = [number(window), number(window)]
    with clock.pretend(morning - 30 * MINUTE):
        numbers = [actions.give_ticket(one, actor=SYSTEM) for one in early]
        assert queues.waiting_at(window) == [*walked, *numbers], "before the booked time by their coming"
    with clock.pretend(morning):
        told = [*numbers[:2], walked[0], *numbers[2:], walked[1]]
        assert policy.BOOKED_IN_A_ROW == 2
        assert queues.waiting_at(window) == told
        assert [queues.before(one) for one in told] == [0, 1, 2, 3, 4, 5]
    for minute, one in enumerate(told):
        with clock.pretend(morning + minute * MINUTE):
            assert actions.call_next(window, actor=SYSTEM) == one
    with pytest.raises(Conflict):
        actions.call_next(window, actor=SYSTEM)


def test_day_log_tells_how_long_visitors_waited(window, morning):
    with clock.pretend(morning):
        numbers = [number(window) for _ in range(3)]
    for minutes in (10, 12, 31):
        with clock.pretend(morning + minutes * MINUTE):
            actions.call_next(window, actor=SYSTEM)
    with clock.pretend(morning + 60 * MINUTE):
        actions.call_again(numbers[0], actor=SYSTEM)  # to be called again does not lengthen the wait
    figures = dict(daylog.of(window, morning.date()).figures)
    assert figures["无预约取号"] == 3
    assert (figures["当日叫号数"], figures["叫号前等候中位数（分钟）"], figures["叫号前最长等候（分钟）"]) == (
        3,
        12,
        31,
    )
    assert "当日叫号数" not in dict(daylog.of(window, morning.date() + dt.timedelta(days=1)).figures)


def test_words_of_the_slip(monkeypatch, window):
    drawn = []
    monkeypatch.setattr("zhengyou.records.documents.form.render", lambda _template, data: drawn.append(data))
    number(window)
    printing.queue_slip(number(window), "https://fw.example.gov.cn")
    assert (drawn[0]["number"], drawn[0]["told"]) == ("A002", "前面等候1人")


VERBS = {
    "take": lambda one, actor: actions.take_number(one.window, item=one.item, actor=actor),
    "serve": lambda one, actor: actions.serve_number(one, actor=actor),
    "pass": lambda one, actor: actions.pass_number(one, actor=actor),
    "again": lambda one, actor: actions.call_again(one, actor=actor),
}


@pytest.mark.parametrize("verb", VERBS)
def test_numbers_are_given_and_served_by_holders_in_scope(verb, window):
    number(window)
    called = actions.call_next(window, actor=SYSTEM)
    assert matrix(lambda actor: VERBS[verb](called, actor), "services.register", window.body).pk


def test_pages_are_for_those_who_register(client, window):
    one = number(window)
    page_matrix(client, reverse("services:number-take"), "services.register", window.body)
    for name in ("number", "number-slip"):
        address = reverse(f"services:{name}", args=[one.pk])
        page_matrix(client, address, "services.register", window.body, outsider=404)


def test_call_desk_costs_the_same_for_one_and_three_walk_ins(client, window):
    client.force_login(access.signed_in("services.register", body=window.body)[0])
    counts = []
    for more in (1, 2):
        for _ in range(more):
            number(window)
        html(client, "services:queue")
        with CaptureQueriesContext(connection) as asked:
            html(client, "services:queue")
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_numbers_taken_called_and_ended_at_once(window):
    taken = at_once(4, lambda _at: number(window))
    assert sorted(one.ticket for one in taken) == [1, 2, 3, 4]
    called = at_once(5, lambda _at: actions.call_next(window, actor=SYSTEM))
    assert sorted(one.ticket for one in called if isinstance(one, WalkIn)) == [1, 2, 3, 4]
    one = WalkIn.objects.select_related("window__body", "item").first()
    verbs = [actions.serve_number, actions.pass_number]
    ended = at_once(2, lambda at: verbs[at](one, actor=SYSTEM))
    assert sum(isinstance(each, WalkIn) for each in ended) == 1
    one.refresh_from_db()
    assert (one.case is not None) == (one.state == "arrived")
    assert not Booking.objects.exists()
