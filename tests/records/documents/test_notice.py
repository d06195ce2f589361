"""The notice as data: numbered heads and the reading of typed text."""

import pytest

from zhengyou.records.documents import Level, Paragraph, numbered, paragraphs
from zhengyou.records.documents.numerals import chinese, head_number
from zhengyou.records.documents.title import title_lines


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")]
)
def test_chinese_numerals_read_as_officials_write_them(number: int, text: str) -> None:
    assert chinese(number) == text


def test_chinese_numerals_end_at_ninety_nine() -> None:
    with pytest.raises(ValueError, match="1 to 99"):
        chinese(100)


def test_head_numbers_wear_the_four_forms() -> None:
    assert [head_number(level, 2) for level in (1, 2, 3, 4)] == ["二、", "（二）", "2.", "（2）"]


def test_numbering_restarts_lower_heads_under_each_higher_one() -> None:
    body = numbered(
        Paragraph(head="甲", level=level)
        for level in (Level.FIRST, Level.SECOND, Level.THIRD, Level.SECOND, Level.THIRD, Level.FIRST, Level.SECOND)
    )
    assert [paragraph.head for paragraph in body] == [
        "一、甲", "（一）甲", "1.甲", "（二）甲", "1.甲", "二、甲", "（一）甲",
    ]  # fmt: skip


def test_typed_text_keeps_its_numbers_and_finds_its_heads() -> None:
    body = paragraphs(
        "为进一步改进作风。\n\n　　一、总体要求\n（一）规范着装。窗口人员统一着装。\n1.2 版的内容\n1.按时到岗。\n（2）挂牌上岗。"
    )
    assert [(part.level, part.head, part.text) for part in body] == [
        (Level.TEXT, "", "为进一步改进作风。"),
        (Level.FIRST, "一、总体要求", ""),
        (Level.SECOND, "（一）规范着装。", "窗口人员统一着装。"),
        (Level.TEXT, "", "1.2 版的内容"),
        (Level.THIRD, "", "1.按时到岗。"),
        (Level.FOURTH, "", "（2）挂牌上岗。"),
    ]


def test_title_keeps_the_breaks_that_were_typed() -> None:
    assert title_lines("关于开展活动的\n通知") == ["关于开展活动的", "通知"]


@pytest.mark.parametrize(
    "title",
    [
        "关于印发《青禾县窗口单位和服务行业“为民服务创先争优”活动实施方案》的通知",
        "关于开展2026年上半年窗口服务满意度评价工作的通知",
        "关于表彰2025年度全县窗口单位和服务行业先进集体和先进个人并授予“群众满意窗口”称号的决定",
    ],
)
def test_title_lines_are_balanced_and_lose_nothing(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(len(line) <= 22 for line in lines)
    assert not any(line.startswith(("的", "年", "》", "”")) or line.endswith(("《", "“")) for line in lines)
