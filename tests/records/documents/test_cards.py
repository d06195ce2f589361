"""QR codes: the bare code, the sheet of cards, the poster."""

import io
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pypdf
import pytest

from zhengyou.kernel.errors import Refused
from zhengyou.records.documents import QrCard, QrPoster, Rendered, qr_poster_pdf, qr_sheet_pdf, qr_svg

LONG = "青禾县人力资源和社会保障局社会保险经办服务中心（东城分中心）"


def card(number: int = 0, unit: str = "青禾县政务服务中心") -> QrCard:
    return QrCard(f"https://r.example.org/r/AB{number:02}CDEF", unit, f"{number}号窗口", f"AB{number:02}-CDEF")


def test_svg_scales_and_escapes_its_title() -> None:
    svg = qr_svg("https://r.example.org/r/ABCD", title="<script>&")
    root = ET.fromstring(svg)
    assert "viewBox" in root.attrib
    assert "width" not in root.attrib
    assert "<script>" not in svg
    assert "style=" not in svg


@pytest.mark.usefixtures("chinese_font")
def test_sheet_holds_ten_cards_a_page(pages: Callable[[Rendered], list[str]]) -> None:
    made = pages(qr_sheet_pdf([card(number) for number in range(11)]))
    assert [text.count("号窗口") for text in made] == [10, 1]
    assert "请您评价" in made[0]
    assert "AB00-CDEF" in made[0]


@pytest.mark.usefixtures("chinese_font")
def test_long_names_stay_on_the_card(pages: Callable[[Rendered], list[str]]) -> None:
    text = pages(qr_sheet_pdf([card(unit=LONG)]))[0].replace("\n", "")
    assert LONG in text


@pytest.mark.usefixtures("chinese_font")
def test_poster_shows_campaign_and_steps(pages: Callable[[Rendered], list[str]]) -> None:
    posters = [QrPoster(card(number), "2026年窗口评价活动", hotline="监督电话 12345") for number in range(2)]
    rendered = qr_poster_pdf(posters)
    assert len(pypdf.PdfReader(io.BytesIO(rendered.content)).pages) == 2
    text = pages(rendered)[0].replace("\n", "")
    assert "2026年窗口评价活动" in text
    assert "匿名评价，十秒完成" in text
    assert "监督电话 12345" in text


def test_no_card_is_refused() -> None:
    with pytest.raises(Refused):
        qr_sheet_pdf([])
    with pytest.raises(Refused):
        qr_poster_pdf([])


def test_too_many_cards_are_refused() -> None:
    with pytest.raises(Refused):
        qr_sheet_pdf([card()] * 2001)
