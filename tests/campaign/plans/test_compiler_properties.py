import time

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.campaign.plans.plan_texts import BUNDLE, CAMPAIGN
from zhengyou.campaign.plans.compiler.cleaning import clean
from zhengyou.campaign.plans.compiler.compile import compile_bytes, compile_text
from zhengyou.campaign.plans.compiler.export import full_json, plain_json
from zhengyou.kernel.errors import Refused

PIECES = [
    "一、", "(一)", "1.", "(1)", "第一阶段:", "宣传发动阶段", "(3月上旬)", "2024年3月1日", "至", "5月31日前", "报送", "每月", "“三亮”", "“三亮三比”",
    "即", "亮身份、亮承诺、亮标准", "一是", "二是", "。", ";", ",", ":", "\n", "\t", " 2\n", "名额", "10名", "服务标兵", "一等奖", "、二、三等奖", "分别为",
    "30分", "(20%)", "成立领导小组", "办公室", "负责", "各单位", "附件", "创(chuàng)", "總工會", "\u3000", "\ufeff", "(", ")", "《", "“", "”", "十", "七个方面",
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
        for group in (draft.phases, draft.deadlines, draft.quotas, draft.weights, draft.bodies, draft.findings):
            starts = [item.span.start for item in group]
            assert starts == sorted(starts)
        for found in (*draft.dimensions, *draft.phases, *draft.deadlines, *draft.quotas, *draft.weights):
            assert 0 <= found.confidence <= 1
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


def test_an_ordinary_plan_is_read_in_a_moment() -> None:
    compile_text(CAMPAIGN)
    begin = time.perf_counter()
    compile_text(CAMPAIGN * 4)
    assert time.perf_counter() - begin < 1.5


def test_long_texts_end_in_time() -> None:
    for unit in (CAMPAIGN, "推荐3名", "、优秀等", "“三亮", "成立工作", "5月1日前完成", "a\t1\n", "(一)"):
        text = unit * (1_700_000 // len(unit))
        begin = time.perf_counter()
        compile_text(text)
        assert time.perf_counter() - begin < 20, unit[:10]
