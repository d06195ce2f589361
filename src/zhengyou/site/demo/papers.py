"""Official papers of the demonstration: what the county's union issued, and who has signed for it."""

import datetime as dt

from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import actor_for, holders
from zhengyou.registry.approvals import actions as approvals
from zhengyou.registry.approvals.enums import TaskState
from zhengyou.registry.approvals.models import Task
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.papers import actions, rules
from zhengyou.registry.papers.actions import Draft
from zhengyou.registry.papers.models import Paper
from zhengyou.registry.people.models import Account
from zhengyou.site.demo.staff import Staff

UNIONS = ("union-education", "union-health", "union-transport", "union-trade", "union-new")
NOTICES = (
    (
        60,
        5,
        "关于组织开展窗口服务技能竞赛的通知",
        (
            "各行业工会联合会：\n为提升窗口服务水平，现就组织开展窗口服务技能竞赛有关事项通知如下。\n一、竞赛时间\n"
            "竞赛于第四季度分行业进行。\n二、竞赛内容\n政策法规、业务流程、文明用语和应急处置。\n三、有关要求\n"
            "各行业工会联合会要加强组织，不得影响窗口正常服务，不得向基层摊派费用。"
        ),
    ),
    (
        12,
        3,
        "关于做好差评整改情况回访工作的通知",
        (
            "各行业工会联合会：\n为切实把群众反映的问题改到位，现就做好差评整改回访工作通知如下。\n一、回访范围\n"
            "本季度已办结的差评整改事项。\n二、回访方式\n由上级单位安排专人回访，被评价窗口及其工作人员不得联系评价人。\n"
            "三、结果运用\n群众认为未解决的，退回责任单位重新整改。"
        ),
    ),
)
"""How many days ago, how many of the recipients have signed, title, text."""


def issue_all(bodies: dict[str, Body], staff: Staff) -> None:
    """Let the union issue its notices through review and signature, and some recipients sign for them."""
    organ = actions.found_organ(
        bodies["union"], name="青禾县总工会", code="青总工发", heading="青禾县总工会文件", actor=SYSTEM
    )
    hat = staff.by_login["union-office"]
    clerk = actor_for(hat.account, hat.appointment)
    recipients = [bodies[key] for key in UNIONS]
    for days_ago, signed, title, text in NOTICES:
        with clock.pretend(clock.midnight(clock.today() - dt.timedelta(days=days_ago)) + dt.timedelta(hours=10)):
            paper = actions.draft(organ, Draft(kind="notice", title=title, text=text, bodies=recipients), actor=clerk)
            actions.submit(paper, actor=clerk)
            _sign(paper)
            issued = actions.issue(Paper.objects.get(pk=paper.pk), actor=clerk)
        with clock.pretend(clock.midnight(clock.today() - dt.timedelta(days=days_ago - 1)) + dt.timedelta(hours=15)):
            for recipient in issued.recipients.filter(body__in=recipients).order_by("pk")[:signed]:
                actions.confirm(recipient, actor=_receiver(recipient.body))


def _sign(paper: Paper) -> None:
    """Let everybody agree whose opinion is asked, one after the other."""
    waiting = Task.objects.filter(state=TaskState.WAITING, instance__subject_id=str(paper.pk))
    while task := waiting.select_related("appointment__person__account", "appointment__post__body").first():
        appointment = task.appointment
        if appointment is None:
            raise LookupError("the procedure asks somebody whom the demonstration has not appointed")
        approvals.approve(task, opinion="同意。", actor=actor_for(appointment.person.account, appointment))


def _receiver(body: Body | None) -> Actor:
    """Return somebody of ``body`` who may sign for what comes."""
    if body is None:
        raise LookupError("a recipient of the demonstration is a body")
    grants = holders(rules.SIGN_FOR, body).select_related("appointment__person__account", "appointment__post__body")
    grant = grants.filter(appointment__post__body=body).first() or grants.first()
    if grant is None:
        raise LookupError(f"nobody signs for {body}")
    return actor_for(Account.objects.get(person=grant.appointment.person), grant.appointment)
