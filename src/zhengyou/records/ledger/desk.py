"""The door of the desk, one for every floor: signed in, the password one's own, the second factor there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseBase
from django.shortcuts import redirect

SECOND_FACTOR_MISSING = "second_factor_missing"
"""The session's word for: some role of this account asks for a second factor, and there is none yet."""

View = Callable[..., HttpResponseBase]


def way_in(request: Any, *, unfinished: bool = False) -> HttpResponseBase | None:
    """Return where a request for a desk page has to go first, or None where it may go on.

    ``unfinished`` lets those go on who have still to change their password or to set up their second factor.
    """
    if getattr(request, "actor", None) is None:
        return redirect_to_login(request.get_full_path())
    if unfinished:
        return None
    if getattr(request.user, "must_change_password", False):
        return redirect("people:change-password")
    if request.session.get(SECOND_FACTOR_MISSING):
        return redirect("people:second-factor")
    return None


def signed_in(view: View) -> View:
    """Return a view that only signed-in people reach; what they may do there is for the view to ask."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return way_in(request) or view(request, *args, **kwargs)

    return guarded
