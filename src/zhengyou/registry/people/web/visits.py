"""The stay at the desk behind a session: it ends after silence, and wherever its person ends it."""

import re
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from zhengyou.registry.people.actions.signing import end_visit, is_idle, see
from zhengyou.registry.people.enums import VisitEnd
from zhengyou.registry.people.models import Account, Visit
from zhengyou.registry.people.queries import actor_of

VISIT = "visit"
"""The session's word for its stay."""

_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("QQBrowser", "QQ"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("UOS", "UOS"),
    ("Linux", "Linux"),
)


def device_of(request: HttpRequest) -> str:
    """Return what a person would call the device, as ``Edge · Windows``; nothing that could single it out."""
    told = request.headers.get("User-Agent", "")
    found = [next((name for mark, name in marks if re.search(mark, told)), "") for marks in (_BROWSERS, _SYSTEMS)]
    return " · ".join(word for word in found if word)


class VisitMiddleware:
    """Ends sessions whose stay was ended elsewhere or has been silent for too long. Looks only at desk pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look at the stay before the page is made; sessions that did not begin at our sign-in page have none."""
        if request.path.startswith("/desk/") and isinstance(request.user, Account):
            self._look(request, request.user)
        return self.get_response(request)

    def _look(self, request: HttpRequest, account: Account) -> None:
        if not (known := request.session.get(VISIT)):
            return
        visit = Visit.objects.filter(pk=known, account=account).first()
        if visit is not None and visit.ended_at is None and not is_idle(visit):
            see(visit)
            return
        if visit is not None and visit.ended_at is None:
            end_visit(visit, VisitEnd.IDLE, actor=actor_of(account))
        logout(request)
        messages.info(
            request, _("You have been signed out, because nothing happened for a while. Please sign in again.")
        )
