import datetime as dt
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.concurrency import at_once
from tests.factories import access, plans
from tests.factories.bodies import BodyFactory
from tests.permissions import matrix, page_matrix
from zhengyou.campaign.campaigns import actions
from zhengyou.campaign.campaigns.actions import amending, redrafting
from zhengyou.campaign.campaigns.actions import goals as goal_actions
from zhengyou.campaign.campaigns.enums import Change, Part, SheetState
from zhengyou.campaign.campaigns.models import Campaign, GoalValue, Item, ScopeRule, Sector, TaskSheet
from zhengyou.campaign.campaigns.queries import scope
from zhengyou.campaign.campaigns.queries.difference import difference
from zhengyou.campaign.campaigns.queries.difference_purposes import changed_beside, other_changes
from zhengyou.campaign.plans import actions as plan_actions
from zhengyou.campaign.plans.enums import Kind
from zhengyou.campaign.plans.models import Plan
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused

pytestmark = pytest.mark.django_db

AMENDED = (
    plans.TEXT.replace("3.比业绩。\n", "3.比业绩。\n4.比创新。\n")
    .replace("(二)三比", "(二)四比")
    .replace("2.亮标准。公开服务标准。\n", "")
    .replace("3.亮承诺", "2.亮承诺")
    .replace("(2026年4月1日至10月31日)", "(2026年4月1日至11月10日)")
    .replace("(2026年11月1日至11月30日)", "(2026年11月11日至12月10日)")
    .replace("11月20日前报送活动总结", "12月1日前报送活动总结")
    .replace("各单位于2026年3月20日前报送活动方案。", "")
    .replace("报送活动信息。", "报送活动信息；2026年9月15日前组织一次岗位技能比武。")
)
MARCH = clock.midnight(dt.date(2026, 3, 16)) + dt.timedelta(hours=9)


@pytest.fixture(autouse=True)
def _in_march():
    with clock.pretend(MARCH):
        yield


@pytest.fixture
def county():
    return BodyFactory()


@pytest.fixture
def office(county):
    return access.actor(*plans.OFFICE, body=county)


@pytest.fixture
def campaign(county, office) -> Campaign:
    return plans.campaign(county, units=2, actor=office)


def amended(campaign: Campaign, actor, text: str = AMENDED) -> Plan:
    plan = plan_actions.take_in_amended(campaign.plan, text=text, actor=actor)
    for remark in plan.remarks.filter(answer=""):
        plan_actions.answer(remark, text="已核对。", actor=actor)
    return plan_actions.confirm(plan, actor=actor)


def said(lines):
    return {(str(line.part), str(line.change), line.name) for line in lines}


def test_only_what_the_new_text_says_otherwise_differs(campaign, office):
    assert said(difference(campaign, amended(campaign, office))) == {
        ("dimension", "rename", "四比"),
        ("item", "add", "比创新"),
        ("item", "withdraw", "亮标准"),
        ("phase", "move", "组织实施"),
        ("phase", "move", "总结提高"),
        ("duty", "move", "各单位报送活动总结"),
        ("duty", "withdraw", "各单位报送活动方案"),
        ("duty", "add", "组织一次岗位技能比武"),
    }


def test_what_the_office_did_in_the_meantime_is_not_taken_back(campaign, office):
    own = actions.add_duty(campaign, name="报送值班表", due_on=dt.date(2026, 5, 6), actor=office)
    summary = campaign.duties.get(name="各单位报送活动总结")
    wish = amending.Wish(Part.DUTY, Change.MOVE, thing=summary, day=dt.date(2026, 12, 1))
    amending.amend(campaign, cause="leader", reason="领导要求", wishes=[wish], actor=office)
    names = said(difference(campaign, amended(campaign, office)))
    assert own.name not in {name for _part, _change, name in names}
    assert ("duty", "move", summary.name) not in names, "the campaign has that day already"


def test_what_is_chosen_becomes_one_change_order_and_the_rest_stays(campaign, office):
    unit = campaign.units.first()
    clerk = access.actor("campaigns.read", "campaigns.submit", body=unit)
    first = TaskSheet.objects.get(duty__name="各单位报送活动方案", body=unit)
    actions.submit(first, evidence="方案已报。", actor=clerk)
    plan = amended(campaign, office)
    lines = {(str(line.part), str(line.change), line.name): line for line in difference(campaign, plan)}
    assert lines["duty", "withdraw", "各单位报送活动方案"].kept == 1
    chosen = [
        lines[key].key
        for key in (
            ("item", "add", "比创新"),
            ("phase", "move", "组织实施"),
            ("duty", "move", "各单位报送活动总结"),
            ("duty", "withdraw", "各单位报送活动方案"),
            ("duty", "add", "组织一次岗位技能比武"),
        )
    ]
    order = redrafting.adopt(plan, chosen=chosen, cause="upper", reason="按上级要求调整", actor=office)

    assert order.number == 2
    assert order.parts.count() == 5
    assert order.origin.endswith(plan.title)
    first.refresh_from_db()
    assert first.state == SheetState.SUBMITTED, "what was handed in is never touched"
    assert campaign.dimensions.get(name="三比").items.get(name="比创新").capability == "contest"
    assert campaign.phases.get(name="组织实施").ends_on == dt.date(2026, 11, 10)
    assert campaign.phases.get(name="总结提高").ends_on == dt.date(2026, 11, 30), "was not chosen"
    assert campaign.dimensions.get(name="三亮").items.get(name="亮标准").withdrawn_on is None, "was not chosen"
    moved = TaskSheet.objects.filter(duty__name="各单位报送活动总结").values_list("named_on", flat=True)
    assert set(moved) == {dt.date(2026, 12, 1)}
    assert TaskSheet.objects.filter(duty__name="组织一次岗位技能比武", state="open").count() == 2
    plan.refresh_from_db()
    assert plan.state == "adopted"
    campaign.plan.refresh_from_db()
    assert campaign.plan.state == "launched", "the text before stays on record"


def test_the_next_text_is_compared_with_the_last_one_taken_over(campaign, office):
    plan, late = amended(campaign, office), amended(campaign, office, AMENDED.replace("比创新", "比实干"))
    key = next(line.key for line in difference(campaign, plan) if line.part == Part.DUTY)
    redrafting.adopt(plan, chosen=[key], cause="error", reason="更正", actor=office)
    with pytest.raises(Conflict, match="修订"):
        redrafting.adopt(late, chosen=[key], cause="error", reason="更正", actor=office)
    with pytest.raises(Conflict, match="修订"):
        plan_actions.take_in_amended(campaign.plan, text=AMENDED + "\n", actor=office)
    text = AMENDED.replace("(二)四比", "(二)五比").replace("4.比创新。", "4.比创新。\n5.比实干。")
    after = plan_actions.take_in_amended(plan, text=text, actor=office)
    assert said(difference(campaign, after)) == {("dimension", "rename", "五比"), ("item", "add", "比实干")}


def test_a_line_that_names_no_day_and_an_empty_choice_are_refused(campaign, office):
    plan = plan_actions.take_in_amended(campaign.plan, text=plans.TEXT.replace("二、", "\n\n二、"), actor=office)
    plan_actions.add(plan, kind=Kind.DUTY, name="报送典型材料", actor=office)
    for remark in plan.remarks.filter(answer=""):
        plan_actions.answer(remark, text="已核对。", actor=office)
    plan = plan_actions.confirm(plan, actor=office)
    (line,) = difference(campaign, plan)
    assert line.why_not
    for chosen in ([], [line.key]):
        with pytest.raises(Invalid):
            redrafting.adopt(plan, chosen=chosen, cause="error", reason="更正", actor=office)
    with pytest.raises(Conflict):
        redrafting.adopt(plan, chosen=["duty.move.1"], cause="error", reason="更正", actor=office)


def test_an_amended_text_is_never_launched_and_a_first_one_never_adopted(campaign, office, county):
    plan = amended(campaign, office)
    with pytest.raises(Refused, match="修订文本"):
        actions.launch(plan, units=list(campaign.units.all()), actor=office)
    other = plans.plan(county, office)
    with pytest.raises(Campaign.DoesNotExist):
        redrafting.adopt(other, chosen=["x"], cause="error", reason="更正", actor=office)


def test_who_may_take_an_amended_text_over(campaign, office, county):
    plan = amended(campaign, office)
    key = difference(campaign, plan)[0].key
    matrix(
        lambda actor: redrafting.adopt(plan, chosen=[key], cause="error", reason="更正", actor=actor),
        "campaigns.launch",
        county,
    )


@pytest.mark.django_db(transaction=True)
def test_one_text_is_taken_over_once(campaign, office):
    plan = amended(campaign, office)
    key = difference(campaign, plan)[0].key

    def adopt(_place):
        return redrafting.adopt(plan, chosen=[key], cause="error", reason="更正", actor=office)

    results = at_once(2, adopt)
    assert sum(not isinstance(one, Exception) for one in results) == 1
    assert campaign.amendments.count() == 1


def test_the_leader_compares_and_chooses_on_the_page(client, campaign, county):
    account, actor = access.signed_in(*plans.OFFICE, body=county)
    plan = amended(campaign, actor)
    page = reverse("campaigns:difference", args=[plan.pk])
    page_matrix(client, page, "campaigns.launch", county, outsider=404)
    client.force_login(account)
    shown = client.get(page).content.decode()
    assert "比创新" in shown
    assert "2026-10-31" in shown
    assert client.get(reverse("campaigns:launch", args=[plan.pk]))["Location"] == page
    key = next(line.key for line in difference(campaign, plan) if line.name == "比创新")
    assert client.post(page, {"cause": "review", "reason": ""}).status_code == 422
    lost = client.post(page, {"cause": "review", "reason": "评议意见"})
    assert "请至少选择一项" in lost.content.decode()
    assert "评议意见" in lost.content.decode()
    answer = client.post(page, {"cause": "review", "reason": "评议意见", "lines": [key]}, follow=True)
    assert "评议意见" in answer.content.decode()
    assert "比创新" in answer.content.decode()
    assert campaign.dimensions.get(name="三比").items.filter(name="比创新").exists()


PURPOSES = (
    "一、活动主题\n以“为民服务”为主题，建设满意窗口。\n二、活动范围\n各镇窗口单位。\n"
    "三、目标任务\n1.群众满意率达到95%以上。\n2.全县形成便民措施100件。\n四、活动内容"
)
DEMANDS = "五、工作要求\n(一)加强组织领导。各单位要明确专人负责。\n(二)注重工作实效。各单位要坚决防止走过场。\n\n青禾县总工会\n2026"


def test_theme_goals_scope_and_requirements_of_the_new_text_become_a_change_order(client, county):
    account, office = access.signed_in(*plans.OFFICE, body=county)
    town, school = BodyFactory(parent=county, kind="town"), BodyFactory(parent=county, kind="school")
    text = plans.TEXT.replace("一、活动内容", PURPOSES).replace("青禾县总工会\n2026", DEMANDS)
    campaign = actions.launch(plans.plan(county, office, text), units=[town], actor=office)
    goal = campaign.goals.get(name__startswith="全县形成")
    GoalValue.objects.create(goal=goal, body=town, on=clock.today(), value=7, evidence="台账")
    first = TaskSheet.objects.get(duty__name="各单位报送活动方案", body=town)
    actions.submit(first, evidence="方案已报。", actor=access.actor("campaigns.read", "campaigns.submit", body=town))
    shown = [demand.name for demand in campaign.demands.all()]
    assert any("加强组织领导" in name for name in shown), "the launch carries what is asked of everybody"

    changed = (
        text.replace("“为民服务”", "“服务争先”").replace("各镇窗口单位", "全县各学校")
        .replace("95%以上", "98%以上").replace("\n2.全县形成便民措施100件。", "\n2.全县办成惠民实事30件。")
        .replace("(二)注重工作实效。各单位要坚决防止走过场。", "(二)严肃工作纪律。各单位要如实报送情况。")
    )  # fmt: skip
    plan = amended(campaign, office, changed)
    lines = difference(campaign, plan)
    assert {("theme", "rename", "服务争先"), ("goal", "add", "全县办成惠民实事30件"), ("goal", "withdraw", goal.name),
            ("scope", "add", "学校"), ("scope", "withdraw", "各镇")} <= said(lines)  # fmt: skip
    kinds = {(str(line.part), str(line.change)) for line in lines}
    assert ("goal", "rename") in kinds
    assert {part for part, _change in kinds} & {"demand", "safeguard"}
    client.force_login(account)
    page = reverse("campaigns:difference", args=[plan.pk])
    chosen = [line.key for line in lines]
    answer = client.post(page, {"cause": "upper", "reason": "上级新要求", "lines": chosen}, follow=True)
    assert "服务争先" in answer.content.decode()

    campaign.refresh_from_db()
    assert campaign.theme == "服务争先"
    assert set(campaign.units.all()) == {school}
    assert [(rule.kinds, rule.sector) for rule in campaign.scope_rules.all()] == [(["school"], None)]
    first.refresh_from_db()
    assert first.state == SheetState.SUBMITTED, "what a unit that leaves had handed in stays"
    assert not TaskSheet.objects.filter(body=town, state__in=("open", "returned")).exists()
    assert TaskSheet.objects.filter(body=school, state="open").exists()
    goals = {one.name: one for one in campaign.goals.filter(withdrawn_on=None)}
    assert goals["群众满意率达到98%以上"]
    assert (goals["全县办成惠民实事30件"].target, goals["全县办成惠民实事30件"].unit) == (30, "件")
    goal.refresh_from_db()
    assert goal.withdrawn_on == clock.today()
    assert goal.values.count() == 1, "what was reported stays on record"
    goals_page = client.get(reverse("campaigns:goals", args=[campaign.pk])).content.decode()
    assert "严肃工作纪律" in goals_page
    assert "注重工作实效" not in goals_page
    with pytest.raises(Refused):
        goal_actions.report_value(goal, body=town, value=1, evidence="台账", actor=office)
    plan.refresh_from_db()
    assert difference(campaign, plan) == [], "what was taken over differs no more"


def test_words_that_name_no_unit_are_left_to_the_leader(campaign, office):
    text = plans.TEXT.replace("二、实施步骤", "二、参加对象\n全体值班志愿者。\n三、实施步骤")
    plan = plan_actions.take_in_amended(campaign.plan, text=text, actor=office)
    assert [(kind, is_new) for kind, _name, is_new in other_changes(plan)] == [("参加范围", True)]


def test_items_are_bound_by_what_their_clause_asks_for(county, office):
    text = plans.TEXT.replace(
        "1.比技能。\n2.比作风。\n3.比业绩。",
        "1.练内功。每月组织一次岗位技能竞赛。\n2.强作风。接受群众满意度测评。\n3.重实干。",
    )
    text = text.replace("“三亮三比”", "“三亮三强”").replace("(二)三比", "(二)三强")
    made = actions.launch(plans.plan(county, office, text), units=[BodyFactory(parent=county)], actor=office)
    bound = dict(Item.objects.filter(dimension__campaign=made).values_list("name", "capability"))
    assert bound["亮标准"] == "standard"
    assert bound["亮承诺"] == "commitment"
    assert bound["练内功"] == "contest", "the words say nothing, the sentence does"
    assert bound["强作风"] == "public_rating"
    assert bound["重实干"] == "duty"


def test_a_launch_carries_theme_goals_and_scope(county, office):
    town, school = BodyFactory(parent=county, kind="town"), BodyFactory(parent=county, kind="school")
    tax = BodyFactory(parent=county, kind="other", name="青禾县税务局")
    sector = Sector.objects.create(body=county, name="税务", words="税务")
    sector.members.add(tax)
    text = plans.TEXT.replace(
        "一、活动内容",
        "一、活动主题\n以“为民服务”为主题，建设满意窗口。\n二、活动范围\n各镇和税务系统窗口单位。\n"
        "三、目标任务\n1.群众满意率达到95%以上。\n2.全县形成便民措施100件。\n四、活动内容",
    )
    plan = plans.plan(county, office, text)
    made = actions.launch(plan, units=[town, tax, school], actor=office)
    assert made.theme == "为民服务"
    assert [(goal.name, goal.target, goal.unit, goal.due_on) for goal in made.goals.all()] == [
        ("群众满意率达到95%以上", None, "", made.ends_on),
        ("全县形成便民措施100件", 100, "件", made.ends_on),
    ]
    rules = ScopeRule.objects.filter(campaign=made)
    assert [(rule.sector, rule.kinds) for rule in rules] == [(sector, []), (None, ["town"])]


def test_the_units_that_the_plan_names_are_ticked_for_the_launch(client, county):
    account, actor = access.signed_in(*plans.OFFICE, body=county)
    client.force_login(account)
    town, school = BodyFactory(parent=county, kind="town"), BodyFactory(parent=county, kind="school")
    plan = plans.plan(county, actor, plans.TEXT.replace("二、实施", "二、活动范围\n各镇窗口单位。\n三、实施"))
    shown = client.get(reverse("campaigns:launch", args=[plan.pk])).content.decode()
    assert f'id="unit-{town.public_id}" checked' in shown
    assert f'id="unit-{school.public_id}" checked' not in shown


def test_a_rule_shows_its_units_before_the_launch_and_is_kept(client, county):
    account, actor = access.signed_in(*plans.OFFICE, body=county)
    client.force_login(account)
    town, school = BodyFactory(parent=county, kind="town"), BodyFactory(parent=county, kind="school")
    bank = BodyFactory(parent=county, kind="bank", name="青禾县农商银行")
    plan = plans.plan(county, actor)
    page = reverse("campaigns:launch", args=[plan.pk])
    asked = {"units": [str(town.public_id)], "rule-kinds": ["bank"], "starts_on": "2026-03-01", "ends_on": "2026-11-30"}
    shown = client.post(page, asked | {"preview": "1"})
    words = shown.content.decode()
    assert shown.status_code == 200
    assert "按此条件共有1个单位" in words
    assert f'id="unit-{bank.public_id}" checked' in words
    assert f'id="unit-{town.public_id}" checked' in words, "what was ticked by hand stays ticked"
    assert f'id="unit-{school.public_id}" checked' not in words
    assert not Campaign.objects.exists(), "a look launches nothing"
    left = client.post(page, asked | {"rule-kinds": ["town"], "rule-leaves_out": "on", "preview": "1"}).content.decode()
    assert f'id="unit-{town.public_id}" checked' not in left
    half = client.post(page, asked | {"rule-relation": "line"})
    assert half.status_code == 422
    assert not Campaign.objects.exists()
    ticked = [str(town.public_id), str(bank.public_id)]
    assert client.post(page, asked | {"units": ticked}).status_code == 302
    made = Campaign.objects.get()
    assert set(made.units.all()) == {town, bank}
    assert [rule.kinds for rule in made.scope_rules.all()] == [["bank"]]


def test_several_rules_choose_the_units_of_a_launch_and_all_are_kept(client, county):
    account, actor = access.signed_in(*plans.OFFICE, body=county)
    client.force_login(account)
    town, school = BodyFactory(parent=county, kind="town"), BodyFactory(parent=county, kind="school")
    bank = BodyFactory(parent=county, kind="bank", name="青禾县农商银行")
    plan = plans.plan(county, actor)
    page = reverse("campaigns:launch", args=[plan.pk])
    asked = {"rules": "1", "rule-kinds": ["bank", "town"], "starts_on": "2026-03-01", "ends_on": "2026-11-30"}
    more = client.post(page, asked | {"another": "1"}).content.decode()
    assert 'name="rule2-kinds"' in more
    assert f'id="unit-{bank.public_id}" checked' in more
    assert not Campaign.objects.exists()
    asked |= {"rules": "3", "rule2-kinds": ["school"], "rule3-kinds": ["town"], "rule3-leaves_out": "on"}
    seen = client.post(page, asked | {"preview": "1"}).content.decode()
    assert "按此条件共有2个单位" in seen
    for unit, ticked in ((bank, True), (school, True), (town, False)):
        assert (f'id="unit-{unit.public_id}" checked' in seen) == ticked
    units = [str(bank.public_id), str(school.public_id)]
    assert client.post(page, asked | {"units": units, "rules": "999"}).status_code == 302
    made = Campaign.objects.get()
    kept = [(rule.kinds, rule.leaves_out) for rule in made.scope_rules.all()]
    assert kept == [(["bank", "town"], False), (["school"], False), (["town"], True)]
    assert scope.preview(made).unnamed == []


def test_an_amended_text_tells_of_quotas_points_and_bodies_that_no_campaign_holds(client, county):
    account, actor = access.signed_in(*plans.OFFICE, body=county)
    client.force_login(account)
    honours = "评选“服务标兵”20名、“示范窗口”10个。\n"
    text = plans.TEXT.replace("一、活动内容", f"一、表彰名额\n{honours}二、活动内容")
    first = plans.plan(county, actor, text)
    actions.launch(first, units=[BodyFactory(parent=county, kind="town")], actor=actor)
    said = "评选“服务标兵”12名、“优秀班组”5个(县人社局负责)。\n"
    plan = plan_actions.take_in_amended(first, text=text.replace(honours, said), actor=actor)
    for remark in plan.remarks.all():
        plan_actions.answer(remark, text="按新文本执行。", actor=actor)
    plan_actions.confirm(plan, actor=actor)
    told = {(one.kind, one.change, one.name, one.before, one.after) for one in changed_beside(plan)}
    assert {
        ("评选名额", "rename", "服务标兵", "20 人", "12 人"),
        ("评选名额", "add", "优秀班组", "", "5 个单位"),
        ("评选名额", "withdraw", "示范窗口", "10 个单位", ""),
        ("责任机构", "add", "县人社局", "", "县人社局"),
    } <= told
    shown = client.get(reverse("campaigns:difference", args=[plan.pk])).content.decode()
    assert "名额、分值和责任机构" in shown
    assert "优秀班组" in shown


def test_the_lists_of_plans_and_of_last_years_campaigns_are_searched_and_exported(client, county):
    account, actor = access.signed_in(*plans.OFFICE, body=county)
    client.force_login(account)
    campaign = plans.campaign(county, actor=actor)
    again, listed = reverse("campaigns:again"), reverse("plans:list")
    for page, year in ((again, "year"), (listed, "taken")):
        assert campaign.title in client.get(page, {"q": "三亮", year: "2026"}).content.decode()
        for missed in ({"q": "没有这个名称"}, {year: "2019"}):
            assert campaign.title not in client.get(page, missed).content.decode()
            assert campaign.title not in workbook_text(client.get(page, missed | {"export": "xlsx"}))
        assert campaign.title in workbook_text(client.get(page, {"export": "xlsx"}))
        assert client.get(page, {year: "十"}).status_code == 200


def workbook_text(answer) -> str:
    assert "spreadsheetml" in answer["Content-Type"]
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = load_workbook(io.BytesIO(data), read_only=True).active.iter_rows(values_only=True)
    return "\n".join(str(cell) for row in rows for cell in row)


def test_last_years_campaign_becomes_a_draft_with_its_days_moved_on(client, county):
    account, actor = access.signed_in(*plans.OFFICE, body=county)
    campaign = plans.campaign(county, actor=actor)
    url = reverse("campaigns:draft-again", args=[campaign.pk])
    page_matrix(client, url, "campaigns.launch", county, outsider=404)
    page_matrix(client, reverse("campaigns:again"), "campaigns.launch", county)
    client.force_login(account)
    listed = client.get(reverse("campaigns:again")).content.decode()
    assert url in listed
    assert reverse("campaigns:roll-over", args=[campaign.pk]) in listed
    early = client.post(url, {"title": "新一年活动", "starts_on": "2026-01-01"})
    assert early.status_code == 422
    answer = client.post(url, {"title": "新一年活动", "starts_on": "2027-03-01"})
    plan = Plan.objects.get(title="新一年活动")
    assert answer["Location"] == reverse("plans:bench", args=[plan.pk])
    phases = [(one.name, one.starts_on, one.ends_on) for one in plan.elements.filter(kind=Kind.PHASE)]
    assert phases[0] == ("宣传发动", dt.date(2027, 3, 1), dt.date(2027, 3, 31))
    for element in plan.elements.all():
        assert plan.text[element.span_start : element.span_end] == element.name
    again = actions.launch(plan_actions.confirm(plan, actor=actor), units=list(campaign.units.all()), actor=actor)
    assert again.duties.get(name="各单位报送活动总结").due_on == dt.date(2027, 11, 20)
    campaign.refresh_from_db()
    assert campaign.state == "running"


def test_who_may_draw_a_plan_up_again(campaign, county):
    first = dt.date(2027, 3, 1)
    with pytest.raises(Refused):
        redrafting.plan_again(campaign, title=" ", starts_on=first, actor=access.actor(*plans.OFFICE, body=county))
