"""Simulated officers: hats of a county's office and units, and the lives that matters lead in their hands.

Everything is done through the verbs, under the hats' own rights, each step at its own moment of the last thirty days;
what has not happened by now stays open where it stands. A matter's number settles its story, so that a month is the
same whoever works it.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass

from zhengyou.instruments.complaints import actions
from zhengyou.instruments.complaints.actions import Statement
from zhengyou.instruments.complaints.enums import Channel, Special
from zhengyou.instruments.complaints.models import Category, Complaint
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.enums import State
from zhengyou.mechanisms.orders.models import Order
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.models import Grant, Scope
from zhengyou.registry.access.queries import actor_for, default_role
from zhengyou.registry.approvals import actions as approvals
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Appointment, Body, Post
from zhengyou.registry.deadlines.enums import PauseReason
from zhengyou.registry.people.models import Account, Person

DAYS = 30
SINCE = dt.date(2020, 1, 1)
STREETS = ("东大街", "人民路", "新华路", "解放路", "滨河路", "文化路", "建设路", "青年路", "北环路", "迎宾大道")
THINGS = (
    ("路灯坏了，晚上漆黑一片", "010204"), ("老板拖欠工资半年不发", "1503"), ("烧烤店油烟和噪声扰民", "0402"),
    ("公交车等了四十分钟不来", "010206"), ("物业不作为，电梯坏了没人修", "010212"), ("井盖破损，骑车摔倒", "010204"),
    ("医保卡异地报销不了", "1502"), ("幼儿园乱收费", "1403"), ("快递丢了不赔偿", "0606"), ("自来水停了三天", "010216"),
)  # fmt: skip
HIRED = ((Duty.LIAISON, "unit_liaison", "联络员"), (Duty.HEAD, "unit_head", "负责人"))
OFFICE = (Duty.LIAISON, "campaign_office", "受理员")

Hats = dict[int, dict[str, Actor]]
"""The actors of each body, by duty."""


class NotYetError(Exception):
    """The next step of a life lies in the future."""


def says(chance: random.Random, number: int) -> tuple[str, str]:
    """Return what a caller says and the class of it."""
    words, code = chance.choice(THINGS)
    street = chance.choice(STREETS)
    since = chance.randint(2, 60)
    return f"{street}{chance.randint(1, 400)}号附近{words}，已经{since}天了，第{number}次来电，请尽快处理。", code


def classes() -> dict[str, Category]:
    """Return the classes of which callers speak, by code."""
    return Category.objects.in_bulk({code for _words, code in THINGS}, field_name="code")


def hire(office: Body, units: Iterable[Body]) -> None:
    """Let somebody take calls at ``office``, and a liaison officer and a head work at each unit, by the shipped roles."""
    _hire(office, *OFFICE)
    for unit in units:
        for duty, role, title in HIRED:
            _hire(unit, duty, role, title)


def _hire(body: Body, duty: Duty, role: str, title: str) -> None:
    person = Person.objects.create(name=f"{body.name[-4:]}{title}")
    Account.objects.create(person=person, username=f"month-{body.pk}-{duty}", must_change_password=False)
    post = Post.objects.create(body=body, title=title, duty=duty)
    appointment = Appointment.objects.create(person=person, post=post, starts_on=SINCE)
    scope, _made = Scope.objects.get_or_create(body=body, for_campaign=False)
    Grant.objects.create(appointment=appointment, role=default_role(role), scope=scope, starts_on=SINCE)


def hats(office: Body) -> Hats:
    """Return the officers of ``office`` and of the units below it, each under the own hat."""
    found: Hats = {}
    held = Appointment.objects.filter(post__body__path__startswith=office.path, person__account__isnull=False)
    for one in held.select_related("person__account", "post__body"):
        found.setdefault(one.post.body_id, {})[one.post.duty] = actor_for(one.person.account, one)
    return found


@dataclass
class Life:
    """One matter on its way through the days; ``chance`` is its own."""

    county: "County"
    number: int
    chance: random.Random
    moment: dt.datetime
    ends: dt.datetime

    def later(self, least: float, most: float) -> AbstractContextManager[None]:
        """Go on by some hours and pretend it is then.

        Raises:
            NotYetError: that has not come.
        """
        self.moment += dt.timedelta(hours=self.chance.uniform(least, most))
        if self.moment > self.ends:
            raise NotYetError
        return clock.pretend(self.moment)

    def happens(self, share: float) -> bool:
        """Return whether something happens that happens in this share of lives."""
        return self.chance.random() < share


class County:
    """An office with its units, the classes and the officers, as one officer process knows them."""

    def __init__(self, office: Body, units: list[Body], count: Callable[[], int]) -> None:
        """Learn who works here; ``count`` is called for each order that is opened and tells how many there are."""
        self.office, self.units, self.count = office, units, count
        self.classes, self.hats = classes(), hats(office)
        self.clerk = self.hats[office.pk][Duty.LIAISON]
        self.opened = 0
        self._before: Complaint | None = None

    def work(self, number: int) -> None:
        """Lead matter ``number`` from the call as far as the present lets it come."""
        chance = random.Random(f"month-{number}")  # noqa: S311 -- a fixed course of events, no secret
        ends = clock.now()
        begun = ends - dt.timedelta(days=chance.uniform(0, DAYS))
        life = Life(self, number, chance, begun, ends)
        try:
            self._lead(life)
        except NotYetError:
            return

    def _lead(self, life: Life) -> None:
        words, code = says(life.chance, life.number)
        if life.happens(0.10):
            asked = self._statement(life, words, "consultation")
            with life.later(0, 0):
                actions.receive_answered(asked, body=self.office, text="请携带身份证到就近窗口办理。", actor=self.clerk)
            return
        with life.later(0, 0):
            taken = actions.receive(self._statement(life, words), body=self.office, actor=self.clerk).complaint
        earlier, self._before = self._before, taken
        with life.later(0.05, 3):
            if life.happens(0.02):
                told = "请向有管辖权的机关提出。"
                actions.inform(taken, special=Special.values[life.number % 6], told=told, actor=self.clerk)
                return
            taken = actions.classify(taken, category=self.classes[code], actor=self.clerk)
            if earlier is not None and earlier.state != "merged" and life.happens(0.03):
                self._before = actions.merge(taken, into=earlier, actor=self.clerk)
                return
        order = self._dispatched(life, taken)
        if order is not None:
            self._handled(life, order, taken)

    def _statement(self, life: Life, words: str, kind: str = "complaint") -> Statement:
        named = life.happens(0.7)
        phone = f"139{life.number:08d}" if named else ""
        return Statement(
            kind=kind, text=words, channel=Channel.PHONE, phone=phone, identity="named" if named else "anonymous"
        )

    def _dispatched(self, life: Life, taken: Complaint) -> Order | None:
        """Hand a matter to its unit, or to a wrong one that gives it back; nothing where it hangs in between."""
        lead, right, other = life.chance.sample(self.units, 3)
        helps = [other] if life.happens(0.08) else []
        with life.later(0.2, 5):
            matter = actions.dispatch(taken, lead=lead, assisting=helps, actor=self.clerk)
        order = Order.objects.select_related("body").get(complaints=matter)
        self.opened += 1 + len(helps)
        for _order in range(1 + len(helps)):
            self.count()
        if not life.happens(0.08):
            return order
        with life.later(0.3, 3):
            order = orders.return_order(order, reason="不属本单位职责", actor=self._of(order))
        with life.later(0.5, 8):
            if life.happens(0.35):
                return orders.uphold(order, words="按权责清单属该单位职责", actor=self.clerk)
            return orders.redirect(
                order, body=right, words="按权责清单改派", designated=life.happens(0.5), actor=self.clerk
            )

    def _of(self, order: Order, duty: Duty = Duty.LIAISON) -> Actor:
        return self.hats[order.body_id][duty]

    def _handled(self, life: Life, order: Order, taken: Complaint) -> None:
        if order.state == State.DISPATCHED:
            with life.later(0.2, 6):
                order = orders.sign(order, actor=self._of(order))
        with life.later(0.3, 8):
            order = orders.contact(order, words="已电话联系", actor=self._of(order))
        with life.later(1, 12):
            self._time(life, order)
        for part in order.parts.select_related("body"):
            self._assisted(life, part, order)
        for turn in range(3):
            with life.later(4, 90):
                answer = "已到现场处理完毕，今后加强巡查。"
                order = orders.reply(order, finding="true", reason="属实", answer=answer, actor=self._of(order))
            with life.later(1, 20):
                if not turn and life.happens(0.05):
                    order = orders.send_back(order, reason="请说明何时完成", actor=self.clerk)
                    continue
                order = orders.verify(order, actor=self.clerk)
            if self._asked(life, order, last=turn == 2):
                break
        self._after(life, taken)

    def _time(self, life: Life, order: Order) -> None:
        """Let a unit ask for more time, or its clock stand still, where that happens; who is late is refused."""
        if life.happens(0.05):
            with suppress(Refused):
                asked = orders.ask_extension(order, amount=2, reason="需要采购配件", actor=self._of(order))
                for task in asked.tasks.filter(state="waiting"):
                    approvals.approve(task, actor=self._of(order, Duty.HEAD))
        elif life.happens(0.03):
            with suppress(Refused):
                orders.pause(order, reason=PauseReason.SITE_SURVEY, notice="现场勘验告知书", actor=self.clerk)
                with life.later(2, 40):
                    orders.resume(order, actor=self.clerk)

    def _assisted(self, life: Life, part: Order, order: Order) -> None:
        """Let an assisting unit deliver to the lead unit."""
        with life.later(0.5, 6):
            part = orders.sign(part, actor=self._of(part))
        with life.later(2, 40):
            part = (
                orders.contact(part, words="已与主办单位对接", actor=self._of(part)) if part.state == "signed" else part
            )
            part = orders.reply(part, finding="true", reason="属实", answer="已配合。", actor=self._of(part))
        with life.later(0.5, 8):
            orders.verify(part, actor=self._of(order))

    def _asked(self, life: Life, order: Order, *, last: bool) -> bool:
        """Call back; return whether it is over."""
        if life.happens(0.04):
            with life.later(1, 20):
                order = orders.call_back(order, outcome="unreached", actor=self.clerk)
        with life.later(1, 30):
            solved = last or life.happens(0.88)
            level = "satisfied" if solved and life.happens(0.9) else "fair" if solved else "dissatisfied"
            words = "" if solved else "没有解决"
            orders.call_back(
                order, outcome="solved" if solved else "not_solved", satisfaction=level, words=words, actor=self.clerk
            )
        return solved

    def _after(self, life: Life, taken: Complaint) -> None:
        """Let the complainant rate the handling, and the office publish one in twenty, masked."""
        if life.happens(0.15):
            with life.later(1, 40):
                actions.rate_handling(taken, level=life.chance.choice((3, 4, 5, 5)))
        if life.happens(0.05):
            with life.later(10, 60):
                answer = Complaint.objects.values_list("answer", flat=True).get(pk=taken.pk)
                actions.publish(taken, title=taken.title, text=taken.text, answer=answer, actor=self.clerk)
