"""Writes a specification of visits by the verbs of the rooms and the jobs of each night, under a pretended clock."""

import datetime as dt
import heapq
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from zhengyou.instruments.ratings import actions as ratings
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.enums import Stage
from zhengyou.instruments.ratings.models import Rating
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.deadlines import tasks as deadlines
from zhengyou.registry.services import actions as services
from zhengyou.registry.services.models import Case
from zhengyou.site.demo.clocks import sweep_after, sweep_from
from zhengyou.site.demo.loading import Ground
from zhengyou.site.demo.staff import Hat
from zhengyou.site.demo.visits import Opinion, Step, Visit


@dataclass
class Life:
    """What happens, in the order of time."""

    ground: Ground
    plans: list[tuple[dt.datetime, int, Callable[[], None]]] = field(default_factory=list)
    turns: itertools.count = field(default_factory=itertools.count)
    actors: dict[str, Actor] = field(default_factory=dict)

    def live(self, visits: Iterable[Visit], until: dt.datetime) -> None:
        for visit in visits:
            self.plan_visit(visit)
        first = clock.local(min(at for at, _turn, _do in self.plans)).date()
        for number in range((until.date() - first).days + 1):
            self.plan_jobs(first + dt.timedelta(days=number))
        heapq.heapify(self.plans)
        while self.plans:
            at, _turn, do = heapq.heappop(self.plans)
            if at < until:
                with clock.pretend(at):
                    do()

    def plan(self, at: dt.datetime, do: Callable[[], None]) -> None:
        heapq.heappush(self.plans, (at, next(self.turns), do))

    def plan_jobs(self, day: dt.date) -> None:
        midnight = clock.midnight(day)
        for minutes, job in (
            (5, ratings.release),
            (10, lambda: ratings.dispatch_waiting(actor=SYSTEM)),
            (15, lambda: ratings.expire_invitations(actor=SYSTEM)),
            (15, deadlines.sweep),
            (17 * 60 + 30, deadlines.sweep),
            (17 * 60 + 35, deadlines.sweep),
        ):
            self.plan(midnight + dt.timedelta(minutes=minutes), job)

    def plan_visit(self, visit: Visit) -> None:
        if visit.offer is None:
            self.plan_rating(visit, None, visit.on_completion)
            return
        clerk, held = self.actor(visit.counter.clerk), []
        self.plan(visit.accepted_at, lambda: held.append(self.register(visit, clerk)))
        if visit.handled_at:
            self.plan(visit.handled_at, lambda: services.handle_case(held[0], actor=clerk))
        if visit.withdrawn_at:
            self.plan(visit.withdrawn_at, lambda: services.withdraw_case(held[0], actor=clerk))
        if visit.done_at:
            self.plan(visit.done_at, lambda: services.close_case(held[0], actor=clerk))
        self.plan_rating(visit, (held, Stage.ACCEPT), visit.on_acceptance)
        self.plan_rating(visit, (held, Stage.DONE), visit.on_completion)

    def register(self, visit: Visit, clerk: Actor) -> Case:
        case = services.register_case(
            window=visit.counter.window,
            item=visit.offer.item,
            handler=visit.counter.clerk.appointment,
            applicant_name=visit.name,
            applicant_phone=visit.phone,
            actor=clerk,
        )
        if case.clock:
            for at in (case.clock.blue_at, case.clock.yellow_at):
                self.plan(max(sweep_after(case.accepted_at), sweep_from(at)), deadlines.sweep)
            self.plan(sweep_after(case.clock.due_at), deadlines.sweep)
        return case

    def plan_rating(self, visit: Visit, step: tuple[list[Case], str] | None, opinion: Opinion | None) -> None:
        if opinion is None:
            return
        given: list[Rating] = []
        answer = Answer(
            level=opinion.level,
            tags=opinion.tags,
            text=opinion.text,
            display=opinion.display,
            contact_name=opinion.name,
            contact_phone=opinion.phone,
            praise_demanded=bool(opinion.demanded),
            praise_text=opinion.demanded,
        )

        def rate() -> None:
            if step is None:
                given.append(ratings.rate_visit(visit.counter.window, answer=answer).rating)
                return
            code = step[0][0].invitations.get(stage=step[1]).code
            given.append(ratings.rate(code, answer=answer, channel=opinion.channel).rating)

        self.plan(opinion.at, rate)
        office = self.actor(self.ground.staff.by_login["office"])
        if opinion.read_at:
            self.plan(opinion.read_at, lambda: ratings.review_text(given[0], shown=opinion.shown, actor=office))
        for one in opinion.steps:
            self.plan(one.at, lambda one=one: self.step(one, visit, given[0], office))

    def step(self, step: Step, visit: Visit, rating: Rating, office: Actor) -> None:
        order = Order.objects.get(source_id=str(rating.pk))
        unit = self.actor(self.ground.staff.of(visit.counter.unit.key, Duty.LIAISON)[0])
        match step.verb:
            case "sign":
                orders.sign(order, actor=unit)
            case "reply":
                orders.reply(order, finding=step.finding, reason=step.reason, answer=step.answer, actor=unit)
            case "verify":
                orders.verify(order, actor=office)
            case "send_back":
                orders.send_back(order, reason=step.reason, actor=office)
            case "withdraw":
                orders.withdraw(order, reason=step.reason, actor=office)

    def actor(self, hat: Hat) -> Actor:
        key = str(hat.appointment.public_id)
        if key not in self.actors:
            self.actors[key] = actor_for(hat.account, hat.appointment)
        return self.actors[key]
