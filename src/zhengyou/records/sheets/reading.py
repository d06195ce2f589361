"""Reading a filled form: find the sheet and the heading, read every row, and gather every fault with its reason."""

import datetime as dt
import io
import logging
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from defusedxml import ElementTree
from django.utils.text import format_lazy
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from zhengyou.kernel.errors import Refused, Sentence
from zhengyou.records.sheets.fields import Template, Value
from zhengyou.records.sheets.intake import admitted, not_a_workbook
from zhengyou.records.sheets.values import LANGUAGES, Raw, Wrong, as_text, folded, read_cell

log = logging.getLogger(__name__)
HEAD_WITHIN = 12
"""The heading stands in one of the first rows, below a title and notes."""
MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A clean row: its number in the file and its values by the keys of the fields."""

    number: int
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row; ``key`` names the field, or is empty where the row as a whole is meant."""

    number: int
    key: str
    reason: Sentence


Judge = Callable[[Sequence[Row]], Iterable[Fault]]
"""Looks at the clean rows with the eyes of the room (does this body exist?) and yields what is wrong there."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What a file holds. Nothing has been stored; rows may be applied only if the result is ``clean``."""

    template: Template
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    warnings: tuple[Sentence, ...]
    sheet: str
    head_row: int
    places: Mapping[str, int]

    @property
    def clean(self) -> bool:
        """Whether every row may be applied."""
        return not self.faults

    @property
    def bad_rows(self) -> int:
        """How many rows have at least one fault."""
        return len({fault.number for fault in self.faults})

    def required_clean(self) -> tuple[Row, ...]:
        """Return the rows, or refuse: all or nothing."""
        if not self.clean:
            text = _("{count} rows have errors. Nothing was imported.")
            raise Refused(format_lazy(text, count=self.bad_rows), field="file", code="bad_rows")
        return self.rows


def read(template: Template, content: bytes, *, judge: Judge | None = None) -> ImportResult:
    """Read a filled form. Raises Refused where the file as a whole cannot be read; faults of rows are returned."""
    archive = admitted(content)
    try:
        return _read(template, content, archive, judge)
    except Refused:
        raise
    except Exception as error:  # whatever a broken or hostile file makes the parser do, the person gets a sentence
        log.info("an uploaded workbook could not be read: %s", type(error).__name__)
        raise not_a_workbook() from error


def _read(template: Template, content: bytes, archive: zipfile.ZipFile, judge: Judge | None) -> ImportResult:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        sheet, head_row, places, unknown = _find_head(template, book)
        merged, hidden = _shape(archive, sheet._worksheet_path)
        gathered = _Gathered(template, places)
        for number, cells in _data_rows(sheet, head_row, book.epoch):
            gathered.take(number, cells)
        name = sheet.title
    finally:
        book.close()
    if not gathered.seen:
        raise Refused(_("The table is empty. Fill in at least one row below the heading."), field="file", code="empty")
    faults = [*gathered.faults, *_merged_faults(merged, head_row, gathered.seen), *_repeated(template, gathered.rows)]
    if judge:
        bad = {fault.number for fault in faults}
        faults += judge([row for row in gathered.rows if row.number not in bad])
    order = {field.key: at for at, field in enumerate(template.fields)}
    faults.sort(key=lambda fault: (fault.number, order.get(fault.key, -1)))
    bad = {fault.number for fault in faults}
    rows = tuple(row for row in gathered.rows if row.number not in bad)
    return ImportResult(
        template, rows, tuple(faults), _warnings(unknown, sorted(hidden & gathered.seen)), name, head_row, places
    )


class _Gathered:
    """Rows and faults while a sheet is read."""

    def __init__(self, template: Template, places: Mapping[str, int]) -> None:
        self.template, self.places = template, places
        self.rows: list[Row] = []
        self.faults: list[Fault] = []
        self.seen: set[int] = set()

    def take(self, number: int, cells: Mapping[int, Raw]) -> None:
        """Read one row; a row that is empty in every field of the form is passed over."""
        mine = {field.key: cells.get(self.places.get(field.key, -1), Raw()) for field in self.template.fields}
        if all(raw.value is None or (isinstance(raw.value, str) and not raw.value.strip()) for raw in mine.values()):
            return
        self.seen.add(number)
        if len(self.seen) > self.template.most_rows:
            text = _("More than {most} rows. Split the file.")
            raise Refused(format_lazy(text, most=self.template.most_rows), field="file", code="too_many_rows")
        values: dict[str, Value] = {}
        for field in self.template.fields:
            try:
                values[field.key] = read_cell(mine[field.key], field)
            except Wrong as wrong:
                self.faults.append(Fault(number, field.key, wrong.reason))
        self.rows.append(Row(number, values))


def _data_rows(sheet: Any, head_row: int, epoch: dt.datetime) -> Iterator[tuple[int, dict[int, Raw]]]:
    """Yield the rows below the heading with their filled cells by column; the file's own claim of its size is ignored."""
    sheet.reset_dimensions()
    for at, cells in enumerate(sheet.iter_rows(min_row=head_row + 1, max_col=MOST_COLUMNS), head_row + 1):
        filled = {place: _raw(cell, epoch) for place, cell in enumerate(cells, 1) if cell.value is not None}
        if filled:
            yield at, filled


def _raw(cell: Any, epoch: dt.datetime) -> Raw:
    return Raw(cell.value, cell.data_type, cell.number_format or "General", epoch)


def _find_head(template: Template, book: Any) -> tuple[Any, int, dict[str, int], list[str]]:
    """Return the sheet, the row of the heading, the column of each field, and headings that the form does not know.

    The sheet with the most known headings wins; instructions and hidden sheets have none or come last.
    """
    names = _names(template)
    best: tuple[int, Any, int, dict[str, int], list[str]] | None = None
    for sheet in book.worksheets[:20]:
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_row=HEAD_WITHIN, max_col=MOST_COLUMNS), 1):
            heads = {at: _head_text(cell) for at, cell in enumerate(cells, 1) if cell.value is not None}
            found = [(names[folded(text)], at) for at, text in heads.items() if folded(text) in names]
            score = len({key for key, _at in found}) * 2 + (sheet.sheet_state == "visible")
            if found and (best is None or score > best[0]):
                unknown = [text for text in heads.values() if text and folded(text) not in names and not _ours(text)]
                best = (score, sheet, number, _places(found, template), unknown)
    if best is None or len(best[3]) < min(2, len(template.fields)):
        raise Refused(
            _("The heading of this form was not found. Download the form again and fill it in."),
            field="file", code="no_heading",
        )  # fmt: skip
    missing = [str(field.title) for field in template.fields if field.required and field.key not in best[3]]
    if missing:
        text = _("These columns are missing: {columns}")
        raise Refused(format_lazy(text, columns="、".join(missing)), field="file", code="missing_columns")
    return best[1], best[2], best[3], best[4]


def _head_text(cell: Any) -> str:
    try:
        return as_text(Raw(cell.value, cell.data_type))
    except Wrong:
        return ""


def _names(template: Template) -> dict[str, str]:
    """Return every spelling of every heading, folded, with the key of its field."""
    names: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            names |= {folded(str(field.title)): field.key for field in template.fields}
    return names | {folded(alias): field.key for field in template.fields for alias in field.aliases}


def _places(found: list[tuple[str, int]], template: Template) -> dict[str, int]:
    twice = [key for key, count in Counter(key for key, _at in found).items() if count > 1]
    if twice:
        titles = "、".join(str(field.title) for field in template.fields if field.key in twice)
        text = _("These columns stand twice: {columns}")
        raise Refused(format_lazy(text, columns=titles), field="file", code="double_columns")
    return dict(found)


def reason_heads() -> set[str]:
    """Return the heading of the column of reasons in both languages, folded."""
    heads = set()
    for language in LANGUAGES:
        with override(language):
            heads.add(folded(gettext("Reason of the error")))
    return heads


def _ours(text: str) -> bool:
    return folded(text) in reason_heads()


def _shape(archive: zipfile.ZipFile, path: str) -> tuple[list[str], set[int]]:
    """Return the merged ranges and the numbers of hidden rows, which a fast reading of the sheet does not tell."""
    merged: list[str] = []
    hidden: set[int] = set()
    with archive.open(path.lstrip("/")) as file:
        for _event, element in ElementTree.iterparse(file, events=("end",)):
            name = element.tag.rsplit("}", 1)[-1]
            if name == "row":
                if element.get("hidden") in {"1", "true"} and (element.get("r") or "").isdecimal():
                    hidden.add(int(element.get("r")))
                element.clear()
            elif name == "mergeCell" and len(merged) < 1000:
                merged.append(element.get("ref") or "")
    return merged, hidden


def _merged_faults(merged: list[str], head_row: int, seen: set[int]) -> Iterator[Fault]:
    for text in merged:
        _left, top, _right, bottom = range_boundaries(text)
        touched = sorted(number for number in seen if max(top or 1, head_row + 1) <= number <= (bottom or 1))
        if touched:
            reason = _("The cells {cells} are merged. Unmerge them and fill in every row.")
            yield Fault(touched[0], "", format_lazy(reason, cells=text))


def _repeated(template: Template, rows: Sequence[Row]) -> Iterator[Fault]:
    """Yield a fault for every row that repeats the value of a unique field, and name the row it repeats."""
    for field in (field for field in template.fields if field.unique):
        first: dict[Value, int] = {}
        for row in rows:
            value = row.values.get(field.key)
            if value is None:
                continue
            if value in first:
                reason = _("The same value stands in row {row}.")
                yield Fault(row.number, field.key, format_lazy(reason, row=first[value]))
            else:
                first[value] = row.number


def _warnings(unknown: list[str], hidden: list[int]) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    if unknown:
        found.append(
            format_lazy(
                _("These columns are not part of the form and were ignored: {columns}"), columns="、".join(unknown[:10])
            )
        )
    if hidden:
        rows = "、".join(str(number) for number in hidden[:10]) + ("…" if len(hidden) > 10 else "")
        found.append(format_lazy(_("Hidden rows were read as well: {rows}"), rows=rows))
    return tuple(found)


def reasons_by_row(result: ImportResult) -> dict[int, str]:
    """Return for each bad row all its reasons as one text, each with the heading of its field."""
    titles = {field.key: str(field.title) for field in result.template.fields}
    gathered: dict[int, list[str]] = defaultdict(list)
    for fault in result.faults:
        title = titles.get(fault.key, "")
        gathered[fault.number].append(f"{title}：{fault.reason}" if title else str(fault.reason))
    return {number: "；".join(reasons) for number, reasons in gathered.items()}


def with_faults(result: ImportResult, faults: Iterable[Fault]) -> ImportResult:
    """Return ``result`` with faults that were found later, while the rows were being applied and rolled back."""
    found = (*result.faults, *faults)
    bad = {fault.number for fault in found}
    return replace(result, faults=found, rows=tuple(row for row in result.rows if row.number not in bad))
