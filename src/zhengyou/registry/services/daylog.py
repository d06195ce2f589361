"""The log of a window for one day, made from what was recorded; nobody fills it in (窗口工作日志)."""

import datetime as dt
from dataclasses import dataclass
from statistics import median

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.records.documents import Column, Rendered, Table, table_pdf
from zhengyou.registry.services import queries, queues
from zhengyou.registry.services.models import Booking, Case, FirstContact, TellingSlip, WalkIn, Window


@dataclass(frozen=True, slots=True)
class DayLog:
    """What happened at a window on one day."""

    window: Window
    day: dt.date
    duty: tuple[tuple[str, str, str], ...]
    """Name, post and how long or as what: main holder, AB stand-in, a planned shift."""
    figures: tuple[tuple[str, int], ...]
    items: tuple[tuple[str, int, int], ...]
    """Item, accepted, done."""


def of(window: Window, day: dt.date) -> DayLog:
    """Return the log of ``window`` on ``day``."""
    begin = clock.midnight(day)
    end = begin + dt.timedelta(days=1)
    during = {"gte": begin, "lt": end}

    def on(field: str) -> Q:
        return Q(**{f"{field}__{name}": moment for name, moment in during.items()})

    cases = Case.objects.filter(window=window)
    slips = TellingSlip.objects.filter(Q(case__window=window) | Q(question__window=window))
    bookings = Booking.objects.filter(slot__window=window)
    figures = (
        (_("Cases accepted"), cases.filter(on("accepted_at")).count()),
        (_("Cases done"), cases.filter(on("done_at")).count()),
        (_("First contacts"), FirstContact.objects.filter(on("asked_at"), window=window).count()),
        (_("One-time notices"), slips.filter(on("told_at")).count()),
        (_("Appointments"), bookings.filter(on("slot__starts_at")).count()),
        (_("Came by appointment"), bookings.filter(on("slot__starts_at"), case__isnull=False).count()),
        (_("Numbers without an appointment"), WalkIn.objects.filter(window=window, day=day).count()),
        *_waits(queues.waits_of(window, begin, end)),
    )
    items = (
        cases.filter(on("accepted_at") | on("done_at"))
        .values("item__name")
        .annotate(taken=Count("pk", filter=on("accepted_at")), done=Count("pk", filter=on("done_at")))
        .order_by("-taken", "item__name")
    )
    rows = tuple((one["item__name"], one["taken"], one["done"]) for one in items)
    return DayLog(window, day, tuple(_duty(window, day, begin, end)), figures, rows)


def _waits(minutes: list[float]) -> list[tuple[str, int]]:
    """Return how many numbers were called and how long they had waited, where any was."""
    if not minutes:
        return []
    return [
        (_("Numbers called on the day"), len(minutes)),
        (_("Median wait until called (minutes)"), round(median(minutes))),
        (_("Longest wait until called (minutes)"), round(minutes[-1])),
    ]


def _duty(window: Window, day: dt.date, begin: dt.datetime, end: dt.datetime) -> list[tuple[str, str, str]]:
    told = [
        (
            one.appointment.person.name,
            one.appointment.post.title,
            _("AB stand-in") if one.stand_in else _("Main holder"),
        )
        for one in queries.on_duty(window, day)
    ]
    for shift in queries.shifts().filter(window=window, starts_at__lt=end, ends_at__gt=begin):
        hours = f"{clock.local(shift.starts_at):%H:%M}-{clock.local(shift.ends_at):%H:%M}"
        words = f"{shift.get_kind_display()} {hours}"
        if shift.stands_in_for:
            words += " · " + _("for %(name)s") % {"name": shift.stands_in_for.person.name}
        told.append((shift.appointment.person.name, shift.appointment.post.title, words))
    return told


def paper(log: DayLog) -> Rendered:
    """Return the log to file away."""
    rows: list[tuple[str, str, str]] = [*log.duty]
    rows += [(label, str(count), "") for label, count in log.figures]
    rows += [(name, str(taken), str(done)) for name, taken, done in log.items]
    columns = (
        Column(_("Person or figure"), weight=2),
        Column(_("Post or accepted"), weight=1),
        Column(_("Duty or done"), weight=1),
    )
    title = _("Log of window %(window)s, %(day)s") % {"window": log.window, "day": log.day}
    return table_pdf(Table(title=title, columns=columns, rows=rows, source=log.window.body.name))
