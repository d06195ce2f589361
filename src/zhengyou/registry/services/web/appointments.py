"""The public's pages of appointments: where one may book, the form, the voucher that opens and cancels."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.records.ledger import PUBLIC
from zhengyou.records.seal import throttle
from zhengyou.registry.services import actions, policy, queries
from zhengyou.registry.services.enums import BookingState
from zhengyou.registry.services.forms.bookings import BookingForm, MoveForm, VoucherForm, WhereForm
from zhengyou.registry.services.web.queues import waits_before

DOOR = "services.book"
LOOK = "services.voucher"
PAGE = 20


@require_safe
def where(request: HttpRequest) -> HttpResponse:
    """List the windows at which something is free, and the box for a voucher's code."""
    form = WhereForm(request.GET)
    rows = queries.bookable_windows()
    if form.is_valid() and (text := form.cleaned_data["q"].strip()):
        found = Q(name__icontains=text) | Q(body__name__icontains=text) | Q(items__name__icontains=text)
        rows = rows.filter(found).distinct()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "services/booking_where.html", {"page": page, "form": form, "voucher": VoucherForm()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for slot, item, name and telephone; then show the voucher. What was typed never reaches an address."""
    window = get_object_or_404(queries.open_windows().select_related("body"), code=code)
    form = BookingForm(request.POST if request.method == "POST" else None, window=window)
    if request.method == "POST":
        throttle.require(DOOR, throttle.address_of(request), limit=policy.BOOKINGS, period=policy.BOOKINGS_IN)
        if form.is_valid():
            given = form.cleaned_data
            try:
                made = actions.book(given.pop("slot"), actor=PUBLIC, **given)
            except Refused as error:
                error.place_on(form)
            else:
                return redirect("services:voucher", made.code)
    context = {"window": window, "form": form, "free": queries.free_slots(window).exists()}
    return render(request, "services/booking.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Lead from a typed code to its voucher."""
    form = VoucherForm(request.GET or None)
    if form.is_valid():
        throttle.require(LOOK, throttle.address_of(request), limit=policy.LOOKS, period=policy.LOOKS_IN)
        code = queries.typed_code(form.cleaned_data["code"])
        if code and queries.bookings().filter(code=code).exists():
            return redirect("services:voucher", code)
        form.add_error("code", _("There is no voucher with this code. Please compare it."))
    return render(request, "services/booking_find.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def voucher(request: HttpRequest, code: str) -> HttpResponse:
    """Show the voucher to whoever holds its code; a POST gives the place back."""
    throttle.require(LOOK, throttle.address_of(request), limit=policy.LOOKS, period=policy.LOOKS_IN)
    one = queries.bookings().filter(code=queries.typed_code(code)).first()
    if one is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.cancel_booking(one, actor=PUBLIC)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your appointment is cancelled."))
        return redirect("services:voucher", one.code)
    waits = one.state == BookingState.BOOKED and one.slot.starts_at > clock.now()
    context = {
        "booking": one,
        "address": request.build_absolute_uri(reverse("services:voucher", args=[one.code])),
        "before": waits_before(one),
        "may_cancel": waits,
        "may_move": waits and queries.free_slots(one.slot.window).exclude(pk=one.slot_id).exists(),
    }
    return render(request, "services/voucher.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whoever holds the voucher to which other time of the window it is to be moved."""
    throttle.require(LOOK, throttle.address_of(request), limit=policy.LOOKS, period=policy.LOOKS_IN)
    one = queries.bookings().filter(code=queries.typed_code(code)).first()
    if one is None:
        raise Http404
    form = MoveForm(request.POST if request.method == "POST" else None, booking=one)
    if request.method == "POST":
        throttle.require(DOOR, throttle.address_of(request), limit=policy.BOOKINGS, period=policy.BOOKINGS_IN)
        if form.is_valid():
            try:
                actions.move_booking(one, form.cleaned_data["slot"], actor=PUBLIC)
            except Refused as error:
                error.place_on(form)
            else:
                messages.success(request, _("Your appointment is moved."))
                return redirect("services:voucher", one.code)
    return render(
        request, "services/booking_move.html", {"booking": one, "form": form}, status=422 if form.is_bound else 200
    )
