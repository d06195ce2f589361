"""What the desk pages of this room add to the registers and records of the house: the tabs of a campaign."""

import uuid

from django.http import HttpResponse, HttpResponseBase

from zhengyou.registry.access.web import DeskRequest, record, register
from zhengyou.registry.access.web.asking import ask, fill
from zhengyou.registry.access.web.record import Card, Files, Record, Row, Table, Verb, entries, road
from zhengyou.registry.access.web.register import PAGE, Col, Link, Register, excel, shown, workbook

__all__ = [
    "PAGE",
    "Card",
    "Col",
    "Files",
    "Link",
    "Record",
    "Register",
    "Row",
    "Table",
    "Verb",
    "ask",
    "entries",
    "excel",
    "fill",
    "key_of",
    "road",
    "show",
    "show_record",
    "shown",
    "workbook",
]


def show(request: DeskRequest, listed: Register) -> HttpResponseBase:
    """Answer with the page of a register under the tabs of its campaign, or with its workbook."""
    return register.show(request, listed, "campaigns/register.html")


def show_record(request: DeskRequest, thing: Record) -> HttpResponse:
    """Answer with the page of one thing under the tabs of its campaign."""
    return record.show_record(request, thing, "campaigns/record.html")


def key_of(typed: str) -> uuid.UUID:
    """Return a typed id, or one that nothing has."""
    try:
        return uuid.UUID(typed)
    except ValueError:
        return uuid.UUID(int=0)
