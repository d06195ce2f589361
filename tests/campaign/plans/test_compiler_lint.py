"""The linter: sums, duties, the calendar, burdens on the base level and awards without a basis; each with place and mend."""

import pytest

from tests.campaign.plans.plan_texts import wide
from zhengyou.campaign.plans.compiler.compile import compile_text
from zhengyou.campaign.plans.compiler.draft import Finding
from zhengyou.campaign.plans.compiler.wording import sentence


def found(body: str, head: str = "某县活动方案\n一、内容\n") -> tuple[str, list[Finding]]:
    text = wide(f"{head}{body}\n")
    return text, [finding for draft in compile_text(text) for finding in draft.findings]


@pytest.mark.parametrize(
    ("body", "code", "place", "mend"),
    [
        ("推荐先进职工30名(其中教师12名,医生10名)。", "quotas-sum", "30名", "22名"),
        ("考核满分100分,服务态度40分、办事效率30分、办事纪律20分。", "weights-sum", None, "服务态度 50"),
        ("活动分三个阶段进行。", "phases-announced", "三", "0"),
        ("各科室每日登录平台打卡。", "burden-check-in", None, "删去打卡、签到,以办结记录为准"),
        ("对职工实行积分排名。", "burden-ranking", None, "删去积分排名,改为分组评价、不排个人名次"),
        ("按学习时长进行通报。", "burden-online-time", None, "删去在线时长、登录次数要求"),
        ("开展网络投票和点赞活动。", "burden-votes", "网络投票", "删去投票、点赞、转发等要求,改由评审组评议"),
        ("全员关注公众号。", "burden-install", None, "改为自愿使用,不通报安装率、注册率"),
        ("各村须拍照上传。", "burden-traces", None, "不以照片、截图为凭,以业务记录为准"),
        ("各村每日报送进度表。", "burden-reports", None, "按月一次由系统汇总,不另行填表"),
        ("年底表彰先进集体5个。", "award-basis", "表彰先进集体5个", "通报表扬先进集体5个"),
        ("一等奖奖金3000元。", "award-money", "奖金3000元", "删去金额,或写明发放依据"),
        ("2月30日前报送总结。", "day-impossible", "2月30日", "2月29日"),
        ("2024年3月5日(星期三)召开大会。", "weekday-wrong", "三", "二"),
        ("于2026年3月16日前完成升级改造。", "duty-unowned", None, "责任单位:________;完成升级改造"),
        ("各单位要及时报送情况。", "duty-undated", "及时报送情况", "于____年__月__日前报送情况"),
    ],
)
def test_a_careful_reader_is_told(body: str, code: str, place: str | None, mend: str) -> None:
    text, findings = found(body)
    finding = next(finding for finding in findings if finding.code == code)
    assert finding.mend == mend
    if place is not None:
        assert text[finding.span.start : finding.span.end] == wide(place)
    assert "{" not in sentence(finding, "zh") + sentence(finding, "en")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("不得要求职工打卡签到、晒图留痕。", "burden-check-in"),
        ("参会人员请提前到会议室签到。", "burden-check-in"),
        ("严禁以点赞、转发作为考核依据。", "burden-votes"),
        ("经县评比达标表彰工作协调小组批准,表彰先进集体5个。", "award-basis"),
        ("推荐先进职工30名(其中教师12名,医生18名)。", "quotas-sum"),
        ("2024年3月5日(星期二)召开大会。", "weekday-wrong"),
        ("县财政局于2026年3月16日前完成升级改造。", "duty-unowned"),
    ],
)
def test_what_is_in_order_is_not_remarked(body: str, code: str) -> None:
    assert code not in {finding.code for finding in found(body)[1]}


def test_a_duty_due_before_the_signature_is_moved_by_a_year() -> None:
    text = "某县活动方案\n一、要求\n各单位于2023年5月10日前报送方案。\n青禾县总工会\n2024年3月1日\n"
    findings = {finding.code: finding for draft in compile_text(text) for finding in draft.findings}
    assert findings["due-before-issue"].mend == "2024-05-10"


def test_a_number_that_stands_twice_is_renumbered() -> None:
    _, findings = found("甲。\n二、步骤\n乙。\n二、要求\n丙。")
    assert [finding.mend for finding in findings if finding.code == "section-repeated"] == ["三"]


def test_every_finding_of_a_bad_plan_proposes_a_mend() -> None:
    body = (
        "开展“三亮”活动。分四个阶段进行:\n二、步骤\n(一)宣传阶段(2024年5月1日至2024年4月1日)\n(三)总结阶段(2024年7月)\n"
        "按要求及时上报总结。2024年10月1日前报送方案。年底表彰标兵5名。"
    )
    _, findings = found(body)
    assert {"set-unlisted", "phase-reversed", "section-missing", "due-on-day-off", "award-basis"} <= {
        f.code for f in findings
    }
    assert [finding.code for finding in findings if finding.mend is None] == []
