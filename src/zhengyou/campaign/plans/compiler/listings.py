"""Where official writing lists the items of a numbered set, the surest place first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from zhengyou.campaign.plans.compiler.compounds import (
    labelled_paragraphs,
    numbered_behind,
    numbered_keys,
    plain_list,
    sentence_of_key,
)
from zhengyou.campaign.plans.compiler.outline import Node, Outline, numeral
from zhengyou.campaign.plans.compiler.sets import NUMERAL, Listing, Name, Range, by_count, split

_LIST_LEAD = re.compile(
    r"(?P<gap>[^。;:(),“”\n]{0,14}?)(?P<sign>[,。]?\s?(?:即(?:是)?|就是|是指|指的?是|是|为|包括|分别[是为]|主要[是指为])?\s?[:]\s?(?:即是?[:]?|一是)?"
    r"|[,。]?\s?即是?\s?[:]?|\s?\((?:即是?[:]?)?)"
)
_ORDINAL = re.compile(rf"(?:^|[。;:,”)\n])\s?(?P<o>[{NUMERAL}])(?:是|要|、是)\s?(?P<item>[^。;\n]{{2,60}})")
_LEAD_WORDS = re.compile(
    r"^(?:要?(?:进一步)?(?:做到|实现|达到|坚持|明确|围绕|突出|抓好|把|将|处理好|以|即|就是|是|为|建成|成为|努力|切实|正确处理好?|着力|注重|要)[:]?)+(?=.{2})"
)


def best_listing(outline: Outline, name: Name, *, exact: bool = False) -> Listing | None:
    """The surest listing of a name's items; with ``exact`` only a list of just the announced length."""
    finders: tuple[Callable[[Outline, Name], Listing | None], ...] = (
        _after_name, _by_numbered_key, _run_of_key, _before_name, _line_in_quotes, _below_heading, _by_ordinals, _paragraphs_of_key, _labelled_paragraphs,
        _clauses_of_key, _siblings_of_key, _scattered_ordinals, _numbered_behind, _plain_list, _classes,
    )  # fmt: skip
    best: Listing | None = None
    for finder in (*finders[:4], finders[-1]) if exact else finders:
        listing = finder(outline, name)
        if listing is None or (exact and len(listing.items) not in name.lengths):
            continue
        if len(listing.items) in name.lengths:
            return listing
        if best is None or len(listing.items) > len(best.items):
            best = listing
    return best


def _after_name(outline: Outline, name: Name) -> Listing | None:
    """The list behind a name: “三亮”(亮身份、…), “三亮”即亮身份、…, “三亮”:亮身份、…."""
    text = outline.sheet.text
    for _, end in name.places:
        begin = end + (text[end : end + 1] == "”")
        lead = _LIST_LEAD.match(text, begin, min(len(text), begin + 40))
        if not lead:
            continue
        bracket = lead.group().rstrip("即是:").endswith("(")
        stop = _closing(text, lead.end(), ")" if bracket else "。\n")
        for cut in _cuts(text, lead.end(), stop, bracket=bracket):
            ranges = next((r for n in name.lengths if (r := by_count(text, lead.end(), cut, n, name.key))), [])
            if ranges and all(b - a <= 60 for a, b in ranges):
                return Listing(ranges, 0.95)
    return None


def _cuts(text: str, start: int, stop: int, *, bracket: bool) -> list[int]:
    """Where a list may end: at its full stop, or earlier at a semicolon."""
    if bracket:
        return [stop]
    other = re.compile(rf"[;,、]\s?“[{NUMERAL}][^”]{{1,8}}”").search(text, start, stop)
    semicolon = text.find(";", start, stop)
    return [*([other.start()] if other else [stop]), *([semicolon] if semicolon > 0 else [])]


def _closing(text: str, start: int, ends: str) -> int:
    depth = 0
    for index in range(start, min(len(text), start + 500)):
        character = text[index]
        if character in "(“" and ends == ")":
            depth += character == "("
        elif character in ends and depth == 0:
            return index
        elif character == ")" and depth:
            depth -= 1
    return min(len(text), start + 500)


def _before_name(outline: Outline, name: Name) -> Listing | None:
    """领导班子好、党员队伍好、…的“五好”标准, 思想建设、组织建设…“五建”."""
    text = outline.sheet.text
    for start, _ in name.places:
        stop = start - (text[start - 1 : start] == "“")
        begin = max(0, stop - 200)
        piece = text[begin:stop]
        offset = max(piece.rfind(c) for c in "。;:,\n") + 1
        closing = re.search(r"(?:的|等)$", piece)
        end = stop - (len(closing.group()) if closing else 0)
        if text[end - 1 : end] == "”" and piece.rfind("“") > offset:
            offset = piece.rfind("“")
        ranges = by_count(text, begin + offset, end, name.announced, name.key)
        if not ranges or not (closing or name.key in text[begin + offset : end]):
            continue
        a, b = ranges[0]
        lead = re.match(
            r".{0,30}(?:达到|做到|实现|建设成为|成为|建成|坚持|围绕|以|为|建设一支|了|抓好|开展|强化|突出)(?=“?.{2})",
            text[a:b],
        )
        if lead:
            ranges[0] = (a + lead.end(), b)
        keyed = sum(name.key[:1] in text[x:y] for x, y in ranges)
        if keyed >= len(ranges) - 1 and all(y - x <= 24 for x, y in ranges[1:]):
            return Listing(ranges, 0.85)
    return None


def _run_of_key(outline: Outline, name: Name) -> Listing | None:
    """A run of exactly the announced number of items that all begin, or all end, with the shared word."""
    if not 2 <= name.announced <= 10:
        return None
    text = outline.sheet.text
    key = re.escape(name.key)
    item = r"[^、,。;:“”()\n]"
    for pattern in (rf"(?<![\u3400-\u9fff]){key}{item}{{1,14}}(?:[、,]{key}{item}{{1,14}}){{{name.announced - 1},{name.announced}}}",
                    rf"“?{key}{item}{{1,14}}(?:[、,]{key}{item}{{1,14}}){{{name.announced - 1},{name.announced}}}",
                    rf"(?:{item}{{1,10}}{key}[、,]){{{name.announced - 1},{name.announced}}}{item}{{1,10}}?{key}(?!{item})"):  # fmt: skip
        match = re.search(pattern, text)
        if not match:
            continue
        start = match.start() + (match.group()[:1] == "“")
        ranges = split(text, start, match.end(), "、,")
        if len(ranges) == name.announced:
            a, b = ranges[-1]
            tail = re.search(r"(?<=.{2})(?:等|的|活动|为|[,]|三个|以)", text[a:b])
            ranges[-1] = (a, a + tail.start()) if tail else (a, b)
            return Listing(ranges, 0.85)
    return None


def nodes_of(outline: Outline, name: Name) -> Iterator[Node]:
    """The numbered pieces whose heading holds the name."""
    for start, _ in name.places:
        node = outline.around(start)
        if node is not None and node.start <= start < node.heading_end:
            yield node


def _below_heading(outline: Outline, name: Name) -> Listing | None:
    """The numbered pieces directly below a heading that holds the name."""
    best: Listing | None = None
    for node in nodes_of(outline, name):
        ranges = [_heading_range(outline, child) for child in node.children]
        alike = sum(name.key[:1] in outline.sheet.text[a:b] for a, b in ranges)
        if alike * 2 < len(ranges) and node.heading_end - node.line.content > 12:
            continue
        if len(ranges) == name.announced:
            return Listing(ranges, 0.85)
        keyed = [r for r in ranges if name.key in outline.sheet.text[r[0] : r[1]]]
        if 2 <= len(keyed) <= name.announced and len(keyed) == len(ranges):
            best = Listing(keyed, 0.6)
    return best


def _heading_range(outline: Outline, node: Node) -> Range:
    text = outline.sheet.text
    start, end = node.line.content, node.heading_end
    comma = text.find(",", start, end)
    if comma - start >= 4 and end - start > 30:
        end = comma
    lead = _LEAD_WORDS.match(text[start:end])
    return (start + lead.end() if lead else start, end)


def _by_ordinals(outline: Outline, name: Name) -> Listing | None:
    """一是…二是… behind the name in the same numbered piece."""
    text = outline.sheet.text
    best: Listing | None = None
    for start, end in name.places:
        node = outline.around(start)
        near = text[end : end + 24]
        heading = node is not None and start < node.heading_end
        if not heading and not re.match(r"”?[^。;\n]{0,16}:", near):
            continue
        stop = node.end if node is not None and heading else min(len(text), end + 1500)
        ranges = _ordinal_items(text, end, stop, name.announced)
        if len(ranges) == name.announced:
            return Listing(ranges, 0.85)
        if len(ranges) >= 2 and (best is None or len(ranges) > len(best.items)):
            best = Listing(ranges, 0.55)
    return best


def _ordinal_items(text: str, start: int, stop: int, announced: int) -> list[Range]:
    """The run of ordinals that follow each other; it may begin late, where a page before it is missing."""
    ranges: list[Range] = []
    expected = 0
    for match in _ORDINAL.finditer(text, start, stop):
        value = numeral(match["o"]) or 0
        if ranges and value != expected:
            break
        expected = value + 1
        a, b = match.span("item")
        comma = text.find(",", a, b)
        if comma > 0:
            b = comma
        lead = _LEAD_WORDS.match(text[a:b])
        ranges.append((a + lead.end() if lead else a, b))
        if len(ranges) == announced:
            break
    return ranges


def _paragraphs_of_key(outline: Outline, name: Name) -> Listing | None:
    """“五比”是: and then paragraphs that each begin with the shared word."""
    text = outline.sheet.text
    for _, end in name.places:
        line = outline.line_at(end)
        if line is None or line.end - end > 30:
            continue
        at = outline.lines.index(line) + 1
        ranges = []
        for follower in outline.lines[at : at + name.announced]:
            if not text.startswith(name.key, follower.content, follower.end):
                break
            stop = re.compile(r"[。,;:]").search(text, follower.content, follower.end)
            ranges.append((follower.content, stop.start() if stop else follower.end))
        if len(ranges) >= 2 and len(ranges) >= name.announced - 1:
            return Listing(ranges, 0.85)
    return None


def _clauses_of_key(outline: Outline, name: Name) -> Listing | None:
    """Clauses of the same numbered piece that begin or end with the shared word: 进一步细化承诺 … 进一步明确步骤."""
    if len(name.key) < 2:
        return None
    text = outline.sheet.text
    key = re.escape(name.key)
    for start, end in name.places:
        node = outline.around(start)
        if node is None:
            continue
        stop = min(node.end, end + 3000)
        for pattern in (rf"(?:^|[。;\n”])\s?要?(?P<item>{key}[^。;,\n]{{2,24}})", rf"(?:^|[。;,\n])\s?(?P<item>[^。;,\n]{{2,30}}{key})(?=[。;,])",
                        rf"(?:^|[。\n])\s?(?P<item>[^。;,\n]{{2,20}}?{key})(?=要|[:])"):  # fmt: skip
            ranges = [m.span("item") for m in re.finditer(pattern, text[end:stop])]
            ranges = [(a + end, b + end) for a, b in ranges]
            if len(ranges) == name.announced:
                return Listing([_without_lead(text, r) for r in ranges], 0.7)
    return _anaphora(outline, name)


def _anaphora(outline: Outline, name: Name) -> Listing | None:
    """Sentences of the piece that begin alike, 要做到…。要做到…。, as many as announced."""
    text = outline.sheet.text
    for node in nodes_of(outline, name):
        for lead in ("要做到", "要坚持", "要突出", "要注重", "坚持"):
            ranges = [
                (m.start("item"), m.end("item"))
                for m in re.compile(rf"[。;\n]\s?{lead}(?P<item>[^。;,\n]{{2,20}})[。,]").finditer(
                    text, node.heading_end, node.end
                )
            ]
            if len(ranges) == name.announced:
                return Listing(ranges, 0.6)
    return None


def _without_lead(text: str, given: Range) -> Range:
    lead = _LEAD_WORDS.match(text[given[0] : given[1]])
    return (given[0] + lead.end(), given[1]) if lead else given


def _siblings_of_key(outline: Outline, name: Name) -> Listing | None:
    """A group of numbered headings, as many as announced, that all end with the shared word (品德好 … 劳动好)."""
    key = name.key[:1]
    if name.announced < 3:
        return None
    for node in (None, *outline.nodes):
        children = outline.roots if node is None else node.children
        if len(children) != name.announced or not all(len(c.heading) <= 12 for c in children):
            continue
        if all(c.heading.endswith(key) or c.heading.startswith(name.key) for c in children):
            return Listing([(c.line.content, c.heading_end) for c in children], 0.8)
    return None


def _line_in_quotes(outline: Outline, name: Name) -> Listing | None:
    """一条主线 is explained where the text says “…”这条主线."""
    if name.announced != 1:
        return None
    match = re.search(rf"“(?P<item>[^”\n]{{4,60}})”(?:这|这一|为)[条个]?{re.escape(name.key)}", outline.sheet.text)
    return Listing([match.span("item")], 0.7) if match else None


def _by_numbered_key(outline: Outline, name: Name) -> Listing | None:
    """一学…,二学…,三学… behind the name."""
    for _, end in name.places:
        ranges = numbered_keys(outline.sheet.text, end, name.announced, name.key)
        if ranges:
            return Listing(ranges, 0.9)
    return None


def _labelled_paragraphs(outline: Outline, name: Name) -> Listing | None:
    """Paragraphs below the name that begin with their label: 群众评议:…, 领导点评:…."""
    for _, end in name.places:
        ranges = labelled_paragraphs(outline, end, name.announced)
        if ranges:
            return Listing(ranges, 0.75)
    return None


def _numbered_behind(outline: Outline, name: Name) -> Listing | None:
    """做到“六个一”: and then just so many numbered pieces."""
    nodes = numbered_behind(outline, name.places, name.announced) if name.quoted and name.announced > 1 else []
    return Listing([_heading_range(outline, node) for node in nodes], 0.8) if nodes else None


def _plain_list(outline: Outline, name: Name) -> Listing | None:
    """A list without the shared word in the sentences behind a name, and the one sentence that explains a set of one."""
    text = outline.sheet.text
    for _, end in name.places if name.quoted else ():
        if name.announced == 1:
            one = sentence_of_key(text, end, name.key)
            if one:
                return Listing([one], 0.6)
        node = outline.around(end)
        if name.announced >= 4 and node is not None and end <= node.heading_end:
            ranges = plain_list(text, end, node.end, name.announced)
            if ranges:
                return Listing(ranges, 0.45)
    return None


def _classes(outline: Outline, name: Name) -> Listing | None:
    """A set that stands in the plan's first lines and is explained as 设四个类别,分别为…."""
    if not name.places or name.places[0][0] > 400:
        return None
    text = outline.sheet.text
    pattern = rf"(?P<n>[{NUMERAL}\d])个?[\u3400-\u9fff]{{1,4}},?(?:分别|即)[是为]?:?(?P<list>[^。;\n]{{6,120}})"
    for match in re.finditer(pattern, text):
        if numeral(match["n"]) == name.announced:
            ranges = split(text, *match.span("list"), "、,")
            if len(ranges) == name.announced:
                return Listing(ranges, 0.5)
    return None


def _scattered_ordinals(outline: Outline, name: Name) -> Listing | None:
    """What is left in a damaged text: 三是比作风。… 四是比创新。 without the beginning of the list."""
    if not name.quoted:
        return None
    text = outline.sheet.text
    by_ordinal: dict[int, Range] = {}
    key = name.key[:1]
    for match in re.finditer(rf"(?P<o>[{NUMERAL}])是(?P<item>[^。;,\n]{{2,10}})[。,]", text):
        value = numeral(match["o"]) or 0
        item = match["item"]
        if (
            1 <= value <= name.announced
            and len(by_ordinal) <= 20
            and (item.startswith(name.key) or (key in item and name.announced <= 5 and len(item) <= 5))
        ):
            by_ordinal.setdefault(value, match.span("item"))
    numbered = [(n.line.content, n.heading_end) for n in outline.nodes if n.heading.startswith(name.key)]
    ranges = [by_ordinal[value] for value in sorted(by_ordinal)]
    if len(name.key) > 1 and len(ranges) < len(numbered) <= name.announced:
        ranges = numbered
    return Listing(ranges, 0.5) if len(ranges) >= 2 else None
