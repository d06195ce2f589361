"""Columns of values for ``unnest``, in PostgreSQL's own notation of an array.

The driver looks at each element for its type and quotes it by a pattern, which takes longer than everything else that
is done for a rating; here a column is written in one go and cast by the statement (``%s::uuid[]``).
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable

Value = str | int | bool | bytes | uuid.UUID | dt.date | None


def array(values: Iterable[Value]) -> str:
    """Return ``values`` as one parameter for ``%s::type[]``; moments must bear their time zone."""
    return f"{{{','.join([_WRITTEN.get(type(value), _text)(value) for value in values])}}}"


def _text(value: object) -> str:
    """Write text, that of an enumerated word as well."""
    told = str(value)
    if "\\" in told:
        told = told.replace("\\", "\\\\")
    if '"' in told:
        told = told.replace('"', '\\"')
    return f'"{told}"'


def _moment(value: object) -> str:
    if not isinstance(value, dt.datetime) or value.tzinfo is None:
        raise TypeError("a moment needs a time zone")
    return f'"{value.isoformat()}"'


def _bytes(value: object) -> str:
    if not isinstance(value, bytes):
        raise TypeError("no bytes")
    return f'"\\\\x{value.hex()}"'


_WRITTEN: dict[type, Callable[[object], str]] = {
    type(None): lambda _none: "NULL",
    bool: lambda value: "t" if value else "f",
    int: str,
    uuid.UUID: str,
    dt.date: str,
    dt.datetime: _moment,
    bytes: _bytes,
}
