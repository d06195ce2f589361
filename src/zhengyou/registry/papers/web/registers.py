"""Desk pages of organs, of the register of numbers, and of the papers to sign for."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel.errors import Refused
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.queries import standing
from zhengyou.registry.papers import actions, exports, queries, rules
from zhengyou.registry.papers.enums import NumberState
from zhengyou.registry.papers.forms import NumberFilter, OrganForm
from zhengyou.registry.papers.web import showing


@desk_view(rules.READ)
def numbers(request: DeskRequest) -> HttpResponseBase:
    """Show the register of numbers, gap-free, void ones with their reasons."""
    form = NumberFilter(request.GET)
    found = queries.numbers(request.actor)
    wanted = form.cleaned_data if form.is_valid() else {}
    if wanted.get("code"):
        found = found.filter(series__code__icontains=wanted["code"].strip())
    if wanted.get("year"):
        found = found.filter(series__year=wanted["year"])
    if wanted.get("state"):
        found = found.filter(state=wanted["state"])
    if request.GET.get("export") == "xlsx":
        return showing.workbook(exports.numbers(found), _("Register of numbers"))
    page = Paginator(found, showing.PAGE).get_page(request.GET.get("page"))
    rows = [{"number": one, "tone": showing.NUMBER_TONES[NumberState(one.state)]} for one in page]
    return render(request, "papers/numbers.html", {"page": page, "rows": rows, "filter_form": form})


@desk_view(rules.READ)
def organs(request: DeskRequest) -> HttpResponse:
    """List the organs that issue papers, in official order."""
    context = {
        "organs": queries.organs(request.actor, rules.READ),
        "may_register": request.actor.holds(rules.REGISTER),
    }
    return render(request, "papers/organs.html", context)


@desk_view(rules.REGISTER)
def new_organ(request: DeskRequest) -> HttpResponse:
    """Enter an organ with the code of its numbers."""
    form = OrganForm(request.POST or None)
    form.fields["body"].queryset = within(standing(), request.actor, rules.REGISTER)  # type: ignore[attr-defined]  # a choice field
    if request.method == "POST" and form.is_valid():
        try:
            actions.found_organ(actor=request.actor, **form.cleaned_data)
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("The organ was entered."))
            return redirect("papers:organs")
    context = {
        "title": _("New issuing organ"),
        "form": form,
        "submit": _("Enter"),
        "back": reverse("papers:organs"),
    }
    return render(request, "form.html", context, status=422 if form.is_bound else 200)


@desk_view(rules.SIGN_FOR)
def receipts(request: DeskRequest) -> HttpResponseBase:
    """List the papers that came to the units for which this hat signs."""
    everything = request.GET.get("show") == "all"
    found = queries.receipts(request.actor)
    if not everything:
        found = found.filter(confirmed_at__isnull=True)
    if words := request.GET.get("q", "").strip():
        found = found.filter(paper__title__icontains=words)
    if request.GET.get("export") == "xlsx":
        return showing.workbook(exports.receipts(found), _("Papers to sign for"))
    page = Paginator(found, showing.PAGE).get_page(request.GET.get("page"))
    tabs = [
        {"label": _("To be signed for"), "url": reverse("papers:receipts"), "active": not everything},
        {"label": _("All"), "url": "?show=all", "active": everything},
    ]
    context = {"page": page, "rows": [showing.receipt(row) for row in page], "tabs": tabs}
    return render(request, "papers/receipts.html", context)


@desk_view(rules.SIGN_FOR)
@require_POST
def confirm(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Sign for a paper."""
    row = get_object_or_404(queries.receipts(request.actor), pk=pk)
    actions.confirm(row, actor=request.actor)
    messages.success(request, _("Signed for; the paper stands in the register of incoming papers."))
    return redirect("papers:receipts")
