"""What a reader chooses for the eyes: theme, size of type (适老化 大字版) and language, kept in cookies.

A choice is an ordinary link, so that it works without JavaScript and leaves public pages free of CSRF cookies; it
changes nothing but the reader's own cookie.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

YEAR = 365 * 24 * 3600
THEME_COOKIE, SIZE_COOKIE = "zy_theme", "zy_size"
THEMES, SIZES = ("auto", "light", "dark"), ("normal", "large")


@dataclass(frozen=True)
class Look:
    """Theme (`auto` follows the system) and size of type of one reader."""

    theme: str = "auto"
    size: str = "normal"

    @property
    def large(self) -> bool:
        """Return whether the reader wants large type."""
        return self.size == "large"


def look(request: HttpRequest) -> Look:
    """Read the look from the cookies; an unknown word counts as the default."""
    theme, size = request.COOKIES.get(THEME_COOKIE, ""), request.COOKIES.get(SIZE_COOKIE, "")
    return Look(theme if theme in THEMES else "auto", size if size in SIZES else "normal")


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Store the choices named in the address and go back to the page the reader came from."""
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    answer = HttpResponseRedirect(back)
    languages = tuple(code for code, _name in settings.LANGUAGES)
    for name, cookie, allowed in (
        ("theme", THEME_COOKIE, THEMES),
        ("size", SIZE_COOKIE, SIZES),
        ("language", settings.LANGUAGE_COOKIE_NAME, languages),
    ):
        value = request.GET.get(name, "")
        if value in allowed:
            answer.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return answer
