"""What a number counts: the names of honours, and to whom their numbers apply (每班, 各县)."""

from __future__ import annotations

import re

from zhengyou.campaign.plans.compiler.draft import Unit
from zhengyou.campaign.plans.compiler.outline import Outline

COUNT = r"(?P<count>\d{1,4}|[一二两三四五六七八九十]{1,3})"
PLACES = "条处座"
"""What lines, streets and places are counted in, and much that no plan gives away."""
_MEASURES = f"名|人|个|家|件|篇|项|例|组|户|支|幅|首|份|部|节目|队|所|对|位|{'|'.join(PLACES)}"
MEASURE = rf"(?P<measure>{_MEASURES})"
_AWARD_END = (
    r"(?:奖|单位|个人|集体|标兵|能手|之星|窗口|示范岗|岗位?|文明号|先锋号|红旗手|班组|组织|工作者|志愿者|选手|学生|教师|党员|职工|干部|品牌|企业|家庭|项目|站所|科室|处室|案例|作品|班级|模范|候选人|积极分子"
    r"|团队|支部|工会|论文|人物|员工|团员|运动员|裁判员|通讯员|教练员|辅导员|指导员|队员|会员|青年|班主任|代表|对象|人选|榜样|优胜者|得主|好人|工匠|节目|之家|车间|小组|职工之家|匠人|名师|带头人|新人|教练|课例|征文|正职|副职|职位|岗位|主任|文章|微课|设计稿|书画|摄影|视频|征文|方案)"
)
_AWARD_BEFORE = re.compile(
    rf"(?P<award>(?:[\w·\u3400-\u9fff“”]){{0,18}}?{_AWARD_END}(?![奖者员])[”]?)\s?(?:\([^()]{{1,12}}\))?\s?[:]?\s?(?P<how>[\u3400-\u9fff]{{0,7}})$"
)
_AWARD_AFTER = re.compile(rf"\s?(?:\([^()]{{1,20}}\))?\s?(?:的)?(?P<award>[“\u3400-\u9fff]{{0,12}}?{_AWARD_END})")
_QUOTED_BEFORE = re.compile(r"“(?P<award>[^“”]{2,24})”\s?(?:\([^()]{1,12}\))?\s?(?P<how>[\u3400-\u9fff:]{0,7})$")
GIVES = re.compile(
    r"推荐|直报|报|评选|评出|选送|报送|选派|表彰|奖励|评定|产生|设|确定|限|申报|选树|上报|推选|选拔|最多|不超过|超过|至少|各|共|递交|选出|评|组队|派队|推送|推报|录取|命名|名额|数量|报名|参赛|参加|约|为|取|:|择优|遴选|入围"
)
SCOPE = re.compile(
    r"(?P<scope>(?:(?:[高初][一二三][、和]?){1,3}(?:[\u3400-\u9fff]{2}班)?|[\u3400-\u9fff]{2}班|同一学校)?(?:每一?个?|各)(?!学期|学年|年度|年终|季|半年|月|周|日|天|项|次|类|种)(?:(?:[\w\u3400-\u9fff]|\([^()]{1,4}\)|、){0,14}?"
    r"(?:区、县\(市\)|县市区|市县区|区县|市县|班级?|学科|单位|支部|县\(市\)|县|市|区|镇|乡|组|学校|校|工会|部门|科室|年级|系(?!统)|街道|社区|处室|行业|类别|分会|院|企业|科|股|校各|所|站|村|学院|教研组|学段))"
    r"|(?:市直|省直|区直|县直|直属)(?:有关)?(?:学校|单位|机关|部门|工会|企业)|(?:[\u3400-\u9fff]{1,6})班(?=每班)"
    r"|每一?个?(?!学期|学年|年度|年终|季|半年|月|周|日|天|次|届|人|名)[\u3400-\u9fff]{1,8}?(?=设|评|推|选|限|报|可|不超|不少|不得|至少|最多|组队|派|上报|配|各|名额|\d))"
)
_VERBS = r"(?:评选|评出|评定|评比|评|选树|命名|表彰|树立|推选|授予|设立?(?!计)|产生|奖励|推荐|选送|选派|通报表扬|挂牌|认定|遴选|选拔|公布)"
_BUILDS = r"(?:创建|创成|建成|打造|培育|建设|争创)"
_LEFT_OUT = r"(?:出|了|产生|全[省市县区镇乡院校局行司国]|年度|本年度|优秀的|一批|共|新)*"
_BY_VERB = re.compile(
    rf"(?:{_VERBS}|\d\s?(?:{_MEASURES})\s?[、和及]|(?P<builds>{_BUILDS})){_LEFT_OUT}[“]?"
    r"(?P<award>[^、,;:。()\d\n]{2,20})$"
)
_MODEL = re.compile(r"示范|标杆|样板|先进|最美|星级|品牌|特色|优秀|达标|文明|“|先锋|模范|满意")
_SENDER = re.compile(
    r"^(?!参赛|报名)[\u3400-\u9fff]{0,8}(?:机关|局|学院|院|校|企业|部门|单位|工会|支部|街道|乡镇|公司|中学|系统|集团|幼儿园|医院|社区)$"
)
"""Who sends or chooses, not what is sent or chosen."""
_HEAD = re.compile(r"(?P<award>[\u3400-\u9fff“”]{2,20}?)\s?(?:\([^()]{1,14}\))?\s?[:]")
_NOT_AFTER_EITHER = re.compile(r"(?:班级|学生|年级|学校|单位)")


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


def award_of(outline: Outline, left: int, match: re.Match[str]) -> tuple[str, float] | None:
    """What a number counts: the quoted or plain name beside it, the name before the colon, or the heading."""
    text = outline.sheet.text
    before = re.sub(r"\d{1,3}\s?[-至到~]\s?$", "", text[left : match.start()]).rstrip()
    clause = before[before.rfind(",") + 1 :][-45:]
    quoted = _QUOTED_BEFORE.search(clause)
    if quoted and (not quoted["how"] or GIVES.search(quoted["how"])):
        return quoted["award"], 0.9
    found = _behind(text, before, clause, match) or _in_front(outline, clause, match)
    if found is None or found[1] < 0.7:
        return _by_verb(clause) or found
    return found


def _by_verb(clause: str) -> tuple[str, float] | None:
    """Whatever stands between a verb of giving, or the count before it, and a count: 评选服务明星10名、示范网点2个."""
    named = _BY_VERB.search(clause)
    if named is None or (named["builds"] and not _MODEL.search(named["award"])):
        return None
    award = named["award"]
    if re.search(rf"[每各]|不超|至少|最多|不少|名额|数量|{_VERBS}|按|由|从|将", award):
        return None
    return award, 0.7


def _behind(text: str, before: str, clause: str, match: re.Match[str]) -> tuple[str, float] | None:
    """The name behind a count, 3名优秀党务工作者, or what the counted persons go on to, 2名教师参加比武."""
    if re.match(
        r"(?:选手|队员|代表|职工|人员|同志|教师|学生|居民|青年|员工)?(?:参赛|参加(?=[,。;]))",
        text[match.end() : match.end() + 10],
    ):
        contest = re.findall(
            r"(?:组织|开展|举办|举行|参加)([^,。;“”]{2,16}?(?:竞赛|比赛|大赛|比武))",
            text[max(0, match.start() - 90) : match.start()],
        )
        return (contest[-1] if contest else "参赛"), 0.6
    joins = re.match(
        r"[\u3400-\u9fff]{0,6}?(?:参加|进入|晋级)(?P<award>[\u3400-\u9fff]{2,12})", text[match.end() : match.end() + 20]
    )
    if joins and GIVES.search(clause[-8:]):
        return joins["award"], 0.7
    total = re.search(r"(?P<award>[\u3400-\u9fff]{2,10})\((?:包括|含)[^()]*共$", before)
    if total:
        return total["award"], 0.6
    behind = _AWARD_AFTER.match(text, match.end(), match.end() + 40)
    if behind and len(behind["award"]) >= 3 and GIVES.search(clause[-14:]):
        name = behind["award"]
        does = re.match(r"[做作](?P<what>[\u3400-\u9fff]{2,6})", text[behind.end() : behind.end() + 8])
        name += does["what"] if does else ""
        return (_named_near(text, match.start()) + name if name in {"候选人", "人选", "代表"} else name), 0.75
    return None


def _in_front(outline: Outline, clause: str, match: re.Match[str]) -> tuple[str, float] | None:
    """The name in front of a count, in its clause or before the colon of its line, else named near by."""
    text = outline.sheet.text
    bare = SCOPE.sub("", clause)
    for words in (clause, bare):
        plain = _AWARD_BEFORE.search(words)
        if plain and (not plain["how"] or GIVES.search(plain["how"])):
            return plain["award"], 0.75
    if not bare.strip(" ,、") and bare != clause:
        return None
    if not (GIVES.search(clause[-10:]) or clause.endswith((":", "、"))) or _NOT_AFTER_EITHER.match(text, match.end()):
        return None
    line = outline.line_at(match.start())
    if line is not None:
        head = _HEAD.match(text, line.content, match.start())
        if head and not re.search(r"时间|地点|范围|对象|数量|名额|要求|内容|条件|方式", head["award"]):
            return head["award"], 0.7
    own = _own_words(bare)
    if own and _SENDER.search(own):
        placed = _award_of_place(outline, match)
        return (f"{placed[0]}({own})", 0.5) if placed else (own, 0.4)
    return (own, 0.5) if own else _award_of_place(outline, match)


def _own_words(clause: str) -> str:
    """The noun before the verb of a clause that ends in a count: 小学限报, 参赛作品原则上不少于."""
    own = re.search(
        r"(?P<own>[\u3400-\u9fff]{2,10}?)(?:名额)?(?:原则上|可|限|最多|不得超过|不超过|不少于|至少|为|直|共)*(?:推荐|限报|直报|报|选派|选送|评选|评定|评出|表彰|选树|奖励|产生|名额|数量|限)?(?:为|不超过|最多|至少|共)?$",
        clause,
    )
    if (
        own
        and not re.search(r"不超|超过|至少|最多|不少|原则上|推荐|每|各|名额|可|(?:单|其|分)中$|要求", own["own"])
        and not re.fullmatch("原则上?", own["own"])
    ):
        return str(own["own"])
    return ""


def _award_of_place(outline: Outline, match: re.Match[str]) -> tuple[str, float] | None:
    """The honour named near a bare number, the heading above it, or the honour of the plan's title."""
    text = outline.sheet.text
    named = re.findall(
        r"“([^“”]{2,14})”(?:[\u3400-\u9fff]{2,4}(?:比赛|竞赛|大赛|评选|活动))?",
        text[max(0, match.start() - 160) : match.end() + 20],
    )
    named = [name for name in named if re.search(rf"{_AWARD_END}$|杯$|家$", name)]
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
    found = [
        name for name in re.findall(r"“([^“”\n]{3,14})”", text[:300]) if re.search(rf"{_AWARD_END}$|杯$|家$", name)
    ]
    return str(found[0]) if found else ""


def _named_near(text: str, at: int) -> str:
    """The nearest honour named around a bare 候选人."""
    found = re.findall(
        r"(?:优秀|先进|最美|模范)[\u3400-\u9fff]{2,5}(?:者|个人|集体|员|师|生|部|手|兵)",
        text[max(0, at - 160) : at + 60],
    )
    return str(found[0]) if found else ""


def plain_award(award: str, scope: str) -> str:
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


def by_title(outline: Outline, award: str) -> str:
    """A bare 集体 or 个人 takes the honour of that kind that the plan's first lines name in quotation marks."""
    if award not in {"集体", "个人", "单位", "组织"}:
        return award
    named = re.findall(r"“([^“”]{3,16})”", outline.sheet.text[:1500])
    kind = r"(?:者|个人|标兵|手|员|师|模范|人)$" if award == "个人" else r"(?:集体|组织|单位|窗口|班组|团队|企业)$"
    return next((str(name) for name in named if re.search(kind, name)), award)


def scope_before(text: str, start: int, end: int) -> str:
    """The nearest 每班, 各县(市) before a count in its own clause, else in the clause before."""
    begin = max(text.rfind(c, max(0, start - 70), start) for c in "。;\n")
    begin = max(begin + 1, start - 70)
    last = ""
    for match in SCOPE.finditer(text, begin, max(end, start)):
        last = match["scope"]
    return re.sub(r"^(?:在|由|要?求|其中|从|请|以|、|推荐|评选|原则上|按|向|组织|选树|报送|则|和|与)+", "", last)
