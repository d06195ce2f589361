"""Quotas: how many honours, nominees, places or works a plan grants, and to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from zhengyou.campaign.plans.compiler.draft import Quota, Unit
from zhengyou.campaign.plans.compiler.outline import Outline, numeral
from zhengyou.campaign.plans.compiler.tables import Cell, Table, read_tables

_MOST = 2000
"""Counts that are looked at in one plan; no plan has as many."""

_COUNT = r"(?P<count>\d{1,4}|[一二两三四五六七八九十]{1,3})"
_MEASURE = r"(?P<measure>名|人|个|家|件|篇|项|例|组|户|支|幅|首|份|部|节目|队|所|对|位)"
_ANY = re.compile(rf"(?<![\d.第年月])(?<!20){_COUNT}\s?{_MEASURE}")
_AWARD_END = (
    r"(?:奖|单位|个人|集体|标兵|能手|之星|窗口|示范岗|岗位?|文明号|先锋号|红旗手|班组|组织|工作者|志愿者|选手|学生|教师|党员|职工|干部|品牌|企业|家庭|项目|站所|科室|处室|案例|作品|班级|模范|候选人|积极分子"
    r"|团队|支部|工会|论文|人物|员工|团员|青年|班主任|代表|对象|人选|榜样|优胜者|得主|好人|工匠|节目|之家|车间|小组|职工之家|匠人|名师|带头人|新人|教练|课例|征文|正职|副职|职位|岗位|主任|文章|微课|设计稿|书画|摄影|视频|征文|方案)"
)
_AWARD_BEFORE = re.compile(
    rf"(?P<award>(?:[\w·\u3400-\u9fff“”]){{0,18}}?{_AWARD_END}(?![奖者员])[”]?)\s?(?:\([^()]{{1,12}}\))?\s?[:]?\s?(?P<how>[\u3400-\u9fff]{{0,7}})$"
)
_AWARD_AFTER = re.compile(rf"\s?(?:\([^()]{{1,20}}\))?\s?(?:的)?(?P<award>[“\u3400-\u9fff]{{0,12}}?{_AWARD_END})")
_QUOTED_BEFORE = re.compile(r"“(?P<award>[^“”]{2,24})”\s?(?:\([^()]{1,12}\))?\s?(?P<how>[\u3400-\u9fff:]{0,7})$")
_GIVES = re.compile(
    r"推荐|直报|报|评选|评出|选送|报送|选派|表彰|奖励|评定|产生|设|确定|限|申报|选树|上报|推选|选拔|最多|不超过|超过|至少|各|共|递交|选出|评|推送|推报|录取|命名|名额|数量|报名|参赛|参加|约|为|取|:|择优|遴选|入围"
)
_GRADES = re.compile(
    r"(?P<grades>(?:特|一|二|三|四|优秀|优胜|鼓励|金|银|铜)(?:等)?(?:奖)?(?:、(?:特|一|二|三|四|优秀|优胜|鼓励|金|银|铜)(?:等)?(?:奖)?){1,6}(?:等奖|奖)?)[^。;\n]{0,24}?"
    rf"(?:分别为?|各设?为?|各)\s?(?P<counts>\d{{1,3}}\s?{_MEASURE}(?:\s?[、,和]\s?\d{{1,3}}\s?(?:名|人|个|件|项|篇)?){{0,8}})"
)
_SCOPE = re.compile(
    r"(?P<scope>(?:[\u3400-\u9fff]{1,3}、)?(?:[\u3400-\u9fff]{0,6})(?:每一?个?|各)(?!学期|学年|年度|年终|月|周|天|项|次|类|种)(?:(?:[\w\u3400-\u9fff]|\([^()]{1,4}\)|、){0,14}?"
    r"(?:区、县\(市\)|县市区|市县区|区县|市县|班级?|学科|单位|支部|县\(市\)|县|市|区|镇|乡|组|学校|校|工会|部门|科室|年级|系|街道|社区|处室|行业|类别|分会|院|企业|科|股|校各|所|站|村|学院|教研组|学段))"
    r"|(?:市直|省直|区直|县直|直属)(?:有关)?(?:学校|单位|机关|部门|工会|企业)|(?:[\u3400-\u9fff]{1,6})班(?=每班))"
)
_EACH_OF_LIST = re.compile(
    rf"(?P<list>(?:[\w\u3400-\u9fff]{{2,12}}、){{1,7}}[\w\u3400-\u9fff]{{2,12}}?)(?:单项|奖项)?各(?:评选|设|推荐|选送)?\s?{_COUNT}\s?{_MEASURE}"
)
_HEAD = re.compile(r"(?P<award>[\u3400-\u9fff“”]{2,20}?)\s?(?:\([^()]{1,14}\))?\s?[:]")
_AHEAD = re.compile(rf"前\s?{_COUNT}\s?{_MEASURE}\s?(?P<award>(?:晋级|入围|进入|获|参加|授予|颁发)[^,。;:\n]{{1,12}})")
_NOT_BEFORE = re.compile(
    r"(?:满|年龄|周岁|人数|不少于|少于|以上|联系人|联络员|负责人|参加人员|成员|工作人员|比例|超过|邮寄|一式|纸质|加盖|下设|分为|分|设有|共有|现有|近|约|\d、|\((?:共|全)|其中第|前|本支部|外|组长|评委|专家|派|安排|配备|确定|明确)$"
)
_NOT_AFTER = re.compile(
    r"\s?(?:以上|及以上|以下|以内|左右|单元|月|工作日|小时|分钟|学期|学年|年|方面|阶段|环节|步骤|举措|措施|问题|要求|要点|条件|原则|标准|办法|行动|层面|会议|次|类别|板块|领域|人次|为(?:软笔|硬笔)|联系人|联络员|负责人"
    r"|副?组长|委员|工作日|省|市|县|区|部分|组成|大类|专题|主题|重点|目标|任务|体系|维度|指标|内容|方向|专业|工种|赛项|学科|项目组|督查组|检查组|工作组|小组)"
)
_NOT_AFTER_EITHER = re.compile(r"(?:班级|学生|年级|学校|单位)")
_REWARD = re.compile(
    r"选拔|职数|直报|奖|评选|推荐|名额|表彰|推优|选树|选送|报送|候选|命名|推选|选派|晋级|授予|参赛|设计稿|报名|评优|评比|先进|优秀"
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
    if (
        re.search(
            r"(?:者|手|个人|标兵|之星|模范|教师|党员|学生|干部|员|候选人|选手|职工|人物|先进工作者)(?:\(|$)", award
        )
        and measure in "名个人位"
    ):
        return Unit.PERSONS
    if measure in {"户", "组", "例", "节目", "支", "队", "对"}:
        return measure
    if measure in {"名", "人", "位"}:
        return Unit.PERSONS
    if measure in {"家", "所"} or re.search(
        r"(?:单位|集体|组织|窗口|企业|班组|站所|科室|工会|岗|号|支部|团队|班级|家庭)(?:\(|$)", award
    ):
        return Unit.ORGANISATIONS
    return {
        "件": "works",
        "幅": "works",
        "份": "works",
        "篇": "works",
        "部": "works",
        "首": "works",
        "个": "items",
        "项": "items",
    }.get(measure, measure)


def find_quotas(outline: Outline) -> tuple[Quota, ...]:
    """Every quota of a plan in the order of the text."""
    tables = read_tables(outline)
    covered = [(table.start, table.end) for table in tables]
    hits = [hit for table in tables for hit in _from_table(outline, table)]
    taken: list[tuple[int, int]] = []
    for finder in (_graded, _each_of_list, _ahead, _counted):
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
    for match in _EACH_OF_LIST.finditer(text):
        names = match["list"].split("、")
        if names[-1].endswith("奖") and not any(name.endswith("奖") for name in names[:-1]):
            last = re.search(r"(?:[特一二三四]等|优秀|优胜|单项)?奖$", names[-1])
            award = last.group() if last and len(last.group()) > 1 else names[-1]
            label = f"{award}({'、'.join(names)[: -len(award)]}各)"
            yield _Hit(label, _value(match["count"]), unit_of(match["measure"], award), *match.span(), 0.8)
            continue
        names[0] = re.sub(r"^.*(?:报送|推荐|设|评选出?|选送|表彰|评出|为|奖励)", "", names[0]) or names[0]
        names[-1] = re.sub(r"单项$", "", names[-1])
        scope = _scope_before(text, match.start(), match.end())
        for name in names:
            label = f"{name}({scope})" if scope else name
            yield _Hit(label, _value(match["count"]), unit_of(match["measure"], name), *match.span(), 0.8)


def _ahead(outline: Outline) -> Iterator[_Hit]:
    """每学科前30名晋级决赛."""
    text = outline.sheet.text
    for match in _AHEAD.finditer(text):
        scope = _scope_before(text, match.start(), match.start())
        label = f"{match['award']}({scope})" if scope else match["award"]
        yield _Hit(label, _value(match["count"]), unit_of(match["measure"], ""), *match.span(), 0.7)


def _counted(outline: Outline) -> Iterator[_Hit]:
    """Every other count of persons, organisations or works that the words around it make a quota."""
    text = outline.sheet.text
    carried: tuple[int, str] = (-1, "")
    for match in islice(_ANY.finditer(text), _MOST):
        left = max(text.rfind(c, max(0, match.start() - 90), match.start()) for c in "。;\n") + 1
        left = max(left, match.start() - 90)
        if not _may_be_quota(text, left, match):
            continue
        named = _award_of(outline, left, match)
        if named is None and carried[0] >= left and _GIVES.search(text[match.start() - 6 : match.start()]):
            named = carried[1], 0.45
        if named is None:
            continue
        award, confidence = named
        carried = (match.start(), award)
        scope = _scope_before(text, match.start(), match.start())
        award = _by_title(outline, _plain_award(award, scope))
        if len(re.sub(r"\W", "", award)) < 2:
            continue
        label = f"{award}({scope})" if scope and scope not in award else award
        yield _Hit(
            label, _value(match["count"]), unit_of(match["measure"], award), match.start(), match.end(), confidence
        )


def _may_be_quota(text: str, left: int, match: re.Match[str]) -> bool:
    before, after = text[left : match.start()], text[match.end() : match.end() + 16]
    if not match["count"].isdigit() and (
        match["measure"] not in "名人份件个" or not re.search(r"推荐|评选|递交|名额|各设|限报|报送|超过", before[-12:])
    ):
        return False
    works = match["measure"] in "件幅篇部首" and re.search(r"作品[^,]{0,8}不少于$", before.rstrip())
    if (
        not works
        and _NOT_BEFORE.search(before.rstrip())
        and not re.search(r"(?:不超过|不得超过|名额[^,]{0,6}超过)$", before.rstrip())
    ):
        return False
    if _NOT_AFTER.match(after) or _in_breakdown(text, left, match.start()):
        return False
    return bool(_REWARD.search(text[max(0, match.start() - 70) : match.end() + 30]))


def _in_breakdown(text: str, left: int, at: int) -> bool:
    """Whether a count stands in a bracket behind another count, which it only breaks down."""
    bracket = text.rfind("(", left, at)
    if bracket < 0 or ")" in text[bracket:at]:
        return False
    if re.match(r"(?:包括|含|其中|即)", text[bracket + 1 : at]):
        return not re.search(r"共\s?$", text[bracket:at])
    return bool(re.search(rf"\d\s?{_MEASURE}\s?$", text[max(left, bracket - 6) : bracket]))


def _award_of(outline: Outline, left: int, match: re.Match[str]) -> tuple[str, float] | None:
    """What a number counts: the quoted or plain name beside it, the name before the colon, or the heading."""
    text = outline.sheet.text
    before = text[left : match.start()].rstrip()
    clause = before[before.rfind(",") + 1 :][-45:]
    quoted = _QUOTED_BEFORE.search(clause)
    if quoted and (not quoted["how"] or _GIVES.search(quoted["how"])):
        return quoted["award"], 0.9
    joins = re.match(
        r"[\u3400-\u9fff]{0,6}?(?:参加|进入|晋级)(?P<award>[\u3400-\u9fff]{2,12})", text[match.end() : match.end() + 20]
    )
    if joins and _GIVES.search(clause[-8:]):
        return joins["award"], 0.7
    total = re.search(r"(?P<award>[\u3400-\u9fff]{2,10})\((?:包括|含)[^()]*共$", before)
    if total:
        return total["award"], 0.6
    behind = _AWARD_AFTER.match(text, match.end(), match.end() + 40)
    if behind and len(behind["award"]) >= 3 and _GIVES.search(clause[-14:]):
        name = behind["award"]
        does = re.match(r"[做作](?P<what>[\u3400-\u9fff]{2,6})", text[behind.end() : behind.end() + 8])
        name += does["what"] if does else ""
        return (_named_near(text, match.start()) + name if name in {"候选人", "人选", "代表"} else name), 0.75
    plain = _AWARD_BEFORE.search(clause)
    if plain and (not plain["how"] or _GIVES.search(plain["how"])):
        return plain["award"], 0.75
    if not (_GIVES.search(clause[-10:]) or clause.endswith((":", "、"))) or _NOT_AFTER_EITHER.match(text, match.end()):
        return None
    line = outline.line_at(match.start())
    if line is not None:
        head = _HEAD.match(text, line.content, match.start())
        if head and not re.search(r"时间|地点|范围|对象|数量|名额|要求|内容|条件|方式", head["award"]):
            return head["award"], 0.7
    own = re.search(
        r"(?P<own>[\u3400-\u9fff]{2,10}?)(?:名额)?(?:原则上|可|限|最多|不得超过|不超过|不少于|至少|为|直|共)*(?:推荐|限报|直报|报|选派|名额|数量|限)?(?:为|不超过|最多|至少|共)?$",
        _SCOPE.sub("", clause),
    )
    if (
        own
        and not re.search(r"不超|超过|至少|最多|不少|原则上|推荐|每|各|名额|可|(?:单|其|分)中$|要求", own["own"])
        and not re.fullmatch("原则上?", own["own"])
    ):
        return own["own"], 0.5
    return _award_of_place(outline, match)


def _award_of_place(outline: Outline, match: re.Match[str]) -> tuple[str, float] | None:
    """The honour named near a bare number, the heading above it, or the honour of the plan's title."""
    text = outline.sheet.text
    named = re.findall(r"“([^“”]{2,14})”", text[max(0, match.start() - 160) : match.end() + 20])
    if named:
        return str(named[-1]), 0.55
    node = outline.around(match.start())
    if (
        node is not None
        and 3 <= len(node.heading) <= 30
        and not re.search(r"范围|条件|名额|方式|要求|分配|数量|办法|程序|阶段", node.heading)
    ):
        return node.heading, 0.5
    honour = _title_honour(text)
    return (honour, 0.45) if honour else None


def _title_honour(text: str) -> str:
    """The honour in quotation marks in a plan's first lines, if there is one."""
    found = re.findall(r"“([^“”\n]{3,14})”", text[:300])
    return str(found[0]) if found else ""


def _named_near(text: str, at: int) -> str:
    """The nearest honour named around a bare 候选人."""
    found = re.findall(
        r"(?:优秀|先进|最美|模范)[\u3400-\u9fff]{2,5}(?:者|个人|集体|员|师|生|部|手|兵)",
        text[max(0, at - 160) : at + 60],
    )
    return str(found[0]) if found else ""


def _plain_award(award: str, scope: str) -> str:
    """An award's name without the words of the sentence before it."""
    if scope:
        award = award.replace(scope, "", 1)
    kind = re.fullmatch(
        r"(?P<who>[\u3400-\u9fff]{2,6}?(?:学科|组|类|年级|学段))(?P<grade>[特一二三四]等奖|优秀奖|优胜奖)", award
    )
    if kind:
        return f"{kind['grade']}({kind['who']})"
    if len(award) <= 8:
        return re.sub(
            r"^(?:评选出?|评出|推荐|表彰|设立?(?!计)|报送|其中|选送|奖励|选树|和|或|的|为|及|产生|授予)+(?=.{2})",
            "",
            award,
        ).strip("“”、:, ")
    award = re.sub(
        r"^.*(?:评选出?|评出|推荐|表彰|设(?!计)立?|报送|其中|以及|选送|奖励|选树(?:名额)?|和|或|的|为|及|不超过|最多|名额|产生|推选|授予|共|从|在|由|将|每班|各班|确定|限|可)(?=.{2})",
        "",
        award,
    )
    return award.strip("“”、:, ")


def _by_title(outline: Outline, award: str) -> str:
    """A bare 集体 or 个人 takes the honour of that kind that the plan's first lines name in quotation marks."""
    if award not in {"集体", "个人", "单位", "组织"}:
        return award
    named = re.findall(r"“([^“”]{3,16})”", outline.sheet.text[:1500])
    kind = r"(?:者|个人|标兵|手|员|师|模范|人)$" if award == "个人" else r"(?:集体|组织|单位|窗口|班组|团队|企业)$"
    return next((str(name) for name in named if re.search(kind, name)), award)


def _scope_before(text: str, start: int, end: int) -> str:
    """The nearest 每班, 各县(市) before a count in its own clause, else in the clause before."""
    begin = max(text.rfind(c, max(0, start - 70), start) for c in "。;\n")
    begin = max(begin + 1, start - 70)
    last = ""
    for match in _SCOPE.finditer(text, begin, max(end, start)):
        last = match["scope"]
    return re.sub(r"^(?:在|由|要?求|其中|从|请|以|、|推荐|评选|原则上|按|向|组织|选树|报送|则|和|与)+", "", last)


def _from_table(outline: Outline, table: Table) -> Iterator[_Hit]:
    """Numbers under a column, or beside a row, that is headed 名额 or the like."""
    head = table.rows[0]
    column = next((i for i, cell in enumerate(head) if _TABLE_HEAD.search(cell.text)), None)
    if (
        column is not None
        and len(table.rows) > 1
        and sum(_count(row, column) is not None for row in table.rows[1:]) >= 2
    ):
        unit = _table_unit(outline, table, head[column])
        for row in table.rows[1:]:
            value = _count(row, column)
            if value is None and len(row) >= 2 and _TOTAL.match(row[0].text):
                value = _number(row[-1].text)
            label = next((cell.text for cell in row if cell.text and not cell.text.isdigit()), "")
            if value is None or not label:
                continue
            row_name = re.sub(r"[()\s]", "", label)
            award = f"{_table_award(outline, table, head[column])}({row_name})"
            yield _Hit(award, value[0], value[1] or unit, row[0].start, row[-1].end, 0.75)
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
    bracket = re.search(rf"\({_MEASURE}\)", head.text)
    if bracket:
        return unit_of(bracket["measure"], "")
    found = _TABLE_UNIT.search(head.text)
    if found:
        return {"节目": "节目", "作品": "works", "件": "works"}.get(found.group(), Unit.ORGANISATIONS)
    return Unit.PERSONS


def _table_award(outline: Outline, table: Table, head: Cell) -> str:
    """What the table distributes: named in its column, or by the caption above it."""
    name = re.sub(r"(?:分配)?(?:名额|数量|人数|数)(?:分配)?(?:\([^()]*\))?$", "", head.text)
    if len(name) >= 4:
        return name
    caption = re.findall(r"“([^“”\n]{2,14})”", outline.sheet.text[max(0, table.start - 80) : table.start])
    if caption:
        return str(caption[-1])
    above = outline.sheet.text[max(0, table.start - 3000) : table.start]
    candidates = re.findall(
        r"([\u3400-\u9fff]{2,6}(?:候选人|积极分子|先进个人|工作者|先进集体|标兵|之星|优秀教师|优秀党员|优秀学生))",
        above,
    )
    if candidates:
        best = max(set(candidates), key=candidates.count)
        return re.sub(r"^.*?(?=优秀|先进|最美|考核)", "", best) or best
    return name or head.text
