"""Stretches of text that are already taken, asked in the time of a binary search."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate


class Taken:
    """Ranges of a text that may overlap each other, and whether another one touches any of them."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(ranges)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))

    def holds(self, index: int) -> bool:
        """Whether the character at ``index`` lies in one of the ranges."""
        before = bisect_right(self._starts, index)
        return before > 0 and self._ends[before - 1] > index

    def meets(self, start: int, end: int) -> bool:
        """Whether ``start:end`` shares a character with one of the ranges."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._ends[before - 1] > start
