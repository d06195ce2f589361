"""Figures of matters as workbooks."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from zhengyou.instruments.complaints.queries.rates import RateRow, Ruling
from zhengyou.instruments.complaints.wording import rate_word
from zhengyou.records.sheets import Column, Format, export


def rates(rows: Sequence[RateRow], rule: Ruling, title: str, *, with_peers: bool = False) -> bytes:
    """Return the three rates with numerators, denominators and intervals, and the times; ``with_peers``: units' classes."""
    columns = [Column(title, width=26), Column(_("Matters"), Format.INT), Column(_("Open"), Format.INT)]
    for rate in rule.formula.rates:
        name = rate_word(rate.name)
        columns += [
            Column(f"{name} · {_('counted')}", Format.DECIMAL, decimals=1),
            Column(f"{name} · {_('of')}", Format.INT),
            Column(name, Format.PERCENT, decimals=1),
            Column(f"{name} · {_('from')}", Format.PERCENT, decimals=1),
            Column(f"{name} · {_('to')}", Format.PERCENT, decimals=1),
        ]
    columns += [
        Column(_("All rates by their weights"), Format.PERCENT, decimals=1),
        Column(_("Mean days to the answer"), Format.DECIMAL, decimals=1),
        Column(_("Half were answered within days"), Format.DECIMAL, decimals=1),
    ]
    notes = [f"{rule.name}：{rule.source}", _("Intervals of 90 %. An empty cell: nothing was counted.")]
    if with_peers:
        columns.append(Column(_("Class of units"), width=20))
        notes.append(_("Units are compared within their class alone."))
    lines = ([*_line(row), row.peers] if with_peers else _line(row) for row in rows)
    return export(_("Three rates"), columns, lines, footnotes=notes)


def _line(row: RateRow) -> list[Any]:
    line: list[Any] = [row.name or "—", row.matters, row.open]
    for one in row.shares:
        line += [one.of, int(one.number), one.share, one.low, one.high]
    return [*line, row.whole, row.mean_days, row.middle_days]
