"""Supervision in the demonstration: overdue orders on the ladder, notices with receipts, problems, cases and visits."""

import datetime as dt

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions
from zhengyou.mechanisms.orders.enums import MeasureKind, Shade, Sheet
from zhengyou.mechanisms.orders.models import Measure, Order, Writ
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import actions as clocks
from zhengyou.registry.deadlines.enums import State
from zhengyou.registry.deadlines.models import Clock, Standing
from zhengyou.site.demo.staff import Staff

DAY = dt.timedelta(days=1)
CLIMBING = 40
"""So many overdue orders climb the ladder; the rest are looked at by the first sweep of the started program."""

PROBLEMS = (
    ("窗口一次性告知不到位", "3月抽查20件，6件存在二次补件。", "attitude", "rating", 1, "窗口首席代表", "统一制作一次性告知单，上墙公示。"),
    ("业务骨干少，高峰期排队长", "周一上午平均等候42分钟。", "ability", "public", 1, "综合窗口负责人", "增设弹性窗口，开展岗位练兵。"),
    ("主动对接企业意识不强", "走访发现12家企业不了解惠企政策。", "awareness", "self", 2, "企业服务科科长", "建立帮办代办专员制度。"),
    ("内部流转环节多", "跨科室流转平均2.6天。", "effect", "above", 2, "业务科科长", "压减流转环节，实行并联审批。"),
    ("电话咨询接通率低", "4月接通率78%。", "effect", "public", 3, "值班负责人", "增加午间值班，设置呼叫转移。"),
)  # fmt: skip
"""Title, facts, aspect, origin, priority, owner, measures."""


def supervise(bodies: dict[str, Body], staff: Staff) -> None:
    """Let the county supervise: what stands on each level, what was sent and signed for, what is proposed."""
    office = _actor(staff, "office")
    _climb()
    _sign_some(staff)
    _measures(bodies, office)
    actions.begin_with_shipped(bodies["county"], actor=office)
    _problems(bodies, office)
    _violations(bodies, _actor(staff, "inspector"))
    _cases(bodies, _actor(staff, "inspector"))
    _visits(bodies, office)


def _actor(staff: Staff, login: str) -> Actor:
    hat = staff.by_login[login]
    return actor_for(hat.account, hat.appointment)


def _climb() -> None:
    """Let overdue orders climb as the sweep would have let them, each rung at its moment."""
    late = Clock.objects.filter(state=State.BREACHED, finished_at__isnull=True, subject_kind="orders.order")
    for running in late.filter(stage__startswith="handling").order_by("due_at")[:CLIMBING]:
        with clock.pretend(running.due_at + dt.timedelta(minutes=5)):
            clocks.climb(running)
        while (standing := Standing.objects.filter(pk=running.pk).first()) and standing.next_at:
            if standing.next_at > clock.now():
                break
            with clock.pretend(standing.next_at):
                clocks.climb(running)


def _sign_some(staff: Staff) -> None:
    """Let units sign for every other notice on the day after it came."""
    liaisons = {hat.appointment.post.body_id: hat for hat in staff.hats if hat.seat.duty == Duty.LIAISON}
    for place, writ in enumerate(Writ.objects.filter(state="issued").select_related("body").order_by("issued_at")):
        hat = liaisons.get(writ.body_id)
        at = writ.issued_at + DAY
        if place % 2 or hat is None or at > clock.now():
            continue
        with clock.pretend(at):
            actions.sign_writ(writ, remark="收到，立即办理。", actor=actor_for(hat.account, hat.appointment))


def _measures(bodies: dict[str, Body], office: Actor) -> None:
    """Let one meeting be held and one order to put right be sent."""
    unit = bodies["transport"]
    with clock.pretend(clock.now() - 9 * DAY):
        meeting = actions.propose_measure(
            MeasureKind.MEETING, unit, bodies["gov"], facts="近一季度差评整改退回率偏高，需要现场推动。", actor=SYSTEM
        )
        actions.accept_measure(
            meeting, demand="局主要负责人、窗口负责人到会说明情况。", due_on=clock.today() + 2 * DAY, actor=office
        )
    with clock.pretend(clock.now() - 6 * DAY):
        meeting = Measure.objects.get(pk=meeting.pk)
        actions.carry_out(
            meeting, held_on=clock.today(), words="现场梳理6项问题，明确责任科室，月底前完成整改。", actor=office
        )
    order = (
        Order.objects.filter(state="handling", body__parent__isnull=False).select_related("body", "verifier").first()
    )
    if order is not None and order.body_id != order.verifier_id:
        text = actions.Text(
            shade=Shade.YELLOW,
            title=order.title,
            facts="经回访，群众反映的问题仍未完全解决。",
            demand="请重新核实，拿出整改措施并落实到人。",
            due_on=clock.today() + 5 * DAY,
        )
        actions.send_writ(Sheet.RECTIFICATION, order.body, order.verifier, text, order=order, actor=office)


def _problems(bodies: dict[str, Body], office: Actor) -> None:
    unit = bodies["service-centre"]
    begun = clock.now() - 40 * DAY
    with clock.pretend(begun):
        listed = actions.begin_list(
            bodies["county"], title="窗口作风突出问题整改清单", theme="style", starts_on=clock.today(),
            ends_on=clock.today() + 90 * DAY, basis="青办发〔2025〕11号", by_aspects=True, actor=office,
        )  # fmt: skip
        labour = actions.begin_list(
            bodies["county"], title="劳动关系突出矛盾排查化解清单", theme="labour", starts_on=clock.today(),
            ends_on=clock.today() + 60 * DAY, basis="青总工发〔2026〕3号", actor=office,
        )  # fmt: skip
        found = [
            (
                actions.find_problem(
                    listed, body=unit, title=title, facts=facts, aspect=aspect, origin=origin, priority=priority, actor=office
                ),
                owner, measures, priority,
            )
            for title, facts, aspect, origin, priority, owner, measures in PROBLEMS
        ]  # fmt: skip
        actions.find_problem(
            labour, body=bodies["transport"], title="网约车司机社保缴纳争议", facts="涉及23人，已登记调解。", origin="public",
            priority=1, actor=office,
        )  # fmt: skip
        planned = [
            actions.plan_problem(
                one, owner=owner, measures=measures, due_on=clock.today() + 30 * DAY, priority=priority, actor=office
            )
            for one, owner, measures, priority in found[:4]
        ]
    with clock.pretend(begun + 20 * DAY):
        actions.solve(planned[0], solution="已制作37项一次性告知单，抽查补件率降至3%。", actor=office)
        actions.solve(planned[1], solution="设2个弹性窗口，平均等候降至11分钟。", actor=office)
        actions.show_highlight(planned[1], line="弹性窗口随到随开，等候时间压减七成", actor=office)
        actions.hand_out(planned[3], actor=office)


def _violations(bodies: dict[str, Body], inspector: Actor) -> None:
    with clock.pretend(clock.now() - 25 * DAY):
        fee = actions.find_violation(
            bodies["county"], kind="road_fee", title="违规收取公路养护费", unit_name="某公路养护公司",
            place="县道X203线12公里处", facts="向过往货车每车收取20元，未出具票据。", found_on=clock.today(), actor=inspector,
        )  # fmt: skip
        actions.send_letter(
            fee, demand="立即停止收费，退还已收款项，张贴公告。", due_on=clock.today() + 10 * DAY, actor=inspector
        )
    with clock.pretend(clock.now() - 14 * DAY):
        actions.answer_letter(fee, answer="已停收，退还63户共1260元。", actor=inspector)
        actions.correct(fee, result="实地核实，公告已张贴，款项已退。", corrected_on=clock.today(), actor=inspector)
    with clock.pretend(clock.now() - 3 * DAY):
        union = actions.find_violation(
            bodies["county"], kind="union", title="将工会机构并入综合办公室", body=bodies["transport"],
            facts="2026年机构调整中取消工会单设，未履行民主程序。", found_on=clock.today(), actor=inspector,
        )  # fmt: skip
        actions.send_letter(
            union, demand="恢复工会组织单设，按章程办理。", due_on=clock.today() + 15 * DAY, actor=inspector
        )


def _cases(bodies: dict[str, Body], inspector: Actor) -> None:
    with clock.pretend(clock.now() - 30 * DAY):
        handed = actions.open_case(
            bodies["county"], body=bodies["transport"], fault="slow", person="测试人员甲", post="窗口科原负责人",
            facts="2026年一季度三件申请超过承诺时限30日未办结，经两次催办仍未办理。", actor=inspector,
        )  # fmt: skip
        actions.ask_statement(handed, actor=inspector)
    with clock.pretend(clock.now() - 22 * DAY):
        actions.hear(handed, statement="因系统故障积压，未及时报告，已全部补办。", actor=inspector)
        actions.hand_over_case(
            handed, organ="县纪委监委", proposal="超期未办且未报告，事实清楚，按管理权限移送。", handed_over_on=clock.today(),
            actor=inspector,
        )  # fmt: skip
    with clock.pretend(clock.now() - 2 * DAY):
        opened = actions.open_case(
            bodies["county"], body=bodies["market"], fault="undone", is_leader=True, post="分管副局长",
            facts="年度整改任务5项中2项逾期60日未完成，见督办文书。", actor=inspector,
        )  # fmt: skip
        actions.ask_statement(opened, actor=inspector)


def _visits(bodies: dict[str, Body], office: Actor) -> None:
    county, year = bodies["county"], clock.today().year
    entry = actions.enter_plan(
        county,
        year=year,
        title="政务服务窗口作风督查",
        document=f"青办发〔{year}〕2号《{year}年度督查检查考核计划》",
        actor=office,
    )
    with clock.pretend(clock.now() - 20 * DAY):
        done = actions.plan_tour(
            county, word="guidance", title="乡镇便民服务中心调研指导", units=[bodies["service-centre"]],
            starts_on=clock.today() + DAY, ends_on=clock.today() + 2 * DAY, purpose="了解延时服务开展情况，帮助解决困难。",
            actor=office,
        )  # fmt: skip
    with clock.pretend(clock.now() - 17 * DAY):
        actions.conclude_tour(done, found="延时服务已覆盖，建议增设午间取号提示。", actor=office)
    year_end = dt.date(year, 12, 31)
    starts = min(clock.today() + 5 * DAY, year_end)
    actions.plan_tour(
        county, word="supervision", title="政务服务窗口作风督查", units=[bodies["transport"], bodies["market"]],
        starts_on=starts, ends_on=min(starts + 2 * DAY, year_end), purpose="按年度计划开展，不重复检查。", entry=entry,
        actor=office,
    )  # fmt: skip
