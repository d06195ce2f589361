"""The actor of a request, and the guard of desk pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Forbidden
from zhengyou.registry.access import functions
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import actor_for, open_appointments
from zhengyou.registry.people.models import Account

HAT = "hat"


class DeskRequest(HttpRequest):
    """A request of a signed-in person, with the hat worn."""

    actor: Actor


class ActorMiddleware:
    """Gives every request of a signed-in person its ``actor``, under the hat kept in the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set ``request.actor`` for desk pages; public pages ask nothing of the database for it."""
        if request.path.startswith("/desk/") and isinstance(request.user, Account):
            hats = list(open_appointments(request.user))
            worn = next((hat for hat in hats if str(hat.public_id) == request.session.get(HAT)), None)
            request.actor = actor_for(request.user, worn or (hats[0] if hats else None))  # type: ignore[attr-defined]
            request.hats = hats  # type: ignore[attr-defined]
        return self.get_response(request)


View = Callable[..., HttpResponse]


def desk_view(function: str | None = None) -> Callable[[Any], View]:
    """Return the guard of a desk page: signed in, password changed, and ``function`` held somewhere by this hat.

    The verbs and `within` still ask for the body; this keeps strangers from the page and the menu honest.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = getattr(request, "actor", None)
            if actor is None:
                return redirect_to_login(request.get_full_path())
            if isinstance(request.user, Account) and request.user.must_change_password:
                return redirect("people:change-password")
            if function and not actor.holds(function):
                reason = _("Your present identity may not open this page (%(function)s). Switch identity first.")
                raise Forbidden(reason % {"function": functions.label(function)})
            return view(request, *args, **kwargs)

        guarded.function = function  # type: ignore[attr-defined]
        return guarded

    return guard
