"""How the dated tree is written: versions, the row of today, and the paths of whole subtrees."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.registry.bodies.models import Body, BodyVersion
from zhengyou.registry.bodies.models.tree import LARGEST_ORDER_NUMBER

TREE_LOCK = 0x626F646965
"""The key of the advisory lock under which the shape of the tree changes."""
DEEPEST = 20
STEP = 10
"""Order numbers are given in steps, so that a body can be put between two others later."""

_REPATH = """
WITH RECURSIVE tree (id, path, sort_path) AS (
    SELECT b.id,
           coalesce(p.path, '') || b.id || '.',
           coalesce(p.sort_path, '') || lpad(b.order_number::text, 6, '0') || lpad(b.id::text, 10, '0')
    FROM bodies_body b LEFT JOIN bodies_body p ON p.id = b.parent_id
    WHERE b.id = ANY(%s)
    UNION ALL
    SELECT c.id,
           t.path || c.id || '.',
           t.sort_path || lpad(c.order_number::text, 6, '0') || lpad(c.id::text, 10, '0')
    FROM tree t JOIN bodies_body c ON c.parent_id = t.id
)
UPDATE bodies_body b SET path = tree.path, sort_path = tree.sort_path
FROM tree WHERE tree.id = b.id AND (b.path, b.sort_path) IS DISTINCT FROM (tree.path, tree.sort_path)
"""

_EVER_ABOVE = """
WITH RECURSIVE above (body_id, during) AS (
    SELECT v.parent_id, v.during * daterange(%(on)s, NULL) FROM bodies_bodyversion v
    WHERE v.body_id = %(start)s AND v.parent_id IS NOT NULL AND v.during && daterange(%(on)s, NULL)
    UNION
    SELECT v.parent_id, v.during * above.during FROM above
    JOIN bodies_bodyversion v ON v.body_id = above.body_id AND v.parent_id IS NOT NULL AND v.during && above.during
)
SELECT EXISTS (SELECT FROM above WHERE body_id = %(sought)s)
"""


def lock_tree(*bodies: Body) -> list[Body]:
    """Keep every other change of the tree out until the transaction ends; return ``bodies`` as they now stand.

    Whether a move makes a circle depends on bodies far apart, so changes of the shape go one at a time. The rows, with
    those of their subtrees, are then locked in the order of their keys against verbs that lock a single body.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("The tree is locked for a transaction.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])
    keys = {body.pk for body in bodies}
    wanted = Q(pk__in=keys)
    for path in Body.objects.filter(pk__in=keys).values_list("path", flat=True):
        wanted |= Q(path__startswith=path)
    found = {
        body.pk: body
        for body in Body.objects.filter(wanted).select_for_update(no_key=True).order_by("pk")
        if body.pk in keys
    }
    return [found[body.pk] for body in bodies]


def require_standing(body: Body, on: dt.date) -> None:
    """Raise Refused unless ``body`` stands on ``on`` and until further notice."""
    if body.dissolved_on is not None:
        raise Refused(_("“%(name)s” no longer stands.") % {"name": body.name}, code="dissolved")
    first = body.versions.order_by("during").values_list("during", flat=True).first()
    if first is not None and first.lower is not None and first.lower > on:
        told = {"name": body.name, "day": first.lower.isoformat()}
        raise Refused(_("“%(name)s” was founded only on %(day)s.") % told, field="on", code="too_early")


def require_arrived(on: dt.date) -> None:
    """Raise Refused where ``on`` lies ahead: changes of later days are planned, not made."""
    if on > clock.today():
        raise Refused(
            _("This day lies ahead: plan the change instead; it will be made on its day."), field="on", code="ahead"
        )


def change_from(body: Body, on: dt.date, **values: Any) -> BodyVersion:
    """Let ``values`` hold for ``body`` from ``on``, keep how it stood before, and write the row of today.

    A second change on the same day amends the first. A day before the last change is refused: history is added to,
    never rewritten.
    """
    version = last_version(body)
    begins = version.during.lower
    if begins is not None and on < begins:
        told = {"name": body.name, "day": begins.isoformat()}
        reason = _("“%(name)s” last changed on %(day)s. Choose that day or a later one.")
        raise Refused(reason % told, field="on", code="too_early")
    if begins is None or begins < on:
        version.during = DateRange(begins, on)
        version.save(update_fields=["during"])
        version = BodyVersion(
            body=body, during=DateRange(on, None), **{name: getattr(version, name) for name in _CARRIED}
        )
    for name, value in values.items():
        setattr(version, name, value)
        setattr(body, name, value)
    version.save()
    body.save(update_fields=list(values))
    return version


_CARRIED = ("name", "short_name", "kind", "level", "parent_id", "order_number")


def last_version(body: Body) -> BodyVersion:
    """Return the version of ``body`` that holds until further notice; Refused where the body has ended."""
    version = body.versions.order_by("-during").first()
    if version is None or version.during.upper is not None:
        raise Refused(_("“%(name)s” no longer stands.") % {"name": body.name}, code="dissolved")
    return version


def end(body: Body, on: dt.date) -> None:
    """Let ``body`` stand for the last time on the day before ``on``."""
    version = last_version(body)
    begins = version.during.lower
    if begins is not None and on < begins:
        told = {"name": body.name, "day": begins.isoformat()}
        reason = _("“%(name)s” last changed on %(day)s. Choose that day or a later one.")
        raise Refused(reason % told, field="on", code="too_early")
    if begins == on:
        if body.versions.count() == 1:
            raise Refused(_("“%(name)s” was founded on this very day.") % {"name": body.name}, field="on")
        version.delete()
    else:
        version.during = DateRange(begins, on)
        version.save(update_fields=["during"])
    body.dissolved_on = on
    body.save(update_fields=["dissolved_on"])


def start(body: Body, on: dt.date | None) -> None:
    """Write the first version of a new ``body``; without ``on`` it has stood as long as the one above it."""
    if on is None and body.parent is not None:
        first = body.parent.versions.order_by("during").values_list("during", flat=True).first()
        on = first.lower if first is not None else None
    values = {name: getattr(body, name) for name in _CARRIED}
    BodyVersion.objects.create(body=body, during=DateRange(on, None), **values)


def repath(bodies: Iterable[Body]) -> None:
    """Write path and sort path of ``bodies`` and of everything below them anew, in one statement."""
    keys = [body.pk for body in bodies]
    with connection.cursor() as cursor:
        cursor.execute(_REPATH, [keys])


def require_depth(parent: Body | None, height: int) -> None:
    """Raise Refused where something of this ``height`` under ``parent`` would reach too deep."""
    if (parent.depth + 1 if parent else 0) + height > DEEPEST:
        raise Refused(_("The tree may not be deeper than %(levels)d levels.") % {"levels": DEEPEST}, field="parent")


def height_of(body: Body) -> int:
    """Return how many levels stand at and below ``body``."""
    paths = Body.objects.filter(path__startswith=body.path).values_list("path", flat=True)
    return max((path.count(".") - 1 for path in paths), default=body.depth) - body.depth + 1


def stood_above(sought: Body, start_at: Body, on: dt.date) -> bool:
    """Return whether ``sought`` is ``start_at`` or stood above it on any day from ``on``."""
    if sought.pk == start_at.pk:
        return True
    with connection.cursor() as cursor:
        cursor.execute(_EVER_ABOVE, {"on": on, "start": start_at.pk, "sought": sought.pk})
        return bool(cursor.fetchone()[0])


def next_number(parent: Body | None) -> int:
    """Return the order number that puts a new body behind its siblings."""
    siblings = Body.objects.filter(parent=parent, dissolved_on__isnull=True)
    last = siblings.aggregate(last=Max("order_number"))["last"]
    return STEP if last is None else min(int(last) + STEP, LARGEST_ORDER_NUMBER)


def renumber(bodies: Iterable[Body], first: int, on: dt.date) -> None:
    """Give ``bodies`` order numbers in steps from ``first``, in their present order."""
    for place, body in enumerate(bodies):
        change_from(body, on, order_number=min(first + place * STEP, LARGEST_ORDER_NUMBER))


def children_standing(body: Body) -> list[Body]:
    """Return the bodies that stand directly under ``body`` today, in official order."""
    return list(Body.objects.filter(parent=body, dissolved_on__isnull=True).order_by("sort_path", "pk"))


def close(rows: Any, on: dt.date, upper: str = "ends_on", lower: str = "starts_on") -> None:
    """End the open rows of a queryset on ``on``; those that would begin later never begin."""
    rows.filter(**{f"{lower}__gt": on}).update(**{upper: F(lower)})
    rows.filter(**{f"{lower}__lte": on}).update(**{upper: on})
