"""A county whose units are assessed by a scheme: people, ratings, a scheme in force, an assessment."""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from tests.factories.access import signed_in
from tests.factories.bodies import BodyFactory
from zhengyou.kernel import clock
from zhengyou.mechanisms.scoring import actions, catalogue
from zhengyou.mechanisms.scoring.enums import Voice
from zhengyou.mechanisms.scoring.models import Assessment, Part, Run, Scheme
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.approvals import actions as approvals
from zhengyou.registry.approvals.models import Instance, Task
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.people.models import Account

FIRST, NEXT = dt.date(2026, 4, 1), dt.date(2026, 7, 1)
BEFORE, AFTER = dt.datetime(2026, 3, 16, 2, tzinfo=dt.UTC), dt.datetime(2026, 7, 2, 2, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 7, 20, 2, tzinfo=dt.UTC)


@dataclass
class County:
    """A root body with units, an office that runs schemes, a leader and a head who approve."""

    body: Body
    units: list[Body]
    account: Account
    office: Actor
    leader: Actor
    head: Actor
    ratings: dict[int, list[list[int]]] = field(default_factory=dict)
    """By unit: the counts of five levels, one list a case type."""

    def approve(self, instance: Instance) -> Instance:
        """Let everybody who is asked agree."""
        people = {person.hat_id: person for person in (self.office, self.leader, self.head)}
        while task := Task.objects.filter(instance=instance, state="waiting").select_related("appointment").first():
            approvals.approve(task, actor=people[str(task.appointment.public_id)])
        instance.refresh_from_db()
        return instance

    def member(self, unit: Body, *functions: str) -> tuple[Account, Actor]:
        """Return somebody of ``unit`` who checks and objects for it."""
        return signed_in("scoring.read", "scoring.self_check", "scoring.object", *functions, body=unit, duty="liaison")


def county(units: int = 6, kind: str = "government") -> County:
    body = BodyFactory()
    account, office = signed_in(*OFFICE, body=body)
    return County(
        body=body,
        units=[BodyFactory(parent=body, kind=kind, name=f"单位{place}") for place in range(units)],
        account=account,
        office=office,
        leader=signed_in(body=body, duty="leader")[1],
        head=signed_in(body=body, duty="head")[1],
    )


OFFICE = (
    "scoring.read",
    "scoring.run",
    "scoring.design",
    "scoring.assess",
    "scoring.use",
    "scoring.self_check",
    "scoring.object",
)


def offered(place: County, monkeypatch) -> None:
    """Offer the ratings of ``place`` as the satisfaction of citizens: two case types, one channel."""

    def read(subject, body, starts, ends):
        keys = tuple(sorted(place.ratings))
        counts = np.array([place.ratings[key] for key in keys], dtype=np.int64).reshape(len(keys), -1, 5)
        return catalogue.Cells(keys=keys, bodies=keys, cases=("easy|code", "hard|code"), counts=counts)

    indicator = catalogue.Indicator("satisfaction", "群众满意度", "分", "五级评价", read)
    monkeypatch.setattr(catalogue, "_offered", {"satisfaction": indicator})
    for number, unit in enumerate(place.units):
        good = 30 + 15 * number
        place.ratings[unit.pk] = [[4, 4, 10, 40, good], [6, 6, 10, 20, 10 + number]]


def drafted(place: County, *, starts_on: dt.date = FIRST, code: str = "pingbi", **rules) -> Scheme:
    """Return the draft of a quarterly scheme: 60 points of satisfaction, 40 by check, bonus, deduction and veto."""
    with clock.pretend(BEFORE):
        values = {"title": "窗口评比", "grades": [["优秀", 80], ["合格", 60]]} | rules
        scheme = actions.design(body=place.body, code=code, starts_on=starts_on, actor=place.office, **values)
        public = {"source": "indicator", "indicator": "satisfaction", "mandatory": True, "voice": Voice.PUBLIC}
        add = {"scheme": scheme, "actor": place.office}
        actions.add_part(name="群众满意度", weight=60, **public, **add)
        actions.add_part(name="内务管理", weight=40, **add)
        for name, role, weight in (("通报表扬", "bonus", 2), ("通报批评", "deduction", 5), ("欠薪", "veto", 0)):
            actions.add_part(name=name, role=role, weight=weight, **add)
    return scheme


def frozen(place: County, **given) -> Scheme:
    """Return a scheme that was approved before its first period began."""
    scheme = drafted(place, **given)
    with clock.pretend(BEFORE):
        place.approve(actions.submit(scheme, actor=place.office))
    scheme.refresh_from_db()
    return scheme


def part(scheme: Scheme, name: str) -> Part:
    return scheme.parts.get(name=name)


def marked(place: County, scheme: Scheme, *values: float, name: str = "内务管理", starts_on: dt.date = FIRST) -> None:
    """Mark a part of the units, in their order."""
    for unit, value in zip(place.units, values, strict=False):
        actions.assess(
            part(scheme, name), body=unit, starts_on=starts_on, value=value, evidence="6月检查记录", actor=place.office
        )


def computed(place: County, scheme: Scheme, *, starts_on: dt.date = FIRST) -> Assessment:
    """Return an assessment whose jobs have run."""
    with clock.pretend(AFTER):
        return work(actions.begin(scheme, starts_on=starts_on, actor=place.office))


def work(assessment: Assessment) -> Assessment:
    """Run the jobs of an assessment."""
    actions.collect(assessment)
    assessment = Assessment.objects.get(pk=assessment.pk)
    return actions.reckon(assessment)


def published(place: County, assessment: Assessment) -> Assessment:
    """Return ``assessment`` after its preview, when the days of objection are over, approved."""
    with clock.pretend(AFTER):
        actions.preview(assessment, actor=place.office)
    with clock.pretend(LATER):
        place.approve(actions.submit_results(assessment, actor=place.office))
    assessment.refresh_from_db()
    return assessment


def released(run: Run) -> Run:
    """Return ``run`` after its preview, when the days of objection are over, approved by leader and head."""
    office = signed_in("scoring.run", body=run.body)[1]
    approvers(run.body)
    actions.preview(run, actor=office)
    with clock.pretend(clock.now() + dt.timedelta(days=30)):
        agreed(actions.submit_results(run, actor=office))
    run.refresh_from_db()
    return run


def approvers(body: Body) -> None:
    """Appoint the leader and the head of ``body`` where it has none."""
    for duty in ("leader", "head"):
        if not Appointment.objects.filter(post__body=body, post__duty=duty).exists():
            signed_in(body=body, duty=duty)


def agreed(instance: Instance) -> Instance:
    """Let everybody who is asked agree."""
    waiting = Task.objects.filter(instance=instance, state="waiting").select_related("appointment__person")
    while task := waiting.first():
        approvals.approve(task, actor=actor_for(task.appointment.person.account, task.appointment))
    instance.refresh_from_db()
    return instance
