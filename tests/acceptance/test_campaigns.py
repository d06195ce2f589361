"""Campaigns: each test takes a plan text in, launches it, and looks at what is stored and what is shown."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import access, plans
from tests.factories.bodies import BodyFactory
from zhengyou.campaign.campaigns import actions
from zhengyou.campaign.campaigns.enums import SheetState
from zhengyou.campaign.campaigns.models import TaskSheet
from zhengyou.campaign.campaigns.queries import progress
from zhengyou.kernel import clock
from zhengyou.records.notices import worklist

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return BodyFactory(name="青禾县")


@pytest.fixture
def office(client, county):
    account, actor = access.signed_in(*plans.OFFICE, body=county)
    client.force_login(account)
    return actor


def launched(county, office, text, units=2):
    members = [BodyFactory(parent=county, name=f"窗口单位{place}") for place in range(units)]
    return actions.launch(plans.plan(county, office, text), units=members, actor=office)


def shown(client, campaign):
    return client.get(reverse("campaigns:detail", args=[campaign.pk])).content.decode()


@pytest.mark.requirement("A-10", "E-03")
@pytest.mark.parametrize(
    ("names", "items"),
    [
        (("三亮", "三比"), {"三亮": ["亮身份", "亮标准", "亮承诺"], "三比": ["比技能", "比作风", "比业绩"]}),
        (("五比",), {"五比": ["比学习", "比技能", "比服务", "比安全", "比奉献"]}),
    ],
)
def test_a_campaign_has_whatever_dimensions_its_plan_names(client, county, office, names, items):
    listed = "".join(
        f"({'一二三'[place]}){name}\n" + "".join(f"{number}.{item}。\n" for number, item in enumerate(items[name], 1))
        for place, name in enumerate(names)
    )
    text = f"关于开展“{''.join(names)}”活动的实施方案\n一、活动内容\n{listed}二、实施步骤\n" + STEPS
    campaign = launched(county, office, text)

    stored = {one.name: [item.name for item in one.items.all()] for one in campaign.dimensions.all()}
    assert stored == items
    page = shown(client, campaign)
    assert all(item in page for listed in items.values() for item in listed)


STEPS = """(一)宣传发动阶段(2026年3月1日至3月31日)。各单位于2026年3月20日前报送活动方案。
(二)组织实施阶段(2026年3月15日至10月31日)。各单位每月5日前报送活动情况。
(三)总结提高阶段(2026年11月1日至11月30日)。各单位于2026年11月20日前报送活动总结。
"""
TEXT = (
    "关于开展“三亮”活动的实施方案\n一、活动内容\n(一)三亮\n1.亮身份。\n2.亮标准。\n3.亮承诺。\n二、实施步骤\n" + STEPS
)


@pytest.mark.requirement("C2-39", "E-30", "E-35")
def test_phases_stand_as_the_plan_has_them_even_where_they_overlap(client, county, office):
    campaign = launched(county, office, TEXT)

    phases = list(campaign.phases.values_list("name", "starts_on", "ends_on"))
    assert [(name[:4], starts, ends) for name, starts, ends in phases] == [
        ("宣传发动", dt.date(2026, 3, 1), dt.date(2026, 3, 31)),
        ("组织实施", dt.date(2026, 3, 15), dt.date(2026, 10, 31)),
        ("总结提高", dt.date(2026, 11, 1), dt.date(2026, 11, 30)),
    ]
    page = shown(client, campaign)
    assert "2026-03-15 – 2026-10-31" in page


@pytest.mark.requirement("A-60", "C2-51")
def test_a_filing_is_reminded_received_and_listed_when_late(client, county, office):
    campaign = launched(county, office, TEXT, units=3)
    first, second, third = campaign.units.order_by("sort_path")
    due = dt.date(2026, 3, 20)

    def file(unit, day):
        clerk = access.actor("campaigns.submit", body=unit)
        sheet = TaskSheet.objects.get(duty__campaign=campaign, body=unit, named_on=due)
        with clock.pretend(clock.midnight(day) + dt.timedelta(hours=10)):
            assert sheet.duty.name in [todo.title for todo in worklist.waiting_for(clerk)]
            return actions.submit(sheet, evidence="活动方案已印发。", actor=clerk)

    file(first, dt.date(2026, 3, 18))
    returned = actions.return_sheet(file(second, dt.date(2026, 3, 23)), reason="缺责任分工", actor=office)

    assert TaskSheet.objects.get(body=first, named_on=due).state == SheetState.SUBMITTED
    assert returned.state == SheetState.RETURNED
    with clock.pretend(clock.midnight(dt.date(2026, 3, 25))):
        late = {row.body: row.late for row in progress(campaign)}
        owing = {row.body: row.overdue for row in progress(campaign)}
    assert (late[first], late[second]) == (0, 1)
    assert owing[third] > owing[first]
    assert "迟报" in shown(client, campaign)


@pytest.mark.requirement("C2-17")
def test_a_monthly_filing_in_the_national_day_holidays_counts_until_the_first_working_day(client, county, office):
    campaign = launched(county, office, TEXT, units=1)
    monthly = campaign.duties.get(rhythm="monthly")

    days = {sheet.named_on: sheet.due_on for sheet in monthly.sheets.all()}
    assert all(named.day == 5 for named in days)
    assert days[dt.date(2026, 10, 5)] == dt.date(2026, 10, 8)
    page = client.get(reverse("campaigns:sheet", args=[monthly.sheets.get(named_on=dt.date(2026, 10, 5)).pk]))
    assert "2026-10-08 周四" in page.content.decode()
    assert "顺延至下一工作日" in page.content.decode()
