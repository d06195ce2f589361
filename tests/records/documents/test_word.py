"""Word files: fonts by their real names, the page of the standard, and bytes that repeat."""

import dataclasses
import datetime as dt
import io
import zipfile

import docx
import pytest
from django.utils import translation
from docx.oxml.ns import qn

from zhengyou.kernel.errors import Refused
from zhengyou.records.documents import (
    Align,
    Appendix,
    Column,
    Layout,
    Notice,
    Paragraph,
    Table,
    notice_docx,
    table_docx,
)

TABLE = Table(
    "统计表",
    (Column("单位"), Column("满意率", Align.RIGHT, decimals=1)),
    [("政务服务中心", 93.25)],
    total=("合计", 93.25),
)


def test_notice_names_the_fonts_of_the_standard(notice: Notice) -> None:
    document = docx.Document(io.BytesIO(notice_docx(notice).content))
    worn = {}
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            found = run._element.rPr.rFonts
            if found is not None:
                worn[run.text] = (found.get(qn("w:eastAsia")), run.font.size.pt)
    assert worn["青禾县政务服务管理局文件"][0] == "方正小标宋简体"
    assert worn["一、评价范围"] == ("黑体", 16)
    assert worn["（一）扫码评价。"] == ("楷体_GB2312", 16)
    assert worn["群众办结后现场扫码，匿名评价。"] == ("仿宋_GB2312", 16)


def test_notice_has_the_page_of_the_standard(notice: Notice) -> None:
    document = docx.Document(io.BytesIO(notice_docx(notice).content))
    section = document.sections[0]
    assert [
        round(side.mm)
        for side in (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    ] == [37, 26, 35, 28]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "580")
    assert document.styles["Normal"].element.rPr.find(qn("w:spacing")).get(qn("w:val")) == "-5"
    assert document.settings.odd_and_even_pages_header_footer
    assert "PAGE" in section.even_page_footer._element.xml


def test_working_paper_that_would_just_miss_the_page_is_set_closer() -> None:
    def pitch(lines: int) -> float:
        body = tuple(Paragraph(f"第{number}行") for number in range(lines))
        made = Notice(
            "督办通知单", ("青禾县人民政府",), dt.date(2026, 5, 4), body, recipients="某局", layout=Layout.PLAIN
        )
        return docx.Document(io.BytesIO(notice_docx(made).content)).paragraphs[2].paragraph_format.line_spacing.pt

    standard = pitch(14)
    assert [round(standard / pitch(lines), 2) for lines in (15, 17, 18)] == [1.07, 1.16, 1.0]


def test_notice_keeps_the_order_of_the_schema(notice: Notice) -> None:
    appendix = Appendix("指标", (Paragraph("说明。"), TABLE))
    document = docx.Document(io.BytesIO(notice_docx(dataclasses.replace(notice, appendices=(appendix,))).content))
    order = ["pStyle", "keepNext", "framePr", "pBdr", "tabs", "spacing", "ind", "jc"]
    for paragraph in document.paragraphs:
        if paragraph._p.pPr is not None:
            names = [child.tag.split("}")[1] for child in paragraph._p.pPr]
            assert names == sorted(names, key=order.index)


def test_same_notice_at_the_same_moment_is_the_same_file(notice: Notice) -> None:
    assert notice_docx(notice).content == notice_docx(notice).content
    core = docx.Document(io.BytesIO(notice_docx(notice).content)).core_properties
    assert core.created.replace(tzinfo=None) == dt.datetime(2026, 5, 4, 1, 2, 3)  # noqa: DTZ001
    assert core.title == notice.title


def test_control_characters_do_not_break_the_file(notice: Notice) -> None:
    rendered = notice_docx(dataclasses.replace(notice, title="关于\x00\x0b<w:p/>的通知", body=(Paragraph("a\x1fb"),)))
    text = "".join(paragraph.text for paragraph in docx.Document(io.BytesIO(rendered.content)).paragraphs)
    assert "关于<w:p/>的通知" in text


def test_table_repeats_its_head_and_counts_pages() -> None:
    with translation.override("zh-hans"):
        rendered = table_docx(dataclasses.replace(TABLE, landscape=True, numbered=True, footnotes=("注。",)))
    document = docx.Document(io.BytesIO(rendered.content))
    made = document.tables[0]
    assert [cell.text for cell in made.rows[0].cells] == ["序号", "单位", "满意率"]
    assert [cell.text for cell in made.rows[1].cells] == ["1", "政务服务中心", "93.2"]
    assert made.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert document.sections[0].page_width > document.sections[0].page_height
    footer = document.sections[0].footer._element.xml
    assert "NUMPAGES" in footer
    assert "第" in footer
    assert zipfile.ZipFile(io.BytesIO(rendered.content)).testzip() is None


def test_table_with_too_many_rows_is_refused() -> None:
    with pytest.raises(Refused):
        table_docx(dataclasses.replace(TABLE, rows=[("甲", 1)] * 3001))
