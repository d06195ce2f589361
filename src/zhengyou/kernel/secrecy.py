"""A text that bears a mark of secrecy (密级) must not enter this system at all: finding the mark."""

import re
from dataclasses import dataclass

_WORD = r"(?P<word>绝\s?密|机\s?密|秘\s?密|絕\s?密|機\s?密)"
_TERM = r"(?:\s?(?:\d{1,2}\s?(?:年|个月|月|天)|长期|启封前|解密前|至?\d{4}年[^\n]{0,12}))?"
_STARRED = re.compile(rf"{_WORD}\s?[★☆✯✮⭐*﹡]{_TERM}")
_ALONE = re.compile(rf"^[\s【\[〔(\uff08]{{0,3}}{_WORD}{_TERM}[\s】\]〕)\uff09]{{0,3}}$", re.MULTILINE)
_FIELD = re.compile(rf"密\s?级\s?[:\uff1a]?\s?[【\[(\uff08]?\s?{_WORD}")
_HEAD_LINES = 25


@dataclass(frozen=True, slots=True)
class SecrecyMark:
    """The mark that was found: 秘密, 机密 or 绝密, and from where to where it stands."""

    word: str
    start: int
    end: int


def find_secrecy_mark(text: str) -> SecrecyMark | None:
    """The first mark of secrecy in a text: with a star anywhere, as a field 密级, or alone on a line near its head.

    The bare words inside a sentence (保守国家秘密) are no mark.
    """
    for pattern in (_STARRED, _FIELD):
        found = pattern.search(text)
        if found:
            return _mark(found)
    head = "\n".join(text.split("\n", _HEAD_LINES)[:_HEAD_LINES])
    found = _ALONE.search(head)
    return _mark(found) if found else None


def _mark(found: re.Match[str]) -> SecrecyMark:
    word = re.sub(r"\s", "", found["word"]).replace("絕", "绝").replace("機", "机")
    return SecrecyMark(word, *found.span("word"))
