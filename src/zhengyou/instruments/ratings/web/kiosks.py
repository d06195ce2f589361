"""Desk pages of rating terminals: the list with who is silent, one terminal, its pairing code, its end."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.instruments.ratings import actions, exports, policy, rules, terminals
from zhengyou.instruments.ratings.kiosk_forms import KioskFilter, KioskForm
from zhengyou.instruments.ratings.models import Kiosk
from zhengyou.instruments.ratings.web import desk
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.record import entries
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under
from zhengyou.registry.services.addresses import base
from zhengyou.registry.services.models import Window
from zhengyou.registry.services.queries import open_windows

PAGE = 25


def _standing(kiosk: Kiosk) -> tuple[str, str]:
    """Return how a terminal stands, as words and tone."""
    if kiosk.retired_on is not None:
        return _("Out of service"), "neutral"
    if not kiosk.key_digest:
        return _("Not bound yet"), "warning"
    if kiosk.alarmed_at is not None:
        return _("Silent"), "error"
    return _("Working"), "success"


def _rows(kiosks: Any) -> list[dict[str, Any]]:
    return [{"kiosk": kiosk, "standing": _standing(kiosk)} for kiosk in kiosks]


@desk_view(rules.KIOSKS)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the terminals in service, in official order."""
    form = KioskFilter(request.GET)
    form.is_valid()
    choice = choose(request, rules.KIOSKS)
    found = under(within(terminals.in_service(), request.actor, rules.KIOSKS), choice.body)
    asked = getattr(form, "cleaned_data", {})
    found = terminals.matching(found, asked.get("q", "").strip(), asked.get("standing", ""))
    found = found.select_related("window", "body")
    if request.GET.get("export") == "xlsx":
        return desk.workbook(exports.kiosks(_rows(found)), _("Rating terminals"))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": _rows(page), "filter_form": form, "choice": choice}
    return render(request, "ratings/kiosks.html", context)


@desk_view(rules.KIOSKS)
def add(request: DeskRequest) -> HttpResponse:
    """Set up a terminal for a window."""
    form = KioskForm(request.POST or None, windows=_windows(request), new=True)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            kiosk = actions.set_up_kiosk(
                told["window"], name=told["name"], pin=told["pin"], large=told["large"], actor=request.actor
            )
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("Set up. Now bind the device by its pairing code."))
            return redirect("ratings:kiosk", public_id=kiosk.public_id)
    return render(
        request, "form.html",
        {"title": _("New rating terminal"), "form": form, "submit": _("Set the terminal up"), "back": reverse("ratings:kiosks")},
    )  # fmt: skip


@desk_view(rules.KIOSKS)
def detail(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one terminal: how it stands, when it was heard, and its history."""
    return _page(request, _kiosk(request, public_id))


@desk_view(rules.KIOSKS)
def amend(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change name, size of type and PIN."""
    kiosk = _kiosk(request, public_id)
    initial = {"name": kiosk.name, "large": kiosk.large}
    form = KioskForm(request.POST or None, windows=_windows(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.amend_kiosk(kiosk, name=told["name"], large=told["large"], pin=told["pin"], actor=request.actor)
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("Changed."))
            return redirect("ratings:kiosk", public_id=public_id)
    return render(
        request, "form.html",
        {"title": _("Change the terminal"), "form": form, "submit": _("Save"), "back": terminals.page_of(kiosk)},
    )  # fmt: skip


@desk_view(rules.KIOSKS)
@require_POST
def pair(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make a pairing code and show it, this once, with the address that the device opens."""
    kiosk = _kiosk(request, public_id)
    code = actions.ask_to_pair(kiosk, actor=request.actor)
    address = f"{base(request)}{reverse('ratings:kiosk-show')}"
    return _page(request, kiosk, code=code, address=address, link=f"{address}?code={code}")


@desk_view(rules.KIOSKS)
def retire(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask, then take the terminal out of service."""
    kiosk = _kiosk(request, public_id)
    if request.method == "POST":
        actions.retire_kiosk(kiosk, actor=request.actor)
        messages.success(request, _("Taken out of service; its device can send nothing any more."))
        return redirect("ratings:kiosks")
    context = {
        "title": _("Take this terminal out of service?"),
        "text": _("Its device is let go. Ratings that it still holds are lost: let it send them first."),
        "label": _("Take out of service"),
        "danger": True,
        "back": terminals.page_of(kiosk),
    }
    return render(request, "confirm.html", context)


def _page(request: DeskRequest, kiosk: Kiosk, **more: str) -> HttpResponse:
    context = {
        "kiosk": kiosk,
        "standing": _standing(kiosk),
        "entries": entries(kiosk, 20),
        "minutes": int(policy.PAIRING_FOR.total_seconds() // 60),
        "hours": int(policy.SILENT_FOR.total_seconds() // 3600),
        "now": clock.now(),
        **more,
    }
    return render(request, "ratings/kiosk_desk.html", context)


def _kiosk(request: DeskRequest, public_id: uuid.UUID) -> Kiosk:
    rows = within(Kiosk.objects.select_related("window", "body"), request.actor, rules.KIOSKS)
    return get_object_or_404(rows, public_id=public_id)


def _windows(request: DeskRequest) -> QuerySet[Window]:
    return within(open_windows().select_related("body"), request.actor, rules.KIOSKS)
