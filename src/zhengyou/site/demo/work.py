"""What the county's campaign does besides its task sheets: meetings, activities, contacts, points, projects, reports."""

import datetime as dt
import functools
import io

import segno

from zhengyou.campaign.campaigns.actions import activities, contacts, meetings, pages, reports
from zhengyou.campaign.campaigns.enums import ActivityKind, ContactKind, MeetingKind, PointKind, ReportKind, Span
from zhengyou.campaign.campaigns.models import Attendee, Campaign, Meeting, TaskSheet
from zhengyou.campaign.campaigns.scanning import word_of
from zhengyou.kernel import clock
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.site.demo.staff import Staff

UNITS = ("service-centre", "market", "tax", "labour", "police")
"""Units of the campaign that appear in its meetings, activities and contacts."""

STARTED = (
    ("publicised", "张贴公告并在大厅电子屏滚动播放"),
    ("sync_deploy", "与年度业务工作会议一并部署"),
    ("sync_check", "随业务检查一并督查"),
)


class Ground:
    """The campaign with the hats under which it is worked on."""

    def __init__(self, campaign: Campaign, bodies: dict[str, Body], everybody: Staff) -> None:
        self.campaign, self.bodies, self.everybody = campaign, bodies, everybody
        hat = everybody.by_login["office"]
        self.office = actor_for(hat.account, hat.appointment)

    def hat(self, key: str, duty: Duty = Duty.LIAISON) -> Actor:
        """Return somebody of a unit who may act for it."""
        one = self.everybody.of(key, duty)[0]
        return actor_for(one.account, one.appointment)

    def holder(self, key: str, duty: Duty = Duty.LIAISON) -> Appointment:
        """Return the appointment of somebody of a unit."""
        return self.everybody.of(key, duty)[0].appointment


def carry_on(campaign: Campaign, bodies: dict[str, Body], everybody: Staff) -> None:
    """Let the campaign hold meetings and activities, keep contacts and projects, and report; everything by its verbs."""
    campaign.refresh_from_db()
    ground = Ground(campaign, bodies, everybody)
    with clock.pretend(_ago(140)):
        _start(ground)
        mobilised = _prepare(ground, MeetingKind.MOBILISATION, "活动动员部署会", 2, ("传达实施方案", "部署阶段任务"))
        _assign(ground)
        _begin_projects(ground)
    with clock.pretend(_ago(138)):
        _hold(ground, mobilised)
    with clock.pretend(_ago(90)):
        _act(ground)
        _spread(ground)
    with clock.pretend(_ago(20)):
        _visit(ground)
    with clock.pretend(_ago(6)):
        coming = _prepare(ground, MeetingKind.EXCHANGE, "窗口服务经验交流会", 12, ("典型发言", "讨论下一步措施"))
        _answer(ground, coming, UNITS[:2])
        _plan_next(ground)
        _scan(ground)
        _report(ground)


def _ago(days: int) -> dt.datetime:
    return clock.midnight(clock.today() - dt.timedelta(days=days)) + dt.timedelta(hours=9, minutes=31, seconds=11)


def _in(days: int) -> dt.date:
    return clock.today() + dt.timedelta(days=days)


def _start(ground: Ground) -> None:
    for number, key in enumerate(UNITS):
        for code, how in STARTED[: 3 - number % 3]:
            reports.tick(ground.campaign, body=ground.bodies[key], code=code, how=how, actor=ground.hat(key))


def _prepare(ground: Ground, kind: MeetingKind, title: str, days: int, agenda: tuple[str, ...]) -> Meeting:
    meeting = meetings.prepare_meeting(
        ground.campaign, body=ground.campaign.body, kind=kind, title=title,
        starts_at=clock.midnight(_in(days)) + dt.timedelta(hours=9), place="县政府三楼会议室", agenda=agenda,
        units=[ground.bodies[key] for key in UNITS], wants_statements=kind == MeetingKind.EXCHANGE, actor=ground.office,
    )  # fmt: skip
    return meetings.call(meeting, actor=ground.office)


def _answer(ground: Ground, meeting: Meeting, coming: tuple[str, ...]) -> None:
    for key in coming:
        meetings.answer(
            meeting.invitations.get(body=ground.bodies[key]), coming=True,
            appointments=[ground.holder(key, Duty.LEADER)], actor=ground.hat(key),
        )  # fmt: skip


def _hold(ground: Ground, meeting: Meeting) -> None:
    _answer(ground, meeting, UNITS[:4])
    last = meeting.invitations.get(body=ground.bodies[UNITS[4]])
    meetings.answer(last, coming=False, excuse="分管领导在市里参加培训", actor=ground.hat(UNITS[4]))
    there = list(Attendee.objects.filter(invitation__meeting=meeting).order_by("pk"))
    meetings.note_presence(meeting, present=there[:3], actor=ground.office)
    meetings.speak(there[0], statement="大厅将先行试点午间延时服务，一个月内拿出结果。", actor=ground.office)
    held = meetings.hold(
        meeting, minutes="会议传达了实施方案，明确了各阶段任务、责任单位和报送时限。", results=("已传达", "按方案落实"),
        actor=ground.office,
    )  # fmt: skip
    for key, text, days in (("service-centre", "制定午间延时服务安排", 30), ("market", "公布首问负责岗位名单", 45)):
        meetings.decide_in_meeting(held, text=text, body=ground.bodies[key], due_on=_in(days), actor=ground.office)


def _assign(ground: Ground) -> None:
    assign = functools.partial(contacts.assign, ground.campaign, starts_on=clock.today(), ends_on=_in(240))
    leader = ground.everybody.by_login["leader"].appointment
    head = ground.holder("service-centre", Duty.HEAD)
    for kind, who, target, task in (
        (ContactKind.AREA, leader, "town-1", "包片联系，每月到镇一次，协调解决群众办事难题"),
        (ContactKind.LEADER, leader, "labour", "联系窗口单位，指导岗位练兵"),
        (ContactKind.POINT, head, "town-2", "固定联系点，帮助建好便民服务中心"),
    ):
        assign(
            kind=kind, appointment=who, target=ground.bodies[target], task=task, actor=ground.office,
        )  # fmt: skip
    assign(
        kind=ContactKind.PARTY, appointment=ground.holder("market", Duty.LEADER),
        partner=ground.holder("market"), task="结对共学，共同提高窗口业务", actor=ground.hat("market"),
    )  # fmt: skip
    assign(
        kind=ContactKind.FAMILY, appointment=ground.holder("tax"), household="柳河村第3号",
        task="每季度走访一次，帮助落实政策", actor=ground.hat("tax"),
    )  # fmt: skip


def _visit(ground: Ground) -> None:
    area, _linked, _point = ground.campaign.contacts.filter(target__isnull=False).order_by("pk")
    kept = contacts.note_contact(
        area, on=_in(-30), text="便民服务中心排队等候时间长，缺少叫号设备。", promise="协调配备叫号机", promise_due=_in(-5),
        actor=ground.office,
    )  # fmt: skip
    contacts.keep_promise(kept, how="叫号机已安装使用", actor=ground.office)
    contacts.note_contact(
        area, on=_in(-1), text="代办员不足，偏远村组群众办事不便。", promise="每村明确一名代办员", promise_due=_in(30),
        actor=ground.office,
    )  # fmt: skip
    pair = ground.campaign.contacts.get(kind=ContactKind.PARTY)
    contacts.note_contact(pair, on=_in(-3), text="共同梳理了一次性告知清单。", actor=ground.hat("market"))


def _begin_projects(ground: Ground) -> None:
    centre = contacts.begin_project(
        ground.campaign, body=ground.bodies["service-centre"], title="企业开办一窗通办", aim="五个环节并为一个环节",
        milestones=[("流程梳理", _in(20)), ("系统联调", _in(70)), ("正式运行", _in(170))], actor=ground.hat("service-centre"),
    )  # fmt: skip
    home = contacts.begin_project(
        ground.campaign, body=ground.bodies["labour"], title="乡镇社保代办点", aim="十二个镇各设一个代办点",
        milestones=[("选点", _in(30)), ("培训代办员", _in(110))], actor=ground.hat("labour"),
    )  # fmt: skip
    for project, key, days in ((centre, "service-centre", 18), (home, "labour", 33)):
        with clock.pretend(clock.now() + dt.timedelta(days=days)):
            contacts.reach(project.milestones.order_by("due_on")[0], note="按期完成", actor=ground.hat(key))


def _act(ground: Ground) -> None:
    item = ground.campaign.dimensions.order_by("order_number")[0].items.first()
    week = activities.plan_activity(
        ground.campaign, body=ground.campaign.body, kind=ActivityKind.SERVICE, span=Span.WEEK, title="便民服务进乡镇",
        purpose="集中办理群众急需的社保、税务和证照业务。", place="城关镇文化广场", starts_on=_in(3), register_until=_in(2),
        seats=60, item=item, actor=ground.office,
    )  # fmt: skip
    for number, key in enumerate(UNITS[:4]):
        activities.enrol(week, body=ground.bodies[key], persons=3 + number, actor=ground.hat(key))
    with clock.pretend(clock.now() + dt.timedelta(days=10)):
        for number, key in enumerate(UNITS[:4]):
            for day in range(2):
                activities.record_activity(
                    week, body=ground.bodies[key], on=week.starts_on + dt.timedelta(days=day),
                    text="现场受理业务，发放办事指南。", took_part=3 + number, served=42 + 11 * number + 7 * day,
                    actor=ground.hat(key),
                )  # fmt: skip
        activities.finish(week, result="现场办结业务，对不能当场办结的登记交办。", actor=ground.office)


def _plan_next(ground: Ground) -> None:
    coming = activities.plan_activity(
        ground.campaign, body=ground.campaign.body, kind=ActivityKind.CONTEST, title="窗口岗位练兵比武",
        purpose="比业务、比作风、比效率。", place="县政务服务中心", starts_on=_in(25), register_until=_in(18), actor=ground.office,
    )  # fmt: skip
    activities.enrol(coming, body=ground.bodies["tax"], persons=4, actor=ground.hat("tax"))


def _spread(ground: Ground) -> None:
    point = contacts.name_point(
        ground.campaign, body=ground.bodies["service-centre"], practice="首问负责登记簿：谁接待谁负责到底",
        leader=ground.everybody.by_login["leader"].appointment, actor=ground.office,
    )  # fmt: skip
    contacts.spread(point, units=[ground.bodies[key] for key in UNITS], actor=ground.office)
    for key in UNITS[1:3]:
        one = point.spreads.get(body=ground.bodies[key])
        adopted = contacts.adopt(one, how="已建立登记簿并公示", actor=ground.hat(key))
        if key == "market":
            contacts.see(adopted, actor=ground.office)


def _scan(ground: Ground) -> None:
    """File a scan with the code of its form, and one on which nobody can read a code."""
    sheet = TaskSheet.objects.filter(duty__campaign=ground.campaign, body=ground.bodies["tax"]).earliest("due_on")
    page = pages.print_page(sheet, actor=ground.hat("tax"))
    uploads = []
    for name, text in (("盖章任务单.png", word_of(page.number)), ("无法识别的扫描件.png", "禾")):
        drawn = io.BytesIO()
        segno.make(text, error="m").save(drawn, kind="png", scale=8, border=6)
        drawn.seek(0)
        drawn.name = name
        uploads.append(drawn)
    pages.take_scans(ground.bodies["tax"], uploads=uploads, actor=ground.hat("tax"))


def _report(ground: Ground) -> None:
    phases = ground.campaign.phases.filter(ends_on__lt=clock.today(), ends_on__isnull=False).order_by("ends_on")
    if (ended := phases.first()) is not None:
        summary = reports.draft_report(
            ground.campaign, body=ground.campaign.body, kind=ReportKind.PHASE, phase=ended, actor=ground.office
        )
        reports.add_point(summary, kind=PointKind.MEASURE, text="对逾期单位逐一督促，月底前补报", actor=ground.office)
        reports.issue(summary, actor=ground.office)
    page = reports.draft_report(ground.campaign, body=ground.campaign.body, kind=ReportKind.PAGE, actor=ground.office)
    for text in ("是否将报送情况纳入年度考核", "是否在全县推广首问负责登记簿"):
        reports.add_point(page, kind=PointKind.WANTED, text=text, actor=ground.office)
    issued = reports.issue(page, actor=ground.office)
    hat = ground.everybody.by_login["leader"]
    boss = actor_for(hat.account, hat.appointment)
    reports.decide(issued.points.filter(kind=PointKind.WANTED)[1], answer="同意，由县活动办牵头。", actor=boss)
