import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import access
from tests.factories import papers as make
from tests.permissions import page_matrix
from zhengyou.registry.papers import actions
from zhengyou.registry.papers.models import Incoming, Instruction, Number, Organ, Paper, Recipient
from zhengyou.registry.people.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make.house()


def enter(client, actor):
    client.force_login(Account.objects.get(pk=actor.account))


def shown(client, name, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.mark.parametrize("name", ["papers:list", "papers:numbers", "papers:incoming", "papers:organs"])
def test_registers_are_for_readers(client, house, name):
    page_matrix(client, reverse(name), "papers.read", house.body)


def test_page_of_a_paper_is_for_readers_and_its_recipients(client, house):
    paper = make.issued(house)
    page_matrix(client, reverse("papers:detail", args=[paper.pk]), "papers.read", house.body, outsider=404)
    client.force_login(access.signed_in("papers.read", body=house.units[0])[0])
    page = shown(client, "papers:detail", paper.pk)
    assert paper.number_text in page
    assert "拟稿人" in page
    assert "收文单位及签收情况" not in page  # who else has signed is the issuer's to know


@pytest.mark.parametrize("name", ["papers:list", "papers:numbers", "papers:receipts", "papers:incoming"])
def test_lists_ask_as_much_for_three_rows_as_for_one(client, house, name):
    enter(client, house.clerk)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            paper = make.issued(house)
            actions.confirm(paper.recipients.first(), actor=house.clerk)
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(name), {"show": "all"})
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_empty_lists_say_the_next_step(client, house):
    enter(client, house.clerk)
    assert "请先拟稿" in shown(client, "papers:list")
    assert "公文印发时自动取号" in shown(client, "papers:numbers")
    assert "暂无待签收公文" in shown(client, "papers:receipts")
    assert "请手工登记" in shown(client, "papers:incoming")


def typed(house, **changes):
    return {
        "organ": str(house.organ.pk),
        "kind": "notice",
        "title": "关于开展走访活动的通知",
        "text": "各单位：\n请认真组织。",
        "reach": "all",
        "copies": "市总工会、档（二）",
        "bases": "长教工委发[2011]86号文件\n省局有关要求",
    } | changes


def test_a_draft_is_written_changed_and_submitted_on_the_pages(client, house):
    enter(client, house.clerk)
    assert "直属单位" in shown(client, "papers:new")
    answer = client.post(reverse("papers:new"), typed(house))
    paper = Paper.objects.get()
    assert answer.headers["Location"] == reverse("papers:detail", args=[paper.pk])
    assert paper.recipients.count() == 4
    page = shown(client, "papers:detail", paper.pk)
    assert "长教工委发〔2011〕86号" in page
    assert "无文件" in page

    form = shown(client, "papers:edit", paper.pk)
    assert "柳河镇工会联合会、青禾县医院工会" in form
    client.post(
        reverse("papers:edit", args=[paper.pk]), typed(house, reach="", main="柳河镇工会联合会", text="予以表彰。")
    )
    assert [row.name for row in Recipient.objects.all()] == ["柳河镇工会联合会", "市总工会", "档"]
    assert "只能通报表扬" in shown(client, "papers:detail", paper.pk)

    refused = client.post(reverse("papers:submit", args=[paper.pk]), {"opinion": "请审核"})
    assert refused.status_code == 422
    assert "请先规范下列用语：表彰" in refused.content.decode()
    client.post(reverse("papers:mend", args=[paper.pk]))
    client.post(reverse("papers:submit", args=[paper.pk]), {"opinion": "请审核"})
    paper.refresh_from_db()
    assert (paper.state, paper.text) == ("pending", "予以通报表扬。")


def test_wrong_input_is_answered_at_the_field_and_kept(client, house):
    enter(client, house.clerk)
    answer = client.post(reverse("papers:new"), typed(house, title="活动实施方案", text="机密★\n某内容"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请以通知印发并将其作为附件" in page
    assert "严禁处理涉密信息" in page
    assert "某内容" in page
    assert not Paper.objects.exists()


def test_issue_remind_recall_and_register_on_the_pages(client, house):
    enter(client, house.clerk)
    paper = make.signed(house)
    client.post(reverse("papers:issue", args=[paper.pk]))
    paper.refresh_from_db()
    page = shown(client, "papers:detail", paper.pk)
    assert paper.number_text in page
    assert "待签收" in page
    assert page.count("http://testserver") == 1  # the one link to copy into the group
    client.post(reverse("papers:remind", args=[paper.pk]))
    answer = client.post(reverse("papers:withdraw", args=[paper.pk]), {"reason": ""})
    assert answer.status_code == 422
    client.post(reverse("papers:void", args=[paper.pk]), {"reason": "重复印发"})
    register = shown(client, "papers:numbers")
    assert "作废" in register
    assert "重复印发" in register
    assert Number.objects.get().state == "void"


def test_a_unit_signs_for_a_paper_on_its_page(client, house):
    paper = make.issued(house)
    unit = house.units[0]
    client.force_login(access.signed_in(*make.UNIT, body=unit)[0])
    assert paper.title in shown(client, "papers:receipts")
    row = paper.recipients.get(body=unit)
    client.post(reverse("papers:confirm", args=[row.pk]))
    row.refresh_from_db()
    assert row.confirmed_at
    assert "收〔" in shown(client, "papers:incoming")
    other = paper.recipients.get(body=house.units[1])
    assert client.post(reverse("papers:confirm", args=[other.pk])).status_code == 404


def test_incoming_paper_goes_from_the_register_to_the_file(client, house):
    enter(client, house.clerk)
    came = {
        "body": house.body.pk,
        "from_name": "市总工会",
        "from_number": "市工发[2026]03号",
        "title": "关于报送材料的通知",
    }
    assert client.post(reverse("papers:register"), came | {"title": ""}).status_code == 422
    client.post(reverse("papers:register"), came)
    paper = Incoming.objects.get()
    client.post(reverse("papers:instruct", args=[paper.pk]), {"body": house.units[0].pk, "text": "请办理。"})
    note = Instruction.objects.get()
    assert client.post(reverse("papers:file", args=[paper.pk]), {"result": "已报送"}).status_code == 422
    client.post(reverse("papers:answer", args=[note.pk]), {"result": "已落实"})
    client.post(reverse("papers:file", args=[paper.pk]), {"result": "已报送"})
    page = shown(client, "papers:incoming-detail", paper.pk)
    assert "市工发〔2026〕3号" in page
    assert "已办结归档" in page
    sheet = shown(client, "papers:sheet", paper.pk)
    assert "公文阅办单" in sheet
    assert "请办理。" in sheet


def test_an_organ_is_entered_on_its_page(client, house):
    enter(client, house.clerk)
    unit = house.units[0]
    answer = client.post(reverse("papers:new-organ"), {"body": unit.pk, "name": unit.name, "code": "青工发"})
    assert "该机关代字已被使用" in answer.content.decode()
    client.post(reverse("papers:new-organ"), {"body": unit.pk, "name": unit.name, "code": "柳工联发"})
    assert Organ.objects.count() == 2
    assert "柳工联发" in shown(client, "papers:organs")


@pytest.mark.parametrize(("extension", "beginning"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_a_paper_is_printed(client, house, extension, beginning):
    paper = make.issued(house, appendix_title="活动实施方案", appendix_text="一、目标\n做好工作。")
    enter(client, house.clerk)
    answer = client.get(reverse("papers:download", args=[paper.pk, extension]))
    assert answer.status_code == 200
    assert answer.content.startswith(beginning)
    assert client.get(reverse("papers:download", args=[paper.pk, "exe"])).status_code == 404


@pytest.mark.parametrize("name", ["papers:list", "papers:numbers", "papers:receipts", "papers:incoming"])
def test_exports_hold_what_the_pages_show(client, house, name):
    paper = make.issued(house)
    actions.confirm(paper.recipients.first(), actor=house.clerk)
    enter(client, house.clerk)
    answer = client.get(reverse(name), {"export": "xlsx", "show": "all"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    values = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert paper.number_text in values


def test_query_bars_bear_any_input(client, house):
    paper = make.issued(house)
    enter(client, house.clerk)
    assert paper.title in shown(client, "papers:list", q=paper.number_text)
    assert paper.title not in shown(client, "papers:list", q="青工发〔1999〕1号")
    assert paper.number_text in shown(client, "papers:numbers", year="abc", code="青工发", page="x")
    assert client.get(reverse("papers:list"), {"kind": "nonsense", "body": "nonsense"}).status_code == 200
