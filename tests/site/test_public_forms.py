"""The public forms from outside: whoever knocks too often must wait, and nobody's data reaches an address or a log."""

import logging
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import complaints, display, ratings, services
from tests.factories.access import signed_in
from tests.factories.bodies import BodyFactory
from tests.walk.addresses import addresses
from zhengyou.instruments.complaints import policy as complaints_policy
from zhengyou.instruments.display import policy as display_policy
from zhengyou.instruments.ratings import policy as ratings_policy
from zhengyou.registry.people import policy as people_policy
from zhengyou.registry.services import policy as services_policy

pytestmark = pytest.mark.django_db

NAME, PHONE, NUMBER, WORDS = "欧阳测试", "13912345678", "110101199003077758", "窗口的秘密暗语"
SECRETS = (NAME, PHONE, NUMBER, WORDS)
Ask = Callable[[Client], Any]


def rate_window() -> Ask:
    window = services.window(body=BodyFactory(parent=BodyFactory()))
    ratings.tag_set()
    data = {
        "level": "1", "text": f"{WORDS} {PHONE} {NUMBER}", "contact_name": NAME, "contact_phone": PHONE,
        "praise_demanded": "on", "praise_text": WORDS,
    }  # fmt: skip
    return lambda client: client.post(reverse("ratings:rate-window", args=[window.code]), data)


def rate_case() -> Ask:
    window = services.window(body=BodyFactory(parent=BodyFactory()))
    codes = iter([ratings.invitation(window=window).code for _time in range(4)])
    data = {"level": "1", "text": f"{WORDS} {PHONE}", "contact_name": NAME, "contact_phone": PHONE}
    return lambda client: client.post(reverse("ratings:rate", args=[next(codes)]), data)


def say_something() -> Ask:
    BodyFactory(parent=BodyFactory())
    data = {
        "kind": "complaint", "text": f"{WORDS}，身份证{NUMBER}", "identity": "confidential", "name": NAME,
        "phone": PHONE, "may_publish": "on",
    }  # fmt: skip
    return lambda client: client.post(reverse("complaints:new"), data)


def write_message() -> Ask:
    taken = complaints.taken()
    url = reverse("complaints:message", args=[taken.complaint.number, taken.code])
    return lambda client: client.post(url, {"text": f"{WORDS} {NAME} {PHONE} {NUMBER}"})


def report_revenge() -> Ask:
    taken = complaints.taken()
    url = reverse("complaints:report-retaliation", args=[taken.complaint.number, taken.code])
    return lambda client: client.post(url, {"text": f"{WORDS} {NAME} {PHONE}"})


def say_not_solved() -> Ask:
    taken = complaints.taken()
    url = reverse("complaints:again", args=[taken.complaint.number, taken.code])
    return lambda client: client.post(url, {"reason": f"{WORDS} {NAME} {PHONE}"})


def rate_handling() -> Ask:
    taken = complaints.taken()
    url = reverse("complaints:track", args=[taken.complaint.number, taken.code])
    return lambda client: client.post(url, {"level": "1", "solved": "no", "text": f"{WORDS} {PHONE}"})


def rate_by_text() -> Ask:
    window = services.window(body=BodyFactory(parent=BodyFactory()))
    codes = iter([ratings.invitation(window=window).code for _time in range(4)])
    data = {"level": "1", "text": f"{WORDS} {PHONE}", "contact_name": NAME, "contact_phone": PHONE}
    return lambda client: client.post(reverse("ratings:rate-text", args=[next(codes)]), data)


def judge_units() -> Ask:
    above = BodyFactory()
    unit = BodyFactory(parent=above)
    codes = iter(ratings.panel(above, [unit], seats=4))
    data = {f"level-{unit.public_id}": "2", f"text-{unit.public_id}": f"{WORDS} {NAME} {PHONE} {NUMBER}"}
    return lambda client: client.post(reverse("ratings:judge", args=[next(codes)]), data)


def say_it_is_not_settled() -> Ask:
    receipt = ratings.submitted(level=1).receipt
    data = {"text": f"{WORDS} {NAME} {PHONE}"}
    return lambda client: client.post(reverse("ratings:again", args=[receipt]), data)


def add_to_a_rating() -> Ask:
    receipt = ratings.submitted(level=5).receipt
    data = {"level": "2", "text": f"{WORDS} {PHONE} {NUMBER}"}
    return lambda client: client.post(reverse("ratings:add", args=[receipt]), data)


def report_revenge_for_a_rating() -> Ask:
    receipt = ratings.submitted(level=1).receipt
    data = {"text": f"{WORDS} {NAME}", "phone": PHONE}
    return lambda client: client.post(reverse("ratings:retaliation", args=[receipt]), data)


def sign_in() -> Ask:
    account, _actor = signed_in("bodies.read", body=BodyFactory())
    data = {"username": account.username, "password": WORDS}
    return lambda client: client.post(reverse("people:sign-in"), data)


def say_what_one_thinks_of_a_promise() -> Ask:
    url = reverse("display:promise", args=[display.promise(BodyFactory()).pk])
    return lambda client: client.post(url, {"text": f"{WORDS} {NAME} {PHONE}"})


def rate_a_practical_matter() -> Ask:
    url = reverse("display:matter", args=[display.matter(BodyFactory()).pk])
    return lambda client: client.post(url, {"level": "1", "text": f"{WORDS} {NAME} {PHONE}"})


def bind_a_terminal() -> Ask:
    return lambda client: client.post(reverse("ratings:kiosk-pair"), {"code": "NOSUCHCODE"})


def second_step() -> Ask:
    return lambda client: client.post(reverse("people:second-step"), {"code": "000000"})


def book_a_time() -> Ask:
    window = services.window(body=BodyFactory(parent=BodyFactory()))
    slot = services.slot(window=window, capacity=9)
    data = {"slot": slot.pk, "item": window.items.get().public_id, "visitor_name": NAME, "visitor_phone": PHONE}
    return lambda client: client.post(reverse("services:book", args=[window.code]), data)


def give_a_time_back() -> Ask:
    booking = services.booking()
    return lambda client: client.post(reverse("services:voucher", args=[booking.code]))


def move_a_time() -> Ask:
    booking = services.booking()
    other = services.slot(window=booking.slot.window, hours=30)
    url = reverse("services:voucher-move", args=[booking.code])
    return lambda client: client.post(url, {"slot": str(other.pk)})


def look_up(name: str, **query: str) -> Callable[[], Ask]:
    return lambda: lambda client: client.get(reverse(name), query, follow=True)


FORMS: dict[str, Callable[[], Ask]] = {
    "ratings:rate-window": rate_window,
    "ratings:rate": rate_case,
    "ratings:judge": judge_units,
    "ratings:rate-text": rate_by_text,
    "ratings:again": say_it_is_not_settled,
    "ratings:add": add_to_a_rating,
    "ratings:retaliation": report_revenge_for_a_rating,
    "ratings:kiosk-pair": bind_a_terminal,
    "display:promise": say_what_one_thinks_of_a_promise,
    "display:matter": rate_a_practical_matter,
    "complaints:new": say_something,
    "complaints:message": write_message,
    "complaints:report-retaliation": report_revenge,
    "complaints:again": say_not_solved,
    "complaints:track": rate_handling,
    "people:sign-in": sign_in,
    "people:second-step": second_step,
    "services:book": book_a_time,
    "services:voucher": give_a_time_back,
    "services:voucher-move": move_a_time,
    "services:find-voucher": look_up("services:find-voucher", code="NOSUCHCODE"),
    "services:progress": look_up("services:progress", number="ZZZZ1111"),
    "ratings:enter": look_up("ratings:enter", code="NOSUCHCODE"),
    "ratings:track-enter": look_up("ratings:track-enter", code="NOSUCHCODE"),
    "complaints:track-enter": look_up("complaints:track-enter", number="NOSUCH", code="NOSUCH"),
}
"""Every public form, and what a visitor sends with it."""

WITHOUT_WORDS = {
    "language": "sets the language of the page",
    "people:sign-out": "ends one's own stay",
}
"""Public addresses that take a form without any words of a person, and why they need no limit."""

PROGRAMS = {
    "ratings:kiosk-beat": "a bound device says that it is alive (tests/instruments/ratings/test_kiosks)",
    "ratings:kiosk-leave": "a bound device sends the PIN of the staff; its tries are limited there as well",
    "ratings:kiosk-rate": "a bound device delivers what visitors rated, each parcel once",
    "complaints:open311-requests": "answers programs in their own form (tests/instruments/complaints/test_open311)",
}
"""Addresses at which programs knock, not visitors, and where they are proved."""

LIMITS: dict[str, tuple[ModuleType, str]] = {
    "ratings:rate-window": (ratings_policy, "VISITS"),
    "ratings:rate": (ratings_policy, "SUBMISSIONS"),
    "ratings:judge": (ratings_policy, "SUBMISSIONS"),
    "ratings:rate-text": (ratings_policy, "SUBMISSIONS"),
    "ratings:again": (ratings_policy, "SUBMISSIONS"),
    "ratings:add": (ratings_policy, "SUBMISSIONS"),
    "ratings:retaliation": (ratings_policy, "SUBMISSIONS"),
    "ratings:kiosk-pair": (ratings_policy, "LOOKS"),
    "display:promise": (display_policy, "SUBMISSIONS"),
    "complaints:new": (complaints_policy, "SUBMISSIONS"),
    "complaints:message": (complaints_policy, "MESSAGES"),
    "complaints:report-retaliation": (complaints_policy, "MESSAGES"),
    "people:sign-in": (people_policy, "ATTEMPTS_PER_NETWORK"),
    "services:book": (services_policy, "BOOKINGS"),
    "services:voucher": (services_policy, "LOOKS"),
    "services:voucher-move": (services_policy, "BOOKINGS"),
    "services:find-voucher": (services_policy, "LOOKS"),
    "services:progress": (services_policy, "LOOKS"),
    "ratings:enter": (ratings_policy, "LOOKS"),
    "ratings:track-enter": (ratings_policy, "LOOKS"),
    "complaints:track-enter": (complaints_policy, "LOOKS"),
}
"""The number of the room that limits each form; it is made small for the test."""

STATE_FIRST = {
    "complaints:again": "an unanswered matter cannot be reopened; it knocks at the door of complaints:message",
    "complaints:track": "an unanswered matter cannot be rated; it knocks at the door of complaints:message",
    "display:matter": "a matter is rated when it was done with its proof; it knocks at the door of display:promise",
    "people:second-step": "whoever has not given a password is led back; the account locks itself (registry/people)",
}
"""Forms whose limit another form proves, and why."""


def test_every_public_form_stands_in_the_tables() -> None:
    assert FORMS.keys() == LIMITS.keys() | STATE_FIRST.keys()
    client = Client(raise_request_exception=False)
    taking = set()
    for address in addresses():
        if not address.is_desk:
            url = address.url(**dict.fromkeys(address.arguments, "0" * 8 + "-0000-7000-8000-" + "0" * 12))
            if client.post(url).status_code != 405:
                taking.add(address.name)
    assert taking - FORMS.keys() - WITHOUT_WORDS.keys() - PROGRAMS.keys() == set()


@pytest.mark.parametrize("form", sorted(LIMITS))
def test_whoever_knocks_too_often_is_asked_to_wait(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ask, (room, number) = FORMS[form](), LIMITS[form]
    monkeypatch.setattr(room, number, 2)
    client = Client(raise_request_exception=False)
    first = [ask(client).status_code for _time in range(2)]
    assert 429 not in first
    assert 500 not in first
    answer = ask(client)
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "<html" in page
    assert "再试" in page
    other = Client(raise_request_exception=False, REMOTE_ADDR="198.51.100.7")
    assert ask(other).status_code != 429, "one network waits for another"


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """Return everything that was written to any log, down to the database statements of a broken page."""
    caplog.set_level(logging.DEBUG)
    quiet = logging.getLogger("django.db.backends")
    before, quiet.level = quiet.level, logging.WARNING  # statements are logged with DEBUG only, which no one runs
    yield lambda: "\n".join(f"{record.getMessage()} {record.__dict__.get('request', '')}" for record in caplog.records)
    quiet.level = before


@pytest.mark.parametrize("form", sorted(FORMS))
def test_nobodys_data_reaches_an_address_or_a_log(form: str, logged: Callable[[], str]) -> None:
    client = Client(raise_request_exception=False)
    answer = FORMS[form]()(client)
    assert answer.status_code in {200, 302, 404, 409, 422}
    led = [
        str(answer.headers.get("Location", "")),
        *(str(url) for url, _status in getattr(answer, "redirect_chain", [])),
    ]
    cookies = [cookie.OutputString() for cookie in client.cookies.values()]
    for secret in SECRETS:
        assert secret not in unquote(" ".join([*led, *cookies]))
        assert secret not in logged()


def test_a_form_that_breaks_logs_no_words_of_a_person(
    logged: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from zhengyou.instruments.ratings import actions

    def break_down(*_words: Any, **_named: Any) -> None:
        raise RuntimeError("broken")

    ask = rate_window()
    monkeypatch.setattr(actions, "rate_visit", break_down)
    assert ask(Client(raise_request_exception=False)).status_code == 500
    assert not [secret for secret in SECRETS if secret in logged()]


def test_cookies_of_the_public_carry_flags_and_no_session(client: Client) -> None:
    answer = client.get(reverse("people:sign-in"))
    token = answer.cookies["csrftoken"]
    assert token["httponly"]
    assert token["samesite"] == "Lax"
    rated = rate_window()(Client())
    assert not rated.cookies, "a rating leaves nothing on the phone that could be followed"
