"""Quotas: how many honours, nominees, places or works a plan grants, and to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhengyou.campaign.plans.compiler.draft import Quota, Unit
from zhengyou.campaign.plans.compiler.outline import Outline, numeral
from zhengyou.campaign.plans.compiler.tables import Cell, Table, read_tables

_COUNT = r"(?P<count>\d{1,4}|[一二两三四五六七八九十]{1,3})"
_MEASURE = r"(?P<measure>名|人|个|家|件|篇|项|例|组|户|支|幅|首|份|部|节目|队|所|对|位|支队伍)"
_AWARD_END = r"(?:奖|单位|个人|集体|标兵|能手|之星|窗口|岗|号|班组|组织|者|手|品牌|企业|家庭|项目|教师|党员|学生|工会|职工|站所|科室|案例|作品|班级|干部|模范|候选人|名额|团队|选手|支部|员|队|文章|论文|人物|组|家)"
_VERB = r"(?:推荐|评选出?|评出|选送|报送|选派|表彰|奖励|评定|产生|设立?|设置|确定|限报|申报|选树|上报|推选|选拔|限|最多|不超过|不得超过|原则上|至少|各|共|可推荐|可|为|递交|选出|评|推送|推报|取|录取|命名)"
_QUOTED_COUNT = re.compile(rf"“(?P<award>[^“”]{{2,24}})”\s?(?:各|共|不超过|\()?\s?{_COUNT}\s?{_MEASURE}")
_GRADES = re.compile(
    r"(?P<grades>(?:特|一|二|三|四|优秀|优胜|鼓励|金|银|铜)(?:等)?(?:奖)?(?:、(?:特|一|二|三|四|优秀|优胜|鼓励|金|银|铜)(?:等)?(?:奖)?)+(?:等奖|奖)?)[^。;\n]{0,24}?"
    rf"(?:分别为?|各设?为?|各)\s?(?P<counts>\d{{1,3}}\s?{_MEASURE}(?:\s?[、,和]\s?\d{{1,3}}\s?(?:名|人|个|件|项|篇)?)*)"
)
_PLAIN = re.compile(
    rf"(?P<award>(?:[\w·\u3400-\u9fff]|“[^“”]{{1,20}}”){{0,18}}?{_AWARD_END})\s?(?:\((?P<note>[^()]{{1,12}})\))?[:]?\s?(?P<how>{_VERB}{{0,4}})\s?{_COUNT}\s?{_MEASURE}(?!\s?(?:以上|及以上|以下|单元|月|工作日|小时|分钟|学期|年|方面|阶段|环节))"
)
_SCOPE = re.compile(
    r"(?P<scope>(?:每个?|各)(?:[\w\u3400-\u9fff]|\([^()]{1,4}\)|、){1,14}?(?:班|学科|单位|支部|县|市|区|镇|乡|组|校|学校|工会|部门|科室|项目|人|年级|系|街道|社区|处室|行业|类别|分会|院))"
    r"(?![\u3400-\u9fff]{0,2}级)"
)
_SCOPED = re.compile(
    rf"(?P<scope>(?:(?:[\u3400-\u9fff、]{{0,10}})?(?:每个?|各)(?:[\w\u3400-\u9fff]|\([^()]{{1,4}}\)|、){{0,14}}?)?)(?P<how>{_VERB}{{1,5}})\s?(?P<what>[\w\u3400-\u9fff“”]{{0,14}}?)(?:选树|名额)?\s?{_COUNT}\s?{_MEASURE}\s?(?P<object>[\u3400-\u9fff“”]{{0,14}})"
)
_SINGLE_EACH = re.compile(rf"(?P<list>(?:[\w\u3400-\u9fff]{{2,12}}、){{1,7}}[\w\u3400-\u9fff]{{2,12}}?)(?:单项|奖项)?各\s?{_COUNT}\s?{_MEASURE}")
_HEAD = re.compile(r"(?P<award>[\u3400-\u9fff“”]{2,16}?)\s?[:]")
_AHEAD = re.compile(rf"前\s?{_COUNT}\s?{_MEASURE}\s?(?P<award>[^,。;:\n]{{2,12}})")
_NOT_QUOTA = re.compile(
    r"(?:满|年龄|周岁|人数|至少\d+年|以上职称|联系人|参加人员|成员|比例|％|%|前后|不少于\d+人$|课时|小时|分钟|字|以内|学科|门|天内|工作日|方案|领导|副组长|方面|阶段|步骤|环节|环|举措|措施|问题|要求|要点|条件|原则|标准|办法|行动|层面|会议|次|党支部\d+个)"
)
_TABLE_HEAD = re.compile(r"名额|推优人数|推荐人数|推荐数|数量|评选数|表彰数|限额|指标数|分配数|人选数|获奖数|限报数")
_TABLE_UNIT = re.compile(r"节目|作品|件|家|集体|单位")
_TOTAL = re.compile(r"^(?:合\s?计|总\s?计|小\s?计|共\s?计)$")


@dataclass(frozen=True, slots=True)
class _Hit:
    award: str
    count: int
    unit: str
    start: int
    end: int
    confidence: float


def unit_of(measure: str, award: str) -> str:
    """Organisations, persons, or the text's own measure word."""
    if re.search(r"(?:者|手|个人|标兵|之星|模范|教师|党员|学生|干部|员|候选人|选手|职工|人物|先进工作者)(?:\(|$)", award) and measure in "名个人位":
        return Unit.PERSONS
    if measure in {"名", "人", "位"}:
        return Unit.PERSONS
    if measure in {"家", "所"} or re.search(r"(?:单位|集体|组织|窗口|企业|班组|站所|科室|工会|岗|号|支部|团队|班级|家庭)(?:\(|$)", award):
        return Unit.ORGANISATIONS
    return {"件": "works", "幅": "works", "份": "works", "篇": "works", "部": "works", "首": "works", "个": "items", "项": "items"}.get(measure, measure)


def find_quotas(outline: Outline) -> tuple[Quota, ...]:
    """Every quota of a plan in the order of the text."""
    tables = read_tables(outline)
    covered = [(table.start, table.end) for table in tables]
    hits = [hit for table in tables for hit in _from_table(outline, table)]
    taken: list[tuple[int, int]] = []
    for finder in (_graded, _each_of_list, _quoted, _ahead, _plain, _scoped):
        for hit in finder(outline):
            inside = any(a <= hit.start < b for a, b in covered)
            clash = any(hit.start < b and a < hit.end for a, b in taken)
            if not inside and not clash and hit.count > 0:
                hits.append(hit)
        taken = [(hit.start, hit.end) for hit in hits]
    hits.sort(key=lambda hit: (hit.start, hit.end))
    sheet = outline.sheet
    return tuple(Quota(h.award, h.count, h.unit, sheet.span(h.start, h.end), h.confidence) for h in hits)


def _value(text: str) -> int:
    return numeral(text) or 0


def _graded(outline: Outline) -> Iterator[_Hit]:
    """一、二、三等奖,各奖项获奖人数分别为3名、3名、5名."""
    text = outline.sheet.text
    for match in _GRADES.finditer(text):
        grades = [g for g in re.split("、", match["grades"]) if g]
        counts = [int(n) for n in re.findall(r"\d{1,3}", match["counts"])]
        if len(counts) == 1:
            counts = counts * len(grades)
        if len(counts) != len(grades):
            continue
        measure = re.search(_MEASURE, match["counts"])
        scope = "每学科" if "分学科" in text[max(0, match.start() - 20) : match.start()] else ""
        for grade, count in zip(grades, counts, strict=True):
            award = re.sub(r"(?:等?奖)$", "", grade)
            award += "等奖" if len(award) == 1 and award in "特一二三四" else "奖"
            label = f"{award}({scope})" if scope else award
            yield _Hit(label, count, unit_of(measure["measure"] if measure else "名", award), *match.span(), 0.85)


def _each_of_list(outline: Outline) -> Iterator[_Hit]:
    """硬笔字、毛笔字、粉笔字、普通话单项各3名."""
    text = outline.sheet.text
    for match in _SINGLE_EACH.finditer(text):
        names = match["list"].split("、")
        names[0] = re.sub(r"^.*(?:报送|推荐|设|评选出?|选送|表彰|评出|为|奖励)", "", names[0]) or names[0]
        names[-1] = re.sub(r"单项$", "", names[-1])
        scope = _scope_before(text, match.start(), match.end())
        for name in names:
            label = f"{name}({scope})" if scope else name
            yield _Hit(label, _value(match["count"]), unit_of(match["measure"], name), *match.span(), 0.8)


def _quoted(outline: Outline) -> Iterator[_Hit]:
    for match in _QUOTED_COUNT.finditer(outline.sheet.text):
        yield _Hit(match["award"], _value(match["count"]), unit_of(match["measure"], match["award"]), *match.span(), 0.9)


def _ahead(outline: Outline) -> Iterator[_Hit]:
    """每学科前30名晋级决赛."""
    text = outline.sheet.text
    for match in _AHEAD.finditer(text):
        if not re.match(r"(?:晋级|入围|进入|获|参加|授予|颁发)", match["award"]):
            continue
        scope = _scope_before(text, match.start(), match.start())
        label = f"{match['award']}({scope})" if scope else match["award"]
        yield _Hit(label, _value(match["count"]), unit_of(match["measure"], ""), *match.span(), 0.7)


def _plain(outline: Outline) -> Iterator[_Hit]:
    """一等奖3名; 优秀组织单位10个; 先进工作者评选5人."""
    text = outline.sheet.text
    for match in _PLAIN.finditer(text):
        award = re.sub(r"^.*(?:评选出?|评出|推荐|表彰|设立?|报送|其中|以及|选送|奖励|选树|和|的|为|及)(?=.{3})", "", match["award"])
        around = text[max(0, match.start() - 2) : match.end()]
        if not match["count"].isdigit() and not re.search(r"奖|名|推荐|评选", around):
            continue
        if _NOT_QUOTA.search(match["how"] + award[-4:]) or len(award) < 2 or not _rewarding(outline, match.start(), match.end()):
            continue
        award = award.strip("“”")
        scope = _scope_before(text, match.start("award"), match.end())
        if scope and scope in award:
            award = award.replace(scope, "", 1) or award
        label = f"{award}({scope})" if scope else award
        yield _Hit(label, _value(match["count"]), unit_of(match["measure"], award), match.start("award"), match.end(), 0.7)


def _rewarding(outline: Outline, start: int, end: int) -> bool:
    """Whether the words around speak of honours, nominations or places."""
    text = outline.sheet.text
    window = text[max(0, start - 60) : end + 30]
    return bool(re.search(r"奖|评选|推荐|名额|表彰|推优|选树|选送|报送|候选|命名|推选|选派|设|限报|晋级", window))


def _scoped(outline: Outline) -> Iterator[_Hit]:
    """学习积极分子:每班推荐2名; 各区、县(市)选树名额不超过集体3家、个人3人."""
    text = outline.sheet.text
    for match in _SCOPED.finditer(text):
        if not re.search(r"推荐|评|选|报|递交|名额|不超过|限|设|表彰", match["how"] + match["what"]) or not _rewarding(outline, *match.span()):
            continue
        if re.search(r"不少于|少于", match.group()) or re.search(r"^(?:以上|及以上|以下|月|班级|学科|方面)", match["object"]):
            continue
        scope = _scope_before(text, match.start("how"), match.start("count")) or match["scope"]
        award = _award_near(outline, match)
        if not award:
            continue
        label = f"{award}({scope})" if scope and scope not in award else award
        yield _Hit(label, _value(match["count"]), unit_of(match["measure"], award), *match.span("count"), 0.6)


def _award_near(outline: Outline, match: re.Match[str]) -> str:
    """What a bare number counts: the words behind it, the name before the colon of its line, or the section's heading."""
    text = outline.sheet.text
    behind = re.match(rf"[\u3400-\u9fff“”]{{0,12}}?{_AWARD_END}", match["object"])
    if behind and len(behind.group()) >= 3:
        return behind.group().strip("“”")
    line = outline.line_at(match.start("count"))
    if line is not None:
        head = _HEAD.match(text, line.content, match.start("count"))
        if head:
            return head["award"].strip("“”")
    named = re.findall(r"“([^“”]{2,14})”", text[max(0, match.start() - 120) : match.end() + 20])
    if named:
        return str(named[-1])
    what = re.sub(r"^(?:推荐|评选|名额|不超过|上报)", "", match["what"])
    if len(what) >= 2:
        return what.strip("“”")
    node = outline.around(match.start())
    if node is not None and 3 <= len(node.heading) <= 24:
        return re.sub(r"(?:评选|推荐)?(?:名额|数量|办法|范围)(?:分配)?$", "", node.heading) or node.heading
    return ""


def _scope_before(text: str, start: int, end: int) -> str:
    """The nearest 每班, 各县(市) before a count in its own clause."""
    begin = max(text.rfind(c, 0, start) for c in "。;\n") + 1
    last = ""
    for match in _SCOPE.finditer(text, max(begin, start - 60), max(end, start)):
        last = match["scope"]
    return last


def _from_table(outline: Outline, table: Table) -> Iterator[_Hit]:
    """Numbers under a column, or beside a row, that is headed 名额 or the like."""
    head = table.rows[0]
    column = next((i for i, cell in enumerate(head) if _TABLE_HEAD.search(cell.text)), None)
    if column is not None and len(table.rows) > 1 and sum(_count(row, column) is not None for row in table.rows[1:]) >= 2:
        unit = _table_unit(outline, table, head[column])
        for row in table.rows[1:]:
            value = _count(row, column)
            label = row[0].text if row else ""
            if value is None or not label or label.isdigit():
                continue
            award = f"{_table_award(outline, table, head[column])}({re.sub(r'[()]', '', label)})"
            yield _Hit(award, value[0], value[1] or unit, row[0].start, row[column - len(head)].end if len(row) == len(head) else row[-1].end, 0.75)
        return
    yield from _transposed(outline, table)


def _transposed(outline: Outline, table: Table) -> Iterator[_Hit]:
    head = table.rows[0]
    for row in table.rows[1:]:
        cells = row[1:]
        values = [_number(cell.text) for cell in cells]
        if len(cells) < 2 or len(cells) != len(head) - 1 or any(v is None for v in values):
            continue
        if not _TABLE_HEAD.search(row[0].text) and not any(v and v[1] for v in values):
            continue
        named = bool(_TABLE_HEAD.search(row[0].text))
        for title, cell, value in zip(head[1:], cells, values, strict=True):
            if value is None:
                continue
            top = re.sub(r"\(\d+\)", "", title.text)
            award = top if named else f"{row[0].text}({top})"
            yield _Hit(award, value[0], value[1] or _table_unit(outline, table, head[0]), cell.start, cell.end, 0.75)


def _number(text: str) -> tuple[int, str] | None:
    match = re.fullmatch(rf"(\d{{1,4}})\s?({_MEASURE[len('(?P<measure>') : -1]})?", text)
    return (int(match[1]), unit_of(match[2], "") if match[2] else "") if match else None


def _count(row: tuple[Cell, ...], column: int) -> tuple[int, str] | None:
    return _number(row[column].text) if column < len(row) else None


def _table_unit(outline: Outline, table: Table, head: Cell) -> str:
    if "人" in head.text:
        return Unit.PERSONS
    found = _TABLE_UNIT.search(head.text)
    if found:
        return {"节目": "节目", "作品": "works", "件": "works"}.get(found.group(), Unit.ORGANISATIONS)
    return Unit.PERSONS


def _table_award(outline: Outline, table: Table, head: Cell) -> str:
    """What the table distributes: named in its column, or by the caption above it."""
    name = re.sub(r"(?:分配)?(?:名额|数量|人数|数)(?:\([^()]*\))?$", "", head.text)
    if len(name) >= 4:
        return name
    above = outline.sheet.text[max(0, table.start - 3000) : table.start]
    candidates = re.findall(r"([\u3400-\u9fff]{2,6}(?:候选人|积极分子|先进个人|工作者|先进集体|标兵|之星|优秀教师|优秀党员|优秀学生))", above)
    if candidates:
        best = max(set(candidates), key=candidates.count)
        return re.sub(r"^.*?(?=优秀|先进|最美|考核)", "", best) or best
    return name or head.text
