"""The cleaned text of a plan together with the way back to the source, character by character."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from zhengyou.campaign.plans.compiler.draft import Span


@dataclass(frozen=True, slots=True)
class Sheet:
    """A cleaned text.

    ``text`` is for matching (simplified characters, half-width punctuation), ``printed`` has the same length and
    keeps the punctuation as printed. ``starts`` and ``sources`` hold, for each kept piece, its first index here and
    in the source text; within a piece the two run in step.
    """

    text: str
    printed: str
    starts: tuple[int, ...]
    sources: tuple[int, ...]

    def source_index(self, index: int) -> int:
        """Where the character at ``index`` stands in the source text."""
        if not self.starts:
            return 0
        piece = max(bisect_right(self.starts, index) - 1, 0)
        return self.sources[piece] + index - self.starts[piece]

    def span(self, start: int, end: int) -> Span:
        """The range of the source text that ``text[start:end]`` was made from."""
        if end <= start:
            here = self.source_index(start)
            return Span(here, here)
        return Span(self.source_index(start), self.source_index(end - 1) + 1)

    def label(self, start: int, end: int) -> str:
        """The text between two indices as printed, on one line and without blanks at its ends."""
        return " ".join(self.printed[start:end].split())

    def part(self, start: int, end: int) -> Sheet:
        """The sheet of ``text[start:end]``; its spans still refer to the whole source text."""
        starts, sources = [], []
        first = max(bisect_right(self.starts, start) - 1, 0)
        for piece in range(first, len(self.starts)):
            position = self.starts[piece]
            if position >= end:
                break
            begin = max(position, start)
            starts.append(begin - start)
            sources.append(self.sources[piece] + begin - position)
        return Sheet(self.text[start:end], self.printed[start:end], tuple(starts), tuple(sources))
