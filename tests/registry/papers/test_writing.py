import pytest

from zhengyou.registry.papers.wording import mended, remarks, secrecy_objection, title_objection
from zhengyou.registry.papers.writing import addressed, normalised, references


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("长教工委发[2011]86号", "长教工委发〔2011〕86号"),
        ("冀卫创组(2011)第02号", "冀卫创组〔2011〕2号"),
        ("***〔2011〕*号", "***〔2011〕*号"),
        ("青工发【2026】 003 号", "青工发〔2026〕3号"),
        ("电话通知", "电话通知"),
    ],
)
def test_number_is_normalised(typed, printed):
    assert normalised(typed) == printed


def test_basis_lines_are_read_with_and_without_number():
    found = references(
        "市委《关于深入开展创先争优的实施意见》（***〔2011〕*号）\n\n省高管局有关要求\n长教工委发[2011]86号文件"
    )
    assert [(one.number, one.title) for one in found] == [
        ("***〔2011〕*号", "市委《关于深入开展创先争优的实施意见"),
        ("", "省高管局有关要求"),
        ("长教工委发〔2011〕86号", ""),
    ]


def test_recipients_are_read_with_copies():
    found = addressed("市总工会、县委创先办，档（二）\n存档(12份)")
    assert [(one.label, one.copies) for one in found] == [
        ("市总工会", 1), ("县委创先办", 1), ("档", 2), ("存档", 12),
    ]  # fmt: skip


def test_words_of_commendation_must_go_unless_a_programme_allows_them():
    text = "对先进单位予以表彰并授牌，命名为示范窗口。"
    assert {one.word for one in remarks(text) if one.must} == {"表彰", "授牌"}
    assert not [one for one in remarks(text, honours_basis="国评组函〔2025〕3号") if one.must]
    lawful = mended(text)
    assert "通报表扬" in lawful
    assert "授牌" not in lawful
    assert mended(lawful) == lawful
    assert not [one for one in remarks(lawful) if one.must]


def test_secrecy_mark_is_found_but_not_the_plain_word():
    assert "机密" in str(secrecy_objection("机密★10年\n关于某事"))
    assert not secrecy_objection("要保守国家秘密。")


def test_plan_gets_no_red_head():
    assert "附件" in str(title_objection("notice", "青禾县活动实施方案"))
    assert not title_objection("notice", "关于印发《活动实施方案》的通知")
