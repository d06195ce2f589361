"""The doors of the site against bad manners: broken text, foreign addresses, missing tokens, guessing."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.access import signed_in
from tests.factories.bodies import BodyFactory

ELSEWHERE = ["//evil.example/", "https://evil.example/", "https:evil.example", "javascript:alert(1)", "nowhere"]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/r/a%00b", "/t/%00", "/units/?q=a%00b", "/r/?a%00b=1"])
def test_text_without_meaning_is_a_bad_request_not_an_error(visitor, address):
    answer = visitor.get(address)
    assert answer.status_code == 400
    assert "<html" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nobody_is_led_elsewhere(visitor, elsewhere):
    answers = [
        visitor.get("/preferences/", {"next": elsewhere, "theme": "dark"}),
        visitor.post("/language/", {"language": "en", "next": elsewhere}),
    ]
    assert "evil" not in "".join(answer["Location"] for answer in answers)
    account, actor = signed_in("bodies.read", body=BodyFactory())
    visitor.force_login(account)
    answers.append(visitor.post(reverse("access:switch-hat"), {"hat": actor.hat_id, "next": elsewhere}))
    answers.append(visitor.get(reverse("people:sign-in"), {"next": elsewhere}))
    assert [answer.status_code for answer in answers] == [302] * 4
    for answer in answers[2:]:
        assert answer["Location"] == "/desk/"


@pytest.mark.django_db
def test_form_without_its_token_gets_a_page_that_says_what_to_do():
    answer = Client(enforce_csrf_checks=True).post(reverse("people:sign-in"), {"username": "office"})
    assert answer.status_code == 403
    assert "重新" in answer.content.decode() or "刷新" in answer.content.decode()


@pytest.mark.django_db
def test_programs_without_token_get_a_problem(visitor):
    answer = visitor.get("/api/v1/cases")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/nowhere", "/sign-in/", "/healthz", "/api/v1/cases", "/desk/"])
def test_every_answer_carries_the_headers(visitor, address):
    answer = visitor.get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert (answer["X-Content-Type-Options"], answer["X-Frame-Options"]) == ("nosniff", "DENY")
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_sign_in_says_the_same_for_known_and_unknown_names_and_changes_the_session(visitor):
    account, _actor = signed_in("bodies.read", body=BodyFactory())
    pages = []
    for name in (account.username, "nobody-of-this-name"):
        answer = Client().post(reverse("people:sign-in"), {"username": name, "password": "Wrong-Word-2026"})
        assert answer.status_code == 422
        pages.append(answer.context["form"].non_field_errors())
    assert pages[0] == pages[1]
    visitor.cookies["zy_session"] = "a" * 32
    account.set_password("Right-Word-2026")
    account.save()
    answer = visitor.post(reverse("people:sign-in"), {"username": account.username, "password": "Right-Word-2026"})
    assert answer.status_code == 302
    cookie = answer.cookies["zy_session"]
    assert cookie.value != "a" * 32
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_cookie_that_no_browser_sends_is_answered_plainly(client):
    client.cookies.load('zy_session="aaaaaaaaaa\\000"')
    for url in ("/desk/", "/"):
        assert client.get(url).status_code == 400


@pytest.mark.parametrize("method", ["get", "post", "delete"])
@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/", "/api/v2/cases", "/api/v1/cases/x/y/z"])
def test_an_unknown_address_of_the_api_is_a_problem_in_json(client, method, path):
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"
