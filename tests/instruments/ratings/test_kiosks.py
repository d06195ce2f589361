"""Rating terminals: bound to a device, heard every minute, and never counting a visitor twice or losing one."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.concurrency import at_once
from tests.factories import access, kiosks, services
from tests.permissions import matrix, page_matrix
from zhengyou.instruments.ratings import actions, policy, terminals
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.models import DayTally, Kiosk, KioskParcel, Rating
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.notices.models import Notice

pytestmark = pytest.mark.django_db
WEDNESDAY = dt.datetime(2026, 5, 6, 9, 30, tzinfo=clock.SHANGHAI)


def parcel(level=4, key=None, **more):
    return {"key": str(key or uuid.uuid4()), "level": str(level), **more}


def send(device, *parcels):
    return device.post("/k/rate", {"parcels": list(parcels)}, content_type="application/json")


def test_a_device_is_bound_by_a_code_that_works_once_and_for_a_quarter_of_an_hour():
    one = kiosks.kiosk()
    code = actions.ask_to_pair(one, actor=SYSTEM)
    assert "绑定评价终端" in Client().get("/k/").content.decode()
    device = Client()
    assert device.post("/k/pair", {"code": code.lower()}).status_code == 302
    page = device.get("/k/").content.decode()
    assert one.window.name in page
    assert "checked" not in page.partition("<textarea")[0]
    again = Client().post("/k/pair", {"code": code})
    assert again.status_code == 422
    assert "绑定码不存在、已使用或已过期" in again.content.decode()
    late = actions.ask_to_pair(one, actor=SYSTEM)
    with clock.pretend(clock.now() + policy.PAIRING_FOR + dt.timedelta(seconds=1)), pytest.raises(Refused):
        actions.pair(late)
    kiosks.device(one)
    assert "绑定评价终端" in device.get("/k/").content.decode(), "one terminal is one device"
    assert not Kiosk.objects.filter(key_digest=device.cookies[terminals.COOKIE].value).exists()


def test_what_a_terminal_sends_again_is_counted_once():
    one = kiosks.kiosk()
    device = kiosks.device(one)
    first, second = parcel(1, text="等了很久", tag=["1a"]), parcel(5, assisted=True)
    answer = send(device, first, second).json()["outcomes"]
    assert [told["state"] for told in answer] == ["counted", "counted"]
    assert all(told["receipt"] for told in answer)
    again = send(device, first, parcel(3), second, second).json()["outcomes"]
    assert [("receipt" in told, told["state"]) for told in again] == [
        (False, "counted"), (True, "counted"), (False, "counted"),
    ]  # fmt: skip
    assert sorted(Rating.objects.values_list("level", "channel", "assisted")) == [
        (1, "terminal", False), (3, "terminal", False), (5, "terminal", True),
    ]  # fmt: skip
    assert sum(DayTally.objects.filter(window=one.window).values_list("count", flat=True)) == 3
    assert Client().get(f"/t/{answer[0]['receipt']}").status_code == 200
    assert {field.name for field in KioskParcel._meta.get_fields()} == {"id", "kiosk", "key", "day"}


def test_a_case_that_was_just_closed_is_asked_about_for_a_few_minutes():
    one = kiosks.kiosk()
    device = kiosks.device(one)
    assert device.post("/k/beat", {"queued": 0}, content_type="application/json").json()["call"] is None
    case = services.case(window=one.window, closed=True)
    call = device.post("/k/beat", {"queued": 2}, content_type="application/json").json()["call"]
    invitation = case.invitations.get()
    assert call == {"code": invitation.code, "matter": case.item.name, "ending": case.number[-4:]}
    assert Kiosk.objects.get().queued == 2
    with clock.pretend(clock.now() + policy.CALL_FOR + dt.timedelta(seconds=1)):
        assert device.post("/k/beat", {}, content_type="application/json").json()["call"] is None
    told = send(device, parcel(5, code=invitation.code)).json()["outcomes"][0]
    assert told["state"] == "counted"
    invitation.refresh_from_db()
    assert invitation.state == "rated"
    assert device.post("/k/beat", {}, content_type="application/json").json()["call"] is None
    twice = send(device, parcel(1, code=invitation.code)).json()["outcomes"][0]
    assert twice["state"] == "refused"
    assert "已评价" in twice["reason"]


def test_a_terminal_elsewhere_is_not_asked_about_this_case():
    other = kiosks.kiosk()
    device = kiosks.device(other)
    services.case(window=services.window(body=other.body), closed=True)
    assert device.post("/k/beat", {}, content_type="application/json").json()["call"] is None


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"parcels": []}', '{"parcels": 5}', '{"parcels": [{"key": "x"}]}', '{"parcels": ["\\u0000"]}'],
)
def test_what_no_page_sends_is_refused_with_a_sentence(content):
    device = kiosks.device(kiosks.kiosk())
    answer = device.post("/k/rate", content, content_type="application/json")
    assert answer.status_code == 422
    assert "无法识别" in answer.json()["reason"]
    assert device.post("/k/beat", content, content_type="application/json").status_code == 200


def test_a_wrong_level_is_refused_and_hinders_no_other():
    device = kiosks.device(kiosks.kiosk())
    told = send(device, parcel(9), parcel(2)).json()["outcomes"]
    assert [one["state"] for one in told] == ["refused", "counted"]
    assert Rating.objects.count() == 1


def test_strangers_and_other_sites_are_let_nowhere():
    one = kiosks.kiosk()
    for path in ("rate", "beat", "leave"):
        assert Client().post(f"/k/{path}", {}, content_type="application/json").status_code == 403
    device = kiosks.device(one)
    elsewhere = device.post(
        "/k/rate", {"parcels": [parcel()]}, content_type="application/json", headers={"sec-fetch-site": "cross-site"}
    )
    assert elsewhere.status_code == 403
    assert not Rating.objects.exists()


def test_staff_leave_by_the_pin_and_guessing_ends_soon():
    one = kiosks.kiosk()
    device = kiosks.device(one)

    def leave(pin, **more):
        return device.post("/k/leave", {"pin": pin, **more}, content_type="application/json")

    assert leave("0000").status_code == 422
    assert leave(kiosks.PIN).status_code == 200
    assert Kiosk.objects.get().key_digest, "left the full screen, still bound"
    for _ in range(policy.PIN_TRIES):
        refused = leave("0001")
    assert "稍" in refused.json()["reason"] or refused.status_code == 429
    assert leave(kiosks.PIN, unbind=True).status_code in {422, 429}, "the right one waits like the others"
    with clock.pretend(clock.now() + policy.PIN_TRIES_IN * 2):
        assert leave(kiosks.PIN, unbind=True).status_code == 200
    assert not Kiosk.objects.get().key_digest
    assert "绑定评价终端" in device.get("/k/").content.decode()


@pytest.mark.requirement("RT-16")
def test_silence_of_two_working_hours_is_told_once_to_the_liaison_and_ends_when_it_is_heard():
    window = services.window()
    account, _actor = access.signed_in("ratings.kiosks", body=window.body, duty="liaison")
    with clock.pretend(WEDNESDAY):
        one = kiosks.kiosk(window)
        device = kiosks.device(one)
    with clock.pretend(WEDNESDAY + dt.timedelta(hours=1, minutes=59)):
        assert actions.watch_kiosks() == 0
    noon = WEDNESDAY.replace(hour=13, minute=45)
    with clock.pretend(noon):
        assert actions.watch_kiosks() == 1, "from 9:30 to 11:30 are two hours of work"
        assert actions.watch_kiosks() == 0
    one.refresh_from_db()
    assert one.alarmed_at is not None
    told = Notice.objects.get()
    assert told.recipient_id == str(account.person_id)
    assert "已失联2小时" in told.text
    assert told.url == terminals.page_of(one)
    with clock.pretend(noon):
        device.post("/k/beat", {"queued": 0}, content_type="application/json")
    one.refresh_from_db()
    assert one.alarmed_at is None


def test_a_night_and_a_day_off_are_no_silence():
    with clock.pretend(WEDNESDAY.replace(hour=17, minute=0)):
        kiosks.device(kiosks.kiosk())
    with clock.pretend(WEDNESDAY.replace(hour=9, minute=15) + dt.timedelta(days=1)):
        assert actions.watch_kiosks() == 0
    with clock.pretend(WEDNESDAY.replace(hour=10, minute=31) + dt.timedelta(days=1)):
        assert actions.watch_kiosks() == 1


def test_verbs_of_terminals_are_for_those_who_keep_the_window():
    window = services.window()
    one = matrix(
        lambda actor: actions.set_up_kiosk(window, name="终端", pin="1234", actor=actor), "ratings.kiosks", window.body
    )
    matrix(lambda actor: actions.amend_kiosk(one, name="新名", large=True, actor=actor), "ratings.kiosks", window.body)
    matrix(lambda actor: actions.ask_to_pair(one, actor=actor), "ratings.kiosks", window.body)
    matrix(lambda actor: actions.retire_kiosk(one, actor=actor), "ratings.kiosks", window.body)
    with pytest.raises(Conflict):
        actions.ask_to_pair(one, actor=SYSTEM)


def test_a_retired_terminal_takes_nothing():
    one = kiosks.kiosk()
    device = kiosks.device(one)
    actions.retire_kiosk(one, actor=SYSTEM)
    assert send(device, parcel()).status_code == 403
    with pytest.raises(Forbidden):
        actions.take_parcels(one, [actions.Parcel(key=uuid.uuid4(), answer=Answer(level=5))])
    assert not Rating.objects.exists()


def test_desk_lists_pairs_changes_and_retires(client):
    body = kiosks.kiosk().body
    page_matrix(client, "/desk/ratings/kiosks/", "ratings.kiosks", body)
    account, _actor = access.signed_in("ratings.kiosks", body=body)
    client.force_login(account)
    with CaptureQueriesContext(connection) as few:
        client.get("/desk/ratings/kiosks/")
    for number in range(3):
        kiosks.kiosk(services.window(body=body), name=f"终端{number}")
    with CaptureQueriesContext(connection) as many:
        page = client.get("/desk/ratings/kiosks/").content.decode()
    assert len(many) == len(few)
    assert page.count("未绑定") >= 4
    found = client.get("/desk/ratings/kiosks/", {"q": "终端1"}).content.decode()
    assert found.count("未绑定<") == page.count("未绑定<") - 3
    assert client.get("/desk/ratings/kiosks/", {"export": "xlsx"})["content-type"].endswith("sheet")
    window = services.window(body=body)
    form = {"window": window.pk, "name": "大厅终端", "pin": "12"}
    assert "4至8位数字" in client.post("/desk/ratings/kiosks/new/", form).content.decode()
    made = client.post("/desk/ratings/kiosks/new/", form | {"pin": "1357"}, follow=True)
    assert "未绑定" in made.content.decode()
    one = Kiosk.objects.get(name="大厅终端")
    place = f"/desk/ratings/kiosks/{one.public_id}/"
    shown = client.post(f"{place}pair/").content.decode()
    assert "绑定码15分钟内有效" in shown
    client.post(f"{place}amend/", {"name": "二楼终端", "pin": "", "large": "on"})
    one.refresh_from_db()
    assert (one.name, one.large) == ("二楼终端", True)
    assert "停用此评价终端" in client.get(f"{place}retire/").content.decode()
    client.post(f"{place}retire/")
    assert "二楼终端" not in client.get("/desk/ratings/kiosks/").content.decode()
    assert "已停用" in client.get(place).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_same_parcel_sent_by_two_lines_at_once_is_counted_once():
    one = kiosks.kiosk()
    kiosks.device(one)
    key = uuid.uuid4()
    results = at_once(4, lambda _n: actions.take_parcels(one, [actions.Parcel(key=key, answer=Answer(level=2))]))
    assert not [result for result in results if isinstance(result, Exception)]
    assert Rating.objects.count() == 1
    assert sum(bool(result[0].receipt) for result in results) == 1
