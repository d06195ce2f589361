"""What scoring reads from the rooms below it: cases in time, duties done, materials handed in on time.

Rooms above offer theirs by themselves. All three are shares: two levels, no and yes.
"""

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlencode

import numpy as np
from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns.enums import SheetState
from zhengyou.campaign.campaigns.models import TaskSheet
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.scoring.catalogue import Cells, Indicator
from zhengyou.mechanisms.scoring.enums import Subject
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.services.enums import Channel, Family
from zhengyou.registry.services.enums import State as CaseState
from zhengyou.registry.services.models import Case

KEYS = {Subject.UNIT: "body_id", Subject.WINDOW: "window_id", Subject.PERSON: "handler_id"}
FEWEST_DUTIES = 3


def shares(rows: Iterable[tuple[int, int, str, int, int]]) -> Cells:
    """Return the table of ``rows`` (key, body, case type, how many, how many of them hold) as two levels."""
    found = [row for row in rows if row[3]]
    bodies = {key: body for key, body, _case, _all, _good in found}
    keys, cases = sorted(bodies), sorted({case for _key, _body, case, _all, _good in found})
    place, column = ({one: at for at, one in enumerate(names)} for names in (keys, cases))
    table = np.zeros((len(keys), len(cases), 2), dtype=np.int64)
    for key, _body, case, number, good in found:
        table[place[key], column[case]] += (number - good, good)
    return Cells(tuple(keys), tuple(bodies[key] for key in keys), tuple(cases), table)


def timeliness(subject: Subject, body: Body, starts: dt.date, ends: dt.date) -> Cells:
    """Return how many of the cases whose promised moment lies in [starts, ends) were done by it, by kind and channel.

    A case still open after that moment counts as not done: otherwise keeping hard cases open would pay. Withdrawn
    cases, and those whose clock stands still, do not count.
    """
    name = KEYS[subject]
    in_time = Q(done_at__isnull=False, done_at__lte=F("clock__due_at"))
    rows = (
        Case.objects.filter(
            body__path__startswith=body.path,
            clock__due_at__gte=clock.midnight(starts),
            clock__due_at__lt=min(clock.midnight(ends), clock.now()),
        )
        .exclude(Q(state=CaseState.WITHDRAWN) | Q(clock__state__in=[ClockState.PAUSED, ClockState.VOID]))
        .exclude(**{name: None})
        .order_by()
        .values_list(name, "body_id", "item__family", "channel")
        .annotate(n=Count("pk"), good=Count("pk", filter=in_time))
    )
    return shares((key, unit, f"{family}|{channel}", n, good) for key, unit, family, channel, n, good in rows)


def _sheets(subject: Subject, body: Body, starts: dt.date, ends: dt.date, good: Q) -> Cells:
    if subject != Subject.UNIT:
        raise Refused(_("Duties are compared between units: a task sheet names no window and no person."))
    rows = (
        TaskSheet.objects.filter(
            body__path__startswith=body.path, due_on__gte=starts, due_on__lt=min(ends, clock.today())
        )
        .exclude(state=SheetState.CANCELLED)
        .order_by()
        .alias(handed_in=TruncDate("submitted_at", tzinfo=clock.SHANGHAI))
        .values_list("body_id")
        .annotate(n=Count("pk"), good=Count("pk", filter=good))
    )
    return shares((unit, unit, "duty", n, counted) for unit, n, counted in rows)


def duties(subject: Subject, body: Body, starts: dt.date, ends: dt.date) -> Cells:
    """Return how many of the duties due in [starts, ends) were accepted; cancelled ones do not count."""
    return _sheets(subject, body, starts, ends, Q(state=SheetState.ACCEPTED))


def punctuality(subject: Subject, body: Body, starts: dt.date, ends: dt.date) -> Cells:
    """Return of how many of the duties due in [starts, ends) the materials were handed in by the day."""
    handed_in = Q(state__in=[SheetState.SUBMITTED, SheetState.ACCEPTED], handed_in__lte=F("due_on"))
    return _sheets(subject, body, starts, ends, handed_in)


def case_label(case: str) -> str:
    """Return a case type in words: kind of item · how the case came in."""
    family, _bar, channel = case.partition("|")
    said = str(Family(family).label) if family in Family.values else family
    return f"{said} · {Channel(channel).label}" if channel in Channel.values else said


def _cases(body: Body, first: dt.date, last: dt.date) -> str:
    asked = {"body": str(body.public_id), "first": first.isoformat(), "last": last.isoformat()}
    return f"{reverse('services:cases')}?{urlencode(asked)}"


def _sheets_of(body: Body, first: dt.date, last: dt.date) -> str:
    return f"{reverse('campaigns:sheets')}?{urlencode({'q': body.name, 'until': last.isoformat()})}"


TIMELINESS = Indicator(
    name="timeliness",
    label=_("Cases done in the promised time"),
    unit=_("points"),
    definition=_(
        "Of the cases whose promised moment lies in the period, the share that was done by it, in per cent; cases still"
        " open then count as late, withdrawn and halted ones do not count. Adjusted for the kind of item and the way the"
        " case came in, and shrunk towards the peers where cases are few."
    ),
    denominator=_("Cases whose promised moment lies in the period, without withdrawn and halted ones"),
    read=timeliness,
    case_label=case_label,
    drill=_cases,
)

DUTIES = Indicator(
    name="duties",
    label=_("Duties done"),
    unit=_("points"),
    definition=_(
        "Of the duties of campaigns that were due in the period, the share that the office accepted, in per cent; shrunk"
        " towards the peers where duties are few. Cancelled duties do not count."
    ),
    denominator=_("Duties due in the period, without cancelled ones"),
    read=duties,
    drill=_sheets_of,
    case_label=lambda _case: str(_("Duties of campaigns")),
    fewest=FEWEST_DUTIES,
)

PUNCTUALITY = Indicator(
    name="punctuality",
    label=_("Materials handed in on time"),
    unit=_("points"),
    definition=_(
        "Of the duties of campaigns that were due in the period, the share for which materials were handed in by the day"
        " and not returned, in per cent; shrunk towards the peers where duties are few."
    ),
    denominator=_("Duties due in the period, without cancelled ones"),
    read=punctuality,
    drill=_sheets_of,
    case_label=lambda _case: str(_("Duties of campaigns")),
    fewest=FEWEST_DUTIES,
)
