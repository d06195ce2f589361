"""The numbered outline of a plan: 一、(一)1.(1) and 第一阶段, whichever way the writer nested them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from zhengyou.campaign.plans.compiler.sheet import Sheet

NUMERALS = "一二三四五六七八九十"
_VALUES = {c: i for i, c in enumerate(NUMERALS, 1)} | {"两": 2, "俩": 2, "双": 2, "〇": 0, "零": 0, "百": 100}

_DIGITS = "0123456789"
_RINGS = "".join(map(chr, range(ord("①"), ord("⑳") + 1)))
_MARKERS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("chapter", "第", re.compile(rf"第([{NUMERALS}百]{{1,4}})(?:章|部分|篇)\s*[:、.]?\s*")),
    ("stage", "第", re.compile(rf"第\s?([{NUMERALS}]{{1,3}}|\d)\s?(?:个?阶段|步骤?|环节)\s*[:、.,-]?\s*")),
    ("stage", "阶", re.compile(rf"阶段([{NUMERALS}]{{1,2}})\s*[:、.]\s*")),
    ("stage", "第", re.compile(rf"第([{NUMERALS}])(?:周|个?月)\s*[:、]\s*")),
    ("article", "第", re.compile(rf"第([{NUMERALS}百]{{1,5}})条\s*[:、.]?\s*")),
    ("main", NUMERALS, re.compile(rf"([{NUMERALS}]{{1,3}})\s?[、.,:]\s*")),
    ("part", "(", re.compile(rf"\(([{NUMERALS}]{{1,3}})\)\s*[、.:]?\s*")),
    ("part", NUMERALS, re.compile(rf"([{NUMERALS}]{{1,3}})\)\s*[、.:]?\s*")),
    ("point", _DIGITS, re.compile(r"(\d{1,2})\s?[.、.:](?!\d)\s*")),
    ("small", "(", re.compile(r"\((\d{1,2})\)\s*[、.:]?\s*")),
    ("small", _DIGITS, re.compile(r"(\d{1,2})\)\s*")),
    ("ring", _RINGS, re.compile(r"([①-⑳])\s*[、.:]?\s*")),
    ("first", NUMERALS, re.compile(rf"([{NUMERALS}]{{1,2}})是\s?")),
)
"""Kinds of marker, the characters that one of the kind begins with, and its shape."""
_MARKERS_OF = {
    first: tuple((kind, shape) for kind, begins, shape in _MARKERS if first in begins)
    for first in f"第阶({NUMERALS}{_DIGITS}{_RINGS}"
}
_FOLDED = (
    re.compile(rf"(?<=[。;:!?\s”)])([{NUMERALS}]{{1,2}})、(?=[^、]{{2}})"),
    re.compile(rf"(?<=[。;:!?\s”])\(([{NUMERALS}]{{1,2}})\)(?=[^、]{{2}})"),
)
_HEADING_END = re.compile(r"[。;:!?]")


@lru_cache(maxsize=4096)
def numeral(text: str) -> int | None:
    """The number that a Chinese or Arabic numeral up to 199 stands for, or None."""
    if text.isdigit() and text.isascii():
        return int(text)
    if len(text) == 1 and "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    if not text or any(c not in _VALUES for c in text):
        return None
    hundreds, _, rest = text.rpartition("百")
    total = 100 * (_VALUES[hundreds[0]] if hundreds else 1) if "百" in text else 0
    tens, _, ones = rest.rpartition("十")
    if "十" in rest:
        total += 10 * (_VALUES[tens[0]] if tens else 1)
    return total + (_VALUES[ones[-1]] if ones else 0)


@dataclass(slots=True)
class Line:
    """One line of the sheet, with the marker it begins with, if any."""

    start: int
    end: int
    kind: str = ""
    number: int = 0
    content: int = 0
    """Where the text after the marker begins."""
    marker: str = ""


@dataclass(slots=True)
class Node:
    """A numbered piece of the plan with everything below it."""

    line: Line
    heading: str
    heading_end: int
    depth: int
    end: int = 0
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where the marker begins."""
        return self.line.start

    def above(self) -> Iterator[Node]:
        """The ancestors of this node, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


@dataclass(slots=True)
class Outline:
    """Lines and numbered pieces of one plan."""

    sheet: Sheet
    lines: list[Line]
    roots: list[Node]
    nodes: list[Node]

    @property
    def body_start(self) -> int:
        """Index of the first numbered heading, or the end of the text."""
        return self.nodes[0].start if self.nodes else len(self.sheet.text)

    def around(self, index: int) -> Node | None:
        """The innermost numbered piece that holds the character at ``index``."""
        best = None
        low, high = 0, len(self.nodes)
        while low < high:
            middle = (low + high) // 2
            if self.nodes[middle].start <= index:
                low = middle + 1
            else:
                high = middle
        if low:
            best = self.nodes[low - 1]
            while best is not None and best.end <= index:
                best = best.parent
        return best

    def line_at(self, index: int) -> Line | None:
        """The line that holds the character at ``index``."""
        low, high = 0, len(self.lines)
        while low < high:
            middle = (low + high) // 2
            if self.lines[middle].end < index:
                low = middle + 1
            else:
                high = middle
        return self.lines[low] if low < len(self.lines) and self.lines[low].start <= index else None


def read_outline(sheet: Sheet) -> Outline:
    """Lines with their markers, nested by the order in which the kinds of marker first appear."""
    lines = _lines(sheet.text)
    roots: list[Node] = []
    nodes: list[Node] = []
    stack: list[Node] = []
    for line in lines:
        if not line.kind:
            continue
        for at, above in enumerate(stack):
            if above.line.kind == line.kind:
                for node in stack[at:]:
                    node.end = line.start
                del stack[at:]
                break
        if line.kind in {"main", "chapter"}:
            while stack and not (line.kind == "main" and stack[-1].line.kind == "chapter"):
                stack.pop().end = line.start
        parent = stack[-1] if stack else None
        end = _heading_end(sheet.text, line)
        node = Node(line, sheet.text[line.content : end].strip(), end, len(stack) + 1, len(sheet.text), parent)
        (parent.children if parent else roots).append(node)
        stack.append(node)
        nodes.append(node)
    return Outline(sheet, lines, roots, nodes)


def _lines(text: str) -> list[Line]:
    """Every line that is not empty, with its marker; a paragraph into which headings were folded gives several."""
    lines: list[Line] = []
    start = 0
    for shown in text.split("\n"):
        end = start + len(shown)
        if end - start >= 120:
            lines.extend(_line(text, *one) for one in _unfolded(text, start, end))
        elif shown and shown[0] in _MARKERS_OF:
            lines.append(_line(text, start, end))
        elif shown:
            lines.append(Line(start, end, "", 0, start))
        start = end + 1
    return lines


def _unfolded(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The lines of a paragraph into which a copy has folded several headings: 一、… 二、… or (一)… (二)… in their order."""
    cuts = [start]
    for pattern in _FOLDED:
        found = list(pattern.finditer(text, start + 1, end))
        expected, kept = 0, []
        for match in found:
            number = numeral(match[1]) or 0
            if number == expected + 1 or (expected == 0 and number in {1, 2}):
                kept.append(match.start(1) - (match.group()[0] == "("))
                expected = number
        if len(kept) >= 2:
            cuts.extend(kept)
    cuts = sorted(set(cuts))
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _line(text: str, start: int, end: int) -> Line:
    stop = min(end, start + 20)
    for kind, pattern in _MARKERS_OF.get(text[start], ()):
        found = pattern.match(text, start, stop)
        if found:
            value = numeral(found[1])
            if value is None or (found.end() == end and kind not in {"stage", "chapter", "main", "part"}):
                break
            return Line(start, end, kind, value, found.end(), found.group().strip())
    return Line(start, end, content=start)


def _heading_end(text: str, line: Line) -> int:
    """The end of the heading phrase: its first full stop, or a blank after 12 characters, or the end of the line."""
    found = _HEADING_END.search(text, line.content, line.end)
    end = found.start() if found else line.end
    if found and found.group() == ":" and line.kind in {"main", "part", "stage"}:
        rest = _HEADING_END.search(text, end + 1, line.end)
        stop = rest.start() if rest else line.end
        named = line.kind == "stage" and stop - end <= 24
        end = stop if named or line.end - line.start <= 50 else end
    return min(end, line.content + 120)
