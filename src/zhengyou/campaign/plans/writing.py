"""Writes a plan as an office writes it, from its parts, and says where in the text each part stands."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhengyou.campaign.plans.compiler.draft import Span
from zhengyou.campaign.plans.enums import Kind, Rhythm

_NUMERALS = "一二三四五六七八九十"
_RHYTHMS = {
    Rhythm.WEEKLY: "每周", Rhythm.TEN_DAYS: "每旬", Rhythm.MONTHLY: "每月", Rhythm.BIMONTHLY: "每两个月", Rhythm.QUARTERLY: "每季度",
    Rhythm.HALF_YEARLY: "每半年", Rhythm.YEARLY: "每年",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a plan to be written; ``parent`` is the place of the part above it in the same list."""

    kind: str
    name: str
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    rhythm: str = Rhythm.ONCE
    target: str = ""
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A text, and for each line the place of its words in it."""

    text: str
    spans: tuple[Span, ...]


def words(day: dt.date) -> str:
    """Return a day as plans write it: 2026年4月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def numeral(number: int) -> str:
    """Return a number up to 99 in Chinese: 十二."""
    tens, ones = divmod(number, 10)
    if number <= len(_NUMERALS):
        return _NUMERALS[number - 1]
    return ("" if tens == 1 else _NUMERALS[tens - 1]) + "十" + (_NUMERALS[ones - 1] if ones else "")


class _Sheet:
    """A text that grows, and remembers where the words of each line came to stand."""

    def __init__(self, count: int) -> None:
        self.text = ""
        self.spans = [Span(0, 0)] * count
        self.sections = 0

    def put(self, text: str, place: int | None = None) -> None:
        """Add text; with ``place`` it is the words of that line."""
        start = len(self.text)
        self.text += text
        if place is not None:
            self.spans[place] = Span(start, len(self.text))

    def head(self, words_: str) -> None:
        """Begin a numbered section."""
        self.sections += 1
        self.put(f"{numeral(self.sections)}、{words_}\n")


def write(title: str, issuer: str, lines: Sequence[Line]) -> Written:
    """Write a plan: theme, goals, content, phases, duties; parts of other kinds stand under 有关要求."""
    sheet = _Sheet(len(lines))
    sheet.put(f"{title}\n\n{issuer}\n\n")
    by_kind: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        by_kind.setdefault(line.kind, []).append(place)
    _sentences(sheet, lines, "活动主题", by_kind.get(Kind.THEME, ()))
    _sentences(sheet, lines, "目标任务", by_kind.get(Kind.GOAL, ()))
    _dimensions(sheet, lines, by_kind.get(Kind.DIMENSION, ()), by_kind.get(Kind.ITEM, ()))
    _phases(sheet, lines, by_kind.get(Kind.PHASE, ()))
    _duties(sheet, lines, by_kind.get(Kind.DUTY, ()))
    written = {Kind.THEME, Kind.GOAL, Kind.DIMENSION, Kind.ITEM, Kind.PHASE, Kind.DUTY}
    _sentences(sheet, lines, "有关要求", [place for place, line in enumerate(lines) if line.kind not in written])
    sheet.put(f"\n{issuer}\n")
    return Written(sheet.text, tuple(sheet.spans))


def _sentences(sheet: _Sheet, lines: Sequence[Line], head: str, places: Iterable[int]) -> None:
    chosen = list(places)
    if chosen:
        sheet.head(head)
    for number, place in enumerate(chosen, 1):
        if len(chosen) > 1:
            sheet.put(f"{number}.")
        sheet.put(lines[place].name, place)
        sheet.put("。\n")


def _dimensions(sheet: _Sheet, lines: Sequence[Line], places: Iterable[int], items: Iterable[int]) -> None:
    chosen = list(places)
    below = list(items)
    if chosen:
        sheet.head("活动内容")
    for number, place in enumerate(chosen, 1):
        sheet.put(f"({numeral(number)})")
        sheet.put(lines[place].name, place)
        sheet.put("\n")
        for count, item in enumerate([one for one in below if lines[one].parent == place], 1):
            sheet.put(f"{count}.")
            sheet.put(lines[item].name, item)
            sheet.put("。\n")


def _phases(sheet: _Sheet, lines: Sequence[Line], places: Iterable[int]) -> None:
    chosen = list(places)
    if chosen:
        sheet.head("实施步骤")
    number = step = 0
    for place in chosen:
        line = lines[place]
        if line.parent is None:
            number, step = number + 1, 0
            sheet.put(f"({numeral(number)})")
        else:
            step += 1
            sheet.put(f"{step}.")
        sheet.put(line.name, place)
        days = [words(day) for day in (line.starts_on, line.ends_on) if day]
        sheet.put(f"({'至'.join(days)})。\n" if days else "。\n")


def _duties(sheet: _Sheet, lines: Sequence[Line], places: Iterable[int]) -> None:
    chosen = list(places)
    if chosen:
        sheet.head("任务安排")
    for number, place in enumerate(chosen, 1):
        line = lines[place]
        sheet.put(f"{number}.各单位")
        if line.rhythm != Rhythm.ONCE:
            sheet.put(_RHYTHMS[Rhythm(line.rhythm)])
            if line.ends_on:
                sheet.put(f"(首次为{words(line.ends_on)}前)")
        elif line.ends_on:
            sheet.put(f"于{words(line.ends_on)}前")
        sheet.put(line.name, place)
        sheet.put("。\n")
