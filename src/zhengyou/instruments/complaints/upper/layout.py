"""From the platform's columns to our fields and back. How it calls things is data; what they mean is `UpperField`."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import policy
from zhengyou.instruments.complaints.enums import Direction, Kind, UpperField
from zhengyou.instruments.complaints.models import Platform, PlatformField
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused, Sentence
from zhengyou.records import sheets
from zhengyou.records.sheets import Fault, Field, Template
from zhengyou.records.sheets.values import Raw, Wrong, read_cell

MOMENTS = {UpperField.RECEIVED_AT, UpperField.DUE_AT, UpperField.CONTACTED_AT, UpperField.REPLIED_AT}
LONGEST = {
    UpperField.NUMBER: 64,
    UpperField.TITLE: 120,
    UpperField.TEXT: policy.UPPER_TEXT_LENGTH,
    UpperField.CALLER_NAME: 60,
    UpperField.CALLER_PHONE: 30,
    UpperField.PLACE: 200,
    UpperField.UNIT: 120,
    UpperField.STATE: 60,
}
INCOMING = (
    UpperField.NUMBER, UpperField.TITLE, UpperField.TEXT, UpperField.KIND, UpperField.CATEGORY,
    UpperField.RECEIVED_AT, UpperField.DUE_AT, UpperField.CALLER_NAME, UpperField.CALLER_PHONE, UpperField.PLACE,
    UpperField.UNIT, UpperField.STATE,
)  # fmt: skip
OUTGOING = (
    UpperField.NUMBER, UpperField.TITLE, UpperField.OUR_NUMBER, UpperField.OUR_UNIT, UpperField.OUR_STATE,
    UpperField.CONTACTED_AT, UpperField.REPLIED_AT, UpperField.REPLY, UpperField.SOLVED, UpperField.SATISFACTION,
)  # fmt: skip
NEEDED = {Direction.IN: {UpperField.NUMBER, UpperField.TEXT}, Direction.OUT: {UpperField.NUMBER, UpperField.REPLY}}


@dataclass(frozen=True, slots=True)
class Incoming:
    """One order as the platform gave it, read: texts stripped, moments in Shanghai, words in ours."""

    number: str
    text: str
    title: str = ""
    kind: str = Kind.HELP
    category: str = ""
    received_at: dt.datetime | None = None
    due_at: dt.datetime | None = None
    caller_name: str = ""
    caller_phone: str = ""
    place: str = ""
    unit: str = ""
    state: str = ""

    @property
    def digest(self) -> str:
        """Return the SHA-256 of everything that was said: the same order again has the same."""
        told = [str(getattr(self, name)) for name in self.__slots__]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Read:
    """What a workbook or an answer of the platform holds: orders that may be taken over, and every fault."""

    orders: Mapping[int, Incoming]
    """By the number of the row."""
    faults: Sequence[Fault] = field(default=())
    result: sheets.ImportResult | None = None


def columns_of(platform: Platform, direction: Direction) -> list[PlatformField]:
    """Return the columns of one direction in their order."""
    return sorted(
        (one for one in platform.fields.all() if one.direction == direction), key=lambda column: column.position
    )


def form_of(columns: Sequence[PlatformField], title: Sentence) -> Template:
    """Return the form by which the platform's workbook is read."""
    return Template(
        name="complaints.upper",
        title=title,
        fields=tuple(_field(column) for column in columns),
        most_rows=policy.UPPER_ROWS,
    )


def _field(column: PlatformField) -> Field:
    meaning = UpperField(column.field)
    kind = sheets.Kind.MOMENT if meaning in MOMENTS else sheets.Kind.TEXT
    if meaning == UpperField.NUMBER:
        kind = sheets.Kind.CODE
    return Field(
        key=meaning,
        title=column.heading,
        kind=kind,
        required=meaning in NEEDED[Direction.IN],
        aliases=tuple(column.spellings),
        longest=LONGEST.get(meaning, 200),
        unique=meaning == UpperField.NUMBER,
    )


def read_workbook(platform: Platform, content: bytes) -> Read:
    """Read a workbook of the platform. Raises Refused where it cannot be read as a whole; nothing is stored."""
    columns = columns_of(platform, Direction.IN)
    result = sheets.read(form_of(columns, platform.name), content)
    orders, faults = _understood(((row.number, row.values) for row in result.rows), columns)
    result = sheets.with_faults(result, faults) if faults else result
    return Read(orders, result.faults, result)


def read_items(platform: Platform, items: Iterable[Any]) -> Read:
    """Read what the platform's program answered; places are counted from 1."""
    columns = columns_of(platform, Direction.IN)
    fields = {column.field: _field(column) for column in columns}
    rows: list[tuple[int, dict[str, Any]]] = []
    faults: list[Fault] = []
    for number, item in enumerate(items, 1):
        values: dict[str, Any] = {}
        for column in columns:
            try:
                values[column.field] = read_cell(_raw(dig(item, column.key or column.heading)), fields[column.field])
            except Wrong as wrong:
                faults.append(Fault(number, column.field, wrong.reason))
        rows.append((number, values))
    bad = {fault.number for fault in faults}
    orders, more = _understood((row for row in rows if row[0] not in bad), columns)
    return Read(orders, [*faults, *more])


def _raw(value: object) -> Raw:
    if isinstance(value, bool) or value is None:
        return Raw("" if value is None else str(value), "s")
    return Raw(value, "n") if isinstance(value, int | float) else Raw(str(value), "s")


def dig(item: object, path: str) -> Any:
    """Return what stands at ``path`` (``order.content``) in a JSON value, or None."""
    for name in filter(None, path.split(".")):
        if isinstance(item, Mapping):
            item = item.get(name)
        elif isinstance(item, list) and name.isdecimal() and int(name) < len(item):
            item = item[int(name)]
        else:
            return None
    return item


def _understood(
    rows: Iterable[tuple[int, Mapping[str, Any]]], columns: Sequence[PlatformField]
) -> tuple[dict[int, Incoming], list[Fault]]:
    """Return the orders in our words, and a fault for each word that the mapping does not know."""
    words = {column.field: {str(key).strip(): str(one) for key, one in column.words.items()} for column in columns}
    orders: dict[int, Incoming] = {}
    faults: list[Fault] = []
    for number, values in rows:
        told = {key: value for key, value in values.items() if value is not None and key in Incoming.__slots__}
        wrong = list(_unknown_words(number, told, words))
        faults += wrong
        if not wrong:
            orders[number] = Incoming(**{"number": "", "text": "", **told})
    return orders, faults


def _unknown_words(number: int, told: dict[str, Any], words: Mapping[str, Mapping[str, str]]) -> Iterator[Fault]:
    """Turn their words into ours in ``told``, and yield a fault for a kind that nobody has mapped."""
    for key in (UpperField.KIND, UpperField.CATEGORY, UpperField.STATE):
        if key in told:
            told[key] = words.get(key, {}).get(told[key], told[key])
    kind = told.get(UpperField.KIND)
    if kind is not None and kind not in Kind.values:
        labels = {str(label): value for value, label in Kind.choices}
        if kind not in labels:
            text = _("The word “{word}” has no meaning here yet. Enter it in the table of columns.")
            yield Fault(number, UpperField.KIND, format_lazy(text, word=str(kind)[:40]))
            return
        told[UpperField.KIND] = labels[kind]


def write_rows(columns: Sequence[PlatformField], rows: Iterable[Mapping[str, Any]], title: Sentence) -> bytes:
    """Return the workbook of replies in the platform's layout: its headings in its order, nothing else."""
    heads = [sheets.Column(column.heading) for column in columns]
    return sheets.table(title, heads, ([_told(column, row) for column in columns] for row in rows))


def payload(columns: Sequence[PlatformField], row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a reply as the platform's program wants it: its names, nested at their dots."""
    out: dict[str, Any] = {}
    for column in columns:
        *above, last = (column.key or column.heading).split(".")
        place = out
        for name in above:
            deeper = place.setdefault(name, {})
            if not isinstance(deeper, dict):
                raise Refused(_("Two columns of the platform claim the same name."), code="columns")
            place = deeper
        place[last] = _told(column, row)
    return out


def _told(column: PlatformField, row: Mapping[str, Any]) -> str:
    """Return one cell in the platform's words; moments as text, which every platform reads."""
    value = row.get(column.field)
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{clock.local(value):%Y-%m-%d %H:%M:%S}"
    back = {str(ours): theirs for theirs, ours in column.words.items()}
    return back.get(str(value), str(value))
