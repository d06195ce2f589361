"""Deadlines: what must be handed in, finished or reported by a day, or again and again in a fixed rhythm."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from zhengyou.campaign.plans.compiler.clauses import EDGE, clauses, sentences_with, weight
from zhengyou.campaign.plans.compiler.dates import When, Years, whens
from zhengyou.campaign.plans.compiler.draft import Deadline, Phase, Recurrence, Span
from zhengyou.campaign.plans.compiler.outline import Outline
from zhengyou.campaign.plans.compiler.recurring import find_recurring
from zhengyou.campaign.plans.compiler.within import due_after_issue, withins

_CLOCK = r"(?:\s?\([^()]{1,8}\))?\s?(?:上午|下午|晚上|中午|晚|早上)?\s?(?:\d{1,2}\s?[:点时]\s?\d{0,2}\s?分?)?\s?(?:下班|放学|晚自[习修])?"
_BY = re.compile(rf"{_CLOCK}(?:之前|以前|前(?!后|夕|期|列|往)|截止|为止|止(?=[,。;)\n]))")
_BARE_DAY = re.compile(
    r"(?<![\d月年至到-])(?<!月\s)(?P<d>[12]?\d|3[01])日(?:\([^()]{1,8}\))?\s?(?:下午|上午|下班)?(?:之前|以前|前(?![后夕期]))"
)
_MOST = 30_000
"""Duties of one kind that are looked at in one plan; no plan has as many, and no volume of plans either."""
_DATE_WORD = re.compile(r"[日号月年底末旬前截]")
_WITHIN_WORD = re.compile(r"[日天周期月][之以]?内")
_REPEATED = re.compile(r"每(?:年度?|个?季度?|个?月|学期|学年|半年|周)的?$")
_UNTIL = re.compile(r"[到至]\s?$")
_SAID_ABOVE = re.compile(
    r"(?:此项|该项|本项|上述|以上)(?:工作|任务|材料)?$|(?:负责|牵头)$|(?:完成|办结|整改|落实)?时[限间]:?$"
)
_THIS_FORM = re.compile("[此本]表")
_ENTRY_ENDS = re.compile(r"(?:报名)?截止(?:时间|日期)?:?")
_HOUR = re.compile(r"下班|中午|上午|下午|\d|$")
_BRACKET = re.compile("[/(]")
_NUMBERED = re.compile(r"[\d一二三四五六七八九十]{1,2}[、.)]\s?")
_END_OF_TIME = re.compile("[底末]$")
_ASKED = re.compile(r"请?[于在]\s?$")
_AND = re.compile(r"\s?(?:和|、|及|与)\s?")
_CLOSING_WORD = re.compile(
    r"(?:截止(?:时间|日期|至|到)?|最迟|最晚|限期|期限|(?:完成|办结|整改|落实)(?:时限|时间)|时限)(?:时间|日期)?(?:为|是|到|至|于)?\s?[:]?\s?$"
)
_HANDS_IN = re.compile(r"(?:上?报|交|送|提交|上传|发送|寄|完成|报送|传|发至|汇总)(?!名单|表|告)")
_MEANS = re.compile(
    r"(?:要)?(?:通过|采取|采用|按照|根据|结合|利用|围绕|以)|[^,]{0,16}(?:以[^,]{1,10}为单位|的要求|的基础上)$"
)
_VERB = re.compile(
    r"报|完成|送|交|上传|评|总结|开展|组织|推荐|检查|制[定订]|选|建立|成立|落实|召开|点评|备案|审|公[布示]|启动|整改|汇总|发|部署|做好|提出|形成|进行|落实|表彰"
)
_SUBJECT = re.compile(r"[^,要须应]{2,24}(?:都?要|应当?|必?须|需)(?!求)")


def find_deadlines(
    outline: Outline, years: Years, phases: tuple[Phase, ...], after: date | None
) -> tuple[Deadline, ...]:
    """Every dated and every recurring duty of a plan in the order of the text."""
    found = [
        *islice(_dated(outline, years, phases, after), _MOST), *_bare_days(outline, years), *find_recurring(outline),
        *islice(_after_events(outline, after), _MOST),
    ]  # fmt: skip
    found.sort(key=lambda item: item.span)
    return tuple(_distinct(found))


def _distinct(found: list[Deadline]) -> Iterator[Deadline]:
    """The duties without those told twice: in the same words, or in the same place by the same day."""
    seen: set[tuple[date | None, Recurrence | None, str]] = set()
    last: dict[tuple[date | None, Recurrence | None], Span] = {}
    for deadline in found:
        when = (deadline.due, deadline.recurrence)
        key = (*when, re.sub(r"\W", "", deadline.action)[:8])
        before = last.get(when)
        if key not in seen and not (before is not None and deadline.span.start < before.end):
            seen.add(key)
            last[when] = deadline.span
            yield deadline


def _dated(outline: Outline, years: Years, phases: tuple[Phase, ...], after: date | None) -> Iterator[Deadline]:
    text = outline.sheet.text
    for start, end in sentences_with(text, _DATE_WORD):
        listed = list(whens(text, years, start, min(end, start + 3000)))
        for position, when in enumerate(listed):
            by = _BY.match(text, when.end, end)
            closing = _CLOSING_WORD.search(text, max(start, when.start - 16), when.start)
            repeated = _REPEATED.search(text, max(start, when.start - 5), when.start)
            if (when.ranged and not closing) or repeated:
                continue
            if not by and not closing:
                yield from _year_end(outline, when, start, end)
                yield from _on_day(outline, when, start, end)
                continue
            due = when.last
            unknown = due is None and years.anchor is None and not when.stated
            if (due is None and not unknown) or (
                _UNTIL.search(text, max(start, when.start - 3), when.start) and not closing
            ):
                continue
            due = _not_before(due, after, stated=when.stated) if due else None
            tail = by.end() if by else when.end
            also = _also(text, listed[position + 1 : position + 2], tail, end)
            action_from = also.end if also else tail
            found = _action(outline, start, when.start, action_from, end)
            done = _HANDS_IN.match(text, tail, end)
            if (
                found is None
                or (due is None and not _VERB.search(found[0]))
                or (not done and _is_phase_bound(outline, phases, when, found))
            ):
                continue
            action, span = found
            confidence = (0.9 if when.stated else 0.8) if due else 0.5
            yield Deadline(due, None, action, span, confidence)
            if also is not None and also.last is not None:
                yield Deadline(also.last, None, action, span, confidence - 0.1)


def _after_events(outline: Outline, signed: date | None) -> Iterator[Deadline]:
    """Duties within a time that counts from an event: 印发之日起10个工作日内制定方案, 活动结束后3日内上交小结."""
    text = outline.sheet.text
    for start, end in sentences_with(text, _WITHIN_WORD):
        for begin, stop, within in withins(text, start, min(end, start + 2000)):
            action = _clause_after(text, stop, end)
            if weight(text[slice(*action)]) < 3 or not _VERB.search(text[slice(*action)]):
                continue
            due = due_after_issue(within, signed)
            sheet = outline.sheet
            yield Deadline(due, None, sheet.label(*action), sheet.span(begin, action[1]), 0.75 if due else 0.6, within)


def _bare_days(outline: Outline, years: Years) -> Iterator[Deadline]:
    """在14日(星期三)之前: a day without a month belongs to the month of the date before it."""
    text = outline.sheet.text
    for match in list(_BARE_DAY.finditer(text))[:40]:
        begin = max(0, match.start() - 1500)
        earlier = [when.first for when in whens(text, years, begin, match.start()) if when.first is not None]
        found = _action(
            outline,
            max(text.rfind(c, 0, match.start()) for c in "。;\n") + 1,
            match.start(),
            match.end(),
            _end_of(text, match.end()),
        )
        if not earlier or found is None:
            continue
        day = int(match["d"])
        month = earlier[-1].replace(day=1)
        if day < earlier[-1].day:
            month = (month + timedelta(days=32)).replace(day=1)
        try:
            yield Deadline(month.replace(day=day), None, found[0], found[1], 0.6)
        except ValueError:
            continue


def _end_of(text: str, start: int) -> int:
    found = re.compile(r"[。;\n]").search(text, start)
    return found.start() if found else len(text)


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
    if (
        not _END_OF_TIME.search(text, when.start, when.end)
        or when.start - start > 2
        or when.last is None
        or when.ranged
        or re.search(r"[到至]\s?$", text[max(0, when.start - 2) : when.start])
    ):
        return
    if text[when.end : when.end + 1] != ",":
        return
    found = _action(outline, start, when.start, when.end, end)
    if found and re.search(r"推荐|评选|总结|上报|报送|完成|考核|评比|表彰|召开|组织|检查|验收", text[when.end : end]):
        yield Deadline(when.last, None, found[0], found[1], 0.6)


def _on_day(outline: Outline, when: When, start: int, end: int) -> Iterator[Deadline]:
    """11月上旬完成选拔工作; 11月27日,各组…,并上报教科室: a date without 前 whose sentence hands something in."""
    text = outline.sheet.text
    rest = text[when.end : end]
    asked = _ASKED.search(text, max(start, when.start - 4), when.start) and _HANDS_IN.match(rest.lstrip())
    if when.last is not None and not when.ranged and asked:
        found = _action(outline, start, when.start, when.end, end)
        if found is not None:
            yield Deadline(when.last, None, found[0], found[1], 0.7)
        return
    if when.last is None or when.ranged or when.start - start > 3:
        return
    if re.match(r"[,]?\s?完成", rest) or re.search(
        r"(?:上报|报送|提交|上交)[^,]{1,12}$|报[^,]{2,10}(?:审核|审批|备案)$", rest
    ):
        clauses = [(when.end + m.start(), when.end + m.end()) for m in re.finditer(r"[^,]+", rest[:160])]
        if clauses:
            a = clauses[-2][0] if len(clauses) > 1 and weight(text[slice(*clauses[-1])]) < 12 else clauses[-1][0]
            sheet = outline.sheet
            yield Deadline(when.last, None, sheet.label(a, clauses[-1][1])[:50], sheet.span(a, clauses[-1][1]), 0.55)


def _action(outline: Outline, start: int, date_start: int, tail: int, end: int) -> tuple[str, Span] | None:
    """The words that identify a duty: the clause behind the date, with the object before it where that is apart.

    材料于3月1日前报送办公室 has its object before the date; (1月4日前完成) says what only in the words before the
    bracket; 此项工作在1月6日下班前完成 says it only in the heading.
    """
    sheet, text = outline.sheet, outline.sheet.text
    after = _clause_after(text, tail, end)
    before = _clause_before(text, start, date_start)
    words, lead = text[slice(*after)], text[slice(*before)]
    clause = text[max(text.rfind(",", start, date_start) + 1, start) : date_start]
    if weight(words) >= 4 and start < date_start and weight(clause) <= 1 and "," in text[start:date_start]:
        return sheet.label(*after), sheet.span(*after)
    if weight(words) >= 5 and not _HANDS_IN.match(words):
        return sheet.label(*after), sheet.span(*after)
    if _SAID_ABOVE.search(lead) or weight(lead) + weight(words) < 6 or text[before[0] - 1 : before[0]] == "(":
        before = _named_above(outline, start, before[0]) or before
    if _THIS_FORM.match(lead):
        return None
    if _ENTRY_ENDS.fullmatch(lead):
        asked = list(re.finditer(r"(?:填写|报名|提交|上传|报送|发送|递交|寄送)[^,。;]{2,24}", text[start:date_start]))
        before = (start + asked[0].start(), start + asked[0].end()) if asked else before
    if weight(text[slice(*before)]) < 2:
        return (sheet.label(*after), sheet.span(*after)) if weight(words) >= 2 else None
    label = sheet.label(*before)
    if not _HOUR.match(words):
        label += _BRACKET.split(sheet.label(*after), maxsplit=1)[0][:16]
    last = after[1] if after[1] > before[1] else date_start
    return label[:60], sheet.span(before[0], max(last, before[1]))


def _named_above(outline: Outline, start: int, at: int) -> tuple[int, int] | None:
    """What a bracket or a 此项工作 speaks of: the words before the bracket, else the heading of the numbered piece."""
    text = outline.sheet.text
    bracket = text.rfind("(", start, at + 1)
    if bracket > start:
        head = _clause_before(text, start, bracket)
        if weight(text[slice(*head)]) >= 4:
            return head
    node = outline.around(at)
    if node is not None and 2 <= weight(node.heading) <= 30 and node.heading_end <= at:
        return node.line.content, node.heading_end
    line = outline.line_at(at)
    if bracket >= 0 and line is not None and bracket - line.content >= 4:
        return _clause_before(text, line.content, bracket)
    return None


def _clause_after(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause behind a date that says what is done: means (通过…, 采取…) and the subject before 要 are left out."""
    while start < end and text[start] in " ,、:;":
        start += 1
    begin = stop = start
    for a, b in clauses(text, start, end):
        piece = text[a:b]
        stop = b
        if _MEANS.match(piece) and b < end and text[b : b + 1] == ",":
            begin = min(b + 1, end)
            continue
        if (
            (weight(text[begin:b]) >= 5 and _VERB.search(piece))
            or weight(text[begin:b]) >= 24
            or text[b : b + 1] == ")"
        ):
            break
    subject = _SUBJECT.match(text[begin:stop])
    if subject and weight(text[begin + subject.end() : stop]) >= 6:
        begin += subject.end()
    stop = min(stop, begin + 46, end)
    while stop > begin and text[stop - 1] in EDGE:
        stop -= 1
    return begin, stop


def _clause_before(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in EDGE + "于在为是请须":
        end -= 1
    begin = max(start, end - 26)
    cut = max(text.rfind(c, begin, end) for c in ",。;:(")
    if cut >= 0 and weight(text[cut + 1 : end]) >= 3:
        begin = cut + 1
    while begin < end and text[begin] in EDGE:
        begin += 1
    lead = _NUMBERED.match(text, begin, end)
    return (lead.end() if lead else begin), end


_NESTED = 12
"""Phases that may lie within each other; of those before a date only so many can hold it."""


def _start(phase: Phase) -> int:
    return phase.span.start


def _is_phase_bound(outline: Outline, phases: tuple[Phase, ...], when: When, found: tuple[str, Span]) -> bool:
    """Whether the date only bounds a phase: it stands in the phase's heading and nothing is said to be done by it."""
    here = outline.sheet.span(when.start, when.end)
    behind = bisect_right(phases, here.start, key=_start)
    for phase in reversed(phases[max(0, behind - _NESTED) : behind]):
        if phase.span.start <= here.start and here.end <= phase.span.end + 2:
            text = re.sub(r"\W", "", found[0])
            name = re.sub(r"\W", "", phase.name)
            if text in name or (name in text and len(text) < len(name) + 4) or found[1].end <= here.start + 1:
                return True
    return False
