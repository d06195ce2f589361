"""Readings of the escalation ladder: which rungs hold for a clock, and which clocks are to climb."""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Length

from zhengyou.kernel import clock as time
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import queries, reckoning
from zhengyou.registry.deadlines.enums import Grade, PackState, State
from zhengyou.registry.deadlines.models import Clock, Rung


def ladder_of(key: str, body: Body | None, on: dt.date) -> list[Rung]:
    """Return the rungs that hold for a limit of ``body`` on a day, the lowest first; empty where no ladder has it.

    The nearest pack with any rung for the key gives the whole ladder; in it an exact key goes before a beginning.
    """
    level = body.level if body else ""
    above = [int(step) for step in body.path.split(".") if step] if body else []
    found = (
        Rung.objects.filter(pack__state=PackState.IN_FORCE, pack__valid_from__lte=on)
        .filter(Q(pack__valid_to__isnull=True) | Q(pack__valid_to__gt=on))
        .filter(Q(pack__body__isnull=True) | Q(pack__body__in=above))
        .filter(pack__level__in=["", level], key__in=names_of(key))
        .select_related("pack")
        .order_by(
            Length("pack__body__path").desc(nulls_last=True),
            "-pack__level",
            "pack__shipped",
            "-pack__valid_from",
            "-pack__version",
            Length("key").desc(),
            "key",
            "grade",
        )
    )
    return next((list(rungs) for _of, rungs in groupby(found, key=lambda rung: (rung.pack_id, rung.key))), [])


def names_of(key: str) -> list[str]:
    """Return the keys under which a ladder for the limit ``key`` may stand: ``order.handle``, ``order.*``, ``*``."""
    parts = key.split(".")
    return [key, *(".".join([*parts[:length], "*"]) for length in range(len(parts) - 1, 0, -1)), "*"]


def told_at(clock: Clock, grade: Grade) -> list[str]:
    """Return who is told when ``clock`` reaches ``grade``, by the ladder that holds for it; empty without a ladder."""
    rungs = ladder_of(clock.rule_key, clock.body, time.local(clock.due_at).date())
    return next((rung.told for rung in rungs if rung.grade == grade), [])


def after_due(rungs: Iterable[Rung], grade: int) -> Rung | None:
    """Return the first rung above ``grade`` that is climbed after the due moment."""
    floor = max(grade, Grade.YELLOW)
    return next((rung for rung in rungs if rung.grade > floor), None)


def climbs_at(clock: Clock, rung: Rung, below: Rung | None, climbed_at: dt.datetime | None) -> dt.datetime:
    """Return when ``clock`` climbs ``rung``: so long after the due moment, yet never sooner after the rung below.

    Where the rung below was logged late (the program stood still), the unit still gets the time between both rungs.
    """
    years = queries.years_from(time.local(clock.due_at).date(), time.today())
    ground = reckoning.Ground(queries.calendar(clock.body, years), clock.rule.pack.hours)
    at = _later(clock.due_at, rung.after, ground)
    if below is None or climbed_at is None:
        return at
    return max(at, _later(climbed_at, rung.after - below.after, ground))


def _later(start: dt.datetime, working_days: int, ground: reckoning.Ground) -> dt.datetime:
    if working_days <= 0:
        return start
    return reckoning.due(start, reckoning.Term(working_days, reckoning.Unit.WORKING_DAY), ground).at


def to_climb(now: dt.datetime | None = None) -> QuerySet[Clock]:
    """Return overdue clocks that stand on no ladder yet, or whose next rung has come."""
    waiting = Q(standing__isnull=True) | Q(standing__next_at__lte=now or time.now()) | ~Q(standing__due_at=F("due_at"))
    return Clock.objects.filter(waiting, state=State.BREACHED, finished_at__isnull=True).order_by("due_at", "pk")
