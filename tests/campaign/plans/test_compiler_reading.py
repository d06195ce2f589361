import io

import pytest
from docx import Document
from docx.oxml import parse_xml

from tests.campaign.plans.plan_texts import CAMPAIGN
from zhengyou.campaign.plans.compiler.compile import compile_bytes, compile_text
from zhengyou.campaign.plans.compiler.reading import read_bytes
from zhengyou.kernel.errors import Refused


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_decoded_whatever_its_encoding(encoding: str) -> None:
    assert read_bytes(CAMPAIGN.encode(encoding)) == CAMPAIGN


def test_saved_web_page_keeps_paragraphs_and_table_rows() -> None:
    page = (
        "<html><head><meta charset=gb2312><title>x</title><script>var a='一、';</script></head><body><div>某县活动方案</div>"
        "<p>一、名额&nbsp;分配</p><table><tr><td><p>单位</p></td><td>名额</td></tr><tr><td>甲</td><td>3</td></tr></table></body></html>"
    )
    lines = [line.strip() for line in read_bytes(page.encode("gb18030"), "x.htm").split("\n") if line.strip()]
    assert lines[0] == "某县活动方案"
    assert [cell.strip() for cell in lines[-1].split("\t")] == ["甲", "3"]
    assert "var a" not in "".join(lines)


def test_word_document_gives_the_same_plan_as_its_text() -> None:
    document = Document()
    for line in CAMPAIGN.strip().split("\n"):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    (draft,) = compile_bytes(file.getvalue(), "方案.docx")
    (plain,) = compile_text(CAMPAIGN.strip())
    assert draft.dimensions == plain.dimensions
    assert draft.phases == plain.phases


def test_legacy_word_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refused, match=r"\.docx") as refused:
        read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧.doc")
    assert refused.value.code == "legacy-word"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"PK\x03\x04broken", "unreadable"), (b"%PDF-1.4 broken", "unreadable"), (bytes(21 * 1024 * 1024), "too-large")],
)
def test_broken_and_oversized_files_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_bytes(data, "x")
    assert refused.value.code == code


def test_pdf_without_text_is_told_from_one_with_text() -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    file = io.BytesIO()
    writer.write(file)
    with pytest.raises(Refused) as refused:
        read_bytes(file.getvalue(), "扫描.pdf")
    assert refused.value.code == "scanned-pdf"


def test_numbers_that_word_puts_before_paragraphs_are_read() -> None:
    document = Document()
    numbering = document.part.numbering_part.element
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    numbering.insert(0, parse_xml(
        f'<w:abstractNum xmlns:w="{space}" w:abstractNumId="77">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="(%2)"/></w:lvl></w:abstractNum>'
    ))  # fmt: skip
    numbering.append(parse_xml(f'<w:num xmlns:w="{space}" w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for depth, text in ((0, "活动内容"), (0, "实施步骤"), (1, "宣传发动阶段"), (1, "总结阶段"), (0, "工作要求")):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(parse_xml(
            f'<w:numPr xmlns:w="{space}"><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>'
        ))  # fmt: skip
    last = document.add_paragraph("各单位要认真组织。")
    last._p.append(parse_xml(f'<w:del xmlns:w="{space}" w:id="1"><w:r><w:t>作废</w:t></w:r></w:del>'))
    last._p.append(parse_xml(f'<w:ins xmlns:w="{space}" w:id="2"><w:r><w:t>及时总结。</w:t></w:r></w:ins>'))
    file = io.BytesIO()
    document.save(file)
    assert read_bytes(file.getvalue(), "方案.docx").split("\n") == [
        "一、活动内容", "二、实施步骤", "(一)宣传发动阶段", "(二)总结阶段", "三、工作要求", "各单位要认真组织。及时总结。",
    ]  # fmt: skip
    (draft,) = compile_bytes(file.getvalue(), "方案.docx")
    assert [phase.name for phase in draft.phases] == ["宣传发动", "总结"]
