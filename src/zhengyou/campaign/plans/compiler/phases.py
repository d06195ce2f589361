"""Phases: the stages of an activity with their days, wherever the plan puts them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhengyou.campaign.plans.compiler.dates import When, Years, whens
from zhengyou.campaign.plans.compiler.draft import Phase
from zhengyou.campaign.plans.compiler.outline import Node, Outline

_STEPS = re.compile(r"步骤|阶段")
_TIMES = re.compile(r"(?:步骤|阶段|安排|进度|时间|日程|流程|进程|程序|推进计划|实施计划|环节)")
_STAGE_NAME = re.compile(r"^[^,。;:]{2,24}阶段\s?(?:$|[(:,。;])")
_CONTAINER = re.compile(
    r"^(?:活动|实施|工作|推进|整治|创建|竞赛|主要|具体|方法|时间|评选|专项)*(?:的)?(?:步骤|方法|安排|时间)*(?:与|和|及)?(?:步骤|阶段|安排)+$"
)
_PROCESS = re.compile(
    r"申报|推荐|初审|复审|评审|审核|审查|公布|公示|宣传|动员|部署|实施|整改|总结|验收|准备|筹备|启动|报名|初赛|预赛|复赛|半决赛|决赛|展示|展演|表彰|巩固|提升|自查|检查|评估|评定|考核|学习"
    r"|征集|遴选|考察|评选|投票|发动|推进|深化|摸底|排查|治理|整治|交流|测评|评议|制定|培训|命名|选拔|督查|督导|汇总|上报|落实|创建|申请|受理|分析|研判|动议|确定|讨论|决定|办理|审定|审批|批准|反馈|任命|备案|自评|初评|复评|终评|联评|复核|核查|评比|打分|签订|承诺"
)
_ONLY_ORDINAL = re.compile(r"第[一二三四五六]\s?(?:个?阶段|步骤?|环节)\s?(?:\([^()]*\))?$")
_PERIODS = re.compile(
    r"(?P<name>第[一二三四五六]期|[\u3400-\u9fff]{0,8}(?:预赛|初赛|复赛|半决赛|决赛|作品征集|评审|展演|展示|报名))\s?(?:时间)?\s?[:]\s?(?:暂定)?(?=即日|\d|[一二三四五六七八九十]{1,2}月|今年)"
)
_DATE_BRACKET = re.compile(r"\([^()]{0,40}?[年月日旬底初前][^()]{0,20}\)")
_BEFORE = re.compile(
    r"\s?(?:\([^()]{1,8}\))?\s?(?:上午|下午|晚上|下班|中午|\d{1,2}[:时点]\d{0,2}分?)*\s?(?:之前|以前|前(?!后|夕|期)|底前)"
)
_AFTER = re.compile(r"\s?(?:之后|以后|后|起|开始|以来)")
_BEGINS_WITH_DATE = re.compile(r"[。;:]?\s?\n?(?:[(][^()]{0,10}|时间[:]?|从|自|于|在|为|计划)?\s?")
_THIS_WORK = re.compile("(?:此项|该项|本项|以上|上述)工作")
_THIS_WORK_LAST = re.compile(rf"{_THIS_WORK.pattern}[^。]{{0,4}}$")
_TIME_FIELD = re.compile(r"(?:^|\n)\s?(?:活动|比赛)?时间\s?[:]")
_NAME_BELOW = re.compile(r"\s*(?P<name>[^\n。;]{3,50})(?=\n|$)")
_THEME = re.compile(r"主题(?:是|为)?\s?[:]?\s?“(?P<theme>[^”]{4,40})”")
_MOST = 20_000
"""Phases that are looked at in one plan; no plan has as many, and no volume of plans either."""
_MOST_STEPS = 40
"""Pieces below a heading that tell whether it is a process; no process has more."""
_INLINE_STAGE = re.compile(r"(?<=[。;:,\n])\s?第[一二三四五六]\s?(?:个?阶段|步)")


@dataclass(frozen=True, slots=True)
class _Stage:
    """A phase before its years are put in order."""

    start: int
    end: int
    name: str
    when: When | None
    starts: date | None
    ends: date | None
    confidence: float
    node: Node | None


def find_phases(outline: Outline, years: Years) -> tuple[Phase, ...]:
    """The phases of a plan in the order of the text, each step with the index of the phase that it belongs to."""
    stages: list[_Stage] = []
    for node in outline.nodes:
        stage = _from_node(outline, node, years)
        if stage is not None:
            stages.append(stage)
            if len(stages) >= _MOST:
                break
    if not stages:
        stages = list(_from_clauses(outline, years))
    if not stages:
        stages = list(_from_inline(outline, years))
    if not stages:
        stages = list(_from_periods(outline, years))
    stages.sort(key=lambda stage: stage.start)
    indices = {id(stage.node): index for index, stage in enumerate(stages) if stage.node is not None}
    phases = []
    for stage in stages:
        above = stage.node.above() if stage.node is not None else ()
        parent = next((indices[id(node)] for node in above if id(node) in indices), None)
        span = outline.sheet.span(stage.start, stage.end)
        phases.append(Phase(stage.name, stage.starts, stage.ends, span, stage.confidence, parent))
    return tuple(phases)


def _from_node(outline: Outline, node: Node, years: Years) -> _Stage | None:
    """A numbered piece that is a phase: it says so itself, or stands in a section about steps or times."""
    heading = node.heading
    parent = node.parent
    over = parent.heading if parent is not None else ""
    staged = node.line.kind == "stage" or bool(_STAGE_NAME.match(heading)) or bool(_ONLY_ORDINAL.match(heading))
    if staged and _CONTAINER.match(heading):
        return None
    timed = _is_about_times(over)
    if not (staged or timed or node.line.kind == "first" or _DATE_BRACKET.search(heading)):
        return None
    when, before = _dates_of(outline, node, years)
    confidence = (0.95 if when else 0.8) if staged else _confidence(node, when, timed=timed)
    name = _name(outline, node, when) if confidence else ""
    if not name:
        return None
    starts, ends = _bounds(outline.sheet.text, when, before=before)
    end = when.end if when is not None else node.heading_end
    return _Stage(node.start, max(end, node.heading_end), name, when, starts, ends, confidence, node)


def _confidence(node: Node, when: When | None, *, timed: bool) -> float:
    """How sure it is that a piece which does not call itself a phase is one; 0 where it is none."""
    parent, heading = node.parent, node.heading
    near = when.start - node.heading_end if when is not None else 1000
    if node.line.kind == "first":
        inside = parent is not None and any(_STEPS.search(one.heading) for one in (parent, *parent.above()))
        return 0.75 if inside and near <= 2 else 0
    if not timed or parent is None:
        return 0.7 if _dated_heading(node, when) else 0
    ordered = _STEPS.search(parent.heading) or (
        re.search(r"流程|程序", parent.heading) and len(parent.children) >= 3 and _is_process(parent)
    )
    explicit = len(heading) <= 16 and ordered and not re.search(r"[,]", heading) and not _is_stage(parent)
    if (not explicit and near > 8) or _is_field(heading):
        return 0
    return 0.85 if when else 0.6


def _is_about_times(heading: str) -> bool:
    return bool(_TIMES.search(heading)) and len(heading) <= 24 and not re.search(r"地点|要求|标准|对象", heading)


def _is_stage(node: Node | None) -> bool:
    return node is not None and (node.line.kind == "stage" or bool(_STAGE_NAME.match(node.heading)))


def _is_field(heading: str) -> bool:
    """Whether a heading only labels a field (时间:, 地点:), not a step."""
    return bool(
        re.match(
            r"(?:(?:报名|活动|比赛|竞赛|评选|参赛|培训|会议|演出)?(?:时间|地点|对象|内容|方式|形式|范围|要求|联系人|主题)|附件)",
            heading,
        )
    )


def _dated_heading(node: Node, when: When | None) -> bool:
    """Whether a heading bears its dates in brackets in a plan's own schedule, or as one of several steps of a process."""
    if when is None or node.parent is None or not _DATE_BRACKET.search(node.heading):
        return False
    if _TIMES.search(node.parent.heading):
        return True
    beside = node.parent.children[:_MOST_STEPS]
    dated = sum(_DATE_BRACKET.search(child.heading) is not None for child in beside)
    return dated >= 3 and dated == len(beside) and _is_process(node.parent)


def _is_process(node: Node) -> bool:
    """Whether most pieces below a heading are named as steps (申报推荐, 资格审查), not as activities side by side."""
    beside = node.children[:_MOST_STEPS]
    named = sum(_PROCESS.search(child.heading[:24]) is not None for child in beside)
    return named * 2 > len(beside)


def _dates_of(outline: Outline, node: Node, years: Years) -> tuple[When | None, bool]:
    """The dates of a phase: in its heading, else at the head of its first sentence."""
    text = outline.sheet.text
    if _ONLY_ORDINAL.match(node.heading):
        return _dates_below(outline, node, years)
    stop = min(node.heading_end + 26, node.end)
    bracket_end = node.heading_end
    if text[node.heading_end - 1 : node.heading_end] and text.count("(", node.line.content, bracket_end) > text.count(
        ")", node.line.content, bracket_end
    ):
        closing = text.find(")", bracket_end, bracket_end + 60)
        bracket_end = closing if closing > 0 else bracket_end
    for when in whens(text, years, node.line.content, min(max(bracket_end, stop), node.end)):
        inside = when.start < bracket_end
        lead = text[node.heading_end : when.start]
        beginning = _BEGINS_WITH_DATE.fullmatch(lead) is not None
        if inside or beginning:
            if text.startswith("前后", when.end):
                return None, False
            return when, bool(_BEFORE.match(text, when.end))
    reach = min(node.end, node.heading_end + 600)
    if _THIS_WORK.search(text, node.heading_end, reach) is None:
        return None, False
    for when in whens(text, years, node.heading_end, reach):
        said = _THIS_WORK_LAST.search(text[node.heading_end : when.start])
        if said and _BEFORE.match(text, when.end):
            return when, True
    return None, False


def _dates_below(outline: Outline, node: Node, years: Years) -> tuple[When | None, bool]:
    """The dates of a bare 第一阶段: on its own or the next line, or behind 时间: further down."""
    text = outline.sheet.text
    line = _next_line(outline, node)
    first = next(whens(text, years, node.line.content, line[1] if line else node.heading_end), None)
    if first is not None:
        return first, bool(_BEFORE.match(text, first.end))
    timed = _TIME_FIELD.search(text, node.heading_end, node.end)
    when = next(whens(text, years, timed.end(), min(node.end, timed.end() + 50)), None) if timed else None
    return when, False


def _next_line(outline: Outline, node: Node) -> tuple[int, int] | None:
    """The short line below a bare 第一阶段, which names it."""
    text = outline.sheet.text
    found = _NAME_BELOW.match(text, node.heading_end, node.end)
    return found.span("name") if found else None


def _from_periods(outline: Outline, years: Years) -> Iterator[_Stage]:
    """第一期:10月15日-10月31日; 预赛时间:11月29日, where a plan has no other stages."""
    text = outline.sheet.text
    for match in list(_PERIODS.finditer(text))[:12]:
        when = next(whens(text, years, match.end(), min(len(text), match.end() + 50)), None)
        if when is not None and when.start - match.end() <= 2 and when.first:
            yield _Stage(match.start(), when.end, match["name"], when, when.first, when.last, 0.6, None)


def _bounds(text: str, when: When | None, *, before: bool) -> tuple[date | None, date | None]:
    if when is None:
        return None, None
    if before and not when.ranged:
        return None, when.last
    if not when.ranged and _AFTER.match(text, when.end):
        return when.first, None
    return when.first, when.last


_BRACKET_LAST = re.compile(r"[(\uff08][^()\uff08\uff09]*[)\uff09]?$")
_EMPTY_BRACKET = re.compile(r"[(\uff08]\s*[-\s]*[)\uff09]")
_EDGES = re.compile(
    r"^[\s:\uff1a,\uff0c、)\uff09(\uff08]*(?:为(?=[^民])|是|从|自(?=\d))?\s*|[\s:\uff1a,\uff0c;\uff1b。(\uff08-]+$"
)
_STAGE_HEAD = re.compile(r"^([^,\uff0c:\uff1a]{2,20}阶段)\s?[:\uff1a].*$", re.DOTALL)
_HEADED = re.compile(
    r"([^,\uff0c:\uff1a()\uff08\uff09]{2,12})\s?(?:[(\uff08][^()\uff08\uff09]*[)\uff09])?\s?[:\uff1a].{2,}", re.DOTALL
)
_COMMA = re.compile("[,\uff0c]")
_NO_WORD = re.compile(r"\W+")
_ONLY_TIME = re.compile(r"年?底?[前后起底]*|(?:之前|以前|开始)")


def _name(outline: Outline, node: Node, when: When | None) -> str:
    """The phase's short label as printed: without number, dates, brackets and the word 阶段."""
    sheet = outline.sheet
    start, end = node.line.content, node.heading_end
    if _ONLY_ORDINAL.match(node.heading):
        start, end = _next_line(outline, node) or (start, end)
    pieces = []
    position = start
    if when is not None and when.start < end:
        pieces.append((position, when.start))
        position = max(position, min(when.end, end))
    pieces.append((position, end))
    raw = "".join(sheet.printed[a:b] for a, b in pieces)
    name = _BRACKET_LAST.sub("", raw.strip())
    name = _EMPTY_BRACKET.sub("", name)
    name = _EDGES.sub("", name)
    name = _STAGE_HEAD.sub(r"\1", name)
    headed = _HEADED.match(name) if when is not None else None
    name = headed[1] if headed else name
    while name.endswith("阶段"):
        name = name[:-2]
    comma = _COMMA.search(name) if len(name) > 24 else None
    if comma:
        name = name[: comma.start()]
    if len(_NO_WORD.sub("", name)) >= 2 and not _ONLY_TIME.fullmatch(name):
        return " ".join(name.split())[:40]
    theme = _THEME.search(sheet.text, node.start, min(node.end, node.heading_end + 80))
    if theme:
        return sheet.label(*theme.span("theme"))
    return (
        sheet.printed[node.start : node.start + len(node.line.marker)].strip(":\uff1a、,\uff0c ")
        if node.line.kind == "stage"
        else ""
    )


_SCHEDULE = re.compile("时间安排|步骤|阶段|进度|推进计划|日程|实施计划")
_CLAUSE = re.compile(
    r"(?:(?:^|[。;\n:])\s?(?:从|自|于)?|,(?:从|自))\s?(?=(?:今年|明年|(?:19|20)\d\d年)?\s?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月)"
)


def _from_clauses(outline: Outline, years: Years) -> Iterator[_Stage]:
    """Clauses that begin with dates in a section about times: 3月-4月,进行查摆问题…;5月-12月,进行集中整改…."""
    text = outline.sheet.text
    for node in outline.nodes:
        if node.children or not _SCHEDULE.search(node.heading):
            continue
        for clause in list(_CLAUSE.finditer(text, node.line.content, node.end))[:20]:
            when = next(whens(text, years, clause.end(), min(node.end, clause.end() + 40)), None)
            if when is None or when.start > clause.end() + 1 or (when.exact and not when.ranged):
                continue
            rest = re.compile(
                r"(?:起|开始|期间|,|:|\s)*(?:着重|重点|主要|为|进行|集中|全面|组织)?(?P<name>[^,。;:\n]{3,30})"
            ).match(text, when.end, node.end)
            if not rest or _BEFORE.match(text, when.end):
                continue
            begins = bool(re.match(r"\s?(?:起|开始)", text[when.end : when.end + 3]))
            start, end = rest.span("name")
            listed = re.match(r"[^、]{4,}、[^、]{2,}(?=、)|[^、]{2,}、[^、]{4,}(?=、)", text[start:end])
            end = start + listed.end() if listed else end
            name = outline.sheet.label(start, end)
            ends = None if begins and not when.ranged else when.last
            yield _Stage(clause.end(), end, name, when, when.first, ends, 0.65, None)


def _from_inline(outline: Outline, years: Years) -> Iterator[_Stage]:
    """Stages inside a paragraph: 第一阶段为宣传发动阶段(3月);第二阶段…."""
    text = outline.sheet.text
    marks = list(_INLINE_STAGE.finditer(text))[:12]
    for position, mark in enumerate(marks):
        stop = marks[position + 1].start() if position + 1 < len(marks) else min(len(text), mark.end() + 200)
        body = re.compile(r"\s?[:,(]?\s?(?:为|是)?\s?(?P<name>[^,。;:()\n]{2,24})").match(text, mark.end(), stop)
        when = next(whens(text, years, mark.end(), min(stop, mark.end() + 60)), None)
        if not body:
            continue
        start, end = body.span("name")
        if when is not None and start <= when.start < end:
            after = re.compile(r"[)]?[,:]?\s?(?:为|是)?(?P<name>[^,。;:()\n]{2,24})").match(text, when.end, stop)
            if not after:
                continue
            start, end = after.span("name")
        name = re.sub(r"阶段$", "", outline.sheet.label(start, end))
        yield _Stage(mark.end(), end, name, when, when.first if when else None, when.last if when else None, 0.6, None)
