"""Photographs are drawn anew: place, time, device and hidden thumbnails (EXIF, GPS, XMP) do not survive."""

import io
import warnings

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from zhengyou.kernel.errors import Refused
from zhengyou.records.files import policy
from zhengyou.records.files.contents import JPEG, PNG, Type

_FORMATS = ["JPEG", "PNG", "WEBP"]


def drawn_anew(content: bytes, kind: Type) -> tuple[bytes, Type]:
    """Return a picture that holds nothing but its pixels, upright and not larger than a page needs, and its type."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
                _require_sensible(picture)
                return _saved(_plain(picture), kind)
    except Refused:
        raise
    except Exception as error:
        raise Refused(_("The picture is damaged and cannot be opened."), field="file", code="damaged") from error


def _require_sensible(picture: Image.Image) -> None:
    if picture.width * picture.height > policy.MOST_PIXELS:
        text = _("The picture has too many pixels. Make it smaller and try again.")
        raise Refused(text, field="file", code="too_large")


def _plain(picture: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(picture)
    has_alpha = "A" in upright.getbands() or "transparency" in upright.info
    upright = upright.convert("RGBA" if has_alpha else "RGB")
    upright.thumbnail((policy.LONGEST_EDGE, policy.LONGEST_EDGE))
    clean = Image.new(upright.mode, upright.size)
    clean.paste(upright)
    return clean


def _saved(picture: Image.Image, kind: Type) -> tuple[bytes, Type]:
    out = io.BytesIO()
    if kind == PNG or picture.mode == "RGBA":
        picture.save(out, "PNG", optimize=False)
        return out.getvalue(), PNG
    picture.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue(), JPEG
