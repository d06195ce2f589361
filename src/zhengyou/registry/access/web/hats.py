"""Switching between the posts one holds."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from zhengyou.kernel.errors import Refused
from zhengyou.registry.access import actions
from zhengyou.registry.access.policy import HAT_IDLE_MINUTES
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.access.web.desk import DeskRequest, desk_view, put_on
from zhengyou.registry.people.models import Account


@desk_view()
def switch_hat(request: DeskRequest) -> HttpResponse:
    """Show the identities of the person, and put on the chosen one."""
    if request.method != "POST":
        return render(request, "access/hats.html", {"appointments": request.hats, "minutes": HAT_IDLE_MINUTES})
    chosen = next((hat for hat in request.hats if str(hat.public_id) == request.POST.get("hat")), None)
    if chosen is None or not isinstance(request.user, Account):
        raise Refused(_("You do not hold this post, or no longer. Choose another identity."), code="no_hat")
    put_on(request, chosen)
    actions.switch_hat(chosen, actor=actor_for(request.user, chosen))
    messages.success(request, _("You now act as %(hat)s.") % {"hat": chosen})
    back = request.POST.get("next", "")
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if safe else "desk")
