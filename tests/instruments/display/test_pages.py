import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import access, services
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from zhengyou.instruments.display import actions
from zhengyou.instruments.display.enums import State
from zhengyou.instruments.display.models import Card, Commitment
from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.notices import worklist

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return BodyFactory(name="青禾县税务局")


def desk(client, *functions, body):
    account, actor = access.signed_in(*functions, body=body)
    client.force_login(account)
    return actor


def submitted(unit, text="一次性告知"):
    return actions.submit(actions.draft_commitment(body=unit, text=text, actor=SYSTEM), actor=SYSTEM)


def test_a_commitment_goes_from_draft_to_the_public_through_two_persons(client, unit):
    desk(client, "display.read", "display.manage", body=unit)
    answer = client.post(
        reverse("display:draft-commitment"),
        {"text": "满意率不低于95%", "measure": "satisfaction", "target": "95", "starts_on": "2026-01-01"},
    )
    promise = Commitment.objects.get()
    assert answer.url == reverse("display:commitment", args=[promise.pk])
    shown = client.get(answer.url).content.decode()
    assert "提交审核" in shown
    assert "审核通过并公开" not in shown
    client.post(reverse("display:act-commitment", args=[promise.pk, "submit"]))

    head = desk(client, "display.read", "display.publish", body=unit)
    assert [todo.title for todo in worklist.waiting_for(head)] == ["满意率不低于95%"]
    client.post(reverse("display:act-commitment", args=[promise.pk, "show"]))

    promise.refresh_from_db()
    assert promise.state == State.SHOWN
    assert "满意率不低于95%" in client.get(f"/units/{unit.public_id}/").content.decode()
    assert worklist.waiting_for(head) == []


def test_who_drafted_is_told_that_somebody_else_must_review(client, unit):
    actor = desk(client, "display.read", "display.manage", "display.publish", body=unit)
    promise = actions.submit(actions.draft_commitment(body=unit, text="承诺", actor=actor), actor=actor)
    page = reverse("display:commitment", args=[promise.pk])
    assert "须由他人审核" in client.get(page).content.decode()
    answer = client.post(reverse("display:act-commitment", args=[promise.pk, "show"]), follow=True)
    assert answer.status_code == 422
    promise.refresh_from_db()
    assert promise.state == State.SUBMITTED


def test_a_wrong_draft_is_told_at_the_field_and_keeps_what_was_typed(client, unit):
    desk(client, "display.read", "display.manage", body=unit)
    answer = client.post(
        reverse("display:draft-commitment"), {"text": "好评率", "measure": "satisfaction", "target": "200"}
    )
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "请填写1至100之间的百分比" in shown
    assert "好评率" in shown
    assert 'value="200"' in shown
    assert not Commitment.objects.exists()


def test_a_draft_can_be_changed_and_a_shown_one_taken_down(client, unit):
    desk(client, "display.read", "display.manage", body=unit)
    promise = actions.draft_commitment(body=unit, text="旧句", actor=SYSTEM)
    url = reverse("display:amend-commitment", args=[promise.pk])
    assert "旧句" in client.get(url).content.decode()
    assert client.post(url, {"text": "新句", "measure": "none"}).status_code == 302
    promise.refresh_from_db()
    assert promise.text == "新句"

    actions.show(actions.submit(promise, actor=SYSTEM), actor=SYSTEM)
    assert client.post(url, {"text": "再改", "measure": "none"}).status_code == 422
    client.post(reverse("display:act-commitment", args=[promise.pk, "take_down"]))
    promise.refresh_from_db()
    assert promise.state == State.WITHDRAWN


def test_a_card_needs_consent_for_a_party_identity(client, unit):
    desk(client, "display.read", "display.manage", body=unit)
    held = AppointmentFactory(post=PostFactory(body=unit, title="受理员"), person__name="示例甲")
    window = services.window(body=unit)
    given = {"appointment": str(held.public_id), "window": str(window.public_id), "badge": "共产党员"}

    answer = client.post(reverse("display:draft-card"), given)
    assert answer.status_code == 422
    assert "须经本人同意" in answer.content.decode()

    answer = client.post(reverse("display:draft-card"), given | {"consent": "on"})
    card = Card.objects.get()
    assert answer.url == reverse("display:card", args=[card.pk])
    assert card.consented_on == clock.today()
    assert "共产党员" in client.get(answer.url).content.decode()
    assert "示例甲" in client.get(reverse("display:cards"), {"q": "示例"}).content.decode()
    again = client.post(reverse("display:draft-card"), given | {"consent": "on"})
    assert "已有身份牌" in again.content.decode()


def test_nobody_sees_or_moves_what_lies_outside_the_scope(client, unit):
    promise = submitted(unit)
    desk(client, "display.read", "display.manage", "display.publish", body=BodyFactory())
    assert promise.text not in client.get(reverse("display:commitments")).content.decode()
    assert client.get(reverse("display:commitment", args=[promise.pk])).status_code == 404
    assert client.post(reverse("display:act-commitment", args=[promise.pk, "show"])).status_code == 404
    assert client.get(reverse("display:draft-commitment"), {"body": str(unit.public_id)}).status_code == 200
    client.post(reverse("display:draft-commitment") + f"?body={unit.public_id}", {"text": "越权", "measure": "none"})
    assert not Commitment.objects.filter(body=unit, text="越权").exists()


def test_reading_alone_moves_nothing(client, unit):
    promise = submitted(unit)
    desk(client, "display.read", body=unit)
    assert "审核通过并公开" not in client.get(reverse("display:commitment", args=[promise.pk])).content.decode()
    assert client.post(reverse("display:act-commitment", args=[promise.pk, "show"])).status_code == 403
    assert client.post(reverse("display:act-commitment", args=[promise.pk, "nonsense"])).status_code == 404
    assert client.get(reverse("display:draft-commitment")).status_code == 403


def test_lists_can_be_taken_along_as_excel(client, unit):
    submitted(unit, "午间不打烊")
    actions.draft_card(appointment=AppointmentFactory(post=PostFactory(body=unit), person__name="示例乙"), actor=SYSTEM)
    desk(client, "display.read", body=unit)
    for name, text in (("commitments", "午间不打烊"), ("cards", "示例乙")):
        answer = client.get(reverse(f"display:{name}"), {"export": "xlsx"})
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        assert any(text in [cell.value for cell in row] for row in sheet.iter_rows())


@pytest.mark.parametrize("query", ["all=1", "all=1&form=poster", "ticked"])
def test_codes_are_printed_for_ticked_windows_or_the_whole_hall(client, unit, query):
    windows = [services.window(body=unit) for _ in range(3)]
    desk(client, "display.read", body=unit)
    if query == "ticked":
        query = f"windows={windows[0].public_id}&windows=nonsense"
    answer = client.get(reverse("display:sheet") + "?" + query)
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert windows[0].code in client.get(reverse("display:printing")).content.decode()


def test_printing_nothing_is_refused_with_a_reason(client, unit):
    desk(client, "display.read", body=unit)
    services.window(body=BodyFactory())
    answer = client.get(reverse("display:sheet"), {"all": "1"})
    assert answer.status_code == 422
    assert not answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("name", ["commitments", "cards", "printing"])
def test_lists_ask_as_much_for_three_rows_as_for_one(client, unit, name):
    desk(client, "display.read", "display.manage", body=unit)

    def add():
        submitted(unit)
        window = services.window(body=unit)
        actions.draft_card(appointment=AppointmentFactory(post=PostFactory(body=unit)), window=window, actor=SYSTEM)

    def ask():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(f"display:{name}")).status_code == 200
        return len(asked)

    add()
    client.get(reverse(f"display:{name}"))
    one = ask()
    add()
    add()
    assert ask() == one
