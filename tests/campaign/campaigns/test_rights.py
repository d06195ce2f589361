"""Who may do what in a running campaign: nobody, outsiders and insiders without the function are refused."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.factories import access, plans
from tests.factories.bodies import BodyFactory
from tests.permissions import matrix
from zhengyou.campaign.campaigns import actions
from zhengyou.campaign.campaigns.actions import amending, filing, goals, organisation, results, scope, sharing
from zhengyou.campaign.campaigns.enums import Cause, Change, Part, PlanState, ResourceKind
from zhengyou.campaign.campaigns.models import TaskSheet
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records.notices import worklist

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def march():
    with clock.pretend(clock.midnight(dt.date(2026, 3, 2)) + dt.timedelta(hours=9)):
        yield


@pytest.fixture
def campaign():
    return plans.campaign(BodyFactory(), units=2)


def test_only_who_leads_amends_sets_goals_and_scope(campaign):
    body = campaign.body
    wish = amending.Wish(Part.DIMENSION, Change.ADD, name="五规范")
    matrix(
        lambda actor: amending.amend(campaign, cause=Cause.ERROR, reason="补齐", wishes=[wish], actor=actor),
        "campaigns.launch",
        body,
    )
    goal = matrix(
        lambda actor: goals.set_goal(campaign, name="服务好", target=Decimal(3), actor=actor), "campaigns.launch", body
    )
    matrix(
        lambda actor: goals.share_out(goal, targets={campaign.units.first(): Decimal(3)}, actor=actor),
        "campaigns.launch",
        body,
    )
    matrix(lambda actor: scope.define_class(campaign, name="窗口人员", actor=actor), "campaigns.launch", body)
    matrix(lambda actor: sharing.keep_tag(campaign, name="庸懒散", actor=actor), "campaigns.launch", body)


def test_only_the_unit_reports_for_itself_and_only_the_office_confirms(campaign):
    office = access.actor(*plans.OFFICE, body=campaign.body)
    unit, other = campaign.units.order_by("sort_path")
    goal = goals.set_goal(campaign, name="服务好", target=Decimal(3), actor=office)
    value = matrix(
        lambda actor: goals.report_value(goal, body=unit, value=Decimal(1), evidence="清单", actor=actor),
        "campaigns.submit",
        unit,
    )
    matrix(lambda actor: goals.confirm_value(value, actor=actor), "campaigns.check", campaign.body)
    with pytest.raises(Conflict):
        goals.return_value(value, reason="重复", actor=office)
    matrix(
        lambda actor: organisation.need(
            campaign, body=other, kind=ResourceKind.MONEY, name="经费", amount=Decimal(1), actor=actor
        ),
        "campaigns.submit",
        other,
    )
    made = matrix(
        lambda actor: results.inform(campaign, body=unit, title="信息", text="正文", actor=actor),
        "campaigns.submit",
        unit,
    )
    matrix(lambda actor: results.adopt(made, outlet="简报", actor=actor), "campaigns.check", campaign.body)


def test_a_plan_is_written_agreed_filed_and_received_by_different_rights(campaign):
    office = access.actor(*plans.OFFICE, body=campaign.body)
    unit = campaign.units.first()
    campaign = filing.ask_for_plans(campaign, due_on=plans.LAST_DAY, actor=office)
    plan = matrix(lambda actor: filing.draw_up(campaign, body=unit, actor=actor), "campaigns.file", unit)
    plan.lines.all().delete()
    plan = matrix(lambda actor: filing.agree(plan, actor=actor), "campaigns.agree", unit)
    plan = matrix(lambda actor: filing.file_plan(plan, actor=actor), "campaigns.file", unit)
    with pytest.raises(Conflict):
        filing.write_plan(plan, text="改", actor=access.actor("campaigns.file", body=unit))
    plan = matrix(lambda actor: filing.accept_plan(plan, actor=actor), "campaigns.check", campaign.body)
    assert plan.state == PlanState.ACCEPTED


def test_a_sheet_is_passed_down_only_within_the_own_unit_and_nobody_gets_longer(campaign):
    unit = campaign.units.first()
    below, aside = BodyFactory(parent=unit), BodyFactory(parent=campaign.body)
    sheet = TaskSheet.objects.filter(body=unit).earliest("named_on")
    actor = access.actor("campaigns.submit", body=unit)
    with pytest.raises(Refused):
        sharing.pass_down(sheet, units=[aside], actor=actor)
    matrix(lambda actor: sharing.pass_down(sheet, units=[below], actor=actor), "campaigns.submit", unit)
    passed = actions.submit(
        sheet.passed_down.get(), evidence="已办", actor=access.actor("campaigns.submit", body=below)
    )
    with pytest.raises(Refused):
        actions.accept(passed, actor=access.actor("campaigns.submit", body=below))
    assert sheet.duty.name in [todo.title for todo in worklist.waiting_for(actor) if todo.body == below.name]
    assert actions.accept(passed, actor=actor).state == "accepted"
