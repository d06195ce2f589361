"""Cleaning: take out what is not the plan, keep the way back to the source.

Only two kinds of change are made: one character becomes one other character (simplified for traditional, full-width
half-width punctuation for full-width), or characters are left out (page numbers, lines of a web page, the line break inside a
wrapped sentence, pinyin that a faulty copy put behind each character). So every place in the clean text has exactly
one place in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from opencc import OpenCC

from zhengyou.campaign.plans.compiler.names import TITLE_END
from zhengyou.campaign.plans.compiler.page_numbers import drop_page_numbers
from zhengyou.campaign.plans.compiler.raw_lines import HAN, RawLine, Removed, drop
from zhengyou.campaign.plans.compiler.sheet import Sheet

CLOSING = "。!?;:…"

_ONE_TO_ONE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width forms of ASCII
_ONE_TO_ONE |= {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\ufe63\uff5e\u301c~"}
_ONE_TO_ONE |= {ord(blank): " " for blank in "\u00a0\u3000\u2002\u2003\u2009"}
_ONE_TO_ONE |= {ord(line): "\n" for line in "\r\x0b\x0c\x85\u2028\u2029"}
_ONE_TO_ONE |= {ord(bracket): "〔" for bracket in "[\uff3b\ufe5d\u201e"}
_ONE_TO_ONE |= {ord(bracket): "〕" for bracket in "]\uff3d\ufe5e\u201f"}
_ONE_TO_ONE |= {ord(a): b for a, b in zip("「」『』﹑〈〉", "“”“”、《》", strict=True)}

_INVISIBLE = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\u00ad\ufffe\uffff\x00-\x08\x0e-\x1f\x7f]+|&nbsp;|&#160;")
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_PINYIN = re.compile(rf"(?<=[{HAN}])(?P<found>[(\uff08]\s?[a-zü{_TONED}'']{{1,7}}\s?[)\uff09])")
_TONED_PINYIN = re.compile(rf"[{HAN}][(\uff08][a-zü]{{0,5}}[{_TONED}][a-zü]{{0,4}}[)\uff09]")
_STRAIGHT_QUOTES = re.compile(r'"([^"\n]{1,60})"')

_STRAY_BLANK = re.compile(rf"(?<=[{HAN},。、;:”“()]) (?=[{HAN}“”(])")
_DATE_BLANK = re.compile(r"(?<=\d) {1,3}(?=[年月日号名人个%])|(?<=[年月至到]) {1,3}(?=\d)")
_BLANKS = re.compile(" +")
_SPACED_OUT = re.compile(rf"(?:[{HAN}] {{1,4}}){{2,11}}[{HAN}]")
"""A line whose characters are set apart, 实 施 方 案."""

_WEB_START = re.compile(
    r"(?:您?(?:现在|当前)的?位置|您的位置|当前位置|首页\s*[>»|]|文章来源|信息来源|来源[:]|作者[:]|发布(?:时间|日期|人|单位|机构)[:]"
    r"|更新时间[:]|时间[:]\s*(?:19|20)\d\d-\d|点击数?[:]|浏览(?:次数|量)?[:]|阅读(?:次数|量)?[:]|访问量[:]|文章录入|责任编辑|(?:责编|编辑|审核|校对|供稿|投稿|录入)[:]\s*\S{0,12}$"
    r"|上一[篇条]|下一[篇条]|[•·]?\s*[上下]一[篇条](?:文章)?[:]|导语[:].{0,80}(?:网友|网络)|分享到|打印本[页文]|关闭窗口|【(?:字体|打印|关闭|大|中|小)"
    r"|网友评论|发表评论|提交评论|相关(?:文章|链接|阅读|附件下载)|\|?\s*设为首页|加入收藏|版权(?:所有|说明|申明|声明)|Copyright|备案号|[^。]{0,12}ICP备|网站(?:地图|标识码)|技术支持[:]"
    r"|主\s?办[:].{0,40}(?:地址|邮箱|电话)|最佳使用效果|建议使用浏览器|已阅读\s*\d+\s*页|下载本文档|文档简介$|内容总结$|温馨提示$|扫一扫|评论$|字号[:]|字体[:]|[^。]{2,60}_第\d+页$"
    r"|《[^》]{2,60}》(?:由|来自)[^。]{0,20}(?:网|平台)|本文(?:档)?由[^。]{0,20}(?:上传|整理|提供)|(?:https?://|www\.)\S+$"
    r"|\S{2,40}\.(?:docx?|xlsx?|pdf|wps|rar|zip)$)"
)
_SITE_TALK = re.compile(r"本站|网络转载|版权归|上传者|免费下载|会员下载|文库")
_COLOPHON = re.compile(
    r"(?:主题词\s?[:]|抄\s?[报送][:]|[(\uff08]?共印\s*\d+\s*份|[^。:]{2,30}\d{4}年\d{1,2}月\d{1,2}日印(?:发|制)?$|公开(?:方式|属性|选项)[:]|信息公开选项)"
)
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、..,:]|[(][一二三四五六七八九十]{1,3}[)]|\d{1,2}[、..](?!\d)|[(\uff08]\d{1,2}[)\uff09]|\d{1,2}[)\uff09]|[①-⑳]"
    r"|第[一二三四五六七八九十百]{1,3}[章节条篇步项阶部]|附件?[::\d]|附表|篇[一二三四五六七八九十]|[一二三四五六七八九十]是|[•●■◆★※])"
)


_SECTION = re.compile(
    r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,3}[章条]"
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The clean sheet and an account of what was left out."""

    sheet: Sheet
    removed: tuple[Removed, ...]
    traditional: bool


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def simplified_table(text: str) -> dict[int, str]:
    """One-to-one table from traditional to simplified characters for the characters of ``text``; empty if few are.

    Conversion is by character, not by phrase, so that positions stay; a text counts as traditional when at least one
    Chinese character in ten changes, so that a single 乾 or 徵 in a simplified text stays as printed.
    """
    characters = {c for c in set(text) if "\u3400" <= c <= "\u9fff"}
    if not characters:
        return {}
    joined = "\n".join(sorted(characters))
    converted = _converter().convert(joined).split("\n")
    if len(converted) != len(characters):  # pragma: no cover - OpenCC keeps line breaks
        return {}
    table = {ord(a): b for a, b in zip(sorted(characters), converted, strict=True) if a != b and len(b) == 1}
    if not table:
        return {}
    sample = [c for c in text[:200_000] if "\u3400" <= c <= "\u9fff"]
    changed = sum(ord(c) in table for c in sample)
    return table if sample and changed / len(sample) >= 0.1 else {}


def clean(text: str) -> Cleaned:
    """Clean ``text`` and keep the map back to it."""
    table = simplified_table(text)
    printed = text.translate(table) if table else text
    matching = printed.translate(_ONE_TO_ONE)
    matching = _STRAIGHT_QUOTES.sub(lambda found: f"“{found[1]}”", matching)
    cuts = [Removed("invisible", *found.span()) for found in _INVISIBLE.finditer(matching)]
    if len(_TONED_PINYIN.findall(printed[:100_000])) >= 3:
        cuts.extend(Removed("pinyin", *found.span("found")) for found in _PINYIN.finditer(printed))
    sheet, removed = _assemble(matching, printed, cuts)
    return Cleaned(sheet, removed, bool(table))


def _assemble(matching: str, printed: str, cuts: list[Removed]) -> tuple[Sheet, tuple[Removed, ...]]:
    """Leave out the cuts and the lines that are not the plan, and join wrapped lines."""
    first = _build(matching, printed, _ranges(len(matching), [(c.start, c.end) for c in cuts]))
    lines = _lines(first.text)
    drops: list[Removed] = list(cuts)
    inner: list[tuple[int, int]] = []
    _drop_site_lines(first, lines, drops)
    drop_page_numbers(first, lines, drops, inner)
    _mark_joins(first, lines, inner)
    return _compose(first, _touching(_kept(first.text, lines, sorted(inner)))), tuple(drops)


def _kept(text: str, lines: list[RawLine], inner: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The ranges of the lines that stay, each with the line break or the tab behind it, without what is cut inside."""
    cut = iter([*inner, (len(text) + 1, len(text) + 1)])
    begins, ends = next(cut)
    kept = [line for line in lines if line.keep]
    for line, following in zip_longest(kept, kept[1:]):
        position, end = line.start, line.end
        while begins < end:
            if begins >= line.start:
                yield position, begins
                position = max(position, ends)
            begins, ends = next(cut)
        if following is None or following.join:
            yield position, end
        elif following.tab >= 0:
            yield position, end
            yield following.tab, following.tab + 1
        elif text[end] == "\n":
            yield position, end + 1
        else:
            newline = text.find("\n", end)
            yield position, end
            yield newline, newline + 1


def _touching(ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The ranges with those that follow each other without a gap made one."""
    start = stop = 0
    for begin, end in ranges:
        if end <= begin:
            continue
        if begin != stop:
            yield start, stop
            start = begin
        stop = end
    yield start, stop


def _ranges(length: int, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    ranges, position = [], 0
    for start, end in sorted(cuts):
        if start > position:
            ranges.append((position, start))
        position = max(position, end)
    if position < length:
        ranges.append((position, length))
    return ranges


def _build(matching: str, printed: str, ranges: list[tuple[int, int]]) -> Sheet:
    return _compose(Sheet(matching, printed, (0,), (0,)), ranges)


def _compose(sheet: Sheet, ranges: Iterable[tuple[int, int]]) -> Sheet:
    """The sheet of the given ranges of another sheet."""
    text: list[str] = []
    printed: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    length = 0
    whole = len(sheet.starts) == 1
    for begin, stop in ranges:
        if stop <= begin:
            continue
        if whole:
            starts.append(length)
            sources.append(sheet.sources[0] + begin - sheet.starts[0])
            text.append(sheet.text[begin:stop])
            printed.append(sheet.printed[begin:stop])
            length += stop - begin
            continue
        part = sheet.part(begin, stop)
        starts.extend(length + s for s in part.starts)
        sources.extend(part.sources)
        text.append(part.text)
        printed.append(part.printed)
        length += stop - begin
    return Sheet("".join(text), "".join(printed), tuple(starts), tuple(sources))


def _lines(text: str) -> list[RawLine]:
    """The lines of a text without blanks at their ends and without empty lines."""
    lines: list[RawLine] = []
    start = 0
    for raw in text.split("\n"):
        stop = start + len(raw)
        body = raw.strip()
        if body == raw:
            if raw:
                lines.append(RawLine(start, stop))
        elif body:
            begin = stop - len(raw.lstrip())
            tab = start if lines and raw[0] == "\t" and not _SECTION.match(body) else -1
            lines.append(RawLine(begin, begin + len(body), tab=tab))
        start = stop + 1
    if sum(line.tab >= 0 for line in lines) > 0.85 * len(lines):  # paragraphs indented by tabs, no table
        for line in lines:
            line.tab = -1
    return lines


def _drop_site_lines(sheet: Sheet, lines: list[RawLine], drops: list[Removed]) -> None:
    """Leave out navigation, counters, download notices and the colophon of a printed document."""
    tail = False
    for position, line in enumerate(lines):
        if line.end - line.start < 2 and not tail:  # no such line is shorter
            continue
        text = sheet.text[line.start : min(line.end, line.start + 120)]
        if text in {"温馨提示", "内容总结"} and position > len(lines) * 0.5:
            tail = True
        if tail or _WEB_START.match(text) or (len(text) < 90 and _SITE_TALK.search(text)):
            drop(sheet, line, "site", drops)
        elif _COLOPHON.match(text):
            drop(sheet, line, "colophon", drops)


def _mark_joins(sheet: Sheet, lines: list[RawLine], inner: list[tuple[int, int]]) -> None:
    """Mark the lines that go on with the sentence of the line before, and the stray blanks inside long lines."""
    paged = {start for start, _ in inner}
    text, width = sheet.text, _typeset_width(sheet.printed, lines)
    blank = text.find(" ")
    previous: RawLine | None = None
    for line in lines:
        if not line.keep:
            continue
        if previous is not None and line.tab < 0:
            page_ends = previous.end in paged
            if page_ends or previous.end - previous.start >= 25 or text[previous.end - 1] in ",、":
                line.join = _goes_on(text, previous, line, page_ends)
            if width and not line.join:
                line.join = _fills(sheet, previous, line, width)
        if 0 <= blank < line.start:
            blank = text.find(" ", line.start)
        if 0 <= blank < line.end:
            inner.extend(_blanks_inside(text, line))
        previous = line
    inner[:] = _disjoint(inner)


def _blanks_inside(text: str, line: RawLine) -> Iterator[tuple[int, int]]:
    """The blanks that a copy left inside the words and dates of a line, or between all characters of a heading."""
    if line.end - line.start > 40 or line.join:
        yield from (blank.span() for blank in _STRAY_BLANK.finditer(text, line.start, line.end))
    yield from (blank.span() for blank in _DATE_BLANK.finditer(text, line.start, line.end))
    if _SPACED_OUT.fullmatch(text, line.start, line.end):
        yield from (blank.span() for blank in _BLANKS.finditer(text, line.start, line.end))


def _typeset_width(printed: str, lines: list[RawLine]) -> int:
    """The width of a full line where the text was wrapped at a fixed width, as printers and old editors do; else 0."""
    shown = [line for line in lines if line.keep and line.tab < 0]
    widths = [_width(printed, line) for line in shown if line.end - line.start >= 18]
    long = sorted(width for width in widths if 36 <= width <= 120)
    if len(long) < 8 or any(width > 140 for width in widths):
        return 0
    widest = long[int(0.9 * len(long))]
    full = sum(widest - 4 <= width <= widest + 4 for width in long)
    return widest if full >= 8 and full >= 0.35 * len(shown) else 0


def _width(printed: str, line: RawLine) -> int:
    """How wide a line is in half characters; a Chinese character is two."""
    shown = printed[line.start : min(line.end, line.start + 100)]
    return 2 * len(shown) - len(shown.encode("latin-1", "ignore"))


def _fills(sheet: Sheet, previous: RawLine, line: RawLine, width: int) -> bool:
    """Whether a line of typeset text is full and ends inside a sentence, so that the next line goes on with it."""
    full = _width(sheet.printed, previous) >= width - 4
    open_end = sheet.text[previous.end - 1] not in "。;:!?"
    return full and open_end and not _HEADING.match(sheet.text[line.start : line.start + 12])


def _disjoint(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    result: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if not result or start >= result[-1][1]:
            result.append((start, end))
    return result


def _goes_on(text: str, previous: RawLine, line: RawLine, paged: bool) -> bool:
    last, head = text[previous.end - 1], text[line.start : line.start + 12]
    if _HEADING.match(head) or last in CLOSING or (last in "”》)" and not paged):
        return False
    before = text[previous.start : previous.end]
    if paged:
        return True
    sentence = "," in before or "。" in before or "、" in before
    following = text[line.start : line.end]
    unfinished = last in ",、" or (len(before) >= 25 and sentence and re.match(rf"[{HAN}]", last) is not None)
    if last not in ",、" and len(following) <= 30 and not re.search(r"[,。;:、]", following):
        return False  # a signature or a heading, not the end of a sentence
    goes = len(following) > 12 or following[-1] in "。;"
    titled = TITLE_END.search(before) is not None and "。" not in before
    opens = re.match(
        r"[(\d*•]|附|联系|关于|各|组|成|主|为(?:了|进|深|全|认|贯|切|推|加|充|做|落|庆)|根据|按照|现将", head
    )
    return unfinished and goes and not titled and not opens
