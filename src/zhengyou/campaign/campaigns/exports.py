"""Campaigns as workbooks: the progress board and the task sheets."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhengyou.campaign.campaigns.models import Campaign, TaskSheet
from zhengyou.campaign.campaigns.queries import Progress
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
