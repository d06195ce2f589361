"""What the desk pages of this room add to the registers and records of the house: whose they are, papers, a click."""

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from zhengyou.instruments.complaints.forms.fields import NothingForm
from zhengyou.kernel.errors import Forbidden
from zhengyou.registry.access.web import DeskRequest, record, register
from zhengyou.registry.access.web.asking import ask, fill
from zhengyou.registry.access.web.record import Card, Record, Row, Table, Verb, entries, texts
from zhengyou.registry.access.web.register import Col, Link, Register, excel
from zhengyou.registry.bodies.models import Body

__all__ = [
    "Card",
    "Col",
    "Link",
    "Record",
    "Register",
    "Row",
    "Table",
    "Verb",
    "ask",
    "click",
    "entries",
    "excel",
    "fill",
    "own_body",
    "show",
    "show_record",
    "texts",
]


def show(request: DeskRequest, listed: Register) -> HttpResponseBase:
    """Answer with the page of a register of this room, or with its workbook."""
    return register.show(request, listed, "complaints/listing.html")


def show_record(request: DeskRequest, thing: Record) -> HttpResponse:
    """Answer with the page of one thing of this room."""
    return record.show_record(request, thing, "complaints/thing.html")


def own_body(request: DeskRequest) -> Body:
    """Return the body of the hat. Raises Forbidden for somebody who wears none."""
    if request.actor.body is None:
        raise Forbidden(_("Put on the identity of a unit first."))
    return request.actor.body


def click(request: DeskRequest) -> NothingForm:
    """Return the empty form of a verb that needs only the click."""
    return NothingForm(request.POST if request.method == "POST" else None)
