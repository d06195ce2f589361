"""What a file is, by its content; and the name it may carry."""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

import puremagic
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Refused
from zhengyou.records.files import policy

_OOXML = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Type:
    """A type of file that may enter: its media type, its endings (the first is the right one), its family."""

    media_type: str
    endings: tuple[str, ...]
    family: str = "document"


PDF = Type("application/pdf", ("pdf",))
DOCX = Type(f"{_OOXML}.wordprocessingml.document", ("docx",))
XLSX = Type(f"{_OOXML}.spreadsheetml.sheet", ("xlsx",))
PPTX = Type(f"{_OOXML}.presentationml.presentation", ("pptx",))
OFD = Type("application/ofd", ("ofd",))
OLD_WORD = Type("application/msword", ("doc", "wps"))
OLD_EXCEL = Type("application/vnd.ms-excel", ("xls", "et"))
OLD_SLIDES = Type("application/vnd.ms-powerpoint", ("ppt", "dps"))
JPEG = Type("image/jpeg", ("jpg", "jpeg"), "picture")
PNG = Type("image/png", ("png",), "picture")
WEBP = Type("image/webp", ("webp",), "picture")
TYPES = (PDF, DOCX, XLSX, PPTX, OFD, OLD_WORD, OLD_EXCEL, OLD_SLIDES, JPEG, PNG, WEBP)
_INSIDE = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("ppt/presentation.xml", PPTX), ("OFD.xml", OFD))
# The streams by which an old office file tells itself from an installer, a mail and other things in the same container.
_STREAMS = (("WordDocument", OLD_WORD), ("Workbook", OLD_EXCEL), ("PowerPoint Document", OLD_SLIDES))
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_OUTSIDE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')
_NAMES = {
    family: {ending for kind in TYPES if kind.family == family for ending in kind.endings}
    for family in ("document", "picture")
}


def recognised(content: bytes, families: frozenset[str]) -> Type:
    """Return the type of ``content``; raises Refused for whatever is not on the list of these families."""
    if not content:
        raise Refused(_("The file is empty."), field="file", code="empty")
    found = _signature(content)
    if found is None or found.family not in families:
        raise _unwelcome(content, families)
    return found


def _signature(content: bytes) -> Type | None:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if _MACROS in content:
            raise _macros()
        return next((kind for stream, kind in _STREAMS if stream.encode("utf-16-le") in content), None)
    return None


def _office(content: bytes) -> Type | None:
    """Return the type of a ZIP archive that is a document; other archives are not welcome."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
        return None
    names = {entry.filename for entry in entries}
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js", ".html", ".htm", ".svg")) for name in names):
        raise _macros()
    if sum(entry.file_size for entry in entries) > policy.MOST_UNPACKED:
        raise Refused(_("The file is too large when unpacked."), field="file", code="too_large")
    return next((kind for part, kind in _INSIDE if part in names), None)


def _macros() -> Refused:
    text = _("The document holds macros or programs. Save it without them and try again.")
    return Refused(text, field="file", code="macros")


def _unwelcome(content: bytes, families: frozenset[str]) -> Refused:
    allowed = "、".join(
        ending for kind in TYPES if kind.family in families for ending in kind.endings[:6] if ending != "jpeg"
    )
    seen = _guess(content)
    if seen:
        text = _("This is a file of the type {seen}, which cannot be attached. Allowed: {allowed}")
        return Refused(format_lazy(text, seen=seen, allowed=allowed), field="file", code="type")
    return Refused(
        format_lazy(_("This type of file cannot be attached. Allowed: {allowed}"), allowed=allowed),
        field="file",
        code="type",
    )


def _guess(content: bytes) -> str:
    """Return what else a refused file seems to be, to help the person; nothing where nobody knows."""
    head = content[:2048].lstrip().lower()
    if head.startswith(b"mz"):
        return "EXE"
    if b"<svg" in head:
        return "SVG"
    if head.startswith((b"<!doctype html", b"<html")) or b"<script" in head:
        return "HTML"
    if content[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"}:
        return "HEIC"
    if content.startswith(b"PK"):
        return "ZIP"
    try:
        guesses = puremagic.magic_string(content[:8192])
    except (puremagic.PureError, ValueError):
        return ""
    return str(guesses[0].extension).lstrip(".").upper()[:12] if guesses and guesses[0].confidence >= 0.5 else ""


def safe_name(name: str) -> str:
    """Return a name without path, control and direction signs, of 200 characters at most."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    return _OUTSIDE.sub("", plain).strip(" .")[:200] or "file"


def fitting_name(name: str, kind: Type) -> str:
    """Return a safe name with the ending that fits the content."""
    plain = safe_name(name)
    stem, dot, ending = plain.rpartition(".")
    if not dot or ending.lower() not in _NAMES["document"] | _NAMES["picture"]:
        stem, ending = plain, ""
    if ending.lower() not in kind.endings:
        ending = kind.endings[0]
    return f"{stem[:180].strip() or 'file'}.{ending.lower()}"
