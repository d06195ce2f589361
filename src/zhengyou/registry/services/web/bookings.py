"""Desk pages of appointments: who comes when, the voucher exchanged for a case, slots to open and close."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhengyou.kernel import clock
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import ask, data_of, fill
from zhengyou.registry.access.web.record import Card, Record, Verb, entries, show_record
from zhengyou.registry.access.web.register import Col, Link, Register, show
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under
from zhengyou.registry.services import actions, queries, rules
from zhengyou.registry.services.enums import STANDING, BookingState
from zhengyou.registry.services.forms.bookings import BookingFilter, MoveForm, SlotsForm
from zhengyou.registry.services.models import Booking, Slot
from zhengyou.registry.services.web import pages, tabs
from zhengyou.registry.services.web.showing import DAY

COLUMNS = (
    Col(label=gettext_lazy("Day and time"), value=lambda row: row.slot.starts_at, format=Format.MOMENT),
    Col(label=gettext_lazy("Window"), value=lambda row: row.slot.window, width=24),
    Col(label=gettext_lazy("Service item"), value=lambda row: row.item.name, width=28),
    Col(label=gettext_lazy("Visitor"), value=lambda row: row.visitor_name.masked),
    Col(label=gettext_lazy("Number in the queue"), value=lambda row: row.queue_number),
    Col(label=gettext_lazy("Unit"), value=lambda row: row.slot.window.body.name, width=24),
    pages.state_of(gettext_lazy("State")),
)
SLOTS = (
    Col(label=gettext_lazy("Day and time"), value=lambda row: row.starts_at, format=Format.MOMENT),
    Col(label=gettext_lazy("Window"), value=lambda row: row.window, width=24),
    Col(label=gettext_lazy("Unit"), value=lambda row: row.window.body.name, width=24),
    Col(label=gettext_lazy("Places of a slot"), value=lambda row: row.capacity, format=Format.INT),
    Col(label=gettext_lazy("Places taken"), value=lambda row: row.taken, format=Format.INT),
)


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the appointments of visitors in the scope, the next ones first."""
    form = BookingFilter(request.GET, states=BookingState.choices)
    choice = choose(request, rules.READ)
    rows = under(within(queries.bookings(), request.actor, rules.READ), choice.body)
    wanted = form.cleaned_data if form.is_valid() else {}
    if wanted.get("day"):
        begin = clock.midnight(wanted["day"])
        rows = rows.filter(slot__starts_at__gte=begin, slot__starts_at__lt=begin + DAY)
    elif not wanted.get("q"):
        rows = rows.filter(slot__starts_at__gte=clock.midnight(clock.today()))
    if wanted.get("q"):
        rows = rows.filter(code=queries.typed_code(wanted["q"]))
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
        if wanted["state"] == BookingState.PRESENT:  # in the order in which they are called
            rows = rows.order_by("slot__window__body__sort_path", "slot__window", "ticket")
    page = Register(
        title=_("Appointments"),
        lead=_("Who has booked from today on; earlier days by the query bar"),
        cols=COLUMNS,
        url=lambda row: reverse("services:booking", args=[row.pk]),
        empty=_("Open slots, and visitors book them on the public page or by telephone."),
        buttons=[Link(_("Open slots"), reverse("services:slots-new"), "primary", "plus")]
        if request.actor.holds(rules.MANAGE)
        else [],
        tabs=tabs.times("bookings"),
        form=form,
        nodes=choice.nodes,
        keep="body",
        rows=rows,
    )
    return show(request, page)


def _booking(request: DeskRequest, pk: uuid.UUID, function: str) -> Booking:
    return get_object_or_404(within(queries.bookings(), request.actor, function), pk=pk)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one appointment."""
    one = _booking(request, pk, rules.READ)
    begin, end = clock.local(one.slot.starts_at), clock.local(one.slot.ends_at)
    thing = Record(
        title=one.item.name,
        state=one.get_state_display(),
        tone=pages.TONES[one.state],
        eyebrow=f"{begin:%Y-%m-%d %H:%M}-{end:%H:%M}",
        crumbs=[(_("Appointments"), reverse("services:bookings"))],
        cards=[
            Card(
                _("Facts"),
                [
                    (_("Window"), one.slot.window),
                    (_("Unit"), one.slot.window.body.name),
                    (_("Visitor"), one.visitor_name.masked),
                    (_("Telephone"), one.visitor_phone.masked),
                    (_("Voucher code"), one.code),
                    (_("Number in the queue"), one.queue_number),
                    (_("Case number"), one.case.number if one.case else ""),
                ],
                "info",
            )
        ],
        links=[Link(_("Print the number"), reverse("services:booking-slip", args=[pk]), icon="printer")]
        if one.ticket
        else [],
        verbs=_verbs(request, one),
        entries=entries(one),
    )
    return show_record(request, thing)


def _verbs(request: DeskRequest, one: Booking) -> list[Verb | None]:
    if one.state not in STANDING or not request.actor.holds(rules.REGISTER):
        return []
    booked = one.state == BookingState.BOOKED

    def url(verb: str) -> str:
        return reverse("services:booking-act", args=[one.pk, verb])

    begun = one.slot.starts_at <= clock.now()
    return [
        Verb(
            label=_("The visitor is here: take the case"), url=url("arrive"), kind="primary", icon="check", how="post"
        ),
        Verb(label=_("Give a number of the queue"), url=url("ticket"), icon="ticket", how="post") if booked else None,
        Verb(
            label=_("Move to another time"),
            url=reverse("services:booking-move", args=[one.pk]),
            icon="calendar",
        )
        if booked and not begun
        else None,
        Verb(label=_("Did not come"), url=url("miss"), icon="circle-x", how="post")
        if begun or one.state == BookingState.CALLED
        else None,
        Verb(
            label=_("Cancel the appointment"),
            url=url("cancel"),
            kind="quiet",
            confirm=_("The place is given back. Tell the visitor. Continue?"),
            how="post",
        )
        if booked and not begun
        else None,
    ]


@desk_view(rules.REGISTER)
@require_POST
def act(request: DeskRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Do ``verb`` (ticket, arrive, miss, cancel) to an appointment."""
    one = _booking(request, pk, rules.REGISTER)
    verbs = {
        "ticket": actions.give_ticket, "arrive": actions.arrive, "miss": actions.miss_booking,
        "cancel": actions.cancel_booking,
    }  # fmt: skip
    done = verbs[verb](one, actor=request.actor)
    messages.success(request, _("Done."))
    return redirect("services:case", done.case.pk) if done.case else redirect("services:booking", pk)


@desk_view(rules.REGISTER)
def move(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask to which time of the same window an appointment is moved, for somebody who calls."""
    one = _booking(request, pk, rules.REGISTER)
    return ask(
        request,
        MoveForm(data_of(request), booking=one),
        lambda given: actions.move_booking(one, given["slot"], actor=request.actor),
        title=_("Move to another time"),
        text=_("The voucher stays the same. Tell the visitor the new time."),
        back=reverse("services:booking", args=[pk]),
    )


@desk_view(rules.READ)
def slots(request: DeskRequest) -> HttpResponseBase:
    """List the slots of the scope from today on."""
    choice = choose(request, rules.READ)
    rows = within(Slot.objects.select_related("window__body"), request.actor, rules.READ)
    rows = under(rows, choice.body).filter(starts_at__gte=clock.midnight(clock.today()))
    page = Register(
        title=_("Slots"),
        lead=_("When visitors may book, and how many places are taken"),
        cols=SLOTS,
        url=lambda row: reverse("services:slot-close", args=[row.pk]),
        empty=_("Open slots, and visitors book them on the public page or by telephone."),
        buttons=[Link(_("Open slots"), reverse("services:slots-new"), "primary", "plus")]
        if request.actor.holds(rules.MANAGE)
        else [],
        tabs=tabs.times("slots"),
        nodes=choice.nodes,
        keep="body",
        rows=rows.order_by("starts_at", "id"),
    )
    return show(request, page)


@desk_view(rules.MANAGE)
def open_slots(request: DeskRequest) -> HttpResponse:
    """Ask from when to when visitors may book."""
    windows = within(queries.open_windows().select_related("body"), request.actor, rules.MANAGE)

    def work(given: dict[str, Any]) -> int:
        window = given.pop("window")
        return actions.open_slots(window, actor=request.actor, **given)

    return fill(
        request,
        SlotsForm(data_of(request), windows=windows),
        work,
        title=_("Open slots"),
        lead=_("Working days only, by the calendar, unless you tick otherwise; slots that stand already stay."),
        back=reverse("services:slots"),
    )


@desk_view(rules.MANAGE)
def close_slot(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask before a slot takes no more bookings."""
    rows = within(Slot.objects.select_related("window__body"), request.actor, rules.MANAGE)
    slot = get_object_or_404(rows, pk=pk)
    return ask(
        request,
        pages.Sure(data_of(request)),
        lambda _given: actions.close_slot(slot, actor=request.actor),
        title=_("Take no more bookings"),
        text=_("Who has booked keeps the place."),
        back=reverse("services:slots"),
    )
