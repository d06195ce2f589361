"""The actor of a request; the guard of desk pages comes from people, so that the rooms below access have it too."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import actor_for, open_appointments
from zhengyou.registry.people.desk import desk_view
from zhengyou.registry.people.models import Account

__all__ = ["ActorMiddleware", "DeskRequest", "desk_view"]

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
