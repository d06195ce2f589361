"""Plans as a workbook."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhengyou.campaign.plans.models import Plan
from zhengyou.kernel import clock
from zhengyou.records.sheets import Column, Format, export


def plans(rows: QuerySet[Plan]) -> bytes:
    """Return plans, counted with what was ``found`` in them and is ``unanswered``, as the list shows them."""
    columns = [
        Column(_("Title"), width=50),
        Column(_("Issued by"), width=28),
        Column(_("Document number"), width=22),
        Column(_("Day of signature"), Format.DATE),
        Column(_("Found"), Format.INT),
        Column(_("Unanswered"), Format.INT),
        Column(_("State")),
        Column(_("Taken in"), Format.DATE),
    ]
    lines = (
        [
            one.title, one.issuer or one.body.name, one.document_number, one.issued_on, getattr(one, "found", 0),
            getattr(one, "unanswered", 0), one.get_state_display(), clock.local(one.taken_in_at).date(),
        ]
        for one in rows
    )  # fmt: skip
    return export(_("Plans"), columns, lines)
