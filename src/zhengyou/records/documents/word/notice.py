"""An official notice as a Word file: the same elements as the PDF, laid out by Word's own means."""

import math

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor

from zhengyou.records.documents.notice import Appendix, Layout, Level, Notice, Paragraph
from zhengyou.records.documents.numerals import official_date
from zhengyou.records.documents.rendered import Rendered
from zhengyou.records.documents.table import Table
from zhengyou.records.documents.title import title_lines
from zhengyou.records.documents.word import parts
from zhengyou.records.documents.word.parts import FANGSONG, HEI, KAI, SONG, XIAOBIAOSONG, Align
from zhengyou.records.documents.word.table import add_table

CHARS, LINES, CLOSEST = 28, 22, 25
"""Characters to the line and lines to the page by the standard, and the most lines where a paper is set closer."""
_FACES = {Level.FIRST: HEI, Level.SECOND: KAI}


def notice_docx(notice: Notice) -> Rendered:
    """Return an official notice as a Word file with the fonts that GB/T 9704-2012 asks for, to be edited further."""
    document = Document()
    pitch = _pitch(notice)
    _prepare(document, notice, pitch)
    if notice.layout == Layout.RED_HEAD:
        _red_head(document, notice)
    if notice.layout == Layout.PLAIN and notice.mark:
        _mark(document, notice)
    _title(document, notice.title)
    if notice.layout == Layout.PLAIN and notice.number:
        _line(document, notice.number, align=Align.CENTER)
    _blank(document)
    if notice.recipients:
        _line(document, notice.recipients.rstrip("：:") + "：")
    for paragraph in notice.body:
        _paragraph(document, paragraph)
    closing = len(document.paragraphs) - 1
    _appendix_list(document, notice.appendices)
    _signature(document, notice)
    for made in document.paragraphs[closing:-1]:  # no page holds nothing but the signature
        made.paragraph_format.keep_with_next = True
    for made in document.paragraphs if pitch < parts.PITCH else ():
        made.paragraph_format.line_spacing = Pt(pitch)
    printed = [(at, appendix) for at, appendix in enumerate(notice.appendices, 1) if appendix.body]
    for at, appendix in printed:
        _appendix(document, appendix, f"附件{at}" if len(notice.appendices) > 1 else "附件")
    _imprint(document, notice)
    return parts.finished(document)


def _pitch(notice: Notice) -> float:
    """Return how far the lines stand apart: closer where a working paper's last lines alone would fill a page.

    The lines are counted by the width of the characters; Word itself may break some of them elsewhere, so half a line
    is left over, and what closes the paper stays together in any case.
    """
    if notice.layout != Layout.PLAIN:
        return parts.PITCH
    texts = [paragraph.head + paragraph.text for paragraph in notice.body]
    body = sum(math.ceil((2 + _width(text)) / CHARS) for text in texts)
    appendices = 1 + len(notice.appendices) if notice.appendices else 0
    above = len(title_lines(notice.title)) + sum(map(bool, (notice.mark, notice.number, notice.recipients))) + 1
    lines = above + body + appendices + (3 if notice.room_for_seal else 1) + 2 + bool(notice.note)
    pages = math.ceil(lines / LINES)
    closer = math.ceil(lines / max(1, pages - 1))
    return parts.PITCH * LINES / (closer + 0.5) if pages > 1 and closer <= CLOSEST else parts.PITCH


def _width(text: str) -> float:
    return sum(0.5 if sign.isascii() else 1 for sign in text)


def _prepare(document: WordDocument, notice: Notice, pitch: float) -> None:
    parts.page(document, margins=(37, 26, 35, 28))
    parts.grid(document, chars=CHARS, lines=pitch, size=16, width=parts.CORE_MM)
    normal = document.styles["Normal"]
    normal.font.size = Pt(16)
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    _page_number(section, even=False)
    _page_number(section, even=True)
    parts.properties(document, title="".join(title_lines(notice.title)), author="、".join(notice.organs))


def _page_number(section: Section, *, even: bool) -> None:
    """Write — 1 — on the outer side: odd pages right, even pages left, one character from the edge."""
    footer = (section.even_page_footer if even else section.footer).paragraphs[0]
    footer.alignment = Align.LEFT if even else Align.RIGHT
    parts.indent(footer, size=14, **({"left": 1} if even else {"right": 1}))
    parts.wear(footer.add_run("— "), SONG, 14)
    parts.field(footer, "PAGE", SONG, 14)
    parts.wear(footer.add_run(" —"), SONG, 14)


def _line(document: WordDocument, text: str, font: str = FANGSONG, *, align: Align | None = None) -> None:
    parts.write(document.add_paragraph(), (font, text), align=align)


def _blank(document: WordDocument, lines: int = 1) -> None:
    for _number in range(lines):
        parts.write(document.add_paragraph())


def _mark(document: WordDocument, notice: Notice) -> None:
    """Write the coloured word at the top of a working paper."""
    colour = RGBColor.from_string(notice.mark_colour.lstrip("#").upper())
    parts.write(document.add_paragraph(), (HEI, f"■ {notice.mark}"), size=14, color=colour)


def _red_head(document: WordDocument, notice: Notice) -> None:
    lines = notice.red_lines
    size = round(min(44, 150 / 25.4 * 72 / max(len(line) for line in lines)))
    # The upper edge of the mark stands 35 mm below the upper edge of the text area.
    parts.write(document.add_paragraph(), (HEI, notice.urgency), exact=35 / 25.4 * 72 - size * 0.1)
    for line in lines:
        align = Align.CENTER if len(lines) == 1 else Align.DISTRIBUTE
        paragraph = parts.write(
            document.add_paragraph(), (XIAOBIAOSONG, line), size=size, align=align, exact=size * 1.2, color=parts.RED
        )
        if len(lines) > 1:
            room = (parts.CORE_MM / 25.4 * 72 - size * max(len(other) for other in lines)) / 2
            paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(max(0, room))
    _blank(document, 2)
    paragraph = document.add_paragraph()
    if notice.signer:
        parts.write(paragraph, (FANGSONG, f"{notice.number}\t签发人："), (KAI, notice.signer))
        parts.indent(paragraph, left=1, right=1)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(parts.CORE_MM - 6), WD_TAB_ALIGNMENT.RIGHT)
    else:
        parts.write(paragraph, (FANGSONG, notice.number), align=Align.CENTER)
    parts.rule(paragraph, side="bottom", millimetres=0.45, color="E60012", space=7)
    _blank(document, 2)


def _title(document: WordDocument, title: str) -> None:
    for line in title_lines(title):
        paragraph = parts.write(document.add_paragraph(), (XIAOBIAOSONG, line), size=22, align=Align.CENTER)
        paragraph.paragraph_format.keep_with_next = True


def _paragraph(document: WordDocument, paragraph: Paragraph) -> None:
    made = document.add_paragraph()
    parts.write(made, (_FACES.get(paragraph.level, FANGSONG), paragraph.head), (FANGSONG, paragraph.text))
    parts.indent(made, firstLine=2)
    made.paragraph_format.keep_with_next = bool(paragraph.level and not paragraph.text)


def _appendix_list(document: WordDocument, appendices: tuple[Appendix, ...]) -> None:
    if not appendices:
        return
    _blank(document)
    for at, appendix in enumerate(appendices, 1):
        lead = "附件：" if at == 1 else "\u3000\u3000\u3000"
        number = f"{at}." if len(appendices) > 1 else ""
        made = parts.write(document.add_paragraph(), (FANGSONG, lead + number + appendix.title))
        hang = 3 + len(number) / 2
        parts.indent(made, left=2 + hang, hanging=hang)


def _signature(document: WordDocument, notice: Notice) -> None:
    _blank(document, 3 if notice.room_for_seal else 1)
    date = official_date(notice.date)
    organs = "\u3000".join(notice.organs)
    date_width = _width(date)
    if notice.room_for_seal:  # the date keeps four characters; the organ is centred over it
        organ_right, date_right = max(0.0, 4 - (len(organs) - date_width) / 2), 4.0
    elif len(organs) >= date_width + 2:  # the date begins two characters after the organ
        organ_right, date_right = 2.0, len(organs) - date_width
    else:
        organ_right, date_right = 4 + date_width - len(organs), 2.0
    for text, right in ((organs, organ_right), (date, date_right)):
        made = parts.write(document.add_paragraph(), (FANGSONG, text), align=Align.RIGHT)
        parts.indent(made, right=round(right * 2) / 2)
        made.paragraph_format.keep_with_next = text == organs
    if notice.note:
        made = parts.write(document.add_paragraph(), (FANGSONG, "（" + notice.note.strip("（）()") + "）"))
        parts.indent(made, left=2)


def _appendix(document: WordDocument, appendix: Appendix, mark: str) -> None:
    document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    _line(document, mark, HEI)
    _blank(document)
    _title(document, appendix.title)
    _blank(document)
    for part in appendix.body:
        if isinstance(part, Table):
            add_table(document, part)
        else:
            _paragraph(document, part)


def _imprint(document: WordDocument, notice: Notice) -> None:
    """Write the 版记 (copies, printing organ and date) on the lower edge of the last page."""
    lines = []
    if notice.copies_to:
        lines.append(f"抄送：{notice.copies_to.rstrip('。')}。")
    if notice.printed_by:
        lines.append(notice.printed_by + (f"\t{official_date(notice.printed_on)}印发" if notice.printed_on else ""))
    for at, text in enumerate(lines):
        made = parts.write(document.add_paragraph(), (FANGSONG, text), size=14, exact=24)
        hang = 3 if text.startswith("抄送：") else 0
        parts.indent(made, size=14, left=1 + hang, right=1, **({"hanging": hang} if hang else {}))
        made.paragraph_format.tab_stops.add_tab_stop(Mm(parts.CORE_MM - 5), WD_TAB_ALIGNMENT.RIGHT)
        parts.rule(made, side="top", millimetres=0.25 if at else 0.35, color="000000", space=1)
        if at == len(lines) - 1:
            parts.rule(made, side="bottom", millimetres=0.35, color="000000", space=1)
        parts.at_page_bottom(made, width=Mm(parts.CORE_MM))
