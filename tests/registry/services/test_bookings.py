"""Appointments, rosters and norms: the verbs, their refusals, races, and who may."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.concurrency import at_once
from tests.factories import access, services
from tests.factories.bodies import AppointmentFactory, PostFactory
from tests.permissions import matrix, page_matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records.ledger import PUBLIC, SYSTEM
from zhengyou.records.ledger.queries import history
from zhengyou.registry.services import actions
from zhengyou.registry.services.models import Booking

pytestmark = pytest.mark.django_db
TEN = dt.time(10)


@pytest.fixture
def window():
    return services.window()


def booked(slot, actor=PUBLIC):
    return actions.book(
        slot, item=slot.window.items.get(), visitor_name="赵钱孙", visitor_phone="13800001234", actor=actor
    )


def test_slots_leave_out_holidays_and_stand_once(window):
    given = {
        "first": dt.date(2026, 4, 30), "last": dt.date(2026, 5, 6), "starts": dt.time(9), "ends": TEN, "minutes": 30,
        "capacity": 2, "actor": SYSTEM,
    }  # fmt: skip
    with clock.pretend(dt.datetime(2026, 4, 29, 1, tzinfo=dt.UTC)):
        assert actions.open_slots(window, **given) == 4, "30 April and 6 May; the days between are holidays"
        assert actions.open_slots(window, **given) == 0
        assert actions.open_slots(window, **given, days_off=True) == 10
        with pytest.raises(Refused):
            actions.open_slots(window, **(given | {"first": dt.date(2026, 4, 1)}))
        with pytest.raises(Refused):
            actions.open_slots(window, **(given | {"minutes": 1}))


def test_booking_writes_no_visitor_and_gives_its_place_back(window):
    slot = services.slot(window=window)
    booking = booked(slot)
    (event,) = history(booking)
    assert (event.actor_kind, event.fields) == ("public", [])
    with pytest.raises(Conflict) as refusal:
        booked(slot)
    assert refusal.value.code == "full"
    actions.cancel_booking(booking, actor=PUBLIC)
    with pytest.raises(Conflict):
        actions.cancel_booking(booking, actor=PUBLIC)
    assert booked(slot).code != booking.code
    slot.refresh_from_db()
    assert slot.taken == 1


def test_what_has_begun_is_neither_booked_nor_cancelled(window):
    booking = booked(services.slot(window=window))
    with pytest.raises(Conflict):
        actions.miss_booking(booking, actor=SYSTEM)
    with clock.pretend(clock.now() + dt.timedelta(hours=25)):
        with pytest.raises(Conflict):
            actions.cancel_booking(booking, actor=PUBLIC)
        with pytest.raises(Conflict):
            booked(booking.slot)
        assert actions.miss_booking(booking, actor=SYSTEM).state == "missed"
    with pytest.raises(Conflict):
        actions.arrive(booking, actor=SYSTEM)


def test_an_appointment_moves_to_another_time_of_the_window_with_its_voucher(window):
    first, second = services.slot(window=window), services.slot(window=window, hours=26)
    booking = booked(first)
    for wrong in (first, services.slot(hours=27)):
        with pytest.raises(Refused) as refusal:
            actions.move_booking(booking, wrong, actor=PUBLIC)
        assert refusal.value.field == "slot"
    moved = actions.move_booking(booking, second, actor=PUBLIC)
    assert (moved.code, moved.slot, moved.state) == (booking.code, second, "booked")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.taken, second.taken) == (0, 1)
    assert [event.fields for event in history(booking) if event.verb == "services.move_booking"] == [["slot"]]
    with pytest.raises(Conflict) as refusal:  # the page still shows the time of before
        actions.cancel_booking(booking, actor=PUBLIC)
    assert refusal.value.code == "state"
    other = booked(first)
    with pytest.raises(Conflict) as refusal:
        actions.move_booking(other, second, actor=PUBLIC)
    assert refusal.value.code == "full"
    with clock.pretend(clock.now() + dt.timedelta(hours=25)), pytest.raises(Conflict) as refusal:
        actions.move_booking(other, services.slot(window=window, hours=48), actor=PUBLIC)
    assert refusal.value.code == "begun"


def test_a_voucher_is_exchanged_for_the_next_number_around_its_time(window):
    slot = services.slot(window=window, capacity=3)
    first, second, third = (booked(slot) for _time in range(3))
    with pytest.raises(Conflict) as refusal:
        actions.give_ticket(first, actor=SYSTEM)
    assert refusal.value.code == "time"
    with clock.pretend(slot.starts_at - dt.timedelta(minutes=50)):
        assert actions.give_ticket(second, actor=SYSTEM).queue_number == "Y001"
    with clock.pretend(slot.ends_at + dt.timedelta(minutes=50)):
        given = actions.give_ticket(first, actor=SYSTEM)
        assert (given.queue_number, given.state) == ("Y002", "present")
        with pytest.raises(Conflict):
            actions.give_ticket(first, actor=SYSTEM)
        arrived = actions.arrive(given, actor=SYSTEM)
        assert (arrived.state, arrived.ticket, arrived.case.window) == ("arrived", 2, window)
        assert actions.miss_booking(Booking.objects.get(pk=second.pk), actor=SYSTEM).state == "missed"
    with clock.pretend(slot.ends_at + dt.timedelta(minutes=61)), pytest.raises(Conflict):
        actions.give_ticket(third, actor=SYSTEM)


def test_a_visitor_moves_the_appointment_on_the_page_of_the_voucher(client, window):
    booking = booked(services.slot(window=window))
    voucher = reverse("services:voucher", args=[booking.code])
    move = reverse("services:voucher-move", args=[booking.code])
    assert move not in client.get(voucher).content.decode(), "no other time is free"
    later = services.slot(window=window, hours=30)
    assert move in client.get(voucher).content.decode()
    page = client.get(move).content.decode()
    assert str(later.pk) in page
    assert str(booking.slot_id) not in page
    assert client.post(move, {}).status_code == 422
    answer = client.post(move, {"slot": str(later.pk)}, follow=True).content.decode()
    assert "预约已改期" in answer
    assert f"{clock.local(later.starts_at):%Y-%m-%d %H:%M}" in answer
    with clock.pretend(later.starts_at):
        actions.give_ticket(Booking.objects.get(), actor=SYSTEM)
        assert "Y001" in client.get(voucher).content.decode()


def test_the_desk_moves_gives_numbers_and_calls_in_their_order(client, window):
    slot, later = services.slot(window=window, capacity=3), services.slot(window=window, hours=25)
    first, second, third = (booked(slot) for _time in range(3))
    account, _actor = access.signed_in("services.read", "services.register", body=window.body)
    client.force_login(account)
    move = reverse("services:booking-move", args=[third.pk])
    assert client.post(move, {"slot": str(later.pk)}).status_code == 302
    assert Booking.objects.get(pk=third.pk).slot == later
    with clock.pretend(slot.starts_at):
        for one in (second, first):
            assert client.post(reverse("services:booking-act", args=[one.pk, "ticket"])).status_code == 302
        page = client.get(reverse("services:bookings"), {"state": "present"}).content.decode()
        assert page.index("Y001") < page.index("Y002")
        assert f"{clock.local(slot.starts_at):%Y-%m-%d %H:%M}<" in page, "the moment as the hall reads it"
        assert second.code in client.get(reverse("services:booking", args=[second.pk])).content.decode()
    page_matrix(client, move, "services.register", window.body, outsider=404)


def test_slot_that_closes_keeps_who_has_booked(window):
    slot = services.slot(window=window, capacity=3)
    booked(slot)
    actions.close_slot(slot, actor=SYSTEM)
    with pytest.raises(Conflict):
        booked(slot)
    assert Booking.objects.get().state == "booked"


def test_night_duty_ends_on_the_next_day_and_nobody_is_at_two_places(window):
    holder = AppointmentFactory(post=PostFactory(body=window.body))
    day = clock.today() + dt.timedelta(days=1)
    shift = actions.plan_shift(
        window, appointment=holder, day=day, starts=dt.time(18), ends=dt.time(8), kind="on_call", actor=SYSTEM
    )
    assert (shift.ends_at - shift.starts_at).total_seconds() == 14 * 3600
    again = {"appointment": holder, "day": day, "starts": dt.time(20), "ends": dt.time(21), "actor": SYSTEM}
    with pytest.raises(Refused) as refusal:
        actions.plan_shift(services.window(body=window.body), **again)
    assert refusal.value.code == "overlap"
    actions.drop_shift(shift, actor=SYSTEM)
    assert actions.plan_shift(window, **again)
    with pytest.raises(Refused):
        actions.plan_shift(window, **(again | {"appointment": AppointmentFactory()}))


def test_norm_is_confirmed_only_where_it_holds(window):
    norm = actions.issue_norm(body=window.body, kind="language", title="文明用语", lines=["您好", " "], actor=SYSTEM)
    assert norm.lines == ["您好"]
    with pytest.raises(Forbidden):
        actions.confirm_reading(norm, actor=access.actor("services.read"))
    reader = access.actor("services.read", body=window.body)
    actions.confirm_reading(norm, actor=reader)
    actions.repeal_norm(norm, actor=SYSTEM)
    norm.refresh_from_db()
    with pytest.raises(Conflict):
        actions.confirm_reading(norm, actor=access.actor("services.read", body=window.body))


MANAGED = {
    "open_slots": lambda window, actor: actions.open_slots(
        window, first=clock.today(), last=clock.today(), starts=dt.time(9), ends=TEN, minutes=60, capacity=1,
        actor=actor,
    ),
    "close_slot": lambda window, actor: actions.close_slot(services.slot(window=window, hours=30), actor=actor),
    "set_opening": lambda window, actor: actions.set_opening(
        window, weekdays=[0], starts=dt.time(9), ends=TEN, actor=actor
    ),
    "end_opening": lambda window, actor: actions.end_opening(
        actions.set_opening(window, weekdays=[1], starts=dt.time(9), ends=TEN, actor=SYSTEM)[0], actor=actor
    ),
    "plan_shift": lambda window, actor: actions.plan_shift(
        window, appointment=AppointmentFactory(post=PostFactory(body=window.body)), day=clock.today(),
        starts=dt.time(9), ends=TEN, actor=actor,
    ),
    "drop_shift": lambda window, actor: actions.drop_shift(
        actions.plan_shift(
            window, appointment=AppointmentFactory(post=PostFactory(body=window.body)),
            day=clock.today() + dt.timedelta(days=2), starts=dt.time(9), ends=TEN, actor=SYSTEM,
        ),
        actor=actor,
    ),
    "open_after_hours": lambda window, actor: actions.open_after_hours(
        body=window.body, kind="line", words="0915-12345", hours="24小时", actor=actor
    ),
    "close_after_hours": lambda window, actor: actions.close_after_hours(
        actions.open_after_hours(body=window.body, kind="line", words="0915", hours="夜间", actor=SYSTEM), actor=actor
    ),
    "issue_norm": lambda window, actor: actions.issue_norm(
        body=window.body, kind="conduct", title="纪律", lines=["不迟到"], actor=actor
    ),
    "repeal_norm": lambda window, actor: actions.repeal_norm(
        actions.issue_norm(body=window.body, kind="conduct", title="纪律", lines=["不迟到"], actor=SYSTEM), actor=actor
    ),
}  # fmt: skip


@pytest.mark.parametrize("verb", MANAGED)
def test_managing_is_for_holders_in_scope(verb, window):
    matrix(lambda actor: MANAGED[verb](window, actor), "services.manage", window.body)


@pytest.mark.parametrize("verb", ["arrive", "cancel_booking", "give_ticket", "move_booking"])
def test_the_desk_acts_for_visitors_within_its_scope(verb, window):
    booking, other = booked(services.slot(window=window, capacity=9, hours=1)), services.slot(window=window)

    def act(actor):
        return getattr(actions, verb)(booking, *([other] if verb == "move_booking" else []), actor=actor)

    for stranger in (access.actor("services.register"), access.actor("services.read", body=window.body)):
        with pytest.raises(Forbidden):
            act(stranger)
        with pytest.raises(Forbidden):
            booked(booking.slot, actor=stranger)
    done = act(access.actor("services.register", body=window.body))
    assert done.ended_at or done.ticket or done.slot == other


LISTS = ("contacts", "slips", "promises", "mandates", "bookings", "slots", "shifts", "after-hours", "norms")


@pytest.mark.parametrize("name", LISTS)
def test_registers_are_for_readers(client, name, window):
    page_matrix(client, f"/desk/services/{name}/", "services.read", window.body)


def _one_of_each(window):
    case = services.case(window=window)
    question = actions.take_down(body=window.body, matter="问", actor=SYSTEM)
    actions.tell_once(question=question, version=case.version, missing=["表"], actor=SYSTEM)
    actions.give_mandate(
        body=window.body, kind="entrusted", principal_name="甲", agent_name="乙", items=[case.item], scope="代交",
        proof="originals", expires_on=clock.today() + dt.timedelta(days=9), actor=SYSTEM,
    )  # fmt: skip
    booked(services.slot(window=window, hours=26))
    MANAGED["plan_shift"](window, SYSTEM)
    MANAGED["open_after_hours"](window, SYSTEM)
    MANAGED["issue_norm"](window, SYSTEM)


@pytest.mark.parametrize("name", [name for name in LISTS if name != "promises"])
def test_registers_take_as_many_queries_for_three_rows_as_for_one(name, window):
    account, _actor = access.signed_in("services.read", body=window.body)
    client = Client()
    client.force_login(account)
    counts = []
    for times in (1, 2):
        for _time in range(times):
            _one_of_each(services.window(body=window.body))
        client.get(f"/desk/services/{name}/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/desk/services/{name}/")
        # Keys made in this very transaction are not remembered; they are asked for with each sealed value.
        counts.append(len([one for one in asked.captured_queries if "seal_datakey" not in one["sql"]]))
    assert counts[1] <= counts[0]


@pytest.mark.django_db(transaction=True)
def test_slot_is_never_overbooked(window):
    slot = services.slot(window=window, capacity=2)
    results = at_once(8, lambda _number: booked(slot))
    assert sum(isinstance(one, Booking) for one in results) == 2
    assert all(isinstance(one, (Booking, Conflict)) for one in results)
    slot.refresh_from_db()
    assert slot.taken == 2


@pytest.mark.django_db(transaction=True)
def test_place_is_given_back_once(window):
    booking = booked(services.slot(window=window, capacity=5))
    results = at_once(4, lambda _number: actions.cancel_booking(booking, actor=PUBLIC))
    assert sum(isinstance(one, Booking) for one in results) == 1
    booking.slot.refresh_from_db()
    assert booking.slot.taken == 0


@pytest.mark.django_db(transaction=True)
def test_places_are_counted_right_when_many_move_and_cancel_at_once(window):
    first, second = services.slot(window=window, capacity=4), services.slot(window=window, capacity=2, hours=26)
    bookings = [booked(first) for _time in range(4)]

    def act(number):
        if number == 3:
            return actions.cancel_booking(bookings[3], actor=PUBLIC)
        return actions.move_booking(bookings[number], second, actor=PUBLIC)

    results = at_once(4, act)
    assert sum(isinstance(one, Booking) for one in results) == 3
    assert all(isinstance(one, (Booking, Conflict)) for one in results)
    for slot in (first, second):
        slot.refresh_from_db()
        assert slot.taken == slot.bookings.filter(state="booked").count()
    assert second.taken == 2


@pytest.mark.django_db(transaction=True)
def test_no_number_of_the_queue_is_given_twice(window):
    bookings = [booked(slot) for slot in (services.slot(window=window, capacity=4, hours=1),) for _time in range(4)]
    at_once(4, lambda number: actions.give_ticket(bookings[number], actor=SYSTEM))
    assert sorted(Booking.objects.values_list("ticket", flat=True)) == [1, 2, 3, 4]
