"""Numbers of the queue: printed on a slip, called from the desk, shown on the screen of the hall without a name."""

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
from zhengyou.kernel.errors import Conflict
from zhengyou.records.ledger import PUBLIC, SYSTEM
from zhengyou.records.notices import screens
from zhengyou.registry.services import actions, printing, queues
from zhengyou.registry.services.models import Booking

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return BodyFactory(name="青禾县政务服务中心")


@pytest.fixture
def window(hall):
    return services.window(body=BodyFactory(name="青禾县社会保险中心", parent=hall), name="社保业务")


def with_numbers(window, count, *, now=True):
    """Return visitors who have exchanged their vouchers for numbers at ``window``."""
    slot = services.slot(window=window, capacity=count, hours=1)
    made = []
    for number in range(count):
        item = window.items.first()
        one = actions.book(slot, item=item, visitor_name=f"欧阳{number}", visitor_phone="13912345678", actor=PUBLIC)
        made.append(actions.give_ticket(one, actor=SYSTEM) if now else one)
    return made


def html(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


def test_numbers_are_called_in_their_order_again_passed_over_and_come_to_a_case(client, hall, window):
    """The whole road from the call desk: the screen follows each step, and tells no name."""
    first, second, third = with_numbers(window, 3)
    account, _actor = access.signed_in("services.read", "services.register", body=window.body)
    client.force_login(account)
    desk = reverse("services:queue")
    assert "3人" in html(client, "services:queue")
    call = reverse("services:queue-next", args=[window.public_id])

    def shown():
        return html(Client(), "services:queue-screen", hall.public_id)

    assert "正在叫号" in shown()
    assert client.post(call).headers["Location"] == desk
    assert "已请Y001到" in html(client, "services:queue")
    screen = shown()
    assert screen.index("Y001") < screen.index("Y002")
    client.post(reverse("services:queue-act", args=[first.pk, "again"]))
    assert "已叫2次" in html(client, "services:queue")
    client.post(reverse("services:queue-act", args=[first.pk, "passed"]))
    assert "今日过号" in html(client, "services:queue")
    assert "Y001" not in shown()
    client.post(call)
    answer = client.post(reverse("services:queue-act", args=[second.pk, "here"]))
    assert "/desk/services/cases/" in answer.headers["Location"]
    client.post(reverse("services:queue-act", args=[first.pk, "again"]))  # came back late the same day
    first.refresh_from_db()
    assert (first.state, first.calls, first.ended_at) == ("called", 3, None)
    screen = shown()
    assert "Y001" in screen
    assert "Y002" not in screen
    assert "Y003" in screen
    for private in ("欧阳", "139", first.code, third.code):
        assert private not in screen
    client.post(call)
    client.post(call)
    assert "本窗口当前无人等候" in html(client, "services:queue")


def test_screen_tells_when_nobody_waits_and_leaves_other_days_out(client, hall, window):
    account, _actor = access.signed_in("services.register", body=hall)
    client.force_login(account)
    assert "当前无人等候" in html(client, "services:queue")
    assert "当前无人等候" in html(client, "services:queue-screen", hall.public_id)
    with_numbers(window, 1)
    with clock.pretend(clock.now() + dt.timedelta(days=1)):
        assert "当前无人等候" in html(client, "services:queue-screen", hall.public_id)
        with pytest.raises(Conflict):
            actions.call_next(window, actor=SYSTEM)
        with pytest.raises(Conflict):
            actions.call_again(Booking.objects.get(), actor=SYSTEM)
    assert client.get(reverse("services:queue-screen", args=[window.public_id])).status_code == 404


def test_many_windows_follow_each_other_on_the_screen(client, hall):
    for number in range(10):
        with_numbers(services.window(body=hall, name=f"业务{number}号台"), 1)
    first = client.get(reverse("services:queue-screen", args=[hall.public_id]))
    assert first.context["next"].endswith("?page=2")
    assert len(first.context["lines"]) == 8
    second = client.get(first.context["next"])
    assert len(second.context["lines"]) == 2
    assert second.context["next"].endswith("?page=1")


def test_every_screen_above_is_told_in_the_transaction_of_the_verb(monkeypatch, hall, window):
    told = []
    monkeypatch.setattr(screens, "tell", told.append)
    (one,) = with_numbers(window, 1)
    both = {str(hall.public_id), str(window.body.public_id)}
    for verb in (
        lambda: actions.call_next(window, actor=SYSTEM),
        lambda: actions.call_again(one, actor=SYSTEM),
        lambda: actions.miss_booking(one, actor=SYSTEM),
    ):
        told.clear()
        verb()
        one.refresh_from_db()
        assert set(told) == both


def test_slip_says_where_the_number_is_called_and_how_many_wait_before(client, window):
    first, second = with_numbers(window, 2)
    assert (queues.before(first), queues.before(second)) == (0, 1)
    account, _actor = access.signed_in("services.read", "services.register", body=window.body)
    client.force_login(account)
    address = reverse("services:booking-slip", args=[second.pk])
    assert address in html(client, "services:booking", second.pk)
    assert b"".join(client.get(address)).startswith(b"%PDF")
    assert "1人" in html(Client(), "services:voucher", second.code)
    (third,) = with_numbers(services.window(body=window.body, name="二号"), 1, now=False)
    assert client.get(reverse("services:booking-slip", args=[third.pk])).status_code == 404, "no number yet"
    page_matrix(client, address, "services.read", window.body, outsider=404)


def test_words_of_the_slip(monkeypatch, window):
    drawn = []
    monkeypatch.setattr("zhengyou.records.documents.form.render", lambda template, data: drawn.append((template, data)))
    first, second = with_numbers(window, 2)
    printing.queue_slip(second, "https://fw.example.gov.cn")
    printing.queue_slip(first, "https://fw.example.gov.cn")
    (template, told), (_template, of_first) = drawn
    assert template == "ticket.typ"
    assert (told["number"], told["told"], of_first["told"]) == ("Y002", "前面等候1人", "前面无人等候")
    assert told["where"] == str(window)
    assert "欧阳" not in str(told)


ACTS = {
    "call_next": lambda one, actor: actions.call_next(one.slot.window, actor=actor),
    "call_again": lambda one, actor: actions.call_again(one, actor=actor),
}


@pytest.mark.parametrize("verb", ACTS)
def test_calling_is_for_holders_in_scope(verb, window):
    called, _waits = with_numbers(window, 2)
    actions.call_next(window, actor=SYSTEM)
    called.refresh_from_db()
    done = matrix(lambda actor: ACTS[verb](called, actor), "services.register", window.body)
    assert done.state == "called"


def test_call_desk_is_for_those_who_register(client, window):
    page_matrix(client, reverse("services:queue"), "services.register", window.body)
    client.force_login(access.signed_in("services.register", body=BodyFactory())[0])
    assert client.post(reverse("services:queue-next", args=[window.public_id])).status_code == 404


def test_call_desk_and_screen_cost_the_same_for_one_and_three(client, hall):
    client.force_login(access.signed_in("services.register", body=hall)[0])
    counts = []
    for more in (1, 2):
        for number in range(more):
            with_numbers(services.window(body=hall, name=f"{more}{number}号台"), more)
        for name, args in (("services:queue", []), ("services:queue-screen", [hall.public_id])):
            html(client, name, *args)
            with CaptureQueriesContext(connection) as asked:
                html(client, name, *args)
            counts.append(len(asked))
    assert counts[:2] == counts[2:]


@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_call_at_once_get_different_numbers(window):
    with_numbers(window, 3)
    results = at_once(4, lambda _number: actions.call_next(window, actor=SYSTEM))
    assert sorted(one.ticket for one in results if isinstance(one, Booking)) == [1, 2, 3]
    assert sum(isinstance(one, Conflict) for one in results) == 1
    assert set(Booking.objects.values_list("state", "calls")) == {("called", 1)}


@pytest.mark.django_db(transaction=True)
def test_number_that_is_passed_over_and_comes_at_once_ends_in_one_way(window):
    (one,) = with_numbers(window, 1)
    actions.call_next(window, actor=SYSTEM)
    one = Booking.objects.select_related("slot__window__body", "item").get()
    verbs = [actions.arrive, actions.miss_booking]
    results = at_once(2, lambda number: verbs[number](one, actor=SYSTEM))
    assert sum(isinstance(each, Booking) for each in results) == 1
    one.refresh_from_db()
    assert (one.case is not None) == (one.state == "arrived")
