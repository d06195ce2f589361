"""The pages of a campaign: who opens them, what they ask of the database, and what goes to Excel."""

import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import access, plans
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.permissions import page_matrix
from zhengyou.campaign.campaigns.actions import (
    activities,
    contacts,
    filing,
    goals,
    meetings,
    organisation,
    reports,
    results,
)
from zhengyou.campaign.campaigns.enums import ResourceKind
from zhengyou.campaign.campaigns.web.tabs import GROUPS
from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Body

pytestmark = pytest.mark.django_db
ROUTES = [tab.route for group in GROUPS for tab in group.tabs]
UNIT = ("campaigns.submit", "campaigns.file")
KEEPING = ("campaigns.convene", "campaigns.keep", "campaigns.report")


def worked_on(county, office, units):
    """A campaign in which every unit filed a plan, reported a figure and an information, and named a need."""
    campaign = plans.campaign(county, units=units, actor=office)
    campaign = filing.ask_for_plans(campaign, due_on=plans.LAST_DAY, actor=office)
    goal = goals.set_goal(campaign, name="服务好", target=3, actor=office)
    for unit in campaign.units.all():
        clerk = access.actor(*UNIT, body=unit)
        filing.draw_up(campaign, body=unit, actor=clerk)
        goals.report_value(goal, body=unit, value=1, evidence="清单", actor=clerk)
        results.inform(campaign, body=unit, title="信息", text="正文", actor=clerk)
        organisation.need(campaign, body=unit, kind=ResourceKind.MONEY, name="经费", amount=1, actor=clerk)
        registered(campaign, unit, office)
    return campaign


def registered(campaign, unit, office):
    """Every register gets a row for the unit: meeting, activity, contact, point, project, report."""
    first, last = campaign.starts_on, campaign.ends_on
    meeting = meetings.prepare_meeting(
        campaign, body=campaign.body, kind="regular", title=f"例会{unit.pk}", starts_at=clock.midnight(first) + dt.timedelta(hours=9),
        place="会议室", agenda=["通报进展"], units=[unit], actor=office,
    )  # fmt: skip
    assert meeting.invitations.count() == 1
    activities.plan_activity(
        campaign, body=campaign.body, kind="care", title=f"敬老{unit.pk}", starts_on=first, actor=office
    )
    leader = AppointmentFactory(post=PostFactory(body=campaign.body, duty="leader"))
    contacts.assign(
        campaign, kind="area", appointment=leader, target=unit, task="联系", starts_on=first, ends_on=last, actor=office
    )
    contacts.name_point(campaign, body=unit, practice="首问负责", actor=office)
    milestones = [("选址", first), ("验收", last)]
    contacts.begin_project(campaign, body=unit, title=f"项目{unit.pk}", aim="可用", milestones=milestones, actor=office)
    reports.draft_report(campaign, body=unit, kind="self", starts_on=first, ends_on=last, actor=office)


@pytest.mark.parametrize("route", ROUTES)
def test_a_page_of_a_campaign_is_for_holders(client, route):
    campaign = plans.campaign(units=1)
    page_matrix(client, reverse(route, args=[campaign.pk]), "campaigns.read", campaign.body, outsider=404)


def test_pages_of_a_campaign_ask_as_much_for_many_units_as_for_few(client):
    county = BodyFactory()
    account, office = access.signed_in(*plans.OFFICE, *KEEPING, body=county)
    few, many = worked_on(county, office, 1), worked_on(county, office, 4)
    client.force_login(account)
    asked = {}
    for campaign in (few, few, many):  # the first round fills what is kept
        for route in ROUTES:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse(route, args=[campaign.pk])).status_code == 200
            asked[campaign.pk, route] = len(queries)
    grown = {route: (asked[few.pk, route], asked[many.pk, route]) for route in ROUTES}
    assert not {route: pair for route, pair in grown.items() if pair[1] > pair[0]}


def test_every_table_is_cut_into_pages_and_goes_to_excel_whole(client):
    county = BodyFactory()
    account, office = access.signed_in(*plans.OFFICE, body=county)
    campaign = filing.ask_for_plans(plans.campaign(county, units=60, actor=office), due_on=plans.LAST_DAY, actor=office)
    client.force_login(account)
    last = Body.objects.filter(parent=county).latest("sort_path")
    page = reverse("campaigns:plans", args=[campaign.pk])
    assert last.name not in client.get(page).content.decode()
    assert last.name in client.get(page, {"page1": "2"}).content.decode()
    for route, query in (
        ("plans", {"table": "1"}), ("coverage", {}), ("startup", {}), ("versions", {"table": "2"}),
    ):  # fmt: skip
        answer = client.get(reverse(f"campaigns:{route}", args=[campaign.pk]), {"export": "xlsx", **query})
        sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
        assert last.name in [cell.value for row in sheet.iter_rows() for cell in row], route
    answer = client.get(reverse("campaigns:list"), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert campaign.title in [cell.value for row in sheet.iter_rows() for cell in row]
