"""Long texts go out in parts: cut at line ends, each beginning a little before the last one ended."""

from __future__ import annotations

from dataclasses import dataclass

from zhengyou.campaign.plans.compiler.wording import refusal

LENGTH = 4000
"""Characters of a part."""
OVERLAP = 300
"""Characters that a part repeats, so that what stands across a cut is whole in one of the two."""
LONGEST = 100_000
"""Characters that are sent at all; the longest plan with its appendices has some 40,000."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of the text and the place at which it begins."""

    text: str
    start: int


def cut(text: str, offset: int = 0) -> tuple[Part, ...]:
    """Return the parts of ``text``, which begins at ``offset`` of a longer one. Raises Refused where it is too long."""
    if len(text) > LONGEST:
        raise refusal("model-too-long", limit=str(LONGEST))
    parts: list[Part] = []
    start = 0
    while start < len(text):
        end = min(start + LENGTH, len(text))
        if end < len(text):
            line = text.rfind("\n", start + LENGTH // 2, end)
            end = line + 1 if line >= 0 else end
        parts.append(Part(text[start:end], offset + start))
        if end == len(text):
            break
        line = text.find("\n", end - OVERLAP, end - 1)
        start = line + 1 if line >= 0 else end - OVERLAP
    return tuple(part for part in parts if part.text.strip())
