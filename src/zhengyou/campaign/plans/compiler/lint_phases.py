"""Rules about phases: announced and listed, steps in their phase, overlaps, gaps and days that run backwards."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from zhengyou.campaign.plans.compiler.draft import Finding, Phase, Severity
from zhengyou.campaign.plans.compiler.lint import Reading, Rule, finding
from zhengyou.campaign.plans.compiler.outline import NUMERALS, numeral

_DAY = timedelta(days=1)
_ANNOUNCED_PHASES = re.compile(
    r"分(?:为|成|作)?(?:以下)?(?P<n>[一二两三四五六七八九十]|\d{1,2})\s?个?(?:大)?(?:阶段|步骤?(?=进行|实施|走))"
)


def _phases_announced(reading: Reading) -> Iterator[Finding]:
    sheet = reading.outline.sheet
    for match in list(_ANNOUNCED_PHASES.finditer(sheet.text))[:20]:
        node = reading.outline.around(match.start())
        if node is None:
            continue
        within = sheet.span(node.start, node.end)
        inside = [p for p in reading.phases if within.start <= p.span.start < within.end] or list(reading.phases)
        listed = sum(p.parent is None or reading.phases[p.parent] not in inside for p in inside)
        announced = numeral(match["n"]) or 0
        if listed != announced:
            start, end = match.span("n")
            mend = str(listed) if match["n"].isdigit() else NUMERALS[listed - 1] if 1 <= listed <= 10 else str(listed)
            yield finding(
                "phases-announced", sheet.span(start, end), Severity.ERROR, mend, announced=announced, listed=listed
            )


def _phase_bounds(reading: Reading) -> Iterator[Finding]:
    between = _left_between(reading)
    for at, phase in enumerate(reading.phases):
        if phase.starts and phase.ends and phase.ends < phase.starts:
            yield finding(
                "phase-reversed",
                phase.span,
                Severity.ERROR,
                f"{phase.ends} 至 {phase.starts}",
                phase=phase.name,
                starts=phase.starts,
                ends=phase.ends,
            )
        if not phase.starts and not phase.ends:
            yield finding("phase-undated", phase.span, Severity.NOTE, between[at], phase=phase.name)
        if phase.parent is None:
            continue
        above = reading.phases[phase.parent]
        early = phase.starts and above.starts and phase.starts < above.starts
        late = phase.ends and above.ends and phase.ends > above.ends
        if early or late:
            yield finding(
                "phase-outside-parent", phase.span, Severity.ERROR, _within(phase, above), step=phase.name, starts=phase.starts, ends=phase.ends,
                phase=above.name, phase_starts=above.starts, phase_ends=above.ends,
            )  # fmt: skip


def _phases_in_turn(reading: Reading) -> Iterator[Finding]:
    """Overlaps and gaps between phases that follow each other on the same level."""
    latest: dict[int | None, Phase] = {}
    for second in reading.phases:
        first = latest.get(second.parent)
        latest[second.parent] = second
        if first is None or not (first.ends and second.starts and first.starts):
            continue
        if second.starts < first.starts:
            continue
        days = (second.starts - first.ends).days - 1
        if days < -1:
            until = min(first.ends, second.ends or first.ends)
            yield finding("phases-overlap", second.span, Severity.WARNING, _from(first.ends + _DAY, second), first=first.name, second=second.name,
                           starts=second.starts, ends=until)  # fmt: skip
        elif days > 0:
            yield finding(
                "phases-gap",
                second.span,
                Severity.NOTE,
                _from(first.ends + _DAY, second),
                first=first.name,
                second=second.name,
                days=days,
            )


def _from(start: date, phase: Phase) -> str:
    """The days of a phase when it begins on ``start``."""
    return f"{start} 至 {max(phase.ends, start)}" if phase.ends else f"{start} 起"


def _within(step: Phase, above: Phase) -> str:
    """The days of a step, cut to the phase that it belongs to."""
    starts = max(filter(None, (step.starts, above.starts)), default=None)
    ends = min(filter(None, (step.ends, above.ends)), default=None)
    if starts and ends and starts > ends:
        starts, ends = above.starts, above.ends
    return " 至 ".join(str(day) for day in (starts, ends) if day)


def _left_between(reading: Reading) -> dict[int, str]:
    """The days that the phases before and behind leave to each one without dates, by its index."""
    levels: dict[int | None, list[int]] = defaultdict(list)
    for at, phase in enumerate(reading.phases):
        levels[phase.parent].append(at)
    left: dict[int, str] = {}
    for beside in levels.values():
        for before, at, after in zip((None, *beside), beside, (*beside[1:], None), strict=False):
            ends = reading.phases[before].ends if before is not None else None
            starts = reading.phases[after].starts if after is not None else None
            left[at] = f"{reading.phases[at].name}(____年__月__日至____年__月__日)"
            if ends and starts and ends + _DAY <= starts - _DAY:
                left[at] = f"{ends + _DAY} 至 {starts - _DAY}"
    return left


PHASES: tuple[Rule, ...] = (_phases_announced, _phase_bounds, _phases_in_turn)
