"""Desk pages of the calendar: a year in twelve months, a stretch of days, the confirmation of a year."""

import calendar as months
import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel import clock as time
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import queries, rules
from zhengyou.registry.deadlines.actions import calendars
from zhengyou.registry.deadlines.enums import DayKind
from zhengyou.registry.deadlines.forms import DayForm, YearForm
from zhengyou.registry.deadlines.models import CalendarDay, CalendarYear
from zhengyou.registry.deadlines.web.clocks import ask

FIRST, LAST = 2004, 2100


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a month: its kind (empty for an ordinary one), what it is called, and whether it is today."""

    date: dt.date
    kind: str
    name: str
    today: bool


@dataclass(frozen=True, slots=True)
class Month:
    """One month in weeks from Monday; days of other months are empty."""

    number: int
    weeks: list[list[Cell | None]]
    workdays: int


@desk_view(rules.READ)
def year(request: DeskRequest) -> HttpResponse:
    """Show a year as twelve months, for the body chosen."""
    shown = _year(request.GET.get("year", ""))
    body = _body(request)
    stated = list(CalendarDay.objects.filter(date__year=shown).select_related("body").order_by("date", "body__path"))
    loaded = CalendarYear.objects.filter(year=shown).first()
    calendar = queries.calendar(body, range(shown, shown + 1))
    context = {
        "year": shown,
        "first_day": f"{shown}-01-01",
        "body": body,
        "known": loaded is not None or shown in queries.PACKAGED_YEARS,
        "loaded": loaded,
        "months": [_month(shown, number, calendar, _names(stated, body, shown)) for number in range(1, 13)],
        "stated": stated,
        "workdays": sum(calendar.is_worked(dt.date(shown, 1, 1) + dt.timedelta(n)) for n in range(_days(shown))),
        "weekdays": [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")],
        "may_keep": request.actor.holds(rules.MANAGE),
        "may_keep_all": rules.keeps_everywhere(request.actor),
        "local_bodies": Body.objects.filter(pk__in=CalendarDay.objects.values("body")),
    }
    return render(request, "deadlines/calendar.html", context)


def _year(text: str) -> int:
    """Return the year asked for, within what can be shown; this year where none was."""
    asked = int(text) if text.isdecimal() and len(text) == 4 else time.today().year
    return min(max(asked, FIRST), LAST)


def _days(shown: int) -> int:
    return 366 if months.isleap(shown) else 365


def _body(request: DeskRequest) -> Body | None:
    """Return the body for whose subtree the calendar is shown; none: what holds everywhere."""
    asked = request.GET.get("body", "")
    try:
        return Body.objects.filter(public_id=uuid.UUID(asked)).first() if asked else None
    except ValueError:
        return None


def _names(stated: list[CalendarDay], body: Body | None, shown: int) -> dict[dt.date, tuple[str, str]]:
    """Return kind and name of each day that differs from Monday to Friday for ``body``; the nearest body wins."""
    found = {day: (kind.value, name) for day, kind, name in queries.packaged_days(shown)}
    if any(day.body is None for day in stated):
        found = {}
    for day in sorted(stated, key=lambda day: len(day.body.path) if day.body else 0):
        if day.body is None or (body and body.stands_under(day.body)):
            found[day.date] = (day.kind, day.name)
    return found


def _month(shown: int, number: int, calendar: Any, names: dict[dt.date, tuple[str, str]]) -> Month:
    """Return one month as cells."""
    today = time.today()
    weeks: list[list[Cell | None]] = []
    workdays = 0
    for week in months.Calendar().monthdatescalendar(shown, number):
        row: list[Cell | None] = []
        for day in week:
            if day.month != number:
                row.append(None)
                continue
            worked = calendar.is_worked(day)
            workdays += worked
            kind, name = names.get(day, ("", ""))
            row.append(Cell(day, kind or ("" if worked else "weekend"), name, day == today))
        weeks.append(row)
    return Month(number, weeks, workdays)


@desk_view(rules.MANAGE)
def state_days(request: DeskRequest) -> HttpResponse:
    """Ask what some days are and by which document, and state it."""
    first = _day(request.GET.get("date", ""))
    given: dict[str, Any] = {"first": first, "last": first, "kind": DayKind.HOLIDAY}
    known = CalendarDay.objects.filter(date=first, body=None).first() if first else None
    if known:
        given |= {"kind": known.kind, "name": known.name, "source": known.source}
    form = DayForm(request.POST or None, initial=given, actor=request.actor)

    def act(wanted: dict[str, Any]) -> None:
        calendars.state_days(**wanted, actor=request.actor)

    shown = first.year if first else time.today().year
    text = _("Clocks that these days concern are reckoned again; earlier due moments stay on record.")
    return ask(request, form, act, title=_("State days"), text=text, back=_address(shown))


@desk_view(rules.MANAGE)
@require_POST
def drop_day(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back what was stated of a day."""
    everywhere = rules.keeps_everywhere(request.actor)
    mine = within(CalendarDay.objects.all(), request.actor, rules.MANAGE).values("pk")
    found = CalendarDay.objects.all() if everywhere else CalendarDay.objects.filter(pk__in=mine)
    day = get_object_or_404(found.select_related("body"), pk=pk)
    calendars.drop_day(day, actor=request.actor)
    messages.success(request, _("Taken back; the clocks concerned are reckoned again."))
    return redirect(_address(day.date.year))


@desk_view(rules.MANAGE)
def confirm_year(request: DeskRequest, number: int) -> HttpResponse:
    """Ask for the document, and state that the schedule of a year is complete."""
    shown = min(max(number, FIRST), LAST)
    form = YearForm(request.POST or None)

    def act(given: dict[str, Any]) -> None:
        calendars.confirm_year(shown, source=given["source"], actor=request.actor)

    text = _("Every day that is not stated counts as Monday to Friday; provisional due moments become final.")
    title = _("Confirm the schedule of %(year)s") % {"year": shown}
    return ask(request, form, act, title=title, text=text, back=_address(shown))


@desk_view(rules.MANAGE)
@require_POST
def load(request: DeskRequest) -> HttpResponse:
    """Copy the years that the installed calendar package carries."""
    loaded = calendars.load_packaged(actor=request.actor)
    if loaded:
        messages.success(request, _("Loaded: %(years)s") % {"years": f"{loaded[0]}–{loaded[-1]}"})
    else:
        messages.info(request, _("Every year of the package is loaded already."))
    return redirect(_address(_year(request.POST.get("year", ""))))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _address(shown: int) -> str:
    return f"{reverse('deadlines:calendar')}?year={shown}"
