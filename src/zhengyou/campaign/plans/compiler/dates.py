"""Dates and ranges of dates as official Chinese writes them: 5月上旬—中旬, 今年10月底前, “七一”前, 二〇一一年九月二十二日."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from zhengyou.campaign.plans.compiler.lunar import FEASTS, feast_day, lunar_day, lunar_month
from zhengyou.campaign.plans.compiler.outline import numeral

_ZERO = "〇○零0oOОο"
_HAN_DIGITS = "一二三四五六七八九"


def _year(suffix: str = "") -> str:
    return (
        rf"(?:(?P<y{suffix}>(?:19|20)\d\d|[二2][{_ZERO}][{_ZERO}{_HAN_DIGITS}]{{2}}|[{_ZERO}][一二][{_ZERO}{_HAN_DIGITS}])"
        rf"\s?年(?:度|的)?|(?P<w{suffix}>今年|明年|去年|本年度?|当年|次年|翌年|同年))"
    )


_MONTH = rf"(?P<m>1[0-2]|0?[1-9]|十[一二]?|[{_HAN_DIGITS}])\s?月份?"
_DAY = rf"(?P<d>3[01]|[12]\d|0?[1-9]|三十一?|二?十[{_HAN_DIGITS}]?|[{_HAN_DIGITS}])\s?[日号]"
_PART = r"(?P<p>上、中旬|中、下旬|中下旬|上中旬|上旬|中旬|下旬|月?初|月?底|月?末)"

_NUMERIC = re.compile(
    r"(?<![\d.])(?P<y>(?:19|20)\d\d)[./-](?P<m>1[0-2]|0?[1-9])(?:[./-](?P<d>3[01]|[12]\d|0?[1-9]))?(?![\d./])"
)
_CALENDAR = re.compile(
    rf"(?:{_year()}\s?,?)?(?<!\d){_MONTH}\s?(?:{_DAY}|(?P<bare>3[01]|[12]\d|0?[1-9])(?=\s?[-至到])|{_PART})?"
)
_BARE_MONTH = re.compile(
    rf"(?:{_year()}\s?)?(?<!\d)(?P<m>1[0-2]|0?[1-9])(?=\s?(?:-{{1,3}}|至|到|、)\s?(?:(?:19|20)\d\d\s?年\s?)?(?:1[0-2]|0?[1-9])\s?月)"
)
_YEAR_PART = re.compile(
    rf"(?:{_year()}\s?)?(?P<p>年底|年末|岁末|年初|年中|[上下]半年|全年|(?:第[一二三四1-4]|[一二三四])季度)"
    rf"|{_year('2')}(?P<p2>底|末|初)"
)
_FESTIVAL = re.compile(
    rf"(?:{_year()}\s?)?(?P<open>[“']?)(?P<f>七[·.•]?一|五[·.•]?一|八[·.•]?一|十[·.•]一|国庆|元旦|春节|六一|三八|五四)(?P<close>[”']?)"
    r"(?=建党|国庆|劳动节|儿童节|妇女节|青年节|建军节|国际|节|[之以]?前|后|至|到|期间|-)"
)
_FEAST_TAIL = re.compile(r"(?:国际)?(?:建党|劳动|儿童|妇女|青年|建军)?节?(?:纪念日)?")
_ONLY_DAY = re.compile(_DAY)
_BARE_DAY = re.compile(r"(?P<d>3[01]|[12]\d|0?[1-9])(?=[^\d月年.:%个名人项条篇次])")
_ONLY_PART = re.compile(_PART)
_SEPARATOR = re.compile(
    r"\s?(?:\([^()]{1,6}\))?\s?(?:上午|下午|晚上|\d{1,2}:\d{2})?(?:起|开始|启动|后)?[,]?\s?(?:-{1,5}|一{1,2}(?=\d)|至|到|直至|、(?=\d{1,2}月))\s?"
)
_AT_ONCE = re.compile(
    r"(?P<w>即日)(?=起|开始|至|到|-)|(?P<s>(?:本|该)?(?:方案|通知|意见|办法|文件)?(?:印发|下发|发布|发文|公布)之日)(?=起)"
)
_FEAST = re.compile(
    rf"(?:{_year()}\s?)?(?P<feast>{'|'.join(FEASTS)}|清明|除夕)(?:佳?节|夜)?(?:当[天日])?(?=[”,。;)]?\s?(?:[之以]?前|后|至|到|起|期间|-|当[天日]))"
)
_LUNAR = re.compile(
    rf"(?:{_year()}\s?)?(?:农历|阴历|夏历)(?P<lm>正|十[一二]|冬|腊|[{_HAN_DIGITS}十])月(?:(?P<ld>初[{_HAN_DIGITS}十]|廿[{_HAN_DIGITS}]|二十[{_HAN_DIGITS}]?|三十|十[{_HAN_DIGITS}]?))?"
)
_THIS_MONTH = re.compile(
    rf"(?<![每同日])(?P<w>本月|下个?月)(?P<p>{_PART[len('(?P<p>') : -1]}|(?P<d>[12]?\d|3[01])[日号])?"
)
_FESTIVALS = {
    "七一": (7, 1), "五一": (5, 1), "八一": (8, 1), "十一": (10, 1), "国庆": (10, 1), "元旦": (1, 1), "六一": (6, 1),
    "三八": (3, 8), "五四": (5, 4),
}  # fmt: skip
_DAYS_OF_PART = {
    "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "上中旬": (1, 20), "中下旬": (11, 31), "初": (1, 10),
    "底": (31, 31), "末": (31, 31),
}  # fmt: skip
_DAYS_OF_YEAR_PART = {
    "年底": (12, 31, 12, 31), "年末": (12, 31, 12, 31), "岁末": (12, 31, 12, 31), "上半年": (1, 1, 6, 30),
    "下半年": (7, 1, 12, 31), "全年": (1, 1, 12, 31),
}  # fmt: skip
_MENTION = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?(?=年|学年|届)|[二2][〇○零0][〇○零0一二][一二三四五六七八九〇○零0](?=年)"
)


class Moment(NamedTuple):
    """One date of the text before its year is settled; what the text does not say is None."""

    start: int
    end: int
    year: int | None = None
    year_word: str = ""
    month: int | None = None
    day: int | None = None
    part: str = ""
    vague: bool = False
    at_once: bool = False
    """Whether it is the day of signature, 即日."""
    feast: str = ""
    """A feast whose day the lunar calendar or the sun decides."""
    lunar: tuple[int, int] | None = None
    """Month and day of the lunar calendar."""
    shift: int | None = None
    """Months after the one of signature, 本月 and 下月."""

    def bounds(self, year: int) -> tuple[date | None, date | None]:
        """First and last day that this moment covers in ``year``."""
        if not 1900 <= year <= 2199 or self.vague:
            return None, None
        if self.feast or self.lunar:
            day = feast_day(year, self.feast) if self.feast else lunar_day(year, *(self.lunar or (1, 1)))
            return day, day
        if self.part in _DAYS_OF_YEAR_PART:
            m1, d1, m2, d2 = _DAYS_OF_YEAR_PART[self.part]
            return date(year, m1, d1), date(year, m2, d2)
        if self.part.endswith("季度"):
            month = 3 * (numeral(self.part.removeprefix("第")[:1]) or 1)
            return date(year, month - 2, 1), date(year, month, _last_day(year, month))
        if self.month is None:
            return None, None
        last = _last_day(year, self.month)
        if self.day is not None:
            return (date(year, self.month, self.day),) * 2 if self.day <= last else (None, None)
        first_day, last_day = _DAYS_OF_PART.get(self.part, (1, 31))
        return date(year, self.month, min(first_day, last)), date(year, self.month, min(last_day, last))


class When(NamedTuple):
    """A date or a range of dates in the text with its years settled; ``stated`` says whether a year was written."""

    start: int
    end: int
    first: date | None
    last: date | None
    stated: bool
    ranged: bool
    exact: bool
    """Whether the text names a day, not a month or a part of one."""


@lru_cache(maxsize=4096)
def year_number(text: str) -> int | None:
    """The year that 2011, 二〇一一 or the damaged 〇一一 stands for."""
    digits = "".join("0" if c in _ZERO else c if c.isdigit() and c.isascii() else str(numeral(c) or "") for c in text)
    if len(digits) == 3:  # the leading 二 was lost
        digits = "2" + digits
    return int(digits) if len(digits) == 4 and 1900 <= int(digits) <= 2199 else None


@lru_cache(maxsize=4096)
def _last_day(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _numeric(found: re.Match[str]) -> Moment:
    return _month_of(found, found["y"], "", found["d"], "")


def _calendar(found: re.Match[str]) -> Moment:
    return _month_of(found, found["y"], found["w"] or "", found["d"] or found["bare"], found["p"] or "")


def _bare_month(found: re.Match[str]) -> Moment:
    return _month_of(found, found["y"], found["w"] or "", None, "")


def _month_of(found: re.Match[str], year: str | None, word: str, day: str | None, part: str) -> Moment:
    return Moment(
        *found.span(),
        year_number(year) if year else None,
        word,
        numeral(found["m"].lstrip("0")),
        numeral(day.lstrip("0")) if day else None,
        part.replace("、", "").removeprefix("月") if part else "",
    )


def _year_part(found: re.Match[str]) -> Moment:
    year = found["y"] or found["y2"]
    part = found["p"] or "年" + found["p2"]
    word = found["w"] or found["w2"] or ""
    vague = part in {"年初", "年中"}
    return Moment(found.start(), found.end(), year_number(year) if year else None, word, part=part, vague=vague)


def _festival(found: re.Match[str]) -> Moment:
    name = re.sub(r"[·.•]", "", found["f"])
    month, day = _FESTIVALS.get(name, (None, None))
    tail = _FEAST_TAIL.match(found.string, found.end())
    end = tail.end() if tail else found.end()
    year = year_number(found["y"]) if found["y"] else None
    return Moment(found.start(), end, year, found["w"] or "", month, day, vague=month is None)


def _feast(found: re.Match[str]) -> Moment:
    year = year_number(found["y"]) if found["y"] else None
    return Moment(*found.span(), year, found["w"] or "", feast=found["feast"])


def _lunar(found: re.Match[str]) -> Moment | None:
    month, said = lunar_month(found["lm"]), found["ld"]
    if month is None or not said:
        return None
    day = numeral(said.removeprefix("初").replace("廿", "二十"))
    year = year_number(found["y"]) if found["y"] else None
    return Moment(*found.span(), year, found["w"] or "", lunar=(month, day)) if day else None


def _this_month(found: re.Match[str]) -> Moment:
    day = numeral(found["d"]) if found["d"] else None
    part = "" if found["d"] else (found["p"] or "").replace("、", "").removeprefix("月")
    return Moment(*found.span(), day=day, part=part, shift=0 if found["w"] == "本月" else 1)


def _at_once(found: re.Match[str]) -> Moment:
    return Moment(*found.span(), at_once=True)


_FEAST_WORD = re.compile(r"[宵午阳夕秋老明庆旦春元头]|[七五八十六三腊][·.•]?[一八四]")
_SHAPES: tuple[tuple[re.Pattern[str], re.Pattern[str], Callable[[re.Match[str]], Moment | None]], ...] = (
    (re.compile("20|19"), _NUMERIC, _numeric),
    (re.compile("月"), _CALENDAR, _calendar),
    (re.compile("[-至到、]"), _BARE_MONTH, _bare_month),
    (re.compile("[底末初中]|半年|全年|季度"), _YEAR_PART, _year_part),
    (re.compile("[即之]日"), _AT_ONCE, _at_once),
    (_FEAST_WORD, _FEAST, _feast),
    (re.compile("历"), _LUNAR, _lunar),
    (re.compile("本月|下个?月"), _THIS_MONTH, _this_month),
    (_FEAST_WORD, _FESTIVAL, _festival),
)
"""The shapes of dates: a word without which the shape cannot stand in a stretch of text (quicker to look for), the
shape itself, and what makes a moment of it."""


def _in_order(moment: Moment) -> tuple[int, int]:
    return moment.start, -moment.end


def moments(text: str, start: int = 0, end: int | None = None) -> list[Moment]:
    """Every date in ``text[start:end]``, the longest reading where two overlap."""
    stop = len(text) if end is None else end
    found: list[Moment] = []
    for word, shape, make in _SHAPES:
        if word.search(text, start, stop) is not None:
            found += [moment for match in shape.finditer(text, start, stop) if (moment := make(match)) is not None]
    if len(found) < 2:
        return found
    found.sort(key=_in_order)
    result: list[Moment] = []
    for moment in found:
        if not result or moment.start >= result[-1].end:
            result.append(moment)
    return result


class Years:
    """Settles the years that a plan does not write, from its title, its signature and its other mentions."""

    def __init__(
        self, issued: tuple[int, int] | None, title_year: int | None, mentions: list[int], signed: date | None = None
    ) -> None:
        self.issued = issued
        self.signed = signed
        self.title_year = title_year
        counted = Counter(mentions)
        self.usual = max(counted, key=lambda year: (counted[year], year)) if counted else None

    @property
    def anchor(self) -> int | None:
        """The year in which the plan moves."""
        if self.issued:
            return self.issued[0]
        return self.title_year or self.usual

    def settle(self, moment: Moment, before: date | None = None) -> int | None:
        """The year of ``moment``; ``before`` is a day in the same range or list that it must not precede."""
        if moment.year:
            return moment.year
        if self.anchor is None:
            return None
        if moment.year_word:
            step = {"明年": 1, "次年": 1, "翌年": 1, "去年": -1}.get(moment.year_word, 0)
            return self.anchor + step
        if before is not None:
            last = moment.bounds(before.year)[1]
            late = last is not None and last < before
            return before.year + 1 if late else before.year
        year = self.anchor
        if self.issued and moment.month and moment.month + 4 < self.issued[1] and self.title_year != year:
            return year + 1
        if self.issued and moment.month and moment.month + 6 < self.issued[1]:
            return year + 1
        return year


def mentioned_years(text: str) -> list[int]:
    """Every year that the text writes, in its order."""
    numbers = (year_number(found.group().strip()) for found in _MENTION.finditer(text))
    return [number for number in numbers if number]


def whens(text: str, years: Years, start: int = 0, end: int | None = None) -> Iterator[When]:
    """Dates and ranges in ``text[start:end]`` in their order, with settled years."""
    stop = len(text) if end is None else end
    found = moments(text, start, stop)
    position = 0
    while position < len(found):
        moment = found[position]
        position += 1
        second, used = _range_end(text, moment, found[position : position + 1], stop)
        position += used
        moment = _settled_by_signature(moment, years.signed)
        year = years.settle(moment)
        if second is not None and moment.year is None and second.year is not None:
            year = second.year - (1 if (moment.month or 0) > (second.month or 12) else 0)
        first, last = moment.bounds(year) if year is not None else (None, None)
        exact = moment.day is not None
        closing = moment.end
        if second is not None:
            if second.month is None and second.part not in _DAYS_OF_YEAR_PART:
                second = second._replace(month=moment.month)
            until = years.settle(second, first) if first or not moment.vague else years.settle(second)
            last = second.bounds(until)[1] if until is not None else None
            closing = second.end
            exact = exact and second.day is not None
        stated = moment.year is not None or (second is not None and second.year is not None)
        yield When(moment.start, closing, first, last, stated, second is not None, exact)


def _settled_by_signature(moment: Moment, signed: date | None) -> Moment:
    """即日, 本月 and 下月 as the day or month that the signature gives them."""
    if signed is None or not (moment.at_once or moment.shift is not None):
        return moment
    if moment.at_once:
        return moment._replace(year=signed.year, month=signed.month, day=signed.day)
    months = signed.year * 12 + signed.month - 1 + (moment.shift or 0)
    return moment._replace(year=months // 12, month=months % 12 + 1)


def _range_end(text: str, moment: Moment, following: list[Moment], stop: int) -> tuple[Moment | None, int]:
    """The second half of a range, and how many of the following moments it used up."""
    separator = _SEPARATOR.match(text, moment.end, min(stop, moment.end + 24))
    if not separator:
        return None, 0
    if following and following[0].start - separator.end() in (0, 1):
        if separator.group().strip() == "、" and moment.part != "" and following[0].part == "":
            return None, 0
        return following[0], 1
    for pattern, allowed in ((_ONLY_DAY, moment.day is not None), (_ONLY_PART, moment.month is not None),
                             (_BARE_DAY, moment.day is not None)):  # fmt: skip
        found = pattern.match(text, separator.end(), stop) if allowed else None
        if found:
            groups = found.groupdict()
            day = numeral(groups["d"].lstrip("0")) if groups.get("d") else None
            part = (groups.get("p") or "").replace("、", "").removeprefix("月")
            return Moment(found.start(), found.end(), None, "", moment.month, day, part), 0
    return None, 0
