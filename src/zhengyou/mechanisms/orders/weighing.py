"""The real figures of units on which trigger rules rest: problems found and solved, overdue and returned orders."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.enums import Metric, ProblemState, State
from zhengyou.mechanisms.orders.models import Order, Problem, ProblemList, Trigger
from zhengyou.mechanisms.orders.queries import OPEN_STATES
from zhengyou.registry.bodies.models import Body


@dataclass(frozen=True, slots=True)
class Figure:
    """One unit's figure and on how many cases it rests."""

    body: Body
    value: float
    base: int


def crossing(trigger: Trigger, on: dt.date) -> list[Figure]:
    """Return the units below the body of ``trigger`` whose figure crosses its line on enough cases."""
    return [found for found in figures(trigger, on) if found.base >= trigger.least and crosses(trigger, found.value)]


def crosses(trigger: Trigger, value: float) -> bool:
    """Return whether a figure lies on the wrong side of the line; on the line itself it does not."""
    return value < trigger.line if trigger.below else value > trigger.line


def figures(trigger: Trigger, on: dt.date) -> list[Figure]:
    """Return the figure of every unit below the body of ``trigger`` that has any case; two queries."""
    since = on - dt.timedelta(days=trigger.days)
    read = {
        Metric.FOUND: _found,
        Metric.CLOSURE: _closure,
        Metric.OVERDUE: _overdue,
        Metric.SENT_BACK: _sent_back,
        Metric.REPEATED: _repeated,
    }[Metric(trigger.metric)]
    rows = [row for row in read(trigger.body, since, on) if row[0] != trigger.body_id]
    bodies = Body.objects.in_bulk([row[0] for row in rows])
    found = [Figure(bodies[key], float(value), base) for key, value, base in rows]
    return sorted(found, key=lambda one: one.body.sort_path)


Rows = Iterable[tuple[int, float, int]]


def _found(body: Body, since: dt.date, on: dt.date) -> Rows:
    """Count the problems that each unit with a running list of its own has found."""
    lists = ProblemList.objects.filter(body__path__startswith=body.path, starts_on__lte=on, ends_on__gte=since)
    counted = dict(
        Problem.objects.filter(list__in=lists, found_on__gte=since, found_on__lte=on)
        .exclude(state=ProblemState.DROPPED)
        .values_list("list__body")
        .annotate(number=Count("pk"))
        .order_by()
    )
    running = lists.values_list("body").annotate(number=Count("pk")).order_by()
    return [(unit, counted.get(unit, 0), number) for unit, number in running]


def _closure(body: Body, since: dt.date, on: dt.date) -> Rows:
    """Share of solved problems among those that were due by the day."""
    rows = (
        Problem.objects.filter(body__path__startswith=body.path, due_on__gte=since, due_on__lte=on)
        .exclude(state=ProblemState.DROPPED)
        .values_list("body")
        .annotate(solved=Count("pk", filter=Q(state=ProblemState.SOLVED)), number=Count("pk"))
        .order_by()
    )
    return [(unit, 100 * solved / number, number) for unit, solved, number in rows]


def _overdue(body: Body, since: dt.date, on: dt.date) -> Rows:
    """Share of overdue orders among those that are open."""
    del since, on  # what is open now
    rows = (
        Order.objects.filter(body__path__startswith=body.path, state__in=OPEN_STATES)
        .values_list("body")
        .annotate(late=Count("pk", filter=Q(clock__due_at__lt=clock.now())), number=Count("pk"))
        .order_by()
    )
    return [(unit, 100 * late / number, number) for unit, late, number in rows]


def _sent_back(body: Body, since: dt.date, on: dt.date) -> Rows:
    """Share of orders that came back after a reply among those with a reply."""
    rows = (
        _opened(body, since, on)
        .filter(replied_at__isnull=False)
        .values_list("body")
        .annotate(back=Count("pk", filter=Q(returns__gt=0)), number=Count("pk"))
        .order_by()
    )
    return [(unit, 100 * back / number, number) for unit, back, number in rows]


def _repeated(body: Body, since: dt.date, on: dt.date) -> Rows:
    """How many orders of each unit are about its most frequent topic."""
    topics = _opened(body, since, on).exclude(topic="").values("body", "topic").annotate(number=Count("pk")).order_by()
    most: dict[int, int] = {}
    every: dict[int, int] = {}
    for row in topics:
        most[row["body"]] = max(most.get(row["body"], 0), row["number"])
        every[row["body"]] = every.get(row["body"], 0) + row["number"]
    return [(unit, number, every[unit]) for unit, number in most.items()]


def _opened(body: Body, since: dt.date, on: dt.date) -> Any:
    found = Order.objects.filter(body__path__startswith=body.path, opened_on__gte=since, opened_on__lte=on)
    return found.exclude(state=State.VOID)
