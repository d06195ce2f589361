"""A table as a document: title, columns, rows, notes, and how the paper lies."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from django.utils.formats import localize

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Sentence

Cell = str | int | float | Decimal | dt.date | dt.datetime | bool | None
"""What a cell may hold; None prints as an empty cell."""


class Align(StrEnum):
    """Which side of its column a cell keeps to."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the side its cells keep to, and its share of the width.

    ``weight`` is relative to the other columns; 0 lets the content decide. ``decimals`` fixes the places of numbers.
    """

    title: Sentence
    align: Align = Align.LEFT
    weight: float = 0
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table that fills one or more pages under one title; its head repeats on every page.

    ``caption`` is the line under the title (filter, period, unit of measure); ``footnotes`` follow the last row;
    ``total`` is a closing row in bold; ``source`` stands at the foot of every page, left of the page number.
    """

    title: Sentence
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    caption: Sentence = ""
    footnotes: tuple[Sentence, ...] = ()
    total: Sequence[Cell] | None = None
    landscape: bool = False
    numbered: bool = False
    source: Sentence = ""
    produced_at: dt.datetime | None = field(default=None)

    def __post_init__(self) -> None:
        wanted = len(self.columns)
        rows = [*self.rows, self.total] if self.total is not None else self.rows
        for row in rows:
            if len(row) != wanted:
                raise ValueError(f"A row has {len(row)} cells, the table {wanted} columns.")


def cell_text(value: Cell, column: Column) -> str:
    """Return a cell's value as it is printed: local dates and times, grouped nowhere, fixed decimals where asked."""
    match value:
        case None:
            return ""
        case bool():
            return "✓" if value else ""
        case dt.datetime():
            return clock.local(value).strftime("%Y-%m-%d %H:%M")
        case dt.date():
            return value.isoformat()
        case int() | float() | Decimal() if column.decimals is not None:
            return f"{value:.{column.decimals}f}"
        case int() | float() | Decimal():
            return str(localize(value, use_l10n=False))
    return str(value)


_LINE = {False: 178 / 25.4 * 72, True: 265 / 25.4 * 72}
"""The printed width of a page in points, upright and lying."""
_SIZE, _SMALLEST = 10.5, 6.5
_NARROW, _READABLE = 14, 9
"""Columns up to this many characters keep their width; wider ones share the rest, but at least so many characters."""


def table_widths(
    columns: Sequence[Column], heads: Sequence[str], rows: Sequence[Sequence[str]], *, landscape: bool
) -> tuple[list[tuple[str, float]], float]:
    """Return for each column ("em", width) or ("fr", share), and the size of type (pt) at which they fit the page."""
    widths: list[tuple[str, float]] = []
    for at, (column, head) in enumerate(zip(columns, heads, strict=True)):
        need = max([text_width(row[at]) for row in rows] or [0])
        need = max(need, min(text_width(head), 6)) + 0.7
        if column.weight:
            widths.append(("fr", column.weight))
        elif need <= _NARROW or column.align != Align.LEFT:  # numbers and days are never broken
            widths.append(("em", need))
        else:
            widths.append(("fr", min(need, 60) ** 0.5))
    if not any(kind == "fr" for kind, _width in widths):
        least = sum(width for _kind, width in widths)
        widths = [("fr", width) for _kind, width in widths]
    else:
        least = sum(width if kind == "em" else _READABLE for kind, width in widths)
    return widths, round(max(_SMALLEST, min(_SIZE, _LINE[landscape] / least if least else _SIZE)), 2)


def text_width(text: str) -> float:
    """Return the printed width of the longest line of ``text`` in full-width characters."""
    return max(sum(0.56 if ord(sign) < 0x2E80 else 1 for sign in line) for line in text.split("\n"))
