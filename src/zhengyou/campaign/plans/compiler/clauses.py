"""Sentences and clauses: the smallest pieces in which duties are told."""

from __future__ import annotations

import re
from collections.abc import Iterator

SENTENCE = re.compile(r"[^。;\n]+")
EDGE = " ,、:;(\n"
"""Characters that do not belong to the ends of a label."""


def weight(text: str) -> int:
    """How many letters and Chinese characters a text holds."""
    return len(re.sub(r"[\W\d_]", "", text))


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
