"""The one API under /api/v1/: who calls, how often, and problems as RFC 9457 tells them. Rooms give the routers."""

from collections.abc import Mapping
from http import HTTPStatus
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer

from zhengyou.kernel.errors import Conflict, Forbidden, Invalid, Refused, TooMany
from zhengyou.records.seal import throttle
from zhengyou.registry.services import callers, policy
from zhengyou.site.refusals import LATER

PROBLEM = "application/problem+json"
PER = "60"


class Token(HttpBearer):
    """The token of a business system, its signature where one is asked for, and its limit."""

    def authenticate(self, request: HttpRequest, token: str) -> callers.Caller | None:
        """Return the caller, or nothing for a token that is unknown, expired or revoked."""
        caller = callers.caller_for(token)
        if caller is None:
            return None
        if caller.integration.must_sign:
            callers.check_signature(request, token)
        throttle.require(
            "api", str(caller.integration.public_id), limit=policy.API_REQUESTS, period=policy.API_REQUESTS_IN
        )
        return caller


class Api(NinjaAPI):
    """Django Ninja, with its problems described as what they are."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """Return the description, in which every error has the media type of a problem."""
        schema = super().get_openapi_schema(**kwargs)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if int(status) >= HTTPStatus.BAD_REQUEST and "application/json" in response.get("content", {}):
                        response["content"] = {PROBLEM: response["content"]["application/json"]}
        return schema


api = Api(
    title="Zhengyou 争优",  # messages: zh
    version="1",
    description="Cases in, results out. Tokens are issued at the desk under Business systems.",
    urls_namespace="api",
    auth=Token(),
    docs_url=None,  # its page needs scripts from elsewhere
)


def _problem(status: int, detail: str, *, code: str = "", errors: Mapping[str, str] | None = None) -> HttpResponse:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": [{"field": field, "message": message} for field, message in (errors or {}).items()],
    }
    headers = {"Retry-After": PER} if status == HTTPStatus.TOO_MANY_REQUESTS else {}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return JsonResponse(body, status=status, content_type=PROBLEM, headers=headers)


STATUS: tuple[tuple[type[Refused], int], ...] = ((TooMany, 429), (Forbidden, 403), (Conflict, 409))


@api.exception_handler(Refused)
def _refused(_request: HttpRequest, error: Refused) -> HttpResponse:
    if error.code == "not_found":
        return _problem(404, str(error), code=error.code)
    if isinstance(error, Invalid):
        return _problem(422, str(error), code=error.code, errors={k: str(v) for k, v in error.errors.items()})
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 422)
    if error.code == "duplicate":
        status = 409
    errors = {error.field: str(error)} if error.field else None
    return _problem(status, str(error), code=error.code, errors=errors)


@api.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = {}
    for told in error.errors:
        place = [str(part) for part in told["loc"]]
        # A path like body.payload.window names the field; the parts before say only where it stood.
        errors[".".join(place[2:] if place[:1] == ["body"] and len(place) > 2 else place[1:]) or place[0]] = _sentence(told)  # fmt: skip
    return _problem(422, _("Some fields are not right."), code="invalid", errors=errors)


def _sentence(told: Mapping[str, Any]) -> str:
    """Return what is wrong with a field, in the language of the request."""
    kind = str(told["type"])
    if kind == "missing":
        return _("This field is required.")
    if kind.startswith("string_too"):
        return _("This text is too short or too long.")
    if kind.startswith(("datetime", "timezone")):
        return _("Give a moment with its time zone, as 2026-05-06T09:30:00+08:00.")
    if kind in {"enum", "literal_error"}:
        return _("This is not one of the words allowed here.")
    return _("This value is not valid.")


@api.exception_handler(AuthenticationError)
def _unknown(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return _problem(401, _("Send a valid token as Authorization: Bearer."), code="token")


@api.exception_handler(HttpError)
def _http(_request: HttpRequest, error: HttpError) -> HttpResponse:
    detail = _("The body is not valid JSON.") if error.status_code == HTTPStatus.BAD_REQUEST else str(error)
    return _problem(error.status_code, detail)


@api.exception_handler(Http404)
def _missing(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return _problem(404, _("There is nothing here."), code="not_found")


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def _away(_request: HttpRequest, _error: Exception) -> HttpResponse:
    answer = _problem(503, _("The database is away for a moment. Nothing was stored; send it again."), code="away")
    answer["Retry-After"] = LATER
    return answer


for room in settings.ROOMS:
    if find_spec(f"{room}.api") is not None:
        api.add_router("", import_module(f"{room}.api").router, tags=[room.rsplit(".", 1)[-1]])


@csrf_exempt
def nothing_here(_request: HttpRequest, path: str = "") -> HttpResponse:
    """Answer an address below /api/ that no operation has, as programs expect it."""
    del path
    return _problem(404, _("There is nothing here."), code="not_found")
