import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import access, plans
from tests.factories.bodies import BodyFactory
from tests.permissions import page_matrix
from zhengyou.campaign.plans.enums import State
from zhengyou.campaign.plans.models import Element, Plan
from zhengyou.campaign.plans.queries import pieces

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return BodyFactory()


@pytest.fixture
def office(client, county):
    account, actor = access.signed_in(*plans.OFFICE, body=county)
    client.force_login(account)
    return actor


def take_in(client, **given):
    return client.post(reverse("plans:take-in"), {"text": plans.TEXT} | given)


def test_a_pasted_text_becomes_a_draft_beside_its_text(client, office):
    answer = take_in(client)
    plan = Plan.objects.get()
    assert answer["Location"] == reverse("plans:bench", args=[plan.pk])

    shown = client.get(answer["Location"]).content.decode()
    element = plan.elements.get(name="亮身份")
    assert f'id="t-{element.pk}"' in shown
    assert f'href="#e-{element.pk}"' in shown
    assert f'id="e-{element.pk}"' in shown
    assert "2026-03-20 周五" in shown


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.txt", plans.TEXT.encode()),
        ("plan.txt", plans.TEXT.encode("gb18030")),
        ("网页.html", plans.TEXT.replace("\n", "<br>\n").encode()),
    ],
)
def test_a_file_is_read_whatever_its_encoding(client, office, name, content):
    answer = take_in(client, text="", file=SimpleUploadedFile(name, content))
    assert answer.status_code == 302
    assert Element.objects.filter(plan=Plan.objects.get(), kind="dimension").count() == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": "  "}, "请粘贴实施方案全文或上传文件"),
        ({"text": "机密★1年\n关于开展三亮活动的方案"}, "密级"),
        (
            {"text": "", "file": SimpleUploadedFile("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)},
            "docx",
        ),
    ],
)
def test_what_cannot_be_taken_in_says_why_and_keeps_nothing(client, office, given, sentence):
    answer = take_in(client, **given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Plan.objects.exists()


def test_a_refused_text_is_not_lost_from_the_form(client, office):
    text = "秘密★\n活动方案正文"
    assert "活动方案正文" in take_in(client, text=text).content.decode()


def test_the_officer_corrects_adds_removes_and_puts_back(client, office):
    take_in(client)
    plan = Plan.objects.get()
    phase = plan.elements.filter(kind="phase").first()
    answer = client.post(
        reverse("plans:correct", args=[phase.pk]),
        {"name": "动员部署", "starts_on": "2026-04-01", "ends_on": "2026-03-01"},
    )
    assert answer.status_code == 422
    assert "结束日期不得早于开始日期" in answer.content.decode()
    client.post(
        reverse("plans:correct", args=[phase.pk]),
        {"name": "动员部署", "starts_on": "2026-03-01", "ends_on": "2026-03-31"},
    )
    dimension = plan.elements.filter(kind="dimension").first()
    client.post(reverse("plans:add", args=[plan.pk, "item"]) + f"?in={dimension.pk}", {"name": "亮业绩"})
    item = plan.elements.get(name="亮业绩")
    client.post(reverse("plans:remove", args=[item.pk]))

    shown = client.get(reverse("plans:bench", args=[plan.pk])).content.decode()
    assert "动员部署" in shown
    assert "人工更正" in shown
    assert "已移除" in shown
    client.post(reverse("plans:restore", args=[item.pk]))
    item.refresh_from_db()
    assert (item.parent, item.origin, item.is_removed) == (dimension, "added", False)
    assert client.post(reverse("plans:add", args=[plan.pk, "nonsense"]), {"name": "x"}).status_code == 404


def test_a_confirmed_draft_is_closed_until_it_is_opened_again(client, office, county):
    plan = plans.plan(county, office)
    element = plan.elements.first()
    answer = client.post(reverse("plans:correct", args=[element.pk]), {"name": "改动"})
    assert answer.status_code in {302, 409}
    element.refresh_from_db()
    assert element.name != "改动"
    client.post(reverse("plans:reopen", args=[plan.pk]))
    plan.refresh_from_db()
    assert plan.state == State.DRAFT


def test_pieces_put_together_are_the_text(county, office):
    plan = plans.plan(county, office)
    put_together = "".join(piece.text for piece in pieces(plan, list(plan.elements.all()), list(plan.remarks.all())))
    assert "".join(put_together.split()) == "".join(plan.excerpt.split())


def test_pages_are_for_holders_in_scope(client, county, office):
    plan = plans.plan(county, office)
    page_matrix(client, reverse("plans:list"), "plans.read", county)
    page_matrix(client, reverse("plans:bench", args=[plan.pk]), "plans.read", county, outsider=404)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_much_for_three_rows_as_for_one(client, office, county, django_assert_max_num_queries, number):
    for _ in range(number):
        take_in(client)
    with django_assert_max_num_queries(16):
        client.get(reverse("plans:list"))


def test_a_strange_upload_is_never_a_server_error(client, office):
    for content in (b"", b"\xff\xfe\x00", b"PK\x03\x04broken", b"%PDF-1.7 broken", bytes(range(256)) * 40):
        answer = take_in(client, text="", file=io.BytesIO(content))
        assert answer.status_code in {302, 422}
