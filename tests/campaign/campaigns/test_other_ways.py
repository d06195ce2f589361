"""What ends otherwise than planned, driven through its pages: called off, stopped, taken back, opened again, decided."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import access
from tests.factories.ground import Ground
from zhengyou.campaign.campaigns.models import Activity, DemoPoint, Project, Report, TaskSheet
from zhengyou.kernel import clock
from zhengyou.records.notices.models import Notice

pytestmark = pytest.mark.django_db
MARCH = dt.date(2026, 3, 10)


@pytest.fixture
def ground(client):
    with clock.pretend(clock.midnight(MARCH) + dt.timedelta(hours=9)):
        yield Ground(client)


def test_a_meeting_is_called_off_and_who_was_invited_hears_why(ground):
    meeting = ground.meeting()
    ground.post("meeting-call", meeting.pk)
    assert ground.post("meeting-call-off", meeting.pk, words="", expect=422)
    ground.post("meeting-call-off", meeting.pk, words="防汛应急，另行通知")
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"
    assert Notice.objects.filter(text__contains="防汛应急").count() == 3
    assert "防汛应急，另行通知" in ground.see("meeting", meeting.pk)
    ground.as_unit(0)
    key = meeting.invitations.get(body=ground.units[0]).pk
    assert ground.client.post(reverse("campaigns:meeting-answer", args=[key])).status_code in {404, 409, 422}


def test_an_activity_is_called_off_and_takes_no_more_records(ground):
    ground.as_office()
    facts = {"title": "户外义诊", "kind": "service", "span": "day", "rhythm": "once", "starts_on": "2026-03-20"}
    ground.post("activity-new", ground.campaign.pk, body=str(ground.county.public_id), **facts)
    one = Activity.objects.get()
    ground.post("activity-drop", one.pk, words="连日大雨")
    one.refresh_from_db()
    assert one.state == "cancelled"
    assert "连日大雨" in ground.see("activity", one.pk)
    record = {"on": "2026-03-10", "text": "已办", "took_part": "3"}
    assert ground.client.post(reverse("campaigns:activity-record", args=[one.pk]), record).status_code in {
        403,
        409,
        422,
    }


def test_points_and_projects_end_with_what_came_of_them(ground):
    ground.as_office()
    unit = str(ground.units[0].public_id)
    ground.post("point-new", ground.campaign.pk, body=unit, practice="首问负责登记簿")
    point = DemoPoint.objects.get()
    ground.post("point-end", point.pk, words="做法已并入服务规范")
    point.refresh_from_db()
    assert point.state == "ended"
    assert "做法已并入服务规范" in ground.see("point", point.pk)

    facts = {"title": "母婴室", "aim": "建成可用", "body": unit}
    ground.post("project-new", ground.campaign.pk, milestones="2026-06-30 设备安装", **facts)
    project = Project.objects.get()
    ground.post("project-stop", project.pk, words="场地另作他用")
    project.refresh_from_db()
    assert project.state == "stopped"
    assert "场地另作他用" in ground.see("project", project.pk)


def test_a_sheet_is_taken_back_by_its_unit_until_somebody_has_looked_at_it(ground):
    sheet = TaskSheet.objects.filter(body=ground.units[0]).earliest("named_on")
    ground.as_unit(0)
    ground.post("submit", sheet.pk, evidence="方案已印发。")
    ground.post("take-back", sheet.pk)
    sheet.refresh_from_db()
    assert sheet.state == "open"
    assert "待报送" in ground.see("sheet", sheet.pk) or "报送" in ground.see("sheet", sheet.pk)
    ground.post("submit", sheet.pk, evidence="方案已重新印发。")
    ground.as_office()
    ground.post("accept", sheet.pk)
    ground.as_unit(0)
    ground.post("take-back", sheet.pk, expect=409)
    sheet.refresh_from_db()
    assert sheet.state == "accepted"


def test_an_added_duty_reaches_every_unit_and_the_end_cancels_what_is_open(ground):
    ground.as_office()
    wrong = {"name": "上报信息员名单", "due_on": "", "rhythm": "once"}
    assert "上报信息员名单" in ground.post("add-duty", ground.campaign.pk, expect=422, **wrong).content.decode()
    ground.post("add-duty", ground.campaign.pk, **wrong | {"due_on": "2026-03-31"})
    sheets = TaskSheet.objects.filter(duty__name="上报信息员名单")
    assert {sheet.body for sheet in sheets} == set(ground.units)
    chart = ground.see("gantt", ground.campaign.pk)
    assert chart.count("<rect") >= ground.campaign.phases.count()
    assert "上报信息员名单" in chart
    assert "2026-03-31" in chart
    assert "今天" in chart
    ground.as_unit(0)
    ground.post("submit", sheets.get(body=ground.units[0]).pk, evidence="名单附后")
    ground.as_office()
    assert "未完成的任务单" in ground.see("conclude", ground.campaign.pk)
    ground.post("conclude", ground.campaign.pk)
    ground.campaign.refresh_from_db()
    assert ground.campaign.state == "closed"
    assert set(sheets.exclude(body=ground.units[0]).values_list("state", flat=True)) == {"cancelled"}
    assert sheets.get(body=ground.units[0]).evidence == "名单附后", "what was handed in stays on record"
    assert ground.client.post(reverse("campaigns:add-duty", args=[ground.campaign.pk]), wrong).status_code in {
        403,
        409,
        422,
    }


def test_the_leader_decides_on_the_one_page_and_a_report_is_opened_again(ground):
    ground.as_office()
    ground.post("report-new", ground.campaign.pk, kind="page", body=str(ground.county.public_id))
    report = Report.objects.get()
    ground.post("report-line", report.pk, kind="wanted", text="请定夜间窗口的经费")
    ground.post("report-line", report.pk, kind="problem", text="多写的一行")
    extra = report.points.get(text="多写的一行")
    ground.post("report-drop", extra.pk)
    assert not report.points.filter(pk=extra.pk).exists()
    ground.post("report-issue", report.pk)
    ground.post("report-reopen", report.pk)
    report.refresh_from_db()
    assert (report.state, report.issued_at) == ("draft", None)
    ground.post("report-issue", report.pk)
    asked = report.points.get(text="请定夜间窗口的经费")
    leader, _actor = access.signed_in("campaigns.read", "campaigns.decide", body=ground.county, duty="leader")
    ground.client.force_login(leader)
    ground.post("report-decide", asked.pk, words="同意，从年度经费列支")
    asked.refresh_from_db()
    assert asked.answer == "同意，从年度经费列支"
    ground.as_office()
    ground.post("report-decide", asked.pk, words="改一改", expect=403)
    assert "同意，从年度经费列支" in ground.see("report", report.pk)
    assert "领导已作出批示" in ground.post("report-reopen", report.pk, expect=422).content.decode()
    report.refresh_from_db()
    assert report.state == "issued"
