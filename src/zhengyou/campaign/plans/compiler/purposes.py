"""Why and for whom: the theme of a plan, who takes part, its goals, its requirements and its safeguards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from zhengyou.campaign.plans.compiler.draft import Goal, Label, Requirement
from zhengyou.campaign.plans.compiler.names import looks_like_organisation
from zhengyou.campaign.plans.compiler.outline import Node, Outline

_THEME_HEAD = re.compile(r"^(?:[\u3400-\u9fff“”]{0,8})?主题(?:口号|内容)?(?:[:]|$)")
_THEME_SAID = re.compile(
    r"(?:活动|竞赛|本次[^,。]{0,8})?主题(?:是|为|:|确定为)\s?[:]?\s?“?(?P<said>[^”。;\n]{4,60})”?|以“(?P<by>[^“”\n]{4,60})”为(?:活动)?(?:总)?主题"
)
_SCOPE_HEAD = re.compile(
    r"^(?:[\u3400-\u9fff“”]{0,8})?(?:范围|对象|参加(?:人员|单位|范围)|参与(?:人员|单位|对象)|参赛(?:人员|单位|对象|资格)|适用范围|活动主体|实施主体)(?:及[\u3400-\u9fff]{2,4}|和[\u3400-\u9fff]{2,4})?(?:[:]|$)"
)
_SCOPE_SAID = re.compile(
    r"(?:决定|从即日起|定于[^,。]{2,20}|自[^,。]{2,16}起)[,]?[^,。]{0,14}?(?:在|面向)(?P<said>(?:全[\u3400-\u9fff]{1,2}|各|本|局|校|院|县|市|区|镇|公司|机关|系统)[^,。;“”]{0,40}?)(?:中|范围内|内|里)?(?:广泛|深入|继续|组织|集中|统一|部署|联合)*(?:开展|实施|进行|举办|推行|评选)"
)
_GOAL_HEAD = re.compile(
    r"^(?:[\u3400-\u9fff]{0,8})?(?:目标(?:任务|要求)?|目的(?:意义)?|任务目标|预期目标)(?:和[\u3400-\u9fff]{2,6}|与[\u3400-\u9fff]{2,6}|及[\u3400-\u9fff]{2,6})?(?:[:]|$)"
)
_TARGET = re.compile(
    r"(?:达到?|达成|提(?:高|升)(?:到|至)?|不低于|不少于|以上|降低|下降|减少|压减|压缩|控制在|实现|完成|增长|超过|形成|办(?:好|成|实)|解决|建成|新建|新增|培育|打造|创建|培训|走访|覆盖(?:率)?|率)[^,。;\d]{0,12}(?P<value>\d+(?:\.\d+)?\s?(?:%|个?百分点|分|人|名|个|家|件|项|条|户|场|次|万[人元件]?|亿元?|小时|天|日)(?:以上|以内|以下|左右)?)|(?P<all>100%|全覆盖|零(?:事故|投诉|差错|违[纪规]|发生|上访))"
)
_DEMAND_HEAD = re.compile(
    r"(?:要求|保障|组织领导|组织实施|领导机构|组织机构|组织与领导|措施|纪律|注意事项|有关事项|几点要求|组织工作|督导|考核)(?:和[\u3400-\u9fff]{2,6})?$"
)
_SAFEGUARD = re.compile(r"保障|组织领导|组织机构|领导机构|组织与领导|组织实施|机制|督导|考核")
_NOT_DEMAND = re.compile(
    r"(?:作品|参赛|材料|报名|评选|推荐|申报|竞赛|比赛|格式|条件|标准|整治|具体|重点|主要|工作|总体|目标|服务|创建|质量)(?:要求|措施)$"
)


def find_theme(outline: Outline) -> Label | None:
    """The theme: what stands below or behind 活动主题, else in 以“…”为主题."""
    text, sheet = outline.sheet.text, outline.sheet
    for node in outline.nodes[:200]:
        if not _THEME_HEAD.match(node.heading):
            continue
        start, end = _stated(outline, node)
        if end - start >= 2:
            quoted = re.compile(r"“(?P<said>[^”\n]{4,60})”").search(text, start, end)
            if quoted:
                start, end = quoted.span("said")
            return Label(sheet.label(start, end)[:80], sheet.span(start, end), 0.9)
    said = _THEME_SAID.search(text)
    if said:
        group = "said" if said["said"] else "by"
        return Label(sheet.label(*said.span(group)), sheet.span(*said.span(group)), 0.75)
    return None


def _stated(outline: Outline, node: Node) -> tuple[int, int]:
    """What a short field says: behind the colon of its heading, else its first sentence or line."""
    text = outline.sheet.text
    colon = text.find(":", node.line.content, node.heading_end + 1)
    start = colon + 1 if colon >= 0 else node.heading_end
    while start < node.end and text[start] in " \n。:;":
        start += 1
    stop = re.compile(r"[。;\n]").search(text, start, node.end)
    return start, stop.start() if stop else min(node.end, start + 120)


def find_scope(outline: Outline) -> tuple[Label, ...]:
    """Who takes part: the field 参加对象 or 活动范围, else the words 在全县…中开展 of the first paragraphs."""
    text, sheet = outline.sheet.text, outline.sheet
    found: list[Label] = []
    for node in outline.nodes[:300]:
        if _SCOPE_HEAD.match(node.heading) and len(found) < 8:
            start, end = _stated(outline, node)
            if 2 <= end - start <= 400:
                found.append(Label(sheet.label(start, min(end, start + 200)), sheet.span(start, end), 0.85))
    if not found:
        said = _SCOPE_SAID.search(text, 0, 6000)
        if said:
            found.append(Label(sheet.label(*said.span("said")), sheet.span(*said.span("said")), 0.6))
    return tuple(found)


def find_goals(outline: Outline) -> tuple[Goal, ...]:
    """The goals of a plan: the sentences of its section about goals, with the target that a sentence puts in figures."""
    sheet, text = outline.sheet, outline.sheet.text
    goals: list[Goal] = []
    for node in outline.nodes[:400]:
        under = any(_GOAL_HEAD.match(above.heading) for above in node.above())
        if not _GOAL_HEAD.match(node.heading) or under or len(goals) >= 60:
            continue
        for start, end in _sentences(text, node.heading_end, node.end):
            target = _target(text[start:end])
            goals.append(Goal(sheet.label(start, min(end, start + 160)), target, sheet.span(start, end), 0.8))
    if not goals:
        goals = [
            Goal(sheet.label(start, end), target, sheet.span(start, end), 0.5)
            for start, end in _sentences(text, 0, min(len(text), 8000))
            if re.search(r"目标|力争|满意[率度]", text[start:end]) and (target := _target(text[start:end]))
        ][:10]
    return tuple(goals[:60])


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in re.compile(r"[^。;\n]+").finditer(text, start, end):
        body = found.group()
        lead = re.match(
            r"\s*(?:[一二三四五六七八九十]{1,2}[是、]|\(?[一二三四五六七八九十\d]{1,2}[.、)])?\s*[:]?", body
        )
        begin = found.start() + (lead.end() if lead else 0)
        if found.end() - begin >= 6:
            yield begin, found.end()


def _target(sentence: str) -> str:
    found = _TARGET.search(sentence)
    return (found["value"] or found["all"]).strip() if found else ""


_MOST_DEMANDS = 80
_SIGNED = re.compile(
    r"\s*(?:(?:联系(?:人|电话)|附(?:件|表)|抄送|主送|报送单位)\s?[:]|[×*]{2}|\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日\s*$)"
)
"""Lines below the last sentence of a plan: who signs, the day, whom to ask."""


def find_requirements(outline: Outline) -> tuple[Requirement, ...]:
    """What the last sections demand of everybody and promise as safeguards, one for each numbered piece."""
    found: list[Requirement] = []
    for node in outline.nodes[:600]:
        heading = re.sub(r"[。:,].*$", "", node.heading)
        deep = any(_DEMAND_HEAD.search(above.heading) for above in node.above())
        if len(heading) > 16 or not _DEMAND_HEAD.search(heading) or deep or node.depth > 2:
            continue
        if _NOT_DEMAND.search(heading) and not re.fullmatch(r"(?:工作|具体|有关|几点)要求", heading):
            continue
        safeguard = bool(_SAFEGUARD.search(heading))
        found.extend(_pieces(outline, node, safeguard=safeguard))
        if len(found) >= _MOST_DEMANDS:
            break
    return tuple(found[:_MOST_DEMANDS])


def _pieces(outline: Outline, node: Node, *, safeguard: bool) -> Iterator[Requirement]:
    sheet, text = outline.sheet, outline.sheet.text
    for child in node.children[:_MOST_DEMANDS]:
        end = child.end
        while end > child.start and text[end - 1].isspace():
            end -= 1
        label = sheet.label(child.line.content, min(child.heading_end, child.line.content + 60))
        yield Requirement(safeguard, label, sheet.span(child.start, max(end, child.heading_end)), 0.85)
    if node.children:
        return
    for start, end in islice(_sentences(text, node.heading_end, node.end), 12):
        if _SIGNED.match(text, start, end) or looks_like_organisation(text[start:end].strip()):
            return
        yield Requirement(safeguard, sheet.label(start, min(end, start + 60)), sheet.span(start, end), 0.6)
