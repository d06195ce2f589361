"""Weights: the points or per cent that a plan gives to the items of a score."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from zhengyou.campaign.plans.compiler.draft import Weight
from zhengyou.campaign.plans.compiler.outline import Outline
from zhengyou.campaign.plans.compiler.ranges import Taken
from zhengyou.campaign.plans.compiler.tables import Table

_MOST = 1000
_ANY_POINTS = re.compile(r"\d\s?[)]?\s?(?:分|%)")
_POINTS = r"(?P<points>\d{1,3}(?:\.\d)?)"
_IN_BRACKETS = re.compile(
    rf"(?P<item>[\w·“”、\u3400-\u9fff-]{{2,40}}?)\s?\((?:满分|计|共|占|权重|分值)?\s?[:]?\s?{_POINTS}\s?(?:分|%|％)\s?\)"
)
_BEHIND_DASH = re.compile(
    rf"(?P<item>[\w·“”、\u3400-\u9fff]{{2,24}}?)\s?(?:\([^()\n]{{1,80}}\))?\s?(?:-{{1,6}}|…{{1,4}}|计|占|:)\s?{_POINTS}\s?(?:分|%)(?=[,。;、\n)]|$)"
)
_SHARE = re.compile(
    rf"(?P<item>[\w·“”\u3400-\u9fff]{{2,24}}?)\s?\(?\s?(?:各?占(?:比|总分的?|总成绩的?|总评的?)?|权重(?:为|占)?|按|比例为|占总[^,。;()]{{1,8}})\s?[:]?\s?{_POINTS}\s?(?:%|％|分)"
)
_FULL = re.compile(
    rf"(?P<item>[\w·“”、\u3400-\u9fff]{{2,24}}?)(?P<how>满分|最高|总分|分值)(?:分别)?(?:为|是|累计为|累计)?\s?[:]?\s?{_POINTS}\s?分"
)
_POINTS_ALONE = re.compile(
    rf"(?:^|[。;:,、\n])\s?(?:\(?\d{{1,2}}[)、.])?\s?(?P<item>[\w·“”、\u3400-\u9fff]{{2,20}}?)\s?[:]?\s?{_POINTS}\s?分(?=[,。;、\n)]|$)"
)
_SHARES = re.compile(
    r"(?P<first>[\w·“”\u3400-\u9fff]{2,24}?)\s?\d{1,3}(?:\.\d)?\s?%(?:\s?[、,;和及与]{1,2}\s?[\w·“”\u3400-\u9fff]{2,24}?\s?\d{1,3}(?:\.\d)?\s?%){1,14}"
)
_ONE_SHARE = re.compile(
    r"(?:^|[、,;和及与])\s?(?P<item>[\w·“”\u3400-\u9fff]{2,24}?)\s?(?P<points>\d{1,3}(?:\.\d)?)\s?%"
)
_RESPECTIVELY = re.compile(
    r"(?P<items>[\w“”\u3400-\u9fff]{2,16}(?:[、和与及][\w“”\u3400-\u9fff]{2,16}){1,6}?)(?:成绩|得分|分值|权重|比例)?\s?分别(?:占|为|按|是|设)[^\d。;,]{0,8}"
    r"(?P<shares>\d{1,3}\s?(?:%|分)?(?:\s?[、和,]\s?\d{1,3}\s?(?:%|分)){1,6})"
)
_DEDUCTION = re.compile(r"扣|减|每|少于|超过|低于|高于|以上|以下|达到|不足|得分|加\d|加$|酌情|\d$|名次|及格|分钟|部分")
_SUM = re.compile(r"^(?:合\s?计|总\s?计|总\s?分|得\s?分|共\s?计|小\s?计|满分|计)$")
_TABLE_HEAD = re.compile(r"分值|分数|权重|满分|占比|标准分|赋分|配分|比例|得分标准|分$")


@dataclass(frozen=True, slots=True)
class _Hit:
    item: str
    points: float
    start: int
    end: int
    confidence: float


def find_weights(outline: Outline, tables: tuple[Table, ...]) -> tuple[Weight, ...]:
    """Every weight of a plan in the order of the text, without deductions and rows of sums."""
    covered = Taken((table.start, table.end) for table in tables)
    hits = [hit for table in tables for hit in _from_table(table)]
    hits += _respectively(outline)
    taken = Taken((hit.start, hit.end) for hit in hits)
    for pattern, confidence in (
        (_IN_BRACKETS, 0.85),
        (_BEHIND_DASH, 0.8),
        (_SHARE, 0.85),
        (_FULL, 0.7),
        (_POINTS_ALONE, 0.6),
    ):
        for hit in _from_text(outline, pattern, confidence):
            if not covered.holds(hit.start) and not taken.meets(hit.start, hit.end):
                hits.append(hit)
        taken = Taken((hit.start, hit.end) for hit in hits)
    hits += [hit for hit in _shares(outline) if not taken.meets(hit.start, hit.end)]
    hits += _bare_rows(outline)
    hits.sort(key=lambda hit: (hit.start, hit.end))
    sheet = outline.sheet
    return tuple(Weight(h.item, h.points, sheet.span(h.start, h.end), h.confidence) for h in hits)


def _shares(outline: Outline) -> Iterator[_Hit]:
    """政治素质20%、岗位业绩50%、…: a run of shares that together make a hundred."""
    text = outline.sheet.text
    for run in _near_points(text, _SHARES, reach=300):
        found = list(_ONE_SHARE.finditer(run.group()))
        if len(found) < 2 or round(sum(float(one["points"]) for one in found), 1) != 100:
            continue
        for one in found:
            item = re.sub(r"^.*(?:按照?|其中|由|为)(?=[\u3400-\u9fff]{2})", "", one["item"]).strip("“”")
            start = run.start()
            yield _Hit(item, float(one["points"]), start + one.start("item"), start + one.end(), 0.85)


def _respectively(outline: Outline) -> Iterator[_Hit]:
    """笔试、面试成绩分别占40%、60%."""
    text = outline.sheet.text
    for match in _near_points(text, _RESPECTIVELY, reach=60):
        items = re.split(r"[、和与及]", match["items"])
        shares = re.findall(r"\d{1,3}", match["shares"])
        if len(items) == len(shares):
            items[0] = re.sub(r"^.*(?:由|按|其中|将)(?=..)", "", items[0])
            for item, share in zip(items, shares, strict=True):
                yield _Hit(item.strip("“”"), float(share), *match.span(), 0.8)


def _bare_rows(outline: Outline) -> list[_Hit]:
    """Rows of a scoring sheet that end in a bare number, 进场按时、人数齐全15, below a heading that says 评分."""
    text = outline.sheet.text
    hits = []
    for node in outline.nodes:
        if not re.search(r"评分|打分|计分|赋分|考核表", node.heading) or (
            node.children and node.children[0].start - node.heading_end < 10
        ):
            continue
        for found in re.finditer(
            r"(?:^|\n)\s?(?P<item>[^\d\n\t。;]{2,30}?)\s?(?P<points>\d{1,2})(?=\n|$)", text[node.heading_end : node.end]
        ):
            if not _SUM.match(found["item"].strip()):
                offset = node.heading_end
                hits.append(
                    _Hit(
                        found["item"].strip(),
                        float(found["points"]),
                        offset + found.start("item"),
                        offset + found.end(),
                        0.6,
                    )
                )
    return hits if len(hits) >= 3 else []


def _from_text(outline: Outline, pattern: re.Pattern[str], confidence: float) -> Iterator[_Hit]:
    text = outline.sheet.text
    for match in _near_points(text, pattern):
        item = re.sub(r"^.*(?:按|其中|和|以及|由)(?=[\u3400-\u9fff]{2})", "", match["item"])
        item = re.sub(r"^(?:[一二三四五六七八九十\d]{1,2}[、.]|[、,])", "", item).strip(" “”、:")
        capped = "how" in match.groupdict()
        if len(item) < 2 or (not capped and _DEDUCTION.search(item[-6:])) or _SUM.match(item):
            continue
        if re.search(r"满分|共|总分", match.group()[-10:]) and re.search(
            r"评分|标准|办法|细则|计分|考核|内容|指标", item[-6:]
        ):
            continue
        if float(match["points"]) >= 100 and re.search(r"(?:满分|总分|共计|合计)$", item):
            continue
        before = text[max(0, match.start() - 12) : match.start()]
        behind = text[match.end() : match.end() + 3]
        whole = (capped and float(match["points"]) >= 100) or (capped and match["how"] == "总分")
        if whole or re.match(r"以上|以下|左右|及以上|以内", behind):
            continue
        if re.search(r"扣|每(?!项)[^。]{0,6}$", before):
            continue
        if "how" in match.groupdict() and match["how"] in {"最高", "满分"}:
            item += match["how"]
        yield _Hit(item, float(match["points"]), match.start("item"), match.end(), confidence)


def _near_points(text: str, pattern: re.Pattern[str], reach: int = 12) -> Iterator[re.Match[str]]:
    """Matches of a pattern in the stretches before 30分 or 40%, so that a long text without any costs nothing."""
    if "分" not in text and "%" not in text:
        return
    until = 0
    for found in islice(_ANY_POINTS.finditer(text), _MOST):
        start = max(until, found.start() - 130)
        for match in pattern.finditer(text, start, min(len(text), found.end() + reach)):
            if match.end() > until:
                yield match
                until = match.end()


def _from_table(table: Table) -> Iterator[_Hit]:
    """A column headed 分值 or 权重; the item is the first cell, with the second where rows share the first."""
    head = table.rows[0]
    column = next((i for i, cell in enumerate(head) if _TABLE_HEAD.search(cell.text)), None)
    found: list[_Hit] = []
    group = ""
    for row in table.rows[1:] if column is not None else ():
        values = [cell for cell in row if re.fullmatch(r"\d{1,3}(?:\.\d)?\s?(?:分|%)?", cell.text)]
        if not values:
            continue
        first = row[0].text
        whole = len(row) >= len(head) - 1 and len(row) > 2
        group = first if whole else group
        if _SUM.match(first) or values[-1] is row[0]:
            continue
        item = first if whole or not group else f"{group}:{first[:16]}"
        points = re.match(r"[\d.]+", values[-1].text)
        if points:
            found.append(_Hit(item[:60], float(points.group()), row[0].start, row[-1].end, 0.75))
    if len(found) >= 2:
        yield from found
