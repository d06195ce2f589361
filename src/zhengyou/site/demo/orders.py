"""Writes the orders that bad ratings opened, with both clocks of each and what the sweep of every five minutes did."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from zhengyou.instruments.ratings import rectification
from zhengyou.instruments.ratings.models import Rating
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders import policy
from zhengyou.mechanisms.orders.enums import Kind, Stage, State
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import queries, reckoning
from zhengyou.registry.deadlines.enums import Cause, Colour
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.deadlines.models import Clock, Reckoning, Rule
from zhengyou.site.demo.calendars import Days
from zhengyou.site.demo.identities import code, dated_id, dice, random_id
from zhengyou.site.demo.ledgering import Ledger
from zhengyou.site.demo.visits import Opinion, Step

SWEEP = 300
"""Seconds between two sweeps of the clocks (`deadlines.tasks`)."""

FIELDS = {
    "sign": "{first_body,signed_at,state}",
    "reply": "{finding,first_body,reason,replied_at,reply,signed_at,state}",
    "verify": "{audited_at,closed_at,state}",
    "send_back": "{return_reason,returns,state}",
    "withdraw": "{closed_at,return_reason,state}",
}
"""What each verb changes, as the ledger names it."""


@dataclass(slots=True)
class Moments:
    """When a clock is due and turns blue and yellow."""

    due_at: dt.datetime
    blue_at: dt.datetime
    yellow_at: dt.datetime
    provisional: bool


@dataclass
class Orders:
    """Collects orders, clocks and their events; ``answering`` returns who answers for a body."""

    days: Days
    now: dt.datetime
    verifier: Actor
    answering: Callable[[int], Actor]
    chance: random.Random = field(default_factory=lambda: dice("orders"))
    orders: list[Order] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    reckonings: list[Reckoning] = field(default_factory=list)
    rules: dict[str, Rule] = field(default_factory=dict)
    moments: dict[tuple[str, dt.datetime], Moments] = field(default_factory=dict)
    events: list[Callable[[Ledger], None]] = field(default_factory=list)
    texts: dict[tuple[int, tuple[str, ...], str], str] = field(default_factory=dict)
    above: dict[int, Body] = field(default_factory=dict)

    def open(self, rating: Rating, opinion: Opinion, on: dt.date) -> str:
        """Open the order of a bad rating on the day after it and let its story happen; return its key."""
        body = rating.body
        order = Order(
            id=random_id(self.chance),
            number=code(8, self.chance),
            kind=Kind.RATING,
            body=body,
            verifier=self._above(body),
            title=rectification.title_of(rating),
            text=self._text(rating),
            source_kind=rectification.SOURCE,
            source_id=str(rating.pk),
            opened_on=on,
            return_by=self._reckon(policy.RULE_OF_RETURN_ELSE, body, clock.midnight(on)).due_at,
        )
        self.orders.append(order)
        self.events.append(lambda ledger: ledger.public_did("orders.open", *_told(order), on))
        begun = clock.midnight(on)
        running = {
            orders.SIGNING: self._start(order, orders.SIGNING, policy.RULE_OF_SIGNING, begun, None),
            orders.HANDLING: self._start(order, orders.HANDLING, policy.RULE_OF_HANDLING[Kind.RATING], begun, None),
        }
        for step in opinion.steps:
            self._do(order, step, running)
        for left in running.values():
            self._run(left, self.now, None, "")
        order.clock = min(running.values(), key=lambda left: (left.due_at, left.id), default=None)
        return str(order.pk)

    def _above(self, body: Body) -> Body:
        if body.pk not in self.above:
            self.above[body.pk] = body.parent or body
        return self.above[body.pk]

    def _text(self, rating: Rating) -> str:
        """Return what the unit is told; equal ratings of the year tell the same."""
        key = (rating.level, tuple(rating.tags), rating.text)
        if key not in self.texts:
            self.texts[key] = rectification.text_of(rating)
        return self.texts[key]

    def _do(self, order: Order, step: Step, running: dict[str, Clock]) -> None:
        """Let one step happen to the order and end or start the clocks that hang on it."""
        before, at, audit = order.state, step.at, orders.stage_name(order, Stage.AUDIT)
        office = step.verb in {"verify", "send_back", "withdraw"}
        actor = self.verifier if office else self.answering(order.body_id)
        match step.verb:
            case "sign":
                order.state, order.signed_at, order.first_body = State.HANDLING, at, order.body
            case "reply":
                order.state, order.replied_at, order.finding = State.REPLIED, at, step.finding
                order.reason, order.reply = step.reason, step.answer
            case "verify":
                order.state, order.audited_at, order.closed_at = State.CLOSED, at, at
            case "send_back":
                order.state, order.return_reason, order.returns = State.HANDLING, step.reason, order.returns + 1
            case "withdraw":
                order.state, order.return_reason, order.closed_at = State.VOID, step.reason, at
        told, moved = _told(order), {"fields": FIELDS[step.verb], "source": before, "target": order.state}
        self.events.append(lambda ledger: ledger.did(f"orders.{step.verb}", *told, actor, at, **moved))
        ended = {
            "sign": [orders.SIGNING],
            "reply": [orders.handling_stage(order)],
            "verify": [audit],
            "send_back": [audit],
            "withdraw": list(running),
        }
        for stage in ended.get(step.verb, []):
            self._run(running.pop(stage), at, actor, "void" if step.verb == "withdraw" else "meet")
        if step.verb == "reply":
            running[audit] = self._start(order, audit, policy.RULES[Stage.AUDIT], at, actor, order.verifier)
        if step.verb == "send_back":
            stage = orders.handling_stage(order)
            running[stage] = self._start(order, stage, policy.RULE_OF_HANDLING[Kind.RATING], at, actor)

    def _start(
        self, order: Order, stage: str, key: str, at: dt.datetime, actor: Actor | None, body: Body | None = None
    ) -> Clock:
        """Start the clock of a stage; without an actor as the public's, at the beginning of the day."""
        rule, told = self._rule(key, order.body, at.date()), self._reckon(key, order.body, at)
        started = Clock(
            id=dated_id(int(at.timestamp() * 1000), self.chance),
            subject_kind="orders.order",
            subject_id=str(order.pk),
            subject_label=order.number,
            stage=stage,
            body=body or order.body,
            rule=rule,
            rule_key=rule.key,
            rule_title=rule.title,
            pack_label=str(rule.pack),
            amount=rule.amount,
            unit=rule.unit,
            ending=rule.ending,
            started_at=at,
            due_at=told.due_at,
            blue_at=told.blue_at,
            yellow_at=told.yellow_at,
            provisional=told.provisional,
        )
        self.clocks.append(started)
        self.reckonings.append(
            Reckoning(clock=started, at=at, cause=Cause.STARTED, due_at=told.due_at, provisional=told.provisional)
        )
        name = ("deadlines.start", "deadlines.clock", str(started.pk), str(started))
        if actor is None:
            self.events.append(lambda ledger: ledger.public_did(*name, at.date(), target=ClockState.RUNNING))
        else:
            self.events.append(lambda ledger: ledger.did(*name, actor, at, target=ClockState.RUNNING))
        return started

    def _rule(self, key: str, body: Body, on: dt.date) -> Rule:
        if key not in self.rules:
            rule = queries.rule_for(key, body, on)
            assert rule is not None, key  # noqa: S101 -- the shipped pack has it
            self.rules[key] = rule
        return self.rules[key]

    def _reckon(self, key: str, body: Body, at: dt.datetime) -> Moments:
        """Return the moments of a term begun at ``at``, as `deadlines.actions.start` reckons them."""
        if (key, at) not in self.moments:
            rule = self._rule(key, body, at.date())
            ground = reckoning.Ground(self.days.calendar, rule.pack.hours)
            due = reckoning.due(at, rule.term, ground)
            blue = reckoning.used_up(at, rule.term, ground, rule.warn_at_percent)
            yellow = due.at
            for _day in range(rule.warn_working_days):
                yellow = reckoning.one_working_day_before(yellow, ground.calendar)
            self.moments[key, at] = Moments(due.at, min(blue, due.at), max(yellow, at), due.provisional)
        return self.moments[key, at]

    def _run(self, running: Clock, until: dt.datetime, actor: Actor | None, verb: str) -> None:
        """Let a clock run until a moment at which ``actor`` ends it by ``verb``; without one it runs on."""
        name = ("deadlines.clock", str(running.pk), str(running))
        self._warn(running, min(until, running.due_at), name)
        breached = _sweep_after(running.due_at)
        if breached <= until:
            self._breach(running, SYSTEM, breached, name)
        elif until > running.due_at and verb == "meet" and actor is not None:
            self._breach(running, actor, until, name)
        if not verb or actor is None:
            return
        late = running.state == ClockState.BREACHED
        source, at, does = running.state, until, verb
        if verb == "meet":
            does, running.finished_at = ("finish_late" if late else "meet"), at
            running.state = ClockState.BREACHED if late else ClockState.MET
        else:
            running.state = ClockState.VOID
        fields = "{finished_at,state}" if verb == "meet" else "{state}"
        moved = {"fields": fields, "source": source, "target": running.state}
        self.events.append(lambda ledger: ledger.did(f"deadlines.{does}", *name, actor, at, **moved))

    def _warn(self, running: Clock, until: dt.datetime, name: tuple[str, str, str]) -> None:
        """Let the sweep tell that the clock turned blue, then yellow, as far as that came before ``until``."""
        first = _sweep_after(
            running.started_at + (dt.timedelta(minutes=10) if _at_midnight(running) else dt.timedelta())
        )
        blue, yellow = max(first, _sweep_from(running.blue_at)), max(first, _sweep_from(running.yellow_at))
        for colour, at in ((Colour.BLUE, blue), (Colour.YELLOW, yellow)):
            if at <= until and (colour == Colour.YELLOW or blue < yellow):
                running.warned = colour
                self._swept("deadlines.warn", name, at, "{warned}")

    def _swept(self, verb: str, name: tuple[str, str, str], at: dt.datetime, fields: str) -> None:
        self.events.append(lambda ledger: ledger.system_did(verb, *name, at, fields=fields))

    def _breach(self, running: Clock, actor: Actor, at: dt.datetime, name: tuple[str, str, str]) -> None:
        running.state, running.breached_at, running.warned = ClockState.BREACHED, running.due_at, Colour.RED
        moved = {
            "fields": "{breached_at,state,warned}",
            "source": ClockState.RUNNING.value,
            "target": ClockState.BREACHED.value,
        }
        self.events.append(lambda ledger: ledger.did("deadlines.breach", *name, actor, at, **moved))

    def save(self, ledger: Ledger) -> None:
        """Write orders, clocks and reckonings, and hand their events to ``ledger``."""
        Order.objects.bulk_create(self.orders, batch_size=1000)
        Clock.objects.bulk_create(self.clocks, batch_size=1000)
        Reckoning.objects.bulk_create(self.reckonings, batch_size=1000)
        for tell in self.events:
            tell(ledger)


def _told(order: Order) -> tuple[str, str, str]:
    return "orders.order", str(order.pk), order.ledger_label


def _at_midnight(running: Clock) -> bool:
    """Return whether the clock was started by the night's job, ten minutes after the midnight from which it counts."""
    told = clock.local(running.started_at)
    return told == clock.midnight(told.date())


def _sweep_from(at: dt.datetime) -> dt.datetime:
    """Return the first sweep at or after a moment."""
    seconds = -(-at.timestamp() // SWEEP) * SWEEP
    return dt.datetime.fromtimestamp(seconds, clock.SHANGHAI)


def _sweep_after(at: dt.datetime) -> dt.datetime:
    """Return the first sweep after a moment."""
    return _sweep_from(at + dt.timedelta(microseconds=1))
