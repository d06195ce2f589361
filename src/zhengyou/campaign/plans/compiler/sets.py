"""Numbered sets: the name that announces them, the items found for it, and how a list is cut into so many items."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

NUMERAL = "一二两三四五六七八九十"
Range = tuple[int, int]


@dataclass(slots=True)
class Name:
    """A candidate name: its shown form, how many items it announces, and the word that they share."""

    name: str
    announced: int
    key: str
    places: list[Range] = field(default_factory=list)
    heading: bool = False
    quoted: bool = True
    pairs: int = 0
    """How many pairs a name of two equal halves announces (六比六赛: 比质量,赛优良率;…), else 0."""

    @property
    def lengths(self) -> tuple[int, ...]:
        """The numbers of items that fit the name."""
        return (self.announced, self.pairs) if self.pairs else (self.announced,)


@dataclass(slots=True)
class Listing:
    """Items found for a name, and how sure the place is."""

    items: list[Range]
    confidence: float


def split(text: str, start: int, end: int, separators: str) -> list[Range]:
    """The ranges between separators that stand outside brackets and quotes."""
    ranges, depth, begin = [], 0, start
    for index in range(start, end):
        character = text[index]
        if character in "(“《":
            depth += 1
        elif character in ")”》":
            depth = max(0, depth - 1)
        elif character in separators and depth == 0:
            ranges.append((begin, index))
            begin = index + 1
    ranges.append((begin, end))
    return [(a, b) for a, b in ranges if b > a and text[a:b].strip()]


def by_count(text: str, start: int, end: int, announced: int, key: str) -> list[Range]:
    """Split a list by the separator that gives the announced number; a last 和 or 以及 may part two items."""
    body = text[start:end].rstrip()
    if body.startswith("“") and body.endswith("”") and body.count("“") == 1:
        start, end = start + 1, start + len(body) - 1
    for separators in (";", "、", ",", "、,", "、,;"):
        ranges = split(text, start, end, separators)
        if len(ranges) == announced:
            return _without_tail(text, ranges) if separators == "、" else ranges
        with_key = [(a, b) for a, b in ranges if text[a:b].strip().startswith(key) or text[a:b].strip().endswith(key)]
        if len(with_key) == announced and len(ranges) > 1:
            return with_key
        if len(ranges) == announced - 1 and ranges:
            a, b = ranges[-1]
            joint = re.search(r"(?:以及|和|与|及)", text[a + 1 : b])
            if joint:
                cut = a + 1 + joint.start()
                return [*ranges[:-1], (a, cut), (cut + len(joint.group()), b)]
    return []


def _without_tail(text: str, ranges: list[Range]) -> list[Range]:
    """The last item without the clause behind it, where no other item holds a comma: …、精准落实,确保直达快享."""
    a, b = ranges[-1]
    comma = text.find(",", a, b)
    if comma - a >= 2 and not any("," in text[x:y] for x, y in ranges[:-1]):
        return [*ranges[:-1], (a, comma)]
    return ranges
