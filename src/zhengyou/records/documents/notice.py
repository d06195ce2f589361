"""An official notice as data: what GB/T 9704-2012 lays out, element by element.

Only public papers are made here: there is no place for a security grade or a copy number, because classified matters
may not enter this system at all.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

from zhengyou.records.documents.numerals import head_number
from zhengyou.records.documents.table import Table


class Layout(StrEnum):
    """Which face the paper wears."""

    RED_HEAD = "red_head"
    """A legal kind of official document (通知, 通报, 报告, 函 …) with the organ's red head."""

    PLAIN = "plain"
    """A working paper (公示, 督办单, 整改单, 方案 …): no red head and no rule."""


class Level(IntEnum):
    """The rank of a paragraph: running text or one of four heads."""

    TEXT = 0
    FIRST = 1
    SECOND = 2
    THIRD = 3
    FOURTH = 4


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; a head may stand alone (``head`` only) or run into its text (``head`` and ``text``)."""

    text: str = ""
    head: str = ""
    level: Level = Level.TEXT


@dataclass(frozen=True, slots=True)
class Appendix:
    """An attachment 附件: its name, and what is printed behind the paper (nothing where it is a file of its own)."""

    title: str
    body: tuple[Paragraph | Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """An official document, ready to be laid out.

    Fields that are empty are left out. ``organs`` issue it, the first is the host; ``heading`` is the red text (by
    default the organs' names with 文件). ``signer`` is printed for upward papers only. ``room_for_seal`` leaves the
    place of the seal free; a seal is never drawn. A line break in ``title`` fixes where the title is broken.
    """

    title: str
    organs: tuple[str, ...]
    date: dt.date
    body: tuple[Paragraph, ...]
    number: str = ""
    recipients: str = ""
    layout: Layout = Layout.RED_HEAD
    heading: str = ""
    urgency: str = ""
    signer: str = ""
    appendices: tuple[Appendix, ...] = ()
    note: str = ""
    copies_to: str = ""
    printed_by: str = ""
    printed_on: dt.date | None = None
    room_for_seal: bool = True
    mark: str = ""
    """A word on a coloured field at the top of a working paper, as 红色督办; printed on none with a red head."""
    mark_colour: str = "#b91c1c"

    def __post_init__(self) -> None:
        if not self.organs:
            raise ValueError("A notice needs an issuing organ.")

    @property
    def red_lines(self) -> tuple[str, ...]:
        """The lines of the red head: one organ with 文件, or one line for each of several organs."""
        if self.heading:
            return tuple(self.heading.splitlines())
        return (f"{self.organs[0]}文件",) if len(self.organs) == 1 else self.organs


def numbered(body: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """Return ``body`` with its heads numbered 一、 （一） 1. （1）; a higher head restarts the lower ones."""
    counts = [0] * 5
    done = []
    for paragraph in body:
        if paragraph.level == Level.TEXT:
            done.append(paragraph)
            continue
        counts[paragraph.level] += 1
        counts[paragraph.level + 1 :] = [0] * (4 - paragraph.level)
        mark = head_number(paragraph.level, counts[paragraph.level])
        done.append(replace(paragraph, head=mark + (paragraph.head or ""), level=paragraph.level))
    return tuple(done)


_HEADS = (
    (Level.FIRST, re.compile(r"[一二三四五六七八九十]{1,3}、")),
    (Level.SECOND, re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")),
    (Level.THIRD, re.compile(r"\d{1,2}[.．、](?!\d)")),
    (Level.FOURTH, re.compile(r"[（(]\d{1,2}[）)]")),
)
_LONGEST_LONE_HEAD = 40


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Read typed text, one paragraph a line, and recognise its heads by their numbers; numbers are kept as typed."""
    return tuple(_paragraph(line) for raw in text.splitlines() if (line := raw.strip(" \t\u3000")))


def _paragraph(line: str) -> Paragraph:
    level = next((level for level, mark in _HEADS if mark.match(line)), Level.TEXT)
    if level in {Level.TEXT, Level.THIRD, Level.FOURTH}:  # heads of the lower levels wear the font of the text
        return Paragraph(text=line, level=level)
    head, stop, text = line.partition("。")
    if stop and not text and len(line) > _LONGEST_LONE_HEAD:  # one long sentence is text with a number, not a head
        return Paragraph(text=line, level=level)
    return Paragraph(head=head + stop, text=text, level=level)
