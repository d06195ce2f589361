"""Readings of the tree as it stood on any day, and of what became of its bodies."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Body, BodyVersion, PlannedChange, Succession

_HEIRS = """
WITH RECURSIVE heirs (origin, body_id) AS (
    SELECT b.id, b.id FROM bodies_body b WHERE b.id = ANY(%(keys)s)
    UNION
    SELECT heirs.origin, s.target_id FROM heirs
    JOIN bodies_body b ON b.id = heirs.body_id AND b.dissolved_on <= %(today)s
    JOIN bodies_succession s ON s.source_id = b.id AND s.on = b.dissolved_on
    WHERE s.target_id IS NOT NULL AND s.target_id <> s.source_id
)
SELECT heirs.origin, b.id FROM heirs JOIN bodies_body b ON b.id = heirs.body_id
WHERE b.dissolved_on IS NULL OR b.dissolved_on > %(today)s
ORDER BY heirs.origin, b.sort_path, b.id
""".replace("s.on", 's."on"')


@dataclass(frozen=True, slots=True)
class Standing:
    """How a body stood on a day, with its place in the tree of that day."""

    version: BodyVersion
    depth: int

    @property
    def name(self) -> str:
        """The name on that day."""
        return self.version.name


def as_of(day: dt.date) -> QuerySet[BodyVersion]:
    """Return how every body stood on ``day``; bodies that did not stand then are not there."""
    return BodyVersion.objects.filter(during__contains=day)


def version_of(body: Body, day: dt.date) -> BodyVersion | None:
    """Return how ``body`` stood on ``day``, or None where it did not stand."""
    return as_of(day).filter(body=body).select_related("parent").first()


def children_as_of(parent: Body | None, day: dt.date) -> QuerySet[BodyVersion]:
    """Return what stood directly under ``parent`` on ``day``, in the order of that day."""
    below = as_of(day).filter(parent=OuterRef("body_id"))
    rows = as_of(day).filter(parent=parent).annotate(has_children=Exists(below))
    return rows.select_related("body").order_by("order_number", "body_id")


def tree_as_of(day: dt.date, root: Body | None = None) -> list[Standing]:
    """Return the whole tree of ``day`` (below and with ``root``, if given) in the official order of that day."""
    below: dict[int | None, list[BodyVersion]] = {}
    own: dict[int, BodyVersion] = {}
    for version in as_of(day).select_related("body").order_by("order_number", "body_id"):
        below.setdefault(version.parent_id, []).append(version)
        own[version.body_id] = version
    start = below.get(None, []) if root is None else [own[root.pk]] if root.pk in own else []
    found: list[Standing] = []
    waiting = [Standing(version, 0) for version in reversed(start)]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += [Standing(child, one.depth + 1) for child in reversed(below.get(one.version.body_id, []))]
    return found


def ancestors_as_of(body: Body, day: dt.date) -> list[BodyVersion]:
    """Return what stood above ``body`` on ``day``, the topmost first."""
    found: list[BodyVersion] = []
    version = version_of(body, day)
    while version is not None and version.parent is not None:
        version = version_of(version.parent, day)
        if version is not None:
            found.append(version)
    return found[::-1]


def as_today(bodies: Iterable[Body]) -> dict[int, list[Body]]:
    """Return for the key of each body those that carry it on today: itself, or what it went into.

    The reading "as today" puts figures of earlier years to the bodies of today; one that was dissolved without an heir
    has none.
    """
    keys = [body.pk for body in bodies]
    with connection.cursor() as cursor:
        cursor.execute(_HEIRS, {"keys": keys, "today": clock.today()})
        pairs = cursor.fetchall()
    living = Body.objects.in_bulk({heir for _, heir in pairs})
    found: dict[int, list[Body]] = {key: [] for key in keys}
    for origin, heir in pairs:
        found[origin].append(living[heir])
    return found


def successions(body: Body) -> QuerySet[Succession]:
    """Return every rename, merger, split and dissolution in which ``body`` took part, oldest first."""
    took_part = Q(source=body) | Q(target=body)
    return Succession.objects.filter(took_part).select_related("source", "target").order_by("on", "id")


def versions(body: Body) -> QuerySet[BodyVersion]:
    """Return how ``body`` stood over time, oldest first."""
    return body.versions.select_related("parent").order_by("during")


def planned(body: Body | None = None) -> QuerySet[PlannedChange]:
    """Return what is planned, or failed on its day, for ``body`` or for all, the next first."""
    rows = PlannedChange.objects.filter(state__in=["planned", "failed"]).select_related("body").order_by("on", "id")
    return rows if body is None else rows.filter(body=body)
