import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import access, plans
from tests.factories.bodies import BodyFactory
from tests.permissions import page_matrix
from zhengyou.campaign.campaigns.enums import SheetState
from zhengyou.campaign.campaigns.models import Campaign, TaskSheet
from zhengyou.records.files.queries import attached_to
from zhengyou.registry.access.queries import actor_for

pytestmark = pytest.mark.django_db
UNIT = ("campaigns.read", "campaigns.submit")


@pytest.fixture
def county():
    return BodyFactory()


@pytest.fixture
def office(county):
    return access.signed_in(*plans.OFFICE, body=county)


@pytest.fixture
def campaign(county, office):
    return plans.campaign(county, units=2, actor=office[1])


def test_launch_offers_the_units_of_the_scope_not_only_those_below_the_hat(client, county):
    desk = BodyFactory(parent=county, name="活动办公室")
    unit = BodyFactory(parent=county, name="市场监管局")
    account, _actor = access.signed_in(body=desk)
    appointment = account.person.appointments.get()
    access.grant(appointment, *plans.OFFICE, body=county)
    plan = plans.plan(desk, actor_for(account, appointment))
    client.force_login(account)
    page = reverse("campaigns:launch", args=[plan.pk])
    shown = client.get(page).content.decode()
    assert "市场监管局" in shown
    assert 'value="2026-03-01"' in shown

    answer = client.post(page, {"starts_on": "2026-03-01", "ends_on": "2026-11-30"})
    assert answer.status_code == 422
    assert "请选择参加单位" in answer.content.decode()
    client.post(page, {"units": [str(unit.public_id)], "starts_on": "2026-03-01", "ends_on": "2026-11-30"})
    assert list(Campaign.objects.get().units.all()) == [unit]
    assert client.post(page, {"units": [str(unit.public_id)]}).status_code in {302, 409}
    assert Campaign.objects.count() == 1


def test_the_board_shows_each_unit_in_official_order(client, campaign, office):
    client.force_login(office[0])
    shown = client.get(reverse("campaigns:detail", args=[campaign.pk])).content.decode()
    first, second = campaign.units.order_by("sort_path")
    assert shown.index(first.name) < shown.index(second.name)
    assert "三亮" in shown
    answer = client.get(reverse("campaigns:detail", args=[campaign.pk]), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert first.name in [cell.value for row in sheet.iter_rows() for cell in row]


def test_a_sheet_travels_through_the_pages(client, campaign, office):
    sheet = TaskSheet.objects.filter(duty__campaign=campaign).earliest("named_on")
    clerk, _actor = access.signed_in(*UNIT, body=sheet.body)
    page = reverse("campaigns:sheet", args=[sheet.pk])

    client.force_login(clerk)
    assert "报送" in client.get(page).content.decode()
    assert client.post(reverse("campaigns:submit", args=[sheet.pk]), {"evidence": ""}).status_code == 422
    client.post(reverse("campaigns:submit", args=[sheet.pk]), {"evidence": "方案已印发。"})
    assert client.post(reverse("campaigns:accept", args=[sheet.pk])).status_code == 403

    client.force_login(office[0])
    client.post(reverse("campaigns:return", args=[sheet.pk]), {"reason": "缺少联系人"})
    client.force_login(clerk)
    assert "缺少联系人" in client.get(page).content.decode()
    client.post(reverse("campaigns:submit", args=[sheet.pk]), {"evidence": "方案已印发，联系人已明确。"})
    client.force_login(office[0])
    client.post(reverse("campaigns:accept", args=[sheet.pk]))

    sheet.refresh_from_db()
    assert sheet.state == SheetState.ACCEPTED
    assert "审核通过" in client.get(page).content.decode()


def test_a_unit_sees_its_own_sheets_and_nobody_elses(client, campaign):
    first, second = campaign.units.order_by("sort_path")
    client.force_login(access.signed_in(*UNIT, body=first)[0])
    shown = client.get(reverse("campaigns:sheets")).content.decode()
    assert first.name in shown
    assert second.name not in shown
    other = TaskSheet.objects.filter(body=second).first()
    assert client.get(reverse("campaigns:sheet", args=[other.pk])).status_code == 404
    assert client.get(reverse("campaigns:detail", args=[campaign.pk])).status_code == 200


def test_lists_survive_strange_queries(client, campaign, office):
    client.force_login(office[0])
    strange = {"campaign": "x", "until": "never", "state": "?", "page": "-3", "q": "%"}
    assert client.get(reverse("campaigns:sheets"), strange).status_code == 200
    assert client.get(reverse("campaigns:list"), {"state": "?", "page": "999"}).status_code == 200


def test_pages_are_for_holders(client, campaign, county):
    page_matrix(client, reverse("campaigns:list"), "campaigns.read", county)
    page_matrix(client, reverse("campaigns:detail", args=[campaign.pk]), "campaigns.read", county, outsider=404)


def test_the_list_of_sheets_asks_as_much_for_many_as_for_few(client, county, office, django_assert_max_num_queries):
    client.force_login(office[0])
    for _ in range(3):
        plans.campaign(county, units=2, actor=office[1])
        with django_assert_max_num_queries(16):
            client.get(reverse("campaigns:sheets"))
        with django_assert_max_num_queries(16):
            client.get(reverse("campaigns:list"))


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def test_evidence_may_carry_a_document_that_only_those_concerned_open(client, campaign, office):
    sheet = TaskSheet.objects.filter(duty__campaign=campaign).earliest("named_on")
    page = reverse("campaigns:sheet", args=[sheet.pk])
    given = {"owner_kind": "campaigns.tasksheet", "owner_id": str(sheet.pk), "next": page}
    clerk, _actor = access.signed_in(*UNIT, body=sheet.body)
    client.force_login(clerk)
    answer = client.post(reverse("files:attach"), given | {"file": SimpleUploadedFile("活动方案.pdf", PDF)})
    assert answer["Location"] == page
    attachment = attached_to(sheet).get()
    assert "活动方案.pdf" in client.get(page).content.decode()

    door = reverse("files:open", args=[attachment.pk])
    client.force_login(office[0])
    assert client.get(door).status_code == 200
    client.force_login(access.signed_in(*UNIT, body=campaign.units.exclude(pk=sheet.body_id).get())[0])
    assert client.get(door).status_code in {403, 404}
    client.post(reverse("files:attach"), given | {"file": SimpleUploadedFile("外单位.pdf", PDF + b"\n")})
    assert attached_to(sheet).count() == 1
