"""Bad ratings at every stage above their unit, written by the verbs: sorted out, called, appealed, excluded, pushed."""

import datetime as dt
from collections.abc import Sequence

from zhengyou.instruments.ratings import actions
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.incoming import Incoming
from zhengyou.instruments.ratings.models import Rating, UpperPlatform
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import Actor
from zhengyou.registry.bodies.models import Body
from zhengyou.site.demo.assignments import Assignments, then
from zhengyou.site.demo.staff import SHOWN, Staff
from zhengyou.site.demo.windows import Counter

REASON = "取号机故障未及时报修"
REPLY = "已修复取号机，并在高峰时段增派导办人员，向当事人致歉。"


def write_all(counters: Sequence[Counter], bodies: dict[str, Body], staff: Staff) -> None:
    """Let some visitors of the shown unit rate badly on the past days, and let the office lead each to its stage."""
    Stories(counters, Assignments(bodies, staff)).tell(bodies)


class Stories:
    """Rates at the windows of the shown unit and does what the office, the unit and the raters do."""

    def __init__(self, counters: Sequence[Counter], hands: Assignments) -> None:
        self.windows = [counter.window for counter in counters if counter.unit.key == SHOWN]
        self.office: Actor = hands.office
        self.unit: Actor = hands.of(SHOWN)

    def tell(self, bodies: dict[str, Body]) -> None:
        """Tell every story."""
        self._called_back()
        self._waiting_for_the_call()
        self._found_bad_later()
        with then(6):
            explained = self._rate(2, "补贴标准太低", place=1)
            actions.triage(
                explained,
                verdict="no_basis",
                reason="补贴标准由省级文件规定，窗口无权调整，已提供文件查询方式。",
                actor=self.office,
            )
        with then(5):
            order = self._handed_out(self._rate(1, "不让进门", place=2))
            filed = actions.appeal(
                order, ground="mistaken", words="当日该窗口轮休，叫号系统无办件记录。", actor=self.unit
            )
        with then(4):
            words = "叫号记录显示评价对象为其他单位窗口，属误评，不予统计。"
            actions.decide_appeal(filed, allowed=True, words=words, actor=self.office)
        with then(2):
            order = self._handed_out(self._rate(2, "等候时间长", place=0))
            words = "同一时段仅受理两件，等候未超过十分钟，申请复核。"
            actions.appeal(order, ground="malicious", words=words, actor=self.unit)
        self._rate(2, "工作人员让我跑了三趟，材料要求每次都不一样", phone="10000005566")
        platform = actions.save_platform(
            body=bodies["county"] if "county" in bodies else self.windows[0].body.parent or self.windows[0].body,
            name="市政务服务“好差评”平台", address="https://hcp.example.gov.cn/api", actor=self.office,
        )  # fmt: skip
        self._from_elsewhere(platform, bodies)
        UpperPlatform.objects.filter(pk=platform.pk).update(is_open=False)  # there is nobody at the other end

    def _from_elsewhere(self, platform: UpperPlatform, bodies: dict[str, Body]) -> None:
        """Let the platform above give an order out, a panel and an inspector judge, and a visitor take a ticket."""
        window = self.windows[0]
        row = Incoming(
            number="QH-2026-001187", service=1, level=2, window=window.code, tags=("203",), text="承诺当日取件，第三天才通知。",
            order="CP-2026-0093", due=clock.today() + dt.timedelta(days=5),
        )  # fmt: skip
        actions.take_in(platform, [row], actor=self.office)
        units = [window.body, *(bodies[key] for key in ("housing", "market") if key in bodies)]
        with then(12):
            today = clock.today()
            panel = actions.convene(
                body=platform.body, title="下半年社会各界综合点评", composition="人大代表3人、企业代表5人", units=units, seats=8,
                opens_on=today, closes_on=today, actor=self.office,
            )  # fmt: skip
            for number, seat in enumerate(panel.seats.all()[:6]):
                said = {unit.public_id: (5 - (number + at) % 4, "") for at, unit in enumerate(units)}
                actions.judge(seat, given=said)
        with then(2):
            actions.check_unit(window.body, level=3, text="高峰时段一个窗口暂停服务，未放置提示牌。", actor=self.office)
        actions.give_ticket(window, queue_number="A017", actor=self.office)

    def _called_back(self) -> None:
        with then(8):
            rating = self._rate(1, "叫号屏不显示，等了两个小时", phone="10000001122")
            order = self._sorted_out(rating, "叫号屏不显示，等候时间过长")
        with then(7):
            self._put_right(order)
            actions.call_back(rating, outcome="solved", satisfaction="satisfied", words="已解决", actor=self.office)
            actions.report_retaliation(rating, text="有工作人员打电话问是不是我评的差评。", phone="10000001122")

    def _found_bad_later(self) -> None:
        """Let a rater who was content add days later what turned out bad."""
        with then(6):
            rating = self._rate(5, "窗口人员很耐心")
        with then(1):
            actions.add(rating, level=2, text="领到的证件地址印错，又跑了一趟。")

    def _waiting_for_the_call(self) -> None:
        with then(3):
            rating = self._rate(2, "同样的材料让交了两次", phone="10000003344", place=1)
            order = self._sorted_out(rating, "同样的材料要求重复提交")
        with then(1):
            self._put_right(order)

    def _rate(self, level: int, text: str, *, phone: str = "", place: int = 0) -> Rating:
        window = self.windows[place % len(self.windows)]
        answer = Answer(level=level, text=text, contact_phone=phone, contact_name="王" if phone else "")
        return actions.rate_visit(window, answer=answer).rating

    def _sorted_out(self, rating: Rating, words: str) -> Order:
        actions.open_contact(rating, reason="核实差评情况", actor=self.office)
        actions.contact(rating, result="reached", words="情况属实，希望尽快改进。", actor=self.office)
        actions.screen(rating, words=words, actor=self.office)
        actions.triage(rating, verdict="valid", pace="at_once", actor=self.office)
        return Order.objects.get(source_id=str(rating.pk))

    def _handed_out(self, rating: Rating) -> Order:
        actions.dispatch(rating, actor=self.office)
        return Order.objects.get(source_id=str(rating.pk))

    def _put_right(self, order: Order) -> None:
        orders.sign(order, actor=self.unit)
        orders.reply(order, finding="true", reason=REASON, answer=REPLY, actor=self.unit)
        orders.verify(order, actor=self.office)
