"""The county's campaign at work: goals, scope, responsibilities, sub-plans, an amendment, results and benchmarks."""

import datetime as dt
from decimal import Decimal

from zhengyou.campaign.campaigns.actions import amending, filing, goals, means, organisation, results, scope, sharing
from zhengyou.campaign.campaigns.actions.wishes import Wish
from zhengyou.campaign.campaigns.enums import (
    BasisKind,
    Capability,
    Cause,
    Change,
    GoalKind,
    Measure,
    Nature,
    Part,
    Rank,
    ResourceKind,
    ResultKind,
    TagKind,
)
from zhengyou.campaign.campaigns.models import Campaign
from zhengyou.campaign.campaigns.queries.scope import Terms
from zhengyou.campaign.plans import actions as plans
from zhengyou.kernel import clock
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.bodies.enums import Duty, Kind
from zhengyou.registry.bodies.models import Body, LeadingGroup
from zhengyou.site.demo import county
from zhengyou.site.demo.staff import Staff

FILERS = (("service-centre", 118), ("market", 117), ("tax", 115), ("labour", 109), ("police", 116))
"""Units with a sub-plan, and how many days ago they filed it; it was due 112 days ago."""

RESULTS = (
    (
        "service-centre",
        ResultKind.PROCESS,
        "企业开办一窗办理",
        "分别向五个窗口提交材料",
        "一窗受理、内部流转",
        9,
        3,
        "",
    ),
    (
        "market",
        ResultKind.REGULATION,
        "首问负责制",
        "",
        "首问人员负责受理、转办和答复",
        None,
        None,
        "青市监发〔2026〕21号",
    ),
    ("tax", ResultKind.MEASURE, "午间延时服务", "", "办税窗口午间轮值不断档", None, None, ""),
    ("labour", ResultKind.PRACTICE, "社保业务乡镇代办", "", "十二个镇设代办点，群众就近办理", None, None, ""),
)
NEWS = (
    (
        "service-centre",
        "窗口岗位练兵比武活动圆满完成",
        "本周组织窗口人员开展业务比武，三十人参加。",
        "县活动简报第12期",
    ),
    ("police", "出入境窗口推出预约服务", "群众可提前预约，平均等候时间缩短十分钟。", ""),
)


def enliven(campaign: Campaign, bodies: dict[str, Body], everybody: Staff) -> None:
    """Let the county's campaign be led as one is: everything by its verbs, some months ago up to now."""
    hat = everybody.by_login["office"]
    office = actor_for(hat.account, hat.appointment)
    units = {key: _hat(everybody, key, Duty.LIAISON) for key, _days in FILERS}
    with clock.pretend(_ago(150)):
        _found(campaign, bodies[county.ROOT], office)
        _goals(campaign, bodies, office, units)
        campaign = filing.ask_for_plans(
            campaign,
            due_on=clock.today() + dt.timedelta(days=38),
            personal_due_on=clock.today() + dt.timedelta(days=60),
            addresses=[filing.Address(Nature.REPORT, campaign.body), filing.Address(Nature.RECORD, bodies["union"])],
            actor=office,
        )
    _file(campaign, bodies, everybody, office)
    with clock.pretend(_ago(60)):
        _amend(campaign, office)
        _results(campaign, bodies, office, units)
    with clock.pretend(_ago(5)):
        _catch_up(campaign, bodies, units)
    with clock.pretend(_ago(1)):
        _reword(campaign, office)


def _ago(days: int) -> dt.datetime:
    return clock.midnight(clock.today() - dt.timedelta(days=days)) + dt.timedelta(hours=10, minutes=12, seconds=7)


def _hat(everybody: Staff, key: str, duty: Duty) -> Actor:
    hat = everybody.of(key, duty)[0]
    return actor_for(hat.account, hat.appointment)


def _found(campaign: Campaign, root: Body, office: Actor) -> None:
    group = LeadingGroup.objects.filter(body=root).first()
    organisation.organise(campaign, theme="让群众办事更省心", group=group, actor=office)
    amending.rest_on(
        campaign,
        kind=BasisKind.UPWARD,
        number_text="禾办发〔2026〕2号",
        title="关于深入开展为民服务创先争优活动的意见",
        actor=office,
    )
    tax = scope.keep_sector(root, name="税务", words="税务、国税", actor=office)
    medical = scope.keep_sector(root, name="医疗卫生", words="医院、卫生健康、疾病预防", actor=office)
    for terms in (
        Terms(sector=tax),
        Terms(sector=medical),
        Terms(kinds=[Kind.BANK, Kind.ENTERPRISE]),
    ):
        scope.add_rule(campaign, terms=terms, actor=office)
    scope.define_class(campaign, name="窗口人员", duties=[Duty.WINDOW], actor=office)
    scope.define_class(
        campaign, name="负责人和分管领导", duties=[Duty.HEAD, Duty.LEADER], is_extension=True, actor=office
    )
    sharing.keep_tag(campaign, name="双教双帮双评改", actor=office)
    for name in ("庸懒散", "门难进、脸难看、事难办", "吃拿卡要"):
        sharing.keep_tag(campaign, name=name, kind=TagKind.PROBLEM, actor=office)
    sharing.link(campaign, other_title="“当好主力军、建功新时代”主题竞赛", note="同部署、同检查、同表彰", actor=office)
    steps = [
        ("公开承诺", Capability.COMMITMENT),
        ("领导点评", Capability.LEADER_COMMENT),
        ("群众评议", Capability.PUBLIC_RATING),
        ("评选表彰", Capability.AWARD),
    ]
    preset = means.keep_preset(campaign.body, name="一诺两评一表彰", steps=steps, actor=office)
    means.use_preset(campaign, preset=preset, actor=office)


def _goals(campaign: Campaign, bodies: dict[str, Body], office: Actor, units: dict[str, Actor]) -> None:
    top = goals.set_goal(
        campaign,
        name="服务好",
        kind=GoalKind.OUTCOME,
        measure=Measure.PARTS,
        target=Decimal(20),
        unit="个",
        actor=office,
    )
    windows = goals.set_goal(
        campaign, name="建成示范窗口", kind=GoalKind.COUNT, parent=top, target=Decimal(10), unit="个", quality="群众满意率",
        quality_floor=Decimal(95), actor=office,
    )  # fmt: skip
    goals.set_goal(
        campaign,
        name="新建制度机制",
        kind=GoalKind.OUTCOME,
        parent=top,
        measure=Measure.RESULTS,
        target=Decimal(10),
        unit="项",
        actor=office,
    )
    goals.set_goal(
        campaign,
        name="任务单审核通过",
        kind=GoalKind.ANNUAL,
        measure=Measure.ACCEPTED,
        target=Decimal(400),
        unit="份",
        actor=office,
    )
    shares = {"service-centre": 4, "market": 2, "tax": 2, "labour": 1, "police": 1}
    goals.share_out(windows, targets={bodies[key]: Decimal(number) for key, number in shares.items()}, actor=office)
    for key, value, quality in (("service-centre", 3, 97), ("tax", 2, 96), ("labour", 1, 91)):
        evidence = "窗口测评表和公示照片已存档，详见县政务公开栏。"
        made = goals.report_value(
            windows,
            body=bodies[key],
            value=Decimal(value),
            quality_value=Decimal(quality),
            evidence=evidence,
            actor=units[key],
        )
        if key != "tax":
            goals.confirm_value(made, actor=office)


def _file(campaign: Campaign, bodies: dict[str, Body], everybody: Staff, office: Actor) -> None:
    receiver = _hat(everybody, "union", Duty.CLERK)
    for number, (key, days) in enumerate(FILERS, 1):
        head = everybody.of(key, Duty.HEAD)[0]
        boss, post = actor_for(head.account, head.appointment), head.appointment.post
        deputy = everybody.of(key, Duty.LEADER)[0].appointment.post
        with clock.pretend(_ago(days)):
            plan = filing.draw_up(campaign, body=bodies[key], actor=boss)
            for line in plan.lines.all():
                filing.assign_line(
                    line, leader=deputy, handler=everybody.of(key, Duty.LIAISON)[0].appointment.post, actor=boss
                )
            filing.add_line(plan, name="设立党员先锋岗", leader=deputy, handler=deputy, actor=boss)
            filing.file_plan(filing.agree(plan, actor=boss), actor=boss)
            organisation.answer_for(
                campaign, post=post, rank=Rank.FIRST, matter="活动第一责任人", business="主持全面工作", actor=boss
            )
            organisation.answer_for(
                campaign, post=deputy, rank=Rank.CHARGE, matter="具体抓活动落实", business="分管窗口业务", actor=boss
            )
        with clock.pretend(_ago(days - 2)):
            plan.refresh_from_db()
            if key == "labour":
                filing.return_plan(plan, reason="请补充整改时限和责任人。", actor=office)
                continue
            filing.accept_plan(plan, actor=office)
            for one in plan.filings.select_related("address__body", "plan__campaign"):
                if one.address.nature == Nature.REPORT:
                    filing.acknowledge(one, number=f"青活办收〔2026〕{number}号", actor=office)
                elif key != "police":
                    filing.acknowledge(one, number=f"青工备〔2026〕{number}号", actor=receiver)
    boss = _hat(everybody, "service-centre", Duty.HEAD)
    need = organisation.need(
        campaign, body=bodies["service-centre"], kind=ResourceKind.MONEY, name="岗位练兵经费", amount=Decimal(20000), unit="元",
        actor=boss,
    )  # fmt: skip
    organisation.secure(need, source="单位年度预算", actor=boss)
    organisation.need(
        campaign,
        body=bodies["service-centre"],
        kind=ResourceKind.PEOPLE,
        name="抽调资料员",
        amount=Decimal(1),
        unit="名",
        actor=boss,
    )


def _amend(campaign: Campaign, office: Actor) -> None:
    day = clock.today() + dt.timedelta(days=75)
    amending.amend(
        campaign, cause=Cause.VISIT, origin="走访城关镇便民服务中心", reason="基层反映年终事项集中，增加便民措施清单，明确报送时间。",
        wishes=[
            Wish(Part.DUTY, Change.ADD, name="报送便民措施清单", day=day),
            Wish(Part.DIMENSION, Change.ADD, name="三提升"),
        ],
        actor=office,
    )  # fmt: skip


def _reword(campaign: Campaign, office: Actor) -> None:
    """Take in an amended text of the plan, checked and not yet compared: the leader has it on the desk."""
    assert campaign.plan is not None  # noqa: S101 -- the county's campaign was launched from its text
    text = campaign.plan.text.replace("3.比业绩。", "3.比质效。").replace("(三)开展“三评”活动", "(三)开展“四评”活动")
    text = text.replace("3.群众测评。", "3.企业测评。服务企业每季度评价一次。\n4.群众测评。")
    plan = plans.take_in_amended(campaign.plan, text=text, actor=office)
    for remark in plan.remarks.filter(answer=""):
        plans.answer(remark, text="已与起草人核对，按修订文本执行。", actor=office)
    plans.confirm(plan, actor=office)


def _results(campaign: Campaign, bodies: dict[str, Body], office: Actor, units: dict[str, Actor]) -> None:
    for key, kind, name, before, after, was, now, document in RESULTS:
        found = results.Found(
            kind=kind, name=name, before=before, after=after, steps_before=was, steps_after=now, document=document
        )
        results.enter_result(campaign, body=bodies[key], found=found, actor=units[key])
    for key, title, text, outlet in NEWS:
        made = results.inform(campaign, body=bodies[key], title=title, text=text, actor=units[key])
        if outlet:
            results.adopt(made, outlet=outlet, actor=office)
    mark = results.keep_benchmark(
        campaign.body, name="禾州市政务服务中心", practice="一窗通办、全程帮办，材料一次提交、部门共享。", indicator="平均办理时长",
        value=Decimal(20), unit="分钟", source="赴禾州市学习考察报告", lower_is_better=True, actor=office,
    )  # fmt: skip
    for key, value in (("service-centre", 46), ("market", 38), ("tax", 31)):
        results.align(
            campaign, body=bodies[key], benchmark=mark, value=Decimal(value), gap="材料重复提交，窗口与后台流转慢。",
            commitment="压减重复材料，推行一窗受理", due_on=clock.today() + dt.timedelta(days=90), actor=units[key],
        )  # fmt: skip


def _catch_up(campaign: Campaign, bodies: dict[str, Body], units: dict[str, Actor]) -> None:
    for row in campaign.alignments.select_related("body", "campaign"):
        key = next(name for name in units if bodies[name].pk == row.body_id)
        now = {"service-centre": 19, "market": 33, "tax": 30}[key]
        results.take_reading(row, value=Decimal(now), actor=units[key])
    for key in ("service-centre", "tax"):
        amending.confirm_version(campaign, body=bodies[key], actor=units[key])
    item = campaign.dimensions.get(name="一诺两评一表彰").items.get(step=2)
    means.record_item(
        item,
        body=bodies["service-centre"],
        text="分管领导现场点评窗口工作，指出三条不足。",
        actor=units["service-centre"],
    )
