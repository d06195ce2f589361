"""A table as a Word file: repeated head, fixed widths, page x of y."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Pt
from docx.table import _Cell, _Row

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.records.documents.rendered import Rendered
from zhengyou.records.documents.table import Align as Side
from zhengyou.records.documents.table import Column, Table, cell_text, table_widths
from zhengyou.records.documents.word import parts
from zhengyou.records.documents.word.parts import HEI, SONG, XIAOBIAOSONG, Align

MOST_ROWS = 3000
"""Word itself grows slow with longer tables; Excel holds them."""
_SIDES = {Side.LEFT: Align.LEFT, Side.CENTER: Align.CENTER, Side.RIGHT: Align.RIGHT}


def table_docx(table: Table) -> Rendered:
    """Return a table as a Word file with its title, caption and notes."""
    document = Document()
    parts.page(document, margins=(20, 16, 18, 16), landscape=table.landscape, footer=10)
    title = str(table.title)
    parts.write(document.add_paragraph(), (XIAOBIAOSONG, title), size=18, align=Align.CENTER, exact=28)
    if table.caption:
        parts.write(document.add_paragraph(), (SONG, str(table.caption)), size=10, exact=18)
    add_table(document, table)
    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = Align.CENTER
    made = clock.local(table.produced_at).strftime("%Y-%m-%d %H:%M") if table.produced_at else ""
    before, _page, rest = gettext("Page %(page)s of %(pages)s").partition("%(page)s")
    between, _pages, after = rest.partition("%(pages)s")
    lead, tail = (f"{table.source}　" if table.source else ""), (f"　{made}" if made else "")
    parts.wear(footer.add_run(parts.plain(lead + before)), SONG, 9)
    parts.field(footer, "PAGE", SONG, 9)
    parts.wear(footer.add_run(between), SONG, 9)
    parts.field(footer, "NUMPAGES", SONG, 9)
    parts.wear(footer.add_run(after + tail), SONG, 9)
    parts.properties(document, title=title, author=str(table.source))
    return parts.finished(document)


def add_table(document: WordDocument, table: Table) -> None:
    """Append the table and its notes to a document that is being written."""
    if len(table.rows) > MOST_ROWS:
        raise Refused(
            _("This document is too large to print. Choose fewer rows or download it as Excel."), code="too_large"
        )
    columns = table.columns
    rows = [[cell_text(value, column) for value, column in zip(row, columns, strict=True)] for row in table.rows]
    if table.numbered:
        columns = (Column(gettext("No."), Side.CENTER), *columns)
        rows = [[str(number), *row] for number, row in enumerate(rows, 1)]
    total = (
        [cell_text(value, column) for value, column in zip(table.total, table.columns, strict=True)]
        if table.total
        else []
    )
    if total:
        rows.append(["", *total] if table.numbered else total)
    heads = [str(column.title) for column in columns]
    section = document.sections[0]
    line = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    shares, size = table_widths(columns, heads, rows, landscape=table.landscape)
    _fill(document, columns, heads, rows, _points(shares, size, line / Pt(1)), size=size, closing=bool(total))
    for note in table.footnotes:
        parts.write(document.add_paragraph(), (SONG, str(note)), size=9, exact=16)


def _points(shares: list[tuple[str, float]], size: float, line: float) -> list[float]:
    fixed = sum(width * size + 11 for kind, width in shares if kind == "em")
    free = max(line - fixed, 0) / (sum(width for kind, width in shares if kind == "fr") or 1)
    return [width * size + 11 if kind == "em" else width * free for kind, width in shares]


def _fill(
    document: WordDocument,
    columns: tuple[Column, ...],
    heads: list[str],
    rows: list[list[str]],
    widths: list[float],
    *,
    size: float,
    closing: bool,
) -> None:
    made = document.add_table(rows=len(rows) + 1, cols=len(columns), style="Table Grid")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Pt(width)
    for at, row in enumerate(made.rows):
        texts, head = (heads, True) if at == 0 else (rows[at - 1], False)
        bold = head or (closing and at == len(rows))
        _keep_together(row, repeat=head)
        for cell, column, text, width in zip(row.cells, columns, texts, widths, strict=True):
            cell.width = Pt(width)
            align = Align.CENTER if head else _SIDES[column.align]
            _write_cell(cell, text, HEI if bold else SONG, size, align)


def _write_cell(cell: _Cell, text: str, font: str, size: float, align: Align) -> None:
    parts.write(cell.paragraphs[0], (font, text), size=size, align=align, exact=size * 1.45)
    cell._element.get_or_add_tcPr().append(parts.element("vAlign", val="center"))


def _keep_together(row: _Row, *, repeat: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(parts.element("cantSplit"))
    if repeat:
        properties.append(parts.element("tblHeader"))
