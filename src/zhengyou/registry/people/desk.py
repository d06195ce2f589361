"""The guard of every desk page: signed in, the password one's own, the second factor there, the function held."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Forbidden
from zhengyou.records.ledger.desk import SECOND_FACTOR_MISSING, way_in
from zhengyou.registry.people import functions

__all__ = ["SECOND_FACTOR_MISSING", "desk_view"]

View = Callable[..., HttpResponseBase]


def desk_view(function: str | None = None, *, unfinished: bool = False) -> Callable[[Any], View]:
    """Return the guard of a desk page: ``function`` (if one is named) is held somewhere by the hat worn.

    The verbs and `access.queries.within` still ask for the body; this keeps strangers from the page and the menu
    honest. ``unfinished`` pages also open to those who have still to change their password or set up their second
    factor; everybody else is sent there first. `access.web.ActorMiddleware` gives the request its ``actor``.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if (elsewhere := way_in(request, unfinished=unfinished)) is not None:
                return elsewhere
            if function and not request.actor.holds(function):
                reason = _("Your present identity may not open this page (%(function)s). Switch identity first.")
                raise Forbidden(reason % {"function": functions.label(function)})
            return view(request, *args, **kwargs)

        guarded.function = function  # type: ignore[attr-defined]  # the tests read it
        return guarded

    return guard
