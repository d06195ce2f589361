import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengyou.kernel import masking


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("王小明", "王**"),
        ("欧阳修文", "欧阳**"),
        ("欧阳", "欧*"),
        ("李", "李*"),
        ("Smith", "S****"),
        ("", ""),
    ],
)
def test_names_keep_the_family_name(name, masked):
    assert masking.mask_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13812341234", "138****1234"),
        ("138 1234 1234", "138****1234"),
        ("8812345", "88****45"),
        ("110", "*10"),
        ("", ""),
    ],
)
def test_phones_are_masked(number, masked):
    assert masking.mask_phone(number) == masked


def test_identity_numbers_keep_five_characters():
    assert masking.mask_identity("11010519491231002X") == "110*************2X"
    assert masking.mask_identity("12345") == "*****"


def test_free_text_loses_numbers_but_keeps_its_words():
    text = "我叫老王,电话13812341234,身份证11010519491231002X,座机0915-4421234,邮箱wang.er@example.cn,卡号6222020200112233445。"
    masked = masking.mask_text(text)
    for secret in ("13812341234", "11010519491231002X", "4421234", "wang.er", "6222020200112233445"):
        assert secret not in masked
    assert masked.startswith("我叫老王,电话138****1234,")


@given(st.text(), st.from_regex(r"1[3-9]\d{9}", fullmatch=True), st.text())
def test_a_mobile_number_never_survives_between_other_words(before, number, after):
    if before[-1:].isdecimal() or after[:1].isdecimal():
        return
    assert number not in masking.mask_text(f"{before} {number} {after}")
