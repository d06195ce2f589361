"""Counts of matters by whatever they are grouped by: one look at each matter, however many counts there are of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, F, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from numpy.typing import NDArray

from zhengyou.instruments.complaints.enums import Level, State
from zhengyou.instruments.complaints.models import Complaint
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.enums import Stage
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger.queries import kind_of
from zhengyou.registry.deadlines.enums import State as ClockState

COUNTS = {
    "matters": "TRUE",
    "open": f"state IN ('{State.RECEIVED.value}', '{State.HANDLING.value}')",
    "in_time": "done <= due",
    "late": "done > due",
    "never": "done IS NULL AND due < %s",
    "resolved": "solved",
    "unresolved": "NOT solved",
    "satisfied": f"level >= {Level.GOOD.value}",
    "neutral": f"level = {Level.FAIR.value}",
    "dissatisfied": f"level <= {Level.BAD.value}",
    **{f"level_{level.value}": f"level = {level.value}" for level in Level},
}
"""What is counted, and when a matter belongs to it. ``due`` and ``done`` are those of the response.

A matter that a unit must contact responds by the clock of contacting, the last one that was not taken out of account.
One that has no such clock (answered at the desk, taken over from another register) responds by its answer within so
many days. What is not due yet is neither in time nor late nor never.
"""
_CONTACTING = (
    f"{{0}}.subject_kind = '{kind_of(Order)}' AND {{0}}.stage = '{Stage.CONTACT.value}'"
    f" AND NOT {{0}}.state = '{ClockState.VOID.value}'"
)
# Written as joins, so that the database may look clocks up one by one for a few matters and read them in one go for all.
_TALLY = f"""
SELECT {{keys}}, {", ".join(f'count(*) FILTER (WHERE {when}) AS "{name}"' for name, when in COUNTS.items())},
    string_agg(float8send(date_part('epoch', answered_at - received_at) / 86400), ''::bytea) AS days
FROM (
    SELECT matter.*, coalesce(contacting.due_at, received_at + %s) AS due,
        CASE WHEN contacting.id IS NULL THEN answered_at ELSE contact END AS done
    FROM ({{rows}}) AS matter
    LEFT JOIN deadlines_clock AS contacting ON contacting.subject_id = matter.subject
        AND {_CONTACTING.format("contacting")}
        AND NOT EXISTS (
            SELECT FROM deadlines_clock AS later WHERE later.subject_id = contacting.subject_id
                AND {_CONTACTING.format("later")}
                AND (later.started_at, later.id) > (contacting.started_at, contacting.id)
        )
) AS answered
GROUP BY {{keys}} ORDER BY {{keys}}
"""  # noqa: S608 -- put together from our own words alone


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted of one group: its keys, the counts under the names of `COUNTS`, how many days each answer took."""

    keys: tuple[Any, ...]
    counts: Mapping[str, int]
    days: NDArray[np.float64]

    @property
    def mean(self) -> float | None:
        """Return how many days an answer took on average; none where nothing was answered."""
        return float(self.days.mean()) if self.days.size else None

    @property
    def middle(self) -> float | None:
        """Return within how many days half of the answers were given; none where nothing was answered."""
        return float(np.median(self.days)) if self.days.size else None


def tally(matters: QuerySet[Complaint], answer_days: int, **keys: Combinable) -> list[Tally]:
    """Count ``matters`` by ``keys``, in their order, by one query; ``unit`` is the one that answers for a matter."""
    rows: Any = matters.order_by().annotate(
        unit=Coalesce(F("order__body"), F("answered_by"), F("body")),
        contact=Coalesce(F("order__contacted_at"), F("order__replied_at")),
        subject=Cast("order_id", CharField()),
    )
    names = [f"key_{name}" for name in keys]
    rows = rows.annotate(**dict(zip(names, keys.values(), strict=True)))
    wanted = ("state", "solved", "level", "received_at", "answered_at", "contact", "subject")
    try:
        inner, given = rows.values(*names, *wanted).query.sql_with_params()
    except EmptyResultSet:
        return []
    values: list[Any] = [clock.now(), dt.timedelta(days=answer_days), *given]
    with connection.cursor() as cursor:
        cursor.execute(_TALLY.format(keys=", ".join(names), rows=inner), values)
        found = cursor.fetchall()
    return [_told(row, len(names)) for row in found]


def together(tallies: Sequence[Tally]) -> Tally:
    """Return the counts of all of ``tallies`` as those of one group without keys."""
    counts = {name: sum(one.counts[name] for one in tallies) for name in COUNTS}
    return Tally((), counts, np.concatenate([one.days for one in tallies]) if tallies else np.empty(0))


def _told(row: Sequence[Any], keys: int) -> Tally:
    days = np.frombuffer(row[-1] or b"", dtype=">f8").astype(np.float64)
    return Tally(tuple(row[:keys]), dict(zip(COUNTS, row[keys:-1], strict=True)), days)
