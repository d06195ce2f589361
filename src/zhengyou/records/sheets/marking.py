"""The same workbook back, with a last column that gives every bad row its reasons, and the bad cells coloured."""

import io
import logging
from typing import Any

from django.utils.translation import gettext
from openpyxl import load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from zhengyou.records.sheets.reading import ImportResult, reason_heads, reasons_by_row
from zhengyou.records.sheets.values import folded
from zhengyou.records.sheets.writing import Column, Format, export

log = logging.getLogger(__name__)
_COLOUR = "FFFFC7CE"
_MARK = PatternFill("solid", start_color=_COLOUR, end_color=_COLOUR)
_CLEAR = PatternFill()
_RED = Font(color="FF9C0006")
_WIDTH = 60


def marked_workbook(content: bytes, result: ImportResult) -> bytes:
    """Return the uploaded workbook with the reasons of ``result`` written into it.

    Marks of an earlier attempt are taken away, so that a mended file carries only what is still wrong. Where the file
    can be read but not written again (damaged styles, say), a plain list of rows and reasons comes instead.
    """
    try:
        return _marked(content, result)
    except Exception as error:  # noqa: BLE001 -- a broken file must not keep the person from its faults
        log.info("an uploaded workbook could not be written again: %s", type(error).__name__)
        return _listed(result)


def _marked(content: bytes, result: ImportResult) -> bytes:
    book = load_workbook(io.BytesIO(content))
    sheet: Any = book[result.sheet]
    column = _reason_column(sheet, result)
    _clean(sheet, result, column)
    head = sheet.cell(result.head_row, column)
    head.value, head.font = gettext("Reason of the error"), Font(bold=True, color="FF9C0006")
    sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    for number, text in reasons_by_row(result).items():
        cell = sheet.cell(number, column)
        cell.value, cell.data_type = text[:32_000], "s"
        cell.font, cell.alignment = _RED, Alignment(wrap_text=True, vertical="top")
    for fault in result.faults:
        place = result.places.get(fault.key)
        if place:
            sheet.cell(fault.number, place).fill = _MARK
    book.active = book.index(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _reason_column(sheet: Any, result: ImportResult) -> int:
    """Return the column of reasons: the one an earlier attempt left, or the first free one right of the heading."""
    ours, last = reason_heads(), max(result.places.values())
    for cell in sheet[result.head_row]:
        if isinstance(cell.value, str) and folded(cell.value) in ours:
            return int(cell.column)
        if cell.value is not None:
            last = max(last, int(cell.column))
    return last + 1


def _clean(sheet: Any, result: ImportResult, column: int) -> None:
    places = [*result.places.values()]
    for number in range(result.head_row + 1, sheet.max_row + 1):
        if sheet.cell(number, column).value is not None:
            sheet.cell(number, column).value = None
        for place in places:
            cell = sheet._cells.get((number, place))  # look without making empty cells
            if cell is not None and cell.has_style and cell.fill.start_color.rgb == _COLOUR:
                cell.fill = _CLEAR


def _listed(result: ImportResult) -> bytes:
    columns = (Column(gettext("Row"), Format.INT), Column(gettext("Reason of the error"), width=_WIDTH))
    return export(result.template.title, columns, sorted(reasons_by_row(result).items()))
