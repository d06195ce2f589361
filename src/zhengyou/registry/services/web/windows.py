"""Desk pages of windows: the list, one window with its code, staff and log, and the codes to print."""

import datetime as dt
import io
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.records.documents import QrCard, QrPoster, Rendered, qr_poster_pdf, qr_sheet_pdf
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.bodies.queries import under
from zhengyou.registry.services import actions, queries, rules
from zhengyou.registry.services.addresses import window_address
from zhengyou.registry.services.forms import StaffingForm, WindowFilter, WindowForm
from zhengyou.registry.services.models import ServiceItem, Staffing, Window
from zhengyou.registry.services.web import showing

PAGE = 25
LOG_DAYS = 30
MOST_CODES = 500


def _listed(request: DeskRequest) -> tuple[QuerySet[Window], WindowFilter, Any]:
    form = WindowFilter(request.GET)
    choice = choose(request, rules.READ)
    found = under(within(queries.open_windows().select_related("body"), request.actor, rules.READ), choice.body)
    if form.is_valid():
        if text := form.cleaned_data["q"].strip():
            found = found.filter(Q(name__icontains=text) | Q(number__icontains=text))
        if kind := form.cleaned_data["kind"]:
            found = found.filter(kind=kind)
    return found, form, choice


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the open windows in the scope of this hat, in official order."""
    found, form, choice = _listed(request)
    today = clock.today()
    serving = Q(staffings__starts_on__lte=today) & (
        Q(staffings__ends_on__isnull=True) | Q(staffings__ends_on__gt=today)
    )
    found = found.annotate(
        offers=Count("items", distinct=True), serving=Count("staffings", filter=serving, distinct=True)
    ).order_by("body__sort_path", "order_number", "id")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    body = choice.body or request.actor.body
    context = {
        "page": page,
        "filter_form": form,
        "bodies": choice.nodes,
        "body": body,
        "can_add": body is not None and bool(may(request.actor, rules.MANAGE, body)),
        "codes_url": f"{reverse('services:window-codes')}?{request.GET.urlencode()}",
    }
    return render(request, "services/windows.html", context)


@desk_view(rules.READ)
def codes(request: DeskRequest) -> HttpResponseBase:
    """Give the table cards of the windows on the list as one PDF, ten on a page."""
    found, _form, _choice = _listed(request)
    cards = [_card(window, request) for window in found[:MOST_CODES]]
    if not cards:
        raise Refused(_("There are no windows to print codes for."))
    return _pdf(qr_sheet_pdf(cards), _("Window codes"))


@desk_view(rules.READ)
def poster(request: DeskRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Give the poster of one window as PDF."""
    window = _window(request, public_id, rules.READ)
    made = qr_poster_pdf([QrPoster(card=_card(window, request), campaign=_("Rating of public services"))])
    return _pdf(made, f"{_('Poster')}-{window.number}")


def _card(window: Window, request: DeskRequest) -> QrCard:
    return QrCard(url=window_address(window, request), unit=window.body.name, window=str(window), code=window.code)


def _pdf(made: Rendered, name: str) -> FileResponse:
    return FileResponse(io.BytesIO(made.content), filename=f"{name}.pdf", content_type="application/pdf")


def _window(request: DeskRequest, public_id: uuid.UUID, function: str) -> Window:
    rows = within(Window.objects.select_related("body"), request.actor, function)
    return get_object_or_404(rows, public_id=public_id)


@desk_view(rules.READ)
def detail(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one window: what it offers, who serves there, its code, and its log of the last days."""
    window = _window(request, public_id, rules.READ)
    last = clock.today()
    first = last - dt.timedelta(days=LOG_DAYS - 1)
    counts = queries.daily_volume(window, first, last)
    can_manage = window.closed_on is None and bool(may(request.actor, rules.MANAGE, window.body))
    context = {
        "window": window,
        "items": [{"item": item, "promise": showing.promise(item)} for item in window.items.all()],
        "staffings": queries.on_duty(window),
        "former": window.staffings.filter(ends_on__lte=last).select_related("appointment__person")[:20],
        "address": window_address(window, request),
        "log": showing.daily(counts, first, last),
        "counts": counts,
        "total": sum(count for _day, count in counts),
        "can_manage": can_manage,
        "form": StaffingForm(holders=_holders(window.body)) if can_manage else None,
    }
    return render(request, "services/window.html", context)


def _holders(body: Body) -> QuerySet[Appointment]:
    """Return who holds a post in ``body`` or right below it today, and so may serve at its windows."""
    today = clock.today()
    return (
        Appointment.objects.filter(post__body__path__startswith=body.path, starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
        .select_related("person", "post")
        .order_by("post__body__sort_path", "post__order_number", "person__sort_key")
    )


@desk_view(rules.MANAGE)
@require_POST
def staff(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Put somebody on duty at the window."""
    window = _window(request, public_id, rules.MANAGE)
    form = StaffingForm(request.POST, holders=_holders(window.body))
    if not form.is_valid():
        raise Refused(_("Choose a person and a day."))
    actions.staff_window(window, actor=request.actor, **form.cleaned_data)
    messages.success(request, _("On duty from the day given."))
    return redirect("services:window", public_id)


@desk_view(rules.MANAGE)
@require_POST
def relieve(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """End somebody's duty from today."""
    rows = within(Staffing.objects.select_related("window__body"), request.actor, rules.MANAGE)
    staffing = get_object_or_404(rows, public_id=public_id)
    actions.relieve(staffing, actor=request.actor)
    return redirect("services:window", staffing.window.public_id)


def _offered_to(body: Body) -> QuerySet[ServiceItem]:
    """Return the items a window of ``body`` may offer: those of the body, below it and right above it."""
    above = [int(key) for key in body.path.split(".") if key]
    return queries.offered().filter(Q(body__path__startswith=body.path) | Q(body__in=above)).select_related("body")


@desk_view(rules.MANAGE)
def add(request: DeskRequest) -> HttpResponse:
    """Open a window of the chosen body."""
    body = choose(request, rules.MANAGE).body or request.actor.body
    if body is None:
        raise Refused(_("Choose a unit first."))
    form = WindowForm(request.POST or None, offered=_offered_to(body))
    if request.method == "POST" and form.is_valid():
        try:
            window = actions.open_window(body=body, actor=request.actor, **form.cleaned_data)
        except Refused as error:
            error.place_on(form)
        else:
            return redirect("services:window", window.public_id)
    context = {"title": _("New window"), "lead": body.name, "form": form, "back": reverse("services:windows")}
    return render(request, "form.html", context, status=422 if form.errors else 200)


@desk_view(rules.MANAGE)
def amend(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change name, place and items of a window; its printed code stays."""
    window = _window(request, public_id, rules.MANAGE)
    initial = {name: getattr(window, name) for name in ("number", "name", "kind", "place")}
    initial["items"] = list(window.items.values_list("pk", flat=True))
    form = WindowForm(request.POST or None, initial=initial, offered=_offered_to(window.body))
    if request.method == "POST" and form.is_valid():
        try:
            actions.amend_window(window, actor=request.actor, **form.cleaned_data)
        except Refused as error:
            error.place_on(form)
        else:
            return redirect("services:window", public_id)
    back = reverse("services:window", args=[public_id])
    context = {"title": _("Amend the window"), "lead": window.body.name, "form": form, "back": back}
    return render(request, "form.html", context, status=422 if form.errors else 200)


@desk_view(rules.MANAGE)
@require_POST
def close(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Close the window."""
    actions.close_window(_window(request, public_id, rules.MANAGE), actor=request.actor)
    messages.success(request, _("The window is closed; its cases and ratings stay."))
    return redirect("services:windows")
