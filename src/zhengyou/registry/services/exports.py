"""Cases as workbooks: the list on screen, and the form for the import."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhengyou.records.sheets import Column, Format, export
from zhengyou.registry.services.models import Case


def cases(rows: QuerySet[Case], filters: str = "") -> bytes:
    """Return the cases as the list shows them, without applicants."""
    columns = [
        Column(_("Case number")),
        Column(_("Number in your own system")),
        Column(_("Service item"), width=28),
        Column(_("Unit"), width=24),
        Column(_("Window"), width=20),
        Column(_("State of the case")),
        Column(_("How it came in")),
        Column(_("Accepted at"), Format.MOMENT),
        Column(_("Promised by"), Format.MOMENT),
        Column(_("Done at"), Format.MOMENT),
    ]
    return export(_("Cases"), columns, _lines(rows), filters=filters)


def _lines(rows: QuerySet[Case]) -> Iterator[list[Any]]:
    for case in rows.iterator(chunk_size=1000):
        yield [
            case.number,
            case.external_number,
            case.item.name,
            case.body.name,
            str(case.window),
            case.get_state_display(),
            case.get_channel_display(),
            case.accepted_at,
            case.clock and case.clock.due_at,
            case.done_at,
        ]
