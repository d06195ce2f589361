"""Theme, scope, goals, requirements, and the mechanisms that sentences ask for."""

import pytest

from tests.campaign.plans.plan_texts import wide
from zhengyou.campaign.plans.compiler.compile import compile_text
from zhengyou.campaign.plans.compiler.draft import Mechanism, PlanDraft
from zhengyou.campaign.plans.compiler.export import full_json

TEXT = wide(
    """青禾区供水公司“用户至上”服务提升活动方案
为提升服务水平,公司决定在全公司范围内开展服务提升活动。
一、活动主题
清水入户,服务到家
二、参加对象
各营业所、抢修队全体职工
三、工作目标
1.用户满意度达到95%以上。
2.有责投诉下降20%。
3.抢修到场时间明显缩短。
四、活动内容
各营业所公开服务承诺。设立意见箱,听取用户意见。
五、保障措施
(一)加强领导。公司成立活动领导小组。
(二)严格考核。按季通报。
六、工作要求
各单位要认真组织。
"""
)


@pytest.fixture(scope="module")
def draft() -> PlanDraft:
    (only,) = compile_text(TEXT)
    return only


def test_theme_scope_and_goals_stand_in_their_sections(draft: PlanDraft) -> None:
    assert draft.theme is not None
    assert draft.theme.text == wide("清水入户,服务到家")
    assert [label.text for label in draft.scope] == ["各营业所、抢修队全体职工"]
    assert [(goal.text, goal.target) for goal in draft.goals] == [
        ("用户满意度达到95%以上", "95%以上"),
        ("有责投诉下降20%", "20%"),
        ("抢修到场时间明显缩短", ""),
    ]
    assert all(TEXT[goal.span.start : goal.span.end] == goal.text for goal in draft.goals)


def test_without_sections_theme_and_scope_are_read_from_the_first_paragraph() -> None:
    (other,) = compile_text(
        wide("某局方案\n经研究,决定在全县窗口单位中广泛开展以“马上就办”为主题的活动。\n一、内容\n略。\n")
    )
    assert other.theme is not None
    assert other.theme.text == "马上就办"
    assert [label.text for label in other.scope] == ["全县窗口单位"]


def test_requirements_and_safeguards_are_told_apart(draft: PlanDraft) -> None:
    assert [(one.safeguard, one.text) for one in draft.requirements] == [
        (True, "加强领导"), (True, "严格考核"), (False, "各单位要认真组织"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "mechanism"),
    [
        ("工作人员佩戴党徽,亮明身份。", Mechanism.DISPLAY),
        ("各单位向社会公开作出服务承诺。", Mechanism.COMMITMENT),
        ("落实首问负责、限时办结制度。", Mechanism.STANDARD),
        ("组织开展岗位练兵和技能竞赛。", Mechanism.CONTEST),
        ("每季度组织党员互评一次。", Mechanism.PEER_REVIEW),
        ("支部书记对党员进行点评。", Mechanism.LEADER_COMMENT),
        ("请服务对象对窗口进行评价。", Mechanism.PUBLIC_RATING),
        ("发放调查问卷300份。", Mechanism.SURVEY),
        ("采取明察暗访方式开展督查。", Mechanism.CHECK),
        ("年底评选服务标兵。", Mechanism.AWARD),
        ("慰问困难职工。", Mechanism.AID),
        ("机关干部下基层走访企业。", Mechanism.VISIT),
        ("举办业务培训班。", Mechanism.TRAINING),
        ("利用网站、公众号广泛宣传。", Mechanism.PUBLICATION),
        ("各单位将总结上报活动办公室。", Mechanism.FILING),
        ("对存在问题限期整改。", Mechanism.RECTIFICATION),
        ("畅通投诉举报渠道。", Mechanism.COMPLAINT),
        ("征集合理化建议。", Mechanism.SUGGESTION),
        ("召开动员大会。", Mechanism.MEETING),
        ("健全职代会制度,推进厂务公开。", Mechanism.RIGHTS),
    ],
)
def test_sentences_are_bound_to_what_the_house_can_do(sentence: str, mechanism: Mechanism) -> None:
    text = wide(f"某局活动方案\n一、内容\n{sentence}\n")
    (other,) = compile_text(text)
    asks = {ask.mechanism: ask for ask in other.asks}
    assert mechanism in asks
    assert text[asks[mechanism].span.start : asks[mechanism].span.end] in wide(sentence)


def test_the_full_form_names_everything_with_its_place(draft: PlanDraft) -> None:
    (plan,) = full_json([draft])["plans"]  # type: ignore[misc]
    assert isinstance(plan, dict)
    for key in ("goals", "scope", "requirements", "mechanisms"):
        rows = plan[key]
        assert isinstance(rows, list)
        assert rows
        assert all(isinstance(row, dict) and "span" in row and "confidence" in row for row in rows)
