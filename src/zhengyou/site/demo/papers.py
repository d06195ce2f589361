"""Papers of the demonstration: what the county's union decided and issued, who signed for it, its regulations."""

import datetime as dt

from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import actor_for, holders
from zhengyou.registry.approvals import actions as approvals
from zhengyou.registry.approvals.enums import TaskState
from zhengyou.registry.approvals.models import Task
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.papers import actions, queries, rules
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


REGULATIONS = (
    (
        "guarantee",
        "活动领导责任和联络员制度",
        (
            "第一条 各单位主要负责人是活动第一责任人，分管领导具体负责。\n"
            "第二条 各单位确定一名联络员，负责活动的日常联系。\n第三条 领导小组每季度听取一次活动进展情况。"
        ),
    ),
    (
        "supervision",
        "差评整改督导办法",
        (
            "第一条 差评整改实行一事一单，按规定时限办结。\n第二条 上级单位对办结事项进行抽查。\n"
            "第三条 督导不得要求基层重复报送材料。"
        ),
    ),
    (
        "incentive",
        "服务标兵选树和激励办法",
        "第一条 选树面向窗口一线人员。\n第二条 按实绩和群众评价提出人选，经公示后确定。\n第三条 激励以通报表扬和交流学习为主。",
    ),
    (
        "assessment",
        "窗口服务考评办法",
        "第一条 考评以群众评价和整改结果为主要依据。\n第二条 样本不足的单位不排名次。\n第三条 考评结果可以申诉。",
    ),
)
"""What each regulation is for, its title, its first wording."""


def regulate(body: Body, clerk: Actor) -> None:
    """Record a decision of the union's leadership, and the regulations that it put into force; one was amended since."""
    today = clock.today()
    with clock.pretend(clock.midnight(today - dt.timedelta(days=90)) + dt.timedelta(hours=10)):
        decided = actions.resolve(
            body,
            decided_by="县总工会党组",
            meeting=f"{today.year}年第8次党组会议",
            decided_on=clock.today(),
            title="在全县工会系统开展为民服务创先争优活动",
            text="会议决定：在全县工会系统开展为民服务创先争优活动，成立领导小组，制定四项制度。",
            basis="市总工会有关通知\n县委组织部活动方案",
            actor=clerk,
        )
        for aspect, title, text in REGULATIONS:
            regulation = actions.write_regulation(body, title=title, aspect=aspect, text=text, actor=clerk)
            actions.adopt(regulation, on=clock.today(), resolution=decided, actor=clerk)
    amended = queries.regulations(clerk).get(title="差评整改督导办法")
    text = f"{REGULATIONS[1][2]}\n第四条 同类问题一个季度出现三次以上的，由主管部门提出整改建议。"
    changes = "增加第四条，解决同类问题反复出现。"
    actions.amend(amended, text=text, changes=changes, issues=["多个窗口反复出现叫号屏不显示"], actor=clerk)


def issue_all(bodies: dict[str, Body], staff: Staff) -> None:
    """Let the union issue its notices through review and signature, and some recipients sign for them."""
    organ = actions.found_organ(
        bodies["union"], name="青禾县总工会", code="青总工发", heading="青禾县总工会文件", actor=SYSTEM
    )
    hat = staff.by_login["union-office"]
    clerk = actor_for(hat.account, hat.appointment)
    regulate(bodies["union"], clerk)
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
