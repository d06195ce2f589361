"""Orders of the demonstration that did not arise from ratings: in every state, written by the verbs themselves."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions
from zhengyou.mechanisms.orders.enums import Finding, Kind, Outcome, Satisfaction
from zhengyou.mechanisms.orders.models import Order
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import actions as deadlines
from zhengyou.registry.deadlines.enums import PauseReason
from zhengyou.site.demo import county
from zhengyou.site.demo.staff import Staff

FRIDAY = 5
SUGGESTED = ("不动产登记高峰时段等候时间长", "办理不动产登记要跑两个窗口", "周五下午不动产登记取号提前结束")
ITEMS = ["调取当日监控和排班表", "当事人作出说明", "单位负责人约谈提醒", "修订值班替岗制度"]


@contextmanager
def then(days_ago: int, hour: int = 10) -> Iterator[None]:
    """Let it be some working days ago, Monday to Friday."""
    day, left = clock.today(), days_ago
    while left or day.isoweekday() > FRIDAY:
        left -= day.isoweekday() <= FRIDAY
        day -= dt.timedelta(days=1)
    with clock.pretend(clock.midnight(day) + dt.timedelta(hours=hour)):
        yield


class Assignments:
    """Brings matters to units and lets them be worked on."""

    def __init__(self, bodies: dict[str, Body], staff: Staff) -> None:
        self.bodies, self.staff = bodies, staff
        self.office, self.leader = self._login("office"), self._login("leader")

    def _login(self, name: str) -> Actor:
        hat = self.staff.by_login[name]
        return actor_for(hat.account, hat.appointment)

    def of(self, unit: str) -> Actor:
        """Return the liaison officer of ``unit``."""
        hat = self.staff.of(unit, Duty.LIAISON)[0]
        return actor_for(hat.account, hat.appointment)

    def _head(self, unit: str) -> Actor:
        hat = self.staff.of(unit, Duty.HEAD)[0]
        return actor_for(hat.account, hat.appointment)

    def _receive(self, title: str, text: str, topic: str) -> Order:
        matter = actions.Matter(Kind.COMPLAINT, title, text, topic)
        return actions.receive(matter, body=self.bodies["office"], actor=self.office)

    def _complaint(self, unit: str, title: str, text: str, topic: str, *assistants: str) -> Order:
        received = self._receive(title, text, topic)
        helping = [self.bodies[key] for key in assistants]
        return actions.dispatch(received, body=self.bodies[unit], assistants=helping, actor=self.office)

    def _answer(self, order: Order, unit: str, reason: str, answer: str) -> Order:
        return actions.reply(order, finding=Finding.TRUE, reason=reason, answer=answer, actor=self.of(unit))

    def complaints(self) -> None:
        """Let complaints come in: one to dispatch, one whose return is disputed, one with assisting units."""
        with then(1, 17):
            self._receive("城关镇西街路灯夜间不亮", "西街东段六盏路灯近一周夜间不亮，老人出行不便。", "市政设施")
        with then(1, 15):
            disputed = self._complaint("housing", "小区门前占道经营影响通行", "早市摊点占用人行道。", "占道经营")
        with then(1, 17):
            actions.return_order(
                disputed,
                reason="占道经营由综合行政执法局负责，依据县政府部门职责清单。",
                proposed=self.bodies["enforcement"],
                actor=self.of("housing"),
            )
        with then(4, 9):
            moved = self._complaint(
                "transport", "客运站周边乱停车", "出租车、网约车长时间占道候客。", "交通秩序", "station"
            )
            moved = actions.return_order(moved, reason="道路停车秩序不属本局职责。", actor=self.of("transport"))
            moved = actions.redirect(
                moved, body=self.bodies["traffic-police"], words="道路停车秩序由公安交警部门牵头。", actor=self.office
            )
        with then(3, 10):
            moved = actions.sign(moved, actor=self.of("traffic-police"))
            words = "已电话联系反映人，约定周四现场查看。"
            moved = actions.contact(moved, words=words, actor=self.of("traffic-police"))
            actions.assist(
                moved, body=self.bodies["bus"], text="提供站点候客区调整意见。", actor=self.of("traffic-police")
            )

    def called_back(self) -> None:
        """Let complaints be answered: one waits for its call-back, one was redone, two were about the same."""
        with then(9):
            lamp = self._begun("power", "台区夜间电压低", "晚上空调带不动，灯光发暗。", "供电质量")
            heating = self._begun("gas", "燃气报装等待时间长", "报装后两周没有回音。", "报装接入")
        with then(8):
            same = self._complaint("gas", "燃气报装迟迟不上门", "报装后无人联系。", "报装接入")
            actions.merge(same, main=heating, actor=self.office)
        with then(6):
            lamp = self._answer(lamp, "power", "台区负荷增长，变压器容量不足。", "已更换变压器，电压恢复正常。")
            heating = self._answer(heating, "gas", "报装工单漏派。", "已上门勘查并安排施工。")
            for order in (lamp, heating):
                actions.verify(order, actor=self.office)
        with then(5):
            lamp = actions.call_back(
                lamp, outcome=Outcome.NOT_SOLVED, words="高峰时段仍偏低。", was_contacted=True, actor=self.office
            )
        with then(3):
            lamp = self._answer(lamp, "power", "线路末端压降。", "已分流负荷并更换末端线路，连续三日监测合格。")
            lamp = actions.verify(lamp, actor=self.office)
        with then(2):
            actions.call_back(
                lamp, outcome=Outcome.SOLVED, satisfaction=Satisfaction.SATISFIED, was_contacted=True, actor=self.office
            )

    def _begun(self, unit: str, title: str, text: str, topic: str) -> Order:
        order = actions.sign(self._complaint(unit, title, text, topic), actor=self.of(unit))
        return actions.contact(order, words="已联系反映人，核实了有关情况。", actor=self.of(unit))

    def findings(self) -> None:
        """Let a finding be put right by check list and plan with an extension, and a criticism wait for experts."""
        centre = self.of("service-centre")
        actions.save_template(
            None,
            {
                "name": "明察暗访发现问题整改", "kind": Kind.INSPECTION, "title": "窗口工作人员脱岗", "text": "",
                "topic": "在岗纪律", "items": ITEMS, "days": 10, "assistants": [],
            },
            body=self.bodies[county.ROOT],
            actor=self.office,
        )  # fmt: skip
        with then(3, 11):
            finding = actions.open_order(
                kind=Kind.INSPECTION,
                body=self.bodies["service-centre"],
                verifier=self.bodies["office"],
                title="综合窗口上午无人值守",
                text="明察暗访发现：9时10分至9时35分，3号综合窗口无人值守，也未安排替岗。",
                topic="在岗纪律",
                items=ITEMS,
                actor=self.office,
            )
        with then(2):
            finding = actions.sign(finding, actor=centre)
            limit = actions.last_day(finding)
            measures = "建立AB岗替岗表，值班长每半小时巡查一次；对当事人提醒谈话。"
            actions.plan(finding, measures=measures, limit_on=limit, responsible="大厅值班长", actor=centre)
            for item in finding.items.all()[:2]:
                actions.tick(item, actor=centre)
            actions.write_note(finding, text="监控已调取，当日系排班表未更新所致。", shared=False, actor=centre)
            running = Order.objects.get(pk=finding.pk).clock
            if running is not None:
                deadlines.extend(
                    running, 3, reason="需与叫号系统改造同步。", notice="青活办函〔2026〕8号", actor=self.office
                )
        with then(5):
            criticism = actions.open_order(
                kind=Kind.CRITICISM, body=self.bodies["health"], title="一季度作风检查通报问题整改",
                text="县通报指出：个别医疗机构便民服务措施公开不到位。", is_public=False, actor=self.office,
            )  # fmt: skip
            criticism = actions.sign(criticism, actor=self.of("health"))
            actions.pause(
                criticism,
                reason=PauseReason.EXPERTS,
                notice="青卫健函〔2026〕21号专家评审通知",
                actor=self._head("health"),
            )

    def supervised(self) -> None:
        """Let a matter under supervision be led by one unit with two assisting; one has delivered."""
        with then(4):
            lead = actions.open_order(
                kind=Kind.MATTER, body=self.bodies["market"], title="开办企业一日办结改革落实",
                text="按县委常委会议定事项，推进企业开办与税务、公积金事项一日办结。",
                assistants=[self.bodies["tax"], self.bodies["fund"]], designated=True, is_public=False,
                actor=self.office,
            )  # fmt: skip
        with then(3):
            actions.sign(lead, actor=self.of("market"))
            part = lead.parts.get(body=self.bodies["tax"])
            self._answer(part, "tax", "涉税事项可同步办理。", "已开通发票申领同步办理，接口联调完成。")

    def recurring(self) -> None:
        """Let the same be suggested again and again, and become a proposal that waits for the leader."""
        orders = []
        for turn, title in enumerate(SUGGESTED):
            with then(40 - 9 * turn):
                order = actions.open_order(
                    kind=Kind.SUGGESTION, body=self.bodies["registry"], title=title, topic="登记等候",
                    text="群众在意见箱和座谈会上提出。", actor=self.office,
                )  # fmt: skip
                orders.append(order)
            with then(37 - 9 * turn):
                reply = "已临时增开窗口，并公布预约时段。"
                actions.verify(self._answer(order, "registry", "高峰人手不足。", reply), actor=self.office)
        with then(6):
            made = actions.propose(
                body=self.bodies[county.ROOT],
                title="关于建立不动产登记预约分流制度的建议",
                problem="三个月内就等候时间先后三次提出意见，每次增开窗口后又恢复原状。",
                change="修订大厅服务规范，实行预约与现场取号分开、登记与缴税一窗受理。",
                orders=orders,
                actor=self.office,
            )
            actions.submit(made, actor=self.office)

    def sampled(self) -> None:
        """Let the office draw some of last quarter's closed orders and ask a part of them."""
        with then(3, 14):
            today = clock.today()
            sample = actions.draw_sample(
                body=self.bodies[county.ROOT],
                title="季度办结抽查",
                starts_on=today - dt.timedelta(days=90),
                ends_on=today,
                share=5,
                seed="demonstration",
                actor=self.office,
            )
            answers = [(Outcome.SOLVED, Satisfaction.SATISFIED)] * 4 + [
                (Outcome.SOLVED, Satisfaction.FAIR), (Outcome.UNREACHED, Satisfaction.NONE),
                (Outcome.NOT_SOLVED, Satisfaction.DISSATISFIED),
            ]  # fmt: skip
            checks = sample.checks.select_related("order__body", "body").order_by("order__number")
            for check, (outcome, content) in zip(checks, answers * 2, strict=False):
                words = "整改后又有反复。" if outcome == Outcome.NOT_SOLVED else ""
                actions.answer_check(check, outcome=outcome, satisfaction=content, words=words, actor=self.office)


def write_all(bodies: dict[str, Body], staff: Staff) -> None:
    """Write all these orders of the demonstration."""
    given = Assignments(bodies, staff)
    given.complaints()
    given.called_back()
    given.findings()
    given.supervised()
    given.recurring()
    given.sampled()
