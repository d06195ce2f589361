"""Desk pages of duty: rosters with AB posts, opening times, what serves after hours, the day log of a window."""

import datetime as dt
import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhengyou.kernel import clock
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import ask, data_of, fill
from zhengyou.registry.access.web.register import Col, Link, Register, show
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under
from zhengyou.registry.services import actions, daylog, queries, rules
from zhengyou.registry.services.forms.rosters import AfterHoursForm, OpeningForm, ShiftForm
from zhengyou.registry.services.models import AfterHours, OpeningTime, Window
from zhengyou.registry.services.web import pages, tabs
from zhengyou.registry.services.web.contacts import unit_of

SHIFTS = (
    Col(label=gettext_lazy("On duty"), value=lambda row: row.appointment.person.name),
    Col(label=gettext_lazy("Window"), value=lambda row: row.window, width=24),
    Col(label=gettext_lazy("Unit"), value=lambda row: row.window.body.name, width=24),
    Col(label=gettext_lazy("Duty begins at"), value=lambda row: row.starts_at, format=Format.MOMENT),
    Col(label=gettext_lazy("Duty ends at"), value=lambda row: row.ends_at, format=Format.MOMENT),
    Col(label=gettext_lazy("Kind of duty"), value=lambda row: row.get_kind_display()),
    Col(
        label=gettext_lazy("Stands in for (AB post)"),
        value=lambda row: row.stands_in_for.person.name if row.stands_in_for else "",
    ),
)
AFTER = (
    Col(label=gettext_lazy("What serves"), value=lambda row: row.get_kind_display()),
    Col(label=gettext_lazy("Where, or at which number"), value=lambda row: row.words, width=40),
    Col(label=gettext_lazy("When it serves"), value=lambda row: row.hours, width=24),
    Col(label=gettext_lazy("Unit"), value=lambda row: row.body.name, width=24),
)


@desk_view(rules.READ)
def shifts(request: DeskRequest) -> HttpResponseBase:
    """List who is on duty from today on, at the windows and on call."""
    choice = choose(request, rules.READ)
    rows = under(within(queries.shifts(), request.actor, rules.READ), choice.body)
    page = Register(
        title=_("Duty roster"),
        lead=_("Who is on duty where and when, who stands in, and who is on call out of hours"),
        cols=SHIFTS,
        url=lambda row: reverse("services:shift-drop", args=[row.pk]),
        empty=_("Plan duties on the page of a window."),
        buttons=[Link(_("Windows"), reverse("services:windows"), icon="landmark")],
        tabs=tabs.times("shifts"),
        nodes=choice.nodes,
        keep="body",
        rows=rows.filter(ends_at__gte=clock.midnight(clock.today())),
    )
    return show(request, page)


def _window(request: DeskRequest, public_id: uuid.UUID, function: str) -> Window:
    rows = within(Window.objects.select_related("body"), request.actor, function)
    return get_object_or_404(rows, public_id=public_id)


@desk_view(rules.MANAGE)
def plan(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask who is on duty at a window, from when to when."""
    window = _window(request, public_id, rules.MANAGE)
    return fill(
        request,
        ShiftForm(data_of(request), holders=queries.holders_in(window.body)),
        lambda given: actions.plan_shift(window, actor=request.actor, **given),
        title=_("Plan a duty"),
        lead=str(window),
        back=reverse("services:window-times", args=[public_id]),
    )


@desk_view(rules.MANAGE)
def drop(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask before somebody is taken off the roster."""
    shift = get_object_or_404(within(queries.shifts(), request.actor, rules.MANAGE), pk=pk)
    begin = clock.local(shift.starts_at)
    return ask(
        request,
        pages.Sure(data_of(request)),
        lambda _given: actions.drop_shift(shift, actor=request.actor),
        title=_("Take off the roster"),
        text=f"{shift.appointment.person.name} · {shift.window} · {begin:%Y-%m-%d %H:%M}",
        back=reverse("services:shifts"),
    )


@desk_view(rules.READ)
def times(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show when a window serves and who is on its roster."""
    window = _window(request, public_id, rules.READ)
    manages = window.closed_on is None and bool(may(request.actor, rules.MANAGE, window.body))
    context = {
        "window": window,
        "opening": queries.opening_of(window),
        "shifts": queries.shifts().filter(window=window, ends_at__gte=clock.now())[:50],
        "can_manage": manages,
        "form": OpeningForm() if manages else None,
    }
    return render(request, "services/times.html", context)


@desk_view(rules.MANAGE)
def open_times(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask on which weekdays a window serves from when to when."""
    window = _window(request, public_id, rules.MANAGE)
    return fill(
        request,
        OpeningForm(data_of(request)),
        lambda given: actions.set_opening(window, actor=request.actor, **given),
        title=_("Add opening times"),
        lead=str(window),
        back=reverse("services:window-times", args=[public_id]),
    )


@desk_view(rules.MANAGE)
@require_POST
def end_times(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Let a time of opening hold no longer."""
    rows = within(OpeningTime.objects.select_related("window__body"), request.actor, rules.MANAGE)
    opening = get_object_or_404(rows, pk=pk)
    actions.end_opening(opening, actor=request.actor)
    return redirect("services:window-times", opening.window.public_id)


@desk_view(rules.READ)
def after_hours(request: DeskRequest) -> HttpResponseBase:
    """List what serves the public when the windows of the scope are closed."""
    choice = choose(request, rules.READ)
    rows = under(within(queries.after_hours(), request.actor, rules.READ), choice.body)
    buttons = [Link(_("Opening and after hours"), reverse("services:hours"), icon="external-link")]
    if request.actor.holds(rules.MANAGE):
        buttons.insert(0, Link(_("Publish a service"), reverse("services:after-new"), "primary", "plus"))
    page = Register(
        title=_("After-hours services"),
        lead=_("What serves around the clock when the windows are closed; the public page shows it"),
        cols=AFTER,
        url=lambda row: reverse("services:after-close", args=[row.pk]),
        empty=_("Publish the self-service area, the network, the duty telephone."),
        buttons=buttons,
        tabs=tabs.times("after"),
        nodes=choice.nodes,
        keep="body",
        rows=rows,
    )
    return show(request, page)


@desk_view(rules.MANAGE)
def open_after(request: DeskRequest) -> HttpResponse:
    """Ask what serves after hours."""
    body = unit_of(request, rules.MANAGE)
    return fill(
        request,
        AfterHoursForm(data_of(request)),
        lambda given: actions.open_after_hours(body=body, actor=request.actor, **given),
        title=_("Publish a service"),
        lead=body.name,
        back=reverse("services:after"),
    )


@desk_view(rules.MANAGE)
def close_after(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask before a service after hours is taken off the public page."""
    rows = within(AfterHours.objects.select_related("body"), request.actor, rules.MANAGE)
    one = get_object_or_404(rows, pk=pk)
    return ask(
        request,
        pages.Sure(data_of(request)),
        lambda _given: actions.close_after_hours(one, actor=request.actor),
        title=_("Serves no longer"),
        text=one.words,
        back=reverse("services:after"),
    )


@desk_view(rules.READ)
def day_log(request: DeskRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Show or print what a window did on one day, made from its records."""
    window = _window(request, public_id, rules.READ)
    day = _day(request.GET.get("day", ""))
    log = daylog.of(window, day)
    if request.GET.get("print") == "pdf":
        return pages.pdf(daylog.paper(log), f"{_('Day log')}-{window.number}-{day}")
    context: dict[str, Any] = {
        "window": window, "log": log, "before": day - dt.timedelta(days=1), "after": day + dt.timedelta(days=1),
        "today": clock.today(),
    }  # fmt: skip
    return render(request, "services/day_log.html", context)


def _day(typed: str) -> dt.date:
    """Return the day of the address, today where it names none that has come."""
    try:
        day = dt.date.fromisoformat(typed)
    except ValueError:
        return clock.today()
    return day if dt.date(2000, 1, 2) <= day <= clock.today() else clock.today()
