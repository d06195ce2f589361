"""Fonts for the tests of documents, and readers of what was made."""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
import typst
from django.conf import settings

from zhengyou.kernel import clock
from zhengyou.records.documents import Level, Notice, Paragraph, Rendered, numbered

MOMENT = dt.datetime(2026, 5, 4, 1, 2, 3, tzinfo=dt.UTC)
CHINESE = ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC")


@pytest.fixture(autouse=True)
def _at_one_moment() -> Iterator[None]:
    with clock.pretend(MOMENT):
        yield


@pytest.fixture
def chinese_font() -> str:
    """A Chinese serif, fetched or of the system; a machine without any cannot show what these tests look at."""
    folders = [str(folder) for folder in (Path(settings.VAR) / "fonts",) if folder.is_dir()]
    families = typst.Fonts(include_system_fonts=True, font_paths=folders).families()
    found = next((family for family in CHINESE if family in families), "")
    if not found:
        pytest.skip("no Chinese font on this machine (zhengyou assets --fonts)")
    return found


@pytest.fixture
def pages() -> Callable[[Rendered], list[str]]:
    def read(rendered: Rendered) -> list[str]:
        return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(rendered.content)).pages]

    return read


@pytest.fixture
def notice() -> Notice:
    """A notice of two pages with heads of all levels and the rarer characters of names."""
    return Notice(
        title="关于开展2026年上半年窗口服务满意度评价工作的通知",
        organs=("青禾县政务服务管理局",),
        number="青政服〔2026〕18号",
        date=dt.date(2026, 5, 4),
        recipients="各乡镇人民政府，县级各进驻部门",
        body=numbered(
            [
                Paragraph("为全面掌握群众办事感受，现将有关事项通知如下。"),
                Paragraph(head="评价范围", level=Level.FIRST),
                Paragraph("联系人：王玥、李璟、赵喆、陈堃、孙垚、周犇、吴赟、郑翀、冯镕。"),
                Paragraph(head="评价方式", level=Level.FIRST),
                Paragraph(head="扫码评价。", text="群众办结后现场扫码，匿名评价。", level=Level.SECOND),
                Paragraph(text="样本分层随机抽取。", level=Level.THIRD),
                Paragraph(text="拒绝回访的不计入样本。", level=Level.FOURTH),
                Paragraph("各单位要实事求是，不得以任何方式诱导、干扰群众评价。" * 4),
            ]
        ),
        copies_to="县委办公室，县人大常委会办公室",
        printed_by="青禾县政务服务管理局办公室",
        printed_on=dt.date(2026, 5, 6),
    )
