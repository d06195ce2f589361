"""Sentences and clauses: the smallest pieces in which duties are told."""

from __future__ import annotations

import re
from collections.abc import Iterator

SENTENCE = re.compile(r"[^。;\n]+")
_NO_LETTER = re.compile(r"[\W\d_]+")
_STOP = re.compile(r"[。;\n]")
EDGE = " ,、:;(\n"
"""Characters that do not belong to the ends of a label."""


def sentences_with(text: str, mark: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The sentences that hold a mark, in their order; a mark is one word and never reaches over two sentences."""
    begin = 0
    while (found := mark.search(text, begin)) is not None:
        place = found.start()
        start = max(begin, 1 + max(text.rfind(stop, begin, place) for stop in "。;\n"))
        stop = _STOP.search(text, place)
        end = stop.start() if stop else len(text)
        yield start, end
        begin = end


def says_little(text: str) -> bool:
    """Whether a text holds fewer than two different Chinese characters: no word of a plan stands in it."""
    return sum("\u3400" <= character <= "\u9fff" for character in set(text)) < 2


def weight(text: str) -> int:
    """How many letters and Chinese characters a text holds."""
    return len(text) if text.isalpha() else len(_NO_LETTER.sub("", text))


def clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
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
