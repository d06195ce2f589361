"""What each of the nine plans must prove of phases, filing, line and place, and leave."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import access, plans
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.seed_plans import DAY, SEEDS, Drive, absent, at, driven
from zhengyou.campaign.campaigns import actions
from zhengyou.campaign.campaigns.actions import amending, filing, organisation, sharing
from zhengyou.campaign.campaigns.enums import Cause, Change, Nature, Part, PlanState, SheetState
from zhengyou.campaign.campaigns.models import SubPlan, TaskSheet
from zhengyou.campaign.campaigns.queries import filing as filings
from zhengyou.kernel.errors import Forbidden
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.notices import worklist
from zhengyou.records.notices.models import Notice
from zhengyou.registry.access.models import Grant
from zhengyou.registry.bodies.models import Appointment, AuthorityRule, Leave, Relation

pytestmark = [pytest.mark.django_db, absent]


def test_county_union_finds_three_late_on_30_november_returns_one_and_counts_one_record_twice(client):
    drive = driven(client, "county union", names=("东关站", "西关站", "南关站", "北关站", "城关站"))
    east, west, *late = drive.units
    with at(dt.date(2011, 11, 29)):
        drive.draw_up(east)
        filing.return_plan(drive.draw_up(west), reason="请补充整改时限", actor=drive.office)
        assert str(PlanState.RETURNED.label) in drive.see("plans")
    with at(dt.date(2011, 12, 5)):
        drive.draw_up(late[0])
        drive.draw_up(west)
        assert [line.body for line in filings.late(drive.campaign)] == late
        assert [bool(line.plan) for line in filings.late(drive.campaign)] == [True, False, False]
        assert SubPlan.objects.get(body=west).returns == 1

        other = actions.launch(
            plans.plan(drive.county, drive.office),
            units=drive.units,
            starts_on=dt.date(2011, 11, 1),
            actor=drive.office,
        )
        link = sharing.link(drive.campaign, other=other, actor=drive.office)
        source, target = drive.campaign.duties.get(), other.duties.filter(name__contains="方案").first()
        sharing.count_for(link, source=source, target=target, actor=drive.office)
        drive.hand_in(drive.sheets.filter(body=east, duty=source))
        counted = TaskSheet.objects.get(duty=target, body=east)
        assert (counted.state, counted.evidence) == (SheetState.ACCEPTED, "已补充责任分工。")


def test_district_union_sets_the_days_itself_and_a_stand_in_is_reminded_of_the_monthly_duty(client):
    seed = SEEDS["district union"]
    drive = Drive(client, seed)
    with at(seed.starts):
        plan = drive.compile()
        url = reverse("campaigns:launch", args=[plan.pk])
        units = [str(unit.public_id) for unit in drive.units]
        page = client.post(url, {"units": units})
        assert page.status_code == 422
        assert "方案未写明开始日期" in page.content.decode()
        given = {"units": units, "starts_on": f"{seed.starts}", "ends_on": f"{seed.ends}"}
        assert client.post(url, given).status_code == 302
    drive.campaign = plan.campaign
    away = drive.clerks[drive.prompt][0].person.appointments.get()
    deputy = AppointmentFactory(post=PostFactory(body=drive.prompt), starts_on=dt.date(2000, 1, 1))
    Leave.objects.create(
        appointment=away, kind="sick", starts_on=dt.date(2012, 4, 20), ends_on=dt.date(2012, 5, 10),
        stand_in=deputy.person,
    )  # fmt: skip
    monthly = drive.campaign.duties.get(rhythm="monthly")
    assert [f"{sheet.named_on:%m-%d}" for sheet in monthly.sheets.filter(body=drive.prompt)] == [
        "03-31", "04-30", "05-31",
    ]  # fmt: skip
    april = monthly.sheets.get(body=drive.prompt, named_on=dt.date(2012, 4, 30))
    with at(april.due_on - 3 * DAY):
        organisation.remind(actor=SYSTEM)
    reminded = Notice.objects.filter(source__startswith=f"sheet:{april.pk}").values_list("recipient_id", flat=True)
    assert list(reminded) == [str(deputy.person_id)], "nobody owes less because somebody is away"


def test_quality_bureau_launches_what_a_damaged_text_left_once_each_doubt_is_answered(client):
    drive = driven(client, "quality bureau")
    listed = {one.name: one.items.count() for one in drive.campaign.dimensions.all()}
    assert (listed["五比"], listed["五规范"]) == (3, 2)
    with at(dt.date(2011, 10, 10)):
        wish = [
            amending.Wish(Part.ITEM, Change.ADD, thing=drive.campaign.dimensions.get(name=name), name=item)
            for name, item in (("五比", "比服务"), ("五比", "比奉献"), ("五规范", "规范办事程序"))
        ]
        amending.amend(
            drive.campaign, cause=Cause.ERROR, reason="原文缺页，按印发稿补齐", wishes=wish, actor=drive.office
        )
        page = drive.see("content")
    assert all(item in page for item in ("比服务", "比奉献", "规范办事程序"))
    quarterly = drive.campaign.duties.get(rhythm="quarterly")
    assert quarterly.sheets.filter(body=drive.idle).count() == 4


def test_community_answers_the_phases_first_and_files_after_the_national_day_holidays(client):
    drive = Drive(client, SEEDS["community"])
    with at(dt.date(2011, 9, 25)):
        plan = drive.compile()
        assert plan.remarks.filter(code="phases-announced", severity="error").exclude(answer="").exists()
        drive.campaign = actions.launch(plan, units=drive.units, actor=drive.office)
        monthly = drive.sheets.filter(duty__rhythm="monthly", body=drive.idle)
        october = monthly.get(named_on=dt.date(2011, 10, 5))
        assert october.due_on == dt.date(2011, 10, 8)
        client.force_login(drive.account)
        page = client.get(reverse("campaigns:sheet", args=[october.pk])).content.decode()
    assert "顺延至下一工作日" in page


def test_school_chooses_between_monthly_and_every_two_months(client):
    drive = driven(client, "school")
    duty = drive.campaign.duties.get(due_on__isnull=False)
    assert duty.rhythm == "bimonthly"
    days = [sheet.named_on.month for sheet in duty.sheets.filter(body=drive.idle)]
    assert days == [10, 12, 2, 4, 6]


def test_health_system_reports_upward_and_files_for_the_record_with_two_receipts(client):
    drive = driven(client, "health system")
    wanted = [filing.Address(Nature.REPORT, drive.county), filing.Address(Nature.RECORD, name="当地党委创先争优办")]
    due = dt.date(2011, 9, 30)
    with at(dt.date(2011, 9, 20)):
        drive.campaign = filing.ask_for_plans(drive.campaign, due_on=due, addresses=wanted, actor=drive.office)
        plan = drive.draw_up(drive.prompt)
        report, record = (plan.filings.get(address__nature=nature) for nature in (Nature.REPORT, Nature.RECORD))
        filing.acknowledge(report, number="收〔2011〕7号", actor=drive.office)
        with pytest.raises(Forbidden):
            filing.acknowledge(record, number="x", actor=access.actor("campaigns.read", body=drive.prompt))
        filing.acknowledge(record, number="备2011-15", actor=drive.clerks[drive.prompt][1])
        page = drive.see("plans")
    assert "收〔2011〕7号" in page
    assert "备2011-15" in page


def test_city_union_takes_an_untitled_text_and_asks_each_unit_for_its_own_standard_only(client):
    drive = driven(client, "city union")
    assert drive.campaign.plan.issuer == ""
    assert drive.campaign.title == "未命名方案"
    with at(dt.date(2012, 3, 5)):
        for name, unit in zip(("五好", "五有", "五优"), drive.units, strict=True):
            duty = actions.add_duty(
                drive.campaign, name=f"对照“{name}”标准自查", due_on=dt.date(2012, 6, 29), actor=drive.office
            )
            sharing.share_duty(duty, lead=unit, assisting=[], actor=drive.office)
    asked = drive.sheets.filter(duty__name__startswith="对照", state=SheetState.OPEN)
    assert {(sheet.body.name, sheet.duty.name[3:5]) for sheet in asked} == {
        ("东关站", "五好"), ("西关站", "五有"), ("南关站", "五优"),
    }  # fmt: skip


def test_transport_bureau_assigns_by_line_and_only_the_place_accepts(client):
    drive = driven(client, "transport bureau")
    codes = set(drive.campaign.plan.remarks.values_list("code", flat=True))
    assert {"pinyin-mojibake", "items-announced"} <= codes
    town = BodyFactory(name="城关镇")
    for kind, other in (("line", drive.county), ("place", town)):
        Relation.objects.create(body=drive.prompt, other=other, kind=kind, during=(dt.date(2000, 1, 1), None))
    AuthorityRule.objects.create(body=drive.county, matter="accept", leads="place", starts_on=dt.date(2000, 1, 1))
    account, mayor = access.signed_in("campaigns.read", "campaigns.check", body=town)
    for rows in (Appointment, Grant):
        rows.objects.update(starts_on=dt.date(2000, 1, 1))
    with at(dt.date(2007, 5, 30)):
        sheet = drive.sheets.filter(body=drive.prompt).earliest("named_on")
        sheet = actions.submit(sheet, evidence="已按要求办理。", actor=drive.clerks[drive.prompt][1])
        with pytest.raises(Forbidden):
            actions.accept(sheet, actor=drive.office)
        assert [todo.body for todo in worklist.waiting_for(mayor)] == ["东关站"]
        assert "东关站" not in [todo.body for todo in worklist.waiting_for(drive.office)]
        client.force_login(account)
        page = client.get(reverse("campaigns:sheet", args=[sheet.pk])).content.decode()
        assert "城关镇" in page
        assert client.post(reverse("campaigns:accept", args=[sheet.pk])).status_code == 302
        other = drive.sheets.filter(body=drive.slow).earliest("named_on")
        assert client.get(reverse("campaigns:sheet", args=[other.pk])).status_code == 404
    sheet.refresh_from_db()
    assert sheet.state == SheetState.ACCEPTED
