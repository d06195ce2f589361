"""Writing many rows of a table at once with PostgreSQL's COPY."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, models

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_WORDS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _value: "\\N",
    bool: lambda value: "t" if value else "f",
    bytes: lambda value: "\\\\x" + value.hex(),
    tuple: lambda value: "{" + ",".join(value) + "}",
    dt.datetime: dt.datetime.isoformat,
    dt.date: dt.date.isoformat,
    int: str,
    UUID: str,
}


def field(value: Any) -> str:
    """Return ``value`` as COPY reads it; a tuple is an array of plain words."""
    known = _WORDS.get(type(value))
    return known(value) if known else str(value).translate(_ESCAPES)


class Rows:
    """Rows of one table, kept as text until they are written. Columns not named take the database's default."""

    def __init__(self, model: type[models.Model], columns: Sequence[str]) -> None:
        self.table = model._meta.db_table
        found = [model._meta.get_field(name) for name in columns]
        self.columns = [one.column for one in found if isinstance(one, models.Field)]
        self.lines: list[str] = []

    def add(self, *values: Any) -> None:
        """Take one row, its values in the order of the columns."""
        self.lines.append("\t".join([field(value) for value in values]))

    def add_line(self, line: str) -> None:
        """Take one row that is in COPY's form already."""
        self.lines.append(line)

    def save(self) -> int:
        """Write the rows and forget them; return how many there were."""
        count = len(self.lines)
        names = ", ".join(f'"{name}"' for name in self.columns)
        with connection.cursor() as cursor, cursor.copy(f'COPY "{self.table}" ({names}) FROM STDIN') as copy:
            for start in range(0, count, 5000):
                copy.write("\n".join(self.lines[start : start + 5000]) + "\n")
        self.lines = []
        return count
