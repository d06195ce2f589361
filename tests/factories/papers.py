"""An office that issues papers, with recipients below it."""

from dataclasses import dataclass

from tests.factories.access import signed_in
from tests.factories.bodies import BodyFactory
from zhengyou.kernel import clock
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.approvals import actions as approvals
from zhengyou.registry.approvals.enums import TaskState
from zhengyou.registry.approvals.models import Task
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.papers import actions
from zhengyou.registry.papers.actions import Draft
from zhengyou.registry.papers.models import Organ, Paper, Regulation, Resolution

OFFICE = (
    "papers.read", "papers.draft", "papers.issue", "papers.register", "papers.sign_for", "papers.receive",
    "papers.comment", "papers.regulate",
)  # fmt: skip
UNIT = ("papers.read", "papers.sign_for", "papers.receive", "papers.comment")


@dataclass
class House:
    """A union that issues papers: its organ, its clerk, who reviews and who signs, and two units below."""

    body: Body
    organ: Organ
    clerk: Actor
    leader: Actor
    head: Actor
    units: list[Body]


def organ(body: Body | None = None, code: str = "青工发", name: str = "青禾县总工会") -> Organ:
    """Return an organ as a row, without the verb that asks who may."""
    body = body or BodyFactory(name=name)
    return Organ.objects.create(body=body, name=name, code=code)


def house() -> House:
    body = BodyFactory(name="青禾县总工会")
    return House(
        body=body,
        organ=organ(body),
        clerk=signed_in(*OFFICE, body=body)[1],
        leader=signed_in("papers.read", body=body, duty="leader")[1],
        head=signed_in("papers.read", body=body, duty="head")[1],
        units=[
            BodyFactory(name="柳河镇工会联合会", parent=body, kind="federation"),
            BodyFactory(name="青禾县医院工会", parent=body, kind="union"),
        ],
    )


def content(**changes) -> Draft:
    """Return what a notice says."""
    fields = {
        "kind": "notice",
        "title": "关于开展为民服务活动的通知",
        "text": "各单位：\n一、总体要求\n按照方案做好工作。",
    }
    return Draft(**fields | changes)


def draft(place: House, **changes) -> Paper:
    """Return a draft to the units of the house."""
    return actions.draft(place.organ, content(bodies=place.units, **changes), actor=place.clerk)


def signed(place: House, **changes) -> Paper:
    """Return a paper that went through review and signature."""
    paper = draft(place, **changes)
    actions.submit(paper, actor=place.clerk)
    return sign(place, paper)


def sign(place: House, paper: Paper) -> Paper:
    """Return a submitted paper after its reviewer and its signer agreed."""
    for who in (place.leader, place.head):
        task = Task.objects.get(
            state=TaskState.WAITING, appointment__public_id=who.hat_id, instance__subject_id=str(paper.pk)
        )
        approvals.approve(task, actor=who)
    return Paper.objects.get(pk=paper.pk)


def issued(place: House, **changes) -> Paper:
    """Return a paper that was issued."""
    return actions.issue(signed(place, **changes), actor=place.clerk)


def resolution(place: House, **changes) -> Resolution:
    """Return a decision of the union's leadership."""
    told = {
        "decided_by": "区总工会党组", "meeting": "2026年第8次党组会议", "decided_on": clock.today(),
        "title": "开展基层服务月活动", "text": "会议决定开展基层服务月活动。", "basis": "市总工会 市工发[2026]3号",
    }  # fmt: skip
    return actions.resolve(place.body, actor=place.clerk, **told | changes)


def regulation(place: House, **changes) -> Regulation:
    """Return a regulation that waits to be put into force."""
    told = {"title": "差评整改督导办法", "aspect": "supervision", "text": "第一条 一事一单。"}
    return actions.write_regulation(place.body, actor=place.clerk, **told | changes)
