"""The gate for uploaded workbooks: what is not a harmless xlsx of sensible size is refused with one clear sentence."""

import io
import zipfile

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 120 * 1024 * 1024
MOST_ENTRIES = 2000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def admitted(content: bytes) -> zipfile.ZipFile:
    """Return the archive inside an uploaded workbook; raises Refused for everything else."""
    if not content:
        raise Refused(_("The file is empty."), field="file", code="empty")
    if len(content) > MOST_BYTES:
        raise Refused(
            format_lazy(_("The file is larger than {most} MB."), most=MOST_BYTES >> 20), field="file", code="too_large"
        )
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise Refused(_("The workbook is protected by a password. Remove it and try again."), field="file")
        raise Refused(
            _("This is an old Excel file (.xls) or a WPS file (.et). Save it as .xlsx and try again."),
            field="file", code="old_format",
        )  # fmt: skip
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
        raise not_a_workbook() from None
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refused(_("The workbook is too large when unpacked."), field="file", code="too_large")
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise not_a_workbook()
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Refused(_("The workbook holds macros. Save it as .xlsx without macros."), field="file", code="macros")
    return archive


def not_a_workbook() -> Refused:
    """Return the refusal for anything that Excel itself could not open."""
    return Refused(_("This is not an Excel workbook (.xlsx)."), field="file", code="not_a_workbook")
