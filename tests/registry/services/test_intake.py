"""Cases in another system's field names, through the signed API, sent by the Python client that we hand out."""

import datetime as dt
import importlib.util
from pathlib import Path

import pytest
from django.test import Client as Browser

from tests.factories import access, services
from tests.permissions import matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.services import actions
from zhengyou.registry.services.models import Case, FieldMapping, KeptAnswer

pytestmark = pytest.mark.django_db
PLACE = Path(__file__).parents[3] / "clients" / "python" / "zhengyou_client" / "__init__.py"
spec = importlib.util.spec_from_file_location("zhengyou_client", PLACE)
client_module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(client_module)


@pytest.fixture
def window():
    return services.window()


class Line:
    """The network between the client and the server: keeps what went over it, and may break."""

    def __init__(self):
        self.sent, self.broken = [], 0

    def __call__(self, method, url, headers, body):
        path = url.removeprefix("https://zhengyou.test")
        self.sent.append((method, path, dict(headers), body))
        answer = Browser(headers=dict(headers)).generic(method, path, body, content_type="application/json")
        if self.broken:
            self.broken -= 1
            return client_module.Answer(502, {}, 0)  # done there, but the answer was lost
        return client_module.Answer(answer.status_code, answer.json(), 0)


@pytest.fixture
def system(window):
    made, token = actions.issue_token(body=window.body, name="大厅叫号系统", actor=SYSTEM, must_sign=True)
    line = Line()
    client = client_module.Client("https://zhengyou.test/", token, send=line, wait=lambda _seconds: None)
    client.line, client.integration = line, made
    return client


def taught(system, window):
    """Give the system the Guangdong table and say which department is which window."""
    actions.adopt_adapter(system.integration, adapter="guangdong", actor=SYSTEM)
    row = FieldMapping.objects.get(ours="window")
    actions.amend_mapping(row, theirs=row.theirs, reading=row.reading, words={"0915001": window.code}, actor=SYSTEM)


def pushed(window, **fields):
    hour_ago = clock.local(clock.now() - dt.timedelta(hours=1))
    return {
        "evalProcess": 1, "affairSerialNo": "QH-2026-000123", "affairCode": window.items.get().code,
        "affairName": "社保卡补办", "departmentCode": "0915001", "affairApplyTime": f"{hour_ago:%Y%m%d%H%M%S}",
        "userName": "赵钱孙", "contactPhone": "13800001234", "certificateType": 1,
        "certificateNo": "610924199003077758",
    } | fields  # fmt: skip


def test_client_takes_a_case_through_its_life_and_a_lost_answer_does_nothing_twice(system, window):
    (offered,) = system.windows()
    (item,) = system.items()
    system.line.broken = 2
    case = system.accept_case(window=offered["code"], item=item["code"], external_number="WB-1")
    assert (Case.objects.count(), KeptAnswer.objects.count()) == (1, 1)
    assert system.close_case(case["number"])["state"] == "done"
    assert system.case(case["number"])["external_number"] == "WB-1"
    other = system.accept_case(window=offered["code"], item=item["code"], external_number="WB-2")
    system.withdraw_case(other["number"])
    assert [one["external_number"] for one in system.cases(state="withdrawn")] == ["WB-2"]
    with pytest.raises(client_module.Problem) as problem:
        system.accept_case(window="NOWINDOW", item=item["code"], external_number="WB-3")
    assert (problem.value.status, list(problem.value.fields)) == (422, ["window"])


def test_overheard_request_sent_again_changes_nothing(system, window):
    system.accept_case(window=window.code, item=window.items.get().code, external_number="WB-1")
    method, path, headers, body = system.line.sent[-1]
    again = Browser(headers=headers).generic(method, path, body, content_type="application/json")
    assert (again.status_code, Case.objects.count()) == (201, 1)
    forged = Browser(headers={**headers, "Idempotency-Key": "another-key-1"})
    assert forged.generic(method, path, body, content_type="application/json").status_code == 403
    with clock.pretend(clock.now() + dt.timedelta(minutes=6)):
        late = Browser(headers=headers).generic(method, path, body, content_type="application/json")
    assert late.status_code == 403


def test_guangdong_fields_become_a_case_and_identity_numbers_are_never_kept(system, window):
    taught(system, window)
    told = system.push(pushed(window))
    case = Case.objects.get()
    assert (told["state"], case.external_number, case.window, case.channel) == (
        "accepted", "QH-2026-000123", window, "api",
    )  # fmt: skip
    assert (str(case.applicant_name), str(case.applicant_phone)) == ("赵**", "138****1234")
    assert clock.now() - case.accepted_at < dt.timedelta(hours=2)
    assert "610924199003077758" not in str(KeptAnswer.objects.get().answer)
    done = f"{clock.local(clock.now()):%Y%m%d%H%M%S}"
    for _time in range(2):
        assert system.push(pushed(window, evalProcess=2, affairDoneTime=done))["state"] == "done"
    late = pushed(window, affairName="迟到的受理信息")
    assert system.push(late)["state"] == "done", "told late that it was accepted: nothing changes"
    assert Case.objects.count() == 1
    assert system.push(pushed(window, evalProcess="2", affairSerialNo="QH-2", affairDoneTime=done))["state"] == "done"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"evalProcess": 9}, "evalProcess"),
        ({"affairApplyTime": "2026-05-06"}, "affairApplyTime"),
        ({"departmentCode": "unknown"}, "departmentCode"),
        ({"affairSerialNo": ""}, "affairSerialNo"),
        ({"affairCode": "none"}, "item"),
        ({"userName": "字" * 99}, "userName"),
    ],
)
def test_what_cannot_be_read_is_told_by_their_own_name(system, window, wrong, field):
    taught(system, window)
    with pytest.raises(client_module.Problem) as problem:
        system.push(pushed(window, **wrong))
    assert (problem.value.status, list(problem.value.fields)) == (422, [field])
    assert not Case.objects.exists()


def test_without_a_table_nothing_is_guessed_and_nothing_personal_comes_by_address(system, window):
    with pytest.raises(client_module.Problem) as problem:
        system.push(pushed(window))
    assert problem.value.code == "no_mapping"
    asked = Browser(headers={"Authorization": f"Bearer {system.token}"})
    assert asked.get("/api/v1/intake", {"certificateNo": "610924199003077758"}).status_code == 405


def test_mapping_is_kept_at_the_desk(system, window):
    account, _actor = access.signed_in("services.api", body=window.body)
    desk = Browser()
    desk.force_login(account)
    page = f"/desk/services/systems/{system.integration.public_id}/mapping/"
    assert "尚无对照表" in desk.get(page).content.decode()
    desk.post(f"{page}adopt/", {"adapter": "guangdong"})
    row = FieldMapping.objects.get(ours="window")
    given = {"theirs": "departmentCode", "reading": "by_table", "words": f"0915001 = {window.code}"}
    assert desk.post(f"/desk/services/mappings/{row.pk}/", given | {"words": "0915001"}).status_code == 422
    assert desk.post(f"/desk/services/mappings/{row.pk}/", given).status_code == 302
    assert f"0915001 = {window.code}" in desk.get(page).content.decode()
    with pytest.raises(Refused):
        actions.amend_mapping(row, theirs="userName", reading="as_is", words={}, actor=SYSTEM)
    assert system.push(pushed(window))["state"] == "accepted"


def test_mappings_are_for_who_issues_tokens(system, window):
    matrix(
        lambda actor: actions.adopt_adapter(system.integration, adapter="national", actor=actor),
        "services.api",
        window.body,
    )
    row = FieldMapping.objects.first()
    matrix(
        lambda actor: actions.amend_mapping(row, theirs="x", reading="as_is", words={}, actor=actor),
        "services.api",
        window.body,
    )
