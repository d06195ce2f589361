"""Writes the counts of a month that is over, and the units, as Parquet files."""

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.db.models import Count, F, Q

from zhengyou.instruments.ratings.models import DayTally
from zhengyou.instruments.ratings.queries import COUNTED
from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.enums import State as CaseState
from zhengyou.registry.services.models import Case

ROWS = 200_000
"""So many rows are in memory at once, and in one row group of a file."""

RATINGS = pa.schema(
    [
        ("day", pa.date32()),
        ("unit", pa.string()),
        ("family", pa.string()),
        ("channel", pa.string()),
        ("level", pa.int8()),
        ("count", pa.int64()),
    ]
)
CASES = pa.schema(
    [
        ("day", pa.date32()),
        ("unit", pa.string()),
        ("family", pa.string()),
        ("channel", pa.string()),
        ("due", pa.int64()),
        ("in_time", pa.int64()),
    ]
)
UNITS = pa.schema(
    [
        ("unit", pa.string()),
        ("name", pa.string()),
        ("kind", pa.string()),
        ("level", pa.string()),
        ("above", pa.string()),
    ]
)


def months_to_export(folder: Path) -> list[dt.date]:
    """Return the first days of the months that are over, hold ratings and have no file in ``folder`` yet."""
    this = clock.today().replace(day=1)
    first = DayTally.objects.order_by("day").values_list("day", flat=True).first()
    found, month = [], first.replace(day=1) if first else this
    while month < this:
        if not _file(folder, "ratings", month).exists():
            found.append(month)
        month = _next(month)
    return found


def export_month(folder: Path, month: dt.date) -> int:
    """Write the ratings and cases of the month that begins on ``month``, and all units; return the number of rows.

    A file appears whole or not at all. Raises ValueError where the month is not over.
    """
    if _next(month) > clock.today():
        raise ValueError("the month is not over")
    _write(folder / "units.parquet", UNITS, _units())
    _write(_file(folder, "cases", month), CASES, _cases(month))
    return _write(_file(folder, "ratings", month), RATINGS, _ratings(month))


def _file(folder: Path, table: str, month: dt.date) -> Path:
    return folder / table / f"month={month:%Y-%m}" / "part-0.parquet"


def _next(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=32)).replace(day=1)


def _ratings(month: dt.date) -> Iterator[tuple[Any, ...]]:
    columns = ("day", "body__public_id", "family", "channel", "level")
    rows = DayTally.objects.filter(day__gte=month, day__lt=_next(month)).order_by("day", "body_id", "level")
    for day, unit, family, channel, level, count in (
        rows.values_list(*columns).annotate(n=COUNTED).iterator(chunk_size=20_000)
    ):
        if count:
            yield day, str(unit), family, channel, level, count


def _cases(month: dt.date) -> Iterator[tuple[Any, ...]]:
    """Yield how many cases were due on a day, and how many of them were done in time."""
    in_time = Q(done_at__isnull=False, done_at__lte=F("clock__due_at"))
    due = Case.objects.filter(
        clock__due_at__gte=clock.midnight(month), clock__due_at__lt=clock.midnight(_next(month))
    ).exclude(state=CaseState.WITHDRAWN)
    columns = ("clock__due_at__date", "body__public_id", "item__family", "channel")
    rows = due.order_by("clock__due_at__date", "body_id").values_list(*columns)
    for day, unit, family, channel, n, good in rows.annotate(
        due=Count("pk"), in_time=Count("pk", filter=in_time)
    ).iterator(chunk_size=20_000):
        yield day, str(unit), family, channel, n, good


def _units() -> Iterator[tuple[Any, ...]]:
    rows = Body.objects.order_by("path").values_list("public_id", "name", "kind", "level", "parent__public_id")
    for unit, name, kind, level, above in rows.iterator(chunk_size=20_000):
        yield str(unit), name, kind, level, str(above or "")


def _write(path: Path, schema: Any, rows: Iterable[Sequence[Any]]) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    written, waiting = 0, iter(rows)
    try:
        with pq.ParquetWriter(beside, schema, compression="zstd") as writer:
            while some := list(islice(waiting, ROWS)):
                columns = [
                    pa.array(column, type=field.type)
                    for column, field in zip(zip(*some, strict=True), schema, strict=True)
                ]
                writer.write_table(pa.Table.from_arrays(columns, schema=schema))
                written += len(some)
        beside.chmod(0o600)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return written
