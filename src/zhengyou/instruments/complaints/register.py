"""The register of another system, as a workbook or CSV: matters that were answered there already."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Refused
from zhengyou.records import sheets
from zhengyou.records.sheets import Column, Fault, Field, ImportResult, Kind, Row, Template

TEMPLATE = Template(
    name="complaints.register",
    title=_("Register of matters"),
    advice=(_("One matter on each row, with its answer where there was one. The same number again changes nothing."),),
    fields=(
        Field(key="number", title=_("Number in the other register"), kind=Kind.CODE, required=True, unique=True,
              longest=64, example="2549", aliases=("number", "编号", "工单编号", "留言编号")),
        Field(key="received_at", title=_("Received at"), kind=Kind.MOMENT, required=True,
              example="2026-05-06 09:32", aliases=("received_at", "留言时间", "来电时间", "受理时间")),
        Field(key="title", title=_("Title"), longest=120, example="路灯不亮",
              aliases=("subject", "title", "主题", "留言主题", "标题")),
        Field(key="text", title=_("What is said"), required=True, longest=20_000, width=40,
              example="小区门口三盏路灯坏了一周。", aliases=("text", "留言详情", "内容", "诉求内容")),
        Field(key="category", title=_("Category"), longest=120, example="城乡建设",
              aliases=("level1", "category", "一级分类", "一级标签", "分类")),
        Field(key="unit", title=_("Unit that handled it"), longest=120, example="城市管理局",
              aliases=("unit", "承办单位", "答复单位")),
        Field(key="replied_at", title=_("Answered at"), kind=Kind.MOMENT, example="2026-05-08 16:00",
              aliases=("replied_at", "答复时间", "办结时间")),
        Field(key="reply", title=_("Answer to the caller"), longest=30_000, width=40, example="路灯已修复。",
              aliases=("reply", "答复意见", "办理结果", "答复内容")),
    ),
)  # fmt: skip


def read_workbook(content: bytes) -> ImportResult:
    """Read a filled workbook; nothing is stored."""
    return sheets.read(TEMPLATE, content, judge=_faults)


def read_csv(content: bytes) -> ImportResult:
    """Read a CSV file (UTF-8 or GB 18030) as if its rows stood in a workbook."""
    return read_workbook(as_workbook(rows_of(content)))


def rows_of(content: bytes) -> list[list[str]]:
    """Return the rows of a CSV file in UTF-8 or GB 18030. Raises Refused for anything else."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            rows = [row for row in csv.reader(io.StringIO(text, newline="")) if any(row)]
        except (UnicodeDecodeError, csv.Error):
            continue
        if rows:
            return rows
    raise Refused(_("This is not a CSV file in UTF-8 or GB 18030."), field="file", code="not_csv")


def as_workbook(rows: list[list[str]]) -> bytes:
    """Return ``rows``, the first of them the heading, as a workbook."""
    width = len(rows[0])
    even = ([*row, *[""] * width][:width] for row in rows[1:])
    return sheets.table(TEMPLATE.title, [Column(head) for head in rows[0]], even)


def _faults(rows: Iterable[Row]) -> Iterable[Fault]:
    for row in rows:
        received, replied = row.values["received_at"], row.values["replied_at"]
        if replied is not None and received is not None and replied < received:  # type: ignore[operator]  # both moments
            yield Fault(row.number, "replied_at", _("An answer cannot come before the matter."))
        if (replied is None) != (row.values["reply"] is None):
            yield Fault(row.number, "reply", _("An answer needs its moment, and a moment its answer."))
