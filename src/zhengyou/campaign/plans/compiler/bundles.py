"""One text may hold several plans (第一篇 … 第五篇); this module finds where each begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhengyou.campaign.plans.compiler.sheet import Sheet

_PART = re.compile(
    r"^(?:第[一二三四五六七八九十百]{1,4}篇|【?篇[一二三四五六七八九十\d]{1,3}】?|(?:范文|方案)[一二三四五六七八九十]{1,2})"
    r"\s*[:、.]?\s*(?P<name>[^\n]{0,80})$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One plan's share of a text: where it begins and ends, and the name that the bundle gives it."""

    start: int
    end: int
    name_start: int
    name_end: int


def read_parts(sheet: Sheet) -> tuple[Part, ...]:
    """The plans of a text in their order; a text without 第一篇 marks is one plan."""
    marks = list(_PART.finditer(sheet.text))
    if len(marks) < 2:
        return (Part(0, len(sheet.text), 0, 0),)
    ends = [*(mark.start() for mark in marks[1:]), len(sheet.text)]
    return tuple(Part(mark.end(), end, *mark.span("name")) for mark, end in zip(marks, ends, strict=True))
