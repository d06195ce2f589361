from hypothesis import given, settings
from hypothesis import strategies as st

from tests.campaign.plans.plan_texts import BUNDLE, CAMPAIGN
from zhengyou.campaign.plans.compiler.cleaning import clean
from zhengyou.campaign.plans.compiler.compile import compile_bytes, compile_text
from zhengyou.campaign.plans.compiler.export import full_json, plain_json
from zhengyou.campaign.plans.compiler.ranges import Taken
from zhengyou.kernel.errors import Refused

PIECES = [
    "一、", "(一)", "1.", "(1)", "第一阶段:", "宣传发动阶段", "(3月上旬)", "2024年3月1日", "至", "5月31日前", "报送", "每月", "“三亮”", "“三亮三比”",
    "即", "亮身份、亮承诺、亮标准", "一是", "二是", "。", ";", ",", ":", "\n", "\t", " 2\n", "名额", "10名", "服务标兵", "一等奖", "、二、三等奖", "分别为",
    "30分", "(20%)", "成立领导小组", "办公室", "负责", "各单位", "附件", "创(chuàng)", "總工會", "\u3000", "\ufeff", "(", ")", "《", "“", "”", "十", "七个方面",
    "即日起", "印发之日起10个工作日内", "活动结束后3日内", "端午节前", "农历八月十五", "下月底", "按月", "每周五", "打卡", "表彰", "奖金500元", "活动主题:",
    "活动目标", "参加对象:", "工作要求", "责任单位:", "由督察室负责", "项目  分值\n", "态度  40\n", "|", "“六比六创”", "比安全,创零事故;", "5月32日", "(星期八)", "(星期三)",
]  # fmt: skip
plans = st.lists(st.sampled_from(PIECES), max_size=120).map("".join) | st.text(max_size=300)


@given(plans)
@settings(max_examples=150, deadline=None)
def test_spans_lie_within_the_text_and_drafts_stand_in_order(text: str) -> None:
    try:
        drafts = compile_text(text)
    except Refused:
        return
    for draft in drafts:
        for span in draft.spans():
            assert 0 <= span.start <= span.end <= len(text)
        for group in (
            draft.phases,
            draft.deadlines,
            draft.quotas,
            draft.weights,
            draft.bodies,
            draft.findings,
            draft.asks,
            draft.goals,
        ):
            starts = [item.span.start for item in group]
            assert starts == sorted(starts)
        said = (*draft.dimensions, *draft.phases, *draft.deadlines, *draft.quotas, *draft.weights, *draft.scope,
                *draft.goals, *draft.requirements, *draft.asks)  # fmt: skip
        assert all(0 <= found.confidence <= 1 for found in said)
    full_json(drafts, "en")


@given(plans)
@settings(max_examples=60, deadline=None)
def test_cleaning_twice_changes_nothing_more_and_keeps_every_place(text: str) -> None:
    sheet = clean(text).sheet
    assert len(sheet.text) == len(sheet.printed)
    places = [sheet.source_index(index) for index in range(len(sheet.text))]
    assert places == sorted(set(places))
    for character, place in zip(sheet.printed, places, strict=True):
        assert character == text[place] or not text[place].isascii()


@given(
    st.binary(max_size=400),
    st.sampled_from(
        [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html><body>", b"\xff\xfe", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
    ),
)
@settings(max_examples=150, deadline=None)
def test_arbitrary_bytes_give_drafts_or_a_refusal(data: bytes, start: bytes) -> None:
    reason = "read"
    try:
        compile_bytes(start + data, "x")
    except Refused as refused:
        reason = str(refused)
    assert reason


def test_the_same_text_gives_the_same_drafts() -> None:
    assert compile_text(CAMPAIGN) == compile_text(CAMPAIGN)
    assert plain_json(compile_text(BUNDLE)) == plain_json(compile_text(BUNDLE))


def test_a_book_is_read_to_its_end() -> None:
    text = (
        CAMPAIGN.split("\n")[0]
        + "\n一、内容\n"
        + "各单位要改进服务。\n" * 60_000
        + "二、要求\n各单位要在2024年5月31日前报送总结。\n"
    )
    (draft,) = compile_text(text)
    assert [section.heading for section in draft.sections] == ["内容", "要求"]
    (told,) = [deadline for deadline in draft.deadlines if "总结" in deadline.action]
    assert text[told.span.start : told.span.end].startswith("各单位要在2024年5月31日前")
    assert told.span.start > 540_000


def test_ranges_that_are_taken_are_found_wherever_they_lie() -> None:
    taken = Taken([(30, 40), (0, 100), (120, 130)])
    assert [taken.holds(at) for at in (0, 99, 100, 119, 120, 130)] == [True, True, False, False, True, False]
    assert [taken.meets(*one) for one in ((50, 51), (100, 120), (90, 110), (129, 140), (130, 140))] == [
        True, False, True, True, False,
    ]  # fmt: skip
    assert not Taken(()).meets(0, 5)
