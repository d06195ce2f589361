from datetime import date

import pytest

from tests.campaign.plans.plan_texts import BUNDLE, CAMPAIGN, wide
from zhengyou.campaign.plans.compiler.compile import compile_text
from zhengyou.campaign.plans.compiler.draft import PlanDraft, Recurrence, Unit
from zhengyou.kernel.errors import Refused


@pytest.fixture(scope="module")
def draft() -> PlanDraft:
    (only,) = compile_text(CAMPAIGN)
    return only


def test_head_is_the_plans_own_not_the_covering_notes(draft: PlanDraft) -> None:
    assert draft.title is not None
    assert draft.title.text == "临河县窗口单位“三亮三比三评”活动实施方案"
    assert draft.issuer is not None
    assert draft.issuer.text == "临河县总工会"
    assert draft.document_number is not None
    assert draft.document_number.text == "临总工发〔2024〕8号"
    assert draft.issued_on is not None
    assert draft.issued_on.day == date(2024, 3, 4)
    assert [r.text for r in draft.recipients] == ["各乡镇工会", "县直各窗口单位"]


def test_dimensions_are_found_in_each_usual_place(draft: PlanDraft) -> None:
    found = {d.name: [item.text for item in d.items] for d in draft.dimensions}
    assert found == {
        "三亮": ["亮身份", "亮职责", "亮承诺"],
        "三比": ["比技能", "比作风", "比业绩"],
        "三评": ["群众评议", "党员互评", "领导点评"],
    }


def test_phases_take_their_year_from_the_signature(draft: PlanDraft) -> None:
    assert [(p.name, p.starts, p.ends) for p in draft.phases] == [
        ("宣传发动", date(2024, 3, 1), date(2024, 3, 20)),
        ("组织实施", date(2024, 3, 21), date(2024, 10, 31)),
        ("总结表彰", date(2024, 11, 1), date(2024, 11, 30)),
    ]


def test_deadlines_name_day_or_rhythm(draft: PlanDraft) -> None:
    found = [(d.due, d.recurrence) for d in draft.deadlines]
    assert found == [(None, Recurrence.QUARTERLY), (date(2024, 3, 31), None), (date(2024, 11, 30), None)]
    assert "活动方案报送县总工会办公室" in draft.deadlines[1].action


def test_quotas_count_persons_and_organisations(draft: PlanDraft) -> None:
    assert [(q.award, q.count, q.unit) for q in draft.quotas] == [
        ("服务标兵", 20, Unit.PERSONS),
        ("示范窗口", 10, Unit.ORGANISATIONS),
    ]


def test_bodies_are_those_set_up(draft: PlanDraft) -> None:
    assert [b.text for b in draft.bodies] == ["“三亮三比三评”活动领导小组", "领导小组办公室"]


def test_every_span_shows_where_the_words_stand(draft: PlanDraft) -> None:
    assert draft.title is not None
    assert CAMPAIGN[draft.title.span.start : draft.title.span.end] == draft.title.text
    for dimension in draft.dimensions:
        for item in dimension.items:
            assert CAMPAIGN[item.span.start : item.span.end] == item.text


def test_bundle_gives_one_draft_for_each_plan() -> None:
    drafts = compile_text(BUNDLE)
    assert [d.title.text for d in drafts if d.title] == [
        "青山县税务局优质服务活动方案",
        "白水镇司法所“两亮两比”活动方案",
    ]
    assert [d.issued_on.day for d in drafts if d.issued_on] == [date(2023, 5, 6), date(2023, 6, 7)]
    assert drafts[0].span.end <= drafts[1].span.start


def test_traditional_text_with_pinyin_is_read_in_simplified_characters_and_spans_stay_true() -> None:
    text = wide(
        "創(chuàng)優(yōu)質(zhì)服務(wù)窗口實(shí)施方案\n為了(le)服務(wù)群眾(zhòng)。\n一、內(nèi)容\n開(kāi)展“兩亮”(亮身份、亮標(biāo)準(zhǔn))活動(dòng)。\n"
    )
    (draft,) = compile_text(text.translate({0xFF08: "(", 0xFF09: ")"}))
    assert draft.title is not None
    assert draft.title.text == "创优质服务窗口实施方案"
    assert [item.text for item in draft.dimensions[0].items] == ["亮身份", "亮标准"]
    assert "pinyin-mojibake" in {finding.code for finding in draft.findings}


def test_political_phrases_are_no_dimensions() -> None:
    (draft,) = compile_text(
        "某县活动方案\n一、思想\n以“三个代表”为指导,增强“四个意识”,反对“四风”,与“三严三实”活动相结合。\n"
    )
    assert draft.dimensions == ()


def test_compound_without_explained_parts_stays_whole() -> None:
    (draft,) = compile_text(
        "某县活动方案\n一、载体\n以“三好两争”(形象好、素质好、服务好,争创先锋号、争当标兵)为主题。\n"
    )
    assert [(d.name, len(d.items)) for d in draft.dimensions] == [("三好两争", 5)]


def test_table_of_places_becomes_quotas() -> None:
    text = (
        "某县“最美家庭”推荐通知\n一、名额\n名额分配见下表。\n序号\t地区\t名额(户)\n1\t东区\t3\n2\t西区\t4\n合计\t\t8\n"
    )
    (draft,) = compile_text(text)
    assert [(q.award, q.count) for q in draft.quotas] == [
        ("最美家庭(东区)", 3),
        ("最美家庭(西区)", 4),
        ("最美家庭(合计)", 8),
    ]
    assert [f.mend for f in draft.findings if f.code == "quotas-sum"] == ["7"]


def test_scoring_table_becomes_weights() -> None:
    text = "某县考核办法\n一、评分\n项目\t标准\t分值\n服务\t态度好\t60分\n效率\t办得快\t30分\n总分\t\t90分\n"
    (draft,) = compile_text(text)
    assert [(w.item, w.points) for w in draft.weights] == [("服务", 60.0), ("效率", 30.0)]


@pytest.mark.parametrize("mark", ["绝密★", "机密★1年", "秘密★长期", "密级:机密", "秘密"])
def test_classified_text_is_refused(mark: str) -> None:
    with pytest.raises(Refused) as refused:
        compile_text(f"{mark}\n某县活动方案\n一、内容\n略。\n")
    assert refused.value.code == "classified"
    assert mark.removeprefix("密级:")[:2] in str(refused.value)


def test_the_word_secret_in_a_sentence_is_no_mark() -> None:
    assert compile_text("某县保密宣传方案\n一、内容\n宣传保守国家秘密、工作秘密,机密文件另行管理。\n")
