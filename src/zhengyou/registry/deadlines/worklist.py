"""What waits for whoever keeps the calendar: the coming year's schedule, once the State Council has published it."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhengyou.kernel import clock
from zhengyou.records.ledger import Actor as LedgerActor
from zhengyou.records.notices.worklist import Todo
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.deadlines import queries, rules
from zhengyou.registry.deadlines.models import CalendarYear

PUBLISHED_IN = 11
"""The month in which next year's schedule is usually published (domain survey 3.2)."""


def waiting(actor: LedgerActor) -> Iterable[Todo]:
    """Return the years whose schedule is due and not loaded."""
    if not isinstance(actor, Actor) or not rules.keeps_everywhere(actor):
        return
    today = clock.today()
    wanted = {today.year} | ({today.year + 1} if today.month >= PUBLISHED_IN else set())
    missing = wanted - queries.PACKAGED_YEARS
    for year in sorted(missing - set(CalendarYear.objects.filter(year__in=missing).values_list("year", flat=True))):
        yield Todo(
            title=_("Enter the days off of %(year)d") % {"year": year},
            kind=gettext_lazy("Working-day calendar"),
            url=f"{reverse('deadlines:calendar')}?year={year}",
        )
