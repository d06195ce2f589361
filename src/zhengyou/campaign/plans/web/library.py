"""The library of templates: what each holds, how it reads with one's own days, and starting from it."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from zhengyou.campaign.plans import actions, library, rules
from zhengyou.campaign.plans.forms import StartForm
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.registry.access.web import DeskRequest, desk_view


@desk_view(rules.READ)
def shelf(request: DeskRequest) -> HttpResponse:
    """List the templates with what each is made for and what it brings."""
    rows = [{"template": one, "brings": library.brings(one)} for one in library.TEMPLATES]
    return render(request, "plans/library.html", {"rows": rows})


@desk_view(rules.READ)
def template(request: DeskRequest, code: str) -> HttpResponse:
    """Show a template with the days counted from a first day, and start from it."""
    one = library.find(code)
    if one is None:
        raise Http404
    can_start = request.actor.holds(rules.MANAGE) and request.actor.body is not None
    first: dict[str, Any] = {
        "starts_on": _next_month(),
        "issuer": request.actor.body.name if request.actor.body else "",
    }
    given = request.POST if request.method == "POST" else request.GET if "starts_on" in request.GET else None
    form = StartForm(given, initial=first)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else first
    text = one.text(chosen["starts_on"], chosen["issuer"])
    if request.method == "POST" and form.is_valid() and can_start and request.actor.body is not None:
        try:
            plan = actions.take_in(body=request.actor.body, text=text, actor=request.actor)[0]
        except Refused as refusal:
            refusal.place_on(form)
        else:
            return redirect("plans:bench", pk=plan.pk)
    context = {"template": one, "form": form, "text": text, "can_start": can_start, "brings": library.brings(one)}
    return render(request, "plans/template.html", context, status=422 if form.errors else 200)


def _next_month() -> dt.date:
    today = clock.today()
    return (today.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
