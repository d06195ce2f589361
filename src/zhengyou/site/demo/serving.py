"""What the windows keep beside their cases: first contacts, slips, written promises, mandates."""

import datetime as dt

from zhengyou.kernel import clock
from zhengyou.records.ledger import PUBLIC, SYSTEM
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services import actions
from zhengyou.registry.services.enums import AfterKind, Duty, MandateKind, NormKind, Proof, ShiftKind, UndertakingKind
from zhengyou.registry.services.models import Case, ServiceItem, Slot, Window
from zhengyou.site.demo.staff import SHOWN
from zhengyou.site.demo.windows import Counter

DAY = dt.timedelta(days=1)
CERTIFICATE = "老年优待证办理"
FOUNDING = "企业设立登记"


def serve(counters: list[Counter], bodies: dict[str, Body]) -> None:
    """Let the service centre keep every register of a window, by its verbs, over the last days."""
    own = [counter for counter in counters if counter.unit.key == SHOWN]
    first = own[0]
    clerk = actor_for(first.clerk.account, first.clerk.appointment)
    body = bodies[SHOWN]
    _open(own[:2], clerk)
    with clock.pretend(clock.now() - 2 * DAY):
        _ask(body, bodies["civil"], first.window, clerk)
        mandate = actions.give_mandate(
            body=body,
            kind=MandateKind.AGENCY,
            principal_name="程秀兰",
            principal_phone="13800000021",
            agent=first.clerk.appointment,
            items=[_item(body, CERTIFICATE)],
            scope="上门收取材料、代为提交、证件送达",
            proof=Proof.AT_HOME,
            expires_on=clock.today() + 60 * DAY,
            actor=clerk,
        )
        actions.note_step(mandate, words="已上门收取申请材料，照片随后补交", actor=clerk)
        case = _case(own, CERTIFICATE, clerk, mandate=mandate)
        actions.accept_undertaking(
            case,
            kind=UndertakingKind.LENIENT,
            lacking=["一寸照片"],
            consequence="逾期未补正的，视为撤回申请",
            days=10,
            actor=clerk,
        )
        _distrust(body)
        actions.tell_once(case=_case(own, FOUNDING, clerk), missing=["法定代表人身份证件"], actor=clerk, signed=True)


def _distrust(body: Body) -> None:
    """Note two bad credit records, one of which is repaired."""
    for name, code, number in (("宏远商贸行", "92610000MA00000018", 3), ("顺达货运部", "92610000MA00000026", 5)):
        noted = actions.note_distrust(
            body=body, name=name, code=code, basis=f"县发展和改革局失信认定决定〔2026〕{number}号", actor=SYSTEM
        )
    actions.repair_credit(noted, basis="县发展和改革局信用修复决定〔2026〕2号", actor=SYSTEM)


def _item(body: Body, name: str) -> ServiceItem:
    return ServiceItem.objects.get(body=body, name=name)


def _case(own: list[Counter], name: str, clerk: Actor, **fields: object) -> Case:
    offering = next(one for one in own if any(offer.item.name == name for offer in one.offers))
    item = next(offer.item for offer in offering.offers if offer.item.name == name)
    return actions.register_case(window=offering.window, item=item, actor=clerk, **fields)  # type: ignore[arg-type]  # the fields of the verb


def _ask(body: Body, civil: Body, window: Window, clerk: Actor) -> None:
    actions.take_down(
        body=body,
        window=window,
        matter="个体户转企业后社保怎样接续",
        materials=["营业执照复印件"],
        visitor_name="马德胜",
        visitor_phone="13800000022",
        signed=True,
        actor=clerk,
    )
    led = actions.take_down(body=body, window=window, matter="高龄津贴到哪里申请", duty=Duty.OTHER_UNIT, actor=clerk)
    actions.hand_over_contact(led, taker=civil, actor=clerk)
    own = actions.take_down(body=body, window=window, matter="食品经营许可延续要带什么", actor=clerk)
    actions.answer_contact(own, result="已一次告知延续所需材料并给出办事指南", actor=clerk)


def _queue(counters: list[Counter]) -> None:
    """Let visitors of this morning exchange their vouchers for numbers, and call some: the call screen of the hall lives."""
    morning = clock.midnight(clock.today()) + dt.timedelta(hours=8, minutes=30)
    with clock.pretend(morning):
        for counter, names in zip(
            counters, (("孙丽华", "曹国强", "彭晓燕", "曾宪明"), ("萧雨晴", "田永福")), strict=True
        ):
            window, item = counter.window, counter.offers[0].item
            today = clock.today()
            actions.open_slots(
                window, first=today, last=today, starts=dt.time(9), ends=dt.time(10), minutes=60, capacity=4,
                days_off=True, actor=SYSTEM,
            )  # fmt: skip
            slot = Slot.objects.get(window=window, starts_at=clock.midnight(today) + dt.timedelta(hours=9))
            for place, name in enumerate(names):
                phone = f"100000077{place:02d}"
                one = actions.book(slot, item=item, visitor_name=name, visitor_phone=phone, actor=PUBLIC)
                actions.give_ticket(one, actor=SYSTEM)
            for _visitor in range(2):  # without an appointment
                actions.take_number(window, item=item, actor=SYSTEM)
            actions.call_next(window, actor=SYSTEM)


def _open(counters: list[Counter], clerk: Actor) -> None:
    """Publish opening times, what serves after hours, slots and duties; let somebody book; issue a norm."""
    today, body = clock.today(), counters[0].window.body
    for counter in counters:
        for starts, ends in ((dt.time(9), dt.time(12)), (dt.time(14), dt.time(17, 30))):
            actions.set_opening(counter.window, weekdays=[0, 1, 2, 3, 4], starts=starts, ends=ends, actor=SYSTEM)
        actions.set_opening(
            counter.window, weekdays=[5], starts=dt.time(9), ends=dt.time(11, 30), extended=True, actor=SYSTEM
        )
        actions.open_slots(
            counter.window, first=today, last=today + 8 * DAY, starts=dt.time(9), ends=dt.time(12), minutes=60,
            capacity=4, actor=SYSTEM,
        )  # fmt: skip
    window, other = counters[0].window, counters[1].clerk.appointment
    for kind, words, hours in (
        (AfterKind.TERMINAL, "大厅东侧自助服务区", "24小时"),
        (AfterKind.LINE, "0915-0012345", "工作日17:30至次日9:00"),
    ):
        actions.open_after_hours(body=body, kind=kind, words=words, hours=hours, actor=SYSTEM)
    actions.plan_shift(
        window, appointment=other, day=today + DAY, starts=dt.time(18), ends=dt.time(8), kind=ShiftKind.ON_CALL,
        stands_in_for=counters[0].clerk.appointment, actor=SYSTEM,
    )  # fmt: skip
    slot = Slot.objects.filter(window=window, starts_at__gt=clock.now()).order_by("starts_at")[0]
    item = counters[0].offers[0].item
    actions.book(slot, item=item, visitor_name="何志强", visitor_phone="13800000023", actor=PUBLIC)
    _queue(counters[:2])
    norm = actions.issue_norm(
        body=body,
        kind=NormKind.ETIQUETTE,
        title="窗口人员服务礼仪",
        lines=[
            "起身相迎，微笑问候。",
            "双手接递证件材料。",
            "使用“您好”“请”“谢谢”“再见”等文明用语。",
            "离岗摆放暂停服务牌。",
        ],
        actor=SYSTEM,
    )
    actions.confirm_reading(norm, actor=clerk)
    system, _token = actions.issue_token(body=body, name="大厅叫号系统", actor=SYSTEM, must_sign=True)
    actions.adopt_adapter(system, adapter="guangdong", actor=SYSTEM)
