"""The device's own pages under ``/k/``: bind it, show the rating page, take what it held, hear that it is alive.

A device is known by a key in a cookie of its own; it signs nobody in and stores nothing about who stands before it.
"""

import json
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from zhengyou.instruments.ratings import actions, answers, origin, policy, queries, terminals
from zhengyou.instruments.ratings.actions.kiosks import Delivered, Parcel
from zhengyou.instruments.ratings.models import Kiosk
from zhengyou.instruments.ratings.web import levels
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.records.seal import throttle

PATH = "/k/"
KEPT = 400 * 24 * 3600
"""Seconds for which a browser keeps a cookie at most; each start of the page renews it."""
FIELDS = ("text", "praise_text")
TICKS = ("keep_private", "praise_demanded")


def kiosk_of(request: HttpRequest) -> Kiosk | None:
    """Return the terminal of the device that asks."""
    return terminals.for_key(request.COOKIES.get(terminals.COOKIE, ""))


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the rating page of the device's window; a device that is not bound is asked for its pairing code."""
    kiosk = kiosk_of(request)
    if kiosk is None:
        return render(request, "ratings/kiosk_pair.html", {"code": request.GET.get("code", "")[:20]})
    context = {
        "kiosk": kiosk,
        "levels": levels.asked(queries.tag_set_on(clock.today())),
        "longest": policy.TEXT_LENGTH,
        "settings": {
            "idle": policy.KIOSK_IDLE_SECONDS,
            "thanks": policy.KIOSK_THANKS_SECONDS,
            "beat": policy.KIOSK_BEAT_SECONDS,
            "most": policy.PARCELS_HELD,
            "large": kiosk.large,
            "version": _built("kiosk_page"),
        },
    }
    response = render(request, "ratings/kiosk.html", context)
    _keep(response, request.COOKIES[terminals.COOKIE])
    return response


@never_cache
@csrf_exempt
@require_POST
def pair(request: HttpRequest) -> HttpResponse:
    """Bind the device that brings a pairing code."""
    _require_own_page(request)
    throttle.require("ratings.pair", throttle.address_of(request), limit=policy.LOOKS, period=policy.LOOKS_IN)
    typed = request.POST.get("code", "")[:40]
    try:
        _kiosk, key = actions.pair(typed)
    except Refused as refusal:
        context = {"code": typed, "fault": refusal.reason}
        return render(request, "ratings/kiosk_pair.html", context, status=422)
    response = redirect("ratings:kiosk-show")
    _keep(response, key)
    return response


@never_cache
@csrf_exempt
@require_POST
def rate(request: HttpRequest) -> JsonResponse:
    """Take the ratings that the device holds; each is answered by its key."""
    _require_own_page(request)
    kiosk = kiosk_of(request)
    if kiosk is None:
        return _unbound()
    parcels = _parcels(_sent(request).get("parcels"))
    if parcels is None:
        return JsonResponse({"reason": _("What the terminal sent cannot be read.")}, status=422)
    delivered = actions.take_parcels(kiosk, parcels)
    return JsonResponse({"outcomes": [_answered(one) for one in delivered]})


@never_cache
@csrf_exempt
@require_POST
def beat(request: HttpRequest) -> JsonResponse:
    """Hear that the device is alive, and tell it which case to ask about and which page is in force."""
    _require_own_page(request)
    kiosk = kiosk_of(request)
    if kiosk is None:
        return _unbound()
    queued = _sent(request).get("queued")
    actions.hear(kiosk, queued=queued if isinstance(queued, int) else 0)
    called = terminals.called(kiosk)
    call = {"code": called.code, "matter": called.matter, "ending": called.ending} if called else None
    return JsonResponse({"call": call, "version": _built("kiosk_page")})


@never_cache
@csrf_exempt
@require_POST
def leave(request: HttpRequest) -> JsonResponse:
    """Let staff out of the full-screen page on the PIN; with ``unbind`` the device is let go altogether."""
    _require_own_page(request)
    kiosk = kiosk_of(request)
    if kiosk is None:
        return _unbound()
    sent = _sent(request)
    pin = str(sent.get("pin", ""))[:20]
    try:
        if not sent.get("unbind"):
            actions.require_pin(kiosk, pin)
            return JsonResponse({"left": True})
        actions.unbind(kiosk, pin=pin)
    except Refused as refusal:
        return JsonResponse({"reason": str(refusal.reason)}, status=422)
    response = JsonResponse({"left": True})
    response.delete_cookie(terminals.COOKIE, path=PATH)
    return response


@never_cache
@require_safe
def events(request: HttpRequest, public_id: uuid.UUID | None = None) -> HttpResponse:
    """Say that there is no line to be held: without the gate a screen asks every while (204 ends its attempts)."""
    del request, public_id
    return HttpResponse(status=204)


@require_safe
def worker(request: HttpRequest) -> HttpResponseBase:
    """Give the worker by which the page opens without a network."""
    del request
    found = finders.find(_built("kiosk_worker").removeprefix(settings.STATIC_URL))
    if found is None:
        raise Http404
    response = HttpResponse(Path(found).read_bytes(), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


def _built(name: str) -> str:
    """Return the address of the built script that the template ``name`` names; it changes with every version."""
    return render_to_string(f"ratings/{name}.txt").strip()


def _keep(response: HttpResponse, key: str) -> None:
    response.set_cookie(
        terminals.COOKIE,
        key,
        max_age=KEPT,
        path=PATH,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _unbound() -> JsonResponse:
    return JsonResponse({"reason": _("This terminal is not bound. Please ask the staff.")}, status=403)


def _require_own_page(request: HttpRequest) -> None:
    told = request.headers
    if origin.from_elsewhere(request.get_host(), told.get("Sec-Fetch-Site", ""), told.get("Origin", "")):
        raise Forbidden(_("Please open the rating page itself and send your rating from there."), code="origin")


def _sent(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object that was sent, or an empty one."""
    try:
        sent = json.loads(request.body)
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}


def _parcels(told: Any) -> list[Parcel] | None:
    """Return the parcels, or nothing where they are not what the page sends."""
    if not isinstance(told, list) or not 0 < len(told) <= policy.PARCELS_AT_ONCE:
        return None
    parcels = [_parcel(one) for one in told if isinstance(one, dict)]
    known = [one for one in parcels if one is not None]
    return known if len(known) == len(told) else None


def _parcel(told: dict[str, Any]) -> Parcel | None:
    try:
        key = uuid.UUID(str(told.get("key", "")))
    except ValueError:
        return None
    given = {name: [str(told.get(name) or "").replace("\x00", "")] for name in ("level", *FIELDS)}
    given |= {name: ["on"] for name in TICKS if told.get(name)}
    tags = told.get("tag")
    given["tag"] = [str(tag) for tag in tags] if isinstance(tags, list) else []
    return Parcel(
        key=key,
        answer=answers.read(given),
        code=str(told.get("code") or "")[:40].replace("\x00", ""),
        assisted=bool(told.get("assisted")),
    )


def _answered(one: Delivered) -> dict[str, str]:
    told = {"key": str(one.key), "state": "refused" if one.refusal else "counted"}
    if one.receipt:
        told["receipt"] = one.receipt
    if one.refusal:
        told["reason"] = str(one.refusal)
    return told
