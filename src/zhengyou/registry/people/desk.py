"""The guard of every desk page: signed in, the password one's own, the second factor there, the function held."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Forbidden
from zhengyou.registry.people import functions
from zhengyou.registry.people.models import Account

SECOND_FACTOR_MISSING = "second_factor_missing"
"""The session's word for: some role of this account asks for a second factor, and there is none yet."""

View = Callable[..., HttpResponse]


def desk_view(function: str | None = None, *, unfinished: bool = False) -> Callable[[Any], View]:
    """Return the guard of a desk page: ``function`` (if one is named) is held somewhere by the hat worn.

    The verbs and `access.queries.within` still ask for the body; this keeps strangers from the page and the menu
    honest. ``unfinished`` pages also open to those who have still to change their password or set up their second
    factor; everybody else is sent there first. `access.web.ActorMiddleware` gives the request its ``actor``.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = getattr(request, "actor", None)
            if actor is None:
                return redirect_to_login(request.get_full_path())
            if not unfinished and isinstance(request.user, Account):
                if request.user.must_change_password:
                    return redirect("people:change-password")
                if request.session.get(SECOND_FACTOR_MISSING):
                    return redirect("people:second-factor")
            if function and not actor.holds(function):
                reason = _("Your present identity may not open this page (%(function)s). Switch identity first.")
                raise Forbidden(reason % {"function": functions.label(function)})
            return view(request, *args, **kwargs)

        guarded.function = function  # type: ignore[attr-defined]  # the tests read it
        return guarded

    return guard
