"""Defects: what a careful reader must be told about a plan before anything is built on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from zhengyou.campaign.plans.compiler.calendar_days import is_day_off, next_working_day
from zhengyou.campaign.plans.compiler.cleaning import Cleaned
from zhengyou.campaign.plans.compiler.draft import (
    Day,
    Deadline,
    Dimension,
    Finding,
    Label,
    Phase,
    Quota,
    Severity,
    Span,
    Weight,
)
from zhengyou.campaign.plans.compiler.outline import NUMERALS, Node, Outline, numeral

_ANNOUNCED_PHASES = re.compile(
    r"分(?:为|成|作)?(?:以下)?(?P<n>[一二两三四五六七八九十]|\d{1,2})\s?个?(?:大)?(?:阶段|步骤?(?=进行|实施|走))"
)
_COUNTED = re.compile(
    r"(?P<list>(?:[^、,。;:()“”\n]{1,14}、){2,14}[^、,。;:()“”\n]{1,14}?)等?(?P<n>[一二三四五六七八九十]{1,2})(?:个|项|种|大|条|类)(?P<noun>[\u3400-\u9fff]{2})"
)
_UNDATED = re.compile(
    r"(?:及时|尽快|按时|按期|限期|定期|适时)(?P<action>[^,。;:\n]{0,14}(?:上报|报送|报告|提交|完成|总结|整改|报)[^,。;:\n]{0,16})"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one plan, as the rules below see it."""

    cleaned: Cleaned
    outline: Outline
    span: Span
    title: Label | None
    issuer: Label | None
    issued_on: Day | None
    phases: tuple[Phase, ...]
    dimensions: tuple[Dimension, ...]
    deadlines: tuple[Deadline, ...]
    quotas: tuple[Quota, ...]
    weights: tuple[Weight, ...]
    cut: bool


Rule = Callable[[Reading], Iterator[Finding]]


def find_defects(reading: Reading) -> tuple[Finding, ...]:
    """Every finding about a plan, in the order of the text."""
    findings = [finding for rule in RULES for finding in rule(reading)]
    return tuple(sorted(findings, key=lambda finding: (finding.span, finding.code)))


def _finding(code: str, span: Span, severity: Severity, mend: str | None = None, **parameters: object) -> Finding:
    return Finding(code, tuple((key, str(value)) for key, value in parameters.items()), span, severity, mend)


def _phases_announced(reading: Reading) -> Iterator[Finding]:
    sheet = reading.outline.sheet
    for match in list(_ANNOUNCED_PHASES.finditer(sheet.text))[:20]:
        node = reading.outline.around(match.start())
        if node is None:
            continue
        within = sheet.span(node.start, node.end)
        inside = [p for p in reading.phases if within.start <= p.span.start < within.end]
        listed = sum(p.parent is None or reading.phases[p.parent] not in inside for p in inside)
        announced = numeral(match["n"]) or 0
        if inside and listed != announced:
            start, end = match.span("n")
            mend = str(listed) if match["n"].isdigit() else NUMERALS[listed - 1] if listed <= 10 else str(listed)
            yield _finding(
                "phases-announced", sheet.span(start, end), Severity.ERROR, mend, announced=announced, listed=listed
            )


def _phase_bounds(reading: Reading) -> Iterator[Finding]:
    for phase in reading.phases:
        if phase.starts and phase.ends and phase.ends < phase.starts:
            yield _finding(
                "phase-reversed", phase.span, Severity.ERROR, phase=phase.name, starts=phase.starts, ends=phase.ends
            )
        if not phase.starts and not phase.ends:
            yield _finding("phase-undated", phase.span, Severity.NOTE, phase=phase.name)
        if phase.parent is None:
            continue
        above = reading.phases[phase.parent]
        early = phase.starts and above.starts and phase.starts < above.starts
        late = phase.ends and above.ends and phase.ends > above.ends
        if early or late:
            yield _finding(
                "phase-outside-parent", phase.span, Severity.ERROR, step=phase.name, starts=phase.starts, ends=phase.ends,
                phase=above.name, phase_starts=above.starts, phase_ends=above.ends,
            )  # fmt: skip


def _phases_in_turn(reading: Reading) -> Iterator[Finding]:
    """Overlaps and gaps between phases that follow each other on the same level."""
    for index, second in enumerate(reading.phases):
        earlier = [p for p in reading.phases[:index] if p.parent == second.parent]
        if not earlier:
            continue
        first = earlier[-1]
        if not (first.ends and second.starts and first.starts) or second.starts < first.starts:
            continue
        days = (second.starts - first.ends).days - 1
        if days < -1:
            until = min(first.ends, second.ends or first.ends)
            yield _finding("phases-overlap", second.span, Severity.WARNING, first=first.name, second=second.name,
                           starts=second.starts, ends=until)  # fmt: skip
        elif days > 0:
            yield _finding("phases-gap", second.span, Severity.NOTE, first=first.name, second=second.name, days=days)


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
        if expected < number <= expected + 3:
            for missing in range(expected, number):
                shown = _numbered(kind, missing)
                span = reading.outline.sheet.span(node.start, node.line.content)
                yield _finding("section-missing", span, Severity.WARNING, _numbered(kind, expected), missing=shown)
        expected = number + 1


def _numbered(kind: str, number: int) -> str:
    han = NUMERALS[number - 1] if number <= 10 else str(number)
    return {"main": han, "part": f"\uff08{han}\uff09", "stage": f"第{han}阶段"}.get(kind, str(number))


def _items(reading: Reading) -> Iterator[Finding]:
    """Sets whose items do not number what their name announces, and lists that miscount themselves."""
    for dimension in reading.dimensions:
        listed = len(dimension.items)
        if listed == 0:
            yield _finding("set-unlisted", dimension.span, Severity.NOTE, name=dimension.name)
        elif listed != dimension.announced:
            yield _finding("items-announced", dimension.span, Severity.ERROR, name=dimension.name,
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
            yield _finding(
                "items-announced",
                sheet.span(start, end),
                Severity.ERROR,
                mend,
                name=name,
                announced=announced,
                listed=listed,
            )


def _copying(reading: Reading) -> Iterator[Finding]:
    """Traces of faulty copying: page numbers, web pages, pinyin, traditional characters, text that breaks off."""
    inside = [r for r in reading.cleaned.removed if reading.span.start <= r.start < reading.span.end]
    for kind, code, severity in (("page number", "page-numbers", Severity.WARNING), ("site", "site-boilerplate", Severity.NOTE),
                                 ("pinyin", "pinyin-mojibake", Severity.WARNING)):  # fmt: skip
        removed = [r for r in inside if r.kind == kind]
        if removed:
            first = min(removed, key=lambda r: r.start)
            yield _finding(code, Span(first.start, first.end), severity, "", count=len(removed))
    if reading.cleaned.traditional:
        yield _finding("traditional", reading.span, Severity.NOTE)
    if reading.cut:
        yield _finding("too-long", reading.span, Severity.WARNING, limit=200_000)
    yield from _breaks(reading)


def _breaks(reading: Reading) -> Iterator[Finding]:
    """Paragraphs that end in a comma although a heading or the end of the text follows."""
    outline, text = reading.outline, reading.outline.sheet.text
    for position, line in enumerate(outline.lines):
        if line.end - line.start < 24 or text[line.end - 1] not in ",、":
            continue
        following = outline.lines[position + 1] if position + 1 < len(outline.lines) else None
        if following is None or following.kind in {"main", "part", "point"}:
            ending = outline.sheet.label(line.end - 12, line.end)
            yield _finding(
                "text-truncated", outline.sheet.span(line.end - 12, line.end), Severity.WARNING, ending=ending
            )


def _sums(reading: Reading) -> Iterator[Finding]:
    """Weights of one table or list that miss 100, and quotas whose total does not fit."""
    shares = [w for w in reading.weights if w.points <= 100]
    total = sum(w.points for w in shares)
    if len(shares) >= 3 and len(shares) == len(reading.weights) and total != 100 and 80 <= total <= 120:
        span = Span(shares[0].span.start, shares[-1].span.end)
        yield _finding("weights-sum", span, Severity.WARNING, sum=f"{total:g}")
    totals = [q for q in reading.quotas if re.search(r"\((?:总人数|合计|总计|共计)\)", q.award)]
    for sum_row in totals:
        base = sum_row.award.split("(")[0]
        rows = [q for q in reading.quotas if q is not sum_row and q.award.startswith(base + "(")]
        counted = sum(q.count for q in rows)
        if len(rows) >= 2 and counted != sum_row.count:
            yield _finding("quotas-sum", sum_row.span, Severity.ERROR, str(counted), sum=counted, total=sum_row.count)


def _duties(reading: Reading) -> Iterator[Finding]:
    """Duties that fall on a day off, and duties without a day."""
    for deadline in reading.deadlines:
        if deadline.due and is_day_off(deadline.due):
            mend = next_working_day(deadline.due).isoformat()
            yield _finding(
                "due-on-day-off", deadline.span, Severity.WARNING, mend, due=deadline.due, action=deadline.action
            )
    sheet = reading.outline.sheet
    known = [deadline.span for deadline in reading.deadlines]
    for match in list(_UNDATED.finditer(sheet.text))[:40]:
        span = sheet.span(*match.span())
        if not any(k.start < span.end and span.start < k.end for k in known):
            action = sheet.label(*match.span())
            yield _finding("duty-undated", span, Severity.NOTE, action=action)


def _unsigned(reading: Reading) -> Iterator[Finding]:
    if reading.issued_on is None and (reading.issuer is None or reading.issuer.confidence < 0.8):
        yield _finding("no-signature", Span(reading.span.end, reading.span.end), Severity.NOTE)


RULES: tuple[Rule, ...] = (
    _phases_announced,
    _phase_bounds,
    _phases_in_turn,
    _numbering,
    _items,
    _copying,
    _sums,
    _duties,
    _unsigned,
)
