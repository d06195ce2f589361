"""A text that bears a mark of secrecy (密级) must not be read on this system at all."""

from __future__ import annotations

from dataclasses import dataclass

from zhengyou.campaign.plans.compiler.draft import Span
from zhengyou.kernel import secrecy


@dataclass(frozen=True, slots=True)
class SecrecyMark:
    """The mark that was found: 秘密, 机密 or 绝密, and its place."""

    word: str
    span: Span


def find_secrecy_mark(text: str) -> SecrecyMark | None:
    """The first mark of secrecy in a text, by the house's one rule for it."""
    found = secrecy.find_secrecy_mark(text)
    return SecrecyMark(found.word, Span(found.start, found.end)) if found else None
