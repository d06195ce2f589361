"""People on duty and away in the demonstration: an invited supervisor with reports, AB posts, leave, a hand-over."""

import datetime as dt

from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.bodies.actions import groups, posts
from zhengyou.registry.bodies.enums import Capacity, Duty, LeaveKind, Seat
from zhengyou.registry.bodies.models import Body
from zhengyou.site.demo.county import ROOT
from zhengyou.site.demo.staff import SHOWN, Staff

SEEN = (
    (40, SHOWN, "上午十点半，综合窗口排队二十余人，只开两个窗口；导办台无人。", "已在高峰时段增开一个窗口，导办台安排专人值守。"),
    (21, "market", "窗口一次性告知单内容与网上办事指南不一致，多列一项材料。", "已按办事指南更正告知单，并逐窗口核对。"),
    (6, "market", "公示栏的岗位承诺未写办结时限。", ""),
)  # fmt: skip
"""How many days ago, where, what the supervisor saw, what was done about it (nothing yet: empty)."""


def set_up(bodies: dict[str, Body], staff: Staff) -> None:
    """Let the supervisor be invited and report, and let people be away with somebody in their place."""
    _supervise(bodies, staff)
    today = clock.today()
    clerks = staff.of(SHOWN, Duty.WINDOW)
    liaison, away = staff.of(SHOWN, Duty.LIAISON)[0], staff.of("market", Duty.LIAISON)[0]
    posts.appoint(
        clerks[1].appointment.person, post=liaison.appointment.post, seat=Seat.STAND_IN, starts_on=today, actor=SYSTEM
    )
    posts.take_leave(
        clerks[2].appointment.person,
        kind=LeaveKind.ANNUAL,
        starts_on=today,
        ends_on=today + dt.timedelta(days=5),
        stand_ins={clerks[2].appointment.pk: clerks[1].appointment.person},
        handed_over="在办件3件，已当面交接。",
        actor=SYSTEM,
    )
    leader = staff.of("market", Duty.LEADER)[0]
    posts.take_leave(
        away.appointment.person,
        kind=LeaveKind.TRAINING,
        starts_on=today,
        ends_on=today + dt.timedelta(days=3),
        stand_ins={away.appointment.pk: leader.appointment.person},
        handed_over="活动联络和整改单签收。",
        actor=SYSTEM,
    )
    before, after = staff.of("transport", Duty.LEADER)[0], staff.of("transport", Duty.LIAISON)[0]
    posts.hand_over(
        before.appointment,
        to=after.appointment.person,
        on=today,
        matters="分管工作台账、在办整改事项2项、联系单位名册。",
        actor=SYSTEM,
    )


def _supervise(bodies: dict[str, Body], staff: Staff) -> None:
    today = clock.today()
    with clock.pretend(clock.midnight(today - dt.timedelta(days=60)) + dt.timedelta(hours=9)):
        supervisor = groups.invite_supervisor(
            bodies[ROOT],
            staff.by_login["supervisor"].appointment.person,
            capacity=Capacity.PUBLIC,
            starts_on=clock.today(),
            ends_on=clock.today() + dt.timedelta(days=365),
            rights="查看窗口现场和公示内容，提出意见；不查阅评价人信息。",
            letter="青创组聘〔2026〕1号",
            actor=SYSTEM,
        )
    for days, unit, text, answer in SEEN:
        with clock.pretend(clock.midnight(today - dt.timedelta(days=days)) + dt.timedelta(hours=16)):
            told = groups.report(supervisor, about=bodies[unit], on=clock.today(), text=text, actor=SYSTEM)
        if answer:
            with clock.pretend(clock.midnight(today - dt.timedelta(days=days - 3)) + dt.timedelta(hours=11)):
                groups.answer_report(told, answer=answer, on=clock.today(), actor=SYSTEM)
