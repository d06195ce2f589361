from datetime import date

from tests.campaign.plans.plan_texts import CAMPAIGN, wide
from zhengyou.campaign.plans.compiler.calendar_days import is_day_off, next_working_day
from zhengyou.campaign.plans.compiler.compile import compile_text
from zhengyou.campaign.plans.compiler.draft import Finding
from zhengyou.campaign.plans.compiler.wording import CHINESE, ENGLISH, sentence


def findings(text: str) -> dict[str, Finding]:
    return {finding.code: finding for draft in compile_text(wide(text)) for finding in draft.findings}


def test_announced_phases_are_counted_and_mended() -> None:
    (draft,) = compile_text(CAMPAIGN)
    finding = next(f for f in draft.findings if f.code == "phases-announced")
    assert dict(finding.parameters) == {"announced": "4", "listed": "3"}
    assert CAMPAIGN[finding.span.start : finding.span.end] == "四"
    assert finding.mend == "三"
    assert sentence(finding, "zh") == "文中称分 4 个阶段,实际列出 3 个。".translate({0x2C: "\uff0c"})


def test_missing_section_is_named() -> None:
    (draft,) = compile_text(CAMPAIGN)
    assert [dict(f.parameters)["missing"] for f in draft.findings if f.code == "section-missing"] == ["三"]


def test_due_on_a_day_off_proposes_the_next_working_day() -> None:
    (draft,) = compile_text(CAMPAIGN)
    found = {dict(f.parameters)["due"]: f.mend for f in draft.findings if f.code == "due-on-day-off"}
    assert found == {"2024-03-31": "2024-04-01", "2024-11-30": "2024-12-02"}


def test_calendar_knows_holidays_and_outside_its_years_weekends() -> None:
    assert is_day_off(date(2024, 10, 1))
    assert not is_day_off(date(2024, 10, 12))  # a Saturday worked in exchange
    assert is_day_off(date(2090, 1, 1)) == (date(2090, 1, 1).weekday() >= 5)
    assert next_working_day(date(2024, 10, 1)) == date(2024, 10, 8)


def test_steps_overlaps_and_gaps_of_phases() -> None:
    found = findings(
        "某县活动方案\n一、实施步骤\n(一)宣传阶段(2024年1月1日至1月31日)\n(二)实施阶段(2024年1月20日至3月31日)\n"
        "一是自查活动。2024年2月1日至4月30日,开展自查。\n(三)总结阶段(2024年5月1日至5月31日)\n"
    )
    assert dict(found["phases-overlap"].parameters)["second"] == "实施"
    assert dict(found["phase-outside-parent"].parameters)["phase"] == "实施"
    assert dict(found["phases-gap"].parameters)["days"] == "30"


def test_reversed_phase_is_an_error() -> None:
    assert "phase-reversed" in findings(
        "某县活动方案\n一、步骤\n(一)宣传阶段(2024年5月1日至2024年4月1日)\n(二)总结阶段(2024年6月)\n"
    )


def test_list_that_miscounts_itself_is_reported() -> None:
    found = findings("某县活动方案\n一、内容\n围绕公正、廉洁、态度、技能、规范、质量、效率、承诺等七个方面改进服务。\n")
    finding = found["items-announced"]
    assert dict(finding.parameters) == {"name": "七个方面", "announced": "7", "listed": "8"}
    assert finding.mend == "八"


def test_traces_of_copying_are_reported() -> None:
    text = "某县活动方案\n一、内容\n" + "".join(
        f"各单位要认真组织、抓好落实,改进服务作风,提高服务水平让群众 {n}\n满意放心。\n" for n in (2, 3, 4)
    )
    found = findings(text + "各单位要加强领导,精心组织,明确责任,切实抓好活动的落实,\n二、要求\n略\n")
    assert dict(found["page-numbers"].parameters)["count"] == "3"
    assert "text-truncated" in found


def test_weights_that_miss_one_hundred_are_reported() -> None:
    found = findings("某县考核办法\n一、评分标准\n服务态度(40分),办事效率(30分),环境卫生(20分)。\n")
    assert dict(found["weights-sum"].parameters)["sum"] == "90"


def test_duty_without_a_day_is_a_note() -> None:
    assert "duty-undated" in findings("某县活动方案\n一、要求\n各单位要及时报送活动开展情况。\n")


def test_every_sentence_exists_in_both_languages_with_the_same_parameters() -> None:
    import string

    assert CHINESE.keys() == ENGLISH.keys()
    names = string.Formatter()
    for code, text in ENGLISH.items():
        assert {n for _, n, _, _ in names.parse(text) if n} == {n for _, n, _, _ in names.parse(CHINESE[code]) if n}, (
            code
        )
