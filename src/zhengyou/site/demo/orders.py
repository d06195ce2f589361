"""Writes the orders that bad ratings opened, with both clocks of each and what the sweep of every five minutes did."""

import datetime as dt
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter

from zhengyou.instruments.ratings import rectification
from zhengyou.instruments.ratings.models import Rating
from zhengyou.kernel import clock
from zhengyou.kernel.masking import mask_text
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders import policy
from zhengyou.mechanisms.orders.enums import Kind, Stage, State
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import Actor
from zhengyou.registry.bodies.models import Body
from zhengyou.site.demo.clocks import Clocks, Running, Subject
from zhengyou.site.demo.copying import Courier, Rows
from zhengyou.site.demo.identities import code, dice, random_id
from zhengyou.site.demo.visits import Opinion, Step

FIELDS = {
    "sign": "{first_body,signed_at,state}",
    "reply": "{finding,first_body,reason,replied_at,reply,signed_at,state}",
    "verify": "{audited_at,closed_at,state}",
    "send_back": "{return_reason,returns,state}",
    "withdraw": "{closed_at,return_reason,state}",
}
"""What each verb changes, as the ledger names it."""


@dataclass
class Orders:
    """Collects orders and tells ``clocks`` and the ledger what happened; ``answering`` returns who answers for a body."""

    clocks: Clocks
    now: dt.datetime
    verifier: Actor
    answering: Callable[[int], Actor]
    chance: random.Random = field(default_factory=lambda: dice("orders"))
    orders: list[Order] = field(default_factory=list)
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
            text=self.text_of(rating, opinion),
            source_kind=rectification.SOURCE,
            source_id=str(rating.pk),
            opened_on=on,
            return_by=self.clocks.reckon(policy.RULE_OF_RETURN_ELSE, body, clock.midnight(on)).due_at,
        )
        self.orders.append(order)
        self.clocks.ledger.public_did("orders.open", *_told(order), on)
        if opinion.read_at and opinion.shown and opinion.read_at.date() >= on:
            self.clocks.ledger.did("orders.restate", *_told(order), self.verifier, opinion.read_at, fields="{text}")
        begun = clock.midnight(on)
        running = {
            orders.SIGNING: self._start(order, orders.SIGNING, policy.RULE_OF_SIGNING, begun, None),
            orders.HANDLING: self._start(order, orders.HANDLING, policy.RULE_OF_HANDLING[Kind.RATING], begun, None),
        }
        for step in opinion.steps:
            self._do(order, step, running)
        for left in running.values():
            self.clocks.run(left, self.now, None, "")
        nearest = min(running.values(), key=lambda left: (left.due_at, left.id), default=None)
        order.clock_id = uuid.UUID(nearest.id) if nearest else None
        return str(order.pk)

    def _above(self, body: Body) -> Body:
        if body.pk not in self.above:
            self.above[body.pk] = body.parent or body
        return self.above[body.pk]

    def text_of(self, rating: Rating, opinion: Opinion) -> str:
        """Return what the unit is told: the words once the office let them pass; equal ratings tell the same."""
        words = mask_text(rating.text) if opinion.read_at and opinion.shown else ""
        key = (rating.level, tuple(rating.tags), words)
        if key not in self.texts:
            self.texts[key] = rectification.text_of(rating, words)
        return self.texts[key]

    def _do(self, order: Order, step: Step, running: dict[str, Running]) -> None:
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
        self.clocks.ledger.did(f"orders.{step.verb}", *told, actor, at, **moved)
        ended = {
            "sign": [orders.SIGNING],
            "reply": [orders.handling_stage(order)],
            "verify": [audit],
            "send_back": [audit],
            "withdraw": list(running),
        }
        for stage in ended.get(step.verb, []):
            self.clocks.run(running.pop(stage), at, actor, "void" if step.verb == "withdraw" else "meet")
        if step.verb == "reply":
            running[audit] = self._start(order, audit, policy.RULES[Stage.AUDIT], at, actor, order.verifier)
        if step.verb == "send_back":
            stage = orders.handling_stage(order)
            running[stage] = self._start(order, stage, policy.RULE_OF_HANDLING[Kind.RATING], at, actor)

    def _start(
        self, order: Order, stage: str, key: str, at: dt.datetime, actor: Actor | None, answering: Body | None = None
    ) -> Running:
        subject = Subject("orders.order", str(order.pk), order.number)
        return self.clocks.start(subject, key, order.body, at, actor, stage=stage, answering=answering)

    def hand_to(self, courier: Courier) -> None:
        """Give the orders to ``courier``."""
        columns = [one for one in Order._meta.concrete_fields if one.name != "passes"]  # nothing passes here: empty
        rows, values = (
            Rows(Order, [one.name for one in columns] + ["passes"]),
            attrgetter(*[one.attname for one in columns]),
        )
        for order in self.orders:
            rows.add(*values(order), ())
        self.orders = []
        rows.hand_to(courier)


def _told(order: Order) -> tuple[str, str, str]:
    return "orders.order", str(order.pk), order.ledger_label
