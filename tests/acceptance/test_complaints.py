"""诉求办理: what people ask, want and report is taken in, answered, followed up, and those who speak are protected."""

import datetime as dt

import pytest
from django.test import Client

from tests.factories import complaints as made
from tests.factories.access import signed_in
from tests.factories.bodies import BodyFactory
from tests.instruments.complaints.test_boards import _scored
from zhengyou.instruments.complaints import actions
from zhengyou.instruments.complaints.models import (
    BoxOpening,
    Complaint,
    HotIssue,
    Investigation,
    Need,
    OpinionItem,
    OpinionReport,
    PriorityProposal,
    RetaliationReport,
    StaffSupportCase,
)
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.access import functions

pytestmark = pytest.mark.django_db
DESK = "/desk/complaints"
OFFICE = sorted(name for name in functions.known() if name.startswith(("complaints.", "orders.")))


@pytest.fixture
def county():
    return BodyFactory(name="青禾县")


@pytest.fixture
def bureau(county):
    return BodyFactory(name="青禾县住房和城乡建设局", parent=county)


@pytest.fixture
def office(county):
    return desk(county, *OFFICE)


def desk(body, *names):
    """Return the browser of somebody of ``body`` who may do these functions."""
    client = Client()
    client.force_login(signed_in(*names, body=body)[0])
    return client


def text_of(client, path):
    return client.get(path).content.decode()


def brought(**said):
    """Bring a matter as a citizen on the web; return it and the address of its tracking page."""
    sent = Client().post("/matters/new/", {"identity": "anonymous", **said})
    assert sent.status_code == 302
    address = sent["Location"].split("?")[0]
    return Complaint.objects.get(number=address.split("/")[2]), address


@pytest.mark.requirement("B-29")
def test_question_on_site_is_answered_now_or_gets_a_day(county, office):
    """现场解答疑问: what can be said is said at once; for the rest there is a ticket with a due date."""
    now = {"kind": "consultation", "text": "窗口周末开不开？", "identity": "anonymous", "answer": "周六上午开放。"}
    assert "周六上午开放" in office.post(f"{DESK}/site/", now).content.decode()
    later = {"kind": "consultation", "text": "经费什么时候到位？", "identity": "anonymous"}
    refused = office.post(f"{DESK}/site/", later)
    assert refused.status_code == 422
    assert "经费什么时候到位" in refused.content.decode()
    due = clock.today() + dt.timedelta(days=3)
    page = office.post(f"{DESK}/site/", later | {"promised_on": due.isoformat()}).content.decode()
    assert set(Complaint.objects.values_list("channel", "state", "promised_on")) == {
        ("onsite", "answered", None),
        ("onsite", "received", due),
    }
    ticket = Complaint.objects.get(promised_on=due)
    assert ticket.number in page
    assert f"{due:%Y-%m-%d}" in text_of(office, f"{DESK}/{ticket.pk}/")


@pytest.mark.requirement("B-45")
def test_opinions_are_classified_merged_and_routed(county, bureau, office):
    """了解民情民意: like opinions become one item of a class, and the unit's reply answers everybody."""
    category = made.category("0502")
    said = [brought(kind="opinion", text=text) for text in ("饮水机总是没水", "大厅没有水喝")]
    listed = text_of(office, f"{DESK}/items/collect/")
    assert all(matter.number in listed for matter, _address in said)
    office.post(
        f"{DESK}/items/collect/",
        {"title": "饮水机缺水", "category": category.code, "complaints": [matter.number for matter, _a in said]},
    )
    item = OpinionItem.objects.get()
    assert (item.category, item.complaints.count()) == (category, 2)
    office.post(f"{DESK}/items/{item.pk}/route/", {"lead": str(bureau.public_id)})
    order = Order.objects.get()
    assert order.body == bureau
    orders.reply(order, finding="true", reason="无人管", answer="已指定专人管护。", actor=SYSTEM)
    orders.verify(Order.objects.get(), actor=SYSTEM)
    for _matter, address in said:
        assert "已指定专人管护" in text_of(Client(), address)


@pytest.mark.requirement("C1-09")
def test_supervision_is_shown_anonymous_and_protected(county, bureau, office):
    """监督台和举报电话: shown in public; who reports stays unknown to the unit; revenge goes past it, one tap away."""
    office.post(f"{DESK}/lines/new/", {"title": "监督举报电话", "phone": "0000-12388", "hours": "工作日"})
    assert "0000-12388" in text_of(Client(), "/matters/supervision/")
    matter, address = brought(kind="report", text="窗口收礼才给办", about=str(bureau.public_id))
    assert "0000-12388" in text_of(Client(), address)
    insider = desk(bureau, "complaints.read", "complaints.protect", "complaints.triage")
    assert matter.number not in text_of(insider, f"{DESK}/?show=all")
    Client().post(f"{address}/retaliation", {})
    report = RetaliationReport.objects.get()
    assert insider.get(f"{DESK}/retaliation/{report.pk}/").status_code == 404
    office.post(f"{DESK}/retaliation/{report.pk}/take/")
    office.post(f"{DESK}/retaliation/{report.pk}/settle/", {"result": "已约谈当事人并恢复办理"})
    assert "已约谈当事人并恢复办理" in text_of(Client(), address)


@pytest.mark.requirement("C1-15")
def test_complaint_of_quality_becomes_an_order_with_limits(county, bureau, office):
    """解决质量投诉难: a clock for the office, then one for each stage of the unit, and the citizen sees where it stands."""
    matter, address = brought(kind="complaint", text="新装的热水器漏水，商家不管。")
    assert "诉求受理分派" in text_of(office, f"{DESK}/{matter.pk}/")
    category = made.category("1104")
    office.post(f"{DESK}/{matter.pk}/classify/", {"category": category.code, "kind": "complaint"})
    office.post(f"{DESK}/{matter.pk}/dispatch/", {"lead": str(bureau.public_id), "text": "请核实处理"})
    matter.refresh_from_db()
    assert (matter.state, matter.order.body, matter.order.kind) == ("handling", bureau, "complaint")
    page = text_of(office, f"{DESK}/{matter.pk}/")
    assert "诉求签收" in page
    assert "诉求办理答复" in page
    assert bureau.name in text_of(Client(), address)


@pytest.mark.requirement("C1-25")
def test_box_is_opened_by_two_persons_and_slips_are_routed(county, bureau):
    """意见箱等及时评价: an opening record by two persons, the entry of each slip, and its way to the office."""
    box = actions.put_up_box(body=bureau, title="大厅意见箱", place="一楼", actor=SYSTEM)
    first, second = (desk(bureau, "complaints.open_box", "complaints.receive") for _ in range(2))
    first.post(f"{DESK}/boxes/{box.pk}/open/", {"slips": 1})
    opening = BoxOpening.objects.get()
    first.post(f"{DESK}/boxes/openings/{opening.pk}/confirm/")
    opening.refresh_from_db()
    assert opening.state == "opened"
    second.post(f"{DESK}/boxes/openings/{opening.pk}/confirm/")
    first.post(f"{DESK}/boxes/openings/{opening.pk}/slip/", {"kind": "opinion", "text": "中午能不能留窗口"})
    first.post(f"{DESK}/boxes/openings/{opening.pk}/finish/")
    opening.refresh_from_db()
    assert opening.state == "entered"
    assert opening.first_id != opening.second_id
    assert "中午能不能留窗口" in text_of(first, f"{DESK}/boxes/openings/{opening.pk}/")
    assert "中午能不能留窗口" in text_of(desk(county, *OFFICE), f"{DESK}/?show=triage")


@pytest.mark.requirement("C1-26")
def test_opinion_is_answered_and_published_masked(county, office):
    """群众意见收集和反馈: opinion, answer, publication with numbers hidden."""
    matter, address = brought(kind="suggestion", text="建议门口装减速带，电话13912345678", may_publish="on")
    office.post(f"{DESK}/{matter.pk}/answer/", {"text": "已安装减速带两条。"})
    assert "已安装减速带" in text_of(Client(), address)
    office.post(
        f"{DESK}/{matter.pk}/publish/",
        {"title": "门口装减速带", "text": "建议装减速带，13912345678", "answer": "已安装减速带两条。"},
    )
    found = text_of(Client(), "/matters/answers/?q=减速带")
    assert "门口装减速带" in found
    assert "13912345678" not in found
    assert matter.published.text == "建议装减速带，139****5678"


@pytest.mark.requirement("C2-20")
def test_report_of_false_aid_is_investigated_and_answered(county, bureau, office):
    """低保举报制度: the household is investigated by others, the reporter stays unknown and is told the result."""
    town = BodyFactory(name="穗丰镇", parent=county)
    matter, address = brought(
        kind="report", text="有人有两套房还吃低保", about=str(town.public_id), identity="confidential", name="举报人甲",
        phone="13912345678",
    )  # fmt: skip
    task = {"body": str(bureau.public_id), "about": str(town.public_id), "subject": "某户", "task": "核查家庭财产"}
    office.post(f"{DESK}/{matter.pk}/investigate/", task)
    inquiry = Investigation.objects.get()
    investigator = desk(bureau, "complaints.investigate")
    page = text_of(investigator, f"{DESK}/inquiries/{inquiry.pk}/")
    assert "核查家庭财产" in page
    for hidden in ("举报人甲", "举报人*", "139****5678", matter.number, "两套房还吃低保"):
        assert hidden not in page
    investigator.post(f"{DESK}/inquiries/{inquiry.pk}/begin/")
    found = {"finding": "true", "facts": "住房两套", "measures": "停发低保金"}
    investigator.post(f"{DESK}/inquiries/{inquiry.pk}/conclude/", found)
    office.post(f"{DESK}/{matter.pk}/tell-reporter/", {"text": "经核查属实，已停发。"})
    inquiry.refresh_from_db()
    assert inquiry.state == "replied"
    assert "经核查属实，已停发" in text_of(Client(), address)


@pytest.mark.requirement("C3-02")
def test_need_is_put_on_the_board_claimed_and_met(county, bureau, office):
    """群众需求作为第一信号: a public board; a unit claims with a day, meets it, and the people confirm."""
    office.post(f"{DESK}/needs/new/", {"title": "校门口减速带", "sector": "safety", "people": "600"})
    need = Need.objects.get()
    assert "校门口减速带" in text_of(Client(), "/matters/opinions/")
    unit = desk(bureau, "complaints.needs")
    due = clock.today() + dt.timedelta(days=20)
    unit.post(f"{DESK}/needs/{need.pk}/claim/", {"due_on": due.isoformat()})
    unit.post(f"{DESK}/needs/{need.pk}/meet/", {"result": "已安装两条"})
    office.post(f"{DESK}/needs/{need.pk}/confirm/")
    need.refresh_from_db()
    assert (need.state, need.claimed_by, need.due_on) == ("confirmed", bureau, due)
    assert "群众已确认" in text_of(Client(), "/matters/opinions/")


@pytest.mark.requirement("C3-05")
def test_hot_issues_are_listed_by_field_and_tackled(county, bureau, office):
    """解决收费、资源分配、入学助学、安全卫生问题: a catalogue by field, each with unit, day and result."""
    for sector, title in (("charges", "培训收费乱"), ("schooling", "随迁子女入学"), ("health", "集市卫生")):
        office.post(f"{DESK}/issues/new/", {"title": title, "sector": sector})
    listed = text_of(office, f"{DESK}/issues/")
    for words in ("收费价格", "入学助学", "卫生健康"):
        assert words in listed
    issue = HotIssue.objects.get(sector="schooling")
    due = clock.today() + dt.timedelta(days=60)
    told = {"lead": str(bureau.public_id), "measures": "材料减为四项", "due_on": due.isoformat()}
    office.post(f"{DESK}/issues/{issue.pk}/tackle/", told)
    office.post(f"{DESK}/issues/{issue.pk}/settle/", {"result": "全部入学"})
    issue.refresh_from_db()
    assert (issue.state, issue.lead) == ("settled", bureau)
    assert "全部入学" in text_of(Client(), "/matters/opinions/")


@pytest.mark.requirement("C3-06")
def test_lowest_score_is_proposed_and_put_right_first(county, bureau, office):
    """从最不满意的问题改起: the lowest with enough cases is proposed with its interval; a person decides."""
    small = BodyFactory(parent=county)
    _scored(county, (bureau, 61.5, 40), (small, 12, 2))
    office.post(
        f"{DESK}/priorities/rule/",
        {"title": "满意度最低", "indicator": "satisfaction", "days": 90, "at_least": 10, "most": 3},
    )
    office.post(f"{DESK}/priorities/propose/")
    proposal = PriorityProposal.objects.get()
    assert "56.50 – 66.50" in text_of(office, f"{DESK}/priorities/")
    office.post(f"{DESK}/priorities/{proposal.pk}/accept/")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.order.body) == ("accepted", bureau)
    assert proposal.order.number in text_of(desk(bureau, "orders.read"), "/desk/orders/")


@pytest.mark.requirement("C4-25")
def test_insulted_member_of_staff_is_supported(bureau):
    """委屈服务: reported by staff, supported by the unit, closed with what came of it; nobody settles an own case."""
    account, actor = signed_in("complaints.speak", "complaints.support", body=bureau)
    staff = Client()
    staff.force_login(account)
    hat = account.person.appointments.get()
    told = {
        "appointment": str(hat.public_id),
        "kind": "insult",
        "happened_on": clock.today().isoformat(),
        "text": "被辱骂",
    }
    staff.post(f"{DESK}/care/new/", told)
    case = StaffSupportCase.objects.get()
    assert (case.appointment, actor.person) == (hat, str(account.person_id))
    refused = staff.post(f"{DESK}/care/{case.pk}/support/", {"kind": "talk", "note": "自己谈心"})
    assert refused.status_code == 403
    assert "自己谈心" in refused.content.decode()
    assert not case.measures.exists()
    head = desk(bureau, "complaints.speak", "complaints.support")
    head.post(f"{DESK}/care/{case.pk}/support/", {"kind": "talk", "note": "谈心并调休半天"})
    head.post(f"{DESK}/care/{case.pk}/settle/", {"result": "对方已致歉"})
    page = text_of(staff, f"{DESK}/care/{case.pk}/")
    assert "谈心并调休半天" in page
    assert "对方已致歉" in page


@pytest.mark.requirement("C5-30")
def test_opinions_of_a_period_are_drawn_together_decided_and_closed(county, bureau, office):
    """群众意见定期汇总、研究、解决、整改、反馈: the report closes with its last item."""
    matter, _address = brought(kind="opinion", text="中午没有窗口")
    category = made.category("0502")
    office.post(
        f"{DESK}/items/collect/", {"title": "中午值班", "category": category.code, "complaints": [matter.number]}
    )
    first = clock.today().replace(day=1)
    period = {"title": "本月意见", "starts_on": first, "ends_on": first + dt.timedelta(days=40)}
    office.post(f"{DESK}/reports/new/", period)
    report, item = OpinionReport.objects.get(), OpinionItem.objects.get()
    assert item.report == report
    office.post(f"{DESK}/items/{item.pk}/answer/", {"text": "中午已留一个窗口。"})
    office.post(f"{DESK}/reports/{report.pk}/adopt/", {"conclusion": "同意，举一反三"})
    office.post(f"{DESK}/reports/{report.pk}/close/")
    report.refresh_from_db()
    assert report.state == "adopted"
    office.post(f"{DESK}/items/{item.pk}/close/")
    office.post(f"{DESK}/reports/{report.pk}/close/")
    report.refresh_from_db()
    assert report.state == "closed"
    assert "同意，举一反三" in text_of(office, f"{DESK}/reports/{report.pk}/")


@pytest.mark.requirement("E-17")
def test_staff_speak_with_or_without_a_name_and_are_answered(county, bureau, office):
    """关注干部群众意见呼声: a channel for own staff; without a name nobody can find out who it was."""
    clerk = desk(bureau, "complaints.speak")
    page = clerk.post(f"{DESK}/staff/", {"kind": "opinion", "text": "一份材料录三遍"}).content.decode()
    matter = Complaint.objects.get()
    assert (matter.channel, matter.identity) == ("staff", "anonymous")
    assert not hasattr(matter, "complainant")
    assert matter.number in page
    office.post(f"{DESK}/{matter.pk}/answer/", {"text": "系统将于下月打通。"})
    matter.refresh_from_db()
    assert matter.answer == "系统将于下月打通。"
    assert "一份材料录三遍" in text_of(office, f"{DESK}/{matter.pk}/")
