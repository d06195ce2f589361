"""Refusals become pages: the reason is shown to the person who asked, never a server error."""

import sys
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import defaults

from zhengyou.kernel.errors import Conflict, Forbidden, Refused, TooMany


class ReadableMiddleware:
    """Answers what carries a NUL character in its address or cookies, before a session is looked up by it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on what can be read."""
        if any("\0" in word for word in (request.path, *_words(request.GET), *request.COOKIES.values())):
            return render(request, "400.html", status=400)
        return self.get_response(request)


class RefusalMiddleware:
    """Answers a refusal that a view did not place at a field: back to the form's page with the reason, or an own page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., HttpResponseBase], _args: list[Any], named: dict[str, Any]
    ) -> HttpResponse | None:
        """Answer a form with a NUL character: no person types one, and the database knows no such text."""
        told = [*named.values(), *_words(request.POST)]
        if any("\0" in word for word in told if isinstance(word, str)):
            return render(request, "400.html", status=400)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page for a refusal; other errors are not ours."""
        if not isinstance(error, Refused):
            return None
        back = request.headers.get("Referer", "")
        came_from_here = url_has_allowed_host_and_scheme(back, {request.get_host()})
        in_part = bool(getattr(request, "htmx", False))  # part of a page is fetched: it cannot be sent back
        if request.method == "POST" and came_from_here and not isinstance(error, Forbidden) and not in_part:
            messages.error(request, str(error))
            return HttpResponseRedirect(back)
        if isinstance(error, TooMany):
            return render(request, "429.html", {"reason": str(error)}, status=429)
        status = 403 if isinstance(error, Forbidden) else 409 if isinstance(error, Conflict) else 422
        return render(request, "refused.html", {"reason": str(error)}, status=status)


def _words(told: QueryDict) -> Iterator[str]:
    """Yield names and values of what a request tells."""
    for name, values in told.lists():
        yield name
        yield from map(str, values)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form whose token is missing or too old."""
    del reason  # technical; of no use to the person
    sentence = _("This page was open for too long. Go back, reload it and send it again.")
    return render(request, "refused.html", {"reason": sentence}, status=403)


LATER = "5"
"""Seconds after which one who met a database that was away may come again."""


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Return the page for what went wrong; while the database is away it asks to come again, and asks nothing itself."""
    if not isinstance(sys.exception(), OperationalError | InterfaceError):
        return defaults.server_error(request)
    page = render_to_string("503.html", {"elsewhere": not request.path.startswith("/r/")})
    return HttpResponse(page, status=503, headers={"Retry-After": LATER, "Cache-Control": "no-store"})
