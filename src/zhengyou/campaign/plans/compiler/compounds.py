"""Sets that are listed without their name beside them: pairs (比安全,创零事故;…), numbered pieces behind a name, plain lists."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice

from zhengyou.campaign.plans.compiler.outline import Node, Outline

Range = tuple[int, int]

_REACH = 3000
"""Characters behind a name in which its pairs are looked for."""
_CLAUSE = re.compile(r"[^、,;。:\n“”()!]+")
_LEAD = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,2}是|\(?[一二三四五六七八九十\d]{1,2}[.、)]|要|和|及|以及|做到|实现)?\s*"
)
_OPENS_LIST = re.compile(r"^.*(?:对|向|把|将|为|包括|按照|围绕|关于|即|是|从|在|抓好|抓实|突出|坚持|做到|实现)(?=..)")
_CLOSES_LIST = re.compile(
    r"(?<=..)(?:等|做到|开展|进行|实行|实施|全部|都|逐一|必须|要|的(?!士)|方面|工作|以内|活动).*$", re.DOTALL
)


def paired_items(text: str, places: list[Range], keys: list[str], pairs: int) -> list[Range]:
    """The items of a name of equal parts that are told together: 治懒散,提升效率;治拖延,提升质效 for 五治五提升."""
    for _, end in places:
        clauses = _clauses(text, end, min(len(text), end + _REACH))
        width = len(keys)
        for first in range(len(clauses) - width * pairs + 1):
            run = clauses[first : first + width * pairs]
            if all(_begins(text, clause, keys[at % width]) for at, clause in enumerate(run)):
                return [(run[at][0], run[at + width - 1][1]) for at in range(0, len(run), width)]
    return []


def paired_headings(outline: Outline, keys: list[str], pairs: int) -> list[Range]:
    """The headings of numbered pieces that each tell one pair: (一)服务项目,提升速度 … for 三服务三提升."""
    for node in (None, *outline.nodes[:400]):
        children = outline.roots if node is None else node.children
        if len(children) != pairs:
            continue
        ranges = [(child.line.content, child.heading_end) for child in children]
        told = [_clauses(outline.sheet.text, *one) for one in ranges]
        if all(
            len(t) == len(keys) and all(_begins(outline.sheet.text, c, k) for c, k in zip(t, keys, strict=True))
            for t in told
        ):
            return ranges
    return []


def _clauses(text: str, start: int, stop: int) -> list[Range]:
    """The clauses of a stretch of text without the ordinals that they begin with."""
    found = []
    for clause in _CLAUSE.finditer(text, start, stop):
        lead = _LEAD.match(text, clause.start(), clause.end())
        begin = lead.end() if lead else clause.start()
        if begin < clause.end():
            found.append((begin, clause.end()))
    return found


def _begins(text: str, clause: Range, key: str) -> bool:
    start, end = clause
    return end - start <= 24 and text.startswith(key[0], start) and (len(key) == 1 or text.startswith(key, start))


def _start(node: Node) -> int:
    return node.start


def numbered_behind(outline: Outline, places: list[Range], announced: int) -> list[Node]:
    """The numbered pieces, exactly as many as announced, that begin right behind a name: 做到“六个一”:1.…2.…."""
    for _, end in places:
        at = bisect_left(outline.nodes, end, key=_start)
        following = outline.nodes[at] if at < len(outline.nodes) else None
        if following is None or following.start - end > 40 or following.line.number != 1:
            continue
        siblings = following.parent.children if following.parent else outline.roots
        behind = range(bisect_left(siblings, following.start, key=_start), len(siblings))
        same = (siblings[place] for place in behind if siblings[place].line.kind == following.line.kind)
        run = list(islice(same, announced + 1))
        if len(run) == announced:
            return run
    return []


def plain_list(text: str, end: int, stop: int, announced: int) -> list[Range]:
    """A list of just the announced length in the first sentences behind a name: 对空巢老人、…、投诉业主做到必访."""
    for sentence in re.compile(r"[^。;\n]+").finditer(text, end, min(stop, end + 240)):
        for listed in re.compile(r"[^、,:]+(?:、[^、,:]+)+").finditer(text, *sentence.span()):
            ranges = [piece.span() for piece in re.compile(r"[^、]+").finditer(text, *listed.span())]
            if len(ranges) != announced:
                continue
            (a, b), (c, d) = ranges[0], ranges[-1]
            opened = _OPENS_LIST.match(text[a:b])
            closed = _CLOSES_LIST.search(text[c:d])
            ranges[0] = (a + opened.end(), b) if opened else (a, b)
            ranges[-1] = (c, c + closed.start()) if closed else (c, d)
            if all(2 <= y - x <= 14 for x, y in ranges):
                return ranges
    return []


def numbered_keys(text: str, end: int, announced: int, key: str) -> list[Range]:
    """一学党章党规,二学政策法规,三学业务知识 behind 三学."""
    found: list[Range] = []
    pattern = re.compile(
        rf"(?:^|(?<=[。;,、:\n”)]))\s?(?P<o>[一二三四五六七八九十])(?P<item>{re.escape(key)}[^。;,、\n]{{1,24}})"
    )
    for match in pattern.finditer(text, end, min(len(text), end + 600)):
        if "一二三四五六七八九十".index(match["o"]) != len(found):
            break
        found.append(match.span("item"))
    return found if len(found) == announced else []


def labelled_paragraphs(outline: Outline, end: int, announced: int) -> list[Range]:
    """Paragraphs right below a name that each begin with a label and a colon, exactly as many as announced."""
    line = outline.line_at(end)
    if line is None or line.end - end > 12:
        return []
    text, at = outline.sheet.text, outline.lines.index(line) + 1
    found: list[Range] = []
    for follower in outline.lines[at : at + announced + 1]:
        label = re.compile(r"[^:,。;、]{2,14}(?=:)").match(text, follower.content, follower.end)
        if label is None or follower.kind in {"main", "chapter"}:
            break
        found.append(label.span())
    return found if len(found) == announced else []


def sentence_of_key(text: str, end: int, key: str) -> Range | None:
    """What explains a set of one: “一提升”,提升村容村貌."""
    found = re.compile(rf"”?[^。;:,\n“”]{{0,6}}[。:,]?\s*(?P<item>{re.escape(key)}[^。;,\n]{{2,30}})").match(text, end)
    return found.span("item") if found else None
