"""Open311 GeoReport v2 as JSON: the classes as services, a request in, and how requests stand.

Anybody reads the classes and what was published; a business system with its token as ``api_key`` brings requests and
reads its own. Neither caller nor exact moment ever goes out. Fields and errors: wiki.open311.org/GeoReport_v2.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from zhengyou.instruments.complaints import actions, policy, queries
from zhengyou.instruments.complaints.actions import Statement
from zhengyou.instruments.complaints.enums import Channel, Identity, Kind, State
from zhengyou.instruments.complaints.models import Category, Complaint
from zhengyou.kernel import clock, ids
from zhengyou.kernel.errors import Forbidden, Invalid, Refused, TooMany
from zhengyou.records.seal import throttle
from zhengyou.registry.services import callers
from zhengyou.registry.services import policy as doors

OPEN = (State.RECEIVED, State.HANDLING)
STATES = {"open": OPEN, "closed": tuple(state for state in State if state not in OPEN)}
DAYS, MOST = 90, 1000
"""Without a period the last ninety days, and never more than a thousand requests (both by the specification)."""
PLACE = Decimal("0.000001")


class Unsaid(Exception):
    """Something in the request is missing or wrong; told as the specification wants it."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code = code


def _told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer what is wrong as a list of code and description."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **facts: Any) -> HttpResponse:
        try:
            return view(request, *args, **facts)
        except Unsaid as wrong:
            code, words = wrong.code, [str(wrong)]
        except TooMany as wrong:
            code, words = 429, [str(wrong)]
        except Forbidden as wrong:
            code, words = 403, [str(wrong)]
        except Invalid as wrong:
            code, words = 400, [str(said) for said in wrong.errors.values()]
        except Refused as wrong:
            code, words = 400, [str(wrong)]
        return JsonResponse([{"code": code, "description": one} for one in words], safe=False, status=code)

    return answer


@require_safe
@_told
def services(request: HttpRequest) -> HttpResponse:
    """List the classes of matters as services."""
    del request
    rows = queries.categories()
    tops = {one.code: one.name for one in rows if one.level == 1}
    return JsonResponse([_service(one, tops.get(one.code[:2], "")) for one in rows], safe=False)


@require_safe
@_told
def service(request: HttpRequest, code: str) -> HttpResponse:
    """Describe one service; no class asks for more than words and a place."""
    del request
    return JsonResponse([{"service_code": _category(code).code, "attributes": []}], safe=False)


def _service(one: Category, group: str) -> dict[str, Any]:
    return {
        "service_code": one.code,
        "service_name": one.name,
        "description": one.name,
        "metadata": False,
        "type": "realtime",
        "keywords": "",
        "group": group,
    }


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_told
def requests(request: HttpRequest) -> HttpResponse:
    """List requests, or take one in."""
    return _bring(request) if request.method == "POST" else JsonResponse(_list(request), safe=False)


@never_cache
@require_safe
@_told
def one_request(request: HttpRequest, number: str) -> HttpResponse:
    """Show how one request stands."""
    found = _seen(request).filter(number=ids.read_code(number)[:12]).first()
    if found is None:
        raise Unsaid(404, _("There is no such request that you may see."))
    return JsonResponse([_out(found)], safe=False)


def _caller(request: HttpRequest) -> callers.Caller | None:
    """Return whose key came along, if one did. Raises Unsaid for a key that is unknown, expired or revoked."""
    key = request.POST.get("api_key") or request.GET.get("api_key") or ""
    if not key:
        return None
    caller = callers.caller_for(key)
    if caller is None:
        raise Unsaid(403, _("This key is unknown or no longer holds."))
    if caller.integration.must_sign:
        callers.check_signature(request, key)
    name = str(caller.integration.public_id)
    throttle.require("api", name, limit=doors.API_REQUESTS, period=doors.API_REQUESTS_IN)
    return caller


def _system(caller: callers.Caller) -> str:
    return f"open311:{caller.integration.pk}"


def _seen(request: HttpRequest) -> QuerySet[Complaint]:
    """Return what was published, and with a key what its holder brought."""
    shown = Q(published__isnull=False, published__withdrawn_on__isnull=True)
    if caller := _caller(request):
        shown |= Q(outer_system=_system(caller))
    rows = Complaint.objects.filter(shown).exclude(kind=Kind.REPORT)
    return rows.select_related("category", "order__body", "body", "answered_by", "published")


def _list(request: HttpRequest) -> list[dict[str, Any]]:
    told, rows = request.GET, _seen(request)
    if wanted := told.get("service_request_id", ""):
        rows = rows.filter(number__in=[ids.read_code(one)[:12] for one in wanted.split(",")[:100]])
    else:
        ends = _moment(told.get("end_date", "")) or clock.now()
        starts = _moment(told.get("start_date", "")) or ends - dt.timedelta(days=DAYS)
        rows = rows.filter(received_at__gte=starts, received_at__lte=ends)
    if codes := told.get("service_code", ""):
        rows = rows.filter(category__code__in=codes.split(",")[:100])
    if status := told.get("status", ""):
        states = [state for word in status.split(",") for state in STATES.get(word, ())]
        rows = rows.filter(state__in=states)
    return [_out(one) for one in rows.order_by("-received_at", "number")[:MOST]]


def _bring(request: HttpRequest) -> HttpResponse:
    caller, told = _caller(request), request.POST
    if caller is None:
        raise Unsaid(403, _("Bring the key of a business system as api_key."))
    longitude, latitude = _place(told.get("long", "")), _place(told.get("lat", ""))
    address = told.get("address_string", "").strip() or told.get("address_id", "").strip()
    if not address and (longitude is None or latitude is None):
        raise Unsaid(400, _("Say where: lat and long, or address_string."))
    words, phone, mail = (told.get(name, "").strip() for name in ("description", "phone", "email"))
    statement = Statement(
        kind=Kind.HELP,
        text=words.replace("\0", ""),
        channel=Channel.OPEN311,
        category=_category(told.get("service_code", "")),
        place=address[:200].replace("\0", ""),
        longitude=longitude,
        latitude=latitude,
        identity=Identity.CONFIDENTIAL if phone or mail else Identity.ANONYMOUS,
        name=" ".join(filter(None, (told.get("last_name", "").strip(), told.get("first_name", "").strip())))[:60],
        phone=phone[:30],
        email=mail[:120],
        may_publish=False,
        outer_system=_system(caller),
    )
    taken = actions.receive(statement, body=caller.integration.body, actor=caller.actor)
    notice = _("Follow it at /m/ by this number and the code in account_id.")
    answer = {"service_request_id": taken.complaint.number, "service_notice": notice, "account_id": taken.code}
    return JsonResponse([answer], safe=False, status=201)


def _category(code: str) -> Category:
    if not code:
        raise Unsaid(400, _("Give a service_code."))
    found = queries.categories().filter(code=code[:12].replace("\0", "")).first()
    if found is None:
        raise Unsaid(404, _("There is no such service_code."))
    return found


def _place(told: str) -> Decimal | None:
    """Return a degree as it is kept, or None where none was given."""
    if not told:
        return None
    try:
        value = Decimal(told).quantize(PLACE)
    except InvalidOperation:
        value = Decimal("NaN")
    if not (value.is_finite() and abs(value) <= policy.DEGREES):
        raise Unsaid(400, _("lat and long are degrees."))
    return value


def _moment(told: str) -> dt.datetime | None:
    """Return a moment of the query; without a zone it is of Shanghai."""
    if not told:
        return None
    try:
        found = parse_datetime(told.replace(" ", "+"))
    except ValueError:
        found = None
    if found is None:
        raise Unsaid(400, _("Give moments as 2026-05-06T00:00:00+08:00."))
    return found if found.tzinfo else found.replace(tzinfo=clock.SHANGHAI)


def _out(one: Complaint) -> dict[str, Any]:
    """Return a request as everybody may read it: the words that were published, days instead of moments."""
    shown = getattr(one, "published", None)
    shown = shown if shown is not None and shown.withdrawn_on is None else None
    return {
        "service_request_id": one.number,
        "status": "open" if one.state in OPEN else "closed",
        "status_notes": shown.answer if shown else one.answer,
        "service_name": one.category.name if one.category else "",
        "service_code": one.category.code if one.category else "",
        "description": shown.text if shown else one.text,
        "agency_responsible": (one.answered_by or (one.order.body if one.order else one.body)).name,
        "service_notice": "",
        "requested_datetime": _day(one.received_at),
        "updated_datetime": _day(one.answered_at or one.received_at),
        "expected_datetime": "",
        "address": "" if shown else one.place,
        "address_id": "",
        "zipcode": "",
        "lat": None if shown else _degree(one.latitude),
        "long": None if shown else _degree(one.longitude),
        "media_url": "",
    }


def _day(moment: dt.datetime) -> str:
    return clock.midnight(clock.local(moment).date()).isoformat()


def _degree(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def addresses() -> Iterable[tuple[str, Callable[..., HttpResponse], str]]:
    """Yield path, view and name of each endpoint."""
    yield "open311/v2/services.json", services, "open311-services"
    yield "open311/v2/services/<str:code>.json", service, "open311-service"
    yield "open311/v2/requests.json", requests, "open311-requests"
    yield "open311/v2/requests/<str:number>.json", one_request, "open311-request"
