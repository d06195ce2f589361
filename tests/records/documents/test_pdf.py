"""PDF: what is on the pages, that typed text stays text, that files repeat, that missing characters are told."""

import dataclasses
import datetime as dt
import io
import itertools
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
import typst
from django.utils import translation

from zhengyou.kernel.errors import Refused
from zhengyou.records.documents import (
    Align,
    Appendix,
    Column,
    Layout,
    Notice,
    Paragraph,
    Rendered,
    Table,
    fonts,
    notice_pdf,
    pdf,
    table_pdf,
)

Pages = Callable[[Rendered], list[str]]
RARE = "玥璟喆堃垚犇赟翀镕"


@pytest.mark.usefixtures("chinese_font")
def test_notice_prints_every_element(notice: Notice, pages: Pages) -> None:
    text = "".join(pages(notice_pdf(notice))).replace("\n", "")
    for part in (
        "青禾县政务服务管理局文件", "青政服〔2026〕18号", "各乡镇人民政府，县级各进驻部门：", "一、评价范围", "（一）扫码评价。",
        "1.样本分层", "（1）拒绝回访", "2026年5月4日", "抄送：县委办公室，县人大常委会办公室。", "2026年5月6日印发", "— 1 —",
    ):  # fmt: skip
        assert part in text
    assert all(character in text for character in RARE)


@pytest.mark.usefixtures("chinese_font")
def test_notice_sets_22_lines_of_28_characters(notice: Notice, pages: Pages) -> None:
    long = dataclasses.replace(notice, body=(Paragraph("字" * 28 * 60),))
    page = pages(notice_pdf(long))[1]
    lines = [line for line in page.splitlines() if "字" in line]
    assert [len(line) for line in lines] == [28] * 22


@pytest.mark.usefixtures("chinese_font")
def test_working_paper_whose_closing_lines_would_fill_another_page_is_set_closer(pages: Pages) -> None:
    def paper(lines: int) -> list[str]:
        body = tuple(Paragraph(f"第{number}行") for number in range(lines))
        made = Notice(
            "督办通知单", ("青禾县人民政府",), dt.date(2026, 5, 4), body, recipients="某局", layout=Layout.PLAIN
        )
        return pages(notice_pdf(made))

    # Title, blank, recipient, three lines for the seal, organ and date are eight lines of 22.
    assert [len(paper(lines)) for lines in (14, 15, 17, 18)] == [1, 1, 1, 2]
    assert "第17行" in paper(18)[1].replace("\n", ""), "the signature never stands alone"


@pytest.mark.usefixtures("chinese_font")
def test_notice_keeps_the_margins_of_the_standard(notice: Notice) -> None:
    places: list[tuple[float, float]] = []

    def see(text: str, current: list[float], matrix: list[float], _font: Any, _size: float) -> None:
        if "字" in text:
            x, y = matrix[4], matrix[5]
            places.append((current[0] * x + current[2] * y + current[4], current[1] * x + current[3] * y + current[5]))

    long = dataclasses.replace(notice, body=(Paragraph("字" * 28 * 60),))
    reader = pypdf.PdfReader(io.BytesIO(notice_pdf(long).content))
    page = reader.pages[1]
    page.extract_text(visitor_text=see)
    millimetres = 25.4 / 72
    assert round(float(page.mediabox.width) * millimetres) == 210
    assert round(float(page.mediabox.height) * millimetres) == 297
    left = min(x for x, _y in places) * millimetres
    assert 27.5 < left < 28.5
    pitches = {round(a - b, 1) for (_x, a), (_z, b) in itertools.pairwise(places) if 20 < a - b < 40}
    assert pitches <= {28.9, 29.0}


@pytest.mark.parametrize("sentences", range(1, 14))
@pytest.mark.usefixtures("chinese_font")
def test_signature_never_stands_on_a_page_alone(notice: Notice, pages: Pages, sentences: int) -> None:
    body = (*notice.body[:-1], Paragraph("各单位要实事求是，不得以任何方式诱导、干扰群众评价。" * sentences))
    made = pages(notice_pdf(dataclasses.replace(notice, body=body)))
    page = next(text for text in made if "2026年5月4日" in text)
    assert "干扰群众" in page or "评价" in page.split("青禾县政务服务管理局")[0]


@pytest.mark.usefixtures("chinese_font")
def test_working_paper_has_no_red_head(notice: Notice, pages: Pages) -> None:
    text = pages(notice_pdf(dataclasses.replace(notice, layout=Layout.PLAIN)))[0]
    assert "文件" not in text
    assert notice.organs[0] in text


@pytest.mark.usefixtures("chinese_font")
def test_appendices_are_listed_and_printed_behind(notice: Notice, pages: Pages) -> None:
    table = Table("", (Column("指标"), Column("权重", Align.RIGHT)), [("满意率", 40)])
    appendices = (Appendix("评价指标", (Paragraph("说明。"), table)), Appendix("联系人名单"))
    made = pages(notice_pdf(dataclasses.replace(notice, appendices=appendices)))
    listed = next(text for text in made if "附件：" in text)
    assert "1." in listed
    assert "联系人名单" in listed
    assert made[-1].startswith("附件1")
    assert "满意率" in made[-1]
    assert "印发" in made[-1]


@pytest.mark.usefixtures("chinese_font")
@pytest.mark.parametrize("field", ["title", "recipients", "number", "note", "copies_to"])
def test_typed_markup_stays_text(notice: Notice, pages: Pages, field: str) -> None:
    typed = '#panic("x") #read("/etc/passwd") $1/0$ *b* _i_ @r <l> `c` // k'
    text = "".join(pages(notice_pdf(dataclasses.replace(notice, **{field: typed}))))
    assert typed.replace(" ", "") in re.sub(r"\s", "", text)


@pytest.mark.usefixtures("chinese_font")
def test_same_notice_at_the_same_moment_is_the_same_file(notice: Notice) -> None:
    first, second = notice_pdf(notice), notice_pdf(notice)
    assert first.content == second.content
    assert "D:20260504" in str(pypdf.PdfReader(io.BytesIO(first.content)).metadata)


@pytest.mark.usefixtures("chinese_font")
def test_character_without_a_font_is_marked_and_told(notice: Notice, pages: Pages) -> None:
    rendered = notice_pdf(dataclasses.replace(notice, title="关于𓀀的通知"))
    assert "关于〓的通知" in pages(rendered)[0]
    assert "U+13000" in pages(rendered)[0]
    assert any("𓀀" in str(warning) for warning in rendered.warnings)


@pytest.mark.usefixtures("chinese_font")
def test_private_use_character_is_not_printed_as_some_other_sign(notice: Notice, pages: Pages) -> None:
    assert "关于〓的通知" in pages(notice_pdf(dataclasses.replace(notice, title="关于\ue123的通知")))[0]


def test_substitute_fonts_are_told_in_both_languages(notice: Notice, chinese_font: str) -> None:
    warnings = notice_pdf(notice).warnings
    if "fangsong" not in fonts.cast().substituted:
        pytest.skip("this machine has the real fonts")
    with translation.override("zh-hans"):
        assert "未安装仿宋体" in str(warnings[0])
    with translation.override("en"):
        assert "FangSong is not installed" in str(warnings[0])


def test_own_fonts_come_first(settings: Any, tmp_path: Path, chinese_font: str) -> None:
    folders = [str(folder) for folder in fonts.folders()]
    listed = typst.Fonts(include_system_fonts=True, font_paths=folders).fonts()
    source = next(font.path for font in listed if font.family == chinese_font and font.path)
    own = tmp_path / "fonts" / "own"
    own.mkdir(parents=True)
    copy = own / Path(source).name
    shutil.copy(source, copy)
    name = chinese_font.encode("utf-16-be")
    renamed = "FangSong_GB2312".ljust(len(chinese_font), "X")[: len(chinese_font)].encode("utf-16-be")
    copy.write_bytes(copy.read_bytes().replace(name, renamed))
    settings.VAR = tmp_path
    chosen = fonts.cast(with_system=True)
    assert chosen.families["fangsong"][0].startswith("FangSong")
    assert "fangsong" not in chosen.substituted
    assert chosen.own


def test_endless_document_is_ended(notice: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 1)
    with pytest.raises(Refused):
        notice_pdf(dataclasses.replace(notice, body=tuple(Paragraph("字" * 5000) for _ in range(2000))))


@pytest.mark.usefixtures("chinese_font")
def test_table_repeats_its_head_and_counts_pages(pages: Pages) -> None:
    rows = [(f"第{i}便民服务中心", 90 + i / 10, dt.date(2026, 5, 1), None) for i in range(90)]
    columns = (Column("单位"), Column("满意率", Align.RIGHT, decimals=2), Column("日期", Align.CENTER), Column("备注"))
    table = Table(
        "统计表",
        columns,
        rows,
        caption="单位：件",
        footnotes=("注：样本不足的不排名。",),
        numbered=True,
        total=("合计", 1, None, ""),
    )
    with translation.override("zh-hans"):
        made = pages(table_pdf(table))
    assert len(made) > 1
    for number, page in enumerate(made, 1):
        assert "满意率" in page
        assert f"第{number}页 共{len(made)}页" in page
    assert "98.90" in made[-1]
    assert "合计" in made[-1]
    assert "样本不足" in made[-1]


@pytest.mark.usefixtures("chinese_font")
def test_lying_table_is_wider_than_high() -> None:
    reader = pypdf.PdfReader(io.BytesIO(table_pdf(Table("表", (Column("甲"),), [("乙",)], landscape=True)).content))
    assert reader.pages[0].mediabox.width > reader.pages[0].mediabox.height


@pytest.mark.usefixtures("chinese_font")
def test_empty_table_says_so(pages: Pages) -> None:
    with translation.override("zh-hans"):
        assert "无数据" in pages(table_pdf(Table("表", (Column("甲"),), [])))[0]


def test_table_with_too_many_rows_is_refused() -> None:
    with pytest.raises(Refused):
        table_pdf(Table("表", (Column("甲"),), [("乙",)] * (pdf.MOST_ROWS + 1)))


def test_row_of_another_length_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="2 cells"):
        Table("表", (Column("甲"),), [("乙", "丙")])
