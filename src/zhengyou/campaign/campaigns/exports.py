"""Campaigns as workbooks: the progress board and the task sheets."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhengyou.campaign.campaigns.models import Campaign, TaskSheet
from zhengyou.campaign.campaigns.queries import Progress
from zhengyou.campaign.campaigns.queries.coverage import Cell, Matrix
from zhengyou.campaign.campaigns.queries.startup import Line as Start
from zhengyou.records.sheets import Column, Format, export


def board(campaign: Campaign, rows: Sequence[Progress]) -> bytes:
    """Return the progress board of ``campaign`` as its page shows it."""
    columns = [
        Column(_("Unit"), width=28),
        Column(_("Due so far"), Format.INT),
        Column(_("Accepted"), Format.INT),
        Column(_("To be checked"), Format.INT),
        Column(_("Handed in late"), Format.INT),
        Column(_("Not handed in"), Format.INT),
        Column(_("All"), Format.INT),
    ]
    lines = ([row.body.name, row.due, row.accepted, row.submitted, row.late, row.overdue, row.all] for row in rows)
    return export(f"{campaign.title} {_('Progress board')}", columns, lines)


def campaigns(rows: QuerySet[Campaign]) -> bytes:
    """Return campaigns, counted with their ``members``, as the list shows them."""
    columns = [
        Column(_("Name of the campaign"), width=50),
        Column(_("Led by"), width=28),
        Column(_("First day"), Format.DATE),
        Column(_("Last day"), Format.DATE),
        Column(_("Units taking part"), Format.INT),
        Column(_("State")),
    ]
    lines = (
        [one.title, one.body.name, one.starts_on, one.ends_on, getattr(one, "members", 0), one.get_state_display()]
        for one in rows
    )
    return export(_("Campaigns"), columns, lines)


def coverage(found: Matrix) -> bytes:
    """Return the matrix of units and items; a covered cell says by what."""
    columns = [Column(_("Unit"), width=28), *(Column(item.name) for item in found.items)]
    return export(_("Coverage of items"), columns, ([body.name, *map(_by_what, cells)] for body, cells in found.lines))


def _by_what(cell: Cell) -> str:
    if not cell.covered:
        return ""
    return _("Task sheet") if cell.sheets else _("Activity") if cell.activities else _("Instrument")


def start(heads: Sequence[str], lines: Sequence[Start]) -> bytes:
    """Return the start-up check list: how each point is known to be done."""
    columns = [Column(_("Unit"), width=28), *(Column(head, width=20) for head in heads)]
    rows = ([line.body.name, *(mark.how or (_("Done") if mark.done else "") for mark in line.marks)] for line in lines)
    return export(_("Start-up check list"), columns, rows)


def task_sheets(sheets: QuerySet[TaskSheet]) -> bytes:
    """Return ``sheets`` as the list shows them."""
    columns = [
        Column(_("Duty"), width=36),
        Column(_("Unit"), width=28),
        Column(_("Campaign"), width=36),
        Column(_("Due by"), Format.DATE),
        Column(_("State")),
        Column(_("Handed in"), Format.MOMENT),
        Column(_("What was done"), width=50),
    ]
    lines = (
        [
            sheet.duty.name,
            sheet.body.name,
            sheet.duty.campaign.title,
            sheet.due_on,
            sheet.get_state_display(),
            sheet.submitted_at,
            sheet.evidence,
        ]
        for sheet in sheets.iterator(chunk_size=1000)
    )
    return export(_("Task sheets"), columns, lines)
