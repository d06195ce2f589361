"""Tables inside a plan: rows of cells parted by tabs, as browsers and the document readers hand them over, by upright
strokes, or by blanks below a head that names columns, as typists and PDF readers leave them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from zhengyou.campaign.plans.compiler.outline import Line, Outline

_VALUE = re.compile(r"\d{1,4}(?:\.\d)?\s?(?:分|%|人|名|个|家|件|项)?")
_HEADS = re.compile(r"序号|项目|分值|名额|人数|权重|类别|组别|数量|指标|分数|得分|奖项|内容$")
_SPACED_HEAD = re.compile(r"序号|项目|分值|名额|人数|权重|类别|数量|指标|分数|奖项|单位|内容|标准|要素")
_BLANKS = re.compile(r" {2,}")
_BLANK = re.compile(r" +")
_STROKE = re.compile(r"\s*[|\uff5c│┃]\s*")
_LOOK_AHEAD = 14


class Cell(NamedTuple):
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
    """The tables of a plan: rows with tabs, among them lines without tabs that go on inside a cell.

    A cell may hold several paragraphs. Such lines belong to the last cell of their row, or begin a new row where the
    row before is complete (as many cells as the head, or ending in a number).
    """
    tables: list[Table] = []
    rows: list[list[Cell]] = []
    carried = False
    lines, text = outline.lines, outline.sheet.text
    parted: re.Pattern[str] | None = None
    hints = _Hints(text)
    for position, line in enumerate(lines):
        if not rows and parted is None and not hints.hold(line):
            carried = False
            continue
        cells = _cells(outline.sheet.text, line.start, line.end)
        if len(cells) == 1:
            cells, parted = _drawn(outline.sheet.text, line, cells, parted)
        if len(cells) > 1:
            if len(rows) > 0 and _is_head(cells):
                _close(rows, tables)
                rows, carried = [], False
            if carried and rows:
                rows[-1][-1] = _joined(rows[-1][-1], cells[0])
                rows[-1].extend(cells[1:])
            else:
                rows.append(cells)
            carried = False
        elif rows and _goes_on(outline, lines, position):
            if carried or not _complete(rows[-1], rows[0]):
                rows[-1][-1] = _joined(rows[-1][-1], cells[0])
            else:
                rows.append(cells)
            carried = True
        else:
            _close(rows, tables)
            rows, carried = [], False
    _close(rows, tables)
    return tuple(tables)


class _Hints:
    """Which lines, asked in their order, hold a tab or a word that heads a column; the others begin no table."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tab = self._word = -1

    def hold(self, line: Line) -> bool:
        """Whether the line holds a tab or a word that heads a column."""
        if self._tab < line.start:
            tab = self._text.find("\t", line.start)
            self._tab = tab if tab >= 0 else len(self._text)
        if self._word < line.start:
            word = _SPACED_HEAD.search(self._text, line.start)
            self._word = word.start() if word else len(self._text)
        return self._tab < line.end or self._word < line.end


def _drawn(
    text: str, line: Line, whole: list[Cell], parted: re.Pattern[str] | None
) -> tuple[list[Cell], re.Pattern[str] | None]:
    """The cells of a line without tabs in a table drawn with strokes or blanks, and what parts the cells of its table."""
    if parted is not None:
        cells = _parted(text, line, parted)
        if len(cells) > 1 and all(len(cell.text) <= 40 for cell in cells):
            return cells, parted
        return whole, None
    if not _SPACED_HEAD.search(text, line.start, line.end):
        return whole, None
    for candidate in (_STROKE, _BLANKS, _BLANK):
        cells = _parted(text, line, candidate)
        short = len(cells) >= 2 and all(2 <= len(cell.text) <= 10 and "。" not in cell.text for cell in cells)
        named = sum(_SPACED_HEAD.search(cell.text) is not None for cell in cells)
        if short and named >= (1 if candidate is _STROKE else 2):
            return cells, candidate
    return whole, None


def _parted(text: str, line: Line, pattern: re.Pattern[str]) -> list[Cell]:
    cells, position = [], line.start
    for gap in [*pattern.finditer(text, line.start, line.end), None]:
        stop = gap.start() if gap else line.end
        if stop > position:
            cells.append(Cell(text[position:stop][:200], position, stop))
        position = gap.end() if gap else stop
    return cells


def _goes_on(outline: Outline, lines: list[Line], position: int) -> bool:
    """Whether the table goes on behind a line without tabs."""
    own = outline.sheet.text[lines[position].start : lines[position].start + 3]
    if lines[position].kind in {"main", "part", "chapter"} or re.match(r"附件|附表|说明|备注|注:", own):
        return False
    for line in lines[position + 1 : position + _LOOK_AHEAD]:
        if line.kind in {"main", "part", "chapter"}:
            return False
        if "\t" in outline.sheet.text[line.start : line.end]:
            return True
    return False


def _is_head(cells: list[Cell]) -> bool:
    """Whether a row names columns, so that another table begins with it."""
    plain = len(cells) >= 3 and all(len(cell.text) <= 10 and not re.search(r"\d", cell.text) for cell in cells)
    return plain and any(_HEADS.search(cell.text) for cell in cells)


def _complete(row: list[Cell], head: list[Cell]) -> bool:
    return len(row) >= len(head) or (len(row) > 1 and _VALUE.fullmatch(row[-1].text) is not None)


def _joined(left: Cell, right: Cell) -> Cell:
    return Cell(f"{left.text} {right.text}".strip()[:200], left.start, right.end)


def _cells(text: str, start: int, end: int) -> list[Cell]:
    cells, position = [], start
    for piece in text[start:end].split("\t"):
        body = piece.strip()
        begin = position if body == piece else position + len(piece) - len(piece.lstrip())
        cells.append(Cell(body[:200], begin, begin + len(body)))
        position += len(piece) + 1
    return cells


def _close(rows: list[list[Cell]], tables: list[Table]) -> None:
    while rows and len(rows[-1]) < 2:
        rows.pop()
    if len(rows) >= 2:
        tables.append(Table(tuple(tuple(row) for row in rows), rows[0][0].start, rows[-1][-1].end))
