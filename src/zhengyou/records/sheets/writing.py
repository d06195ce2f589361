"""Excel out: a list as it stands on screen, with title, filter and moment, quick enough for twenty thousand rows."""

import datetime as dt
import io
import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import xlsxwriter
from django.utils.translation import gettext

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Sentence

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FONT = "宋体"
MOST_ROWS = 1_000_000
_LONGEST_CELL = 32_000
_EXACT = 10**15
_SAMPLE = 200
"""So many rows are looked at to choose the widths of columns."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so could be taken for a formula when somebody edits the cell or saves it as CSV."""

Cell = str | int | float | Decimal | dt.date | dt.datetime | bool | Sentence | None


class Format(StrEnum):
    """How the cells of a column are shown; numbers stay numbers."""

    TEXT = "text"
    INT = "int"
    DECIMAL = "decimal"
    PERCENT = "percent"
    """A share between 0 and 1."""

    DATE = "date"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: its heading, its format, its width in characters (0: by content), its decimal places."""

    title: Sentence
    format: Format = Format.TEXT
    width: float = 0
    decimals: int = 2


def export(
    title: Sentence,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    *,
    filters: Sentence = "",
    produced_at: dt.datetime | None = None,
    footnotes: Sequence[Sentence] = (),
) -> bytes:
    """Return a workbook with one sheet: title over all columns, filter and moment, heading, rows, notes.

    ``rows`` may be a generator; at no time are all of them in memory.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    moment = produced_at or clock.now()
    stamp(book, str(title), moment)
    sheet = book.add_worksheet(_SHEET_NAME.sub(" ", clean(str(title)))[:31].strip() or gettext("Data"))
    stream = iter(rows)
    sample = list(itertools.islice(stream, _SAMPLE))
    _widths(sheet, columns, sample)
    _top(book, sheet, columns, str(title), _said(str(filters), moment))
    last = _body(book, sheet, columns, itertools.chain(sample, stream))
    plain = book.add_format({"font_name": FONT, "font_size": 9})
    for at, note in enumerate(footnotes, last + 1):
        sheet.write_string(at, 0, clean(str(note)), plain)
    sheet.autofilter(2, 0, max(last, 2), len(columns) - 1)
    _paper(sheet, len(columns))
    book.close()
    return out.getvalue()


def table(title: Sentence, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a workbook whose first row is the heading, for programs and platforms that read it so."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    stamp(book, str(title), clock.now())
    sheet = book.add_worksheet(_SHEET_NAME.sub(" ", clean(str(title)))[:31].strip() or gettext("Data"))
    head = book.add_format({"font_name": FONT, "bold": True, "border": 1, "text_wrap": True, "bg_color": "#DCE6F4"})
    for at, column in enumerate(columns):
        sheet.write_string(0, at, clean(str(column.title)), head)
    held = list(rows)
    _widths(sheet, columns, held[:_SAMPLE])
    writers = [_writer(book, sheet, column) for column in columns]
    for at, row in enumerate(held, 1):
        for place, (write, value) in enumerate(zip(writers, row, strict=True)):
            write(at, place, value)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def stamp(book: Any, title: str, moment: dt.datetime) -> None:
    """Write title and moment into the file's properties, so that the same content is the same file."""
    local = clock.local(moment).replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": clean(title)[:250], "created": local, "author": ""})


def clean(text: str) -> str:
    """Return ``text`` without what a cell cannot hold."""
    return _UNPRINTABLE.sub("", text)[:_LONGEST_CELL]


def _said(filters: str, moment: dt.datetime) -> str:
    made = gettext("Made on %(moment)s") % {"moment": clock.local(moment).strftime("%Y-%m-%d %H:%M")}
    return f"{filters}　{made}" if filters else made


def _top(book: Any, sheet: Any, columns: Sequence[Column], title: str, line: str) -> None:
    big = book.add_format({"font_name": FONT, "font_size": 16, "bold": True, "align": "center", "valign": "vcenter"})
    small = book.add_format({"font_name": FONT, "font_size": 9, "font_color": "#555555", "valign": "vcenter"})
    head = book.add_format(
        {
            "font_name": FONT, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1,
            "bg_color": "#DCE6F4",
        }
    )  # fmt: skip
    right = len(columns) - 1
    for row, (text, style, height) in enumerate(((title, big, 30), (line, small, 18))):
        sheet.set_row(row, height)
        if right:
            sheet.merge_range(row, 0, row, right, "", style)
        sheet.write_string(row, 0, clean(text), style)
    sheet.set_row(2, 24)
    for at, column in enumerate(columns):
        sheet.write_string(2, at, clean(str(column.title)), head)
    sheet.freeze_panes(3, 0)


def _body(book: Any, sheet: Any, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> int:
    """Write the rows and return the number of the last one."""
    writers = [_writer(book, sheet, column) for column in columns]
    at = 2
    for at, row in enumerate(rows, 3):
        if at > MOST_ROWS:
            raise ValueError(f"A sheet holds {MOST_ROWS} rows at most.")
        if len(row) != len(columns):
            raise ValueError(f"A row has {len(row)} cells, the list {len(columns)} columns.")
        for place, (write, value) in enumerate(zip(writers, row, strict=True)):
            write(at, place, value)
    return at


def _writer(book: Any, sheet: Any, column: Column) -> Callable[[int, int, Cell], None]:
    """Return what writes the cells of ``column``; formats are made once, because every one is kept in the file."""
    base = {"font_name": FONT, "border": 1, "valign": "vcenter"}
    numbers = {
        Format.TEXT: "@", Format.INT: "0", Format.DECIMAL: "0." + "0" * column.decimals if column.decimals else "0",
        Format.PERCENT: "0." + "0" * column.decimals + "%" if column.decimals else "0%",
        Format.DATE: "yyyy-mm-dd", Format.MOMENT: "yyyy-mm-dd hh:mm",
    }  # fmt: skip
    shown = book.add_format({**base, "num_format": numbers[column.format]})
    day = book.add_format({**base, "num_format": "yyyy-mm-dd"})
    moment = book.add_format({**base, "num_format": "yyyy-mm-dd hh:mm"})
    number = shown if column.format != Format.TEXT else book.add_format(base)
    text = book.add_format({**base, "text_wrap": True})
    quoted = book.add_format({**base, "text_wrap": True, "quote_prefix": True})

    def write(row: int, place: int, value: Cell) -> None:
        match value:
            case None:
                sheet.write_blank(row, place, None, shown)
            case bool():
                sheet.write_string(row, place, gettext("Yes") if value else gettext("No"), text)
            case int() | float() | Decimal() if _writable(value):
                sheet.write_number(row, place, float(value) if isinstance(value, Decimal) else value, number)
            case dt.datetime() if value.year >= 1900:
                local = clock.local(value).replace(tzinfo=None, microsecond=0)
                sheet.write_datetime(row, place, local, day if column.format == Format.DATE else moment)
            case dt.date() if value.year >= 1900:
                sheet.write_datetime(row, place, value, day)
            case _:
                words = clean(str(value))
                sheet.write_string(row, place, words, quoted if words.startswith(_ACTIVE) else text)

    return write


def _writable(value: float | Decimal) -> bool:
    """Whether Excel holds the number exactly; what it would round (long ids, not-a-number) is written as text."""
    if isinstance(value, Decimal) and not value.is_finite():
        return False
    return -_EXACT < value < _EXACT


def _widths(sheet: Any, columns: Sequence[Column], sample: Sequence[Sequence[Cell]]) -> None:
    fixed = {Format.DATE: 12.0, Format.MOMENT: 17.0}
    for at, column in enumerate(columns):
        width = column.width or fixed.get(column.format, 0)
        if not width:
            longest = max((_width(row[at]) for row in sample), default=0)
            width = min(50, max(longest, min(_width(column.title), 16), 6) + 2)
        sheet.set_column(at, at, width)


def _width(value: Cell) -> float:
    if value is None:
        return 0
    lines = str(value).split("\n")
    return max(sum(1 if ord(sign) < 0x2E80 else 2 for sign in line[:60]) for line in lines)


def _paper(sheet: Any, columns: int) -> None:
    """Set up printing: A4, lying where there are many columns, all columns on one page, heading repeated."""
    sheet.set_paper(9)
    if columns > 6:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer("&C" + gettext("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"})
