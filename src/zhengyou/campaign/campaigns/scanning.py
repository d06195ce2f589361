"""Reading scans: cuts a file into forms by the codes printed on its pages. Pure: knows no table."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pypdf
import zxingcpp
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf.errors import PyPdfError

from zhengyou.kernel import ids
from zhengyou.kernel.errors import Refused

PREFIX = "ZY"
"""Codes of forms begin with it, so that no other square code on a page is taken for one."""

MOST_PAGES = 200
MOST_PIXELS = 60_000_000
MOST_BYTES = 40 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """Pages of one form: its codes (mostly one), which pages of the file they are, and the pages as a file."""

    codes: tuple[str, ...]
    sheets: str
    name: str
    content: bytes


def word_of(number: str) -> str:
    """Return what the square code of a form says."""
    return f"{PREFIX}{number}"


def parts(content: bytes, name: str) -> list[Part]:
    """Cut a scan into forms: a page with a code begins one, pages without follow the one before.

    Raises:
        Refused: the file is neither a PDF nor a picture, or is too large.
    """
    if len(content) > MOST_BYTES:
        raise Refused(_("The scan is too large; send it in several files."), field="scans", code="too_large")
    if content.startswith(b"%PDF"):
        return _parts_of_pdf(content, name)
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return [Part(tuple(_codes(picture)), "1", name, content)]
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise Refused(_("Send scans as PDF, JPG or PNG."), field="scans", code="type") from error


def _parts_of_pdf(content: bytes, name: str) -> list[Part]:
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        pages = list(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused(_("This PDF cannot be opened."), field="scans", code="damaged") from error
    if not pages or len(pages) > MOST_PAGES:
        raise Refused(_("The scan is too large; send it in several files."), field="scans", code="too_large")
    groups: list[tuple[list[str], list[int]]] = []
    for number, page in enumerate(pages, 1):
        codes = list(dict.fromkeys(code for picture in _pictures(page) for code in _codes(picture)))
        if not groups or (codes and codes != groups[-1][0]):
            groups.append((codes, [number]))
        else:
            groups[-1][1].append(number)
    if len(groups) == 1:
        return [Part(tuple(groups[0][0]), _named(groups[0][1]), name, content)]
    return [_cut(reader, codes, numbers, name) for codes, numbers in groups]


def _cut(reader: pypdf.PdfReader, codes: list[str], numbers: list[int], name: str) -> Part:
    writer = pypdf.PdfWriter()
    for number in numbers:
        writer.add_page(reader.pages[number - 1])
    out = io.BytesIO()
    writer.write(out)
    stem = name.rpartition(".")[0] or name
    return Part(tuple(codes), _named(numbers), f"{stem}-{numbers[0]}.pdf", out.getvalue())


def _named(numbers: list[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _pictures(page: pypdf.PageObject) -> Iterator[Image.Image]:
    """Yield the pictures of a page; what cannot be decoded is passed over, since a person can type the number."""
    try:
        for picture in page.images:
            if picture.image is not None:
                yield picture.image
    except (PyPdfError, OSError, ValueError, KeyError, NotImplementedError, TypeError, AttributeError):
        return


def _codes(picture: Image.Image) -> Iterator[str]:
    """Yield the numbers of forms in a picture, whichever way up it lies."""
    if picture.width * picture.height > MOST_PIXELS:
        return
    grey = ImageOps.exif_transpose(picture).convert("L")
    for found in zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)):
        number = found.text.removeprefix(PREFIX)
        if found.text.startswith(PREFIX) and ids.code_holds(number):
            yield number
