"""The campaign engine: each test does the work on the pages and looks at what is stored and what people see."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories import access, plans
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from zhengyou.campaign.campaigns import actions
from zhengyou.campaign.campaigns.actions import organisation
from zhengyou.campaign.campaigns.enums import InformationState, PlanState, SheetState
from zhengyou.campaign.campaigns.models import Goal, SubPlan, TaskSheet
from zhengyou.campaign.campaigns.queries import filing, goals, scope, versions
from zhengyou.campaign.campaigns.queries.organisation import office_queue
from zhengyou.campaign.campaigns.queries.results import positions
from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.notices.models import Notice
from zhengyou.registry.bodies.enums import Kind, RelationKind
from zhengyou.registry.bodies.models import LeadingGroup, Leave, Relation

pytestmark = pytest.mark.django_db
UNIT = ("campaigns.read", "campaigns.submit", "campaigns.file")
HEAD = (*UNIT, "campaigns.agree")


@pytest.fixture
def county():
    return BodyFactory(name="青禾县", kind=Kind.GOVERNMENT, level="county")


@pytest.fixture
def office(county):
    account, actor = access.signed_in(*plans.OFFICE, body=county)
    account.actor = actor
    return account


@pytest.fixture
def units(county):
    return [BodyFactory(parent=county, name=name) for name in ("县税务局", "县人社局", "县农商银行")]


@pytest.fixture
def campaign(county, office, units):
    with at("2026-03-02T09:00"):
        return actions.launch(plans.plan(county, office.actor), units=units, actor=office.actor)


def at(text):
    return clock.pretend(dt.datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI))


def go(client, who, name, thing, data=None):
    """Open a page as somebody, or post to it; a post must be taken."""
    client.force_login(who)
    url = reverse(f"campaigns:{name}", args=[thing.pk])
    if data is None:
        return client.get(url).content.decode()
    answer = client.post(url, data or {"yes": "1"})
    assert answer.status_code == 302, re.findall(r'class="error[^>]*>([^<]+)', answer.content.decode())
    return answer


def refused(client, who, name, thing, data):
    """Post something that is refused at its field; return the page."""
    client.force_login(who)
    answer = client.post(reverse(f"campaigns:{name}", args=[thing.pk]), data)
    assert answer.status_code == 422
    return answer.content.decode()


def clerk(body, *functions, duty="liaison"):
    return access.signed_in(*(functions or UNIT), body=body, duty=duty)[0]


def sheet(campaign, body, named):
    return TaskSheet.objects.get(duty__campaign=campaign, body=body, named_on=named)


FIRST = dt.date(2026, 3, 20)


@pytest.mark.requirement("A-12", "A-13", "D-09")
def test_scope_rules_by_sector_and_kind_show_whom_they_name_before_anybody_is_taken_in(
    client, county, office, campaign
):
    late_tax = BodyFactory(parent=county, name="县税务局稽查分局")
    hospital = BodyFactory(parent=county, name="县人民医院", kind=Kind.HOSPITAL)
    BodyFactory(parent=county, name="县供水公司", kind=Kind.ENTERPRISE)

    go(client, office, "sector", campaign, {"name": "税务", "words": "税务、国税"})
    sector = county.sectors.get()
    assert set(sector.members.all()) == {late_tax, campaign.units.get(name="县税务局")}
    go(client, office, "rule", campaign, {"sector": sector.pk})
    go(client, office, "rule", campaign, {"kinds": [Kind.HOSPITAL, Kind.ENTERPRISE]})
    out = {"kinds": [Kind.ENTERPRISE], "leaves_out": "on"}
    go(client, office, "rule", campaign, out)

    page = go(client, office, "scope", campaign)
    assert scope.preview(campaign).to_take_in == [late_tax, hospital]
    assert all(word in page for word in ("税务", "县人民医院", "尚未参加"))
    go(client, office, "take-in", campaign, {})
    assert set(campaign.units.all()) >= {late_tax, hospital}
    assert not campaign.units.filter(name="县供水公司").exists()


@pytest.mark.requirement("A-14")
def test_scope_rules_by_subtree_and_by_line_and_place(client, county, office, campaign):
    town = BodyFactory(parent=county, name="柳河镇工会联合会", kind=Kind.TOWN)
    station = BodyFactory(parent=town, name="柳河镇便民服务站")
    seated = BodyFactory(parent=county, name="柳河税务所")
    Relation.objects.create(body=seated, other=town, kind=RelationKind.PLACE, during=(dt.date(2020, 1, 1), None))

    go(client, office, "rule", campaign, {"under": town.pk})
    go(client, office, "rule", campaign, {"relation": "place", "related": town.pk})
    assert "须填写" not in go(client, office, "scope", campaign)
    assert refused(client, office, "rule", campaign, {"relation": "line"})

    go(client, office, "take-in", campaign, {})
    assert {station, seated} <= set(campaign.units.all())
    assert town not in campaign.units.all()
    assert "柳河税务所" in go(client, office, "scope", campaign)


@pytest.mark.requirement("A-15", "B-08", "C3-01")
def test_participants_come_from_the_roster_by_post_in_two_classes(client, office, campaign, units):
    chair = PostFactory(body=units[0], title="工会主席", duty="leader")
    AppointmentFactory(post=chair)
    window = PostFactory(body=units[0], title="窗口人员", duty="window")
    for _ in range(3):
        AppointmentFactory(post=window)
    AppointmentFactory(post=PostFactory(body=units[0], title="司机", duty="other"))

    go(client, office, "class", campaign, {"name": "全体党员干部", "title_words": "工会主席、局长"})
    go(client, office, "class", campaign, {"name": "窗口职工", "duties": ["window"], "is_extension": "on"})

    line = scope.enrolments(campaign)[0]
    assert [line.counts[one.pk] for one in campaign.participant_classes.all()] == [1, 3]
    assert (len(line.everybody), line.staff) == (4, 5)
    page = go(client, office, "scope", campaign)
    assert "80%" in page
    assert page.index("全体党员干部") < page.index("窗口职工")


@pytest.mark.requirement("A-04", "C4-59", "B-39")
def test_an_amendment_makes_a_version_that_units_confirm_and_that_keeps_what_they_did(client, office, campaign, units):
    go(
        client,
        office,
        "basis",
        campaign,
        {"kind": "issued", "number_text": "青工发〔2026〕3号", "title": "关于印发方案的通知"},
    )
    done = sheet(campaign, units[0], FIRST)
    with at("2026-03-10T09:00"):
        actions.submit(done, evidence="方案已报。", actor=access.actor(*UNIT, body=units[0]))
        change = {
            "cause": "visit", "origin": "3月8日走访柳河镇", "reason": "基层反映时间偏紧，予以顺延。",
            "wish-TOTAL_FORMS": 2, "wish-INITIAL_FORMS": 0,
            "wish-0-change": "duty.move", "wish-0-duty": done.duty_id, "wish-0-day": "2026-04-10",
            "wish-1-change": "duty.add", "wish-1-name": "报送窗口服务便民措施", "wish-1-day": "2026-05-15",
        }  # fmt: skip
        go(client, office, "amend", campaign, change)

    done.refresh_from_db()
    assert (done.state, done.named_on) == (SheetState.SUBMITTED, FIRST)
    assert sheet(campaign, units[1], dt.date(2026, 4, 10)).state == SheetState.OPEN
    assert campaign.duties.get(name="报送窗口服务便民措施").sheets.count() == 3
    assert versions.version_of(campaign) == 2
    reader = clerk(units[0])
    assert "尚未确认" in go(client, reader, "versions", campaign)
    go(client, reader, "confirm", campaign, {})
    page = go(client, office, "versions", campaign)
    assert all(word in page for word in ("青工发〔2026〕3号", "3月8日走访柳河镇", "2026-03-20 → 2026-04-10", "第2版"))
    assert [one.body for one in versions.readers(campaign) if one.confirmed_at] == [units[0]]


@pytest.mark.requirement("A-08", "C5-03", "C1-27")
def test_theme_and_outcome_goals_are_measured_by_confirmed_figures_with_evidence(client, office, campaign, units):
    go(client, office, "organise", campaign, {"theme": "三好两争"})
    go(client, office, "set-goal", campaign, {"name": "服务好", "kind": "outcome", "measure": "parts", "target": 10})
    top = campaign.goals.get()
    part = {
        "name": "破解办事难题",
        "kind": "outcome",
        "measure": "reported",
        "parent": top.pk,
        "target": 10,
        "unit": "个",
    }
    go(client, office, "set-goal", campaign, part)
    goal = campaign.goals.get(parent=top)
    reporter = clerk(units[0])

    assert "请说明" in refused(client, reporter, "report-value", goal, {"value": 4, "evidence": ""})
    go(client, reporter, "report-value", goal, {"value": 4, "evidence": "难题销号清单见县政务公开栏。"})
    assert goals.standings(campaign)[0].reached == 0
    go(client, office, "confirm-value", goal.values.get(), {})
    go(client, reporter, "report-value", goal, {"value": 9, "evidence": "待补"})
    go(client, office, "return-value", goal.values.get(value=9), {"reason": "没有依据"})

    assert [line.reached for line in goals.standings(campaign)] == [4, 4]
    page = go(client, reporter, "goals", campaign)
    assert all(word in page for word in ("破解办事难题", "40%", "没有依据"))
    assert "三好两争" in go(client, office, "organisation", campaign)


@pytest.mark.requirement("B-02", "E-61")
def test_a_target_is_shared_out_and_only_what_reaches_the_quality_counts(client, office, campaign, units):
    wrong = {"name": "示范窗口", "kind": "count", "measure": "reported", "target": 10, "unit": "个"}
    assert refused(client, office, "set-goal", campaign, wrong)
    go(client, office, "set-goal", campaign, wrong | {"quality": "群众满意率", "quality_floor": 95})
    goal = Goal.objects.get()
    shares = {f"unit-{units[0].public_id}": 6, f"unit-{units[1].public_id}": 3}
    assert "未达到" in refused(client, office, "share-out", goal, shares)
    go(client, office, "share-out", goal, shares | {f"unit-{units[1].public_id}": 4})
    reporter = clerk(units[0])
    for value, quality in ((3, 97), (5, 80)):
        go(client, reporter, "report-value", goal, {"value": value, "quality_value": quality, "evidence": "测评表"})
    for value in goal.values.all():
        go(client, office, "confirm-value", value, {})

    line = goals.standings(campaign)[0]
    assert (line.reached, line.below_quality) == (3, 5)
    assert [(one.target, one.reached) for one in goals.shares(goal)] == [(Decimal(6), 3), (Decimal(4), 0)]
    assert "50%" in go(client, office, "goal", goal)
    assert "质量未达标：5" in go(client, office, "goals", campaign)


@pytest.mark.requirement("A-11", "A-42", "C5-38")
def test_one_record_counts_in_two_linked_campaigns_without_being_typed_again(client, county, office, campaign, units):
    other = actions.launch(
        plans.plan(county, office.actor, plans.TEXT.replace("活动的实施方案", "党工共建活动的实施方案")),
        units=units[:2],
        actor=office.actor,
    )
    go(client, office, "link", campaign, {"other": other.pk, "kind": "combined"})
    link = campaign.links.get()
    pair = {"source": campaign.duties.get(due_on=FIRST).pk, "target": other.duties.get(due_on=FIRST).pk}
    go(client, office, "count", link, pair)

    filed = sheet(campaign, units[0], FIRST)
    sharing_unit = clerk(units[0])
    go(client, sharing_unit, "submit", filed, {"evidence": "党工共建方案已印发。"})
    go(client, office, "accept", filed, {})

    counted = sheet(other, units[0], FIRST)
    assert (counted.state, counted.evidence, counted.counted_from) == (
        SheetState.ACCEPTED,
        "党工共建方案已印发。",
        filed,
    )
    assert sheet(other, units[1], FIRST).state == SheetState.OPEN
    assert "无须重复报送" in go(client, sharing_unit, "sheet", counted)
    assert other.title in go(client, office, "duties", campaign)


@pytest.mark.requirement("B-48", "C3-35", "E-56")
def test_a_campaign_names_those_run_elsewhere_with_which_it_is_carried_out(client, office, campaign):
    for title, kind in (("“三型机关”建设", "combined"), ("学习型党组织建设", "combined"), ("五个文明建设", "part")):
        go(client, office, "link", campaign, {"other_title": title, "kind": kind, "note": "同部署同检查"})
    assert "请" in refused(client, office, "link", campaign, {"other_title": " ", "kind": "part"})

    assert list(campaign.links.values_list("other_title", flat=True)) != []
    page = go(client, office, "duties", campaign)
    assert all(word in page for word in ("三型机关", "学习型党组织建设", "五个文明建设", "结合开展"))


@pytest.mark.requirement("A-46", "E-04", "C5-33")
def test_a_sub_plan_is_drawn_up_agreed_reported_upward_and_filed_for_the_record(
    client, county, office, campaign, units
):
    ask = {"due_on": "2026-03-25", "report_to": county.pk, "record_name": "县直机关工委"}
    go(client, office, "ask-plans", campaign, ask)
    head = clerk(units[0], *HEAD, duty="head")
    post = head.person.appointments.get().post
    with at("2026-03-20T09:00"):
        go(client, head, "draw-up", campaign, {})
        plan = SubPlan.objects.get()
        assert plan.lines.count() == campaign.duties.count()
        assert "亮身份" in plan.text
        go(client, head, "add-line", plan, {"name": "设立党员先锋岗", "due_on": "2026-04-30", "handler": post.pk})
        for line in plan.lines.filter(handler=None):
            go(client, head, "assign-line", line, {"handler": post.pk, "leader": post.pk})
        go(client, head, "agree-plan", plan, {})
        go(client, head, "file-plan", plan, {})
    go(client, office, "return-plan", plan, {"reason": "请补充整改时限"})
    assert "请补充整改时限" in go(client, head, "plan", plan)
    go(client, head, "write-plan", plan, {"text": plan.text + "\n整改时限为三十日。"})
    with at("2026-03-30T09:00"):
        go(client, head, "agree-plan", plan, {})
        go(client, head, "file-plan", plan, {})
        go(client, office, "accept-plan", plan, {})
        report, record = plan.filings.get(address__nature="report"), plan.filings.get(address__nature="record")
        go(client, office, "acknowledge", report, {"number": "收〔2026〕7号"})
        go(client, head, "acknowledge", record, {"number": "备2026-15"})

        plan.refresh_from_db()
        campaign.refresh_from_db()
        assert (plan.state, plan.returns) == (PlanState.ACCEPTED, 1)
        assert [one.body for one in filing.late(campaign)] == units[1:]
        page = go(client, office, "plans", campaign)
    assert all(word in page for word in ("收〔2026〕7号", "备2026-15", "逾期名单", "5天"))


@pytest.mark.requirement("C2-43", "C2-49")
def test_a_personal_plan_is_written_agreed_and_revised_after_reviews(client, office, campaign, units):
    go(client, office, "ask-plans", campaign, {"personal_due_on": "2026-04-10", "report_to": campaign.body_id})
    member, head = clerk(units[0], "campaigns.read", duty="window"), clerk(units[0], *HEAD, duty="head")
    go(client, member, "my-plan", campaign, {"text": "针对业务不熟，每周自学一次。"})
    plan = SubPlan.objects.get()
    go(client, head, "agree-plan", plan, {})
    go(client, member, "revise-plan", plan, {"reason": "群众评议反映解释不耐心"})
    go(client, member, "write-plan", plan, {"text": "每周自学一次，推行首问负责。"})

    plan.refresh_from_db()
    assert (plan.version, plan.state, plan.revisions.get().text) == (2, PlanState.DRAFT, "针对业务不熟，每周自学一次。")
    assert "群众评议反映解释不耐心" in go(client, member, "plan", plan)
    stranger = clerk(units[0], "campaigns.read", duty="window")
    client.force_login(stranger)
    assert client.get(reverse("campaigns:plan", args=[plan.pk])).status_code == 404


@pytest.mark.requirement("E-38", "E-49", "E-54")
def test_a_unit_names_who_answers_for_what_and_what_it_needs(client, campaign, units):
    unit = clerk(units[0])
    post = PostFactory(body=units[0], title="局长", duty="head")
    duty = {"post": post.pk, "rank": "first", "matter": "活动第一责任人", "business": "税收征管"}
    go(client, unit, "answer-for", campaign, duty)
    other = PostFactory(body=units[0], title="副局长", duty="leader")
    assert refused(client, unit, "answer-for", campaign, duty | {"post": other.pk})
    go(client, unit, "need", campaign, {"kind": "money", "name": "活动经费", "amount": "20000", "unit": "元"})
    go(client, unit, "secure", campaign.resources.get(), {"source": "单位年度预算"})

    assert campaign.responsibilities.get().business == "税收征管"
    assert campaign.resources.get().secured_on == clock.today()
    page = go(client, unit, "organisation", campaign)
    assert all(word in page for word in ("活动第一责任人", "税收征管", "20000元", "单位年度预算"))


@pytest.mark.requirement("C3-21")
def test_reminders_climb_the_chain_of_a_unit_and_reach_the_stand_in_of_who_is_away(client, campaign, units):
    handler = clerk(units[0], duty="liaison")
    head = clerk(units[0], *HEAD, duty="head")
    leader, instead = clerk(units[0], duty="leader"), clerk(units[0], duty="clerk")
    Leave.objects.create(
        appointment=leader.person.appointments.get(), kind="annual", starts_on=dt.date(2026, 3, 21),
        ends_on=dt.date(2026, 3, 28), stand_in=instead.person,
    )  # fmt: skip

    def told(account):
        return Notice.objects.filter(recipient_id=str(account.person.pk), source__startswith="sheet:").count()

    for day, reached in (("2026-03-17", (1, 0, 0)), ("2026-03-21", (2, 1, 0)), ("2026-03-24", (3, 2, 1))):
        with at(f"{day}T08:30"):
            organisation.remind(actor=SYSTEM)
            organisation.remind(actor=SYSTEM)
            assert (told(handler), told(instead), told(head)) == reached
            if day == "2026-03-24":
                page = go(client, handler, "organisation", campaign)
    assert told(leader) == 0
    assert instead.person.name in page
    assert f"代{leader.person.name}" in page


@pytest.mark.requirement("C4-06")
def test_the_office_of_the_leading_group_sees_what_waits_for_it(client, county, office, campaign, units):
    group = LeadingGroup.objects.create(body=county, name="活动领导小组", office=county, starts_on=dt.date(2026, 1, 1))
    go(client, office, "organise", campaign, {"theme": "", "group": group.pk})
    unit = clerk(units[0])
    go(client, unit, "submit", sheet(campaign, units[0], FIRST), {"evidence": "已报。"})
    go(client, unit, "inform", campaign, {"title": "窗口开展岗位练兵", "text": "……"})

    with at("2026-03-22T09:00"):
        page = go(client, office, "organisation", campaign)
        queue = [one.number for one in office_queue(campaign)]
    assert all(word in page for word in ("活动领导小组", "待审核任务单", "待采用信息"))
    assert queue == [1, 5, 0, 0, 1]
    assert "待审核任务单" not in go(client, unit, "organisation", campaign)


@pytest.mark.requirement("C3-22", "C4-56")
def test_a_duty_has_a_leading_and_supporting_units_and_waits_for_them(client, office, campaign, units):
    duty = campaign.duties.get(due_on=FIRST)
    go(client, office, "share-duty", duty, {"lead": units[0].pk, "assisting": [units[1].pk]})
    lead, support = sheet(campaign, units[0], FIRST), sheet(campaign, units[1], FIRST)
    assert sheet(campaign, units[2], FIRST).state == SheetState.CANCELLED
    go(client, clerk(units[0]), "submit", lead, {"evidence": "牵头完成。"})
    client.force_login(office)
    client.post(reverse("campaigns:accept", args=[lead.pk]))
    lead.refresh_from_db()
    assert lead.state == SheetState.SUBMITTED
    go(client, clerk(units[1]), "submit", support, {"evidence": "配合提供数据。"})
    go(client, office, "accept", lead, {})

    lead.refresh_from_db()
    assert lead.state == SheetState.ACCEPTED
    page = go(client, office, "duties", campaign)
    assert "牵头单位" in page
    assert "配合单位" in page


def test_a_duty_is_passed_down_level_by_level_and_checked_by_who_passed_it(client, office, campaign, units):
    station = BodyFactory(parent=units[0], name="城关税务所")
    window = BodyFactory(parent=station, name="办税窗口")
    top, below = sheet(campaign, units[0], FIRST), clerk(station)
    with at("2026-03-05T09:00"):
        late = {"units": [station.pk], "due_on": "2026-03-30"}
        assert refused(client, clerk(units[0]), "pass-down", top, late)
        go(client, clerk(units[0]), "pass-down", top, late | {"due_on": "2026-03-18"})
        middle = top.passed_down.get()
        go(client, below, "pass-down", middle, {"units": [window.pk], "due_on": "2026-03-16"})
        last = middle.passed_down.get()
        go(client, clerk(window), "submit", last, {"evidence": "窗口已落实。"})
        go(client, below, "accept", last, {})
        go(client, below, "submit", middle, {"evidence": "所内已落实。"})
        assert "城关税务所" in go(client, clerk(units[0]), "sheet", top)
        go(client, clerk(units[0]), "accept", middle, {})
    middle.refresh_from_db()
    assert middle.state == SheetState.ACCEPTED


STEPS = """二、实施步骤
(一)学习动员阶段(2026年3月1日至4月30日)。各单位于2026年3月20日前召开动员会议，于2026年4月10日前报送实施方案，于2026年4月25日前公开承诺。
(二)深化提高阶段(2026年5月1日至12月31日)。各单位于2026年5月20日前报送整改方案，于2026年6月30日前开展检查，于2026年7月31日前完成评级定星，于2026年8月31日前开展宣传，于2026年9月30日前完成满意度测评，于2026年10月31日前报送阶段小结，于2026年11月30日前报送深化措施。
"""


@pytest.mark.requirement("C1-01", "C1-20", "C4-10")
@pytest.mark.parametrize("names", [("三亮", "五比", "三评议"), ("三比",)])
def test_dimensions_of_any_count_may_be_partial_and_completed_later(client, county, office, units, names):
    listed = "".join(f"({'一二三'[place]}){name}\n1.{name[-1]}学习。\n" for place, name in enumerate(names))
    text = f"关于开展“{names[0]}”活动的实施方案\n一、活动内容\n{listed}" + STEPS
    campaign = actions.launch(plans.plan(county, office.actor, text), units=units, actor=office.actor)
    before = campaign.dimensions.count()
    data = {"cause": "error", "reason": "原文缺页，补齐规范五。", "wish-TOTAL_FORMS": 1, "wish-INITIAL_FORMS": 0}
    go(client, office, "amend", campaign, data | {"wish-0-change": "dimension.add", "wish-0-name": "五规范"})
    added = campaign.dimensions.get(name="五规范")
    item = {"wish-0-change": "item.add", "wish-0-dimension": added.pk, "wish-0-name": "规范服务行为"}
    go(client, office, "amend", campaign, data | item)

    assert campaign.dimensions.count() == before + 1
    assert added.items.get().name == "规范服务行为"
    page = go(client, office, "content", campaign)
    assert "五规范" in page
    assert "规范服务行为" in page


@pytest.mark.requirement("C2-40", "C4-47", "C4-48")
def test_each_phase_has_its_dated_duties_and_every_unit_owes_them(client, county, office, units):
    text = "关于开展“三亮”活动的实施方案\n一、活动内容\n(一)三亮\n1.亮身份。\n2.亮标准。\n3.亮承诺。\n" + STEPS
    with at("2026-03-01T09:00"):
        campaign = actions.launch(plans.plan(county, office.actor, text), units=units, actor=office.actor)
    by_phase = {
        phase.name[:4]: sorted(phase.duties.values_list("due_on", flat=True)) for phase in campaign.phases.all()
    }
    assert by_phase["学习动员"] == [dt.date(2026, 3, 20), dt.date(2026, 4, 10), dt.date(2026, 4, 25)]
    assert len(by_phase["深化提高"]) == 7
    unit = clerk(units[0])
    client.force_login(unit)
    page = client.get(reverse("campaigns:sheets")).content.decode()
    assert "2026-09-30" in page
    assert "2026-11-30" in page
    assert "动员会议" in go(client, unit, "duties", campaign)


@pytest.mark.requirement("C1-02", "C3-09")
def test_secondary_lines_gather_duties_and_problems_are_counted_by_unit(client, office, campaign, units):
    duty = campaign.duties.get(due_on=FIRST)
    go(client, office, "tag", campaign, {"name": "双教双帮双评改", "kind": "secondary", "duties": [duty.pk]})
    for name in ("庸懒散", "门难进、脸难看、事难办"):
        go(client, office, "tag", campaign, {"name": name, "kind": "problem"})
    problem = campaign.tags.get(name="庸懒散")
    filed = sheet(campaign, units[0], FIRST)
    go(client, clerk(units[0]), "submit", filed, {"evidence": "查摆一条。", "problems": [problem.pk]})

    assert list(filed.tags.all()) == [problem]
    assert list(duty.tags.values_list("name", flat=True)) == ["双教双帮双评改"]
    page = go(client, office, "duties", campaign)
    assert page.index("庸懒散") < page.index("门难进")
    assert "双教双帮双评改" in page


@pytest.mark.requirement("C3-10", "C4-01", "C4-30")
@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("四步法", [("公开承诺", "duty"), ("领导点评", "leader_comment"), ("群众评议", "duty"), ("评选表彰", "award")]),
        ("一诺三评三公开", [("承诺", "duty"), ("三评", "peer_review"), ("三公开", "check")]),
    ],
)
def test_a_set_of_means_is_kept_used_and_gone_through_step_by_step(client, office, campaign, units, name, steps):
    data = {"name": name}
    for number, (step, means) in enumerate(steps, 1):
        data |= {f"step{number}": step, f"means{number}": means}
    go(client, office, "preset", campaign, data)
    go(client, office, "use-preset", campaign, {"preset": campaign.body.presets.get().pk})
    items = list(campaign.dimensions.get(name=name).items.order_by("step"))
    assert [(item.name, item.capability) for item in items] == steps
    unit = clerk(units[0])
    assert steps[0][0] in refused(client, unit, "record-item", items[1], {"text": "先做第二步"})
    go(client, unit, "record-item", items[0], {"text": "已公开承诺。"})
    go(client, unit, "record-item", items[1], {"text": "已集中点评。"})

    page = go(client, office, "content", campaign)
    assert f"2/{len(steps)}" in page
    assert f"0/{len(steps)}" in page


@pytest.mark.requirement("C5-43")
def test_a_recurring_duty_becomes_routine_and_can_be_moved_without_losing_reports(client, office, campaign, units):
    monthly = campaign.duties.get(rhythm="monthly")
    with at("2026-03-02T09:00"):
        first = monthly.sheets.filter(body=units[0]).earliest("named_on")
        go(client, clerk(units[0]), "submit", first, {"evidence": "三月信息。"})
        data = {"cause": "leader", "reason": "改为每月十五日。", "wish-TOTAL_FORMS": 1, "wish-INITIAL_FORMS": 0}
        move = {"wish-0-change": "duty.move", "wish-0-duty": monthly.pk, "wish-0-day": "2026-04-15"}
        go(client, office, "amend", campaign, data | move)
    first.refresh_from_db()
    assert first.state == SheetState.SUBMITTED
    open_ = monthly.sheets.filter(body=units[0], state=SheetState.OPEN).values_list("named_on", flat=True)
    assert {day.day for day in open_} == {15}
    assert len(open_) == 8
    assert "改为每月十五日" in go(client, office, "versions", campaign)


@pytest.mark.requirement("C2-04", "C3-03", "C5-42")
def test_results_stand_in_an_inventory_with_before_and_after(client, office, campaign, units):
    unit = clerk(units[0])
    process = {"kind": "process", "name": "企业开办", "after": "一窗受理", "steps_before": 9, "steps_after": 3}
    assert "请说明原来" in refused(client, unit, "enter-result", campaign, process)
    go(client, unit, "enter-result", campaign, process | {"before": "五个窗口分别申请"})
    go(client, unit, "enter-result", campaign, {"kind": "measure", "name": "延时服务", "after": "午间不断档"})
    rule = {"kind": "regulation", "name": "首问负责制", "after": "首问人员负责到底", "document": "青税发〔2026〕9号"}
    go(client, unit, "enter-result", campaign, rule)
    go(client, unit, "end-result", campaign.results.get(name="延时服务"), {})

    assert campaign.results.get(kind="process").steps_after == 3
    assert campaign.results.get(name="延时服务").ended_on == clock.today()
    page = go(client, office, "results", campaign)
    assert all(word in page for word in ("9 → 3", "五个窗口分别申请", "青税发〔2026〕9号", "已终止"))


@pytest.mark.requirement("C5-44")
def test_each_mechanism_is_an_item_bound_to_its_means_and_the_inventory_says_which_exist(
    client, office, campaign, units
):
    item = campaign.dimensions.get(name="三亮").items.get(name="亮承诺")
    result = {
        "kind": "regulation",
        "name": "承诺制",
        "after": "公开承诺",
        "document": "青税发〔2026〕4号",
        "item": item.pk,
    }
    go(client, clerk(units[0]), "enter-result", campaign, result)
    page = go(client, office, "results", campaign)
    assert item.capability == "commitment"
    assert page.count("已有制度") == 1
    assert page.count("尚未建立") == 5


@pytest.mark.requirement("C4-58")
def test_information_is_submitted_adopted_or_left_and_counted_by_unit(client, office, campaign, units):
    unit = clerk(units[0])
    for title in ("开展岗位练兵", "召开例会"):
        go(client, unit, "inform", campaign, {"title": title, "text": "正文"})
    go(client, office, "adopt", campaign.information.get(title="开展岗位练兵"), {"outlet": "活动简报第12期"})
    assert refused(client, office, "decline", campaign.information.get(title="召开例会"), {"reason": ""})
    go(client, office, "decline", campaign.information.get(title="召开例会"), {"reason": "内容一般"})

    states = dict(campaign.information.values_list("title", "state"))
    assert states == {"开展岗位练兵": InformationState.ADOPTED, "召开例会": InformationState.DECLINED}
    page = go(client, unit, "results", campaign)
    assert all(word in page for word in ("活动简报第12期", "内容一般", "50%"))


@pytest.mark.requirement("C4-03", "C4-26", "C5-17")
def test_units_choose_a_benchmark_commit_themselves_and_move_up(client, office, campaign, units):
    model = {"name": "邻县政务大厅", "practice": "一窗通办", "indicator": "平均办理时长", "value": 20, "unit": "分钟"}
    go(client, office, "benchmark", campaign, model | {"lower_is_better": "on"})
    mark = campaign.body.benchmarks.get()
    choice = {"benchmark": mark.pk, "gap": "材料重复提交", "commitment": "压减到二十分钟", "due_on": "2026-09-30"}
    first, second = clerk(units[0]), clerk(units[1])
    with at("2026-03-10T09:00"):
        go(client, first, "align", campaign, choice | {"value": 60})
        go(client, second, "align", campaign, choice | {"value": 40})
    with at("2026-06-10T09:00"):
        go(client, first, "reading", campaign.alignments.get(body=units[0]), {"value": 18})
    row = {one.alignment.body: one for one in positions(campaign)}[units[0]]
    assert (row.was, row.now, row.gap, row.alignment.state) == (2, 1, 0, "reached")
    page = go(client, second, "benchmarks", campaign)
    assert all(word in page for word in ("邻县政务大厅", "2 → 1", "已达标", "压减到二十分钟"))
