"""Pages of matters: every list, every form, who may open them, and how many queries they take."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import complaints as made
from tests.factories.access import signed_in
from tests.factories.bodies import BodyFactory
from tests.permissions import matrix, page_matrix
from zhengyou.instruments.complaints import actions, rules
from zhengyou.instruments.complaints.models import Complaint
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.access import functions

pytestmark = pytest.mark.django_db

EVERYTHING = (
    "complaints.read",
    *sorted(name for name in functions.known() if name.startswith(("complaints.", "orders."))),
)

LISTS = {
    "list": rules.READ,
    "hotline": rules.RECEIVE,
    "window": rules.RECEIVE,
    "paper": rules.RECEIVE,
    "site": rules.RECEIVE,
    "staff": rules.SPEAK,
    "boxes": rules.OPEN_BOX,
    "openings": rules.OPEN_BOX,
    "new-box": rules.TABLES,
    "lines": rules.TABLES,
    "new-line": rules.TABLES,
    "responsibilities": rules.READ,
    "new-responsibility": rules.TABLES,
    "knowledge": rules.RECEIVE,
    "new-article": rules.KNOWLEDGE,
    "care": rules.SPEAK,
    "care-new": rules.SPEAK,
    "retaliation": rules.PROTECT,
    "inquiries": rules.INVESTIGATE,
    "follow-ups": rules.FOLLOW_UP,
    "needs": rules.NEEDS,
    "new-need": rules.NEEDS_BOARD,
    "items": rules.OPINIONS,
    "collect": rules.OPINIONS,
    "reports": rules.OPINIONS,
    "new-report": rules.OPINIONS,
    "issues": rules.OPINIONS,
    "new-issue": rules.OPINIONS,
    "proposals": rules.OPINIONS,
    "new-rule": rules.OPINIONS,
    "propose": rules.OPINIONS,
}


@pytest.fixture
def county():
    return BodyFactory(name="青禾县")


@pytest.fixture
def office(county, client):
    account, actor = signed_in(*EVERYTHING, body=county)
    client.force_login(account)
    return actor


@pytest.mark.parametrize("name", sorted(LISTS))
def test_page_is_for_holders_of_its_function(client, county, name):
    made.category()
    page_matrix(client, reverse(f"complaints:{name}"), LISTS[name], county)


@pytest.mark.parametrize(
    "name", ["list", "openings", "knowledge", "needs", "items", "issues", "responsibilities", "care"]
)
def test_list_is_handed_out_as_a_workbook(client, county, office, name):
    answer = client.get(reverse(f"complaints:{name}") + "?export=xlsx")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:2] == b"PK"


def test_list_takes_as_many_queries_for_three_rows_as_for_one(client, county, office, django_assert_num_queries):
    def queries_of_list():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as told:
            assert client.get(reverse("complaints:list") + "?show=all").status_code == 200
        return len(told)

    made.dispatched(county)
    one = queries_of_list()
    made.dispatched(county)
    made.dispatched(county)
    assert queries_of_list() <= one


def test_office_takes_a_matter_from_the_list_to_the_unit_by_its_pages(client, county, office):
    bureau = BodyFactory(name="住建局", parent=county)
    category = made.category()
    actions.name_responsible(body=county, category=category, lead=bureau, basis="三定方案", actor=SYSTEM)
    matter = made.matter(county, text="东门路灯不亮", identity="confidential", name="欧阳某某", phone="13912345678")
    assert matter.number in client.get(reverse("complaints:list")).content.decode()
    page = reverse("complaints:detail", args=[matter.pk])
    shown = client.get(page).content.decode()
    assert "东门路灯不亮" in shown
    assert "13912345678" not in shown
    client.post(reverse("complaints:classify", args=[matter.pk]), {"category": category.code, "kind": "complaint"})
    asked = client.get(reverse("complaints:dispatch", args=[matter.pk])).content.decode()
    assert "三定方案" in asked
    client.post(
        reverse("complaints:dispatch", args=[matter.pk]),
        {"lead": str(bureau.public_id), "text": "东门路灯不亮，请修复", "pictures": "on"},
    )
    matter.refresh_from_db()
    assert (matter.state, matter.order.body) == ("handling", bureau)
    assert client.get(page).status_code == 200
    opened = client.post(reverse("complaints:identity", args=[matter.pk]), {"purpose": "call_back"}).content.decode()
    assert "13912345678" in opened
    talk = reverse("complaints:talk", args=[matter.order.pk])
    client.post(talk, {"text": "哪一盏？"})
    told = client.get(talk).content.decode()
    assert "哪一盏？" in told
    assert matter.number not in told


def test_dispatch_without_a_class_keeps_what_was_typed(client, county, office):
    matter = made.matter(county)
    answer = client.post(
        reverse("complaints:dispatch", args=[matter.pk]),
        {"lead": str(BodyFactory(parent=county).public_id), "text": "已经写好的交办内容"},
    )
    assert answer.status_code == 422
    assert "已经写好的交办内容" in answer.content.decode()
    assert "请先选择分类" in answer.content.decode()


def test_hotline_takes_a_call_and_shows_number_and_code_once(client, county, office):
    made.matter(county, text="东门路灯不亮")
    part = client.get(reverse("complaints:earlier") + "?text=路灯不亮").content.decode()
    assert "东门路灯不亮" in part
    answer = client.post(
        reverse("complaints:hotline"), {"kind": "help", "text": "水管爆了，路面积水", "identity": "anonymous"}
    )
    taken = Complaint.objects.get(title="水管爆了，路面积水")
    assert (taken.channel, taken.identity) == ("phone", "anonymous")
    assert taken.number in answer.content.decode()
    wrong = client.post(reverse("complaints:hotline"), {"kind": "help", "text": "水管", "identity": "named"})
    assert wrong.status_code == 422
    assert "水管" in wrong.content.decode()


def test_citizen_goes_the_whole_way_without_script(county):
    visitor = Client()
    assert visitor.get("/matters/").status_code == 200
    empty = visitor.post("/matters/new/", {"kind": "complaint", "text": "", "identity": "named", "name": "李四"})
    assert empty.status_code == 422
    assert "李四" in empty.content.decode()
    sent = visitor.post("/matters/new/", {"kind": "complaint", "text": "公交站台没有灯", "identity": "anonymous"})
    assert sent.status_code == 302
    shown = visitor.get(sent["Location"]).content.decode()
    matter = Complaint.objects.get()
    address = sent["Location"].split("?")[0]
    assert matter.number in shown
    assert visitor.get(f"{address}/receipt").status_code == 200
    assert visitor.get("/m/").status_code == 200
    assert visitor.get(f"/m/?number={matter.number}&code={address.rsplit('/', 1)[1]}")["Location"] == address
    assert visitor.get(f"/m/{matter.number}/0000000000").status_code == 404
    actions.answer(matter, text="已报修，两周内装好。", actor=SYSTEM)
    assert "两周内装好" in visitor.get(address).content.decode()
    visitor.post(address, {"level": "2", "solved": "no", "text": "太慢"})
    visitor.post(f"{address}/message", {"text": "是北门站台"})
    visitor.post(f"{address}/retaliation", {"text": ""})
    visitor.post(f"{address}/again", {"reason": "还没有装"})
    matter.refresh_from_db()
    assert (matter.state, matter.level, matter.solved, matter.reopens) == ("received", 2, False, 1)
    assert matter.messages.count() == 1
    assert matter.retaliation_reports.count() == 1


@pytest.mark.parametrize("path", ["answers/", "questions/", "supervision/", "opinions/", "new/"])
def test_public_page_opens(county, path):
    assert Client().get(f"/matters/{path}").status_code == 200


def test_unit_is_led_from_the_order_to_the_correspondence(client, county):
    matter = made.dispatched(county)
    account, _actor = signed_in("orders.read", "orders.answer", body=matter.order.body)
    client.force_login(account)
    talk = reverse("complaints:talk", args=[matter.order.pk])
    assert talk in client.get(reverse("orders:detail", args=[matter.order.pk])).content.decode()
    assert talk not in client.get("/desk/").content.decode()
    actions.write(matter, text="是东门那盏")
    assert talk in client.get("/desk/").content.decode()
    assert "是东门那盏" in client.get(talk).content.decode()
    assert talk not in client.get("/desk/").content.decode()


def test_a_question_on_the_telephone_is_answered_at_once_by_an_article(client, county):
    """Whoever only takes matters in answers questions from the knowledge base; nothing else is taken in half."""
    wording = actions.Wording(question="社保卡丢了怎么补办？", answer="到任一网点补办。", basis="人社规〔2025〕1号")
    article = actions.publish_article(actions.write_article(wording, body=county, actor=SYSTEM), actor=SYSTEM)
    client.force_login(signed_in("complaints.receive", body=county)[0])
    found = client.get(reverse("complaints:earlier"), {"text": "社保卡丢了补办"}).content.decode()
    assert f'value="{article.pk}"' in found
    call = {"text": "社保卡丢了怎么补办？", "identity": "anonymous", "article": str(article.pk)}
    refused = client.post(reverse("complaints:hotline"), call | {"kind": "complaint"})
    assert refused.status_code == 422
    assert "仅可当场答复咨询" in refused.content.decode()
    assert "checked" in refused.content.decode()
    assert not Complaint.objects.exists()
    told = client.post(reverse("complaints:hotline"), call | {"kind": "consultation"}).content.decode()
    assert "到任一网点补办。" in told
    matter = Complaint.objects.get()
    assert (matter.state, matter.channel, matter.knowledge) == ("answered", "phone", article.current)
    article.refresh_from_db()
    assert article.uses == 1
    assert client.post(reverse("complaints:hotline"), call | {"kind": "help", "article": "no-uuid"}).status_code == 200


def test_an_answer_on_site_that_may_not_be_given_takes_nothing_in(client, county):
    client.force_login(signed_in("complaints.receive", body=county)[0])
    asked = {"kind": "help", "text": "门前井盖破损", "identity": "anonymous", "answer": "已更换"}
    assert client.post(reverse("complaints:site"), asked).status_code == 422
    assert not Complaint.objects.exists()
    assert client.post(reverse("complaints:site"), asked | {"kind": "consultation"}).status_code == 200
    assert Complaint.objects.get().state == "answered"


def test_a_question_is_taken_in_and_answered_by_whoever_takes_matters_in(county):
    told = actions.Statement(kind="consultation", text="几点开门？", channel="window")
    taken = matrix(
        lambda who: actions.receive_answered(told, body=county, text="九点。", actor=who), "complaints.receive", county
    )
    assert taken.complaint.state == "answered"
