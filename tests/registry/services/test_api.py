import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from ninja.openapi.schema import OpenAPISchema

from tests.factories import services
from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.queries import history
from zhengyou.registry.services import actions, policy
from zhengyou.registry.services.callers import signature
from zhengyou.registry.services.models import Case, KeptAnswer
from zhengyou.site.api import api

pytestmark = pytest.mark.django_db
CASES = "/api/v1/cases"


class System:
    """A business system with a token."""

    def __init__(self, body, **issued):
        self.integration, self.token = actions.issue_token(body=body, name="大厅叫号系统", actor=SYSTEM, **issued)
        self.client = Client(headers={"Authorization": f"Bearer {self.token}", "Accept-Language": "en"})

    def post(self, path, data=None, key="key-00000001", **headers):
        body = json.dumps(data or {})
        return self.client.post(
            path, body, content_type="application/json", headers={"Idempotency-Key": key, **headers}
        )

    def get(self, path, **params):
        return self.client.get(path, params)


@pytest.fixture
def window():
    return services.window()


@pytest.fixture
def system(window):
    return System(window.body)


def told(window, **fields):
    return {"window": window.code, "item": window.items.get().code, "external_number": "WB-1", **fields}


def test_post_case_registers_it_and_answers_without_the_applicant(system, window):
    answer = system.post(CASES, told(window, applicant_name="赵钱孙", applicant_phone="13800001234"))

    case = Case.objects.get()
    assert answer.status_code == 201
    assert answer.json()["number"] == case.number
    assert (case.channel, case.state, case.integration) == ("api", "accepted", system.integration)
    assert "赵" not in answer.content.decode()
    event = history(case).get()
    assert (event.actor_kind, event.actor_label) == ("device", "大厅叫号系统")


def test_post_case_with_the_same_key_answers_alike_and_registers_once(system, window):
    first, again = (system.post(CASES, told(window)) for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert Case.objects.count() == 1


def test_post_case_with_the_same_key_and_another_body_is_a_conflict(system, window):
    system.post(CASES, told(window))
    answer = system.post(CASES, told(window, external_number="WB-2"))
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key")
    assert Case.objects.count() == 1


def test_post_case_that_was_refused_may_be_mended_under_its_key(system, window):
    refused = system.post(CASES, told(window, item="nothing"))
    assert refused.status_code == 422
    assert refused.json()["errors"] == [{"field": "item", "message": "This window does not offer this item."}]
    assert refused["Content-Type"] == "application/problem+json"
    assert system.post(CASES, told(window)).status_code == 201


def test_post_case_known_by_its_outside_number_is_a_conflict(system, window):
    system.post(CASES, told(window))
    answer = system.post(CASES, told(window), key="key-00000002")
    assert (answer.status_code, answer.json()["code"]) == (409, "duplicate")


def test_post_case_without_key_or_with_wrong_fields_names_them(system, window):
    bare = system.client.post(CASES, json.dumps(told(window)), content_type="application/json")
    assert (bare.status_code, bare.json()["errors"][0]["field"]) == (422, "Idempotency-Key")
    wrong = system.post(CASES, told(window, accepted_at="yesterday", external_number="坏\x00"))
    assert {error["field"] for error in wrong.json()["errors"]} == {"accepted_at", "external_number"}
    assert system.client.post(CASES, "{", content_type="application/json").status_code == 400


def test_close_finishes_the_case_and_invites_its_visitor(system, window):
    number = system.post(CASES, told(window)).json()["number"]
    answer = system.post(f"{CASES}/{number}/close", key="key-close-1")
    case = Case.objects.get()
    assert (answer.status_code, answer.json()["state"]) == (200, "done")
    assert case.invitations.count() == 1
    assert case.invitations.get().code not in answer.content.decode()
    assert system.post(f"{CASES}/{number}/close", key="key-close-1").json() == answer.json()
    assert system.post(f"{CASES}/{number}/withdraw", key="key-close-2").status_code == 409


def test_cases_of_others_are_not_found(system):
    other = services.case()
    assert system.get(f"{CASES}/{other.number}").status_code == 404
    assert system.get(CASES).json() == {"items": [], "next_cursor": None}
    assert system.post(CASES, told(other.window)).status_code == 422


def test_lists_are_read_page_by_page(system, window):
    numbers = [services.case(window=window).number for _ in range(5)]
    read, cursor = [], ""
    while cursor is not None:
        page = system.get(CASES, cursor=cursor, limit=2).json()
        read += [case["number"] for case in page["items"]]
        cursor = page["next_cursor"]
    assert read == numbers[::-1]
    assert system.get(CASES, cursor="Zm9v").status_code == 422
    assert system.get("/api/v1/windows").json()["items"][0]["items"] == [window.items.get().code]
    assert system.get("/api/v1/items").json()["items"][0]["name"] == window.items.get().name


@pytest.mark.parametrize("header", ["", "Bearer nothing", "Basic eDp5", "Bearer"])
def test_without_a_valid_token_nothing_is_told(header):
    answer = Client(headers={"Authorization": header}).get(CASES)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_revoked_token_is_shut_out(system):
    actions.revoke_token(system.integration, actor=SYSTEM)
    assert system.get(CASES).status_code == 401


def test_signed_requests_must_be_fresh_and_fit(window):
    system = System(window.body, must_sign=True)
    body = json.dumps(told(window))
    now = str(int(clock.now().timestamp()))

    def post(timestamp, signed):
        headers = {"Idempotency-Key": "key-00000001", "X-Timestamp": timestamp, "X-Signature": signed}
        return system.client.post(CASES, body, content_type="application/json", headers=headers).status_code

    old = str(int(now) - 600)
    assert post(now, "0" * 64) == 403
    assert post(old, signature(system.token, old, "POST", CASES, body.encode(), "key-00000001")) == 403
    assert post("soon", "签") == 403
    assert post(now, signature(system.token, now, "POST", CASES, body.encode(), "key-00000001")) == 201


def test_too_many_requests_are_told_when_to_come_back(system, monkeypatch):
    monkeypatch.setattr(policy, "API_REQUESTS", 2)
    with clock.pretend(clock.now()):  # all within one period
        assert [system.get(CASES).status_code for _ in range(3)] == [200, 200, 429]
        assert system.get(CASES)["Retry-After"] == "60"


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_moment_registers_once(window):
    system = System(window.body)
    body = told(window)

    def attempt(_number):
        try:
            return system.post(CASES, body).json()["number"]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(attempt, range(6)))) == 1
    assert (Case.objects.count(), KeptAnswer.objects.count()) == (1, 1)


@pytest.mark.parametrize(("lists", "rows"), [(CASES, "case"), ("/api/v1/windows", "window"), ("/api/v1/items", "item")])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(system, window, django_assert_num_queries, lists, rows):
    from django.test.utils import CaptureQueriesContext

    services.case(window=window)
    system.get(lists)
    with CaptureQueriesContext(connection) as one:
        system.get(lists)
    for _ in range(2):
        services.case(window=services.window(body=window.body))
    with CaptureQueriesContext(connection) as three:
        answer = system.get(lists)
    assert len(answer.json()["items"]) == 3
    assert len(one) == len(three)


def test_no_part_of_the_description_overwrites_another_of_the_same_name(monkeypatch):
    parts: dict[str, object] = {}

    def collect(self, definitions):
        for name, part in definitions.items():
            assert parts.setdefault(name, part) == part, f"two rooms describe {name}"
        self.schemas.update(definitions)

    monkeypatch.setattr(OpenAPISchema, "add_schema_definitions", collect)
    api.get_openapi_schema()
    assert {"Problem", "CaseOut", "MatterOut"} <= parts.keys()
