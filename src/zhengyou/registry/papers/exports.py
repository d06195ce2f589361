"""Registers of papers as workbooks."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhengyou.records.sheets import Column, Format, export
from zhengyou.registry.papers.models import Incoming, Number, Paper, Recipient, Regulation, Resolution


def outgoing(papers: QuerySet[Paper]) -> bytes:
    """Return outgoing papers as the list shows them (发文登记簿)."""
    columns = [
        Column(_("Number of the paper"), width=20),
        Column(_("Title"), width=48),
        Column(_("Kind of paper")),
        Column(_("Issuing organ"), width=22),
        Column(_("State")),
        Column(_("Drafted by"), width=24),
        Column(_("Signed by"), width=24),
        Column(_("Dated"), Format.DATE),
        Column(_("Units"), Format.INT),
        Column(_("Receipts signed"), Format.INT),
    ]

    def rows() -> Iterator[list[Any]]:
        for one in papers.iterator(chunk_size=1000):
            yield [
                one.number_text, one.title, one.get_kind_display(), one.organ.name, one.get_state_display(),
                one.drafted_by, one.signed_by, one.dated, getattr(one, "delivered", 0), getattr(one, "confirmed", 0),
            ]  # fmt: skip

    return export(_("Outgoing papers"), columns, rows())


def numbers(register: QuerySet[Number]) -> bytes:
    """Return the register of numbers, void ones with their reasons."""
    columns = [
        Column(_("Number of the paper"), width=22),
        Column(_("Taken for"), width=48),
        Column(_("State")),
        Column(_("Taken"), Format.MOMENT),
        Column(_("Reason"), width=30),
    ]
    rows = (
        [str(one), one.title, one.get_state_display(), one.taken_at, one.reason]
        for one in register.iterator(chunk_size=1000)
    )
    return export(_("Register of numbers"), columns, rows)


def incoming(papers: QuerySet[Incoming]) -> bytes:
    """Return the register of incoming papers (收文登记簿)."""
    columns = [
        Column(_("Register number"), width=16),
        Column(_("Received on"), Format.DATE),
        Column(pgettext("paper", "From"), width=24),
        Column(_("Number of the paper"), width=20),
        Column(_("Title"), width=48),
        Column(_("Unit"), width=22),
        Column(_("Proposed handling"), width=30),
        Column(_("State")),
        Column(_("Outcome of handling"), width=30),
    ]
    rows = (
        [
            str(one.number), one.received_on, one.from_name, one.from_number, one.title, one.body.name, one.proposal,
            one.get_state_display(), one.result,
        ]
        for one in papers.iterator(chunk_size=1000)
    )  # fmt: skip
    return export(_("Incoming papers"), columns, rows)


def receipts(rows: QuerySet[Recipient]) -> bytes:
    """Return the receipts of a person's units."""
    columns = [
        Column(_("Number of the paper"), width=20),
        Column(_("Title"), width=48),
        Column(_("Issuing organ"), width=22),
        Column(_("Unit"), width=22),
        Column(_("Delivered"), Format.MOMENT),
        Column(_("Receipt signed on"), Format.MOMENT),
        Column(_("Receipt signed by"), width=24),
    ]
    lines = (
        [
            one.paper.number_text, one.paper.title, one.paper.organ.name, one.name, one.delivered_at, one.confirmed_at,
            one.confirmed_by,
        ]
        for one in rows.iterator(chunk_size=1000)
    )  # fmt: skip
    return export(_("Papers to sign for"), columns, lines)


def resolutions(found: QuerySet[Resolution]) -> bytes:
    """Return the register of decisions."""
    columns = [
        Column(_("Register number"), width=16),
        Column(_("Date of the decision"), Format.DATE),
        Column(_("Deciding organ"), width=24),
        Column(_("Meeting"), width=24),
        Column(_("Matter decided"), width=40),
        Column(_("Decision in full"), width=60),
        Column(_("Basis documents"), width=40),
        Column(_("Unit"), width=22),
        Column(_("State")),
    ]
    rows = (
        [
            str(one.number), one.decided_on, one.decided_by, one.meeting, one.title, one.text, one.basis, one.body.name,
            one.get_state_display(),
        ]
        for one in found.iterator(chunk_size=1000)
    )  # fmt: skip
    return export(_("Register of decisions"), columns, rows)


def regulations(found: QuerySet[Regulation]) -> bytes:
    """Return a set of regulations with the wording in force (制度汇编)."""
    columns = [
        Column(_("What it is for"), width=16),
        Column(_("Title"), width=36),
        Column(_("Unit"), width=22),
        Column(_("State")),
        Column(_("Takes effect on"), Format.DATE),
        Column(_("Wording no."), Format.INT),
        Column(_("Wording of the regulation"), width=80),
    ]
    rows = (
        [
            one.get_aspect_display(), one.title, one.body.name, one.get_state_display(),
            one.current.adopted_on if one.current else None, one.current.number if one.current else None,
            one.current.text if one.current else "",
        ]
        for one in found.iterator(chunk_size=1000)
    )  # fmt: skip
    return export(_("Set of regulations"), columns, rows)
