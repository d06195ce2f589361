"""Founding many bodies at once, set by set: for imports and demonstrations."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import record
from zhengyou.registry.bodies import rules
from zhengyou.registry.bodies.actions import versions
from zhengyou.registry.bodies.changes import Founding
from zhengyou.registry.bodies.models import Body, BodyVersion
from zhengyou.registry.bodies.models.tree import LARGEST_ORDER_NUMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBody:
    """One of many new bodies: under the one with key ``above``, or directly under the common parent.

    ``key`` is any word by which the others of the same call refer to it. Without ``on`` it has stood for as long as the
    one above it.
    """

    key: str
    founding: Founding
    above: str = ""
    below: Body | None = None
    """An existing body to stand under, instead of the common parent."""
    on: dt.date | None = None


@transaction.atomic
def found_many(rows: Sequence[NewBody], *, parent: Body | None, actor: ledger.Actor) -> dict[str, Body]:
    """Found all ``rows`` below ``parent`` and return them by their keys: all or nothing, with one event.

    Three statements for each level of the tree, however many rows there are. Only the system founds bodies at the top.
    """
    existing = {row.below.pk: row.below for row in rows if row.below is not None}
    rules.require(actor, rules.MANAGE, parent, *existing.values())
    tops = [parent] if parent is not None else []
    locked = {body.pk: body for body in versions.lock_tree(*tops, *existing.values())}
    common = locked[parent.pk] if parent is not None else None
    found: dict[str, Body] = {}
    begins: dict[int, dt.date | None] = {body.pk: _begin(body) for body in locked.values()}
    numbers: dict[int | None, int] = {}
    """The next order number below each body."""
    waiting = list(rows)
    while waiting:
        level = [row for row in waiting if not row.above or row.above in found]
        if not level:
            raise Refused(_("Some bodies stand below each other in a circle."), code="circle")
        chosen = {row.key for row in level}
        waiting = [row for row in waiting if row.key not in chosen]
        made = []
        for row in level:
            over = found[row.above] if row.above else locked[row.below.pk] if row.below else common
            made.append(_body(row, over, numbers))
            _require_time(row, over, begins)
        _save(made)
        versions.repath(made)
        for row, body in zip(level, made, strict=True):
            found[row.key] = body
            numbers[body.pk] = versions.STEP
            begins[body.pk] = row.on or (begins[body.parent_id] if body.parent_id else None)
        BodyVersion.objects.bulk_create(_version(body, begins[body.pk]) for body in made)
    _refresh_paths(found)
    if found:
        thing = common or next(iter(found.values()))
        record("bodies.found_many", thing, actor=actor, fields=["children"])
    return found


def _begin(body: Body) -> dt.date | None:
    versions.require_standing(body, dt.date.max)
    first = body.versions.order_by("during").values_list("during", flat=True).first()
    begin: dt.date | None = first.lower if first is not None else None
    return begin


def _body(row: NewBody, over: Body | None, numbers: dict[int | None, int]) -> Body:
    key = over.pk if over is not None else None
    number = row.founding.order_number
    if number is None:
        number = numbers[key] if key in numbers else versions.next_number(over)
    numbers[key] = max(numbers.get(key, 0), min(number + versions.STEP, LARGEST_ORDER_NUMBER))
    versions.require_depth(over, 1)
    return Body(
        name=row.founding.name,
        short_name=row.founding.short_name,
        code=row.founding.code,
        kind=row.founding.kind,
        level=row.founding.level,
        parent=over,
        order_number=number,
        founded_on=row.on,
        # the parent's path tells the depth until the paths are written
        path=f"{over.path}0." if over is not None else "0.",
    )


def _require_time(row: NewBody, over: Body | None, begins: dict[int, dt.date | None]) -> None:
    above = begins.get(over.pk) if over is not None else None
    if row.on is not None:
        versions.require_arrived(row.on)
        if above is not None and row.on < above and over is not None:
            told = {"name": over.name, "day": above.isoformat()}
            raise Refused(_("“%(name)s” was founded only on %(day)s.") % told, field="on", code="too_early")


def _save(made: list[Body]) -> None:
    try:
        with transaction.atomic():
            Body.objects.bulk_create(made)
    except IntegrityError as error:
        if "body_code_once" not in str(error):
            raise
        raise Refused(_("Another body has this code."), field="code", code="code_taken") from error


def _version(body: Body, begin: dt.date | None) -> BodyVersion:
    return BodyVersion(
        body=body,
        name=body.name,
        short_name=body.short_name,
        kind=body.kind,
        level=body.level,
        parent_id=body.parent_id,
        order_number=body.order_number,
        during=DateRange(begin, None),
    )


def _refresh_paths(found: dict[str, Body]) -> None:
    paths = {
        pk: (path, sort_path)
        for pk, path, sort_path in Body.objects.filter(pk__in=[body.pk for body in found.values()]).values_list(
            "pk", "path", "sort_path"
        )
    }
    for body in found.values():
        body.path, body.sort_path = paths[body.pk]
