"""Readings of the supervision board: how many open orders stand on which level, by unit and kind, counted in SQL."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Sentence
from zhengyou.mechanisms.orders.models import Order
from zhengyou.mechanisms.orders.queries import still_open
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines.enums import Grade
from zhengyou.registry.deadlines.enums import State as ClockState

ON_TIME = 0
"""The level of an order whose earliest clock shows no light yet, or stands still."""


def levelled(orders: QuerySet[Order]) -> QuerySet[Any]:
    """Return the open ones of ``orders`` with ``level``: the light of the earliest clock or the rung it climbed.

    ``answering`` is the key of the body that answers for that clock; the unit itself where none runs.
    """
    now = clock.now()
    running = Q(clock__state=ClockState.RUNNING)
    light = Case(
        When(Q(clock__state=ClockState.BREACHED) | running & Q(clock__due_at__lt=now), then=Value(Grade.RED.value)),
        When(running & Q(clock__yellow_at__lte=now), then=Value(Grade.YELLOW.value)),
        When(running & Q(clock__blue_at__lte=now), then=Value(Grade.BLUE.value)),
        default=Value(ON_TIME),
        output_field=IntegerField(),
    )
    return still_open(orders).annotate(
        level=Greatest(light, F("grade"), output_field=IntegerField()),
        answering=Coalesce(F("clock__body_id"), F("body_id"), output_field=BigIntegerField()),
    )


@dataclass(slots=True)
class Line:
    """One line of the board: what it counts, how many orders on each level, and the key by which they are listed."""

    label: str
    key: str
    levels: Counter[int] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """Return how many open orders there are."""
        return sum(self.levels.values())

    @property
    def pressed(self) -> int:
        """Return how many are overdue or graver."""
        return sum(number for level, number in self.levels.items() if level >= Grade.RED)


@dataclass(frozen=True, slots=True)
class Board:
    """The board: all together, by unit in official order, by kind."""

    whole: Line
    units: list[Line]
    kinds: list[Line]


def board(orders: QuerySet[Order], below: Body | None, kinds: Iterable[tuple[str, Sentence]]) -> Board:
    """Count the open ones of ``orders``; units are the children of ``below``, each with everything under it.

    Three queries, however many orders and units there are. Without ``below`` every unit stands for itself.
    """
    rows = (
        levelled(orders).order_by().values_list("answering", "kind", "level").annotate(number=Count("pk"))
    )  # fmt: skip
    counted = list(rows)
    places = _places({row[0] for row in counted}, below)
    whole, units = Line("", ""), dict[int, Line]()
    found = {kind: Line(str(label), kind) for kind, label in kinds}
    for unit, kind, level, number in counted:
        whole.levels[level] += number
        found[kind].levels[level] += number
        place = places[unit]
        units.setdefault(place.pk, Line(place.short_name or place.name, str(place.public_id))).levels[level] += number
    order = {place.pk: place.sort_path for place in places.values()}
    ranked = sorted(units.items(), key=lambda item: order[item[0]])
    return Board(whole, [line for _key, line in ranked], [line for line in found.values() if line.total])


def _places(keys: set[int], below: Body | None) -> dict[int, Body]:
    """Return for each body the line under which it counts: the child of ``below`` above it, or itself."""
    bodies = Body.objects.in_bulk(keys)
    if below is None:
        return bodies
    depth = below.path.count(".")
    wanted = {key: _at(body.path, depth) for key, body in bodies.items()}
    others = Body.objects.in_bulk(set(wanted.values()) - bodies.keys())
    return {key: (bodies.get(place) or others[place]) for key, place in wanted.items()}


def _at(path: str, depth: int) -> int:
    """Return the key of the body that stands ``depth`` steps down in ``path``; the last one where it is shorter."""
    steps = [int(step) for step in path.split(".") if step]
    return steps[depth] if len(steps) > depth else steps[-1]
