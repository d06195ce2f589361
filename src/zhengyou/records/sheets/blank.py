"""The empty form: a heading, drop-down lists, text columns that keep leading zeros, and a sheet of instructions."""

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext, pgettext
from xlsxwriter.utility import xl_col_to_name

from zhengyou.kernel import clock
from zhengyou.records.sheets.fields import Field, Kind, Template
from zhengyou.records.sheets.writing import FONT, stamp

_LONGEST_LIST = 250
"""Excel refuses longer lists inside a validation; longer ones stand on a hidden sheet."""


def template_workbook(template: Template) -> bytes:
    """Return the empty form of ``template`` in the present language."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    stamp(book, str(template.title), clock.now())
    sheet = book.add_worksheet(gettext("Data"))
    _heading(book, sheet, template)
    lists = [field for field in template.fields if field.choices]
    hidden = book.add_worksheet("_lists") if any(_stands_apart(field) for field in lists) else None
    for at, field in enumerate(template.fields):
        _validate(sheet, hidden, template, at, field)
    _instructions(book, template)
    if hidden:
        hidden.very_hidden()
    sheet.activate()
    book.close()
    return out.getvalue()


def _heading(book: Any, sheet: Any, template: Template) -> None:
    plain = {"font_name": FONT, "bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    needed = book.add_format({**plain, "bg_color": "#1554AD", "font_color": "#FFFFFF"})
    optional = book.add_format({**plain, "bg_color": "#DCE6F4", "font_color": "#1B2A41"})
    text = book.add_format({"font_name": FONT, "num_format": "@"})
    day = book.add_format({"font_name": FONT, "num_format": "yyyy-mm-dd"})
    number = book.add_format({"font_name": FONT})
    formats = {Kind.DATE: day, Kind.INT: number, Kind.DECIMAL: number}
    for at, field in enumerate(template.fields):
        title = str(field.title)
        width = field.width or min(
            40, max(10, len(title) * 2 + 4, 26 if field.longest > 100 and not field.choices else 0)
        )
        sheet.set_column(at, at, width, formats.get(field.kind, text))
        sheet.write_string(0, at, f"{title}*" if field.required else title, needed if field.required else optional)
        if field.help:
            sheet.write_comment(0, at, str(field.help), {"author": "", "x_scale": 2})
    sheet.set_row(0, 30)
    sheet.freeze_panes(1, 0)


def _stands_apart(field: Field) -> bool:
    """Whether the list needs the hidden sheet: it is too long, or a label would be taken for two or for a formula."""
    labels = [str(label) for _word, label in field.choices]
    return len(",".join(labels)) > _LONGEST_LIST or any("," in label or label[:1] in '="' for label in labels)


def _validate(sheet: Any, hidden: Any, template: Template, at: int, field: Field) -> None:
    """Attach a drop-down list; Excel then refuses what is not on it, and `read` checks again."""
    labels = [str(label) for _word, label in field.choices]
    if field.kind == Kind.YES_NO:
        labels = [gettext("Yes"), gettext("No")]
    if not labels:
        return
    source: list[str] | str = labels
    if field.choices and _stands_apart(field):
        for row, label in enumerate(labels):
            hidden.write_string(row, at, label)
        column = xl_col_to_name(at, col_abs=True)
        source = f"='_lists'!{column}$1:{column}${len(labels)}"
    sheet.data_validation(
        1, at, template.most_rows, at,
        {
            "validate": "list", "source": source, "error_title": gettext("Not in the list"),
            "error_message": gettext("Please choose a value from the list."),
        },
    )  # fmt: skip


def _instructions(book: Any, template: Template) -> None:
    sheet = book.add_worksheet(gettext("Instructions"))
    base = {"font_name": FONT, "text_wrap": True, "valign": "top"}
    title = book.add_format({"font_name": FONT, "bold": True, "font_size": 14})
    head = book.add_format({**base, "bold": True, "bg_color": "#DCE6F4", "border": 1})
    cell, text = book.add_format({**base, "border": 1}), book.add_format({"font_name": FONT})
    sheet.write_string(0, 0, str(template.title), title)
    advice = [
        *(str(line) for line in template.advice),
        gettext("Columns marked with * are required. Do not change the heading and do not merge cells."),
        gettext("Nothing is imported until every row is right; rows with errors come back with their reasons."),
    ]
    for row, line in enumerate(advice, 1):
        sheet.write_string(row, 0, line, text)
    top = len(advice) + 2
    for at, (name, width) in enumerate(
        (
            (gettext("Column"), 22),
            (gettext("Required"), 10),
            (gettext("Content"), 22),
            (gettext("Explanation"), 60),
            (gettext("Example"), 24),
        )
    ):
        sheet.set_column(at, at, width)
        sheet.write_string(top, at, name, head)
    for row, field in enumerate(template.fields, top + 1):
        explained = [str(field.help)] if field.help else []
        if field.choices:
            labels = "、".join(str(label) for _word, label in field.choices[:30])
            explained.append(gettext("One of: %(choices)s") % {"choices": labels})
        cells = (
            str(field.title), gettext("Yes") if field.required else gettext("No"), _content(field), "\n".join(explained), str(field.example),
        )  # fmt: skip
        for at, value in enumerate(cells):
            sheet.write_string(row, at, value, cell)


def _content(field: Field) -> str:
    match field.kind:
        case Kind.INT:
            return gettext("Whole number")
        case Kind.DECIMAL:
            return pgettext("cell", "Number")
        case Kind.DATE:
            return gettext("Date, as 2026-05-04")
        case Kind.MOMENT:
            return gettext("Date and time, as 2026-05-04 09:30")
        case Kind.CHOICE:
            return gettext("Choose from the list")
        case Kind.YES_NO:
            return gettext("Yes or no")
        case Kind.CODE:
            return gettext("Digits or letters, kept as typed")
    return gettext("Text, at most %(longest)s characters") % {"longest": field.longest}
