"""Page numbers: on lines of their own, and inside the text where they count upwards."""

from __future__ import annotations

import re
from bisect import bisect_right

from zhengyou.campaign.plans.compiler.raw_lines import HAN, RawLine, Removed, drop, start_of
from zhengyou.campaign.plans.compiler.sheet import Sheet

_PAGE_LINE = re.compile(
    r"(?:[-—·•..]{0,3}\s*\d{1,4}\s*[-—·•..]{0,3}|第\s*\d{1,4}\s*页(?:\s*[,,/]?\s*共\s*\d{1,4}\s*页)?"
    r"|共?\s*\d{1,4}\s*[//]\s*\d{1,4}\s*页?|Page\s*\d{1,4}(?:\s*of\s*\d{1,4})?)"
)
_PAGE_AT_END = re.compile(rf"(?<=.{{15}}[{HAN}。;、,”)]) (?P<number>\d{{1,3}})$")
_PAGE_INSIDE = re.compile(rf"(?<=[{HAN},。;])-(?P<number>\d{{1,3}})(?=[{HAN}])(?![年月日号时点])")

_BLANK_NUMBER = re.compile(r" \d{1,3}(?=[^\S\n]*(?:\n|$))")
_DASHED_NUMBER = re.compile(r"-\d")


def drop_page_numbers(sheet: Sheet, lines: list[RawLine], drops: list[Removed], inner: list[tuple[int, int]]) -> None:
    """Leave out page numbers on lines of their own, and inside the text where they count upwards."""
    bare: list[tuple[int, RawLine]] = []
    for position, line in enumerate(lines):
        if not line.keep or line.end - line.start >= 24 or not _may_number(sheet.text[line.start]):
            continue
        if not _PAGE_LINE.fullmatch(sheet.text, line.start, line.end):
            continue
        if sheet.text[line.start : line.end].isdigit():
            bare.append((position, line))
        else:
            drop(sheet, line, "page number", drops)
    numbers = [int(sheet.text[line.start : line.end]) for _, line in bare]
    if numbers and numbers == sorted(set(numbers)) and all(_between_paragraphs(lines, at) for at, _ in bare):
        for _, line in bare:
            drop(sheet, line, "page number", drops)
    for pattern, hint in ((_PAGE_AT_END, _BLANK_NUMBER), (_PAGE_INSIDE, _DASHED_NUMBER)):
        _drop_numbers_inside(sheet, lines, pattern, hint, drops, inner)


def _may_number(first: str) -> bool:
    """Whether a line that begins so may be a page number."""
    return first in "-—·•..第共/Page" or first.isdecimal()


def _drop_numbers_inside(
    sheet: Sheet,
    lines: list[RawLine],
    pattern: re.Pattern[str],
    hint: re.Pattern[str],
    drops: list[Removed],
    inner: list[tuple[int, int]],
) -> None:
    found: list[tuple[int, int, int, RawLine]] = []
    last = -1
    for place in hint.finditer(sheet.text):
        at = bisect_right(lines, place.start(), key=start_of) - 1
        if at == last or at < 0 or not lines[at].keep:
            continue
        last, line = at, lines[at]
        hits = pattern.finditer(sheet.text[line.start : line.end])
        found.extend((line.start + hit.start(), line.start + hit.end(), int(hit["number"]), line) for hit in hits)
    numbers = [number for _, _, number, _ in found]
    if len(numbers) < 2 or numbers != sorted(set(numbers)) or numbers[-1] - numbers[0] > 3 * len(numbers):
        return
    for start, end, _, line in found:
        inner.append((start, end))
        span = sheet.span(start, end)
        drops.append(Removed("page number", span.start, span.end))
        if end == line.end:
            line.end = start


def _between_paragraphs(lines: list[RawLine], at: int) -> bool:
    """Whether a bare number stands beside running text, not among the cells of a flattened table."""
    beside = lines[max(at - 1, 0) : at] + lines[at + 1 : at + 2]
    return any(line.end - line.start > 15 for line in beside)
