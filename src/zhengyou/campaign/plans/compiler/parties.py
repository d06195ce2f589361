"""Who is concerned: the recipients that a plan addresses, its issuer, and the bodies that it sets up or gives a task."""

from __future__ import annotations

import re

from zhengyou.campaign.plans.compiler.draft import Label
from zhengyou.campaign.plans.compiler.heads import (
    Signature,
    head_lines,
    issuer_from_title,
    organisation_in_text,
)
from zhengyou.campaign.plans.compiler.outline import Outline

_ADDRESSEE = re.compile(
    r"(?:工会|局|委|办|处室?|科室?|单位|单元|部门?|学校|学院|中心|公司|院|所|站|会|组|团|社|村|社区|镇|乡|街道|支部|总支|党委|行|政府|企业|团体|组织|机构|园区|管理区|分局|支队|大队|基层|处所|厂|班主任|老师|教师|同学|同志|职工|组长|主任)"
    r"(?:\([^()]*\))?$"
)
_SPLIT_ENDS = re.compile(
    r"(?:工会|局|委员会|委|办公室|办|处室?|科室?|单位|部门?|学校|学院|中心|公司|院|所|站|联合会|协会|组|团委|社区|支部|总支|党委|银行|政府|企业|领导小组|幼儿园|分局|支队|大队|队|班主任|老师|教师|职工|同学)(?:\([^()]*\))?$"
)
_EVERY = re.compile(r"(?:^|[,、;])\s?(?:[^,、;]{0,4}各|全体|有关)[^,、;]{2,}")


def find_recipients(outline: Outline) -> list[Label]:
    """The organisations on the address line (主送), which ends with a colon between the title and the first sentence."""
    sheet = outline.sheet
    for line in head_lines(outline)[:30]:
        text = sheet.text[line.start : line.end]
        if not text.endswith(":") or len(text) < 4 or len(text) > 300 or line.kind or "。" in text:
            continue
        if re.search(
            r"如下|通知|方案|现将|附件|联系|电话|时间|地点|名单|组\s?长|成\s?员|^副?主\s?任|[主承协]办单位:|指导单位:|对象|关于|目标|主题|标准",
            text,
        ):
            continue
        if not _ADDRESSEE.search(text[:-1]) and not _EVERY.search(text):
            continue
        return _split_recipients(outline, line.start, line.end - 1)
    return []


def _split_recipients(outline: Outline, start: int, end: int) -> list[Label]:
    sheet = outline.sheet
    result = []
    for piece in re.finditer(r"(?:\([^()]*\)|[^,;,;()\n])+", sheet.text[start:end]):
        parts = list(re.finditer(r"(?:\([^()]*\)|[^、()])+", piece.group()))
        if (
            len(parts) == 2
            and parts[0].group().startswith("各")
            and not re.search(r"各|有关|直|全体|所属", parts[1].group())
        ):
            parts = []
        elif len(parts) > 1 and not all(_SPLIT_ENDS.search(p.group()) for p in parts):
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


def find_issuer(
    outline: Outline, title: Label | None, signatures: list[Signature], author: Label | None
) -> Label | None:
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
    return bool(
        re.fullmatch(
            r"[\u3400-\u9fff×*]{2,28}(?:委员会|总工会|工会|局|政府|办公室|领导小组|中学|学校|大学|学院|公司|医院|党委|党组)",
            text,
        )
    )
