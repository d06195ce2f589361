"""Deadlines: what must be handed in, finished or reported by a day, or again and again in a fixed rhythm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from zhengyou.campaign.plans.compiler.dates import When, Years, whens
from zhengyou.campaign.plans.compiler.draft import Deadline, Phase, Recurrence, Span
from zhengyou.campaign.plans.compiler.outline import Outline

_CLOCK = r"(?:\s?\([^()]{1,8}\))?\s?(?:上午|下午|晚上|中午|晚|早上)?\s?(?:\d{1,2}\s?[:点时]\s?\d{0,2}\s?分?)?\s?(?:下班|放学|晚自[习修])?"
_BY = re.compile(rf"{_CLOCK}(?:之前|以前|前(?!后|夕|期|列|往)|截止|为止|止(?=[,。;)\n]))")
_BARE_DAY = re.compile(
    r"(?<![\d月年至到-])(?<!月\s)(?P<d>[12]?\d|3[01])日(?:\([^()]{1,8}\))?\s?(?:下午|上午|下班)?(?:之前|以前|前(?![后夕期]))"
)
_AND = re.compile(r"\s?(?:和|、|及|与)\s?")
_CLOSING_WORD = re.compile(
    r"(?:截止(?:时间|日期|至|到)?|最迟|最晚|限期|期限)(?:时间|日期)?(?:为|是|到|至|于)?\s?[:]?\s?$"
)
_SENTENCE = re.compile(r"[^。;\n]+")
_RHYTHM = re.compile(
    r"(?P<rhythm>(?:每逢?|逐)(?:周|星期)[一二三四五六日]?|每周|每个?月[底末初]?|逐月|按月|月月|每两个?月|每双月|双月|每个?季度?|逐季|按季度?|每半年|每个?学期[末初]?|每个?学年[末初]?|每年度?[底末初]?|逐年|按年度?|每1个?月|每一季度)"
    r"(?P<or>(?:或|和|、)(?:双月|半年|季度?|年))?"
)
_DUTY = re.compile(
    r"次|开展|组织|进行|召开|报送|上报|报告|报|汇总|通报|检查|督查|评选|推选|评比|评议|点评|考核|总结|发放|学当|推荐|公布|公示|更新|提交|填报|走访|慰问|巡查|自查|下基层|学习|培训|调度|调研|例会|制度|运用|测评|表彰|研究|分析|听取|轮流|举办|填写|统计|排查|摸排"
)
_NOT_DUTY = re.compile(
    r"每(?:年|月|周|季|半年|学期)[^,。]{0,6}(?:阅读|增长|递增|有\d|收入|产值)|以来每年|历年|每年的?[^,。]{0,4}(?:左右|以上)|阅读课外"
)
_YEAR_POINT = re.compile(r"(?:每[^,。\d]{1,8}年[初终末]|(?<![\u3400-\u9fff])年(?:\(学年\))[终末])")
_FREQUENCY = re.compile(r"(?:要|应|须|至少|不少于|各|原则上|分别|都){0,3}\s?(?:\d|[一二两三四五]){1,2}[次回]")
_PLACES = re.compile(r"\S{0,2}(?:推荐|选派|限报)?\S{0,4}\d*[名人]")
_KINDS = (
    (re.compile(r"周|星期"), Recurrence.WEEKLY),
    (re.compile(r"两个?月|双月"), Recurrence.BIMONTHLY),
    (re.compile(r"半年|学期"), Recurrence.HALF_YEARLY),
    (re.compile(r"季"), Recurrence.QUARTERLY),
    (re.compile(r"月"), Recurrence.MONTHLY),
    (re.compile(r"年"), Recurrence.YEARLY),
)
_EDGE = " ,、:;(\n"
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
    found = [*_dated(outline, years, phases, after), *_bare_days(outline, years), *_recurring(outline)]
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
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        if not re.search(r"[日号月年底末旬]|前|截", sentence.group()):
            continue
        listed = list(whens(text, years, start, min(end, start + 3000)))
        for position, when in enumerate(listed):
            by = _BY.match(text, when.end, end)
            closing = _CLOSING_WORD.search(text, max(start, when.start - 16), when.start)
            repeated = re.search(
                r"每(?:年度?|个?季度?|个?月|学期|学年|半年|周)的?$", text[max(start, when.start - 5) : when.start]
            )
            if (when.ranged and not closing) or repeated:
                continue
            if not by and not closing:
                yield from _year_end(outline, when, start, end)
                yield from _on_day(outline, when, start, end)
                continue
            due = when.last
            if due is None or (re.search(r"[到至]\s?$", text[max(start, when.start - 3) : when.start]) and not closing):
                continue
            due = _not_before(due, after, stated=when.stated)
            tail = by.end() if by else when.end
            also = _also(text, listed[position + 1 : position + 2], tail, end)
            action_from = also.end if also else tail
            found = _action(outline, start, when.start, action_from, end)
            done = _HANDS_IN.match(text, tail, end)
            if found is None or (not done and _is_phase_bound(outline, phases, when, found)):
                continue
            action, span = found
            confidence = 0.9 if when.stated else 0.8
            yield Deadline(due, None, action, span, confidence)
            if also is not None and also.last is not None:
                yield Deadline(also.last, None, action, span, confidence - 0.1)


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
        not re.search(r"[底末]$", text[when.start : when.end])
        or when.start - start > 2
        or when.last is None
        or when.ranged
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
    asked = re.search(r"请?[于在]\s?$", text[max(start, when.start - 4) : when.start]) and _HANDS_IN.match(
        rest.lstrip()
    )
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
            a = clauses[-2][0] if len(clauses) > 1 and _weight(text[slice(*clauses[-1])]) < 12 else clauses[-1][0]
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
    if _weight(words) >= 4 and start < date_start and _weight(clause) <= 1 and "," in text[start:date_start]:
        return sheet.label(*after), sheet.span(*after)
    if _weight(words) >= 5 and not _HANDS_IN.match(words):
        return sheet.label(*after), sheet.span(*after)
    if (
        re.search(r"(?:此项|该项|本项|上述|以上)(?:工作|任务|材料)?$", lead)
        or _weight(lead) + _weight(words) < 6
        or text[before[0] - 1 : before[0]] == "("
    ):
        before = _named_above(outline, start, before[0]) or before
    if re.match(r"[此本]表", lead):
        return None
    if re.fullmatch(r"(?:报名)?截止(?:时间|日期)?:?", lead):
        asked = list(re.finditer(r"(?:填写|报名|提交|上传|报送|发送|递交|寄送)[^,。;]{2,24}", text[start:date_start]))
        before = (start + asked[0].start(), start + asked[0].end()) if asked else before
    if _weight(text[slice(*before)]) < 2:
        return (sheet.label(*after), sheet.span(*after)) if _weight(words) >= 2 else None
    label = sheet.label(*before)
    if not re.match(r"下班|中午|上午|下午|\d|$", words):
        label += re.split(r"[/(]", sheet.label(*after))[0][:16]
    last = after[1] if after[1] > before[1] else date_start
    return label[:60], sheet.span(before[0], max(last, before[1]))


def _named_above(outline: Outline, start: int, at: int) -> tuple[int, int] | None:
    """What a bracket or a 此项工作 speaks of: the words before the bracket, else the heading of the numbered piece."""
    text = outline.sheet.text
    bracket = text.rfind("(", start, at + 1)
    if bracket > start:
        head = _clause_before(text, start, bracket)
        if _weight(text[slice(*head)]) >= 4:
            return head
    node = outline.around(at)
    if node is not None and 2 <= _weight(node.heading) <= 30 and node.heading_end <= at:
        return node.line.content, node.heading_end
    line = outline.line_at(at)
    if bracket >= 0 and line is not None and bracket - line.content >= 4:
        return _clause_before(text, line.content, bracket)
    return None


def _weight(text: str) -> int:
    return len(re.sub(r"[\W\d_]", "", text))


def _clause_after(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause behind a date that says what is done: means (通过…, 采取…) and the subject before 要 are left out."""
    while start < end and text[start] in " ,、:;":
        start += 1
    begin = stop = start
    for a, b in _clauses(text, start, end):
        piece = text[a:b]
        stop = b
        if _MEANS.match(piece) and b < end and text[b : b + 1] == ",":
            begin = min(b + 1, end)
            continue
        if (
            (_weight(text[begin:b]) >= 5 and _VERB.search(piece))
            or _weight(text[begin:b]) >= 24
            or text[b : b + 1] == ")"
        ):
            break
    subject = _SUBJECT.match(text[begin:stop])
    if subject and _weight(text[begin + subject.end() : stop]) >= 6:
        begin += subject.end()
    stop = min(stop, begin + 46, end)
    while stop > begin and text[stop - 1] in _EDGE:
        stop -= 1
    return begin, stop


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The clauses between commas that stand outside brackets; a closing bracket that was not opened here ends them."""
    depth, begin = 0, start
    for index in range(start, min(end, start + 160)):
        character = text[index]
        if character in "(《":
            depth += 1
        elif character in ")》":
            if character == ")" and depth == 0:
                yield begin, index
                return
            depth = max(0, depth - 1)
        elif character == "," and depth == 0:
            yield begin, index
            begin = index + 1
    if begin < end:
        yield begin, min(end, start + 160)


def _clause_before(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in _EDGE + "于在为是请须":
        end -= 1
    begin = max(start, end - 26)
    cut = max(text.rfind(c, begin, end) for c in ",。;:(")
    if cut >= 0 and _weight(text[cut + 1 : end]) >= 3:
        begin = cut + 1
    while begin < end and text[begin] in _EDGE:
        begin += 1
    lead = re.match(r"[\d一二三四五六七八九十]{1,2}[、.)]\s?", text[begin:end])
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
    text, sheet = outline.sheet.text, outline.sheet
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        if end - start > 3000:
            end = start + 3000
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
    for _, piece_end in _clauses(text, tail, end):
        stop = piece_end
        if _weight(text[tail:piece_end]) >= 6 or text[piece_end : piece_end + 1] == ")":
            break
    clause = text[begin:stop]
    if not _DUTY.search(clause) or (_PLACES.match(clause) and "次" not in clause):
        return
    subject = re.search(r"[^,;:,。()、”]{2,14}$", text[start : match.start()])
    a = match.start() - len(subject.group()) if subject else match.start()
    b = min(stop, match.start() + 60)
    while b > a and text[b - 1] in _EDGE:
        b -= 1
    kind = _kind(match["rhythm"])
    if kind is None or _weight(text[a:b]) < 5:
        return
    said = sheet.label(tail, b) if _weight(text[tail:b]) >= 12 else sheet.label(a, b)
    yield Deadline(None, kind, said, sheet.span(a, b), 0.7)
    other = _kind(match["or"]) if match["or"] else None
    if other is not None and other != kind:
        yield Deadline(None, other, said, sheet.span(a, b), 0.6)


def _kind(word: str) -> Recurrence | None:
    return next((value for pattern, value in _KINDS if pattern.search(word)), None)
