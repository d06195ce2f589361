"""Overviews as workbooks."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from zhengyou.instruments.ratings.exports import both, both_columns
from zhengyou.records.sheets import Column, Format, export
from zhengyou.reports.queries.overview import UnitLine


def units(lines: Iterable[UnitLine]) -> bytes:
    """Return the units with their ratings, open orders and overdue sheets."""
    columns = [
        Column(_("Unit"), width=30),
        Column(_("Kind"), width=14),
        Column(_("Ratings counted"), Format.INT),
        Column(_("Share of good ratings"), Format.PERCENT),
        *both_columns(),
        Column(_("Orders in hand"), Format.INT),
        Column(_("Of these overdue"), Format.INT),
        Column(_("Overdue task sheets"), Format.INT),
    ]
    rows = (
        [
            one.line.body.name,
            one.line.body.get_kind_display(),
            one.line.summary.total,
            one.line.summary.good_share,
            *both(one.line.summary),
            one.lights.all,
            one.lights.red,
            one.overdue,
        ]
        for one in lines
    )
    return export(_("Units at a glance"), columns, rows)
