"""The API answers whatever comes as its description says, and never with a server error."""

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_schema_conformance,
    status_code_conformance,
)

from tests.factories import services
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.services import actions, policy
from zhengyou.site.wsgi import application

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    ignored_auth,
]


@pytest.fixture
def api(transactional_db, monkeypatch):
    monkeypatch.setattr(policy, "API_REQUESTS", 1_000_000)
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.mark.django_db(transaction=True)
def test_every_operation_answers_as_described_whatever_comes(api):
    window = services.window()
    case = services.case(window=window)
    _integration, token = actions.issue_token(body=window.body, name="fuzz", actor=SYSTEM)
    known = {"window": window.code, "item": window.items.get().code}
    statuses = []

    for found in api.get_all_operations():
        operation = found.ok()

        @hypothesis.given(call=operation.as_strategy(), sane=hypothesis.strategies.booleans())
        @settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def check(call, sane):
            if sane and isinstance(call.body, dict) and "window" in call.body:
                call.body |= known
            if sane and "number" in (call.path_parameters or {}):
                call.path_parameters["number"] = case.number
            call.headers = {**(call.headers or {}), "Authorization": f"Bearer {token}"}
            statuses.append(call.call_and_validate(checks=CHECKS).status_code)

        check()

    assert len(statuses) >= 100
    assert {200, 201, 422} <= set(statuses), "both what is right and what is wrong was tried"
