"""Clocks as the verbs and the sweep of every five minutes leave them, written in bulk."""

import datetime as dt
import random
from dataclasses import dataclass, field

from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import queries, reckoning
from zhengyou.registry.deadlines.enums import Cause, Colour
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.deadlines.models import Clock, Reckoning, Rule
from zhengyou.site.demo.calendars import Days
from zhengyou.site.demo.copying import Rows
from zhengyou.site.demo.identities import dated_id, dice
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


@dataclass
class Clocks:
    """Collects clocks; their events go to ``ledger`` at once."""

    days: Days
    ledger: Ledger
    chance: random.Random = field(default_factory=lambda: dice("clocks"))
    clocks: list[Clock] = field(default_factory=list)
    rules: dict[str, Rule] = field(default_factory=dict)
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
    ) -> Clock:
        """Start the clock of a stage; without an actor as the public's, at the beginning of the day.

        ``body`` is whose rules hold, ``answering`` who answers for it, if that is another.
        """
        rule, told = self._rule(key, body, at.date()), self.reckon(key, body, at, promised)
        term = promised or rule.term
        started = Clock(
            id=dated_id(int(at.timestamp() * 1000), self.chance),
            subject_kind=subject.kind,
            subject_id=subject.id,
            subject_label=subject.label,
            stage=stage or key,
            body=answering or body,
            rule=rule,
            rule_key=rule.key,
            rule_title=rule.title,
            pack_label=str(rule.pack),
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
        name = ("deadlines.start", "deadlines.clock", str(started.pk), str(started))
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

    def run(self, running: Clock, until: dt.datetime, actor: Actor | None, verb: str) -> None:
        """Let a clock run until a moment at which ``actor`` ends it by ``verb``; without one it runs on."""
        name = ("deadlines.clock", str(running.pk), str(running))
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
            running.state = ClockState.BREACHED if late else ClockState.MET
        else:
            running.state = ClockState.VOID
        fields = "{finished_at,state}" if verb == "meet" else "{state}"
        moved = {"fields": fields, "source": source, "target": running.state}
        self.ledger.did(f"deadlines.{does}", *name, actor, at, **moved)

    def _warn(self, running: Clock, until: dt.datetime, name: tuple[str, str, str]) -> None:
        """Let the sweep tell that the clock turned blue, then yellow, as far as that came before ``until``."""
        first = sweep_after(
            running.started_at + (dt.timedelta(minutes=10) if _at_midnight(running) else dt.timedelta())
        )
        blue, yellow = max(first, sweep_from(running.blue_at)), max(first, sweep_from(running.yellow_at))
        for colour, at in ((Colour.BLUE, blue), (Colour.YELLOW, yellow)):
            if at <= until and (colour == Colour.YELLOW or blue < yellow):
                running.warned = colour
                self._swept("deadlines.warn", name, at, "{warned}")

    def _swept(self, verb: str, name: tuple[str, str, str], at: dt.datetime, fields: str) -> None:
        self.ledger.system_did(verb, *name, at, fields=fields)

    def _breach(self, running: Clock, actor: Actor, at: dt.datetime, name: tuple[str, str, str]) -> None:
        running.state, running.breached_at, running.warned = ClockState.BREACHED, running.due_at, Colour.RED
        moved = {
            "fields": "{breached_at,state,warned}",
            "source": ClockState.RUNNING.value,
            "target": ClockState.BREACHED.value,
        }
        self.ledger.did("deadlines.breach", *name, actor, at, **moved)

    def save(self) -> None:
        """Write the clocks, each with the due moment with which it began."""
        columns = list(Clock._meta.concrete_fields)
        clocks = Rows(Clock, [one.name for one in columns])
        reckonings = Rows(Reckoning, ("id", "clock", "at", "cause", "due_at", "provisional", "note"))
        for one in self.clocks:
            clocks.add(*[getattr(one, column.attname) for column in columns])
            key = dated_id(int(one.started_at.timestamp() * 1000), self.chance)
            reckonings.add(key, one.pk, one.started_at, Cause.STARTED, one.due_at, one.provisional, "")
        clocks.save()
        reckonings.save()
        self.clocks = []


def _at_midnight(running: Clock) -> bool:
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
