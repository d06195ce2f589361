"""The door for business systems: cases in and out, and the codes of windows and items they need for it.

Every request carries ``Authorization: Bearer <token>``; every write an ``Idempotency-Key``. Lists are read page by
page with the ``next_cursor`` of the answer before.
"""

import base64
import binascii
import datetime as dt
import uuid
from typing import Annotated, Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Body, Query, Router, Schema, Status
from pydantic import Field
from pydantic import ValidationError as PydanticError

from zhengyou.kernel import ids
from zhengyou.kernel.errors import Invalid, Refused
from zhengyou.registry.access.queries import within
from zhengyou.registry.services import actions, intake, queries, rules
from zhengyou.registry.services.callers import ApiRequest, answer_once
from zhengyou.registry.services.enums import Channel, Ours, State
from zhengyou.registry.services.intake import Told
from zhengyou.registry.services.models import Case, ServiceItem, Window
from zhengyou.registry.services.payloads import Key, Line, Moment, choice_of
from zhengyou.registry.services.problems import PROBLEMS, Problem

router = Router()
M = TypeVar("M", bound=Model)


StateOfCase = Annotated[State, choice_of(State)]
Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str, Query(max_length=64, pattern=r"^[A-Za-z0-9_-]*$")]


class CaseIn(Schema):
    """A case that a business system has accepted; with ``done_at`` it is finished as well."""

    window: Annotated[Line, Field(max_length=12, description="Code of the window, as GET /windows gives it")]
    item: Annotated[Line, Field(max_length=40, description="Code of the item, as GET /items gives it")]
    external_number: Annotated[Line, Field(min_length=1, max_length=50, description="Your own number of the case")]
    accepted_at: Moment | None = None
    done_at: Moment | None = None
    applicant_name: Annotated[Line, Field(max_length=60)] = ""
    applicant_phone: Annotated[Line, Field(max_length=30)] = ""


class CloseIn(Schema):
    """When a case was finished; now unless given."""

    done_at: Moment | None = None


class CaseOut(Schema):
    """A case as business systems see it: neither applicant nor rating."""

    number: str
    external_number: str
    window: str
    item: str
    item_name: str
    state: StateOfCase
    channel: Annotated[Channel, choice_of(Channel)]
    accepted_at: dt.datetime
    due_at: dt.datetime | None
    due_provisional: bool
    done_at: dt.datetime | None


class WindowOut(Schema):
    """A window and the items it offers."""

    code: str
    number: str
    name: str
    body: str
    items: list[str]


class ItemOut(Schema):
    """An item of the catalogue with its promise."""

    code: str
    name: str
    family: str
    mode: str
    promise_amount: int | None
    promise_unit: str
    body: str


class CasePage(Schema):
    """A page of cases, the newest first."""

    items: list[CaseOut]
    next_cursor: str | None


class WindowPage(Schema):
    """A page of windows."""

    items: list[WindowOut]
    next_cursor: str | None


class ItemPage(Schema):
    """A page of items."""

    items: list[ItemOut]
    next_cursor: str | None


def _case_out(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "external_number": case.external_number,
        "window": case.window.code,
        "item": case.item.code,
        "item_name": case.item.name,
        "state": case.state,
        "channel": case.channel,
        "accepted_at": case.accepted_at.isoformat(),
        "due_at": case.clock and case.clock.due_at.isoformat(),
        "due_provisional": case.clock is not None and case.clock.provisional,
        "done_at": case.done_at and case.done_at.isoformat(),
    }


def _page(rows: QuerySet[M], cursor: str, limit: int, key: str) -> tuple[list[M], str | None]:
    """Return up to ``limit`` rows after ``cursor``, ordered by ``key`` downwards, and the next cursor."""
    if cursor:
        rows = rows.filter(**{f"{key}__lt": _read_cursor(cursor)})
    found = list(rows.order_by(f"-{key}")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return found, _write_cursor(getattr(found[-1], key)) if more else None


def _write_cursor(key: uuid.UUID) -> str:
    return base64.urlsafe_b64encode(key.bytes).decode().rstrip("=")


def _read_cursor(cursor: str) -> uuid.UUID:
    try:
        return uuid.UUID(bytes=base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        raise Refused(_("This is not a cursor that was given out."), field="cursor") from None


def _find_case(request: ApiRequest, number: str) -> Case:
    code = ids.read_code(number)
    rows = within(queries.cases(), request.auth.actor, rules.READ)
    found = rows.filter(number=code).first() if ids.code_holds(code) else None
    if found is None:
        raise Refused(_("There is no such case in your scope."), code="not_found")
    return found


@router.get("/windows", response={200: WindowPage, **PROBLEMS}, summary="Windows of your scope")
def list_windows(request: ApiRequest, cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    """Return the open windows of the token's scope with the codes of the items they offer."""
    rows = within(queries.open_windows(), request.auth.actor, rules.READ).select_related("body")
    found, following = _page(rows.prefetch_related("items"), cursor, limit, "public_id")
    items = [
        {
            "code": window.code,
            "number": window.number,
            "name": window.name,
            "body": window.body.name,
            "items": [item.code for item in window.items.all()],
        }
        for window in found
    ]
    return {"items": items, "next_cursor": following}


@router.get("/items", response={200: ItemPage, **PROBLEMS}, summary="Items of your scope")
def list_items(request: ApiRequest, cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    """Return the items that are offered in the token's scope."""
    rows = within(queries.offered(), request.auth.actor, rules.READ).select_related("body")
    found, following = _page(rows, cursor, limit, "public_id")
    fields = ("code", "name", "family", "mode", "promise_amount", "promise_unit")
    items = [{name: getattr(item, name) for name in fields} | {"body": item.body.name} for item in found]
    return {"items": items, "next_cursor": following}


@router.get("/cases", response={200: CasePage, **PROBLEMS}, summary="Cases of your scope")
def list_cases(
    request: ApiRequest, state: StateOfCase | None = None, cursor: Cursor = "", limit: Limit = 50
) -> dict[str, Any]:
    """Return the cases of the token's scope, the newest first."""
    rows = within(queries.cases(), request.auth.actor, rules.READ)
    if state:
        rows = rows.filter(state=state)
    found, following = _page(rows, cursor, limit, "id")
    return {"items": [_case_out(case) for case in found], "next_cursor": following}


@router.get("/cases/{number}", response={200: CaseOut, 404: Problem, **PROBLEMS}, summary="One case")
def get_case(request: ApiRequest, number: str) -> dict[str, Any]:
    """Return the case of this number."""
    return _case_out(_find_case(request, number))


@router.post("/cases", response={201: CaseOut, 409: Problem, **PROBLEMS}, summary="Accept a case")
def post_case(request: ApiRequest, payload: CaseIn, idempotency_key: Key) -> Status[dict[str, Any]]:
    """Register a case; where ``done_at`` is given, finish it too, which invites its visitor to rate."""

    def work() -> tuple[int, dict[str, Any]]:
        window, item = _window_and_item(request, payload)
        case = actions.register_case(
            window=window,
            item=item,
            actor=request.auth.actor,
            channel=Channel.API,
            integration=request.auth.integration,
            external_number=payload.external_number,
            applicant_name=payload.applicant_name,
            applicant_phone=payload.applicant_phone,
            accepted_at=payload.accepted_at,
        )
        if payload.done_at:
            case = actions.close_case(case, actor=request.auth.actor, done_at=payload.done_at)
        return 201, _case_out(case)

    return Status(*answer_once(request, idempotency_key, work))


def _window_and_item(request: ApiRequest, payload: CaseIn) -> tuple[Window, ServiceItem]:
    windows = within(Window.objects.select_related("body"), request.auth.actor, rules.REGISTER)
    window = windows.filter(code=ids.read_code(payload.window)).first()
    if window is None:
        raise Refused(_("There is no window with this code in your scope."), field="window")
    item = window.items.filter(code=payload.item).first()
    if item is None:
        raise Refused(_("This window does not offer this item."), field="item")
    return window, item


@router.post(
    "/cases/{number}/close",
    response={200: CaseOut, 404: Problem, 409: Problem, **PROBLEMS},
    summary="Finish a case",
)
def post_close(request: ApiRequest, number: str, payload: CloseIn, idempotency_key: Key) -> Status[dict[str, Any]]:
    """Finish the case of this number, which invites its visitor to rate."""
    case = _find_case(request, number)

    def work() -> tuple[int, dict[str, Any]]:
        return 200, _case_out(actions.close_case(case, actor=request.auth.actor, done_at=payload.done_at))

    return Status(*answer_once(request, idempotency_key, work))


@router.post(
    "/cases/{number}/withdraw",
    response={200: CaseOut, 404: Problem, 409: Problem, **PROBLEMS},
    summary="Withdraw a case",
)
def post_withdraw(request: ApiRequest, number: str, idempotency_key: Key) -> Status[dict[str, Any]]:
    """Withdraw the case of this number at the visitor's wish."""
    case = _find_case(request, number)

    def work() -> tuple[int, dict[str, Any]]:
        return 200, _case_out(actions.withdraw_case(case, actor=request.auth.actor))

    return Status(*answer_once(request, idempotency_key, work))


@router.post(
    "/intake",
    response={200: CaseOut, 201: CaseOut, 409: Problem, **PROBLEMS},
    summary="A case in your own field names",
)
def post_intake(
    request: ApiRequest,
    idempotency_key: Key,
    payload: Annotated[dict[str, Told], Body(..., max_length=100)],
) -> Status[dict[str, Any]]:
    """Take a case as your system calls its fields, by the mapping table of your token (Business systems at the desk).

    Fields without a mapping are dropped unread. Told again, the same stage of a case changes nothing.
    """

    def work() -> tuple[int, dict[str, Any]]:
        system = request.auth.integration
        mappings = list(system.mappings.all())
        if not mappings:
            raise Refused(_("Your token has no mapping table yet. Ask the unit that issued it."), code="no_mapping")
        told = intake.translate(mappings, payload)
        stage = told.pop(Ours.STAGE, "")
        names = {mapping.ours: mapping.theirs for mapping in mappings}
        try:
            given = CaseIn.model_validate({"window": "", "item": "", "external_number": "", **told})
        except PydanticError as error:
            raise Invalid({_named(one["loc"], names): one["msg"] for one in error.errors()}) from None
        window, item = _window_and_item(request, given)
        case, new = intake.receive(
            window=window,
            item=item,
            stage=stage,
            external_number=given.external_number,
            integration=system,
            actor=request.auth.actor,
            accepted_at=given.accepted_at,
            done_at=given.done_at,
            applicant_name=given.applicant_name,
            applicant_phone=given.applicant_phone,
        )
        return 201 if new else 200, _case_out(case)

    return Status(*answer_once(request, idempotency_key, work))


def _named(place: tuple[int | str, ...], names: dict[str, str]) -> str:
    ours = str(place[0]) if place else ""
    return names.get(ours, ours)
