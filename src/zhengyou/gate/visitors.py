"""What the gate needs to know of a request, and whether it is regular enough for the gate."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host
from django.utils.translation import get_language_from_request

LOOKS = ("zy_theme", "zy_size")
"""Cookies by which a reader chooses theme and size of type: the page differs by them and by nothing else."""
HARMLESS = {*LOOKS, settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
WORD = re.compile(r"[a-z-]{1,12}")
FORM = "application/x-www-form-urlencoded"
LONGEST = 32_768
"""Bytes of a form; the longest that the page can send is shorter."""

Look = tuple[str, ...]
"""Language, theme, size of type and scheme: what makes one visitor's page differ from another's."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A request without its body."""

    host: str
    look: Look
    remote: str
    forwarded: str
    agent: str
    site: str
    origin: str
    form_length: int
    """Length of a plain form, or -1 where the body is something else."""


def visitor(scope: Mapping[str, Any]) -> Visitor | None:
    """Return the visitor of an ASGI ``scope``, or nothing where only Django knows how to answer."""
    told: dict[bytes, str] = {}
    for name, value in scope["headers"]:
        if name in told:
            return None  # a doubled header: nothing that a browser sends
        told[name] = value.decode("latin-1")
    host = told.get(b"host", "")
    if scope["query_string"] or not _known(host):
        return None
    scheme = told.get(b"x-forwarded-proto", "") if settings.BEHIND_TLS else ""
    look = _look(told.get(b"cookie", ""), told.get(b"accept-language", ""), scheme)
    if look is None or b"hx-request" in told:
        return None
    length = told.get(b"content-length", "")
    plain = told.get(b"content-type", "").split(";")[0].strip().lower() == FORM and length.isdigit()
    return Visitor(
        host=host,
        look=look,
        remote=str((scope.get("client") or ("",))[0]),
        forwarded=told.get(b"x-forwarded-for", ""),
        agent=told.get(b"user-agent", ""),
        site=told.get(b"sec-fetch-site", ""),
        origin=told.get(b"origin", ""),
        form_length=int(length) if plain and len(length) < 8 else -1,
    )


def fields(body: bytes) -> dict[str, list[str]] | None:
    """Return the values of each field of a plain form, or nothing where it holds what no page sends."""
    try:
        given = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=200)
    except ValueError:
        return None
    return None if "%00" in body.decode("ascii") else given


@lru_cache(maxsize=256)
def _known(host: str) -> bool:
    """Return whether ``host`` is one of ours."""
    domain, _port = split_domain_port(host)
    allowed = settings.ALLOWED_HOSTS or [".localhost", "127.0.0.1", "[::1]"]
    return bool(domain) and validate_host(domain, allowed)


@lru_cache(maxsize=4096)
def _look(cookies: str, languages: str, scheme: str) -> Look | None:
    try:
        told = {name: morsel.value for name, morsel in SimpleCookie(cookies).items()}
    except CookieError:
        return None
    if not told.keys() <= HARMLESS or len(told) != cookies.count("=") or "\0" in cookies:
        return None
    chosen = [told.get(name, "") for name in LOOKS]
    if not all(not word or WORD.fullmatch(word) for word in chosen):
        return None
    request = HttpRequest()
    request.COOKIES, request.META = told, {"HTTP_ACCEPT_LANGUAGE": languages}
    return (get_language_from_request(request), *chosen, scheme)


def cookie(scope: Mapping[str, Any], name: str) -> str:
    """Return the value of a cookie of an ASGI ``scope``, or nothing."""
    told = "; ".join(value.decode("latin-1") for key, value in scope["headers"] if key == b"cookie")
    try:
        found = SimpleCookie(told).get(name)
    except CookieError:
        return ""
    return found.value if found else ""
