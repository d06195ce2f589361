"""Rules about sums: weights that miss their whole, and quotas that do not add up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from zhengyou.campaign.plans.compiler.draft import Finding, Quota, Severity, Span, Weight
from zhengyou.campaign.plans.compiler.honours import MEASURE
from zhengyou.campaign.plans.compiler.lint import Reading, Rule, finding

_NEAR = 240
"""Characters between two weights of one list."""
_MOST_PARTS = 40
"""Weights that one weight of a list may be broken down into."""
_WHOLE = re.compile(r"(?:满分|总分|共计?|合计|总计|计)(?:值)?(?:为|是)?\s?[:]?\s?(?P<whole>\d{2,3})\s?分")
_BREAKDOWN = re.compile(
    rf"(?P<total>\d{{1,4}})\s?{MEASURE}\s?[\u3400-\u9fff“”]{{0,12}}[(,]\s?(?:其中|含|包括)\s?[:,]?(?P<parts>[^()。;\n]{{4,120}})"
)
_PART = re.compile(r"(?P<count>\d{1,4})\s?(?P<measure>名|人|个|家|件|篇|项|组|户|支|队)")
_SCOPED = re.compile(r"^(?P<award>.+?)\s?[(\uff08](?P<scope>[^()\uff08\uff09]+)[)\uff09]$")
_TOTAL = re.compile(r"总人数|合计|总计|共计|小计")
_EACH = re.compile(r"每|各|至少|不超|最多")


def _weights(reading: Reading) -> Iterator[Finding]:
    """Lists of weights that miss the whole which the plan names, or a hundred."""
    whole = next((int(found["whole"]) for found in _WHOLE.finditer(reading.outline.sheet.text)), 100)
    for group in map(_lowest, _groups(reading.weights)):
        total = sum(weight.points for weight in group)
        if len(group) < 3 or total == whole or not 0.8 * whole <= total <= 1.2 * whole:
            continue
        largest = max(group, key=lambda weight: weight.points)
        mend = f"{largest.item} {largest.points + whole - total:g}"
        span = Span(group[0].span.start, group[-1].span.end)
        yield finding("weights-sum", span, Severity.WARNING, mend, sum=f"{total:g}", whole=whole)


def _lowest(group: list[Weight]) -> list[Weight]:
    """The weights of a list without those that the ones behind them only break down."""
    kept = []
    for at, weight in enumerate(group):
        total, parts = 0.0, 0
        for follower in group[at + 1 : at + 1 + _MOST_PARTS]:
            if total >= weight.points:
                break
            total, parts = total + follower.points, parts + 1
        if not (parts > 1 and total == weight.points):
            kept.append(weight)
    return kept


def _groups(weights: tuple[Weight, ...]) -> Iterator[list[Weight]]:
    """Weights that stand together."""
    group: list[Weight] = []
    for weight in weights:
        if group and weight.span.start - group[-1].span.end > _NEAR:
            yield group
            group = []
        group.append(weight)
    if group:
        yield group


def _table_totals(reading: Reading) -> Iterator[Finding]:
    """Rows of a distribution that miss the sum row, or the total that the text names for the same honour."""
    rows: dict[str, list[Quota]] = defaultdict(list)
    totals: dict[str, list[Quota]] = defaultdict(list)
    for quota in reading.quotas:
        scoped = _SCOPED.match(quota.award)
        if scoped is None:
            totals[quota.award].append(quota)
        elif _TOTAL.search(scoped["scope"]):
            totals[scoped["award"]].append(quota)
        elif not _EACH.search(scoped["scope"]):
            rows[scoped["award"]].append(quota)
    for award, parts in rows.items():
        counted = sum(quota.count for quota in parts)
        for total in totals.get(award, []):
            if len(parts) >= 2 and counted != total.count and total.count > max(quota.count for quota in parts):
                yield finding(
                    "quotas-sum", total.span, Severity.ERROR, str(counted), sum=counted, total=total.count, award=award
                )


def _breakdowns(reading: Reading) -> Iterator[Finding]:
    """30名(其中教师12名,职工10名): parts in a bracket that miss the number before it."""
    sheet = reading.outline.sheet
    for match in list(_BREAKDOWN.finditer(sheet.text))[:60]:
        parts = list(_PART.finditer(match["parts"]))
        if len(parts) < 2 or any(part["measure"] != match["measure"] for part in parts):
            continue
        total, counted = int(match["total"]), sum(int(part["count"]) for part in parts)
        if counted != total:
            span = sheet.span(match.start("total"), match.end("measure"))
            mend = f"{counted}{match['measure']}"
            yield finding("quotas-sum", span, Severity.ERROR, mend, sum=counted, total=total, award="")


SUMS: tuple[Rule, ...] = (_weights, _table_totals, _breakdowns)
