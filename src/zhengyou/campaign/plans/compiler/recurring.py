"""Duties that return in a fixed rhythm: 每季度报送一次, 按月调度, 每月10日为接待日."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from zhengyou.campaign.plans.compiler.clauses import EDGE, clauses, sentences_with, weight
from zhengyou.campaign.plans.compiler.draft import Deadline, Recurrence
from zhengyou.campaign.plans.compiler.outline import Outline

_RHYTHM = re.compile(
    r"(?P<rhythm>(?:每逢?|逐)(?:周|星期)[一二三四五六日]?|每周|(?:每|逐|按)个?旬[末初]?|旬旬|每个?月[底末初]?|逐月|按月|月月|每两个?月|每双月|双月|每个?季度?|逐季|按季度?|每半年|每个?学期[末初]?|每个?学年[末初]?|每年度?[底末初]?|逐年|按年度?|每1个?月|每一季度|次月|当月(?=底|末))"
    r"(?P<or>(?:或|和|、)(?:双月|半年|季度?|年))?"
)
_MOST = 30_000
"""Duties that are looked at in one plan; no plan has as many."""
_RHYTHM_WORD = re.compile(r"[每逐按]|月月|旬旬|双月|次月|当月|年\(学年")
_DUTY = re.compile(
    r"次|开展|组织|进行|召开|报送|上报|报告|报|汇总|通报|检查|督查|评选|推选|评比|评议|点评|考核|总结|发放|学当|推荐|公布|公示|更新|提交|填报|走访|慰问|巡查|自查|下基层|学习|培训|调度|调研|例会|制度|运用|测评|表彰|研究|分析|听取|轮流|举办|填写|统计|排查|摸排|暗访|值班|值守|接待|公开|核查|演练|抽查|回访|座谈|会商|约谈|观摩|交流|维护|保养|会诊|讲评|宣讲|研判|召集|碰头|打分|晾晒|[\u3400-\u9fff]{2,6}日(?=$|[,。;])"
)
_NOT_DUTY = re.compile(
    r"每(?:年|月|周|季|半年|学期)[^,。]{0,6}(?:阅读|增长|递增|有\d|收入|产值)|以来每年|历年|每年的?[^,。]{0,4}(?:左右|以上)|阅读课外"
)
_YEAR_POINT = re.compile(r"(?:每[^,。\d]{1,8}年[初终末]|(?<![\u3400-\u9fff])年(?:\(学年\))[终末])")
_FREQUENCY = re.compile(r"(?:要|应|须|至少|不少于|各|原则上|分别|都){0,3}\s?(?:\d|[一二两三四五]){1,2}[次回]")
_PLACES = re.compile(r"\S{0,2}(?:推荐|选派|限报)?\S{0,4}\d*[名人]")
_KINDS = (
    (re.compile(r"周|星期"), Recurrence.WEEKLY),
    (re.compile(r"旬"), Recurrence.TEN_DAYS),
    (re.compile(r"两个?月|双月"), Recurrence.BIMONTHLY),
    (re.compile(r"半年|学期"), Recurrence.HALF_YEARLY),
    (re.compile(r"季"), Recurrence.QUARTERLY),
    (re.compile(r"月"), Recurrence.MONTHLY),
    (re.compile(r"年"), Recurrence.YEARLY),
)


def find_recurring(outline: Outline) -> list[Deadline]:
    """Every duty that the plan wants again and again."""
    known = list(islice(_told(outline), _MOST))
    return [*known, *_short(outline, known)]


def _told(outline: Outline) -> Iterator[Deadline]:
    """Duties whose rhythm a clause tells: 每季度报送一次."""
    text, sheet = outline.sheet.text, outline.sheet
    for start, stop in sentences_with(text, _RHYTHM_WORD):
        end = min(stop, start + 3000)
        for match in _RHYTHM.finditer(text, start, end):
            yield from _rhythm(outline, match, start, end)
        for match in _YEAR_POINT.finditer(text, start, end):
            act = re.compile(r"[^,。;]{0,24}?(?:作出[^,。;]{0,6}承诺|考评|考核|评议|总结|述职)").search(
                text, match.end(), min(end, match.end() + 90)
            )
            if act is None:
                continue
            said = sheet.label(*match.span()) + sheet.label(*act.span())[-16:]
            yield Deadline(None, Recurrence.YEARLY, said, sheet.span(match.start(), act.end()), 0.5)


_MARK = re.compile(r"\s?(?:\(?[\d一二三四五六七八九十]{1,2}[.、)]|[一二三四五六七八九十]是|[①-⑳])\s?(?=\D)")
"""The number of a piece or a sentence, which is no part of the duty that it tells."""
_DAY_OF_RHYTHM = re.compile(r"\d{1,2}[日号](?:之?前|以前|下班前)?,?")


def _rhythm(outline: Outline, match: re.Match[str], start: int, end: int) -> Iterator[Deadline]:
    text, sheet = outline.sheet.text, outline.sheet
    begin = match.end()
    frequency = _FREQUENCY.match(text, begin, end)
    tail = frequency.end() if frequency else begin
    if text[tail : tail + 1] == "“" or _NOT_DUTY.search(
        text[max(start, match.start() - 12) : min(end, match.end() + 12)]
    ):
        return
    stop = tail
    for _, piece_end in clauses(text, tail, end):
        stop = piece_end
        said = text[tail:piece_end]
        if (
            weight(said) >= 6
            or re.search(r"[次遍回]$", said)
            or text[piece_end : piece_end + 1] == ")"
            or re.fullmatch(rf"\s?(?:{_DUTY.pattern})\s?", said)
        ):
            break
    clause = text[begin:stop]
    places = _PLACES.match(clause) and "次" not in clause and not re.match(r"评选|评比|推选|评定|评出", clause)
    if not _DUTY.search(clause) or places:
        return
    subject = re.search(r"(?:“[^“”]{2,14}”|[^,;:,。()、”]{2,14})$", text[start : match.start()])
    a = match.start() - len(subject.group()) if subject else match.start()
    b = min(stop, match.start() + 60)
    while b > a and text[b - 1] in EDGE:
        b -= 1
    mark = _MARK.match(text, a, b)
    a = mark.end() if mark else a
    kind = _kind(match["rhythm"])
    if kind is None or weight(text[a:b]) < 5:
        return
    day = _DAY_OF_RHYTHM.match(text, tail, b)
    told = day.end() if day else tail
    said = sheet.label(told, b) if weight(text[told:b]) >= 12 else sheet.label(a, b)
    yield Deadline(None, kind, said, sheet.span(a, b), 0.7)
    other = _kind(match["or"]) if match["or"] else None
    if other is not None and other != kind:
        yield Deadline(None, other, said, sheet.span(a, b), 0.6)


_SHORT = re.compile(
    r"(?<=[、,行立施“])(?P<rhythm>[周旬月季])(?:一)?(?P<what>调度|通报|讲评|点评|碰头|例会|考核|评比|比评|观摩|督查|汇报|报告|总结|考评|公示|晾晒|研判|会商|分析|检查)(?=[、,。;制”])"
)


def _short(outline: Outline, known: list[Deadline]) -> Iterator[Deadline]:
    """周调度、月通报、季讲评, unless the sentences near by tell the same rhythm at length."""
    text, sheet = outline.sheet.text, outline.sheet
    for match in list(_SHORT.finditer(text))[:40]:
        kind = _kind(match["rhythm"])
        span = sheet.span(match.start("rhythm"), match.end())
        told = any(one.recurrence == kind and abs(one.span.start - span.start) <= 200 for one in known)
        if kind is not None and not told:
            yield Deadline(None, kind, sheet.label(match.start("rhythm"), match.end("what")), span, 0.6)


def _kind(word: str) -> Recurrence | None:
    return next((value for pattern, value in _KINDS if pattern.search(word)), None)
