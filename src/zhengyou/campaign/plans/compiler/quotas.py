"""Quotas: how many honours, nominees, places or works a plan grants, and to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from zhengyou.campaign.plans.compiler.draft import Quota
from zhengyou.campaign.plans.compiler.honours import (
    COUNT,
    GIVES,
    MEASURE,
    PLACES,
    SCOPE,
    award_of,
    by_title,
    plain_award,
    scope_before,
    unit_of,
)
from zhengyou.campaign.plans.compiler.outline import Outline, numeral
from zhengyou.campaign.plans.compiler.quota_tables import Hit, quotas_of_table
from zhengyou.campaign.plans.compiler.ranges import Taken
from zhengyou.campaign.plans.compiler.tables import Table

_MOST = 2000
"""Counts that are looked at in one plan; no plan has as many."""

_ANY = re.compile(rf"(?<![\d.第年月])(?<!20){COUNT}\s?{MEASURE}")
_GRADES = re.compile(
    r"(?P<grades>(?:特|一|二|三|四|优秀|优胜|鼓励|金|银|铜)(?:等)?(?:奖)?(?:、(?:特|一|二|三|四|优秀|优胜|鼓励|金|银|铜)(?:等)?(?:奖)?){1,6}(?:等奖|奖)?)[^。;\n]{0,24}?"
    rf"(?:分别为?|各设?为?|各)\s?(?P<counts>\d{{1,3}}\s?{MEASURE}(?:\s?[、,和]\s?\d{{1,3}}\s?(?:名|人|个|件|项|篇)?){{0,8}})"
)
_EACH_OF_LIST = re.compile(
    rf"(?P<list>(?:[\w\u3400-\u9fff]{{2,12}}、){{1,7}}[\w\u3400-\u9fff]{{2,12}}?)(?:单项|奖项)?各(?:评选|设|推荐|选送)?\s?{COUNT}\s?{MEASURE}"
)
_AHEAD = re.compile(rf"前\s?{COUNT}\s?{MEASURE}\s?(?P<award>(?:晋级|入围|进入|获|参加|授予|颁发)[^,。;:\n]{{1,12}})")
_NOT_BEFORE = re.compile(
    r"(?:(?:至少|应|须|必须|中)有|满|年龄|周岁|人数|不少于|少于|以上|联系人|联络员|负责人|参加人员|成员|工作人员|比例|超过|邮寄|一式|纸质|加盖|下设|分为|分|设有|共有|现有|近|约|\d、|\((?:共|全)|其中第|前|本支部|外|组长|评委|专家|派|安排|配备)$"
)
_FIXED = re.compile(r"(?:确定|明确|指定)$")
_PAPERS = re.compile(
    r"(?:提交|上交|撰写|报送|上报|形成|完成|总结出?)[^,。;]{0,20}(?:总结|材料|案例|心得|体会|信息|稿件|照片|简报|报告|建议)[^,。;]{0,6}$"
)
"""Papers that somebody hands in are no places."""
_SENDS = re.compile(r"(?:选送|推荐|选派|报送|组织)[\u3400-\u9fff]{0,8}(?:不少于|不得少于|至少)$")
_CANDIDATES = re.compile(r"[\u3400-\u9fff“]{0,8}(?:候选|入围|人选|对象|提名)")
_NOT_AFTER = re.compile(
    r"\s?(?:以上|及以上|以下|以内|左右|单元|月|工作日|小时|分钟|学期|学年|年|方面|阶段|环节|步骤|举措|措施|问题|要求|要点|条件|原则|标准|办法|行动|层面|会议|次|类别|板块|领域|人次|为(?:软笔|硬笔)|联系人|联络员|负责人"
    r"|副?组长|委员|工作日|省|市|县|区|部分|组成|大类|专题|主题|重点|目标|任务|体系|维度|指标|内容|方向|专业|工种|赛项|学科|项目组|督查组|检查组|工作组|小组)"
)
_MODEL_WORDS = "优胜|优秀|最美|示范|精品|金牌|十佳|样板|标杆|品牌|特色|先进|星级|文明"
_PLACE_BEFORE = re.compile(rf"(?P<place>(?:{_MODEL_WORDS})[\u3400-\u9fff]{{1,8}}?)(?<!奖)(?:各)?\s?$")
_PLACE_BEHIND = re.compile(rf"(?:的)?(?P<place>(?:{_MODEL_WORDS})[\u3400-\u9fff]{{1,6}}(?=[^\u3400-\u9fff]|$))")
_REWARD = re.compile(
    r"创建|示范|组队|候选|选拔|职数|直报|限报|奖|评选|评出|推荐|名额|表彰|推优|选树|选送|报送|候选|命名|推选|选派|晋级|授予|参赛|设计稿|报名|评优|评比|先进|优秀"
)


def find_quotas(outline: Outline, tables: tuple[Table, ...]) -> tuple[Quota, ...]:
    """Every quota of a plan in the order of the text."""
    covered = Taken((table.start, table.end) for table in tables)
    hits = [hit for table in tables for hit in quotas_of_table(outline, table)]
    taken = Taken(())
    for finder in (_graded, _each_of_list, _ahead, _counted):
        for hit in finder(outline):
            inside = covered.holds(hit.start)
            if not inside and not taken.meets(hit.start, hit.end) and hit.count > 0:
                hits.append(hit)
        taken = Taken((hit.start, hit.end) for hit in hits)
    hits.sort(key=lambda hit: (hit.start, hit.end))
    sheet = outline.sheet
    return tuple(Quota(h.award, h.count, h.unit, sheet.span(h.start, h.end), h.confidence) for h in hits)


def _value(text: str) -> int:
    return numeral(text) or 0


def _graded(outline: Outline) -> Iterator[Hit]:
    """一、二、三等奖,各奖项获奖人数分别为3名、3名、5名."""
    text = outline.sheet.text
    for match in _GRADES.finditer(text):
        grades = [g for g in re.split("、", match["grades"]) if g]
        counts = [int(n) for n in re.findall(r"\d{1,3}", match["counts"])]
        if len(counts) == 1:
            counts = counts * len(grades)
        if len(counts) != len(grades):
            continue
        measure = re.search(MEASURE, match["counts"])
        scope = "每学科" if "分学科" in text[max(0, match.start() - 20) : match.start()] else ""
        for grade, count in zip(grades, counts, strict=True):
            award = re.sub(r"(?:等?奖)$", "", grade)
            award += "等奖" if len(award) == 1 and award in "特一二三四" else "奖"
            label = f"{award}({scope})" if scope else award
            yield Hit(label, count, unit_of(measure["measure"] if measure else "名", award), *match.span(), 0.85)


def _each_of_list(outline: Outline) -> Iterator[Hit]:
    """硬笔字、毛笔字、粉笔字、普通话单项各3名."""
    text = outline.sheet.text
    for match in _EACH_OF_LIST.finditer(text):
        names = match["list"].split("、")
        if names[0].startswith("其中") or re.search(r"其中$", text[max(0, match.start() - 3) : match.start()]):
            continue
        if names[-1].endswith("奖") and not any(name.endswith("奖") for name in names[:-1]):
            last = re.search(r"(?:[特一二三四]等|优秀|优胜|单项)?奖$", names[-1])
            award = last.group() if last and len(last.group()) > 1 else names[-1]
            label = f"{award}({'、'.join(names)[: -len(award)]}各)"
            yield Hit(label, _value(match["count"]), unit_of(match["measure"], award), *match.span(), 0.8)
            continue
        names[0] = re.sub(r"^.*(?:报送|推荐|设|评选出?|选送|表彰|评出|为|奖励)", "", names[0]) or names[0]
        names[-1] = re.sub(r"单项$", "", names[-1])
        scope = scope_before(text, match.start(), match.end())
        for name in names:
            label = f"{name}({scope})" if scope else name
            yield Hit(label, _value(match["count"]), unit_of(match["measure"], name), *match.span(), 0.8)


def _ahead(outline: Outline) -> Iterator[Hit]:
    """每学科前30名晋级决赛."""
    text = outline.sheet.text
    for match in _AHEAD.finditer(text):
        scope = scope_before(text, match.start(), match.start())
        label = f"{match['award']}({scope})" if scope else match["award"]
        yield Hit(label, _value(match["count"]), unit_of(match["measure"], ""), *match.span(), 0.7)


def _counted(outline: Outline) -> Iterator[Hit]:
    """Every other count of persons, organisations or works that the words around it make a quota."""
    text = outline.sheet.text
    carried: tuple[int, str] = (-1, "")
    for match in islice(_ANY.finditer(text), _MOST):
        left = max(text.rfind(c, max(0, match.start() - 90), match.start()) for c in "。;\n") + 1
        left = max(left, match.start() - 90)
        if not _may_be_quota(text, left, match):
            continue
        place = match["measure"] in PLACES and _place_of(
            text[left : match.start()], text[match.end() : match.end() + 16]
        )
        named = (place, 0.7) if place else award_of(outline, left, match)
        if (
            named is None
            and carried[0] >= left
            and GIVES.search(
                text[match.start() - 8 : match.start()]
                + ("各" if SCOPE.search(text[max(left, match.start() - 12) : match.start()]) else "")
            )
        ):
            named = carried[1], 0.45
        if named is None:
            continue
        award, confidence = named
        carried = (match.start(), award)
        scope = scope_before(text, match.start(), match.start())
        award = by_title(outline, plain_award(award, scope))
        if len(re.sub(r"\W", "", award)) < 2:
            continue
        label = f"{award}({scope})" if scope and scope not in award and "(" not in award else award
        yield Hit(
            label, _value(match["count"]), unit_of(match["measure"], award), match.start(), match.end(), confidence
        )


def _may_be_quota(text: str, left: int, match: re.Match[str]) -> bool:
    before, after = text[left : match.start()], text[match.end() : match.end() + 16]
    if not match["count"].isdigit() and (
        match["measure"] not in "名人份件个" or not re.search(r"推荐|评选|递交|名额|各设|限报|报送|超过", before[-12:])
    ):
        return False
    if match["measure"] in PLACES and _place_of(before, after) is None:
        return False
    works = match["measure"] in "件幅篇部首" and re.search(r"作品[^,]{0,8}不少于$", before.rstrip())
    if (
        not works
        and not _SENDS.search(before.rstrip())
        and _NOT_BEFORE.search(before.rstrip())
        and not re.search(r"(?:不超过|不得超过|名额[^,]{0,6}超过)$", before.rstrip())
    ):
        return False
    if _FIXED.search(before) and not _CANDIDATES.match(after):
        return False
    if _PAPERS.search(before):
        return False
    if re.search(r"每人[^,。;]{0,8}$", before):
        return False
    if _NOT_AFTER.match(after) or _in_breakdown(text, left, match.start()):
        return False
    return bool(_REWARD.search(text[max(0, match.start() - 70) : match.end() + 30]))


def _place_of(before: str, after: str) -> str | None:
    """The line, street or place beside a count that the plan honours: 优胜线路10条, 20条最美街巷."""
    found = _PLACE_BEFORE.search(before) or _PLACE_BEHIND.match(after)
    return found["place"] if found else None


def _in_breakdown(text: str, left: int, at: int) -> bool:
    """Whether a count stands in a bracket behind another count, which it only breaks down."""
    bracket = text.rfind("(", left, at)
    if bracket < 0 or ")" in text[bracket:at]:
        return False
    if re.match(r"(?:包括|含|其中|即)", text[bracket + 1 : at]):
        return not re.search(r"共\s?$", text[bracket:at])
    return bool(re.search(rf"\d\s?{MEASURE}\s?$", text[max(left, bracket - 6) : bracket]))
