"""Readings of time: how long orders were granted, stood still and took altogether, so that a pause hides nothing."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce, Least

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.enums import Stage
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger.queries import kind_of
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.deadlines.models import Clock, Pause

DAY = dt.timedelta(days=1)
NONE = dt.timedelta()


@dataclass(frozen=True, slots=True)
class Spent:
    """What was granted, stood still and taken; ``orders`` is how many it sums up, ``late`` how many stages were late."""

    granted: dt.timedelta
    paused: dt.timedelta
    total: dt.timedelta
    orders: int = 1
    late: int = 0
    extended: int = 0

    @property
    def worked(self) -> dt.timedelta:
        """Return the time in which the clock ran."""
        return self.total - self.paused

    @property
    def share_paused(self) -> float:
        """Return the share of the whole time for which the clock stood still, between 0 and 1."""
        return self.paused / self.total if self.total > NONE else 0.0

    def mean(self, part: dt.timedelta) -> float:
        """Return a part of the sum in days for each order."""
        return part / DAY / max(1, self.orders)


def handling_clocks(
    bodies: QuerySet[Body], starts: dt.date | None = None, ends: dt.date | None = None, kind: str = ""
) -> QuerySet[Clock]:
    """Return the clocks of putting right of units among ``bodies`` that began in [starts, ends); void ones do not count."""
    found = Clock.objects.filter(
        subject_kind=kind_of(Order), stage__startswith=Stage.HANDLING, body__in=bodies
    ).exclude(state=ClockState.VOID)
    if starts:
        found = found.filter(started_at__gte=clock.midnight(starts))
    if ends:
        found = found.filter(started_at__lt=clock.midnight(ends))
    if kind:
        orders = Order.objects.filter(kind=kind).annotate(key=Cast("pk", CharField())).values("key")
        found = found.filter(subject_id__in=orders)
    return found


def by_unit(clocks: QuerySet[Clock]) -> list[tuple[Body, Spent]]:
    """Return the sums of each unit, those with the largest share of paused time first; three queries."""
    spent = _summed(clocks, "body")
    bodies = Body.objects.in_bulk([int(key) for key in spent])
    rows = [(bodies[int(key)], times) for key, times in spent.items()]
    return sorted(rows, key=lambda row: (-row[1].share_paused, row[0].sort_path))


def whole(rows: Iterable[tuple[Body, Spent]]) -> Spent:
    """Return the sums of all units of `by_unit` together."""
    return _total(spent for _unit, spent in rows)


def by_order(clocks: QuerySet[Clock]) -> QuerySet[Any, Any]:
    """Return one row for each order among ``clocks`` (`subject_id`, `subject_label`), those that took longest first."""
    now = clock.now()
    lasted = ExpressionWrapper(Coalesce(F("finished_at"), Value(now)) - F("started_at"), DurationField())
    return (
        clocks.order_by()
        .values("subject_id", "subject_label")
        .annotate(total=Sum(lasted), rounds=Count("pk"))
        .order_by("-total", "subject_id")
    )


def paused_orders(clocks: QuerySet[Clock]) -> QuerySet[Any, Any]:
    """Return those rows of `by_order` whose clock ever stood still."""
    return by_order(clocks.filter(pk__in=Pause.objects.values("clock")))


def spent_on(subjects: Iterable[str]) -> dict[str, Spent]:
    """Return the times of these orders, all rounds of putting right together; two queries."""
    clocks = Clock.objects.filter(
        subject_kind=kind_of(Order), subject_id__in=list(subjects), stage__startswith=Stage.HANDLING
    ).exclude(state=ClockState.VOID)
    return _summed(clocks, "subject_id")


def _summed(clocks: QuerySet[Clock], field: str) -> dict[str, Spent]:
    """Sum the times of ``clocks`` by ``field``; pauses are summed apart, so that none is counted twice."""
    now = clock.now()
    ended = Coalesce(F("finished_at"), Value(now))
    stood = ExpressionWrapper(
        Least(Coalesce(F("ends_at"), Value(now)), Coalesce(F("clock__finished_at"), Value(now))) - F("starts_at"),
        DurationField(),
    )
    paused = dict(
        Pause.objects.filter(clock__in=clocks.order_by().values("pk"))
        .order_by()
        .values_list(f"clock__{field}")
        .annotate(stood=Sum(stood))
    )
    rows = (
        clocks.order_by()
        .values(field)
        .annotate(
            allowed=Sum(ExpressionWrapper(F("due_at") - F("started_at"), DurationField())),
            lasted=Sum(ExpressionWrapper(ended - F("started_at"), DurationField())),
            orders=Count("subject_id", distinct=True),
            late=Count("pk", filter=Q(state=ClockState.BREACHED)),
            extended=Count("pk", filter=Q(extended_by__gt=0)),
        )
    )
    return {
        str(row[field]): Spent(
            granted=max(NONE, row["allowed"] - (paused.get(row[field]) or NONE)),
            paused=paused.get(row[field]) or NONE,
            total=row["lasted"],
            orders=row["orders"],
            late=row["late"],
            extended=row["extended"],
        )
        for row in rows
    }


def _total(parts: Iterable[Spent]) -> Spent:
    every = list(parts)
    return Spent(
        granted=sum((one.granted for one in every), NONE),
        paused=sum((one.paused for one in every), NONE),
        total=sum((one.total for one in every), NONE),
        orders=sum(one.orders for one in every),
        late=sum(one.late for one in every),
        extended=sum(one.extended for one in every),
    )
