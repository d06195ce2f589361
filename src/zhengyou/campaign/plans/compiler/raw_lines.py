"""The lines of a text as it came, and how one that is not the plan is left out."""

from __future__ import annotations

from dataclasses import dataclass

from zhengyou.campaign.plans.compiler.sheet import Sheet

HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
"""Chinese characters, for a class of a pattern."""


@dataclass(frozen=True, slots=True)
class Removed:
    """Something that was left out: its kind and the source range it stood in."""

    kind: str
    start: int
    end: int


@dataclass(slots=True)
class RawLine:
    """A line between its first and last characters that are no blanks, and what becomes of it."""

    start: int
    end: int
    keep: bool = True
    join: bool = False
    tab: int = -1
    """Where the tab stands that makes this line a further cell of the row which the line before began."""


def start_of(line: RawLine) -> int:
    """Where a line begins, the key to look for one by its place."""
    return line.start


def drop(sheet: Sheet, line: RawLine, kind: str, drops: list[Removed]) -> None:
    """Leave a line out, and keep an account of it."""
    line.keep = False
    span = sheet.span(line.start, line.end)
    drops.append(Removed(kind, span.start, span.end))
