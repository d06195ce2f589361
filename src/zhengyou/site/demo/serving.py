"""What the windows keep beside their cases: first contacts, slips, written promises, mandates."""

import datetime as dt

from zhengyou.kernel import clock
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services import actions
from zhengyou.registry.services.enums import Duty, MandateKind, Proof, UndertakingKind
from zhengyou.registry.services.models import Case, ServiceItem, Window
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
        actions.tell_once(case=_case(own, FOUNDING, clerk), missing=["法定代表人身份证件"], actor=clerk, signed=True)


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
