"""Defects: what a careful reader must be told about a plan before anything is built on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from zhengyou.campaign.plans.compiler.draft import Dimension, Finding, Severity, Span
from zhengyou.campaign.plans.compiler.legality import LEGALITY
from zhengyou.campaign.plans.compiler.lint import Reading, Rule, finding
from zhengyou.campaign.plans.compiler.lint_duties import DUTIES
from zhengyou.campaign.plans.compiler.lint_phases import PHASES
from zhengyou.campaign.plans.compiler.lint_sums import SUMS
from zhengyou.campaign.plans.compiler.outline import NUMERALS, Node, numeral

_COUNTED = re.compile(
    r"(?P<list>(?:[^、,。;:()“”\n]{1,14}、){2,14}[^、,。;:()“”\n]{1,14}?)等?(?P<n>[一二三四五六七八九十]{1,2})(?:个|项|种|大|条|类)(?P<noun>[\u3400-\u9fff]{2})"
)

_MOST = 500
"""Findings of one rule; nobody answers more."""
_SIGNATURE = "(发文机关)\n____年__月__日"


def find_defects(reading: Reading) -> tuple[Finding, ...]:
    """Every finding about a plan, in the order of the text."""
    findings = [one for rule in RULES for one in islice(rule(reading), _MOST)]
    return tuple(sorted(findings, key=lambda one: (one.span, one.code)))


def _numbering(reading: Reading) -> Iterator[Finding]:
    """Numbers that are left out among the headings of one level."""
    for node in (None, *reading.outline.nodes[:2000]):
        children = reading.outline.roots if node is None else node.children
        for kind in ("main", "part", "point", "stage"):
            yield from _gaps(reading, [c for c in children if c.line.kind == kind], kind)


def _gaps(reading: Reading, siblings: list[Node], kind: str) -> Iterator[Finding]:
    if not siblings or (kind in {"point", "stage"} and len(siblings) < 2):
        return
    expected = 1
    for node in siblings:
        number = node.line.number
        if number == expected - 1 and kind in {"main", "part", "stage"} and expected > 1:
            span = reading.outline.sheet.span(node.start, node.line.content)
            yield finding(
                "section-repeated", span, Severity.WARNING, _numbered(kind, expected), number=_numbered(kind, number)
            )
            expected += 1
            continue
        if expected < number <= expected + 3:
            for missing in range(expected, number):
                shown = _numbered(kind, missing)
                span = reading.outline.sheet.span(node.start, node.line.content)
                yield finding("section-missing", span, Severity.WARNING, _numbered(kind, expected), missing=shown)
        expected = number + 1


def _numbered(kind: str, number: int) -> str:
    han = NUMERALS[number - 1] if number <= 10 else str(number)
    return {"main": han, "part": f"\uff08{han}\uff09", "stage": f"第{han}阶段"}.get(kind, str(number))


def _items(reading: Reading) -> Iterator[Finding]:
    """Sets whose items do not number what their name announces, and lists that miscount themselves."""
    for dimension in reading.dimensions:
        listed = len(dimension.items)
        if listed == 0:
            yield finding(
                "set-unlisted",
                dimension.span,
                Severity.NOTE,
                f"{dimension.name}({_blanks(dimension.announced)})",
                name=dimension.name,
            )
        elif listed != dimension.announced:
            yield finding("items-announced", dimension.span, Severity.ERROR, _full_list(dimension), name=dimension.name,
                           announced=dimension.announced, listed=listed)  # fmt: skip
    sheet = reading.outline.sheet
    for match in list(_COUNTED.finditer(sheet.text))[:200]:
        items = re.split("、", match["list"])
        items = [*items[:-1], *re.split(r"和|与|及|以及", items[-1])] if len(items[-1]) > 2 else items
        announced, listed = numeral(match["n"]) or 0, len([item for item in items if item])
        if announced >= 3 and abs(listed - announced) == 1 and len(match["list"].split("、")) != announced:
            start, end = match.span("n")
            name = f"{match['n']}{sheet.text[match.end('n') : match.end()]}"
            mend = NUMERALS[listed - 1] if listed <= 10 else None
            yield finding(
                "items-announced",
                sheet.span(start, end),
                Severity.ERROR,
                mend,
                name=name,
                announced=announced,
                listed=listed,
            )


def _full_list(dimension: Dimension) -> str:
    """The set with its items, and a blank for each that is missing; the name counts anew where there are too many."""
    items = [item.text for item in dimension.items]
    missing = dimension.announced - len(items)
    shown = "、".join([*items, *["____"] * missing])
    return f"{dimension.name}({shown})"


def _blanks(count: int) -> str:
    return "、".join(["____"] * max(1, min(count, 12)))


def _copying(reading: Reading) -> Iterator[Finding]:
    """Traces of faulty copying: page numbers, web pages, pinyin, traditional characters, text that breaks off."""
    inside = [r for r in reading.cleaned.removed if reading.span.start <= r.start < reading.span.end]
    for kind, code, severity in (("page number", "page-numbers", Severity.WARNING), ("site", "site-boilerplate", Severity.NOTE),
                                 ("pinyin", "pinyin-mojibake", Severity.WARNING)):  # fmt: skip
        removed = [r for r in inside if r.kind == kind]
        if removed:
            first = min(removed, key=lambda r: r.start)
            yield finding(code, Span(first.start, first.end), severity, "", count=len(removed))
    if reading.cleaned.traditional:
        yield finding("traditional", reading.span, Severity.NOTE)
    yield from _breaks(reading)


def _breaks(reading: Reading) -> Iterator[Finding]:
    """Paragraphs that end in a comma although a heading or the end of the text follows."""
    outline, text = reading.outline, reading.outline.sheet.text
    for position, line in enumerate(outline.lines):
        if line.end - line.start < 24 or text[line.end - 1] not in ",、":
            continue
        following = outline.lines[position + 1] if position + 1 < len(outline.lines) else None
        if following is None or following.kind in {"main", "part", "point"}:
            yield _cut_off(reading, line.end)
    last = outline.lines[-1] if outline.lines else None
    if last is not None and last.end - last.start >= 24 and "\t" not in text[last.start : last.end]:
        ended = re.search(r"[。;:!?”)》…、,]$|\d$|表$|号$|名单$|月$|日$", text[last.start : last.end])
        if not ended and re.search(r"[,。;]", text[last.start : last.end]):
            yield _cut_off(reading, last.end)


def _cut_off(reading: Reading, end: int) -> Finding:
    sheet = reading.outline.sheet
    ending = sheet.label(end - 12, end)
    return finding("text-truncated", sheet.span(end - 12, end), Severity.WARNING, f"{ending}____", ending=ending)


def _unsigned(reading: Reading) -> Iterator[Finding]:
    if reading.issued_on is None and (reading.issuer is None or reading.issuer.confidence < 0.8):
        yield finding("no-signature", Span(reading.span.end, reading.span.end), Severity.NOTE, _SIGNATURE)


RULES: tuple[Rule, ...] = (*PHASES, _numbering, _items, _copying, *SUMS, *DUTIES, *LEGALITY, _unsigned)
