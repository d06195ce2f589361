"""Clocks as the verbs and the sweep of every five minutes leave them, written in bulk."""

import datetime as dt
import random
import uuid
from dataclasses import dataclass, field, fields
from operator import attrgetter

from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import queries, reckoning
from zhengyou.registry.deadlines.enums import Cause, Colour
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.deadlines.models import Clock, Reckoning, Rule
from zhengyou.site.demo.calendars import Days
from zhengyou.site.demo.copying import Courier, Rows
from zhengyou.site.demo.identities import dated_text, dice
from zhengyou.site.demo.ledgering import Ledger

SWEEP = 300
"""Seconds between two sweeps of the clocks (`deadlines.tasks`)."""


@dataclass(slots=True)
class Moments:
    """When a clock is due and turns blue and yellow."""

    due_at: dt.datetime
    blue_at: dt.datetime
    yellow_at: dt.datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """What a clock belongs to, as it stands in its row."""

    kind: str
    id: str
    label: str


@dataclass(slots=True)
class Running:
    """The row of a clock, column by column: tens of thousands of whole models would take their time."""

    id: str
    subject_kind: str
    subject_id: str
    subject_label: str
    stage: str
    body_id: int
    rule_id: uuid.UUID
    rule_key: str
    rule_title: str
    pack_label: str
    amount: int
    unit: str
    ending: str
    started_at: dt.datetime
    due_at: dt.datetime
    blue_at: dt.datetime
    yellow_at: dt.datetime
    provisional: bool
    extended_by: int = 0
    state: str = ClockState.RUNNING.value
    warned: str = ""
    breached_at: dt.datetime | None = None
    finished_at: dt.datetime | None = None

    @property
    def label(self) -> str:
        """Return how the ledger calls the clock."""
        return f"{self.rule_title} · {self.subject_label}"


COLUMNS = tuple(one.name for one in fields(Running))
_VALUES = attrgetter(*COLUMNS)


@dataclass
class Clocks:
    """Collects clocks; their events go to ``ledger`` at once."""

    days: Days
    ledger: Ledger
    chance: random.Random = field(default_factory=lambda: dice("clocks"))
    clocks: list[Running] = field(default_factory=list)
    rows: Rows = field(default_factory=lambda: Rows(Clock, COLUMNS))
    reckonings: Rows = field(
        default_factory=lambda: Rows(Reckoning, ("id", "clock", "at", "cause", "due_at", "provisional", "note"))
    )
    rules: dict[str, Rule] = field(default_factory=dict)
    packs: dict[uuid.UUID, str] = field(default_factory=dict)
    moments: dict[tuple[str, dt.date, reckoning.Term], Moments] = field(default_factory=dict)

    def start(
        self,
        subject: Subject,
        key: str,
        body: Body,
        at: dt.datetime,
        actor: Actor | None,
        *,
        stage: str = "",
        promised: reckoning.Term | None = None,
        answering: Body | None = None,
    ) -> Running:
        """Start the clock of a stage; without an actor as the public's, at the beginning of the day.

        ``body`` is whose rules hold, ``answering`` who answers for it, if that is another.
        """
        rule, told = self._rule(key, body, at.date()), self.reckon(key, body, at, promised)
        term = promised or rule.term
        started = Running(
            id=dated_text(int(at.timestamp() * 1000), self.chance),
            subject_kind=subject.kind,
            subject_id=subject.id,
            subject_label=subject.label,
            stage=stage or key,
            body_id=(answering or body).pk,
            rule_id=rule.pk,
            rule_key=rule.key,
            rule_title=rule.title,
            pack_label=self.packs[rule.pack_id],
            amount=term.amount,
            unit=term.unit.value,
            ending=term.ending.value,
            started_at=at,
            due_at=told.due_at,
            blue_at=told.blue_at,
            yellow_at=told.yellow_at,
            provisional=told.provisional,
        )
        self.clocks.append(started)
        name = ("deadlines.start", "deadlines.clock", started.id, started.label)
        if actor is None:
            self.ledger.public_did(*name, at.date(), target=ClockState.RUNNING)
        else:
            self.ledger.did(*name, actor, at, target=ClockState.RUNNING)
        return started

    def _rule(self, key: str, body: Body, on: dt.date) -> Rule:
        if key not in self.rules:
            rule = queries.rule_for(key, body, on)
            assert rule is not None, key  # noqa: S101 -- the shipped pack has it
            self.rules[key] = rule
            self.packs[rule.pack_id] = str(rule.pack)
        return self.rules[key]

    def reckon(self, key: str, body: Body, at: dt.datetime, promised: reckoning.Term | None = None) -> Moments:
        """Return the moments of a term begun at ``at``, as `deadlines.actions.start` reckons them."""
        rule = self._rule(key, body, at.date())
        term = promised or rule.term
        since: dt.date = at.date() if term.unit.counts_days else at  # days count whole, whatever the minute
        if (key, since, term) not in self.moments:
            ground = reckoning.Ground(self.days.calendar, rule.pack.hours)
            due = reckoning.due(at, term, ground)
            blue = reckoning.used_up(at, term, ground, rule.warn_at_percent)
            yellow = due.at
            for _day in range(rule.warn_working_days):
                yellow = reckoning.one_working_day_before(yellow, ground.calendar)
            self.moments[key, since, term] = Moments(due.at, min(blue, due.at), yellow, due.provisional)
        found = self.moments[key, since, term]
        return Moments(found.due_at, found.blue_at, max(found.yellow_at, at), found.provisional)

    def run(self, running: Running, until: dt.datetime, actor: Actor | None, verb: str) -> None:
        """Let a clock run until a moment at which ``actor`` ends it by ``verb``; without one it runs on."""
        name = ("deadlines.clock", running.id, running.label)
        self._warn(running, min(until, running.due_at), name)
        breached = sweep_after(running.due_at)
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
            running.state = (ClockState.BREACHED if late else ClockState.MET).value
        else:
            running.state = ClockState.VOID.value
        fields = "{finished_at,state}" if verb == "meet" else "{state}"
        moved = {"fields": fields, "source": source, "target": running.state}
        self.ledger.did(f"deadlines.{does}", *name, actor, at, **moved)

    def _warn(self, running: Running, until: dt.datetime, name: tuple[str, str, str]) -> None:
        """Let the sweep tell that the clock turned blue, then yellow, as far as that came before ``until``."""
        first = sweep_after(
            running.started_at + (dt.timedelta(minutes=10) if _at_midnight(running) else dt.timedelta())
        )
        blue, yellow = max(first, sweep_from(running.blue_at)), max(first, sweep_from(running.yellow_at))
        for colour, at in ((Colour.BLUE, blue), (Colour.YELLOW, yellow)):
            if at <= until and (colour == Colour.YELLOW or blue < yellow):
                running.warned = colour.value
                self._swept("deadlines.warn", name, at, "{warned}")

    def _swept(self, verb: str, name: tuple[str, str, str], at: dt.datetime, fields: str) -> None:
        self.ledger.system_did(verb, *name, at, fields=fields)

    def _breach(self, running: Running, actor: Actor, at: dt.datetime, name: tuple[str, str, str]) -> None:
        running.state, running.breached_at = ClockState.BREACHED.value, running.due_at
        running.warned = Colour.RED.value
        moved = {
            "fields": "{breached_at,state,warned}",
            "source": ClockState.RUNNING.value,
            "target": ClockState.BREACHED.value,
        }
        self.ledger.did("deadlines.breach", *name, actor, at, **moved)

    def hand_to(self, courier: Courier) -> None:
        """Give the clocks to ``courier``, each with the due moment with which it began."""
        for one in self.clocks:
            self.rows.add(*_VALUES(one))
            key = dated_text(int(one.started_at.timestamp() * 1000), self.chance)
            self.reckonings.add(key, one.id, one.started_at, Cause.STARTED, one.due_at, one.provisional, "")
        self.clocks = []
        self.rows.hand_to(courier)
        self.reckonings.hand_to(courier)


def _at_midnight(running: Running) -> bool:
    """Return whether the clock was started by the night's job, ten minutes after the midnight from which it counts."""
    told = clock.local(running.started_at)
    return told == clock.midnight(told.date())


def sweep_from(at: dt.datetime) -> dt.datetime:
    """Return the first sweep at or after a moment."""
    seconds = -(-at.timestamp() // SWEEP) * SWEEP
    return dt.datetime.fromtimestamp(seconds, clock.SHANGHAI)


def sweep_after(at: dt.datetime) -> dt.datetime:
    """Return the first sweep after a moment."""
    return sweep_from(at + dt.timedelta(microseconds=1))
