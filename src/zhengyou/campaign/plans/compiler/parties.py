"""Who is concerned: the recipients that a plan addresses, its issuer, and the bodies that it sets up or gives a task."""

from __future__ import annotations

import re

from zhengyou.campaign.plans.compiler.draft import Label
from zhengyou.campaign.plans.compiler.heads import (
    Signature,
    find_signatures,
    head_lines,
    issuer_from_title,
    organisation_in_text,
)
from zhengyou.campaign.plans.compiler.outline import Outline

_ADDRESSEE = re.compile(
    r"(?:工会|局|委|办|处室?|科室?|单位|单元|部门?|学校|学院|中心|公司|院|所|站|会|组|团|社|村|社区|镇|乡|街道|支部|总支|党委|行|政府|企业|厂|班主任|老师|教师|同学|同志|职工|组长|主任)"
    r"(?:\([^()]*\))?$"
)
_SPLIT_ENDS = re.compile(
    r"(?:工会|局|委员会|委|办公室|办|处室?|科室?|单位|部门|学校|学院|中心|公司|院|所|站|联合会|协会|组|团委|社区|支部|总支|党委|银行|政府|企业|领导小组)(?:\([^()]*\))?$"
)
_LED = (
    r"领导小组|领导组|工作小组|工作组|协调小组|指导小组|评审小组|评选小组|考核小组|评定小组|评审组|评委组|专家组|督查组|督导组|检查组|巡查组|指导组|组委会|组织委员会|评审委员会|评选委员会"
    r"|评委会|仲裁委员会|专项小组|专班|工作专班|指挥部|筹备组|考评组|考核组|监督组|推进组|管理小组|肃纪小组|竞赛委员会|活动小组"
)
_NAME_CHARACTERS = r"[\w·×*“”、\u3400-\u9fff-]"
_SET_UP = re.compile(
    r"(?:成立|设立|组建|建立|组成|调整)(?:了|由[^,。]{2,30}?(?:为|任)组长的|以[^,。]{2,60}?(?:小组|组员|成员)的)?\s?"
    rf"(?P<name>(?:{_NAME_CHARACTERS}|\([^()]{{1,12}}\)|,(?=加强|推进|深入)){{0,60}}?(?:{_LED}))"
)
_LEADER_OF = re.compile(rf"(?:为|任)(?:组长|主任|副组长|成员|组员)[^。;]{{0,60}}?的(?P<name>{_NAME_CHARACTERS}{{0,30}}?(?:{_LED}))")
_NAMED = re.compile(rf"(?P<name>{_NAME_CHARACTERS}{{0,24}}?(?:{_LED}))(?P<office>办公室)?")
_OFFICE = re.compile(
    rf"(?P<name>(?:(?:{_LED}|组委会|委员会|小组|领导组)))(?:\s?下)?设(?:立)?(?:了)?(?:在[^,。]{{1,20}}的)?(?P<office>[^,。;:在]{{0,10}}?办公室|秘书处)"
)
_TASKED = re.compile(
    r"(?:^|[,。;:\n)])\s?(?P<name>[\w\u3400-\u9fff、]{2,24}?(?:办公室|德育处|教学处|教务处|总务处|政教处|党政办|校办|团委|工会|组委会|管委会|党委会议|党政联席会议|联席会议|评委会|艺术组|体育组|美术组|教研组|委员会|考核小组|人事处|教科室|课程处|安全处|宣传部|组织部|监察室))"
    r"(?:负责|牵头|将|要|会同|审核|组织|承办|协助|根据|进行|对|统一|下发|具体|汇总|审定|批准|讨论|汇报|\()"
)
_HOSTS = re.compile(r"(?:由|,)(?P<name>[^,。;:由]{3,40}?)(?:联合|共同|具体)?(?:承办|协办)|(?:承办|协办|指导)单位\s?[:](?P<unit>[^,。;:\n]{3,60})")
_FILLER = re.compile(
    r"^.*?(?:(?:成立|设立|组建|建立|调整|特|决定|研究|加强|由|以|为|的|经|对|向|在|和|与|及|将|按照|根据|落实|报|请|发挥|充分|把|受|由于|负责人|参加|其中|设|是|听取|要|各|,)(?=[“\u3400-\u9fff]))"
)


def find_recipients(outline: Outline) -> list[Label]:
    """The organisations on the address line (主送), which ends with a colon between the title and the first sentence."""
    sheet = outline.sheet
    for line in head_lines(outline)[:30]:
        text = sheet.text[line.start : line.end]
        if not text.endswith(":") or len(text) < 4 or len(text) > 300 or line.kind or "。" in text:
            continue
        if re.search(r"如下|通知|方案|现将|附件|联系|电话|时间|地点|名单|组\s?长|成\s?员|主\s?任|单位:$|对象|关于|目标|主题|标准", text):
            continue
        if not _ADDRESSEE.search(text[:-1]):
            continue
        return _split_recipients(outline, line.start, line.end - 1)
    return []


def _split_recipients(outline: Outline, start: int, end: int) -> list[Label]:
    sheet = outline.sheet
    result = []
    for piece in re.finditer(r"(?:\([^()]*\)|[^,;,;()\n])+", sheet.text[start:end]):
        parts = list(re.finditer(r"(?:\([^()]*\)|[^、()])+", piece.group()))
        if len(parts) > 1 and not all(_SPLIT_ENDS.search(p.group()) for p in parts):
            parts = _rejoin(piece.group())
        for part in parts or [piece]:
            offset = start + piece.start() if part is not piece else start
            a, b = offset + part.start(), offset + part.end()
            label = sheet.label(a, b)
            if len(label) > 1:
                result.append(Label(label, sheet.span(a, b), 0.9))
    return result


def _rejoin(text: str) -> list[re.Match[str]]:
    """Split at 、 only behind a whole organisation: 各区、县(市)教育工会 stays one."""
    pattern = rf"(?:\([^()]*\)|[^()])+?{_SPLIT_ENDS.pattern[:-1]}(?=、|$)"
    found = list(re.finditer(pattern, text))
    return found if found and found[-1].end() == len(text) else []


def find_issuer(outline: Outline, title: Label | None, signatures: list[Signature], author: Label | None) -> Label | None:
    """The signing organisation, else the one in the title, on the web page, or named as host in the text."""
    signed = [s for s in signatures if s.organisation is not None]
    if signed and signed[0].organisation is not None:
        return signed[0].organisation
    sheet = outline.sheet
    bare = _bare_signature(outline)
    if bare:
        return bare
    named = issuer_from_title(title)
    if named and title:
        at = sheet.text.find(named)
        return Label(named, sheet.span(at, at + len(named)) if at >= 0 else title.span, 0.75)
    if author is not None:
        return author
    hosted = organisation_in_text(outline)
    if hosted:
        start, end, confidence = hosted
        text = re.sub(r"(?<=[会局厅院处部委])(?:和|与|、)", "、", sheet.label(start, end))
        return Label(text, sheet.span(start, end), confidence)
    return None


def _bare_signature(outline: Outline) -> Label | None:
    """An organisation alone on one of the last lines of the text, without a date."""
    sheet = outline.sheet
    body = [line for line in outline.lines if line.start >= outline.body_start]
    for line in body[-3:]:
        text = sheet.text[line.start : line.end]
        if not line.kind and 4 <= len(text) <= 30 and _strict(text):
            return Label(sheet.label(line.start, line.end), sheet.span(line.start, line.end), 0.6)
    return None


def _strict(text: str) -> bool:
    return bool(re.fullmatch(r"[\u3400-\u9fff×*]{2,28}(?:委员会|总工会|工会|局|政府|办公室|领导小组|中学|学校|大学|学院|公司|医院|党委|党组)", text))


def find_bodies(outline: Outline, issuer: Label | None, recipients: list[Label]) -> list[Label]:
    """Bodies that the plan sets up (领导小组 and its office) or gives a task; neither addressees nor the issuer."""
    sheet = outline.sheet
    text = sheet.text
    found: list[tuple[int, int, float]] = []
    for pattern, confidence in ((_SET_UP, 0.9), (_LEADER_OF, 0.85)):
        found += [(*_trim(text, *m.span("name")), confidence) for m in _limited(pattern, text, 60)]
    for match in _limited(_OFFICE, text, 30):
        found.append((match.start("name"), match.end("office"), 0.85))
    for match in _limited(_NAMED, text, 400):
        if match["office"]:
            found.append((*_trim(text, *match.span()), 0.6))
    for match in _limited(_TASKED, text, 200):
        found.append((*_trim(text, *match.span("name")), 0.5))
    for match in _limited(_HOSTS, text, 20):
        group = "name" if match["name"] else "unit"
        for piece in re.finditer(r"[^\s、和及]+", match[group]):
            start = match.start(group)
            found.append((start + piece.start(), start + piece.end(), 0.6))
    return _distinct(outline, found, issuer, recipients)


def _limited(pattern: re.Pattern[str], text: str, most: int) -> list[re.Match[str]]:
    result = []
    for match in pattern.finditer(text):
        result.append(match)
        if len(result) >= most:
            break
    return result


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
    result: list[Label] = []
    keys: list[str] = []
    for start, end, confidence in sorted(found, key=lambda item: (-item[2], item[0])):
        label = sheet.label(start, end).replace(" ", "")
        label = re.sub(r"(领导小组|领导组|小组|组委会|委员会)下?设(?:立|了)?(?=.{0,6}办公室)", r"\1", label)
        key = _key(label)
        if len(key) < 2 or key in known or any(key in other or other in key for other in keys):
            continue
        keys.append(key)
        result.append(Label(label, sheet.span(start, end), confidence))
    return sorted(result, key=lambda item: item.span)


def _key(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


__all__ = ["find_bodies", "find_issuer", "find_recipients", "find_signatures"]
