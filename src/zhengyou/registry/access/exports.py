"""Lists of access as Excel, as they stand on screen."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Sentence
from zhengyou.records import sheets
from zhengyou.records.sheets import Column, Format
from zhengyou.records.sheets.writing import Cell
from zhengyou.registry.access.models import Grant


def workbook(title: Sentence, heads: Iterable[Sentence], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a workbook of text columns."""
    return sheets.export(title, [Column(head) for head in heads], rows)


GRANT_COLUMNS = (
    Column(_("Personal name")),
    Column(_("Identity")),
    Column(_("Role")),
    Column(_("Scope")),
    Column(_("Granted since"), Format.DATE),
    Column(_("Ends on"), Format.DATE),
)


def grants(rows: Iterable[Grant]) -> bytes:
    """Return the list of grants."""
    return sheets.export(
        _("Grants"),
        GRANT_COLUMNS,
        (
            [
                row.appointment.person.name,
                str(row.appointment),
                row.role.label,
                str(row.scope),
                row.starts_on,
                row.ends_on,
            ]
            for row in rows
        ),
    )
