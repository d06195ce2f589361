"""Excel out: what stands in the file, that nothing in it can act, and that it is quick."""
# ruff: noqa: DTZ001 -- the moments of Excel have no zone

import datetime as dt
import io
import time
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengyou.records.sheets import Column, Field, Format, Kind, Template, export, read

MOMENT = dt.datetime(2026, 5, 4, 1, 2, tzinfo=dt.UTC)
COLUMNS = (
    Column("单位"), Column("满意率", Format.PERCENT, decimals=1), Column("件数", Format.INT), Column("日期", Format.DATE),
    Column("更新时间", Format.MOMENT),
)  # fmt: skip


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).active


def test_list_stands_under_title_filter_and_heading() -> None:
    rows = [("政务服务中心", 0.932, 1200, dt.date(2026, 5, 4), MOMENT)]
    sheet = opened(
        export("窗口/排名", COLUMNS, rows, filters="状态：已公布", produced_at=MOMENT, footnotes=("注：一",))
    )
    assert sheet.title == "窗口 排名"
    assert sheet["A1"].value == "窗口/排名"
    assert "A1:E1" in {str(cells) for cells in sheet.merged_cells.ranges}
    assert sheet["A2"].value == "状态：已公布　制表时间：2026-05-04 09:02"
    assert [cell.value for cell in sheet[3]] == [column.title for column in COLUMNS]
    assert [cell.value for cell in sheet[4]] == [
        "政务服务中心",
        0.932,
        1200,
        dt.datetime(2026, 5, 4),
        dt.datetime(2026, 5, 4, 9, 2),
    ]
    assert sheet["B4"].number_format == "0.0%"
    assert sheet["D4"].number_format == "yyyy-mm-dd"
    assert sheet["A5"].value == "注：一"
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:E4"


def test_empty_list_keeps_its_heading() -> None:
    sheet = opened(export("表", COLUMNS, [], produced_at=MOMENT))
    assert sheet["A3"].value == "单位"


def test_single_column_needs_no_merging() -> None:
    assert opened(export("表", (Column("甲"),), [("乙",)], produced_at=MOMENT))["A4"].value == "乙"


@pytest.mark.parametrize("text", ["=1+1", "+86", "-3", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    cell = opened(export("表", (Column("甲"),), [(text,)], produced_at=MOMENT))["A4"]
    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.quotePrefix


def test_values_excel_would_change_are_written_as_text() -> None:
    values = (430602199001011234, float("nan"), Decimal("Infinity"), dt.date(1850, 1, 1), "0012", "a\x07b", None, True)
    row = opened(export("表", [Column("甲")] * len(values), [values], produced_at=MOMENT))[4]
    assert [cell.value for cell in row] == [
        "430602199001011234",
        "nan",
        "Infinity",
        "1850-01-01",
        "0012",
        "ab",
        None,
        "是",
    ]


def test_row_of_another_length_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="2 cells"):
        export("表", (Column("甲"),), [("乙", "丙")], produced_at=MOMENT)


def test_same_list_at_the_same_moment_is_the_same_file() -> None:
    rows = [("甲", 0.5, 1, None, None)]
    assert export("表", COLUMNS, rows, produced_at=MOMENT) == export("表", COLUMNS, rows, produced_at=MOMENT)


def test_twenty_thousand_rows_are_quick() -> None:
    rows = ((f"第{number}便民服务中心", 0.9, number, dt.date(2026, 5, 4), MOMENT) for number in range(20_000))
    begun = time.process_time()
    content = export("表", COLUMNS, rows, produced_at=MOMENT)
    assert time.process_time() - begun < 8
    assert len(content) > 100_000


ROUND = Template(
    name="round",
    title="Round",
    fields=(
        Field(key="text", title="文", longest=100),
        Field(key="number", title="数", kind=Kind.INT),
        Field(key="day", title="日", kind=Kind.DATE),
    ),
)
TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=30)


@given(
    st.lists(
        st.tuples(TEXTS, st.integers(-(10**14), 10**14), st.dates(dt.date(1900, 3, 1), dt.date(2100, 12, 31))),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_again(rows: list[tuple[str, int, dt.date]]) -> None:
    columns = (Column("文"), Column("数", Format.INT), Column("日", Format.DATE))
    result = read(ROUND, export("往返", columns, rows, produced_at=MOMENT))
    assert result.clean
    assert [(row.values["number"], row.values["day"]) for row in result.rows] == [row[1:] for row in rows]
