import datetime as dt

import pytest

from tests.concurrency import at_once
from tests.factories import access, plans
from tests.factories.bodies import BodyFactory
from zhengyou.campaign.campaigns import actions
from zhengyou.campaign.campaigns.enums import Capability, SheetState, State
from zhengyou.campaign.campaigns.models import Campaign, TaskSheet
from zhengyou.campaign.campaigns.queries import progress
from zhengyou.campaign.plans import actions as plan_actions
from zhengyou.campaign.plans.enums import State as PlanState
from zhengyou.campaign.plans.models import Element
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid, Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return BodyFactory()


@pytest.fixture
def office(county):
    return access.actor(*plans.OFFICE, body=county)


def unit_actor(body):
    return access.actor("campaigns.read", "campaigns.submit", body=body)


def at(text):
    return clock.pretend(dt.datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI))


def test_launch_makes_dimensions_phases_duties_and_a_sheet_for_every_unit(county, office):
    campaign = plans.campaign(county, units=3, actor=office)

    assert campaign.state == State.RUNNING
    assert (campaign.starts_on, campaign.ends_on) == (dt.date(2026, 3, 1), dt.date(2026, 11, 30))
    assert [dimension.name for dimension in campaign.dimensions.all()] == ["三亮", "三比"]
    assert [item.name for item in campaign.dimensions.get(name="三亮").items.all()] == ["亮身份", "亮标准", "亮承诺"]
    bound = {item.name: item.capability for one in campaign.dimensions.all() for item in one.items.all()}
    assert bound["亮承诺"] == Capability.COMMITMENT
    assert bound["比技能"] == Capability.CONTEST
    once = TaskSheet.objects.filter(duty__campaign=campaign, duty__rhythm="once")
    assert once.count() == 6
    assert campaign.duties.get(due_on=dt.date(2026, 3, 20)).phase.name.startswith("宣传发动")
    campaign.plan.refresh_from_db()
    assert campaign.plan.state == PlanState.LAUNCHED


def test_a_due_day_on_a_day_off_counts_until_the_next_working_day(county, office):
    campaign = plans.campaign(county, units=1, actor=office)
    monthly = actions.add_duty(
        campaign, name="报送活动信息", due_on=dt.date(2026, 7, 5), rhythm="monthly", actor=office
    )

    days = {sheet.named_on: sheet.due_on for sheet in monthly.sheets.all()}
    assert days[dt.date(2026, 8, 5)] == dt.date(2026, 8, 5)
    assert days[dt.date(2026, 9, 5)] == dt.date(2026, 9, 7)  # a Saturday
    assert days[dt.date(2026, 10, 5)] == dt.date(2026, 10, 8)  # in the National Day holidays
    assert max(days) <= plans.LAST_DAY


def test_a_sheet_goes_back_and_forth_until_it_is_accepted(county, office):
    campaign = plans.campaign(county, units=1, actor=office)
    sheet = TaskSheet.objects.filter(duty__campaign=campaign).earliest("named_on")
    clerk = unit_actor(sheet.body)

    sheet = actions.submit(sheet, evidence="活动方案已印发，见附件。", actor=clerk)
    sheet = actions.return_sheet(sheet, reason="缺少责任分工", actor=office)
    assert (sheet.state, sheet.returns, sheet.return_reason) == (SheetState.RETURNED, 1, "缺少责任分工")
    sheet = actions.submit(sheet, evidence="已补充责任分工。", actor=clerk)
    sheet = actions.take_back(sheet, actor=clerk)
    sheet = actions.submit(sheet, evidence="已补充责任分工和联系人。", actor=clerk)
    sheet = actions.accept(sheet, actor=office)

    assert (sheet.state, sheet.return_reason) == (SheetState.ACCEPTED, "")
    with pytest.raises(Conflict):
        actions.submit(sheet, evidence="再报一次", actor=clerk)


def test_progress_counts_due_accepted_late_and_overdue_from_the_records(county, office):
    campaign = plans.campaign(county, units=3, actor=office)
    first, second, third = campaign.units.order_by("sort_path")
    due = dt.date(2026, 3, 20)

    def sheet_of(unit):
        return TaskSheet.objects.get(duty__campaign=campaign, body=unit, named_on=due)

    with at("2026-03-18T10:00"):
        actions.accept(actions.submit(sheet_of(first), evidence="已报", actor=unit_actor(first)), actor=office)
    with at("2026-03-23T10:00"):
        actions.submit(sheet_of(second), evidence="迟报", actor=unit_actor(second))

    rows = {row.body: row for row in progress(campaign, dt.date(2026, 3, 25))}
    # the monthly report of 5 March is owed by all three
    assert (rows[first].accepted, rows[first].late, rows[first].overdue) == (1, 0, 1)
    assert (rows[second].submitted, rows[second].late, rows[second].overdue) == (1, 1, 1)
    assert (rows[third].due, rows[third].overdue) == (2, 2)
    assert [row.body for row in progress(campaign)] == [first, second, third]


@pytest.mark.parametrize(("dates", "field"), [({}, "starts_on"), ({"starts_on": dt.date(2026, 1, 1)}, "ends_on")])
def test_a_plan_without_days_asks_for_them(county, office, dates, field):
    text = "关于开展“三亮”活动的方案\n一、活动内容\n(一)三亮\n1.亮身份。\n2.亮标准。\n3.亮承诺。\n"
    plan = plans.plan(county, office, text)
    with pytest.raises(Invalid) as refusal:
        actions.launch(plan, units=[BodyFactory(parent=county)], actor=office, **dates)
    assert field in refusal.value.errors
    plan.refresh_from_db()
    assert plan.state == PlanState.READY


def test_launch_is_blocked_until_contradictions_are_answered(county, office):
    text = plans.TEXT.replace("二、实施步骤", "二、实施步骤\n活动分四个阶段进行。")
    plan = plan_actions.take_in(body=county, text=text, actor=office)[0]
    assert plan.remarks.exists()
    plan.remarks.update(severity="error")
    with pytest.raises(Refused):
        plan_actions.confirm(plan, actor=office)
    for remark in plan.remarks.all():
        plan_actions.answer(remark, text="实为三个阶段。", actor=office)
    assert plan_actions.confirm(plan, actor=office).state == PlanState.READY


def test_corrections_are_kept_apart_from_what_was_read(county, office):
    plan = plan_actions.take_in(body=county, text=plans.TEXT, actor=office)[0]
    phase = plan.elements.filter(kind="phase").first()
    changed = plan_actions.correct(
        phase, name="动员部署", starts_on=phase.starts_on, ends_on=phase.ends_on, actor=office
    )
    assert (changed.name, changed.origin) == ("动员部署", "corrected")
    dimension = plan.elements.filter(kind="dimension").first()
    plan_actions.remove(dimension, actor=office)
    assert all(item.is_removed for item in Element.objects.filter(parent=dimension))
    plan_actions.restore(dimension, actor=office)
    assert not Element.objects.filter(plan=plan, is_removed=True).exists()


def test_strangers_and_the_unit_itself_neither_launch_nor_check(county, office):
    campaign = plans.campaign(county, units=2, actor=office)
    sheet = TaskSheet.objects.filter(duty__campaign=campaign).first()
    sheet = actions.submit(sheet, evidence="已办", actor=unit_actor(sheet.body))
    outsider = access.actor("campaigns.launch", "campaigns.check", "campaigns.submit")
    for who in (ledger.PUBLIC, outsider, unit_actor(sheet.body), access.actor("campaigns.check", body=sheet.body)):
        with pytest.raises(Forbidden):
            actions.accept(sheet, actor=who)
        with pytest.raises(Forbidden):
            actions.conclude(campaign, actor=who)


def test_concluding_cancels_what_is_still_open(county, office):
    campaign = plans.campaign(county, units=1, actor=office)
    done = TaskSheet.objects.filter(duty__campaign=campaign).first()
    actions.accept(actions.submit(done, evidence="已办", actor=unit_actor(done.body)), actor=office)
    campaign = actions.conclude(campaign, actor=office)

    assert campaign.state == State.CLOSED
    states = set(TaskSheet.objects.filter(duty__campaign=campaign).values_list("state", flat=True))
    assert states == {SheetState.ACCEPTED, SheetState.CANCELLED}


@pytest.mark.parametrize("verb", [actions.conclude, actions.withdraw])
def test_ending_a_campaign_writes_one_event_for_every_open_sheet(county, office, verb):
    campaign = plans.campaign(county, units=2, actor=office)
    sheets = TaskSheet.objects.filter(duty__campaign=campaign)
    unit = unit_actor(sheets[0].body)
    kept = actions.accept(actions.submit(sheets[0], evidence="已办", actor=unit), actor=office)
    handed_in = actions.submit(sheets.exclude(pk=kept.pk).filter(body=kept.body)[0], evidence="已办", actor=unit)
    returned = actions.return_sheet(handed_in, reason="请补充", actor=office)
    still = {str(one.pk) for one in sheets.filter(state__in=(SheetState.OPEN, SheetState.RETURNED))}
    before = set(Event.objects.values_list("pk", flat=True))

    verb(campaign, actor=office)

    new = Event.objects.exclude(pk__in=before)
    cancelled = new.filter(verb="campaigns.cancel").values_list("object_id", flat=True)
    assert sorted(cancelled) == sorted(still)
    assert str(returned.pk) in still
    assert str(kept.pk) not in still
    assert new.count() == len(still) + 1, "one more for the campaign itself"


@pytest.mark.django_db(transaction=True)
def test_two_launches_at_once_make_one_campaign():
    county = BodyFactory()
    office = access.actor(*plans.OFFICE, body=county)
    units = [BodyFactory(parent=county)]
    plan = plans.plan(county, office)

    results = at_once(2, lambda _: actions.launch(plan, units=units, actor=office))

    assert Campaign.objects.count() == 1
    assert sum(isinstance(result, Conflict) for result in results) == 1
