"""Whether a promise is kept: never said by the unit, only counted from records.

A measure is a reading that some room registered; this room offers those of the rooms below it. What nothing measures,
or too few records tell, is never called kept.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q

from zhengyou.instruments.display import policy
from zhengyou.instruments.display.enums import Keeping, Measure
from zhengyou.instruments.display.models import Commitment
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.queries import rectified
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.services.enums import State as CaseState
from zhengyou.registry.services.models import Case


@dataclass(frozen=True, slots=True)
class Record:
    """How many of all records kept the promise."""

    good: int
    all: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What may be said of a promise, with the figures on which it rests."""

    keeping: Keeping
    record: Record | None = None

    @property
    def share(self) -> float | None:
        """Return the share that kept the promise, or nothing where too few records tell."""
        if self.record is None or self.keeping == Keeping.UNKNOWN:
            return None
        return self.record.good / self.record.all


Reading = Callable[[Sequence[Commitment], dt.date], Mapping[UUID, Record]]
"""Answers for promises of one measure, as of a day; a promise of which it knows nothing is absent."""

_readings: dict[str, Reading] = {}


def register(measure: Measure, reading: Reading) -> None:
    """Let promises with ``measure`` be judged by ``reading`` (from ``AppConfig.ready`` of the room that counts)."""
    _readings[measure] = reading


def period_of(commitment: Commitment, today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the half-open days over which ``commitment`` is judged: a year back at most, and only while it held."""
    first = max(commitment.starts_on, today - dt.timedelta(days=policy.JUDGED_DAYS))
    last = min(commitment.ends_on, today) if commitment.ends_on else today
    return first, last + dt.timedelta(days=1)


def judge(commitments: Sequence[Commitment], today: dt.date | None = None) -> dict[UUID, Kept]:
    """Return what may be said of each of ``commitments``; one reading for each measure, however many there are."""
    today = today or clock.today()
    records: dict[UUID, Record] = {}
    for measure, reading in _readings.items():
        if measured := [commitment for commitment in commitments if commitment.measure == measure]:
            records.update(reading(measured, today))
    return {commitment.pk: verdict(commitment, records.get(commitment.pk)) for commitment in commitments}


def verdict(commitment: Commitment, record: Record | None) -> Kept:
    """Return what ``record`` says of ``commitment``; without enough of it nothing is said."""
    if record is None or not commitment.target or record.all < policy.FEWEST_RECORDS:
        return Kept(Keeping.UNKNOWN, record)
    kept = record.good * 100 >= commitment.target * record.all
    return Kept(Keeping.KEPT if kept else Keeping.BROKEN, record)


def timeliness(commitments: Sequence[Commitment], today: dt.date) -> dict[UUID, Record]:
    """Count of the cases whose promised moment has come how many were done by it; withdrawn and halted ones do not count."""
    found: dict[UUID, Record] = {}
    for commitment in commitments:
        first, end = period_of(commitment, today)
        cases = Case.objects.filter(
            body=commitment.body_id,
            clock__due_at__gte=clock.midnight(first),
            clock__due_at__lt=min(clock.midnight(end), clock.now()),
        ).exclude(Q(state=CaseState.WITHDRAWN) | Q(clock__state=ClockState.PAUSED))
        if commitment.window_id:
            cases = cases.filter(window=commitment.window_id)
        in_time = Q(done_at__isnull=False, done_at__lte=F("clock__due_at"))
        counted = cases.aggregate(good=Count("pk", filter=in_time), all=Count("pk"))
        found[commitment.pk] = Record(**counted)
    return found


def rectification(commitments: Sequence[Commitment], today: dt.date) -> dict[UUID, Record]:
    """Count of the orders from bad ratings how many are closed; a window's own orders cannot be told apart."""
    found: dict[UUID, Record] = {}
    for commitment in commitments:
        first, end = period_of(commitment, today)
        end = min(end, today - dt.timedelta(days=policy.SETTLING_DAYS))
        if commitment.window_id is None and first < end:
            counted = rectified(Body.objects.filter(pk=commitment.body_id), first, end).get(commitment.body_id, (0, 0))
            found[commitment.pk] = Record(*counted)
    return found


register(Measure.TIMELINESS, timeliness)
register(Measure.RECTIFICATION, rectification)
