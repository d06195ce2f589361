"""A form as rooms declare it, and hands to fill it in."""

import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import openpyxl
import pytest
from django.utils import translation

from zhengyou.records.sheets import Field, Kind, Template

FORM = Template(
    name="windows",
    title="Windows",
    fields=(
        Field(
            key="name",
            title="名称",
            required=True,
            longest=20,
            unique=True,
            aliases=("窗口名称",),
            help="窗口的正式名称",
        ),
        Field(key="phone", title="电话", kind=Kind.CODE, longest=20),
        Field(key="seats", title="座席数", kind=Kind.INT, least=0, most=99),
        Field(key="share", title="占比", kind=Kind.DECIMAL),
        Field(key="opened", title="启用日期", kind=Kind.DATE, required=True),
        Field(key="kind", title="类别", kind=Kind.CHOICE, choices=(("hall", "政务大厅"), ("bank", "银行网点"))),
        Field(key="public", title="对外公开", kind=Kind.YES_NO),
    ),
    most_rows=500,
)
HEAD = [str(field.title) for field in FORM.fields]
GOOD: list[Any] = ["综合窗口", "0730-1234567", 3, 0.5, dt.date(2026, 5, 4), "政务大厅", "是"]


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def form() -> Template:
    return FORM


def workbook(
    rows: Iterable[Iterable[Any]], *, head: Iterable[Any] = HEAD, change: Callable[[Any], None] | None = None
) -> bytes:
    """Return a workbook with a heading and rows, as a person would have made it by hand."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
