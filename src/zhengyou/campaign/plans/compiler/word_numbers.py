"""Paragraphs of a Word document with the numbers that Word itself puts before them (一、, (一), 1.), which no run holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN = "〇一二三四五六七八九"
_CHINESE = {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographTraditional", "taiwaneseCounting",
            "taiwaneseCountingThousand", "ideographDigital", "chineseLegalSimplified"}  # fmt: skip


@dataclass(slots=True)
class _Level:
    start: int
    form: str
    text: str


@dataclass(slots=True)
class WordNumbers:
    """Counts the numbered paragraphs of one document."""

    levels: dict[tuple[str, int], _Level]
    styles: dict[str, tuple[str, int]]
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def text_of(self, paragraph: Any) -> str:
        """The text of a paragraph behind its number; deleted revisions are left out, inserted ones kept."""
        return self._number(paragraph) + _text(paragraph)

    def _number(self, paragraph: Any) -> str:
        place = self._place(paragraph)
        if place is None or not _text(paragraph).strip():
            return ""
        number, depth = place
        level = self.levels.get((number, depth))
        if level is None or level.form in {"bullet", "none"}:
            return ""
        self.counts[place] = self.counts.get(place, level.start - 1) + 1
        for deeper in range(depth + 1, 9):
            self.counts.pop((number, deeper), None)
        shown = level.text
        for at in range(depth + 1):
            above = self.levels.get((number, at))
            if above is not None:
                shown = shown.replace(f"%{at + 1}", _formed(self.counts.get((number, at), above.start), above.form))
        return shown

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return None
        own = _numbering(properties.find(f"{_W}numPr"))
        if own is not None:
            return own if own[0] != "0" else None
        style = properties.find(f"{_W}pStyle")
        return self.styles.get(style.get(f"{_W}val", "")) if style is not None else None


def word_numbers(numbering: Any, styles: Any) -> WordNumbers:
    """The numbering of a document from its two parts, either of which may be missing."""
    abstract: dict[str, dict[int, _Level]] = {}
    levels: dict[tuple[str, int], _Level] = {}
    for one in numbering.iter(f"{_W}abstractNum") if numbering is not None else ():
        abstract[one.get(f"{_W}abstractNumId", "")] = {
            int(level.get(f"{_W}ilvl", "0")): _Level(
                int(_value(level, "start") or 1), _value(level, "numFmt"), _value(level, "lvlText")
            )
            for level in one.iter(f"{_W}lvl")
        }
    for one in numbering.iter(f"{_W}num") if numbering is not None else ():
        for depth, level in abstract.get(_value(one, "abstractNumId"), {}).items():
            levels[one.get(f"{_W}numId", ""), depth] = level
    named: dict[str, tuple[str, int]] = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        place = _numbering(next(style.iter(f"{_W}numPr"), None))
        if place is not None:
            named[style.get(f"{_W}styleId", "")] = place
    return WordNumbers(levels, named)


def _numbering(element: Any) -> tuple[str, int] | None:
    if element is None:
        return None
    number = _value(element, "numId")
    return (number, int(_value(element, "ilvl") or 0)) if number else None


def _value(element: Any, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return str(child.get(f"{_W}val", "")) if child is not None else ""


def _formed(number: int, form: str) -> str:
    if form in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        if form == "ideographDigital" or not tens:
            return "".join(_HAN[int(digit)] for digit in str(number))
        return ("" if tens == 1 else _HAN[tens]) + "十" + (_HAN[ones] if ones else "")
    if form == "decimalEnclosedCircle" and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    if form in {"upperLetter", "lowerLetter"} and 0 < number <= 26:
        return chr((ord("A") if form == "upperLetter" else ord("a")) + number - 1)
    return str(number)


def _text(paragraph: Any) -> str:
    pieces: list[str] = []
    for element in paragraph.iter():
        if element.tag == f"{_W}t" and not _deleted(element, paragraph):
            pieces.append(element.text or "")
        elif element.tag == f"{_W}tab" and element.getparent().tag == f"{_W}r":
            pieces.append(" ")
        elif element.tag in {f"{_W}br", f"{_W}cr"}:
            pieces.append("\n")
    return "".join(pieces)


def _deleted(element: Any, paragraph: Any) -> bool:
    above = element.getparent()
    while above is not None and above is not paragraph:
        if above.tag in {f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent"}:
            return True
        above = above.getparent()
    return False
