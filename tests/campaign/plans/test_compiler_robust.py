"""Texts with a page missing, a duty told twice, and plans that come as PDF with text."""

import datetime as dt
import time

import pytest

from zhengyou.campaign.plans.compiler.compile import compile_bytes, compile_text

HEAD = "关于开展“五带头”活动的实施方案\n各单位要按照要求开展活动。\n一、活动内容\n"
FOOT = "二、工作要求\n各单位要在2026年6月30日前上报总结。\n青禾县总工会\n2026年3月1日\n"
LATE = "“五带头”:三是带头服务群众;四是带头遵纪守法;五是带头弘扬正气。\n"


def test_a_list_whose_first_page_is_missing_keeps_its_items():
    (plan,) = compile_text(HEAD + LATE + FOOT)
    (dimension,) = plan.dimensions
    assert [item.text for item in dimension.items] == ["带头服务群众", "带头遵纪守法", "带头弘扬正气"]


def test_a_list_that_leaps_ends_there():
    (plan,) = compile_text(HEAD + LATE.replace("五是", "九是") + FOOT)
    assert [item.text for item in plan.dimensions[0].items] == ["带头服务群众", "带头遵纪守法"]


def test_a_duty_whose_verb_stands_twice_is_told_once():
    (plan,) = compile_text(HEAD + FOOT.replace("上报总结。", "上报总结。每季度组织检查并每季度组织检查通报。"))
    told = [(one.due, one.recurrence and one.recurrence.value) for one in plan.deadlines]
    assert told == [(dt.date(2026, 6, 30), None), (None, "quarterly")]


def test_two_duties_of_one_rhythm_in_two_sentences_stay_two():
    (plan,) = compile_text(HEAD + FOOT.replace("上报总结。", "上报总结。每季度召开例会。每季度报送信息。"))
    assert len([one for one in plan.deadlines if one.recurrence]) == 2


def test_the_number_of_a_piece_is_no_part_of_the_duty_it_tells():
    text = (
        HEAD
        + "1.每月开展一次群众满意度测评。\n2.一是落实责任，二是每季度召开一次座谈会。各科室于每月25日前向活动办公室报送进展情况。\n"
        + FOOT
    )
    (plan,) = compile_text(text)
    told = [one.action for one in plan.deadlines if one.recurrence]
    assert told == ["每月开展一次群众满意度测评", "每季度召开一次座谈会", "向活动办公室报送进展情况"]


def test_who_signs_and_whom_to_ask_is_nothing_that_is_asked_of_everybody():
    (plan,) = compile_text(
        HEAD + "各单位改进服务。\n二、工作要求\n各单位要如实报送情况。\n联系人:×××\n青禾县总工会\n2026年3月1日\n"
    )
    assert [one.text for one in plan.requirements] == ["各单位要如实报送情况"]


def pdf(*lines: str) -> bytes:
    """Return a page of text as offices export it: a Chinese font by name, no font inside."""
    shown = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
    page = f"BT /F1 14 Tf 50 780 Td 20 TL {shown} ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(page)} >>\nstream\n{page}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        (
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 7 0 R"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>"
        ),
        (
            "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0"
            " /Ascent 800 /Descent -200 /CapHeight 800 /StemV 80 >>"
        ),
    )
    written, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (
        f"{written}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    ).encode("latin-1")


def test_a_pdf_with_text_is_compiled_like_its_text():
    (plan,) = compile_bytes(pdf(*(HEAD + LATE + FOOT).strip().split("\n")), "方案.pdf")
    assert plan.title is not None
    assert plan.title.text == "关于开展“五带头”活动的实施方案"
    assert len(plan.dimensions[0].items) == 3
    assert [one.due for one in plan.deadlines] == [dt.date(2026, 6, 30)]


@pytest.mark.parametrize(
    ("said", "rhythms"),
    [
        ("各单位每旬报送一次进展情况。", ["ten-day"]),
        ("各科室按旬汇总问题。", ["ten-day"]),
        ("实行旬调度、月通报制度。", ["ten-day", "monthly"]),
        ("会议定于3月上旬召开。", []),
    ],
)
def test_ten_day_periods_are_a_rhythm(said, rhythms):
    (plan,) = compile_text(HEAD + said + "\n二、工作要求\n青禾县总工会\n2026年3月1日\n")
    assert [one.recurrence for one in plan.deadlines if one.recurrence] == rhythms


@pytest.mark.parametrize(
    ("said", "bodies"),
    [
        ("开展入户宣传(县教育局负责)。", ["县教育局"]),
        ("开展巡查(交通局牵头,公安局、城管局配合)。", ["交通局", "公安局", "城管局"]),
        ("整治占道(牵头单位:城管局;配合单位:公安局、市监局)。", ["城管局", "公安局", "市监局"]),
        ("整改问题(各科室负责)。", []),
    ],
)
def test_owners_in_brackets_are_bodies(said, bodies):
    (plan,) = compile_text(HEAD + said + "\n二、工作要求\n青禾县总工会\n2026年3月1日\n")
    assert [body.text for body in plan.bodies] == bodies


@pytest.mark.parametrize(
    ("said", "quotas"),
    [
        ("评选优胜线路10条、优秀班组5个。", [("优胜线路", 10), ("优秀班组", 5)]),
        ("评选最美街巷20条,示范楼院15处。", [("最美街巷", 20), ("示范楼院", 15)]),
        ("年底评选表彰10条优胜线路。", [("优胜线路", 10)]),
        ("评选工作中完成道路改造10条。", []),
        ("违反第10条规定的取消评选资格。", []),
    ],
)
def test_places_are_a_quota_where_they_are_honoured(said, quotas):
    (plan,) = compile_text(HEAD + said + "\n二、工作要求\n青禾县总工会\n2026年3月1日\n")
    assert [(quota.award, quota.count) for quota in plan.quotas] == quotas


def test_five_megabytes_of_short_lines_are_read_in_the_time_that_is_promised():
    for line in ("一、甲\n", "第一阶段:动员(2026年3月5日前)。\n", "5月1日前完成\n", "甲\t乙\n"):
        begin = time.process_time()
        compile_text(line * (500_000 // len(line.encode())))
        assert time.process_time() - begin < 4, line
