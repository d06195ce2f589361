"""Building blocks of Word files: pages, paragraphs with real Chinese font names, rules, fields, and stable bytes."""

import io
import math
import zipfile
from typing import Literal

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from zhengyou.kernel import clock
from zhengyou.records.documents.rendered import DOCX, Rendered

FANGSONG, KAI, HEI, XIAOBIAOSONG, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"
RED = RGBColor(0xE6, 0x00, 0x12)
PITCH = 225 / 22 / 25.4 * 72
"""From line to line in points: 22 lines on 225 mm."""
CORE_MM = 156
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
Align = WD_ALIGN_PARAGRAPH
# What may follow a paragraph's borders, in the order of the schema; Word refuses files with another order.
_FOLLOWERS = """
shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd
snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment outlineLvl rPr sectPr
"""
_AFTER_BORDERS = tuple(f"w:{name}" for name in _FOLLOWERS.split())


def element(name: str, **attributes: str | int) -> BaseOxmlElement:
    """Return a WordprocessingML element with attributes of the same namespace."""
    made: BaseOxmlElement = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def plain(text: str) -> str:
    """Return ``text`` without the control characters that XML cannot carry."""
    return "".join(sign for sign in text if sign in "\t\n" or (ord(sign) >= 0x20 and not 0xFFFE <= ord(sign) <= 0xFFFF))


def page(
    document: Document, *, margins: tuple[float, float, float, float], landscape: bool = False, footer: float = 25
) -> None:
    """Set A4 and its margins (top, right, bottom, left; mm), and how far above the paper's edge the footer stands."""
    section = document.sections[0]
    width, height = (297, 210) if landscape else (210, 297)
    section.page_width, section.page_height = Mm(width), Mm(height)
    if landscape:
        section._sectPr.find(qn("w:pgSz")).set(qn("w:orient"), "landscape")
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = (
        Mm(side) for side in margins
    )
    section.footer_distance = Mm(footer)


def grid(document: Document, *, chars: int, lines: float, size: float, width: float) -> None:
    """Lay ``chars`` to the line of ``width`` mm on lines of a grid; ``lines`` is the pitch, ``size`` the type (pt).

    The characters are brought together by spacing of their own: on a grid of characters narrower than the type,
    LibreOffice gives each of them two cells.
    """
    section = document.sections[0]._sectPr
    for old in section.findall(qn("w:docGrid")):
        section.remove(old)
    section.append(element("docGrid", type="lines", linePitch=round(lines * 20)))
    space = math.floor((width / 25.4 * 72 / chars - size) * 20)  # twentieths of a point, rounded so that all fit
    style = document.styles["Normal"].element
    style.get_or_add_rPr().append(element("spacing", val=space))
    between = style.get_or_add_pPr()
    for kind in ("autoSpaceDE", "autoSpaceDN"):  # no space is added between Chinese and figures, as in the PDF
        between.insert_element_before(element(kind, val=0), *_AFTER_BORDERS[_AFTER_BORDERS.index("w:" + kind) + 1 :])


def wear(run: Run, font: str, size: float, *, color: RGBColor | None = None, bold: bool | None = None) -> Run:
    """Give a run its font for Chinese and Latin alike, its size in points, and its colour."""
    run.font.size = Pt(size)
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), font)
    fonts.set(qn("w:hint"), "eastAsia")
    if color is not None:
        run.font.color.rgb = color
    if bold is not None:
        run.bold = bold
    return run


def write(
    paragraph: Paragraph,
    *pieces: tuple[str, str],
    size: float = 16,
    align: WD_ALIGN_PARAGRAPH | None = None,
    exact: float = PITCH,
    color: RGBColor | None = None,
    bold: bool | None = None,
) -> Paragraph:
    """Fill a paragraph with ``pieces`` of (font, text) at an exact line height, without space around it."""
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(exact)
    if align is not None:
        paragraph.alignment = align
    for font, text in pieces:
        if text:
            wear(paragraph.add_run(plain(text)), font, size, color=color, bold=bold)
    return paragraph


def indent(paragraph: Paragraph, *, size: float = 16, **chars: float) -> Paragraph:
    """Indent by characters: ``firstLine``, ``left``, ``right`` or ``hanging``; points stand beside for old readers."""
    properties = paragraph._element.get_or_add_pPr().get_or_add_ind()
    for side, count in chars.items():
        properties.set(qn(f"w:{side}Chars"), str(round(count * 100)))
        properties.set(qn(f"w:{side}"), str(round(count * size * 20)))
    return paragraph


def rule(paragraph: Paragraph, *, side: Literal["top", "bottom"], millimetres: float, color: str, space: int) -> None:
    """Draw a rule above or below a paragraph; ``space`` is in points between text and rule."""
    properties = paragraph._element.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = element("pBdr")
        properties.insert_element_before(borders, *_AFTER_BORDERS)
    eighths = max(2, round(millimetres / 25.4 * 72 * 8))
    borders.append(element(side, val="single", sz=eighths, space=space, color=color))


def at_page_bottom(paragraph: Paragraph, *, width: Length) -> None:
    """Put a paragraph into a frame on the lower edge of the text area; neighbours with the same frame share it."""
    frame = element(
        "framePr", w=round(width.pt * 20), wrap="around", vAnchor="margin",
        hAnchor="margin", xAlign="left", yAlign="bottom",
    )  # fmt: skip
    paragraph._element.get_or_add_pPr().insert_element_before(
        frame, "w:widowControl", "w:numPr", "w:pBdr", *_AFTER_BORDERS
    )


def field(paragraph: Paragraph, code: str, font: str, size: float) -> None:
    """Add a field that Word computes, such as PAGE or NUMPAGES."""
    for kind in ("begin", "", "separate", "shown", "end"):
        run = wear(paragraph.add_run("1" if kind == "shown" else ""), font, size)
        if kind == "":
            instruction = element("instrText")
            instruction.text = code
            run._element.append(instruction)
        elif kind != "shown":
            run._element.append(element("fldChar", fldCharType=kind))


def properties(document: Document, *, title: str, author: str) -> None:
    """Write title, author and the moment of making into the file's properties."""
    core, moment = document.core_properties, clock.now().replace(tzinfo=None, microsecond=0)
    core.title, core.author, core.last_modified_by, core.language = plain(title)[:250], plain(author)[:250], "", "zh-CN"
    core.created = core.modified = moment
    core.comments, core.keywords, core.revision = "", "", 1


def finished(document: Document) -> Rendered:
    """Return the file's bytes; the same content at the same moment gives the same bytes."""
    out = io.BytesIO()
    document.save(out)
    return Rendered(still(out.getvalue()), DOCX, "docx")


def still(archive: bytes) -> bytes:
    """Return a ZIP archive with the same entries and no times of day in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
