"""The door for business systems: rating codes of their cases to print or send, and ratings from terminals in the hall.

Whether a code was used is never told: a queue at the window could tell from it who rated. What a terminal delivers is
counted under its own channel and analysed apart, since it belongs to the rated unit.
"""

from enum import StrEnum
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from zhengyou.instruments.ratings import actions, queries
from zhengyou.instruments.ratings import rules as ratings
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.enums import Channel
from zhengyou.kernel import ids
from zhengyou.kernel.errors import Refused
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.services import addresses, rules
from zhengyou.registry.services.callers import ApiRequest
from zhengyou.registry.services.models import Case
from zhengyou.registry.services.problems import PROBLEMS, Problem
from zhengyou.registry.services.queries import open_windows

router = Router()
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^[^\x00-\x08\x0e-\x1f\x7f]*$")]
TagCode = Annotated[str, StringConstraints(max_length=8, pattern=r"^[0-9A-Z]+$")]


class Device(StrEnum):
    """Through what the visitor rated."""

    TERMINAL = Channel.TERMINAL.value
    SMS = Channel.SMS.value
    IMPORT = Channel.IMPORT.value


class CodeOut(Schema):
    """A rating code of a case, with the address to print as QR code."""

    code: str
    url: str
    stage: str
    expires_on: str


class CodesOut(Schema):
    """The rating codes of a case, one for each step that may be rated."""

    items: list[CodeOut]


class TicketIn(Schema):
    """A visitor without a case took a number: at which window, and which number."""

    window: Annotated[str, StringConstraints(max_length=12, pattern=r"^[0-9A-Za-z -]+$")]
    queue_number: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20, pattern=r"^[\w-]+$")
    ]


class TicketOut(Schema):
    """The rating code to print on the ticket, with its address for a QR code."""

    code: str
    url: str
    expires_on: str


class RatingIn(Schema):
    """A rating that a terminal or another evaluation system took from the visitor."""

    code: Annotated[str, StringConstraints(max_length=14, pattern=r"^[0-9A-Za-z -]+$")]
    level: Annotated[int, Field(ge=1, le=5, description="5 very satisfied … 1 very dissatisfied")]
    device: Device
    tags: Annotated[list[TagCode], Field(max_length=8)] = []
    text: Text = ""


class Taken(Schema):
    """The receipt code: show it to the visitor and keep no copy."""

    receipt: str


@router.get(
    "/cases/{number}/codes", response={200: CodesOut, 404: Problem, **PROBLEMS}, summary="Rating codes of a case"
)
def case_codes(request: ApiRequest, number: str) -> dict[str, Any]:
    """Return the rating codes of a case for its slip or a text message; never whether they were used."""
    typed = ids.read_code(number)
    cases = within(Case.objects.all(), request.auth.actor, rules.READ)
    case = cases.filter(number=typed).first() if ids.code_holds(typed) else None
    if case is None:
        raise Refused(_("There is no such case in your scope."), code="not_found")
    found = queries.printed(case.invitations.all()).order_by("service_number")
    items = [
        {
            "code": one.code,
            "url": f"{addresses.base(request)}/r/{one.code}",
            "stage": one.stage,
            "expires_on": one.expires_on.isoformat(),
        }
        for one in found
    ]
    return {"items": items}


@router.post(
    "/tickets",
    response={201: TicketOut, 404: Problem, **PROBLEMS},
    summary="Give a visitor without a case a rating code",
)
def post_ticket(request: ApiRequest, payload: TicketIn) -> Status[dict[str, Any]]:
    """Give the rating code of a queue number of today; asked again it is the same one. Whether it was used is not told."""
    typed = ids.read_code(payload.window)
    windows = within(open_windows(), request.auth.actor, rules.REGISTER)
    window = windows.filter(code=typed).first() if ids.code_holds(typed) else None
    if window is None:
        raise Refused(_("There is no such window in your scope."), code="not_found")
    ticket = actions.give_ticket(window, queue_number=payload.queue_number, actor=request.auth.actor)
    url = f"{addresses.base(request)}/r/{ticket.code}"
    return Status(201, {"code": ticket.code, "url": url, "expires_on": ticket.expires_on.isoformat()})


@router.post("/ratings", response={201: Taken, 404: Problem, 409: Problem, **PROBLEMS}, summary="Deliver a rating")
def post_rating(request: ApiRequest, payload: RatingIn) -> Status[dict[str, Any]]:
    """Count a rating that was given at a terminal, by text message or on another platform.

    The rating code is its own key: sent again it is answered 409 and counts nothing. No answer is kept for repeats,
    since a kept one would hold the receipt and the moment. What another platform took is delivered by the system of a
    body above the rated unit.
    """
    invitation = queries.invitation_for(payload.code)
    if invitation is None or not may(request.auth.actor, rules.REGISTER, invitation.body):
        raise Refused(_("There is no such rating code. Please compare it with your slip."), code="not_found")
    if payload.device == Device.IMPORT:
        ratings.require_taker(request.auth.actor, request.auth.integration.body, invitation.body)
    answer = Answer(level=payload.level, tags=tuple(payload.tags), text=payload.text)
    submitted = actions.rate(payload.code, answer=answer, channel=Channel(payload.device.value))
    return Status(201, {"receipt": submitted.receipt})
