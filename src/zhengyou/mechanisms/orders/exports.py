"""Orders as a workbook."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.sheets import Column, Format, export


def workbook(orders: QuerySet[Order], filters: str = "") -> bytes:
    """Return ``orders`` as the list shows them."""
    columns = [
        Column(_("Order number")),
        Column(_("Matter"), width=40),
        Column(_("Responsible unit"), width=24),
        Column(_("Arose from")),
        Column(_("State")),
        Column(_("Opened"), Format.DATE),
        Column(_("Due"), Format.MOMENT),
        Column(_("Closed"), Format.MOMENT),
        Column(_("Finding")),
        Column(_("How it was put right"), width=50),
    ]
    return export(_("Rectification orders"), columns, _rows(orders), filters=filters)


def _rows(orders: QuerySet[Order]) -> Iterator[list[Any]]:
    for order in orders.iterator(chunk_size=1000):
        yield [
            order.number,
            order.title,
            order.body.name,
            order.get_kind_display(),
            order.get_state_display(),
            order.opened_on,
            getattr(order, "due_at", None),
            order.closed_at,
            order.get_finding_display() if order.finding else "",
            order.reply,
        ]
