"""Bodies that a plan sets up (领导小组 and its office) or gives a task."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from zhengyou.campaign.plans.compiler.clauses import says_little
from zhengyou.campaign.plans.compiler.draft import Label
from zhengyou.campaign.plans.compiler.names import looks_like_organisation
from zhengyou.campaign.plans.compiler.outline import Outline

_LED = (
    r"领导小组|领导组|工作小组|工作组|协调小组|指导小组|评审小组|评选小组|考核小组|评定小组|评审组|评委组|专家组|督查组|督导组|检查组|巡查组|指导组|组委会|组织委员会|评审委员会|评选委员会"
    r"|评委会|仲裁委员会|专项小组|专班|工作专班|指挥部|筹备组|考评组|考核组|监督组|推进组|考察组|仲裁组|管理小组|肃纪小组|竞赛委员会|活动小组"
)
_NAME_CHARACTERS = r"[\w·×*“”、\u3400-\u9fff-]"
_SET_UP = re.compile(
    r"(?:成立|设立|组建|建立|组成|调整)(?:了|由[^,。]{2,30}?(?:为|任)组长的|以[^,。]{2,60}?(?:小组|组员|成员)的)?\s?(?:[\d一二两三四五六七八九十]{1,2}个)?"
    rf"(?P<name>(?:{_NAME_CHARACTERS}|\([^()]{{1,12}}\)|,(?=加强|推进|深入)){{0,60}}?(?:{_LED}))"
)
_LEADER_OF = re.compile(
    rf"(?:为|任)(?:组长|主任|副组长|成员|组员)[^。;]{{0,60}}?的(?P<name>{_NAME_CHARACTERS}{{0,30}}?(?:{_LED}))"
)
_NAMED = re.compile(rf"(?P<name>{_NAME_CHARACTERS}{{0,24}}?(?:{_LED}|(?<=活动)(?=办公室)))(?P<office>办公室)?")
_GROUP = re.compile(rf"{_LED}|活动(?=办公室)")
_OFFICE = re.compile(
    rf"(?P<name>(?:{_LED}|委员会|小组))(?:\s?,?下)?设(?:立)?(?:了)?(?:在[^,。]{{1,20}}的)?(?P<office>[^,。;:在]{{0,10}}?办公室|秘书处)"
)
_ANNEXED = re.compile(
    rf"(?:^|\n)\s?附(?:件|表)?\s?\d{{0,2}}\s?[:.、]?\s?(?P<name>{_NAME_CHARACTERS}{{0,30}}(?:{_NAME_CHARACTERS}|,){{0,40}}?(?:{_LED}))(?:成员)?(?:名单|组成人员)?(?=\n|$)"
)
_HEADED = re.compile(
    rf"(?:^|\n)\s?(?:[一二三四五六七八九十\d]{{1,2}}[、.]|\([一二三四五六七八九十\d]{{1,2}}\))?\s?(?P<name>{_NAME_CHARACTERS}{{0,16}}?(?:{_LED}|组织机构|领导机构))\s?[:]?\s?(?=\n\s?(?:组\s*长|主\s*任|顾\s*问|成\s*员))"
)
_DEPARTMENT_ENDS = (
    r"(?:(?:\([^()]{1,6}\))?(?:综治办|普法办|文明办|创建办|创先办|纪检办)|德育处|安全处|信息处|组织处|财务部|教研组|教学处|教务处|总务处|政教处|学生处|人事处|课程处|教科处|教研处|后勤处|督导处|监察室|教科室|教研室|党政办|党政办公室|校长室|校办|党办|政治处|保卫处|财务处|团委|妇联|纪委|纪检组"
    r"|管委会|支委会|组委会|评委会|学生会|理事会|工会委员会|委员会|党委会议|党委会|党总支会议|校务会议|联席会议|办公会议|宣传部|组织部|人事部|工作部|保障部|研究院|研究会|书画院|考试院|监察组|监督组|评审组|评委组|评审专家组|考核小组|考评小组"
    r"|推荐小组|评选小组|体育组|艺术组|美术组|音乐组|纪检组)"
)
_TASKS = (
    r"(?:负责(?!人|同志)|准备|主动|直接领导|领导|协调|配合|随机|检查|落实|公开|抽|认为|牵头|会同|审核|组织|承办|协助|根据|进行|下发|汇总|审定|批准|审批|评审|复核|初审|考核|认定|统筹|落实|做好|开展|具体|推荐|评选|评定|将(?!对)|拟定|制定|监督|督促|指导|安排|讨论|审议|研究|确定|提供|收集|统计|公布|公示"
    r"|按照|要(?:充分|切实|认真|加强|积极|做好|深入|及时|按)|聘请|对[^,。;]{2,20}(?:进行|开展)|于\d|共同|在[^,。;]{2,16}(?:基础上|范围内))"
)
_DEPARTMENT = rf"(?:[\u3400-\u9fff]{{0,6}}?{_DEPARTMENT_ENDS})"
_JOINT = r"(?:、|和|与|及|以及|会同|联合)"
_TASKED = re.compile(
    rf"(?:(?<=[,。;:\n()、. 和及由经与同])|^)(?P<names>{_DEPARTMENT}(?:(?:等(?:中层|职能)?(?:处室|科室|部门|单位))?{_JOINT}{_DEPARTMENT}){{0,6}})"
    rf"(?:等(?:中层|职能)?(?:处室|科室|部门|单位)?)?(?:,?(?:{_TASKS})|[^,。;:]{{0,10}}地进行|审核\))"
)
_ONE = re.compile(rf"(?:^|(?<=[、和与及])|(?<=会同)|(?<=联合)|(?<=处室)){_DEPARTMENT}(?=$|[、和与及会联等])")
_BY = re.compile(
    rf"(?:由|经|报请?|提交|会同)(?P<name>[\u3400-\u9fff]{{0,8}}?(?:{_DEPARTMENT_ENDS}|局|综治办|普法办|文明办|创建办)(?:会议)?)(?=[^,。;:\n]{{0,12}}?(?:{_TASKS}|批准|同意|决定|牵头|审|评))"
)
_HOSTS = re.compile(
    r"(?:由|,)(?P<name>[^,。;:由]{3,40}?)(?:联合|共同|具体)?(?:主办|承办|协办)|(?:承办|协办|指导|支持)单位\s?[:](?P<unit>[^,。;:\n]{3,60})|(?:[,。])(?P<hosts>[^,。;:]{3,24}?)(?:决定)?联合(?:举办|主办|开展|组织)|与(?P<with>[\u3400-\u9fff]{4,20})联合(?:举办|主办|开展)"
)
_IN_CHARGE = re.compile(
    r"(?:^|[,。;:\n、])(?P<name>[\u3400-\u9fff]{2,8}?(?:科|股|处|办|部|局|纪委|委员会|联合会|中心)|学生会|工会|医务室)"
    r"(?:具体)?(?:负责|牵头)(?!人|同志|制|任)"
)
_TAIL = r"(?:部|处|科|股|室|办|局|委|站|所|院|中心|支队|大队|中队|队|组|协会|联合会|工会|妇联|团委|专班|公司|银行|政府|党委|办公室|委员会|办事处|领导小组|分局|大厅|社)"
_NAME = rf"(?:[\u3400-\u9fff“”]{{1,14}}?{_TAIL}(?:\([^()]{{1,8}}\))?|工会|团委|妇联|纪委)"
_NAMES = rf"(?P<names>{_NAME}(?:(?:、|和|与|会同|联合){_NAME}){{0,8}}(?:等(?:有关|相关)?(?:部门|单位|科室))?)"
_CHARGED = re.compile(
    rf"(?:(?<=[,。;:\n(])|^)\s?{_NAMES}(?:统一|具体|共同|联合|要|应)?(?:负责(?!人|同志|制|任)|牵头(?!单位|部门)|配合|承办|协同|协助|(?:不?定期|随机)?(?:开展|进行|组织)(?:督查|督导|检查|暗访|考核|验收|抽查)|对照[^,。;]{{2,20}}进行|审定|复核)"
)
_CHARGED_BY = re.compile(
    rf"由{_NAMES}(?:统一|具体|共同|联合)*(?:负责|牵头|组织|承办|配合|汇总|审核|审查|评审|统筹|会审|实施|对[^,。;]{{2,24}}(?:进行|开展))"
)
_RESPONSIBLE = re.compile(
    r"(?:责任|牵头|配合|承办|实施|协作|主责)(?:单位|部门|科室|处室|股室|股所|分局)\s?[:]\s?(?P<names>[^。;:()\n]{2,120})"
)
_SUBJECT_AGAIN = re.compile(
    rf"(?:(?<=[,。;\n])|^)\s?(?P<names>[\u3400-\u9fff]{{1,8}}?{_TAIL})(?=每(?:日|天|月|季|周|半年|年|两|半)|按[月季周]|逐月)"
)
_ALIAS = re.compile(r"办公室\((?:以下)?简称[:]?“?([^“”()]{2,12})”?\)")
_ISSUER_SHORT = re.compile(r"[我本省市县区州旗总镇乡街社校院]{1,2}[局厅行委办院所校会部]|公司|集团|学校|医院|支队|总队")
_BELOW = re.compile(r"下设(?:有|立)?(?P<list>[^。;:()\n]{2,60})")
_LED_OFFICE = re.compile(
    rf"(?P<group>{_LED}|联席会议)(?:,?下)?设(?:立)?(?:有)?办公室|(?P<led>{_LED}|联席会议)办公室(?=设)"
)
_OFFICE_NAMED = re.compile(r"(?:^|(?<=[,。;\n]))\s?(?P<name>[\u3400-\u9fff“”]{2,12}办公室)设[在于]")
_OFFICE_BELOW = re.compile(r"(?<=[,。;])\s?下设(?:有)?(?P<office>办公室)")
_OFFICE_AT = re.compile(r"(?<=[,。;\n])\s?(?:其|该|日常|活动)?(?P<office>办公室)设[在于]")
_NOT_CHARGED = re.compile(
    r"^(?:各|每|全|本|有关|相关|所属|基层|该|其|此|我|以|按|对|在|并|经(?![济营开贸信发纪])|将|把|被|及|或|凡|如|具体|主要|分管|专门|党政)|(?:单位|部门|同志|人员|的部|全部|内部|干部|支部|一把手|负责|重要|主要|各.{0,3})$|[的了是]"
)
_TOO_GENERAL = frozenset(
    {
        "党委",
        "党组",
        "党总支",
        "组织部",
        "宣传部",
        "管委会",
        "研究院",
        "委员会",
        "协会",
        "学生会",
        "党委会议",
        "联席会议",
    }
)
_SENTENCE_WORDS = re.compile(
    r"推动|实现|建立|加强|制定|健全|扩大|注重|激发|作为|引领|使|由|将|和党|不断|努力|认真|通过|组织各|充分|确保|以及|积极|进一步|依法|争取|获得|属于|哪|党和|或者|各级|基层|上级|报当地|择优|向"
)


def find_bodies(outline: Outline, issuer: Label | None, recipients: list[Label]) -> list[Label]:
    """Bodies that the plan sets up (领导小组 and its office) or gives a task; neither addressees nor the issuer."""
    text = outline.sheet.text
    if says_little(text):
        return []
    found = [
        *_set_up(text), *_offices(text), *_mentioned(text), *_tasked(text), *_in_charge(text), *_charged(text),
        *_hosting(text), *_hosts_below(outline),
    ]  # fmt: skip
    return _distinct(outline, found, issuer, recipients)


def _set_up(text: str) -> Iterator[tuple[int, int, float]]:
    """Bodies that the plan sets up, and their offices."""
    for pattern, confidence in ((_SET_UP, 0.9), (_LEADER_OF, 0.85), (_ANNEXED, 0.7), (_HEADED, 0.85)):
        for match in _limited(pattern, text, 60):
            yield (*_trim(text, *match.span("name")), confidence)
    for match in _limited(_OFFICE, text, 30):
        yield match.start("name"), match.end("office"), 0.85


def _mentioned(text: str) -> Iterator[tuple[int, int, float]]:
    """Bodies of the kind that plans set up, where the text speaks of one as acting."""
    for match in islice(_names(text), 400):
        if re.search(r"[报向送由]|上级|当地", match["name"][:-4]):
            continue
        begins = match.start() and text[match.start() - 1] in "。,;\n、 ." and len(match["name"]) <= 8
        if match["office"]:
            yield (*_trim(text, *match.span()), 0.6)
        elif begins or _acts(text, match):
            yield (*_trim(text, *match.span("name")), 0.6)


def _names(text: str) -> Iterator[re.Match[str]]:
    """Names that end in the word for a group, looked for right before each such word."""
    until = 0
    for group in _GROUP.finditer(text):
        begin = max(until, group.start() - 24)
        match = _NAMED.search(text, begin, group.end() + len("办公室")) if group.end() > until else None
        if match is not None:
            yield match
            until = match.end()


def _tasked(text: str) -> Iterator[tuple[int, int, float]]:
    """Departments to which a sentence hands a task."""
    for match in _limited(_TASKED, text, 200):
        for one in _ONE.finditer(match["names"]):
            begin = match.start("names") + one.start()
            if _plausible(one.group()):
                yield (*_trim(text, begin, begin + len(one.group())), 0.5)
    for match in _limited(_BY, text, 100):
        decided = text[match.start()] == "经" and re.match("(?:研究|同意)", text[match.end() : match.end() + 2])
        upper = match["name"].endswith("局") and not re.match(
            "汇总|负责|牵头|组织", text[match.end() : match.end() + 2]
        )
        if not decided and not upper and _plausible(match["name"]):
            yield (*_trim(text, *match.span("name")), 0.5)


def _in_charge(text: str) -> Iterator[tuple[int, int, float]]:
    """Sections of any name that a sentence puts in charge: 督查科负责日常工作."""
    for match in _limited(_IN_CHARGE, text, 60):
        name = match["name"]
        if _plausible(name) and not re.match(r"[各每由具体主要专]|.{0,3}(?:单位|部门|同志)", name):
            yield (*_trim(text, *match.span("name")), 0.5)


def _offices(text: str) -> Iterator[tuple[int, int, float]]:
    """The office of a leading group: 领导小组下设办公室, 领导小组办公室设在…, or only 办公室设在… behind the group."""
    for match in _limited(_LED_OFFICE, text, 10):
        start = match.start("group") if match["group"] else match.start("led")
        yield start, match.end(), 0.85
    for match in _limited(_BELOW, text, 10):
        for one in re.compile(r"[^、,和及]+").finditer(text, *match.span("list")):
            if re.fullmatch(
                r"(?:[\d一二三四五六七八九十]个)?[\u3400-\u9fff]{2,10}(?:组|委员会|小组|专班)", one.group()
            ):
                yield one.start(), one.end(), 0.8
    for match in _limited(_OFFICE_NAMED, text, 5):
        yield (*match.span("name"), 0.7)
    for match in [*_limited(_OFFICE_AT, text, 3), *_limited(_OFFICE_BELOW, text, 3)]:
        groups = list(re.compile(rf"{_LED}|联席会议").finditer(text, max(0, match.start() - 400), match.start()))
        if groups:
            yield groups[-1].start(), match.end("office"), 0.8


def _charged(text: str) -> Iterator[tuple[int, int, float]]:
    """Bodies of any name that a sentence puts in charge, or that a line 责任单位 names."""
    for pattern, confidence in ((_CHARGED, 0.6), (_CHARGED_BY, 0.6), (_RESPONSIBLE, 0.7), (_SUBJECT_AGAIN, 0.5)):
        for match in _limited(pattern, text, 80):
            for one in re.compile(r"[^、,;和与\s]+(?:\([^()]*\))?").finditer(text, *match.span("names")):
                name = re.sub(r"^(?:会同|联合|由)|等?(?:有关|相关)?(?:部门|单位|科室)$|等$", "", one.group())
                start = one.start() + one.group().find(name)
                named = 2 <= len(name) <= 16 and re.search(rf"{_TAIL}(?:\([^()]*\))?$", name)
                if named and not _NOT_CHARGED.search(name) and not _SENTENCE_WORDS.search(name):
                    yield start, start + len(name), confidence


def _hosting(text: str) -> Iterator[tuple[int, int, float]]:
    """Organisations that host, guide or help to run the activity."""
    for match in _limited(_HOSTS, text, 20):
        group = next(g for g in ("name", "unit", "hosts", "with") if match[g])
        for piece in re.finditer(r"[^\s、和及]+", re.sub(r"决定$", "", match[group])):
            start = match.start(group)
            if looks_like_organisation(piece.group()):
                yield start + piece.start(), start + piece.end(), 0.6


def _hosts_below(outline: Outline) -> Iterator[tuple[int, int, float]]:
    """Organisations on the lines below a heading 承办单位."""
    text = outline.sheet.text
    for node in outline.nodes[:300]:
        if re.fullmatch(
            r"(?:主办|承办|协办|指导|支持)单位(?:[、和及](?:主办|承办|协办)单位)?", node.heading.rstrip(":")
        ):
            for one in re.compile(r"[^\s、,;。]+").finditer(
                text, node.heading_end, min(node.end, node.heading_end + 200)
            ):
                if looks_like_organisation(one.group()):
                    yield (*one.span(), 0.6)


def _acts(text: str, match: re.Match[str]) -> bool:
    """Whether a body that the plan only mentions is given something to do."""
    return bool(re.match(rf"(?:{_TASKS}|要|统筹|的?职责|工作职责)", text[match.end() : match.end() + 24]))


def _plausible(name: str) -> bool:
    return (
        not _SENTENCE_WORDS.search(name)
        and name not in _TOO_GENERAL
        and not re.search("家长|代表|支部|当地|[和及]|^每", name)
    )


def _limited(pattern: re.Pattern[str], text: str, most: int) -> list[re.Match[str]]:
    return list(islice(pattern.finditer(text), most))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the words before a body's name that belong to the sentence, not to the name."""
    name = text[start:end]
    lead = re.match(
        r"(?:(?:学校|我[校局委县市区]|各(?:地|单位|级)?)?(?:成立|设立|组建|建立|调整|切实|充分|发挥|要|由|以|经|在|对|报|请|将|把|和|与|及|、|的|了|其|向|按照|根据|听取|加强|参加|接受|上报|汇报|作为|是|通过))+",
        name,
    )
    if lead and lead.end() < len(name) - 2:
        start += lead.end()
    while start < end and text[start] in "、,-的了":
        start += 1
    return start, end


def _distinct(
    outline: Outline, found: list[tuple[int, int, float]], issuer: Label | None, recipients: list[Label]
) -> list[Label]:
    sheet = outline.sheet
    known = {_key(label.text) for label in recipients} | ({_key(issuer.text)} if issuer else set())
    aliases = set(_ALIAS.findall(sheet.text))
    result: list[Label] = []
    keys: list[str] = []
    for start, end, confidence in sorted(found, key=lambda item: (-item[2], item[0])):
        printed = sheet.label(start, end).replace(" ", "")
        label = _office_name(printed)
        loose = confidence < 0.8 and (_same_group(label, result) or label in aliases)
        if loose or re.search(r"设在|\d|[前后]将|于.*将", printed) or _ISSUER_SHORT.fullmatch(label):
            continue
        key = _key(label)
        if (
            len(key) < 2
            or len(key) > 60
            or key in known
            or any(key in other or other in key for other in keys)
            or (
                issuer
                and (key in _key(issuer.text) or any(_shortens(key, _key(one)) for one in issuer.text.split("、")))
            )
        ):
            continue
        keys.append(key)
        result.append(Label(label, sheet.span(start, end), confidence))
    return sorted(result, key=lambda item: item.span)


def _shortens(key: str, name: str) -> bool:
    """Whether a short name is made of characters of a long one in their order: 县妇联 of 安阳里县妇女联合会."""
    rest = iter(name)
    alike = key[-1:] == name[-1:] or key.endswith(("妇联", "团委", "残联", "工商联"))
    return alike and 3 <= len(key) <= 6 and all(character in rest for character in key)


def _office_name(label: str) -> str:
    """领导小组,下设办公室 and …领导小组…,办公室 as 领导小组办公室."""
    label = re.sub(r"[,\uff0c]?下?设(?:立|了|有)?(?=.{0,6}办公室)", "", label)
    far = re.fullmatch(rf"(?P<group>{_LED}|联席会议).*[^\u3400-\u9fff].*办公室", label)
    return f"{far['group']}办公室" if far else label


def _same_group(label: str, known: list[Label]) -> bool:
    """Whether a body mentioned in passing is the one that the plan set up, by a shorter or looser name."""
    office = re.fullmatch(r"(?:[\u3400-\u9fff]{0,4}(?:活动|创建|竞赛|评选|专班|工作|小组|组委会|指挥部))?办公室", label)
    if office and any(item.text.endswith("办公室") and item.confidence >= 0.8 for item in known):
        return True
    kind = re.search(r"(领导小?组|工作小?组|组委会|委员会)$", label)
    if not kind or re.match(r"[省市县区厅局]委|.{0,3}[省厅]", label):
        return False
    words = kind.group()[:2]
    return any(item.confidence >= 0.8 and words in item.text for item in known)


def _key(text: str) -> str:
    return re.sub(r"[\W_]", "", text)
