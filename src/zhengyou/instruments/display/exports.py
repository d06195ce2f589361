"""What is shown, as workbooks."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhengyou.instruments.display.models import Card, Commitment
from zhengyou.instruments.display.queries import SpotLine
from zhengyou.records.sheets import Column, Format, export


def commitments(rows: QuerySet[Commitment]) -> bytes:
    """Return commitments as the list shows them."""
    columns = [
        Column(_("Unit in charge"), width=24),
        Column(_("Window"), width=18),
        Column(_("Service commitment"), width=50),
        Column(_("Measured by"), width=24),
        Column(_("At least (%)"), Format.INT),
        Column(_("Holds from"), Format.DATE),
        Column(_("Holds until"), Format.DATE),
        Column(_("Stage of review")),
    ]
    cells = (
        [
            row.body.name,
            str(row.window) if row.window else "",
            row.text,
            row.get_measure_display(),
            row.target,
            row.starts_on,
            row.ends_on,
            row.get_state_display(),
        ]
        for row in rows.iterator(chunk_size=1000)
    )
    return export(_("Commitments"), columns, cells)


def cards(rows: QuerySet[Card]) -> bytes:
    """Return identity cards as the list shows them."""
    columns = [
        Column(_("Unit in charge"), width=24),
        Column(_("Name of the person")),
        Column(_("Post")),
        Column(_("Window"), width=18),
        Column(_("Party or union identity")),
        Column(_("Consent given on"), Format.DATE),
        Column(_("Motto"), width=30),
        Column(_("Stage of review")),
    ]
    cells = (
        [
            row.appointment.post.body.name,
            row.appointment.person.name,
            row.appointment.post.title,
            str(row.window) if row.window else "",
            row.badge,
            row.consented_on,
            row.motto,
            row.get_state_display(),
        ]
        for row in rows.iterator(chunk_size=1000)
    )
    return export(_("Identity cards"), columns, cells)


def coverage(lines: Iterable[SpotLine]) -> bytes:
    """Return place by item: what must hang there, what hangs, and until when."""
    columns = [
        Column(_("Spot"), width=24),
        Column(_("Unit in charge"), width=24),
        Column(_("Kind of place")),
        Column(_("What hangs"), width=24),
        Column(_("Must hang there")),
        Column(_("Hangs")),
        Column(_("Hangs from"), Format.DATE),
        Column(_("Hangs until"), Format.DATE),
    ]
    cells = (
        [
            line.spot.name,
            line.spot.body.name,
            line.spot.get_kind_display(),
            cell.item.name,
            _("Yes") if cell.required else _("No"),
            _("Yes") if cell.posting else _("No"),
            cell.posting.starts_on if cell.posting else None,
            cell.posting.until if cell.posting else None,
        ]
        for line in lines
        for cell in line.cells
    )
    return export(_("Coverage"), columns, cells)
