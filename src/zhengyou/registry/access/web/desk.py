"""The actor of a request; the guard of desk pages comes from people, so that the rooms below access have it too."""

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.registry.access import actions
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.policy import HAT_IDLE_MINUTES
from zhengyou.registry.access.queries import actor_for, open_appointments
from zhengyou.registry.bodies.models import Appointment
from zhengyou.registry.people.desk import desk_view
from zhengyou.registry.people.models import Account

__all__ = ["ActorMiddleware", "DeskRequest", "desk_view"]

HAT = "hat"
"""The session's word for the public id of the appointment under which its person acts."""
HAT_SEEN = "hat_seen"
"""The session's word for when something was last done under a hat other than the first."""
SEEN_EVERY_SECONDS = 60


class DeskRequest(HttpRequest):
    """A request of a signed-in person, with the hat worn and those that could be worn."""

    actor: Actor
    hats: list[Appointment]


class ActorMiddleware:
    """Gives every request of a signed-in person its ``actor``, under the hat kept in the session.

    The first hat is worn by default. Another one is taken off after a while without a page, and that is written down.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set ``request.actor`` for desk pages; public pages ask nothing of the database for it."""
        if request.path.startswith("/desk/") and isinstance(request.user, Account):
            account = request.user
            hats = list(open_appointments(account))
            worn = _worn(request, account, hats)
            request.actor = actor_for(account, worn)  # type: ignore[attr-defined]  # thereby it is a DeskRequest
            request.hats = hats  # type: ignore[attr-defined]  # thereby it is a DeskRequest
        return self.get_response(request)


def put_on(request: HttpRequest, hat: Appointment) -> None:
    """Let the session remember the hat from now on."""
    request.session[HAT] = str(hat.public_id)
    request.session[HAT_SEEN] = clock.now().timestamp()


def _worn(request: HttpRequest, account: Account, hats: list[Appointment]) -> Appointment | None:
    first = hats[0] if hats else None
    hat = next((hat for hat in hats if str(hat.public_id) == request.session.get(HAT)), None)
    if hat is None or hat == first:
        return first
    silence = clock.now().timestamp() - request.session.get(HAT_SEEN, 0)
    if silence > dt.timedelta(minutes=HAT_IDLE_MINUTES).total_seconds():
        actions.time_out_hat(hat, actor=actor_for(account, hat))
        request.session.pop(HAT)
        said = _("Nothing was done under this identity for a while: you act as %(hat)s again.")
        messages.info(request, said % {"hat": first})
        return first
    if silence >= SEEN_EVERY_SECONDS:
        request.session[HAT_SEEN] = clock.now().timestamp()
    return hat
