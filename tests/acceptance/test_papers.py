"""What the plans ask of official documents, driven from the draft to the receipt."""

import pytest
from django.urls import reverse

from tests.factories import access
from tests.factories import orders as orders_made
from tests.factories import papers as make
from tests.factories.bodies import BodyFactory
from zhengyou.registry.bodies.models import Appointment
from zhengyou.registry.papers import actions, queries, rendering
from zhengyou.registry.papers.models import Organ, Paper, Regulation, Resolution
from zhengyou.registry.people.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make.house()


def typed(house, **changes):
    return {
        "organ": str(house.organ.pk),
        "kind": "notice",
        "title": "关于印发《为民服务创先争优活动实施方案》的通知",
        "text": "各单位：\n现将方案印发给你们，请认真贯彻执行。",
    } | changes


def written(client, house, **changes) -> Paper:
    """Return the paper that the clerk wrote on the page, submitted, had signed, and issued on its page."""
    client.force_login(Account.objects.get(pk=house.clerk.account))
    known = set(Paper.objects.values_list("pk", flat=True))
    answer = client.post(reverse("papers:new"), typed(house, **changes))
    assert answer.status_code == 302, answer.content.decode()
    paper = Paper.objects.exclude(pk__in=known).get()
    client.post(reverse("papers:submit", args=[paper.pk]), {"opinion": ""})
    make.sign(house, paper)
    client.post(reverse("papers:issue", args=[paper.pk]))
    return Paper.objects.select_related("number__series").get(pk=paper.pk)


def page_of(client, paper):
    return client.get(reverse("papers:detail", args=[paper.pk])).content.decode()


@pytest.mark.requirement("A-01")
def test_a_paper_of_2011_is_numbered_in_its_year_with_its_subject_words(client, house):
    paper = written(client, house, reach="all", dated="2011-07-31", subject_words="创先争优 方案 通知")
    assert (paper.number_text, paper.subject_words) == ("青工发〔2011〕1号", "创先争优 方案 通知")
    page = page_of(client, paper)
    assert "青工发〔2011〕1号" in page
    assert "创先争优 方案 通知" in page
    today = client.post(reverse("papers:new"), typed(house, reach="all", subject_words="通知"))
    assert "不再标注主题词" in today.content.decode()


@pytest.mark.requirement("A-02")
def test_groups_of_recipients_come_from_the_tree_and_each_signs(client, house):
    below = BodyFactory(name="柳河镇纺织厂工会", parent=house.units[0], kind="union")
    paper = written(client, house, reach="all", main_line="各镇工会联合会、窗口单位、服务行业工会")
    units = [*house.units, below]
    assert {row.body for row in paper.recipients.all()} == set(units)
    assert rendering.notice(paper).recipients == "各镇工会联合会、窗口单位、服务行业工会"
    client.force_login(access.signed_in("papers.read", "papers.sign_for", body=below)[0])
    row = paper.recipients.get(body=below)
    assert paper.title in client.get(reverse("papers:receipts")).content.decode()
    client.post(reverse("papers:confirm", args=[row.pk]))
    row.refresh_from_db()
    assert row.confirmed_at
    client.force_login(Account.objects.get(pk=house.clerk.account))
    page = page_of(client, paper)
    assert page.count("待签收") == 2
    assert row.confirmed_by in page


@pytest.mark.requirement("A-03")
def test_copies_are_listed_with_their_number_and_the_archive(client, house):
    paper = written(client, house, reach="children", copies="市总工会、县委创先办、档（二）")
    copies = [(row.name, row.copies) for row in paper.recipients.filter(manner="copy")]
    assert copies == [("市总工会", 1), ("县委创先办", 1), ("档", 2)]
    assert rendering.notice(paper).copies_to == "市总工会、县委创先办、档（2）"
    assert "县委创先办" in page_of(client, paper)


@pytest.mark.requirement("A-05", "C2-01")
def test_chain_of_basis_documents_is_shown_upward_and_downward(client, house):
    first = written(client, house, reach="children", bases="市总工会有关通知\n县委组织部 青组发[2010]8号")
    second = written(client, house, reach="children", bases=first.number_text)
    assert [str(one) for one in queries.upward(second)][1:] == ["市总工会有关通知", "县委组织部（青组发〔2010〕8号）"]
    assert "青组发〔2010〕8号" in page_of(client, second)
    assert second.number_text in page_of(client, first)


@pytest.mark.requirement("C1-29", "C3-34", "C4-66")
def test_basis_may_be_masked_oddly_bracketed_or_without_document(client, house):
    bases = "县委《实施意见》(***〔2011〕*号)\n长教工委发[2011]86号文件\n省高管局及省兰州管理处有关要求"
    paper = written(client, house, reach="children", bases=bases)
    numbers = [one.number_text for one in paper.bases.all()]
    assert numbers == ["***〔2011〕*号", "长教工委发〔2011〕86号", ""]
    page = page_of(client, paper)
    assert "***〔2011〕*号" in page
    assert "长教工委发〔2011〕86号" in page
    assert "省高管局及省兰州管理处有关要求" in page
    assert "无文件" in page


@pytest.mark.requirement("C5-01", "C5-02")
def test_joint_paper_of_a_leading_group_with_upward_copies_and_printed_number(client, house):
    Organ.objects.filter(pk=house.organ.pk).update(
        name="河北省卫生系统创先争优活动指导小组", code="冀卫创组", joint="河北省卫生厅"
    )
    house.organ.refresh_from_db()
    town = BodyFactory(name="柳河镇卫生院", parent=house.units[1], kind="hospital")
    paper = written(
        client, house, reach="all", kinds=["hospital", "union"], dated="2011-05-20", subject_words="卫生 创先争优 通知",
        upward="卫生部创先争优活动指导小组", copies="省委创先办", printed_copies="80",
    )  # fmt: skip
    assert paper.number_text == "冀卫创组〔2011〕1号"
    assert [row.body for row in paper.recipients.filter(manner="main")] == [house.units[1], town]
    printed = rendering.notice(paper)
    assert len(printed.red_lines) == 2
    assert printed.copies_to == "省委创先办；抄报：卫生部创先争优活动指导小组（共印80份）"
    page = page_of(client, paper)
    assert "卫生部创先争优活动指导小组" in page
    assert "柳河镇卫生院" in page


@pytest.mark.requirement("B-01")
def test_a_campaign_inherits_what_the_paper_of_the_upper_level_carries_out(client, house):
    upper = written(client, house, reach="children", carries_out="“基层大走访”活动\n“效能提升行动” 市委办发[2011]5号")
    own = written(client, house, reach="children", bases=upper.number_text, carries_out="服务型工会建设")
    below = written(client, house, reach="children", bases=own.number_text)
    carried = [str(one) for one in upper.bases.filter(carries_out=True)]
    assert carried == ["“基层大走访”活动", "“效能提升行动”（市委办发〔2011〕5号）"]
    assert not below.bases.filter(carries_out=True).exists()
    assert [str(one) for one in queries.carried_out(queries.upward(below))] == ["服务型工会建设", *carried]
    page = page_of(client, below)
    assert page.count("承接") >= 3
    assert "效能提升行动" in page
    assert "市委办发〔2011〕5号" in page


@pytest.mark.requirement("B-32")
def test_a_decision_of_the_party_group_is_recorded_and_papers_rest_on_it(client, house):
    client.force_login(Account.objects.get(pk=house.clerk.account))
    told = {
        "body": house.body.pk, "decided_by": "区总工会党组", "meeting": "第8次党组会议", "decided_on": "2026-08-03",
        "title": "开展三个一天活动", "text": "会议决定开展活动。", "basis": "市总工会 市工发[2026]3号",
    }  # fmt: skip
    assert client.post(reverse("papers:resolve"), told).status_code == 302
    decided = Resolution.objects.get()
    assert (str(decided.number), decided.basis) == ("决〔2026〕1号", "市总工会（市工发〔2026〕3号）")
    paper = written(client, house, reach="children", resolution=str(decided.pk))
    assert paper.bases.get().resolution == decided
    assert "区总工会党组2026年8月3日决定" in page_of(client, paper)
    page = client.get(reverse("papers:resolution", args=[decided.pk])).content.decode()
    assert "市工发〔2026〕3号" in page
    assert paper.number_text in page


@pytest.mark.requirement("C2-52", "C3-25", "E-36")
def test_a_set_of_regulations_is_kept_and_amended_for_problems_that_recur(client, house):
    client.force_login(Account.objects.get(pk=house.clerk.account))
    aspects = ["supervision", "incentive", "constraint", "assessment", "guarantee"]
    for aspect in aspects:
        told = {"body": house.body.pk, "title": f"{aspect}制度", "aspect": aspect, "text": "第一条 内容。"}
        assert client.post(reverse("papers:new-regulation"), told).status_code == 302
    decided = make.resolution(house)
    for one in Regulation.objects.all():
        client.post(reverse("papers:adopt", args=[one.pk]), {"on": "2026-08-03", "resolution": str(decided.pk)})
    assert set(Regulation.objects.filter(state="in_force").values_list("aspect", flat=True)) == set(aspects)
    listing = client.get(reverse("papers:regulations")).content.decode()
    assert all(word in listing for word in ("督导制度", "激励制度", "约束制度", "考评制度", "组织保证制度"))
    access.grant(Appointment.objects.get(public_id=house.clerk.hat_id), "orders.read", body=house.body)
    order = orders_made.order(body=house.units[0])
    amended = Regulation.objects.get(aspect="supervision")
    told = {
        "text": "第一条 内容。\n第二条 新增。",
        "changes": "解决普遍性问题",
        "issues": f"{order.number}\n窗口排队过长",
    }
    client.post(reverse("papers:amend", args=[amended.pk]), told)
    issues = amended.versions.first().issues.all()
    assert [(one.kind, one.thing) for one in issues] == [("orders.order", str(order.pk)), ("", "")]
    page = client.get(reverse("papers:regulation", args=[amended.pk])).content.decode()
    assert reverse("orders:detail", args=[order.pk]) in page
    assert "窗口排队过长" in page
    assert "尚未施行" in page


def test_a_refused_paper_never_takes_a_number(house):
    paper = make.draft(house)
    actions.submit(paper, actor=house.clerk)
    assert not Paper.objects.filter(number__isnull=False).exists()
