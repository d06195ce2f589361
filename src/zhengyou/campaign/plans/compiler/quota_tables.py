"""Quotas in tables: numbers under a column, or beside a row, that is headed 名额 or the like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from zhengyou.campaign.plans.compiler.draft import Unit
from zhengyou.campaign.plans.compiler.honours import MEASURE, unit_of
from zhengyou.campaign.plans.compiler.outline import Outline
from zhengyou.campaign.plans.compiler.tables import Cell, Table

_TABLE_HEAD = re.compile(r"名额|推优人数|推荐人数|推荐数|数量|评选数|表彰数|限额|指标数|分配数|人选数|获奖数|限报数")
_TABLE_UNIT = re.compile(r"节目|作品|件|家|集体|单位")
_COUNTED_HEAD = re.compile(rf"\s?\({MEASURE}\)$")
_TOTAL = re.compile(r"^(?:合\s?计|总\s?计|小\s?计|共\s?计)$")


@dataclass(frozen=True, slots=True)
class Hit:
    """A quota before its place is turned into a span of the source."""

    award: str
    count: int
    unit: str
    start: int
    end: int
    confidence: float


def quotas_of_table(outline: Outline, table: Table) -> Iterator[Hit]:
    """Numbers under a column, or beside a row, that is headed 名额 or the like."""
    head = table.rows[0]
    counted = [at for at, cell in enumerate(head) if at and _COUNTED_HEAD.search(cell.text)]
    if len(counted) > 1 and len(table.rows) > 1:
        yield from _crossed(table, counted)
        return
    column = next((i for i, cell in enumerate(head) if _TABLE_HEAD.search(cell.text)), None)
    if (
        column is not None
        and len(table.rows) > 1
        and sum(_count(row, column) is not None for row in table.rows[1:]) >= 2
    ):
        unit = _table_unit(outline, table, head[column])
        for row in table.rows[1:]:
            value = _count(row, column)
            if value is None and len(row) >= 2 and _TOTAL.match(row[0].text):
                value = _number(row[-1].text)
            label = next((cell.text for cell in row if cell.text and not cell.text.isdigit()), "")
            if value is None or not label:
                continue
            row_name = re.sub(r"[()\s]", "", label)
            award = f"{_table_award(outline, table, head[column])}({row_name})"
            yield Hit(award, value[0], value[1] or unit, row[0].start, row[-1].end, 0.75)
        return
    yield from _transposed(outline, table)


def _crossed(table: Table, counted: list[int]) -> Iterator[Hit]:
    """A table whose columns are honours with their measure in brackets, 师德标兵(名), and whose rows share them out."""
    for row in table.rows[1:]:
        label = next((cell.text for cell in row if cell.text and not cell.text.isdigit()), "")
        if not label or _TOTAL.match(label):
            continue
        for at in counted:
            value = _count(row, at)
            head = _COUNTED_HEAD.search(table.rows[0][at].text)
            if value is None or head is None or value[0] == 0:
                continue
            award = table.rows[0][at].text[: head.start()] or head["measure"]
            label_row = re.sub(r"[()\s]", "", label)
            yield Hit(
                f"{award}({label_row})", value[0], unit_of(head["measure"], award), row[at].start, row[at].end, 0.8
            )


def _transposed(outline: Outline, table: Table) -> Iterator[Hit]:
    head = table.rows[0]
    for row in table.rows[1:]:
        cells = row[1:]
        values = [_number(cell.text) for cell in cells]
        if len(cells) < 2 or len(cells) != len(head) - 1 or any(v is None for v in values):
            continue
        if not _TABLE_HEAD.search(row[0].text) and not any(v and v[1] for v in values):
            continue
        named = bool(_TABLE_HEAD.search(row[0].text))
        for title, cell, value in zip(head[1:], cells, values, strict=True):
            if value is None:
                continue
            top = re.sub(r"\(\d+\)", "", title.text)
            award = top if named else f"{row[0].text}({top})"
            yield Hit(award, value[0], value[1] or _table_unit(outline, table, head[0]), cell.start, cell.end, 0.75)


_COUNT = re.compile(rf"(\d{{1,4}})\s?({MEASURE[len('(?P<measure>') : -1]})?")


def _number(text: str) -> tuple[int, str] | None:
    match = _COUNT.fullmatch(text)
    return (int(match[1]), unit_of(match[2], "") if match[2] else "") if match else None


def _count(row: tuple[Cell, ...], column: int) -> tuple[int, str] | None:
    return _number(row[column].text) if column < len(row) else None


def _table_unit(outline: Outline, table: Table, head: Cell) -> str:
    if "人" in head.text:
        return Unit.PERSONS
    bracket = re.search(rf"\({MEASURE}\)", head.text)
    if bracket:
        return unit_of(bracket["measure"], "")
    found = _TABLE_UNIT.search(head.text)
    if found:
        return {"节目": "节目", "作品": "works", "件": "works"}.get(found.group(), Unit.ORGANISATIONS)
    return Unit.PERSONS


def _table_award(outline: Outline, table: Table, head: Cell) -> str:
    """What the table distributes: named in its column, or by the caption above it."""
    name = re.sub(r"(?:分配)?(?:名额|数量|人数|数)(?:分配)?(?:\([^()]*\))?$", "", head.text)
    if len(name) >= 4:
        return name
    caption = re.findall(r"“([^“”\n]{2,14})”", outline.sheet.text[max(0, table.start - 80) : table.start])
    if caption:
        return str(caption[-1])
    above = outline.sheet.text[max(0, table.start - 3000) : table.start]
    candidates = re.findall(
        r"([\u3400-\u9fff]{2,6}(?:候选人|积极分子|先进个人|工作者|先进集体|标兵|之星|优秀教师|优秀党员|优秀学生))",
        above,
    )
    if candidates:  # the one named most; of several the first that is known as an honour
        told = Counter(re.sub(r"^.*?(?=优秀|先进|最美|考核)", "", one) or one for one in candidates)
        return max(told, key=lambda one: (told[one], one.startswith(("优秀", "先进", "最美", "考核"))))
    return name or head.text
