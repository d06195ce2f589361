"""Rules about what higher rules forbid: burdens on the base level, and awards without a legal basis.

Sources: the rules on reducing formalism at the base level (2024) and on government apps (2025), the measures on
appraisal, attainment and commendation (2018) and on model-creation activities (2022).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from zhengyou.campaign.plans.compiler.clauses import says_little
from zhengyou.campaign.plans.compiler.draft import Finding, Severity, Span
from zhengyou.campaign.plans.compiler.lint import Reading, Rule, finding

_BURDENS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("burden-check-in", re.compile(r"(?:每[日天周]|按时|线上|网上|手机|定位|APP|小程序|微信群?)?[^,。;\n]{0,6}(?:打卡|签到)(?:制度?)?"), "删去打卡、签到,以办结记录为准"),
    ("burden-ranking", re.compile(r"积分(?:制|榜|排名|排行|管理|兑换)|(?:个人|学习|参与|网上)[^,。;\n]{0,6}(?:积分|排行榜|排名)|排行榜"), "删去积分排名,改为分组评价、不排个人名次"),
    ("burden-online-time", re.compile(r"(?:在线|学习|登录|上线)(?:时长|时间|次数|率)[^,。;\n]{0,10}|活跃度|日活(?:跃|率)"), "删去在线时长、登录次数要求"),
    ("burden-votes", re.compile(r"(?:网络|网上|微信|线上)投票|点赞(?:数|量)?|集赞|转发(?:量|数|朋友圈|率)?|阅读量|评论数|刷票|人气(?:奖|值|票)"), "删去投票、点赞、转发等要求,改由评审组评议"),
    ("burden-install", re.compile(r"(?:下载|安装|注册|关注)(?:率|量|数|人数)|(?:必须|全员|全部|强制|统一)[^,。;\n]{0,8}(?:下载|安装|注册|关注)[^,。;\n]{0,16}(?:APP|应用|公众号|小程序|平台|客户端)?|(?:APP|公众号|小程序)[^,。;\n]{0,8}(?:安装率|关注率|注册率|使用率)"), "改为自愿使用,不通报安装率、注册率"),
    ("burden-traces", re.compile(r"(?:每次|必须|均须|全程|及时)?[^,。;\n]{0,8}(?:拍照|照片|截图|视频|录像|影像|图片)[^,。;\n]{0,6}(?:上传|留存|留痕|存档|佐证|打卡|报送|为证)|留痕(?:管理)?|晒(?:图|照片)|工作痕迹"), "不以照片、截图为凭,以业务记录为准"),
    ("burden-reports", re.compile(r"(?:每[日天]|日报|周报|零报告|每周)[^,。;\n]{0,12}(?:报送|上报|填报|报表|汇总表|统计表|报告)|日报制|零报告|(?:重复|多头)填报|建立[^,。;\n]{0,6}台账[^,。;\n]{0,4}每[日周]"), "按月一次由系统汇总,不另行填表"),
)  # fmt: skip
_DENIED = re.compile(
    r"(?:不得|严禁|不|禁止|杜绝|防止|避免|不要求|无需|不以|不再|取消|力戒|克服|整治|纠正|减少|反对|拒绝|切忌)[^,。;]{0,18}$"
)
_MEETING = re.compile(r"(?:会议|培训|大会|到会|参会|入场|现场|报到|考场)[^,。;]{0,8}$")
_LONGEST = 5000
_AWARD = re.compile(
    r"(?P<verb>通报表彰|表彰奖励|表彰|授予|命名(?!为文件)|授牌|挂牌表彰|颁发(?:奖牌|证书|奖状|荣誉证书)?|创建示范)(?P<what>[^,。;\n]{0,30})"
)
_MODEL = re.compile(
    r"(?:创建|评选(?!程序|范围|标准|办法|条件|名额|工作)|选树|命名)[^,。;\n]{0,14}(?:示范(?:窗口|点|单位|户|村|小区|岗|站|店|基地|社区|学校|班级)|先进(?:个人|集体|单位)|标兵|模范|十佳|最美)[^,。;\n]{0,16}"
)
_BASIS = re.compile(
    r"评比达标表彰|创建示范活动(?:管理|目录|保留)|表彰项目|保留项目|经[^,。;\n]{2,24}(?:批准|核准|同意)[^,。;\n]{0,8}(?:表彰|评选|开展)|《[^》\n]{2,40}(?:表彰|奖励|评选)[^》\n]{0,12}(?:办法|条例|规定|方案|决定)》|按程序(?:申报|报批)|批准文号|功勋荣誉表彰"
)
_MONEY = re.compile(r"(?:奖金|奖励(?:现金|资金|人民币)?|奖补|物质奖励|各奖)[^,。;\n\d]{0,8}\d[\d,.]*\s?(?:万?元|元/人)")
_SOFTER = (
    ("通报表彰", "通报表扬"),
    ("表彰奖励", "通报表扬"),
    ("表彰", "通报表扬"),
    ("授予", "评定为"),
    ("命名", "认定"),
    ("授牌", "挂岗位标识"),
    ("评选", "评定"),
    ("选树", "评定"),
    ("创建", "评定"),
    ("颁发", "发给"),
    ("示范", "优秀等次"),
)
_SUPERIOR = re.compile(r"(?:上级|国家|省|全国|市级以上|中央)[^,。;]{0,12}$")


def _burdens(reading: Reading) -> Iterator[Finding]:
    """Measures that the rules on burden relief forbid, unless the plan itself forbids them."""
    sheet = reading.outline.sheet
    if says_little(sheet.text):
        return
    for code, pattern, mend in _BURDENS:
        for match in islice(pattern.finditer(sheet.text), 20):
            before = sheet.text[max(0, match.start() - 20) : match.start()] + match.group()
            if _DENIED.search(sheet.text[max(0, match.start() - 20) : match.start()]) or _denied_inside(match.group()):
                continue
            if code == "burden-check-in" and _MEETING.search(re.sub(r"(?:打卡|签到).*$", "", before)):
                continue
            yield finding(code, sheet.span(*match.span()), Severity.WARNING, mend, measure=sheet.label(*match.span()))


def _denied_inside(said: str) -> bool:
    return bool(re.match(r"[^,。;]{0,6}(?:不得|严禁|不要|禁止|杜绝|防止|避免|无需|不再|取消|力戒|不)", said))


def _length(reading: Reading) -> Iterator[Finding]:
    """A document longer than the rules allow."""
    length = len(re.sub(r"\s", "", reading.outline.sheet.text))
    if length > _LONGEST:
        span = Span(reading.span.end, reading.span.end)
        yield finding("burden-length", span, Severity.NOTE, f"精简到{_LONGEST}字以内", length=length, limit=_LONGEST)


def _awards(reading: Reading) -> Iterator[Finding]:
    """Commendations and model activities for which the plan names no approval."""
    sheet = reading.outline.sheet
    if _BASIS.search(sheet.text):
        return
    seen: set[str] = set()
    until = 0
    for match in islice(
        sorted([*_AWARD.finditer(sheet.text), *_MODEL.finditer(sheet.text)], key=lambda m: m.start()), 200
    ):
        said = sheet.label(*match.span())
        key = re.sub(r"\W|\d", "", said)[:10]
        near = sheet.text[max(0, match.start() - 14) : match.start()]
        if match.start() < until or key in seen or len(seen) >= 8 or _SUPERIOR.search(near) or _DENIED.search(near):
            continue
        until = match.end()
        seen.add(key)
        yield finding("award-basis", sheet.span(*match.span()), Severity.WARNING, _softer(said), award=said)
    for match in islice(_MONEY.finditer(sheet.text), 5):
        yield finding(
            "award-money",
            sheet.span(*match.span()),
            Severity.WARNING,
            "删去金额,或写明发放依据",
            money=sheet.label(*match.span()),
        )


def _softer(said: str) -> str:
    """The words for an internal assessment instead of a commendation."""
    for word, other in _SOFTER:
        if word in said:
            return said.replace(word, other, 1)
    return said


LEGALITY: tuple[Rule, ...] = (_burdens, _length, _awards)
