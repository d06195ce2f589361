"""What a campaign holds besides its task sheets, each driven through its pages."""

import datetime as dt
import io

import pypdf
import pytest
from django.urls import reverse

from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.ground import Ground
from zhengyou.campaign.campaigns.enums import MeetingState, SheetState
from zhengyou.campaign.campaigns.models import (
    Activity,
    Contact,
    DemoPoint,
    Project,
    Report,
    TaskSheet,
)
from zhengyou.kernel import clock
from zhengyou.records.notices.models import Notice
from zhengyou.registry.bodies.models import Place

pytestmark = pytest.mark.django_db
MARCH = dt.date(2026, 3, 10)


@pytest.fixture
def ground(client):
    with clock.pretend(clock.midnight(MARCH) + dt.timedelta(hours=9)):
        yield Ground(client)


@pytest.mark.requirement("B-11", "B-12", "C4-52")
def test_a_meeting_is_called_answered_and_minuted_and_its_decisions_become_duties(ground):
    meeting = ground.meeting()
    assert "通报进展" in ground.see("meeting", meeting.pk)
    ground.post("meeting-call", meeting.pk)
    assert Notice.objects.filter(text__contains="专项研究会").count() == 3
    ground.as_unit(2)
    key = meeting.invitations.get(body=ground.units[2]).pk
    assert "请说明请假原因" in ground.post("meeting-answer", key, coming="0", expect=422).content.decode()
    ground.post("meeting-answer", key, coming="0", excuse="参加县里培训")
    for number in (0, 1):
        ground.as_unit(number)
        key = meeting.invitations.get(body=ground.units[number]).pk
        ground.post("meeting-answer", key, coming="1", appointments=[str(ground.appointment(number).public_id)])
    ground.as_office()
    page = ground.see("meeting", meeting.pk)
    assert "参加县里培训" in page
    assert ground.appointment(0).person.name in page
    ground.post("meeting-minutes", meeting.pk, minutes="会议研究了年度思路和重点工作。", **{"item-2": "议定两项措施"})
    ground.post(
        "meeting-decide", meeting.pk, text="梳理窗口问题清单", body=str(ground.units[0].public_id), due_on="2026-03-31"
    )

    meeting.refresh_from_db()
    assert meeting.state == MeetingState.HELD
    sheet = TaskSheet.objects.get(duty__decision__meeting=meeting)
    assert (sheet.body, sheet.named_on) == (ground.units[0], dt.date(2026, 3, 31))
    assert "梳理窗口问题清单" in ground.see("meeting", meeting.pk)
    ground.as_unit(0)
    assert "专项研究会" in ground.see("sheet", sheet.pk)
    ground.post("submit", sheet.pk, evidence="已形成问题清单12条。")
    ground.as_office()
    ground.post("accept", sheet.pk)
    sheet.refresh_from_db()
    assert sheet.state == SheetState.ACCEPTED
    assert sheet.get_state_display() in ground.see("meeting", meeting.pk)


@pytest.mark.requirement("A-53", "C4-42", "C5-40")
def test_events_of_every_kind_keep_their_record_and_print_their_papers(ground):
    meetings = [
        ground.meeting(kind=kind, title=title)
        for kind, title in (
            ("exchange", "总结交流会"), ("on_site", "东关站现场会"), ("visiting", "观摩会"), ("talk", "事迹报告会"), ("show", "成果展"),
        )
    ]  # fmt: skip
    page = ground.see("meetings", ground.campaign.pk)
    assert all(meeting.title in page for meeting in meetings)
    assert "东关站现场会" not in ground.see("meetings", ground.campaign.pk, kind="exchange")
    held = ground.hold(meetings[1])
    assert held.minutes in ground.see("meeting", held.pk)
    for route, words in (
        ("notice", "关于召开东关站现场会的通知"),
        ("sign-in", "东关站现场会签到表"),
        ("cards", "东关站"),
    ):
        answer = ground.client.get(reverse(f"campaigns:meeting-{route}", args=[held.pk]))
        text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
        assert words in text.replace("\n", "").replace(" ", ""), route


@pytest.mark.requirement("E-05", "E-31", "C5-05")
def test_the_start_up_list_follows_mobilisation_down_the_levels(ground):
    ground.as_office()
    before = ground.see("startup", ground.campaign.pk)
    assert "1/8" in before, "only the liaison officer is on record"
    county = ground.hold(ground.meeting(kind="mobilisation", title="全县动员会"))
    ground.as_unit(0)
    ground.post(
        "meeting-new", ground.campaign.pk, kind="mobilisation", title="东关站动员会", starts_at="2026-03-10T15:00",
        place="站内", agenda="传达全县动员会精神", body=str(ground.units[0].public_id),
        units=[str(ground.units[0].public_id)], above=str(county.pk),
    )  # fmt: skip
    below = county.below.get()
    ground.post("meeting-minutes", below.pk, minutes="传达精神，安排任务。")
    assert "东关站动员会" in ground.see("meeting", county.pk)
    plan = TaskSheet.objects.get(body=ground.units[0], duty__name__contains="方案")
    ground.post("submit", plan.pk, evidence="方案已印发。")
    ground.post("tick", ground.campaign.pk, ground.units[0].public_id, "publicised", how="张贴海报并开会传达")

    ground.as_office()
    lines = {
        unit: ground.see("startup", ground.campaign.pk).split(f">{unit.name}<")[1].split("</tr>")[0]
        for unit in ground.units
    }
    assert [f"{n}/8" in lines[unit] for n, unit in zip((4, 2, 1), ground.units, strict=True)] == [True] * 3
    ground.post("tick", ground.campaign.pk, ground.units[0].public_id, "plan", how="x", expect=422)


@pytest.mark.requirement("D-05")
def test_three_things_are_done_along_with_the_business(ground):
    for code, head in (("sync_deploy", "同步部署"), ("sync_check", "同步检查"), ("sync_award", "同步奖惩")):
        ground.as_office()
        assert head in ground.see("startup", ground.campaign.pk)
        ground.as_unit(1)
        ground.post("tick", ground.campaign.pk, ground.units[1].public_id, code, how="与全年业务会一并安排")
    marks = set(ground.campaign.start_ticks.values_list("code", "body"))
    assert marks == {(code, ground.units[1].pk) for code in ("sync_deploy", "sync_check", "sync_award")}
    assert "与全年业务会一并安排" in ground.see("startup", ground.campaign.pk)


@pytest.mark.requirement("E-32", "E-50")
def test_a_discussion_keeps_what_everybody_said_and_leaders_put_it_on_their_agenda(ground):
    meeting = ground.meeting(kind="discussion", title="窗口人员专题讨论", wants_statements="on")
    ground.hold(meeting)
    attendee = meeting.invitations.get(body=ground.units[0]).attendees.get()
    ground.as_unit(0)
    ground.post("meeting-speak", attendee.pk, statement="我承诺首问负责、限时办结。")
    ground.as_unit(1)
    ground.post("meeting-speak", attendee.pk, statement="代人发言", expect=403)
    attendee.refresh_from_db()
    assert attendee.statement == "我承诺首问负责、限时办结。"
    ground.as_office()
    assert attendee.statement in ground.see("meeting", meeting.pk)
    ground.hold(ground.meeting(kind="regular", title="局班子例会", agenda="研究创先争优活动\n业务工作"))
    assert "局班子例会" in ground.see("meetings", ground.campaign.pk, q="研究创先争优活动")


def plan(ground, **given):
    """Plan an activity of the office through its page."""
    facts = {
        "kind": "care",
        "span": "event",
        "title": "敬老助老",
        "rhythm": "once",
        "body": str(ground.county.public_id),
    }
    ground.as_office()
    ground.post("activity-new", ground.campaign.pk, **facts | {"starts_on": "2026-03-20"} | given)
    return Activity.objects.filter(series__isnull=True).latest("pk")


@pytest.mark.requirement("C2-28", "C2-34", "E-25")
def test_units_register_for_an_activity_until_its_places_are_taken(ground):
    one = plan(ground, title="重阳敬老文艺演出", kind="culture", register_until="2026-03-18", seats="30")
    assert Notice.objects.filter(text__contains="重阳敬老文艺演出").count() == 3
    ground.as_unit(0)
    ground.post("activity-enrol", one.pk, persons="20")
    ground.as_unit(1)
    refused = ground.post("activity-enrol", one.pk, persons="11", expect=422).content.decode()
    assert "仅剩10个名额" in refused
    ground.post("activity-enrol", one.pk, persons="10", note="自带乐器")
    assert {row.body: row.persons for row in one.enrolments.all()} == {ground.units[0]: 20, ground.units[1]: 10}
    ground.as_office()
    page = ground.see("activity", one.pk)
    assert "30/30" in page
    assert "自带乐器" in page


@pytest.mark.requirement("C4-11", "C4-46", "C2-46")
def test_service_months_weeks_and_days_carry_the_records_of_the_units(ground):
    month = plan(ground, title="窗口服务月", kind="service", span="month", starts_on="2026-03-01")
    week = plan(ground, title="服务周", kind="service", span="week", starts_on="2026-03-02")
    day = plan(ground, title="便民服务日", kind="service", span="day", starts_on="2026-03-05", rhythm="monthly")
    assert (month.ends_on, week.ends_on, day.ends_on) == (
        dt.date(2026, 3, 31),
        dt.date(2026, 3, 8),
        dt.date(2026, 3, 5),
    )
    assert day.others.count() == 8, "on the fifth of each month until November"
    assert str(day.others.last().starts_on) in ground.see("activity", day.pk)
    wrong = {
        "title": "过长的服务日",
        "span": "day",
        "starts_on": "2026-03-05",
        "ends_on": "2026-03-09",
        "kind": "service",
    }
    facts = {"rhythm": "once", "body": str(ground.county.public_id)}
    assert "时间超出" in ground.post("activity-new", ground.campaign.pk, expect=422, **facts | wrong).content.decode()

    ground.as_unit(0)
    ground.post("activity-record", month.pk, on="2026-03-03", text="上门办证", took_part="4", served="26")
    ground.post("activity-record", month.pk, on="2026-03-10", text="延时服务", took_part="3", served="14")
    ground.post("activity-record", month.pk, on="2026-03-11", text="明天的事", expect=422)
    assert sum(month.records.values_list("served", flat=True)) == 40
    assert "上门办证" in ground.see("activity", month.pk)
    assert ">40<" in ground.see("activities", ground.campaign.pk, span="month")


@pytest.mark.requirement("C3-28", "C4-45")
def test_the_calendar_of_named_days_shows_what_is_planned_for_each(ground):
    ground.as_office()
    page = ground.see("calendar", ground.campaign.pk)
    assert all(name in page for name in ("五一劳动节", "七一建党节", "国庆节", "中秋节"))
    assert "元旦" not in page, "the campaign ends in November"
    plan(ground, title="七一主题宣传", kind="publicity", occasion="七一建党节", starts_on="2026-07-01")
    ground.as_office()
    line = ground.see("calendar", ground.campaign.pk).split("七一建党节<")[1].split("</tr>")[0]
    assert "七一主题宣传" in line
    assert Activity.objects.get().occasion == "七一建党节"


@pytest.mark.requirement("D-55", "E-21")
def test_culture_is_planned_for_an_item_and_concluded_with_its_result(ground):
    item = ground.campaign.dimensions.first().items.first()
    one = plan(
        ground, title="职工文化节", kind="culture", item=str(item.pk), purpose="建设职工文化", starts_on="2026-03-08"
    )
    ground.as_unit(2)
    ground.post("activity-record", one.pk, on="2026-03-08", text="演出三个节目", took_part="12", served="200")
    ground.as_office()
    ground.post("activity-finish", one.pk, words="形成职工文艺队伍一支")
    one.refresh_from_db()
    assert (one.state, one.item) == ("done", item)
    page = ground.see("activity", one.pk)
    assert "形成职工文艺队伍一支" in page
    assert item.name in page


def assign(ground, **given):
    """Assign a contact through its page."""
    facts = {"task": "每月联系一次，帮助解决问题", "starts_on": "2026-03-01", "ends_on": "2026-11-30"}
    ground.as_office()
    ground.post("contact-new", ground.campaign.pk, **facts | given)
    return Contact.objects.latest("pk")


@pytest.mark.requirement("B-09", "C2-07", "B-25")
def test_leaders_are_in_charge_of_towns_and_what_they_promise_is_followed(ground):
    leader = AppointmentFactory(post=PostFactory(body=ground.county, duty="leader"))
    who, town = str(leader.public_id), str(ground.units[0].public_id)
    area = assign(ground, kind="area", appointment=who, target=town)
    point = assign(ground, kind="leader", appointment=who, target=str(ground.units[1].public_id))
    page = ground.see("contacts", ground.campaign.pk)
    assert page.count(leader.person.name) >= 2
    place = Place.objects.create(body=ground.units[0], name="职工之家", kind="site", starts_on=MARCH)
    ground.post(
        "contact-note", area.pk, on="2026-03-09", text="班子不全，阵地缺设备", place=str(place.pk), promise="配齐活动设备",
        promise_due="2026-03-20",
    )  # fmt: skip
    assert "职工之家" in ground.see("contact", area.pk)
    with clock.pretend(clock.midnight(dt.date(2026, 3, 25))):
        assert "承诺有1项已过期限" in ground.see("contacts", ground.campaign.pk)
        ground.post("contact-end", area.pk, words="已结束", expect=422)
        ground.post("promise", area.notes.get().pk, words="设备已到位")
        ground.post("contact-end", area.pk, words="班子配齐，阵地建成")
    area.refresh_from_db()
    assert (area.state, point.state, area.notes.get().kept_on) == ("ended", "active", dt.date(2026, 3, 25))
    assert "班子配齐，阵地建成" in ground.see("contact", area.pk)


@pytest.mark.requirement("A-19", "C3-32")
def test_colleagues_and_families_are_paired_without_a_name_of_the_family(ground):
    who, partner = str(ground.appointment(0).public_id), str(ground.appointment(1).public_id)
    pair = assign(ground, kind="party", appointment=who, partner=partner, task="共同提高窗口业务")
    family = assign(
        ground, kind="family", appointment=who, household="柳河村第3号", target=str(ground.units[1].public_id)
    )
    assert (pair.partner, family.target, family.household) == (ground.appointment(1), None, "柳河村第3号")
    refused = {"kind": "masses", "appointment": who, "partner": who, "task": "x", "starts_on": "2026-03-01"}
    answer = ground.post("contact-new", ground.campaign.pk, expect=422, ends_on="2026-11-30", **refused)
    assert "请选择结对同事" in answer.content.decode()
    page = ground.see("contacts", ground.campaign.pk)
    assert "党内带党外" in page
    assert "柳河村第3号" in page
    assert ground.appointment(1).person.name in page


@pytest.mark.requirement("C4-51", "E-62")
def test_a_demonstration_point_is_named_and_its_practice_followed_as_it_spreads(ground):
    ground.as_office()
    ground.post("point-new", ground.campaign.pk, body=str(ground.units[0].public_id), practice="首问负责登记簿")
    point = DemoPoint.objects.get()
    ground.post("point-new", ground.campaign.pk, body=str(ground.units[0].public_id), practice="再次", expect=422)
    told = [str(unit.public_id) for unit in ground.units]
    ground.post("point-spread", point.pk, units=told)
    assert point.spreads.count() == 2, "the point itself is not told"
    one = point.spreads.get(body=ground.units[1])
    ground.as_unit(2)
    ground.post("spread-adopt", one.pk, words="x", expect=404)
    ground.as_unit(1)
    ground.post("spread-adopt", one.pk, words="已建立登记簿并公示")
    ground.as_office()
    ground.post("spread-see", one.pk)
    one.refresh_from_db()
    assert (one.state, one.adopted_on) == ("checked", MARCH)
    assert "已建立登记簿并公示" in ground.see("point", point.pk)
    row = ground.see("points", ground.campaign.pk).split("首问负责登记簿")[1].split("</tr>")[0]
    assert [cell.split("<")[0] for cell in row.split('class="num">')[1:]] == ["2", "1"]


@pytest.mark.requirement("C2-47", "E-27")
def test_a_project_is_followed_by_its_milestones(ground):
    village = BodyFactory(parent=ground.county, name="柳河村")
    ground.as_office()
    facts = {
        "body": str(ground.units[0].public_id),
        "title": "日间照料中心",
        "aim": "建成可用",
        "partner": str(village.public_id),
    }
    wrong = ground.post("project-new", ground.campaign.pk, milestones="三月底 装修", expect=422, **facts)
    assert "每行先写日期" in wrong.content.decode()
    ground.post("project-new", ground.campaign.pk, milestones="2026-03-05 选址\n2026-06-30 设备安装", **facts)
    project = Project.objects.get()
    assert "滞后" in ground.see("projects", ground.campaign.pk)
    first, second = project.milestones.all()
    ground.post("milestone", first.pk, words="选址完成")
    page = ground.see("projects", ground.campaign.pk)
    assert "1/2" in page
    assert "滞后" not in page
    ground.post("project-complete", project.pk, words="建成", expect=422)
    ground.post("milestone", second.pk)
    ground.post("project-complete", project.pk, words="建成并投入使用")
    project.refresh_from_db()
    assert (project.state, project.partner) == ("done", village)
    assert "建成并投入使用" in ground.see("project", project.pk)


@pytest.mark.requirement("A-47", "E-42")
def test_the_coverage_matrix_tells_which_unit_worked_on_which_item_in_which_phase(ground):
    item = ground.campaign.dimensions.first().items.first()
    one = plan(ground, title="挂牌上岗日", kind="service", item=str(item.pk), starts_on="2026-03-05")
    ground.as_unit(0)
    ground.post("activity-record", one.pk, on="2026-03-05", text="全员挂牌上岗", took_part="9")
    ground.as_office()
    first, second, *_rest = ground.campaign.phases.order_by("order_number")
    page = ground.see("coverage", ground.campaign.pk, phase=str(first.pk))
    lines = {unit: page.split(f">{unit.name}<")[1].split("</tr>")[0] for unit in ground.units}
    assert ["tag-success" in lines[unit] for unit in ground.units] == [True, False, False]
    assert "1/3" in page
    assert "1/3" not in ground.see("coverage", ground.campaign.pk, phase=str(second.pk))
    assert one.records.get().activity.item == item


@pytest.mark.requirement("C2-12", "C4-50")
def test_summaries_are_drafted_from_the_records_and_their_measures_become_duties(ground):
    ground.hold(ground.meeting())
    ground.as_unit(0)
    plan_sheet = TaskSheet.objects.get(body=ground.units[0], duty__name__contains="方案")
    ground.post("submit", plan_sheet.pk, evidence="方案已印发。")
    ground.as_office()
    ground.post("accept", plan_sheet.pk)
    phase = ground.campaign.phases.order_by("order_number").first()
    facts = {"kind": "phase", "body": str(ground.county.public_id), "phase": str(phase.pk)}
    with clock.pretend(clock.midnight(dt.date(2026, 4, 2))):
        ground.post("report-new", ground.campaign.pk, **facts)
    report = Report.objects.get()
    assert (report.figures["accepted"], report.figures["meetings"], report.figures["units"]) == (1, 1, 3)
    page = ground.see("report", report.pk)
    assert "召开会议1次" in page
    assert "逾期未报" in page, "what nobody handed in is the first problem"
    ground.post("report-line", report.pk, kind="measure", text="逐站督促方案报送")
    ground.post("report-edit", report.pk, title=report.title, text=report.text + "\n下阶段重点抓整改。")
    ground.post("report-issue", report.pk)
    measure = report.points.get(kind="measure")
    ground.post("report-duty", measure.pk, body=str(ground.units[2].public_id), due_on="2026-04-20")
    measure.refresh_from_db()
    assert measure.duty.sheets.get().body == ground.units[2]
    assert "待完成" in ground.see("report", report.pk) or "未完成" in ground.see("report", report.pk)
    ground.as_unit(1)
    own = {"kind": "self", "body": str(ground.units[1].public_id)}
    ground.post("report-new", ground.campaign.pk, **own)
    assert Report.objects.get(kind="self").figures["units"] == 1


@pytest.mark.requirement("A-44", "A-24", "B-49")
def test_the_next_cycle_takes_over_what_is_open_and_what_was_changed(ground):
    ground.as_office()
    ground.post("report-new", ground.campaign.pk, kind="closing", body=str(ground.county.public_id))
    report = Report.objects.get()
    ground.post("report-line", report.pk, kind="rule", text="月报改为双月报")
    ground.post("report-issue", report.pk)
    done = TaskSheet.objects.get(body=ground.units[0], duty__name__contains="方案")
    ground.as_unit(0)
    ground.post("submit", done.pk, evidence="方案已印发。")
    ground.as_office()
    with clock.pretend(clock.midnight(dt.date(2026, 12, 1))):
        assert "转入下一周期" in ground.see("detail", ground.campaign.pk)
        answer = ground.post("roll-over", ground.campaign.pk, title="2027年活动", starts_on="2027-03-01")
        page = ground.client.get(answer["Location"]).content.decode()
    new = ground.campaign.next_cycle.campaign
    ground.campaign.refresh_from_db()
    assert (ground.campaign.state, new.state, new.ends_on) == ("closed", "running", dt.date(2027, 11, 30))
    assert next(p.starts_on for p in new.phases.all()) == dt.date(2027, 3, 1)
    filing = new.duties.get(name__contains="方案", carried__isnull=True)
    assert (filing.due_on, filing.sheets.count()) == (dt.date(2027, 3, 20), 3)
    assert "月报改为双月报" in page
    carried = new.duties.filter(name__startswith="续办", name__contains="方案").get()
    owing = set(new.cycle.matters.filter(kind="duty", duty=carried).values_list("body__name", flat=True))
    assert owing == {"西关站", "南关站"}, "the unit that handed in owes nothing"
    assert {sheet.body for sheet in carried.sheets.all()} == set(ground.units[1:])
    assert not TaskSheet.objects.filter(
        duty__campaign=ground.campaign, state__in=(SheetState.OPEN, SheetState.RETURNED)
    )
    assert ground.post("roll-over", ground.campaign.pk, title="再来", starts_on="2027-03-01", expect=422)
