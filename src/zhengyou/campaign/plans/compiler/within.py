"""Times that count from an event: 印发之日起10个工作日内, 活动结束后3日内, 收到通知后一个月内."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from zhengyou.campaign.plans.compiler.calendar_days import add_working_days
from zhengyou.campaign.plans.compiler.draft import Within
from zhengyou.campaign.plans.compiler.outline import numeral

_COUNT = r"(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3}|半)"
_UNIT = r"(?P<unit>个?工作日|个?自然日|日|天|个?(?:星期|周)|个?月|小时|年)"
_WITHIN = re.compile(
    rf"(?P<event>[^,。;:\n]{{2,24}}?)(?P<mark>之日起(?:算起)?|当[日天]起|之?后(?:的)?|起)[,]?\s?(?:的)?{_COUNT}\s?{_UNIT}(?:之|以)?内"
)
_AT_ISSUE = re.compile(r"(?:方案|通知|意见|文件|办法|细则|本)?(?:印发|下发|发布|发文|公布|收到|接到|签发|接本|接此)")
_LEAD = re.compile(
    r"^(?:自|从|在|于|请|并|须|应|要|各[^自从在于]{0,10}(?:自|从|在|于)|[^自从在于]{0,12}(?:要|应|须|请)?(?:自|从|在|于))(?=..)"
)


def withins(text: str, start: int, end: int) -> Iterator[tuple[int, int, Within]]:
    """The times in ``text[start:end]`` that count from an event, with their places."""
    for match in _WITHIN.finditer(text, start, end):
        count = 15 if match["count"] == "半" else numeral(match["count"])
        unit = match["unit"].removeprefix("个")
        if not count or unit in {"小时", "年"}:
            continue
        lead = _LEAD.match(match["event"])
        event = match["event"][lead.end() if lead else 0 :]
        begin = match.start("event") + (lead.end() if lead else 0)
        if unit in {"周", "星期"}:
            count, unit = count * 7, "日"
        months = count if unit == "月" and match["count"] != "半" else 0
        days = 0 if months else count
        yield begin, match.end(), Within(days, months, "工作日" in unit, event.strip())


def due_after_issue(within: Within, signed: date | None) -> date | None:
    """The last day of a time that counts from the issue of the plan; None where the event is another one."""
    if signed is None or not _AT_ISSUE.search(within.event):
        return None
    if within.working:
        return add_working_days(signed, within.days)
    if within.months:
        month = signed.month - 1 + within.months
        year, month = signed.year + month // 12, month % 12 + 1
        for day in range(signed.day, 0, -1):
            try:
                return date(year, month, day)
            except ValueError:
                continue
    return signed + timedelta(days=within.days)
