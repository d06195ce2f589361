"""Verbs of a campaign at the same moment, on real connections."""

import datetime as dt

import pytest

from tests.concurrency import at_once
from tests.factories import access, plans
from tests.factories.bodies import BodyFactory
from zhengyou.campaign.campaigns import actions
from zhengyou.campaign.campaigns.actions import activities, cycles, filing, reports, sharing
from zhengyou.campaign.campaigns.enums import SheetState
from zhengyou.campaign.campaigns.models import Campaign, Enrolment, ReportPoint, SubPlan, TaskSheet
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused

pytestmark = pytest.mark.django_db(transaction=True)


def test_accepting_and_returning_at_once_leaves_one_decision():
    county = BodyFactory()
    office = access.actor(*plans.OFFICE, body=county)
    campaign = plans.campaign(county, units=1, actor=office)
    sheet = TaskSheet.objects.filter(duty__campaign=campaign).earliest("named_on")
    clerk = access.actor("campaigns.submit", body=sheet.body)
    sheet = actions.submit(sheet, evidence="已办", actor=clerk)
    verbs = (
        lambda: actions.accept(sheet, actor=office),
        lambda: actions.return_sheet(sheet, reason="补充", actor=office),
        lambda: actions.take_back(sheet, actor=clerk),
    )

    results = at_once(3, lambda place: verbs[place]())

    assert sum(isinstance(result, Conflict) for result in results) == 2
    sheet.refresh_from_db()
    expected = {SheetState.ACCEPTED: 0, SheetState.RETURNED: 1, SheetState.OPEN: 2}[SheetState(sheet.state)]
    assert isinstance(results[expected], TaskSheet)


def running(units=2):
    """A campaign with its office and one actor of each unit."""
    county = BodyFactory()
    office = access.actor(*plans.OFFICE, "campaigns.convene", "campaigns.report", "campaigns.decide", body=county)
    campaign = plans.campaign(county, units=units, actor=office)
    functions = ("campaigns.read", "campaigns.submit", "campaigns.file", "campaigns.agree")
    return campaign, office, [access.actor(*functions, body=unit) for unit in campaign.units.order_by("sort_path")]


def kept(results, kind):
    """How many of the results are of ``kind``; each of the others must be a refusal."""
    assert all(isinstance(one, (kind, Refused)) for one in results), results
    return sum(isinstance(one, kind) for one in results)


def test_the_last_seats_go_to_one_unit():
    campaign, office, (first, second) = running()
    day = campaign.starts_on + dt.timedelta(days=40)
    with clock.pretend(clock.midnight(campaign.starts_on)):
        activity = activities.plan_activity(
            campaign, body=campaign.body, kind="service", title="便民服务日", starts_on=day, register_until=day, seats=5,
            actor=office,
        )  # fmt: skip
    actors = (first, second)

    def enrol(place):
        with clock.pretend(clock.midnight(campaign.starts_on)):
            return activities.enrol(activity, body=actors[place].body, persons=3, actor=actors[place])

    assert kept(at_once(2, enrol), Enrolment) == 1
    assert sum(activity.enrolments.values_list("persons", flat=True)) == 3


def test_a_sub_plan_begun_and_filed_twice_at_once_is_one():
    campaign, office, (unit, _other) = running()
    campaign = filing.ask_for_plans(campaign, due_on=plans.LAST_DAY, actor=office)
    begun = at_once(3, lambda _place: filing.draw_up(campaign, body=unit.body, actor=unit))
    assert {one.pk for one in begun} == {SubPlan.objects.get().pk}
    plan = SubPlan.objects.get()
    assert plan.lines.count() == campaign.duties.count()
    plan.lines.all().delete()
    filing.agree(plan, actor=unit)
    assert kept(at_once(2, lambda _place: filing.file_plan(SubPlan.objects.get(), actor=unit)), SubPlan) == 1
    assert plan.filings.count() == 1


def test_a_plan_taken_up_again_twice_at_once_keeps_its_wording_once():
    campaign, office, (unit, _other) = running()
    campaign = filing.ask_for_plans(campaign, due_on=plans.LAST_DAY, actor=office)
    plan = filing.draw_up(campaign, body=unit.body, actor=unit)
    plan.lines.all().delete()
    SubPlan.objects.filter(pk=plan.pk).update(text="本单位抓好窗口作风。")
    filing.agree(SubPlan.objects.get(), actor=unit)

    def revise(_place):
        return filing.revise(SubPlan.objects.get(), reason="按评议意见补充措施", actor=unit)

    assert kept(at_once(2, revise), SubPlan) == 1
    plan.refresh_from_db()
    assert (plan.state, plan.version) == ("draft", 2)
    assert list(plan.revisions.values_list("version", "text")) == [(1, "本单位抓好窗口作风。")]


def test_a_duty_passed_down_twice_at_once_is_one_sheet():
    campaign, _office, (unit, _other) = running()
    below = BodyFactory(parent=unit.body)
    sheet = TaskSheet.objects.filter(duty__campaign=campaign, body=unit.body).latest("due_on")

    def pass_down(_place):
        with clock.pretend(clock.midnight(campaign.starts_on)):
            return sharing.pass_down(sheet, units=[below], actor=unit)

    assert kept(at_once(2, pass_down), list) == 1
    assert sheet.passed_down.count() == 1


def test_the_next_cycle_begins_once():
    campaign, office, _units = running()
    day = campaign.ends_on + dt.timedelta(days=90)
    made = at_once(2, lambda _place: cycles.roll_over(campaign, title="下一周期", starts_on=day, actor=office))
    assert kept(made, Campaign) == 1
    assert Campaign.objects.count() == 2


def test_handing_in_while_the_campaign_is_concluded_leaves_no_open_sheet():
    campaign, office, (unit, _other) = running()
    sheet = TaskSheet.objects.filter(duty__campaign=campaign, body=unit.body).latest("due_on")
    verbs = (
        lambda: actions.conclude(campaign, actor=office),
        lambda: actions.submit(sheet, evidence="已办", actor=unit),
    )
    results = at_once(2, lambda place: verbs[place]())
    assert isinstance(results[0], Campaign), results
    assert isinstance(results[1], (TaskSheet, Conflict)), results
    sheet.refresh_from_db()
    assert sheet.state == (SheetState.SUBMITTED if isinstance(results[1], TaskSheet) else SheetState.CANCELLED)
    assert not TaskSheet.objects.filter(duty__campaign=campaign, state=SheetState.OPEN).exists()


def test_a_decision_that_a_report_asks_for_becomes_a_duty_once():
    campaign, office, (unit, _other) = running()
    report = reports.draft_report(campaign, body=campaign.body, kind="closing", actor=office)
    point = reports.add_point(report, kind="measure", text="逐户补报", actor=office)
    day = campaign.ends_on

    def make(_place):
        with clock.pretend(clock.midnight(campaign.starts_on)):
            return reports.make_duty(point, body=unit.body, due_on=day, actor=office)

    assert kept(at_once(2, make), ReportPoint) == 1
    assert campaign.duties.filter(name="逐户补报").count() == 1
