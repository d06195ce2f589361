"""Documents 文书: turns typed content into paper: PDF by typst, Word by python-docx, QR codes by segno.

The room only renders. It owns no table and knows no record: a room that needs paper builds a `Notice`, a `Table` or
some `QrCard`s and gets a `Rendered` back, whose warnings it shows to the person. Content is data: it reaches typst as
JSON and is never part of the source text, so that nothing a person typed can act as markup.
"""

from zhengyou.records.documents.boards import (
    Badge,
    Block,
    Board,
    Handbook,
    badges_pdf,
    board_pdf,
    handbook_pdf,
    plates_pdf,
)
from zhengyou.records.documents.brief import Brief, brief_pdf
from zhengyou.records.documents.cards import QrCard, QrPoster, qr_poster_pdf, qr_sheet_pdf, qr_svg
from zhengyou.records.documents.form import NameCard, PaperForm, QueueSlip, form_pdf, name_cards_pdf, queue_slip_pdf
from zhengyou.records.documents.notice import Appendix, Layout, Level, Notice, Paragraph, numbered, paragraphs
from zhengyou.records.documents.pdf import notice_pdf, table_pdf
from zhengyou.records.documents.rendered import Rendered
from zhengyou.records.documents.table import Align, Column, Table
from zhengyou.records.documents.word import notice_docx, table_docx

__all__ = [
    "Align",
    "Appendix",
    "Badge",
    "Block",
    "Board",
    "Brief",
    "Column",
    "Handbook",
    "Layout",
    "Level",
    "NameCard",
    "Notice",
    "PaperForm",
    "Paragraph",
    "QrCard",
    "QrPoster",
    "QueueSlip",
    "Rendered",
    "Table",
    "badges_pdf",
    "board_pdf",
    "brief_pdf",
    "form_pdf",
    "handbook_pdf",
    "name_cards_pdf",
    "notice_docx",
    "notice_pdf",
    "numbered",
    "paragraphs",
    "plates_pdf",
    "qr_poster_pdf",
    "qr_sheet_pdf",
    "qr_svg",
    "queue_slip_pdf",
    "table_docx",
    "table_pdf",
]
