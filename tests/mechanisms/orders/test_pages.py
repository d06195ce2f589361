import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import access
from tests.factories.bodies import BodyFactory
from tests.factories.orders import order
from tests.permissions import page_matrix
from zhengyou.mechanisms.orders.enums import State

pytestmark = pytest.mark.django_db
UNIT = ("orders.read", "orders.answer")


@pytest.fixture
def county():
    return BodyFactory(name="青禾县")


@pytest.fixture
def unit(county):
    return BodyFactory(name="青禾县市场监管局", parent=county)


def test_the_list_is_for_holders_in_scope(client, unit):
    order(unit)
    answer = page_matrix(client, reverse("orders:list"), "orders.read", unit)
    assert "窗口差评整改" in answer.content.decode()


def test_an_outsider_sees_nothing_of_another_unit(client, unit):
    one = order(unit)
    client.force_login(access.signed_in(*UNIT)[0])
    assert one.number not in client.get(reverse("orders:list")).content.decode()
    assert client.get(reverse("orders:detail", args=[one.pk])).status_code == 404
    assert client.post(reverse("orders:sign", args=[one.pk])).status_code == 404


def test_the_list_asks_as_much_for_three_rows_as_for_one(client, unit):
    client.force_login(access.signed_in(*UNIT, body=unit)[0])
    counts = []
    for more in (1, 2):
        for _ in range(more):
            order(unit)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("orders:list"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_an_empty_list_says_what_happens_next(client, unit):
    client.force_login(access.signed_in(*UNIT, body=unit)[0])
    assert "差评将自动生成整改单" in client.get(reverse("orders:list")).content.decode()


def test_query_bar_finds_by_number_state_and_kind(client, unit):
    one, two = order(unit, title="甲事项"), order(unit, title="乙事项")
    client.force_login(access.signed_in(*UNIT, body=unit)[0])

    found = client.get(reverse("orders:list"), {"q": one.number}).content.decode()
    assert "甲事项" in found
    assert "乙事项" not in found
    assert two.title not in client.get(reverse("orders:list"), {"state": "closed"}).content.decode()
    assert client.get(reverse("orders:list"), {"state": "nonsense", "page": "x"}).status_code == 200


def test_export_holds_what_the_page_shows(client, unit):
    one = order(unit)
    client.force_login(access.signed_in(*UNIT, body=unit)[0])
    answer = client.get(reverse("orders:list"), {"export": "xlsx"})

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert one.number in values
    assert "待签收" in values


def test_the_road_through_pages(client, unit, county):
    one = order(unit)
    clerk, _actor = access.signed_in(*UNIT, body=unit)
    office, _actor = access.signed_in("orders.read", "orders.verify", body=county)
    page = reverse("orders:detail", args=[one.pk])

    client.force_login(clerk)
    told = client.get(page).content.decode()
    assert "签收" in told
    reminder = next(line for line in told.splitlines() if "【办理提醒】" in line)
    assert one.number in reminder
    assert one.title not in reminder, "a work group reads the number, never the matter"
    client.post(reverse("orders:sign", args=[one.pk]))
    answer = client.post(reverse("orders:reply", args=[one.pk]), {"finding": "true", "reason": "", "reply": "已整改"})
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "请填写问题成因" in told
    assert "已整改" in told  # nothing typed is lost
    client.post(
        reverse("orders:reply", args=[one.pk]), {"finding": "true", "reason": "排班不足", "reply": "已增开窗口"}
    )

    client.force_login(office)
    answer = client.post(reverse("orders:send-back", args=[one.pk]), {"reason": ""})
    assert answer.status_code == 422
    client.post(reverse("orders:send-back", args=[one.pk]), {"reason": "未说明如何防止再次发生"})
    client.force_login(clerk)
    assert "未说明如何防止再次发生" in client.get(page).content.decode()
    client.post(
        reverse("orders:reply", args=[one.pk]), {"finding": "true", "reason": "排班不足", "reply": "已建立高峰增窗制度"}
    )
    client.force_login(office)
    client.post(reverse("orders:verify", args=[one.pk]))

    one.refresh_from_db()
    assert one.state == State.CLOSED
    shown = client.get(page).content.decode()
    assert "已建立高峰增窗制度" in shown
    assert "核验通过，办结" in shown


def test_a_step_that_is_over_answers_with_a_reason_not_an_error(client, unit):
    one = order(unit)
    client.force_login(access.signed_in(*UNIT, body=unit)[0])
    client.post(reverse("orders:sign", args=[one.pk]))
    again = client.post(reverse("orders:sign", args=[one.pk]))
    assert again.status_code == 409
    assert "状态已变化" in again.content.decode()
