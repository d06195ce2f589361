"""One listing, two papers: what a page shows as a workbook and as a PDF, by the same columns and rows."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.http import FileResponse
from django.utils.translation import gettext as _

from zhengyou.kernel.errors import Sentence
from zhengyou.records import documents
from zhengyou.records.sheets import XLSX, Column, Format, export

MOST_ON_PAPER = 2000
"""A paper holds so many lines at most; the workbook has them all."""

NUMBERS = (Format.INT, Format.DECIMAL)
WIDE = 24
"""A column of so many characters in the workbook shares the free width of the paper."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A table as its reader sees it; ``said`` is the line below the title: period, unit, filter."""

    title: Sentence
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    said: Sentence = ""
    notes: Sequence[Sentence] = ()

    def workbook(self) -> bytes:
        """Return it as a workbook."""
        return export(self.title, self.columns, self.rows, filters=self.said, footnotes=self.notes)

    def paper(self) -> documents.Rendered:
        """Return it on paper; of very long ones the first lines, and a note that says so."""
        rows = list(islice(iter(self.rows), MOST_ON_PAPER + 1))
        cut = [_("The paper holds the first %(n)d lines; the workbook has all.") % {"n": MOST_ON_PAPER}]
        return documents.table_pdf(
            documents.Table(
                title=self.title,
                columns=tuple(_on_paper(column) for column in self.columns),
                rows=rows[:MOST_ON_PAPER],
                caption=self.said,
                footnotes=(*self.notes, *(cut if len(rows) > MOST_ON_PAPER else ())),
                landscape=len(self.columns) > 6,
            )
        )

    def answer(self, wanted: str | None) -> FileResponse | None:
        """Return the download ``wanted`` (xlsx, pdf); nothing where the page itself is wanted."""
        if wanted == "xlsx":
            return _file(self.workbook(), f"{self.title}.xlsx", XLSX)
        if wanted == "pdf":
            return _file(self.paper().content, f"{self.title}.pdf", "application/pdf")
        return None


def _file(content: bytes, name: str, content_type: str) -> FileResponse:
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=content_type)


def _on_paper(column: Column) -> documents.Column:
    if column.format in NUMBERS:
        decimals = column.decimals if column.format == Format.DECIMAL else 0
        return documents.Column(column.title, documents.Align.RIGHT, decimals=decimals)
    return documents.Column(column.title, weight=max(column.width, WIDE) / WIDE if column.width >= WIDE else 0)
