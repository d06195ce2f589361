"""Matters for connected systems: bring one, see how it stands. Neither caller nor words ever come back.

Every request carries ``Authorization: Bearer <token>``; every write an ``Idempotency-Key``.
"""

import datetime as dt
from typing import Annotated, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema, Status
from pydantic import Field

from zhengyou.instruments.complaints import actions, queries, rules
from zhengyou.instruments.complaints.actions import Statement
from zhengyou.instruments.complaints.enums import Channel, Identity, Kind, State
from zhengyou.instruments.complaints.models import Complaint
from zhengyou.instruments.complaints.queries.upper import category_named
from zhengyou.kernel import clock, ids
from zhengyou.kernel.errors import Refused
from zhengyou.registry.services.callers import ApiRequest, answer_once
from zhengyou.registry.services.payloads import Key, Line, Moment, Words, choice_of
from zhengyou.registry.services.problems import PROBLEMS, Problem

router = Router()


KindOfMatter = Annotated[Kind, choice_of(Kind)]


class MatterIn(Schema):
    """A matter that another system took in."""

    external_number: Annotated[Line, Field(min_length=1, max_length=64, description="Your own number of the matter")]
    kind: KindOfMatter
    text: Annotated[Words, Field(min_length=1, max_length=4000)]
    title: Annotated[Line, Field(max_length=60)] = ""
    category: Annotated[Line, Field(max_length=60, description="Code or name of the class, if you know it")] = ""
    place: Annotated[Line, Field(max_length=200)] = ""
    received_at: Moment | None = None
    caller_name: Annotated[Line, Field(max_length=60)] = ""
    caller_phone: Annotated[Line, Field(max_length=30)] = ""


class MatterOut(Schema):
    """How a matter stands: what the complainant is told, never who that is."""

    number: str
    external_number: str
    kind: KindOfMatter
    state: Annotated[State, choice_of(State)]
    received_at: dt.datetime
    unit: str
    answer: str
    answered_at: dt.datetime | None


def _out(matter: Complaint) -> dict[str, Any]:
    return {
        "number": matter.number,
        "external_number": matter.outer_number,
        "kind": matter.kind,
        "state": matter.state,
        "received_at": matter.received_at.isoformat(),
        "unit": matter.order.body.name if matter.order else matter.body.name,
        "answer": matter.answer,
        "answered_at": matter.answered_at and matter.answered_at.isoformat(),
    }


def _system(request: ApiRequest) -> str:
    """Return the word under which the numbers of this caller are kept."""
    return f"api:{request.auth.integration.pk}"


@router.post("/matters", response={201: MatterOut, 409: Problem, **PROBLEMS}, summary="Bring a matter")
def post_matter(request: ApiRequest, payload: MatterIn, idempotency_key: Key) -> Status[dict[str, Any]]:
    """Take a matter in; one that came under this number already is answered as it stands."""

    def work() -> tuple[int, dict[str, Any]]:
        if payload.received_at is not None and payload.received_at > clock.now() + dt.timedelta(minutes=5):
            raise Refused(_("This moment lies in the future."), field="received_at")
        statement = Statement(
            kind=payload.kind.value,
            text=payload.text,
            title=payload.title,
            channel=Channel.API,
            category=category_named(payload.category),
            place=payload.place,
            identity=Identity.CONFIDENTIAL if payload.caller_phone else Identity.ANONYMOUS,
            name=payload.caller_name,
            phone=payload.caller_phone,
            outer_system=_system(request),
            outer_number=payload.external_number,
        )
        taken = actions.receive(
            statement,
            body=request.auth.integration.body,
            received_at=payload.received_at,
            actor=request.auth.actor,
        )
        return 201, _out(taken.complaint)

    return Status(*answer_once(request, idempotency_key, work))


@router.get("/matters/{number}", response={200: MatterOut, 404: Problem, **PROBLEMS}, summary="How a matter stands")
def get_matter(request: ApiRequest, number: str) -> dict[str, Any]:
    """Return the matter of this number, ours or your own, if you brought it."""
    mine = queries.visible(request.auth.actor, rules.RECEIVE).filter(outer_system=_system(request))
    mine = mine.select_related("order__body", "body")
    wanted = Q(outer_number=number[:64].replace("\0", ""))
    if ids.code_holds(code := ids.read_code(number)):
        wanted |= Q(number=code)
    found = mine.filter(wanted).exclude(outer_number="").first()
    if found is None:
        raise Refused(_("There is no such matter of yours."), code="not_found")
    return _out(found)
