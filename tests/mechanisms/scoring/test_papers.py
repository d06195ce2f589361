"""Every table as workbook and on paper, the method paper of a scheme, and the weights that somebody tries."""

import io

import pytest
from django.urls import reverse
from docx import Document

from tests.factories import scoring
from tests.factories.scoring import computed, frozen, marked, part, published
from tests.permissions import page_matrix
from zhengyou.mechanisms.scoring import actions, weighing
from zhengyou.mechanisms.scoring.enums import Subject
from zhengyou.mechanisms.scoring.models import Result
from zhengyou.records.documents import notice_docx

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(monkeypatch):
    place = scoring.county()
    scoring.offered(place, monkeypatch)
    return place


@pytest.fixture
def quarter(county):
    scheme = frozen(county)
    marked(county, scheme, 40, 95, 60, 88, 72, 91)
    return published(county, computed(county, scheme))


def test_the_method_paper_says_every_rule_of_the_scheme(client, county, quarter):
    client.force_login(county.account)
    address = reverse("scoring:scheme-method", args=[quarter.scheme_id])
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")
    word = b"".join(client.get(address, {"as": "docx"}).streaming_content)
    paper = Document(io.BytesIO(word))
    said = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    for rule in (
        "群众满意度",
        "不足30条",
        "通报表扬",
        "最多加5分",
        "欠薪",
        "位次并列",
        "优秀≥80",
        "5个工作日",
        "考核期开始前批准",
    ):
        assert rule in said, rule
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert {"60.0", "40.0", "五级评价"} <= set(cells)
    page_matrix(client, address, "scoring.read", county.body, outsider=404)


def test_other_weights_are_tried_without_changing_anything(client, county, quarter):
    client.force_login(county.account)
    address = reverse("scoring:sensitivity", args=[quarter.pk])
    stored = list(Result.objects.order_by("pk").values_list("place", "total"))
    for result in quarter.results.filter(place__isnull=False):
        assert result.firm_low <= result.place <= result.firm_high
    public, check = part(quarter.scheme, "群众满意度"), part(quarter.scheme, "内务管理")
    results = list(quarter.results.order_by("pk"))
    same = weighing.tried(quarter, results, {str(public.pk): 60, str(check.pk): 40})
    assert same == [one.place for one in results]
    page = client.get(address, {str(public.pk): "0", str(check.pk): "100"}).content.decode()
    assert "有变动" in page
    turned = weighing.tried(quarter, results, {str(public.pk): 0, str(check.pk): 1})
    assert [turned[at] for at, one in enumerate(results) if one.body == county.units[1]] == [1]  # 95 is the best check
    assert list(Result.objects.order_by("pk").values_list("place", "total")) == stored
    assert client.get(address, {str(public.pk): "0", str(check.pk): "0"}).status_code == 422
    assert client.get(address, {str(public.pk): "x", str(check.pk): "1"}).status_code == 422
    page_matrix(client, address, "scoring.read", county.body, outsider=404)


def test_every_table_comes_as_workbook_and_on_paper(client, county, quarter):
    run = actions.compute(
        body=county.body,
        subject=Subject.UNIT,
        starts_on=quarter.starts_on,
        ends_on=quarter.ends_on,
        actor=county.office,
    )
    client.force_login(county.account)
    unit = county.units[0].public_id
    tables = {
        "runs": [], "league": [run.pk], "explain": [run.pk, unit], "schemes": [], "assessment": [quarter.pk],
        "sensitivity": [quarter.pk], "result": [quarter.pk, unit], "uses": [], "findings": [],
    }  # fmt: skip
    for name, args in tables.items():
        address = reverse(f"scoring:{name}", args=args)
        page = client.get(address).content.decode()
        assert "export=xlsx" in page, name
        assert "export=pdf" in page, name
        book, paper = (client.get(address, {"export": kind}) for kind in ("xlsx", "pdf"))
        assert b"".join(book.streaming_content).startswith(b"PK"), name
        assert b"".join(paper.streaming_content).startswith(b"%PDF"), name


def test_paper_and_word_of_a_draft_say_that_it_binds_nobody(county):
    from zhengyou.mechanisms.scoring.method_paper import paper

    notice = paper(scoring.drafted(county, tie="lot", form="geometric", climb=1))
    said = " ".join(paragraph.text for paragraph in notice.body)
    assert "尚为草案" in said
    assert "抽签" in said
    assert "几何平均" in said
    assert "每期最多上升1档" in said
    assert notice_docx(notice).content
