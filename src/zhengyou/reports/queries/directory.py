"""Units that serve the public, in their official order."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber

from zhengyou.instruments.display.enums import State as DisplayState
from zhengyou.instruments.display.models import Commitment
from zhengyou.instruments.ratings.queries import Summary, released_tallies, summaries
from zhengyou.registry.bodies.enums import Kind
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import standing
from zhengyou.registry.services.queries import offered, open_windows
from zhengyou.reports import policy
from zhengyou.reports.queries.periods import last_year


@dataclass(frozen=True, slots=True)
class Line:
    """A unit with the ratings of the past twelve months that may be shown."""

    body: Body
    summary: Summary


@dataclass(frozen=True, slots=True)
class Group:
    """The first units of one kind, and how many there are."""

    kind: str
    label: str
    lines: list[Line]
    all: int


def serving() -> QuerySet[Body]:
    """Return the units with an open window, an offered item or a promise that is shown, in official order."""
    windows = open_windows().filter(body=OuterRef("pk"))
    items = offered().filter(body=OuterRef("pk"))
    promises = Commitment.objects.filter(body=OuterRef("pk"), state=DisplayState.SHOWN)
    return standing().filter(Exists(windows) | Exists(items) | Exists(promises))


def with_summaries(bodies: Iterable[Body]) -> list[Line]:
    """Return ``bodies`` with their ratings of the past twelve months; one query for all of them."""
    units = list(bodies)
    found = summaries(released_tallies(*last_year()).filter(body__in=units), "body_id")
    return [Line(body, found.get(body.pk, Summary({}))) for body in units]


def groups() -> list[Group]:
    """Return the kinds of units in the order in which their first unit stands, with the first units of each."""
    ranked = (
        serving()
        .annotate(
            place=Window(RowNumber(), partition_by=["kind"], order_by=["sort_path", "id"]),
            of_kind=Window(Count("pk"), partition_by=["kind"]),
        )
        .filter(place__lte=policy.UNITS_OF_A_KIND)
    )
    found: dict[str, list[Line]] = {}
    numbers: dict[str, int] = {}
    shown = list(ranked)  # not all of ten thousand units: the database picks the first of each kind
    for body, line in zip(shown, with_summaries(shown), strict=True):
        found.setdefault(body.kind, []).append(line)
        numbers[body.kind] = body.of_kind
    return [
        Group(kind=kind, label=str(Kind(kind).label), lines=lines, all=numbers[kind]) for kind, lines in found.items()
    ]
