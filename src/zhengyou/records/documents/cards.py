"""QR codes for windows: the bare code for a page, a sheet of ten table cards, and a poster.

Codes are made with error correction Q, so that a scratched or partly covered card still scans, and keep a quiet zone.
Printed text is in Chinese and English, because the person who scans chooses the language only after scanning.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import segno
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Refused
from zhengyou.records.documents.pdf import render
from zhengyou.records.documents.rendered import Rendered

MOST_CARDS = 2000
"""More cards than this are printed in several batches."""


@dataclass(frozen=True, slots=True)
class QrCard:
    """One printed code: where it leads, whose it is, and its short code for those who cannot scan."""

    url: str
    unit: str
    window: str
    code: str
    heading: str = "请您评价"
    heading_en: str = "Please rate our service"
    hint: str = "微信、支付宝扫一扫，匿名评价"


@dataclass(frozen=True, slots=True)
class QrPoster:
    """A poster for one code: campaign, heading, three steps, and a telephone number where the place has one."""

    card: QrCard
    campaign: str
    heading: str = "请您评价本次服务"
    heading_en: str = "Please rate our service"
    steps: tuple[str, ...] = ("微信或支付宝扫码", "选择满意程度并提交", "匿名评价，十秒完成")
    hotline: str = ""


def qr_svg(url: str, *, title: str = "", border: int = 4) -> str:
    """Return ``url`` as an SVG of any size, for a page or for print; ``title`` is what a screen reader says."""
    code = segno.make(url, error="q", micro=False)
    out = io.BytesIO()
    code.save(
        out, kind="svg", border=border, xmldecl=False, svgns=True, omitsize=True, dark="#000", light="#fff",
        title=title or None, svgclass=None, lineclass=None,
    )  # fmt: skip
    return out.getvalue().decode()


def qr_sheet_pdf(cards: Sequence[QrCard]) -> Rendered:
    """Return table cards to cut out, ten on an A4 page (two columns of five)."""
    if not cards:
        raise Refused(_("Choose at least one window to print codes for."), code="empty")
    if len(cards) > MOST_CARDS:
        raise Refused(_("Too many codes for one file. Choose fewer windows and print in batches."), code="too_large")
    return render("cards.typ", {"cards": [_card_data(card) for card in cards]})


def qr_poster_pdf(posters: Sequence[QrPoster]) -> Rendered:
    """Return posters, one on each A4 page."""
    if not posters:
        raise Refused(_("Choose at least one window to print codes for."), code="empty")
    if len(posters) > MOST_CARDS // 10:
        raise Refused(_("Too many codes for one file. Choose fewer windows and print in batches."), code="too_large")
    return render("poster.typ", {"posters": [_poster_data(poster) for poster in posters]})


def _card_data(card: QrCard) -> dict[str, Any]:
    return {
        "svg": qr_svg(card.url, border=0),
        "address": card.url.removeprefix("https://").removeprefix("http://"),
        "unit": card.unit,
        "window": card.window,
        "code": card.code,
        "heading": card.heading,
        "heading_en": card.heading_en,
        "hint": card.hint,
    }


def _poster_data(poster: QrPoster) -> dict[str, Any]:
    return {
        **_card_data(poster.card),
        "campaign": poster.campaign,
        "heading": poster.heading,
        "heading_en": poster.heading_en,
        "steps": list(poster.steps),
        "hotline": poster.hotline,
    }
