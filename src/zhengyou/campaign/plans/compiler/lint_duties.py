"""Rules about duties: without owner, without date, on a day off, before the plan exists, on a day that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from zhengyou.campaign.plans.compiler.calendar_days import is_day_off, next_working_day
from zhengyou.campaign.plans.compiler.draft import Deadline, Finding, Severity
from zhengyou.campaign.plans.compiler.lint import Reading, Rule, finding

_UNDATED = re.compile(
    r"(?:及时|尽快|按时|按期|限期|定期|适时)(?P<action>[^,。;:\n]{0,14}(?:上报|报送|报告|提交|完成|总结|整改(?!率)|报(?!名))[^,。;:\n]{0,16})"
)
_OWNER = re.compile(
    r"(?:各|全体|每|有关|相关|所有|本|我)[\u3400-\u9fff]{1,12}|由[^,。;]{2,24}|责任(?:单位|人|部门|科室)|牵头|负责|承办"
    r"|(?:^|[,。;:\n(])\s?[\u3400-\u9fff“”、]{1,16}?(?:局|委|办|科|股|处|部|室|站|所|院|校|会|组|中心|公司|支部|单位|部门|班组|车间|企业|学校|医院|社区|街道|镇|乡|村|教师|职工|党员|干部|人员|团队|选手|专班|小组|办公室)(?=[^\u3400-\u9fff]|要|应|须|需|将|于|在|每|按|对|把|根据|结合|组织|开展|完成|上报|报|制定|建立|召开|负责|进行|至少|填写|推荐|提交|检查|汇总|对照)"
)
_DATED_WEEKDAY = re.compile(
    r"(?:(?P<y>20\d\d)年)?(?P<m>1[0-2]|0?[1-9])月(?P<d>3[01]|[12]\d|0?[1-9])[日号]\s?\(\s?(?:星期|周)(?P<w>[一二三四五六日天])\s?[上下]?午?\)"
)
_IMPOSSIBLE = re.compile(r"(?<!\d)(?P<m>1[0-2]|0?[1-9])月(?P<d>3[01]|30|29)日")
_LAST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WEEK = "一二三四五六日"


def _days_off(reading: Reading) -> Iterator[Finding]:
    for deadline in reading.deadlines:
        if deadline.due and is_day_off(deadline.due):
            mend = next_working_day(deadline.due).isoformat()
            yield finding(
                "due-on-day-off", deadline.span, Severity.WARNING, mend, due=deadline.due, action=deadline.action
            )


def _too_early(reading: Reading) -> Iterator[Finding]:
    """Duties that were due before the plan was signed."""
    if reading.issued_on is None:
        return
    issued = reading.issued_on.day
    for deadline in reading.deadlines:
        if deadline.due and deadline.due < issued:
            try:
                mend = deadline.due.replace(year=deadline.due.year + 1).isoformat()
            except ValueError:
                mend = None
            yield finding(
                "due-before-issue", deadline.span, Severity.WARNING, mend,
                due=deadline.due, action=deadline.action, issued=issued,
            )  # fmt: skip


def _undated(reading: Reading) -> Iterator[Finding]:
    sheet = reading.outline.sheet
    known = [deadline.span for deadline in reading.deadlines]
    last = max((phase.ends for phase in reading.phases if phase.ends), default=None)
    for match in list(_UNDATED.finditer(sheet.text))[:40]:
        span = sheet.span(*match.span())
        if not any(k.start < span.end and span.start < k.end for k in known):
            action = sheet.label(*match.span())
            mend = f"于{last.year}年{last.month}月{last.day}日前" if last else "于____年__月__日前"
            mend += sheet.label(*match.span("action"))
            yield finding("duty-undated", span, Severity.NOTE, mend, action=action)


def _unowned(reading: Reading) -> Iterator[Finding]:
    """Duties whose paragraph names nobody who has to do them."""
    text = reading.outline.sheet.text
    starts = _places(reading)
    for deadline, at in starts:
        line = reading.outline.line_at(at)
        if line is None:
            continue
        node = reading.outline.around(at)
        heading = text[node.start : node.heading_end] if node else ""
        if not _OWNER.search(text[line.start : line.end]) and not _OWNER.search(heading):
            mend = f"责任单位:________;{deadline.action}"
            yield finding("duty-unowned", deadline.span, Severity.NOTE, mend, action=deadline.action)


def _places(reading: Reading) -> Iterator[tuple[Deadline, int]]:
    """Each duty with its place in the clean text."""
    sheet, at = reading.outline.sheet, 0
    for deadline in reading.deadlines:
        while at + 1 < len(sheet.starts) and sheet.sources[at + 1] <= deadline.span.start:
            at += 1
        if sheet.starts:
            yield deadline, min(len(sheet.text) - 1, sheet.starts[at] + max(0, deadline.span.start - sheet.sources[at]))


def _calendar(reading: Reading) -> Iterator[Finding]:
    """Weekdays that do not fit their date, and days that no month has."""
    sheet = reading.outline.sheet
    year = reading.issued_on.day.year if reading.issued_on else None
    for match in list(_DATED_WEEKDAY.finditer(sheet.text))[:60]:
        known = int(match["y"]) if match["y"] else year
        try:
            day = date(known, int(match["m"]), int(match["d"])) if known else None
        except ValueError:
            continue
        if day is None:
            continue
        said = _WEEK.index("日" if match["w"] == "天" else match["w"])
        right = _WEEK[day.weekday()]
        next_year = day + timedelta(days=365)
        if day.weekday() != said and (match["y"] or next_year.weekday() != said):
            span = sheet.span(match.start("w"), match.end("w"))
            yield finding("weekday-wrong", span, Severity.WARNING, right, day=day, said=match["w"], right=right)
    for match in list(_IMPOSSIBLE.finditer(sheet.text))[:400]:
        last = _LAST[int(match["m"]) - 1]
        if int(match["d"]) > last:
            mend = f"{int(match['m'])}月{last}日"
            yield finding("day-impossible", sheet.span(*match.span()), Severity.ERROR, mend, day=match.group())


DUTIES: tuple[Rule, ...] = (_days_off, _too_early, _undated, _unowned, _calendar)
