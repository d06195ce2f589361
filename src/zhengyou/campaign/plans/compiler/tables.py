"""Tables inside a plan: rows of cells parted by tabs, as browsers and the document readers hand them over."""

from __future__ import annotations

from dataclasses import dataclass

from zhengyou.campaign.plans.compiler.outline import Outline


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its text and its place in the sheet."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """Consecutive rows of cells, and where the table begins."""

    rows: tuple[tuple[Cell, ...], ...]
    start: int
    end: int


def read_tables(outline: Outline) -> tuple[Table, ...]:
    """The tables of a plan: two or more lines running that hold tabs; a line without tabs between them stays a cell."""
    text = outline.sheet.text
    tables: list[Table] = []
    rows: list[tuple[Cell, ...]] = []
    for line in outline.lines:
        cells = _cells(text, line.start, line.end)
        if len(cells) > 1 or (rows and line.end - line.start <= 8 and not line.kind):
            rows.append(cells)
            continue
        _close(rows, tables)
        rows = []
    _close(rows, tables)
    return tuple(tables)


def _cells(text: str, start: int, end: int) -> tuple[Cell, ...]:
    cells, position = [], start
    for piece in text[start:end].split("\t"):
        left = len(piece) - len(piece.lstrip())
        body = piece.strip()
        cells.append(Cell(body, position + left, position + left + len(body)))
        position += len(piece) + 1
    return tuple(cells)


def _close(rows: list[tuple[Cell, ...]], tables: list[Table]) -> None:
    while rows and len(rows[-1]) < 2:
        rows.pop()
    if len(rows) >= 2:
        tables.append(Table(tuple(rows), rows[0][0].start, rows[-1][-1].end))
