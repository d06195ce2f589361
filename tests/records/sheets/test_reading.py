"""Excel in: what is read, what is refused, and that each fault carries its place and its reason."""
# ruff: noqa: DTZ001 -- the moments of Excel have no zone

import datetime as dt
import io
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.records.sheets.conftest import FORM, GOOD, HEAD, workbook
from zhengyou.kernel.errors import Refused
from zhengyou.records.sheets import (
    Fault,
    Field,
    Kind,
    Row,
    Template,
    marked_workbook,
    read,
    template_workbook,
    with_faults,
)


def faults(rows: list[list[Any]]) -> dict[tuple[int, str], str]:
    return {(fault.number, fault.key): str(fault.reason) for fault in read(FORM, workbook(rows)).faults}


def one(**changed: Any) -> list[Any]:
    keys = [field.key for field in FORM.fields]
    row = list(GOOD)
    for key, value in changed.items():
        row[keys.index(key)] = value
    return row


def value(key: str, cell: Any) -> Any:
    result = read(FORM, workbook([one(**{key: cell})]))
    assert result.clean, [str(fault.reason) for fault in result.faults]
    return result.rows[0].values[key]


def test_clean_file_gives_typed_rows() -> None:
    result = read(FORM, workbook([GOOD]))
    assert result.clean
    assert result.required_clean() == (
        Row(
            2,
            {
                "name": "综合窗口", "phone": "0730-1234567", "seats": 3, "share": Decimal("0.5"),
                "opened": dt.date(2026, 5, 4), "kind": "hall", "public": True,
            },
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    "cell",
    [
        dt.date(2026, 5, 4), dt.datetime(2026, 5, 4, 9, 30), "2026-05-04", "2026/5/4", "2026.5.4", "2026年5月4日", "20260504",
        20260504, "２０２６－０５－０４", " 2026-05-04 ", 46146, "2026-05-04 00:00:00",
    ],
)  # fmt: skip
def test_dates_are_read_in_every_usual_spelling(cell: Any) -> None:
    assert value("opened", cell) == dt.date(2026, 5, 4)


@pytest.mark.parametrize("cell", ["明天", "2026-02-30", "2026年5月", "5/4/2026", "0001-01-01", 99999999, True])
def test_what_is_no_date_is_a_fault(cell: Any) -> None:
    assert (2, "opened") in faults([one(opened=cell)])


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [
        ("０７３０－１２３４５６７", "0730-1234567"), ("0730 1234567", "07301234567"), ("0730—1234567", "0730-1234567"),
        (13800000000, "13800000000"), (13800000000.0, "13800000000"), ("007", "007"), ("\u200b007\u3000", "007"),
    ],
)  # fmt: skip
def test_codes_keep_their_zeros_and_lose_width_and_blanks(cell: Any, read_as: str) -> None:
    assert value("phone", cell) == read_as


def test_number_shown_with_leading_zeros_keeps_them() -> None:
    def show_zeros(sheet: Any) -> None:
        sheet["B2"].number_format = "000000"

    result = read(FORM, workbook([one(phone=730)], change=show_zeros))
    assert result.rows[0].values["phone"] == "000730"


def test_long_number_that_excel_has_rounded_is_a_fault() -> None:
    assert "近似值" in faults([one(phone=430602199001011234)])[2, "phone"]


@pytest.mark.parametrize(
    ("cell", "read_as"), [("３", 3), ("1,2", None), (3.5, None), ("三", None), ("", None), (100, None), (-1, None)]
)
def test_whole_numbers_are_whole_and_within_bounds(cell: Any, read_as: int | None) -> None:
    if read_as is None and cell != "":
        assert (2, "seats") in faults([one(seats=cell)])
    else:
        assert value("seats", cell) == read_as


@pytest.mark.parametrize(("cell", "read_as"), [("1,234.5", "1234.5"), (0.1, "0.1"), ("-2", "-2"), ("１．５", "1.5")])
def test_decimals_stay_exact(cell: Any, read_as: str) -> None:
    assert value("share", cell) == Decimal(read_as)


def test_choices_are_read_by_label_or_word_and_suggest_the_nearest() -> None:
    assert value("kind", "银行网点") == "bank"
    assert value("kind", "BANK") == "bank"
    assert "是否为“银行网点”" in faults([one(kind="银行网店")])[2, "kind"]
    assert "只能填写：政务大厅、银行网点" in faults([one(kind="x")])[2, "kind"]


def test_text_loses_invisible_signs_and_keeps_chinese_punctuation() -> None:
    assert value("name", "\u3000综合窗口（Ａ１）\u200b_x000D_ ") == "综合窗口（A1）"


def test_required_fields_and_length_are_checked() -> None:
    found = faults([one(name=None), one(name="长" * 21, opened=" ")])
    assert "必填" in found[2, "name"]
    assert "20" in found[3, "name"]
    assert "必填" in found[3, "opened"]


def test_repeated_value_names_the_row_it_repeats() -> None:
    assert "第2行" in faults([GOOD, GOOD])[3, "name"]


def test_formula_and_error_cells_are_faults() -> None:
    found = faults([one(name="=A1", seats="#N/A")])
    assert "公式" in found[2, "name"]
    assert "#N/A" in found[2, "seats"]


def test_merged_cells_are_named() -> None:
    content = workbook([GOOD, one(name=None)], change=lambda sheet: sheet.merge_cells("A2:A3"))
    result = read(FORM, content)
    assert any("A2:A3" in str(fault.reason) for fault in result.faults)


def test_title_above_the_heading_may_be_merged() -> None:
    def add_title(sheet: Any) -> None:
        sheet.insert_rows(1, 2)
        sheet["A1"] = "窗口登记表"
        sheet.merge_cells("A1:G1")

    result = read(FORM, workbook([GOOD], change=add_title))
    assert result.clean
    assert result.rows[0].number == 4


def test_hidden_rows_are_read_and_told() -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True

    result = read(FORM, workbook([GOOD, one(name="二号窗口")], change=hide))
    assert len(result.rows) == 2
    assert "3" in str(result.warnings[0])


def test_columns_may_stand_in_any_order_under_any_known_heading() -> None:
    head = ["备注", "启用日期*", "窗口名称"]
    result = read(FORM, workbook([["x", "2026-05-04", "一号"]], head=head))
    assert result.clean
    assert result.rows[0].values["name"] == "一号"
    assert "备注" in str(result.warnings[0])


def test_missing_double_and_unknown_headings_are_refused() -> None:
    for head, code in (
        ([*HEAD[:4], *HEAD[5:]], "missing_columns"),
        ([*HEAD, "名称"], "double_columns"),
        (["甲", "乙"], "no_heading"),
    ):
        with pytest.raises(Refused) as refusal:
            read(FORM, workbook([GOOD], head=head))
        assert refusal.value.code == code
        assert refusal.value.field == "file"


def test_empty_table_and_too_many_rows_are_refused() -> None:
    with pytest.raises(Refused) as refusal:
        read(FORM, workbook([]))
    assert refusal.value.code == "empty"
    with pytest.raises(Refused) as refusal:
        read(FORM, workbook([one(name=f"窗口{number}") for number in range(501)]))
    assert refusal.value.code == "too_many_rows"


def test_row_far_below_does_not_hang_the_reader() -> None:
    def far(sheet: Any) -> None:
        sheet["A1048576"], sheet["E1048576"], sheet["XFD3"] = "末行", "2026-05-04", "x"

    result = read(FORM, workbook([GOOD], change=far))
    assert [row.number for row in result.rows] == [2, 1048576]


def test_rooms_judge_sees_only_clean_rows_and_adds_faults() -> None:
    seen = []

    def judge(rows: Any) -> list[Fault]:
        seen.extend(row.number for row in rows)
        return [Fault(row.number, "name", "查无此单位") for row in rows if row.values["name"] == "二号"]

    result = read(FORM, workbook([GOOD, one(name="二号"), one(name=None)]), judge=judge)
    assert seen == [2, 3]
    assert [fault.number for fault in result.faults] == [3, 4]
    assert [row.number for row in result.rows] == [2]
    with pytest.raises(Refused, match="2"):
        result.required_clean()


def test_faults_found_while_applying_can_be_added() -> None:
    result = with_faults(read(FORM, workbook([GOOD])), [Fault(2, "", "重复")])
    assert not result.clean
    assert result.rows == ()


def test_marked_workbook_carries_reasons_and_colours() -> None:
    content = workbook([GOOD, one(name=None, seats="x"), one(name="三号")])
    book = openpyxl.load_workbook(io.BytesIO(marked_workbook(content, read(FORM, content))))
    sheet: Any = book.active
    assert sheet["H1"].value == "错误原因"
    assert sheet["H2"].value is None
    assert sheet["H3"].value == "名称：此项必填。；座席数：请填写数字。"
    assert sheet["C3"].fill.start_color.rgb == "FFFFC7CE"
    assert sheet["A2"].value == "综合窗口"


def test_mended_workbook_loses_its_marks() -> None:
    content = workbook([one(seats="x"), one(name=None)])
    marked = marked_workbook(content, read(FORM, content))
    book = openpyxl.load_workbook(io.BytesIO(marked))
    sheet: Any = book.active
    sheet["C2"] = 4
    out = io.BytesIO()
    book.save(out)
    result = read(FORM, out.getvalue())
    assert [fault.number for fault in result.faults] == [3]
    assert result.warnings == ()
    again: Any = openpyxl.load_workbook(io.BytesIO(marked_workbook(out.getvalue(), result))).active
    assert again["H2"].value is None
    assert again["C2"].fill.start_color.rgb != "FFFFC7CE"
    assert "必填" in again["H3"].value


def test_faults_of_a_file_that_cannot_be_written_again_come_as_a_list() -> None:
    result = read(FORM, workbook([one(name=None)]))
    sheet: Any = openpyxl.load_workbook(io.BytesIO(marked_workbook(b"broken since", result))).active
    assert (sheet["A4"].value, sheet["B4"].value) == (2, "名称：此项必填。")


def test_template_in_one_language_is_read_in_the_other() -> None:
    with translation.override("en"):
        blank = template_workbook(FORM)
    book = openpyxl.load_workbook(io.BytesIO(blank))
    book.worksheets[0].append(GOOD)
    out = io.BytesIO()
    book.save(out)
    assert read(FORM, out.getvalue()).clean


def test_long_list_of_choices_stands_on_a_hidden_sheet() -> None:
    choices = tuple((f"w{number}", f"第{number}类业务窗口") for number in range(200))
    form = Template(
        name="x",
        title="X",
        fields=(
            Field(key="a", title="甲", required=True),
            Field(key="k", title="类", kind=Kind.CHOICE, choices=choices),
        ),
    )
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(form)))
    assert book["_lists"].sheet_state == "veryHidden"
    assert "_lists" in book.worksheets[0].data_validations.dataValidation[0].formula1
    book.worksheets[0].append(["x", "第199类业务窗口"])
    out = io.BytesIO()
    book.save(out)
    assert read(form, out.getvalue()).rows[0].values["k"] == "w199"


def test_label_with_a_comma_stands_on_the_hidden_sheet() -> None:
    field = Field(key="k", title="类", kind=Kind.CHOICE, choices=(("a", "甲,乙"), ("b", "丙")))
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(Template(name="x", title="X", fields=(field,)))))
    assert [cell.value for cell in book["_lists"]["A"]] == ["甲,乙", "丙"]


def test_blank_form_has_lists_and_instructions() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(FORM)))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]][:2] == ["名称*", "电话"]
    assert sheet.freeze_panes == "A2"
    assert '"政务大厅,银行网点"' in [validation.formula1 for validation in sheet.data_validations.dataValidation]
    words = " ".join(str(cell.value) for row in book["填表说明"].iter_rows() for cell in row)
    assert "窗口的正式名称" in words
    assert "选项：政务大厅、银行网点" in words


# ---- what is no workbook, or a hostile one -------------------------------------------------------------------------


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def swapped(content: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, part if entry == name else old.read(entry))
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件为空"),
        (b"a,b\n1,2", "不是有效的 Excel"),
        (b"<html><table>", "不是有效的 Excel"),
        (OLE, "另存为 .xlsx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"PK\x03\x04garbage", "不是有效的 Excel"),
        (packed(a_dot_txt=b"x"), "不是有效的 Excel"),
        (b"x" * (10 * 1024 * 1024 + 1), "超过10 MB"),
    ],
)
def test_what_is_no_workbook_is_refused_in_plain_words(content: bytes, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        read(FORM, content)
    assert words in str(refusal.value)
    assert refusal.value.field == "file"


def test_zip_bomb_is_refused() -> None:
    out = io.BytesIO(workbook([GOOD]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"xl/media/{number}.bin", b"\0" * (45 << 20))
    with pytest.raises(Refused) as refusal:
        read(FORM, out.getvalue())
    assert refusal.value.code == "too_large"


def test_entity_bomb_is_refused_quickly() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY a%d "%s">' % (number, b"&a%s;" % (str(number - 1).encode() if number > 1 else b"") * 10)
        for number in range(1, 9)
    )
    sheet = (
        bomb
        + b']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c t="str"><v>&a8;</v></c></row></sheetData></worksheet>'
    )
    with pytest.raises(Refused):
        read(FORM, swapped(workbook([GOOD]), "xl/worksheets/sheet1.xml", sheet))


def test_outer_entity_is_never_fetched() -> None:
    sheet = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c t="str"><v>&f;</v></c></row></sheetData></worksheet>'
    with pytest.raises(Refused):
        read(FORM, swapped(workbook([GOOD]), "xl/worksheets/sheet1.xml", sheet))


def test_macro_workbook_is_refused() -> None:
    out = io.BytesIO(workbook([GOOD]))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(Refused) as refusal:
        read(FORM, out.getvalue())
    assert refusal.value.code == "macros"


def answers(content: bytes) -> None:
    """Read whatever it is: a result or a refusal, and a marked workbook for every result."""
    try:
        result = read(FORM, content)
    except Refused:
        return
    if not result.clean:
        marked_workbook(content, result)


@given(st.binary(max_size=3000))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_answered(content: bytes) -> None:
    answers(content)
    answers(b"PK\x03\x04" + content)


SAMPLE = workbook([GOOD, one(name=None)])
PARTS = zipfile.ZipFile(io.BytesIO(SAMPLE)).namelist()


@given(st.sampled_from(PARTS), st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_damage_inside_the_workbook_is_answered(part: str, at: int, noise: bytes) -> None:
    inner = zipfile.ZipFile(io.BytesIO(SAMPLE)).read(part)
    at %= len(inner)
    answers(swapped(SAMPLE, part, inner[:at] + noise + inner[at + len(noise) :]))


CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40),
    st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2200, 1, 1)), st.dates(dt.date(1900, 3, 1), dt.date(2200, 1, 1)),
    st.times(), st.timedeltas(dt.timedelta(0), dt.timedelta(days=999)),
)  # fmt: skip


@given(st.lists(st.lists(CELLS, min_size=7, max_size=7), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_cells_are_answered(rows: list[list[Any]]) -> None:
    answers(workbook(rows))
