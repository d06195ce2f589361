"""Desk pages of business systems: who may send cases, and their tokens."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.services import actions, rules
from zhengyou.registry.services.forms import TokenForm
from zhengyou.registry.services.models import Integration


@desk_view(rules.API)
def listing(request: DeskRequest) -> HttpResponse:
    """List the business systems of the scope with the state of their tokens."""
    found = within(Integration.objects.select_related("body"), request.actor, rules.API)
    context = {"systems": found.order_by("revoked_at", "-id")[:200], "today": clock.today()}
    return render(request, "services/systems.html", context)


@never_cache
@desk_view(rules.API)
def issue(request: DeskRequest) -> HttpResponse:
    """Issue a token and show it, this once."""
    body = choose(request, rules.API).body or request.actor.body
    if body is None:
        raise Refused(_("Choose a unit first."))
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            system, token = actions.issue_token(body=body, actor=request.actor, **form.cleaned_data)
        except Refused as error:
            error.place_on(form)
        else:
            return render(request, "services/token.html", {"system": system, "token": token})
    back = reverse("services:integrations")
    context = {"title": _("New token"), "lead": body.name, "form": form, "back": back, "submit": _("Issue token")}
    return render(request, "form.html", context, status=422 if form.errors else 200)


@desk_view(rules.API)
@require_POST
def revoke(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Shut a business system out."""
    rows = within(Integration.objects.select_related("body"), request.actor, rules.API)
    actions.revoke_token(get_object_or_404(rows, public_id=public_id), actor=request.actor)
    messages.success(request, _("The token no longer opens anything."))
    return redirect("services:integrations")
