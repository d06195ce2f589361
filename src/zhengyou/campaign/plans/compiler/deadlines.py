"""Deadlines: what must be handed in, finished or reported by a day, or again and again in a fixed rhythm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from zhengyou.campaign.plans.compiler.dates import When, Years, whens
from zhengyou.campaign.plans.compiler.draft import Deadline, Phase, Recurrence, Span
from zhengyou.campaign.plans.compiler.outline import Outline

_CLOCK = r"(?:\s?\([^()]{1,8}\))?\s?(?:上午|下午|晚上|中午|晚|早上)?\s?(?:\d{1,2}\s?[:点时]\s?\d{0,2}\s?分?)?\s?(?:下班)?"
_BY = re.compile(rf"{_CLOCK}(?:之前|以前|前(?!后|夕|期|列|往)|截止|为止|止(?=[,。;)\n]))")
_AND = re.compile(r"\s?(?:和|、|及|与)\s?")
_CLOSING_WORD = re.compile(r"(?:截止(?:时间|日期|至|到)?|截至|最迟|最晚|限期|期限)(?:时间|日期)?(?:为|是|到|至|于)?\s?[:]?\s?$")
_SENTENCE = re.compile(r"[^。;\n]+")
_RHYTHM = re.compile(
    r"(?P<rhythm>(?:每逢?|逐)(?:周|星期)[一二三四五六日]?|每周|每个?月|逐月|按月|月月|每两个?月|每双月|双月|每个?季度?|逐季|按季度?|每半年|每学期|每个?学年|每年度?|逐年|按年度?|每1个?月|每一季度)"
    r"(?P<or>(?:或|和|、)(?:双月|半年|季度?|年))?"
)
_DUTY = re.compile(
    r"次|开展|组织|进行|召开|报送|上报|报告|报|汇总|通报|检查|督查|评选|推选|评比|评议|点评|考核|总结|发放|学当|推荐|公布|公示|更新|提交|填报|走访|慰问|巡查|自查|下基层|学习|培训|调度|调研|例会|制度|运用|测评|表彰|研究|分析|听取|轮流|举办|填写|统计|排查|摸排"
)
_NOT_DUTY = re.compile(r"每(?:年|月|周|季|半年|学期)[^,。]{0,6}(?:阅读|增长|递增|有\d|收入|产值)|以来每年|历年|每年的?[^,。]{0,4}(?:左右|以上)|阅读课外")
_YEAR_POINT = re.compile(r"(?:每[^,。]{1,10}|^)(?P<point>年初|年(?:\(学年\))?[终末])(?P<act>[^。;\n]{4,80})")
_KINDS = (
    (re.compile(r"周|星期"), Recurrence.WEEKLY),
    (re.compile(r"两个?月|双月"), Recurrence.BIMONTHLY),
    (re.compile(r"半年|学期"), Recurrence.HALF_YEARLY),
    (re.compile(r"季"), Recurrence.QUARTERLY),
    (re.compile(r"月"), Recurrence.MONTHLY),
    (re.compile(r"年"), Recurrence.YEARLY),
)
_EDGE = " ,、:;()\n"


def find_deadlines(outline: Outline, years: Years, phases: tuple[Phase, ...], after: date | None) -> tuple[Deadline, ...]:
    """Every dated and every recurring duty of a plan in the order of the text."""
    found = [*_dated(outline, years, phases, after), *_recurring(outline)]
    found.sort(key=lambda item: item.span)
    return tuple(_distinct(found))


def _distinct(found: list[Deadline]) -> Iterator[Deadline]:
    seen: set[tuple[date | None, Recurrence | None, str]] = set()
    for deadline in found:
        key = (deadline.due, deadline.recurrence, re.sub(r"\W", "", deadline.action)[:8])
        if key not in seen:
            seen.add(key)
            yield deadline


def _dated(outline: Outline, years: Years, phases: tuple[Phase, ...], after: date | None) -> Iterator[Deadline]:
    text = outline.sheet.text
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        if not re.search(r"[日号月年底末旬]|前|截", sentence.group()):
            continue
        listed = list(whens(text, years, start, min(end, start + 3000)))
        for position, when in enumerate(listed):
            by = _BY.match(text, when.end, end)
            closing = _CLOSING_WORD.search(text, max(start, when.start - 16), when.start)
            if when.ranged and not closing:
                continue
            if not by and not closing:
                yield from _year_end(outline, when, start, end)
                continue
            due = when.last
            if due is None:
                continue
            due = _not_before(due, after, stated=when.stated)
            tail = by.end() if by else when.end
            also = _also(text, listed[position + 1 : position + 2], tail, end)
            action_from = also.end if also else tail
            found = _action(outline, start, when.start, action_from, end)
            if found is None or _is_phase_bound(outline, phases, when, found):
                continue
            action, span = found
            confidence = 0.9 if when.stated else 0.8
            yield Deadline(due, None, action, span, confidence)
            if also is not None and also.last is not None:
                yield Deadline(also.last, None, action, span, confidence - 0.1)


def _not_before(due: date, after: date | None, *, stated: bool) -> date:
    """A day whose year is not written and that lies more than half a year before the signature is next year's."""
    if after is not None and not stated and (after - due).days > 183:
        try:
            return due.replace(year=due.year + 1)
        except ValueError:
            return due
    return due


def _also(text: str, following: list[When], tail: int, end: int) -> When | None:
    """The second date of 今年年底前和明年上半年, which shares the action."""
    joint = _AND.match(text, tail, end)
    if joint and following and following[0].start == joint.end():
        return following[0]
    return None


def _year_end(outline: Outline, when: When, start: int, end: int) -> Iterator[Deadline]:
    """2011年底,采取…办法,推荐评选…: an end of a year or month at the head of a sentence, followed by a duty."""
    text = outline.sheet.text
    if not re.search(r"[底末]$", text[when.start : when.end]) or when.start - start > 2 or when.last is None or when.ranged:
        return
    if text[when.end : when.end + 1] != ",":
        return
    found = _action(outline, start, when.start, when.end, end)
    if found and re.search(r"推荐|评选|总结|上报|报送|完成|考核|评比|表彰|召开|组织|检查|验收", text[when.end : end]):
        yield Deadline(when.last, None, found[0], found[1], 0.6)


def _action(outline: Outline, start: int, date_start: int, tail: int, end: int) -> tuple[str, Span] | None:
    """The words that identify a duty: the clause behind the date, else the clause before it."""
    text = outline.sheet.text
    a, b = _clause_after(text, tail, end)
    if _weight(text[a:b]) < 4:
        a2, b2 = _clause_before(text, start, date_start)
        if _weight(text[a2:b2]) >= 2:
            a, b = a2, b2
    if _weight(text[a:b]) < 2:
        return None
    sheet = outline.sheet
    return sheet.label(a, b), sheet.span(a, b)


def _weight(text: str) -> int:
    return len(re.sub(r"[\W\d_]", "", text))


def _clause_after(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ,、:":
        start += 1
    stop = start
    for piece in re.finditer(r"[^,)]+", text[start:end]):
        stop = start + piece.end()
        verb = re.search(r"报|完成|送|交|上传|提交|评|总结|开展|组织|推荐|检查|制定|选|建立|成立|落实|召开", text[start:stop])
        if (_weight(text[start:stop]) >= 8 and verb) or text[stop : stop + 1] == ")" or _weight(text[start:stop]) >= 24:
            break
    stop = min(stop, start + 46, end)
    while stop > start and text[stop - 1] in _EDGE:
        stop -= 1
    return start, stop


def _clause_before(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in _EDGE + "于在为是请须":
        end -= 1
    begin = max(start, end - 30)
    cut = max(text.rfind(c, begin, end) for c in ",。;:)")
    if cut >= 0 and _weight(text[cut + 1 : end]) >= 3:
        begin = cut + 1
    while begin < end and text[begin] in _EDGE:
        begin += 1
    lead = re.match(r"[\d一二三四五六七八九十]{1,2}[、.]", text[begin:end])
    return (begin + lead.end() if lead else begin), end


def _is_phase_bound(outline: Outline, phases: tuple[Phase, ...], when: When, found: tuple[str, Span]) -> bool:
    """Whether the date only bounds a phase: it stands in the phase's heading and nothing is said to be done by it."""
    here = outline.sheet.span(when.start, when.end)
    for phase in phases:
        if phase.span.start <= here.start and here.end <= phase.span.end + 2:
            text = re.sub(r"\W", "", found[0])
            name = re.sub(r"\W", "", phase.name)
            if text in name or (name in text and len(text) < len(name) + 4) or found[1].end <= here.start + 1:
                return True
    return False


def _recurring(outline: Outline) -> Iterator[Deadline]:
    text = outline.sheet.text
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        if end - start > 3000:
            end = start + 3000
        for match in _RHYTHM.finditer(text, start, end):
            yield from _rhythm(outline, match, start, end)
        for match in _YEAR_POINT.finditer(text, start, end):
            if re.search(r"承诺|考评|考核|评议|总结|述职", match["act"]) and re.search(r"每|年终|年\(学年\)", text[start : match.end("point")]):
                a, b = _clause_after(text, match.start("point"), end)
                yield Deadline(None, Recurrence.YEARLY, outline.sheet.label(a, b), outline.sheet.span(a, b), 0.5)


def _rhythm(outline: Outline, match: re.Match[str], start: int, end: int) -> Iterator[Deadline]:
    text, sheet = outline.sheet.text, outline.sheet
    cut_left = max(text.rfind(c, start, match.start()) for c in ",;:,。(") + 1 or start
    clause_start = max(start, cut_left)
    stop = match.end()
    for piece in re.finditer(r"[^,;)]+[,;)]?", text[match.end() : min(end, match.end() + 90)]):
        stop = match.end() + piece.end()
        if _weight(text[match.end() : stop]) >= 6:
            break
    clause = text[match.start() : stop]
    whole = text[clause_start:stop]
    if not _DUTY.search(text[match.end() : stop]) or _NOT_DUTY.search(whole):
        return
    if re.match(r"\S{0,2}(?:推荐|选派|限报)?\S{0,4}\d*[名人]", text[match.end() : stop]) and not re.search("次", clause):
        return
    a = clause_start if match.start() - clause_start <= 14 else match.start()
    while a < stop and text[a] in _EDGE:
        a += 1
    b = min(stop, a + 46)
    while b > a and text[b - 1] in _EDGE:
        b -= 1
    kind = next((value for pattern, value in _KINDS if pattern.search(match["rhythm"])), None)
    if kind is None or _weight(text[a:b]) < 5:
        return
    yield Deadline(None, kind, sheet.label(a, b), sheet.span(a, b), 0.7)
    if match["or"]:
        other = next((value for pattern, value in _KINDS if pattern.search(match["or"])), None)
        if other is not None and other != kind:
            yield Deadline(None, other, sheet.label(a, b), sheet.span(a, b), 0.6)
