"""A plan that is not in the repository, in a real browser: paste, correct, launch, a town files, the county accepts."""

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Window, looks_faults
from tests.factories import access, plans
from tests.factories.bodies import BodyFactory
from zhengyou.campaign.campaigns.models import Campaign, SubPlan
from zhengyou.campaign.plans.models import Element, Plan
from zhengyou.kernel import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UNIT = ("campaigns.read", "campaigns.submit", "campaigns.file")
HEAD = (*UNIT, "campaigns.agree")

# Written for this test: a tourism district's plan, with the faults that an officer finds in one.
TEXT = """白鹭湖旅游度假区管理委员会
白管发〔{year}〕19号

关于开展“游客满意度提升年”活动的实施方案

各镇人民政府，各景区、酒店、旅行社：
为提高度假区服务质量，让游客游得舒心，制定本方案。

一、活动主题
以“一湖清水迎客来”为主题，擦亮度假区服务品牌。

二、活动范围
各镇和度假区内的景区、酒店。

三、目标任务
1.游客满意率达到95%以上。
2.全区新建便民服务点30个。

四、活动内容
(一)开展“三亮”行动
1.亮身份。导游和讲解员佩戴服务证。
2.亮价格。明码标价，公示收费项目。
3.亮承诺。公开先行赔付承诺。
(二)开展“三查”行动
1.查卫生。
2.查秩序。
3.查安全。

五、实施步骤
活动分四个阶段进行。
(一)动员部署阶段({year}年1月4日至1月29日)。各镇于{year}年1月20日前报送工作方案。
(二)集中提升阶段({year}年2月1日至8月31日)。各镇每月5日前报送工作进展。
(三)总结验收阶段({year}年9月1日至9月30日)。各镇于{year}年9月15日前报送工作总结。

六、工作要求
1.加强领导。各镇明确一名负责人。

白鹭湖旅游度假区管理委员会
{year}年1月4日
"""


@pytest.fixture
def county() -> Any:
    body = BodyFactory(name="白鹭湖旅游度假区管委会", kind="government", level="county")
    towns = [BodyFactory(name=name, kind="town", parent=body) for name in ("鹭鸣镇", "湖滨镇")]
    BodyFactory(name="度假区中心学校", kind="school", parent=body)
    office, _actor = access.signed_in(*plans.OFFICE, body=body)
    head, _actor = access.signed_in(*HEAD, body=towns[0], duty="head")
    return {"body": body, "towns": towns, "office": office, "head": head}


def test_a_strangers_plan_is_pasted_corrected_launched_filed_returned_and_accepted(window: Window, county: Any) -> None:
    desk = window(county["office"])
    paste(desk)
    both_sides_light_up(desk)
    correct(desk)
    launch(desk, county)
    town = window(county["head"], width="phone")
    file_a_plan(desk, town)
    amend_the_text(desk, county)


def year() -> int:
    return clock.today().year + 1


def paste(desk: Page) -> None:
    desk.goto("/desk/plans/new/")
    desk.locator("textarea[name=text]").fill(TEXT.format(year=year()))
    desk.get_by_role("button", name="识别方案").click()
    draft = desk.locator(".bench-draft")
    expect(draft).to_contain_text("一湖清水迎客来")
    for words in ("三亮", "亮价格", "三查", "动员部署", "各镇报送工作方案", "95%以上", "工作要求", "加强领导"):
        expect(draft).to_contain_text(words)
    assert not looks_faults(desk)


def both_sides_light_up(desk: Page) -> None:
    """A click and the keyboard lead from the draft to the text, and back."""
    element = Element.objects.get(name="亮价格")
    in_text, in_draft = desk.locator(f"a.mark[data-thing='{element.pk}']").first, desk.locator(f"#e-{element.pk}")
    in_draft.get_by_role("link", name="亮价格").click()
    expect(in_text).to_have_class("mark mark-item lit")
    expect(in_text).to_be_in_viewport()
    other = Element.objects.get(name="查秩序")
    desk.locator(f"a.mark[data-thing='{other.pk}']").first.click()
    expect(desk.locator(f"#e-{other.pk}")).to_have_class("below lit")
    expect(desk.locator(f"#e-{other.pk}")).to_be_in_viewport()
    expect(in_text).not_to_have_class("mark mark-item lit")
    in_draft.get_by_role("link", name="亮价格").focus()
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.dataset.thing") == str(element.pk), "the keyboard is in the text now"
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.closest('li').dataset.thing") == str(element.pk), "and back"


def correct(desk: Page) -> None:
    """Four phases announced, three listed: the officer adds the one that is missing, merges, undoes, answers."""
    desk.get_by_role("button", name="确认核对结果").click()
    expect(desk.get_by_text("请逐项答复后再确认").first).to_be_visible()
    desk.locator("a[href$='/add/phase/']").click()
    desk.locator("input[name=name]").fill("巩固提升")
    desk.locator("input[name=starts_on]").fill(f"{year()}-10-08")
    desk.locator("input[name=ends_on]").fill(f"{year()}-11-30")
    desk.get_by_role("button", name="保存").click()
    expect(desk.locator(".bench-draft")).to_contain_text("巩固提升")
    item = Element.objects.get(name="查卫生")
    desk.locator(f"#e-{item.pk}").get_by_role("link", name="合并").click()
    desk.get_by_label("查秩序").check()
    desk.locator("input[name=name]").fill("查卫生秩序")
    desk.get_by_role("button", name="保存").click()
    expect(desk.locator(f"#e-{item.pk}")).to_contain_text("查卫生秩序")
    desk.get_by_role("button", name="撤销：草稿条目合并").click()
    expect(desk.locator(f"#e-{item.pk}")).to_contain_text("查卫生")
    assert Element.objects.filter(name="查秩序", is_removed=False).exists()
    answer(desk)


def answer(desk: Page) -> None:
    while desk.locator("#remarks").get_by_role("link", name="答复", exact=True).count():
        desk.locator("#remarks").get_by_role("link", name="答复", exact=True).first.click()
        desk.locator("textarea[name=answer]").fill("漏写第四阶段，已在草稿中补上。")
        desk.get_by_role("button", name="保存").click()


def launch(desk: Page, county: Any) -> None:
    desk.get_by_role("button", name="确认核对结果").click()
    desk.get_by_role("link", name="启动活动").click()
    for town in county["towns"]:
        expect(desk.locator(f"#unit-{town.public_id}")).to_be_checked()
    assert desk.locator("input[name=units]:checked").count() == len(county["towns"]), "the plan names the towns"
    assert not looks_faults(desk)
    desk.get_by_role("button", name="启动", exact=True).click()
    expect(desk.get_by_text("活动已启动，任务单已下发至各参加单位。")).to_be_visible()
    campaign = Campaign.objects.get()
    assert campaign.theme == "一湖清水迎客来"
    assert [goal.target for goal in campaign.goals.all()] == [None, 30]
    assert campaign.phases.filter(name="巩固提升").exists()


def file_a_plan(desk: Page, town: Page) -> None:
    campaign = Campaign.objects.get()
    desk.goto(f"/desk/campaigns/{campaign.pk}/plans/ask/")
    desk.locator("input[name=due_on]").fill(f"{clock.today() + dt.timedelta(days=20):%Y-%m-%d}")
    press(desk)

    town.goto(f"/desk/campaigns/{campaign.pk}/plans/")
    town.get_by_role("link", name="本单位方案").click()
    press(town)
    plan = SubPlan.objects.get()
    assert plan.lines.count() == campaign.duties.count()
    for line in plan.lines.all():
        town.goto(f"/desk/campaigns/plan-lines/{line.pk}/assign/")
        for field in ("leader", "handler"):
            town.locator(f"select[name={field}]").select_option(index=1)
        press(town)
    file_it(town, plan)

    desk.goto(f"/desk/campaigns/plans/{plan.pk}/")
    desk.get_by_role("link", name="退回修改").click()
    desk.locator("dialog[open] textarea, main textarea").first.fill("请写明每个节点的责任人。")
    press(desk)
    expect(desk.get_by_text("请写明每个节点的责任人。").first).to_be_visible()

    town.reload()
    expect(town.get_by_text("请写明每个节点的责任人。").first).to_be_visible()
    town.goto(f"/desk/campaigns/plans/{plan.pk}/write/")
    town.locator("textarea[name=text]").fill(plan.text + "\n责任人：镇分管负责人。")
    press(town)
    file_it(town, plan)

    desk.goto(f"/desk/campaigns/plans/{plan.pk}/")
    desk.get_by_role("link", name="通过", exact=True).first.click()
    press(desk)
    desk.goto(f"/desk/campaigns/plans/{plan.pk}/")
    plan.refresh_from_db()
    assert (plan.state, plan.returns) == ("accepted", 1)
    expect(desk.get_by_text("已接收").first).to_be_visible()


def file_it(town: Page, plan: SubPlan) -> None:
    for verb in ("agree", "file"):
        town.goto(f"/desk/campaigns/plans/{plan.pk}/{verb}/")
        press(town)
    plan.refresh_from_db()
    assert plan.state == "filed"


def press(page: Page) -> None:
    """Confirm a question, in its dialog or on its own page."""
    page.locator(
        "dialog[open] button[type=submit]:not([data-dialog-close]), main form button[type=submit]"
    ).last.click()
    page.wait_for_load_state("networkidle")


def amend_the_text(desk: Page, county: Any) -> None:
    campaign = Campaign.objects.get()
    desk.goto(f"/desk/plans/{campaign.plan_id}/")
    desk.get_by_role("link", name="录入修订文本").click()
    old = desk.locator("textarea[name=text]").input_value()
    assert "白鹭湖" in old
    new = old.replace(f"{year()}年9月15日前报送工作总结", f"{year()}年9月25日前报送工作总结")
    desk.locator("textarea[name=text]").fill(
        new.replace("2.查秩序。", "2.查秩序。纠正占道经营。").replace("3.查安全。", "3.查设施。")
    )
    desk.get_by_role("button", name="识别方案").click()
    answer(desk)
    desk.get_by_role("button", name="确认核对结果").click()
    desk.get_by_role("link", name="与活动比对").click()
    row = desk.get_by_role("row").filter(has_text="各镇报送工作总结")
    expect(row).to_contain_text(f"{year()}-09-15")
    expect(row).to_contain_text(f"{year()}-09-25")
    assert not looks_faults(desk)
    desk.get_by_role("row").filter(has_text="查设施").get_by_role("checkbox").uncheck()
    desk.locator("textarea[name=reason]").fill("延长总结时限。")
    desk.get_by_role("button", name="采纳所选事项并告知各单位").click()
    expect(desk.get_by_text("延长总结时限。").first).to_be_visible()
    assert campaign.duties.get(name="各镇报送工作总结").due_on == dt.date(year(), 9, 25)
    assert not campaign.dimensions.get(name="三查").items.filter(name="查设施").exists(), "was not ticked"
    assert Plan.objects.filter(state="adopted").count() == 1
