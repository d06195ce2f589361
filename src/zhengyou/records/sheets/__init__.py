"""Sheets 电子表格: Excel in and out.

In: a room declares a `Template` (typed fields); `template_workbook` makes the empty form with its drop-down lists and
instructions, `read` takes a filled one and returns an `ImportResult`: clean rows, or every fault with its row, field
and reason, and `marked_workbook` gives the same file back with the reasons written into it. Reading never writes
anything: the room applies the rows of a result without faults in one transaction, so that it is all or nothing.

Out: `export` writes a list as it stands on screen, with its title, its filter and the moment it was made.
"""

from zhengyou.records.sheets.blank import template_workbook
from zhengyou.records.sheets.fields import Field, Kind, Template
from zhengyou.records.sheets.marking import marked_workbook
from zhengyou.records.sheets.reading import Fault, ImportResult, Judge, Row, read, with_faults
from zhengyou.records.sheets.writing import XLSX, Column, Format, export, table

__all__ = [
    "XLSX",
    "Column",
    "Fault",
    "Field",
    "Format",
    "ImportResult",
    "Judge",
    "Kind",
    "Row",
    "Template",
    "export",
    "marked_workbook",
    "read",
    "table",
    "template_workbook",
    "with_faults",
]
