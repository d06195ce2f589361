"""The main road in a real browser: from a plan's text to a fairly compared unit on its public page."""

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Window, looks_faults
from tests.factories import access, plans, ratings, services
from tests.factories.bodies import BodyFactory
from tests.factories.scoring import agreed, approvers
from zhengyou.campaign.campaigns.models import Campaign
from zhengyou.instruments.ratings import actions as rating_actions
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.models import DayTally, Rating
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.models import Order
from zhengyou.mechanisms.scoring.models import Run
from zhengyou.mechanisms.scoring.tasks import compare as compute
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.approvals.models import Instance

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("ZHENGYOU_SHARED", ROOT.parent / "shared"))
OFFICE = (
    *plans.OFFICE, "orders.read", "orders.verify", "orders.open", "scoring.read", "scoring.run",
    "services.read", "ratings.read", "ratings.supervise", "bodies.read",
)  # fmt: skip
CLERK = ("services.read", "services.register", "campaigns.read", "campaigns.submit", "orders.read", "orders.answer")
WORDS = "排队两个小时，叫号屏不显示。"


def plan_text() -> str:
    """Return seed 000 where it lies beside the project, else the shorter text of the same build."""
    found = sorted(SHARED.glob("seeds/000_*.txt"))
    return found[0].read_text(encoding="utf-8") if found else plans.TEXT


def answer_remarks(page: Page) -> None:
    """Answer every remark of the draft, as an officer would."""
    while page.locator("#remarks").get_by_role("link", name="答复", exact=True).count():
        page.locator("#remarks").get_by_role("link", name="答复", exact=True).first.click()
        page.locator("textarea[name=answer]").fill("已核对，按原文执行。")
        page.get_by_role("button", name="保存").click()


@pytest.fixture
def county() -> Any:
    county = BodyFactory(name="青禾县", kind="government", level="county")
    office = BodyFactory(name="活动办公室", kind="office", parent=county)
    units = [BodyFactory(name=f"青禾县{name}", kind="government", parent=county) for name in UNITS]
    windows = [services.window(body=unit, name="综合窗口") for unit in units]
    account, _actor = access.signed_in(body=office)
    access.grant(account.person.appointments.get(), *OFFICE, body=county)
    clerk, _actor = access.signed_in(*CLERK, body=units[0])
    ratings.tag_set()
    return {"county": county, "office": account, "clerk": clerk, "units": units, "windows": windows}


UNITS = ("市场监管局", "自然资源局", "住建局", "卫健局", "人社局")


def test_from_the_text_of_a_plan_to_the_league_table(window: Window, county: Any) -> None:
    desk = window(county["office"])
    launch_campaign(desk, county)
    code = close_a_case(window(county["clerk"]), county["windows"][0])
    rate_badly(window(width="phone", scripts=False), code)
    put_right(window(county["clerk"], width="phone"), desk)
    compare(desk, county)
    look_as_a_citizen(window(width="phone"), county["units"][0])


def launch_campaign(desk: Page, county: Any) -> None:
    desk.goto("/desk/plans/new/")
    desk.locator("textarea[name=text]").fill(plan_text())
    desk.get_by_role("button", name="识别方案").click()
    expect(desk.locator(".plan-text")).to_be_visible()
    expect(desk.locator(".bench-draft")).to_contain_text("三亮")
    assert not looks_faults(desk)
    answer_remarks(desk)
    desk.get_by_role("button", name="确认核对结果").click()
    desk.get_by_role("link", name="启动活动").click()
    for unit in county["units"]:
        desk.locator(f"#unit-{unit.public_id}").check()
    if not desk.locator("input[name=starts_on]").input_value():
        desk.locator("input[name=starts_on]").fill("2026-09-01")
    if not desk.locator("input[name=ends_on]").input_value():
        desk.locator("input[name=ends_on]").fill("2026-12-31")
    desk.get_by_role("button", name="启动", exact=True).click()
    expect(desk.locator("h1")).to_be_visible()
    expect(desk.get_by_text("活动已启动，任务单已下发至各参加单位。")).to_be_visible()
    campaign = Campaign.objects.get()
    assert set(campaign.units.all()) == set(county["units"])
    expect(desk.get_by_role("table").first).to_contain_text("青禾县市场监管局")


def close_a_case(desk: Page, at: Any) -> str:
    desk.goto("/desk/services/register/")  # the only window in scope is chosen by itself
    offered = desk.locator("select[name=item]")
    if offered.count():
        offered.select_option(index=offered.locator("option").count() - 1)
    desk.get_by_role("button", name="受理并办结").click()
    expect(desk.get_by_text("社保卡补办").first).to_be_visible()
    return str(at.invitations.get().code)


def rate_badly(phone: Page, code: str) -> None:
    phone.goto(f"/r/{code}")
    assert phone.locator("input[name=level]:checked").count() == 0, "nothing is chosen for the rater"
    phone.get_by_text("不满意", exact=True).click()
    phone.locator("textarea[name=text]").fill(WORDS)
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.locator(".code").first).to_be_visible()
    rating = Rating.objects.get()
    assert (rating.level, rating.text) == (2, WORDS)
    phone.goto(f"/r/{code}")
    expect(phone.get_by_role("heading", name="该办件已经评价")).to_be_visible()


def put_right(unit: Page, desk: Page) -> None:
    # the night passes: bad ratings are handed out by day, so that no moment leads to a rater
    yesterday = clock.today() - dt.timedelta(days=1)
    Rating.objects.update(day=yesterday)
    DayTally.objects.update(day=yesterday)
    assert rating_actions.dispatch_waiting(actor=SYSTEM) == 1
    order = Order.objects.get()

    unit.goto(f"/desk/orders/{order.pk}/")
    unit.get_by_role("button", name="签收").click()
    unit.get_by_role("link", name="整改反馈").click()
    unit.locator("input[name=finding][value=true]").check(force=True)
    unit.locator("textarea[name=reason]").fill("取号机故障未及时报修。")
    unit.locator("textarea[name=reply]").fill("已修复叫号屏，并在高峰时段增开窗口。")
    unit.get_by_role("button", name="提交上级核验").click()
    assert not looks_faults(unit)

    desk.goto(f"/desk/orders/{order.pk}/")
    desk.get_by_role("button", name="核验通过").click()
    desk.locator("#confirm-dialog").get_by_role("button", name="核验通过").or_(
        desk.locator(
            "#confirm-dialog button.btn-primary, #confirm-dialog button[value=yes], #confirm-dialog [data-confirm]"
        )
    ).first.click()
    expect(desk.get_by_text("核验通过；无须回访的，已办结并公开。")).to_be_visible()
    order.refresh_from_db()
    assert order.state == "closed"


def compare(desk: Page, county: Any) -> None:
    past = clock.today() - dt.timedelta(days=3)
    with clock.pretend(clock.midnight(past) + dt.timedelta(hours=10)):
        for place, at in enumerate(county["windows"]):
            for number in range(34):
                level = 5 if number % (2 + place) else 3
                rating_actions.rate_visit(at, answer=Answer(level=level))
    rating_actions.release()
    desk.goto("/desk/scoring/new/")
    desk.locator("input[name=starts_on]").fill(f"{past - dt.timedelta(days=10):%Y-%m-%d}")
    desk.locator("input[name=ends_on]").fill(f"{clock.today():%Y-%m-%d}")
    desk.get_by_role("button", name="开始比较").click()
    expect(desk.get_by_text("数据已采集，正在计算")).to_be_visible()
    compute(str(Run.objects.get().pk))  # as the worker does
    desk.reload()
    expect(desk.get_by_role("table").first).to_contain_text("青禾县市场监管局")
    assert not looks_faults(desk)
    desk.get_by_role("button", name="向单位征求意见").click()
    desk.locator("#confirm-dialog").get_by_role("button", name="向单位征求意见").click()
    expect(desk.get_by_text("已向单位征求意见，单位可提出异议。")).to_be_visible()
    Run.objects.update(objections_until=clock.today())  # the days of objection pass
    approvers(county["county"])
    desk.get_by_role("button", name="提交发布审批").click()
    expect(desk.get_by_text("已提交发布审批。")).to_be_visible()
    agreed(Instance.objects.get(subject_kind="scoring.run"))
    desk.reload()
    expect(desk.get_by_text("已发布").first).to_be_visible()
    assert Run.objects.get(state="published").scores.count() == len(UNITS)


def look_as_a_citizen(phone: Page, unit: Any) -> None:
    phone.goto(f"/units/{unit.public_id}/")
    expect(phone.locator("h1")).to_contain_text("青禾县市场监管局")
    expect(phone.locator("main")).to_contain_text("已修复叫号屏")
    assert WORDS not in phone.content(), "what the rater wrote is not for everybody"
    assert not looks_faults(phone)
