"""Orders as a workbook."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhengyou.mechanisms.orders.models import CallBack, Order, Proposal, Sample, Template
from zhengyou.records.sheets import Column, Format, export


def workbook(orders: QuerySet[Order], filters: str = "") -> bytes:
    """Return ``orders`` as the list shows them."""
    columns = [
        Column(_("Order number")),
        Column(_("Matter"), width=40),
        Column(_("Part"), width=10),
        Column(_("Responsible unit"), width=24),
        Column(_("Verified by"), width=24),
        Column(_("Arose from")),
        Column(_("State")),
        Column(_("Opened"), Format.DATE),
        Column(_("Due"), Format.MOMENT),
        Column(_("Closed"), Format.MOMENT),
        Column(_("Came back"), Format.INT),
        Column(_("Finding")),
        Column(_("How it was put right"), width=50),
    ]
    return export(_("Rectification orders"), columns, _rows(orders), filters=filters)


def _rows(orders: QuerySet[Order]) -> Iterator[list[Any]]:
    for order in orders.select_related("verifier").iterator(chunk_size=1000):
        yield [
            order.number,
            order.title,
            order.get_role_display(),
            order.body.name,
            order.verifier.name,
            order.get_kind_display(),
            order.get_state_display(),
            order.opened_on,
            getattr(order, "due_at", None),
            order.closed_at,
            order.returns,
            order.get_finding_display() if order.finding else "",
            order.reply,
        ]


def samples(drawn: QuerySet[Sample]) -> bytes:
    """Return the samples that were drawn."""
    columns = [
        Column(_("Title"), width=30),
        Column(_("Drawn by"), width=24),
        Column(_("Closed from"), Format.DATE),
        Column(_("Closed before"), Format.DATE),
        Column(_("Per cent"), Format.INT),
        Column(_("Closed orders"), Format.INT),
        Column(_("Third party"), width=24),
        Column(_("Seed")),
        Column(_("Drawn"), Format.MOMENT),
    ]
    rows = (
        [
            one.title, one.body.name, one.starts_on, one.ends_on, one.share, one.population, one.third_party, one.seed,
            one.drawn_at,
        ]
        for one in drawn
    )  # fmt: skip
    return export(_("Samples of closed orders"), columns, rows)


def checks(found: QuerySet[CallBack]) -> bytes:
    """Return the orders of a sample and what was found."""
    columns = [
        Column(_("Order number")),
        Column(_("Matter"), width=40),
        Column(_("Responsible unit"), width=24),
        Column(_("Outcome")),
        Column(_("Satisfaction")),
        Column(_("Words of the answer"), width=50),
        Column(_("Asked at"), Format.MOMENT),
    ]
    rows = (
        [
            one.order.number, one.order.title, one.order.body.name, one.get_outcome_display(),
            one.get_satisfaction_display(), one.words, one.asked_at,
        ]
        for one in found
    )  # fmt: skip
    return export(_("Samples of closed orders"), columns, rows)


def proposals(found: QuerySet[Proposal]) -> bytes:
    """Return proposals to change a rule."""
    columns = [
        Column(_("Number")),
        Column(_("Title"), width=40),
        Column(_("Decided by"), width=24),
        Column(_("State")),
        Column(_("What keeps coming back, and why"), width=50),
        Column(_("Which rule or way of working should change, and how"), width=50),
        Column(_("Proposed on"), Format.DATE),
        Column(_("Decision in words"), width=40),
    ]
    rows = (
        [
            one.number, one.title, one.body.name, one.get_state_display(), one.problem, one.change, one.proposed_on,
            one.decision,
        ]
        for one in found
    )  # fmt: skip
    return export(_("Proposals to change a rule"), columns, rows)


def templates(found: QuerySet[Template]) -> bytes:
    """Return the templates of orders."""
    columns = [
        Column(_("Name of the template"), width=30),
        Column(_("Arose from")),
        Column(_("For units below"), width=24),
        Column(_("Matter"), width=40),
        Column(_("Check list"), width=50),
        Column(_("Working days for putting right"), Format.INT),
    ]
    rows = (
        [one.name, one.get_kind_display(), one.body.name, one.title, "；".join(one.items), one.days] for one in found
    )
    return export(_("Templates of orders"), columns, rows)
