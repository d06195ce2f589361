"""Reading files: bytes of a text, a saved web page, a Word document or a text PDF become one string."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from typing import Any

from zhengyou.campaign.plans.compiler.word_numbers import word_numbers
from zhengyou.campaign.plans.compiler.wording import refusal

LARGEST = 20 * 1024 * 1024
"""Bytes of a file that are accepted."""

_LEGACY_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|div|p|table|meta)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_INFLATED = 200 * 1024 * 1024


def read_bytes(data: bytes, filename: str = "") -> str:
    """The text of a file, told by its content, not its name.

    Raises ``Refused`` with a sentence that says what to do for old Word files, scans, protected or broken files.
    """
    if len(data) > LARGEST:
        raise refusal("too-large", filename=filename, limit=str(LARGEST // 1024 // 1024))
    if data.startswith(_LEGACY_WORD):
        raise refusal("legacy-word", filename=filename)
    if data.startswith(b"%PDF-"):
        return _read_pdf(data, filename)
    if data.startswith(b"PK\x03\x04"):
        return _read_docx(data, filename)
    if data.startswith(b"{\\rtf"):
        raise refusal("unknown-format", filename=filename)
    if _HTML.search(data[:4096]) and b">" in data:
        return _read_html(data)
    return decode(data)


def decode(data: bytes) -> str:
    """Bytes as text: by byte order mark, else UTF-8, else GB18030; what fits nowhere becomes replacement characters."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    utf8, gb = data.decode("utf-8", errors="replace"), data.decode("gb18030", errors="replace")
    return utf8 if utf8.count("\ufffd") <= gb.count("\ufffd") else gb


_SKIPPED = re.compile(
    r"<(script|style|noscript|template|svg|head)\b[^>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CELL = re.compile(r"</t[dh]\s*>\s*<t[dh]\b[^>]*>", re.IGNORECASE)
_BLOCK = re.compile(
    r"<(?:/?(?:p|div|tr|table|h[1-6]|li|ul|ol|section|article|header|footer|blockquote|body|tbody|center|dd|dt)|br)\b[^>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]{0,2000}>")


def _read_html(data: bytes) -> str:
    """The visible text of a saved web page; cells of a table row are parted by tabs."""
    declared = _CHARSET.search(data[:4096])
    text = decode(data)
    if declared and not data.startswith(tuple(mark for mark, _ in _BOMS)):
        name = declared[1].decode("ascii").lower()
        encoding = "gb18030" if name in {"gb2312", "gbk", "gb18030"} else "big5" if name.startswith("big5") else "utf-8"
        attempt = data.decode(encoding, errors="replace")
        text = attempt if attempt.count("\ufffd") <= text.count("\ufffd") else text
    text = _COMMENT.sub("", _SKIPPED.sub("", text))
    rows = re.sub(r"(?is)<tr\b.*?(?:</tr\s*>|\Z)", lambda row: _row(row[0]), text)
    lines = _BLOCK.sub("\n", re.sub(r"[\r\n]+", " ", rows).replace("\x00", "\n").replace("\x01", "\t"))
    return unescape(_TAG.sub("", lines))


def _row(html: str) -> str:
    """One table row as a line: blocks inside a cell become blanks."""
    marked = _CELL.sub("\x01", html)
    inner = _BLOCK.sub(" ", marked)
    return "\x00" + inner + "\x00"


def _read_docx(data: bytes, filename: str) -> str:
    """Paragraphs and tables of a Word document in their order."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if sum(info.file_size for info in archive.infolist()) > _INFLATED:
                raise refusal("too-large", filename=filename, limit=str(_INFLATED // 1024 // 1024))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise refusal("unreadable", filename=filename, format="Word") from error
    if "word/document.xml" not in names:
        raise refusal("unknown-format", filename=filename)
    from docx import Document  # noqa: PLC0415 - heavy, and only Word files need it
    from docx.table import Table  # noqa: PLC0415
    from docx.text.paragraph import Paragraph  # noqa: PLC0415

    lines: list[str] = []
    try:
        document = Document(io.BytesIO(data))
        parts = {part.partname.split("/")[-1]: part for part in document.part.package.iter_parts()}
        numbers = word_numbers(*(_tree(parts.get(name)) for name in ("numbering.xml", "styles.xml")))
        for block in document.iter_inner_content():
            if isinstance(block, Paragraph):
                lines.append(numbers.text_of(block._p))
            elif isinstance(block, Table):
                lines.extend("\t".join(_distinct_cells(row)) for row in block.rows)
    except Exception as error:
        raise refusal("unreadable", filename=filename, format="Word") from error
    return _not_empty("\n".join(lines), "empty", filename)


def _tree(part: object | None) -> Any:
    """The XML of a part of a Word document, if it is there and was parsed."""
    return getattr(part, "element", None)


def _distinct_cells(row: object) -> list[str]:
    """The texts of a row's cells; a merged cell is given once."""
    texts, seen = [], set()
    for cell in getattr(row, "cells"):  # noqa: B009 - python-docx types the row loosely
        if id(cell._tc) not in seen:
            seen.add(id(cell._tc))
            texts.append(" ".join(cell.text.split()))
    return texts


def _read_pdf(data: bytes, filename: str) -> str:
    """The text layer of a PDF, its wrapped lines joined by the cleaning that follows."""
    import logging  # noqa: PLC0415 - only to quiet pypdf

    from pypdf import PdfReader  # noqa: PLC0415 - heavy, and only PDFs need it
    from pypdf.errors import FileNotDecryptedError  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(data))
        opened = not reader.is_encrypted or bool(reader.decrypt(""))
        pages = [page.extract_text() for page in reader.pages[:300]] if opened else []
    except FileNotDecryptedError as error:
        raise refusal("encrypted", filename=filename) from error
    except Exception as error:
        raise refusal("unreadable", filename=filename, format="PDF") from error
    if not opened:
        raise refusal("encrypted", filename=filename)
    return _not_empty("\n".join(pages), "scanned-pdf", filename)


def _not_empty(text: str, code: str, filename: str) -> str:
    if len(re.sub(r"\s", "", text)) < 5:
        raise refusal(code, filename=filename)
    return text
