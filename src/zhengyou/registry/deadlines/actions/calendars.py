"""Verbs of the calendar: load the packaged years, state a day or a stretch of days, confirm a year.

Whatever changes a day defers the job that reckons the clocks concerned again.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Refused
from zhengyou.records import jobs, ledger
from zhengyou.records.ledger.actions import record
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import policy, queries, reckoning, rules
from zhengyou.registry.deadlines.enums import DayKind
from zhengyou.registry.deadlines.models import CalendarDay, CalendarYear

LONGEST_STRETCH = 62


@transaction.atomic
def load_packaged(*, actor: ledger.Actor = ledger.SYSTEM) -> list[int]:
    """Copy every packaged year that is not in the table yet; returns the years. What people stated stays as it is."""
    if isinstance(actor, ledger.Actor) and actor.kind != "system":
        rules.require_keeper(actor, None)
    present = set(CalendarYear.objects.values_list("year", flat=True))
    return [year for year in sorted(queries.PACKAGED_YEARS - present) if _load(year, actor)]


def _load(year: int, actor: ledger.Actor) -> bool:
    row, made = CalendarYear.objects.get_or_create(year=year, defaults={"source": policy.PACKAGE_SOURCE})
    if made:
        days = [
            CalendarDay(date=day, kind=kind, name=name, source=policy.PACKAGE_SOURCE)
            for day, kind, name in queries.packaged_days(year)
        ]
        CalendarDay.objects.bulk_create(days, ignore_conflicts=True)
        record("deadlines.load_year", row, actor=actor)
        reckon_again(dt.date(year, 1, 1), dt.date(year, 12, 31))
    return made


@transaction.atomic
def state_days(
    first: dt.date,
    last: dt.date,
    kind: DayKind | str,
    *,
    source: str,
    actor: ledger.Actor,
    name: str = "",
    body: Body | None = None,
) -> list[CalendarDay]:
    """State what the days from ``first`` to ``last`` are, by a source; for ``body``'s subtree, or everywhere."""
    rules.require_keeper(actor, body)
    if not source.strip():
        raise Refused(_("Name the document that orders this."), field="source")
    if not dt.timedelta(0) <= last - first < dt.timedelta(days=LONGEST_STRETCH):
        raise Refused(
            _("A stretch ends on or after its first day and has %(most)d days at most.") % {"most": LONGEST_STRETCH},
            field="last",
        )
    _copy_first(first.year, last.year)
    stated = []
    for n in range((last - first).days + 1):
        day, _made = CalendarDay.objects.update_or_create(
            date=first + n * reckoning.DAY,
            body=body,
            defaults={"kind": kind, "name": name.strip()[:40], "source": source.strip()[:200]},
        )
        record("deadlines.state_day", day, actor=actor, fields=["kind", "name", "source"])
        stated.append(day)
    reckon_again(first, last, body)
    return stated


@transaction.atomic
def drop_day(day: CalendarDay, *, actor: ledger.Actor) -> None:
    """Take back what was stated of a day; it is Monday to Friday again, or what a higher calendar says."""
    rules.require_keeper(actor, day.body)
    record("deadlines.drop_day", day, actor=actor, fields=["kind"])
    reckon_again(day.date, day.date, day.body)
    day.delete()


@transaction.atomic
def confirm_year(year: int, *, source: str, actor: ledger.Actor) -> CalendarYear:
    """State that the schedule of ``year`` is complete: what is not stated in it is Monday to Friday by decision.

    Due moments that leaned on the year stop being provisional.
    """
    rules.require_keeper(actor, None)
    if not source.strip():
        raise Refused(_("Name the document that orders this."), field="source")
    if not CalendarDay.objects.filter(date__year=year, body__isnull=True, kind=DayKind.HOLIDAY).exists():
        raise Refused(_("Enter the days off of %(year)d first.") % {"year": year})
    row, _made = CalendarYear.objects.update_or_create(year=year, defaults={"source": source.strip()[:200]})
    record("deadlines.confirm_year", row, actor=actor, fields=["source"])
    reckon_again(dt.date(year, 1, 1), dt.date(year, 12, 31))
    return row


def reckon_again(first: dt.date, last: dt.date, body: Body | None = None) -> None:
    """Defer the job that reckons every clock again that these days may concern."""
    jobs.defer(
        "deadlines.recompute",
        first=first.isoformat(),
        last=last.isoformat(),
        body=body.pk if body else None,
    )


def _copy_first(*years: int) -> None:
    """Copy packaged years before a day in them is stated, so that the table holds the whole year."""
    for year in years:
        if year in queries.PACKAGED_YEARS:
            _load(year, ledger.SYSTEM)
