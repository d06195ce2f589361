"""What heads and leaders see at one glance; every figure comes from records, none is typed."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zhengyou.campaign.campaigns.enums import SheetState
from zhengyou.campaign.campaigns.models import Campaign, TaskSheet
from zhengyou.campaign.campaigns.queries import under_way
from zhengyou.instruments.ratings import queries as ratings
from zhengyou.instruments.ratings.models import DayTally
from zhengyou.instruments.ratings.queries import Summary
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.models import Order
from zhengyou.mechanisms.orders.queries import OPEN_STATES, colour, still_open, with_due
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import standing, under
from zhengyou.registry.services.queries import open_windows
from zhengyou.reports import policy
from zhengyou.reports.queries.directory import Line, with_summaries
from zhengyou.reports.queries.periods import first_of_month, last_year

WAITING = (SheetState.OPEN, SheetState.RETURNED)


@dataclass(frozen=True, slots=True)
class Lights:
    """How many open orders stand under each light; ``none``: no clock runs, as while a reply is verified."""

    red: int = 0
    yellow: int = 0
    blue: int = 0
    green: int = 0
    none: int = 0

    @property
    def all(self) -> int:
        """Return how many orders are open."""
        return self.red + self.yellow + self.blue + self.green + self.none


@dataclass(frozen=True, slots=True)
class Course:
    """How far a campaign is: its units, and the task sheets due so far, accepted, to be checked and overdue."""

    campaign: Campaign
    units: int
    due: int
    accepted: int
    submitted: int
    overdue: int


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit with its ratings, its open orders and its overdue task sheets."""

    line: Line
    lights: Lights = field(default_factory=Lights)
    overdue: int = 0


def tallies(body: Body) -> QuerySet[DayTally]:
    """Return the counts of ``body`` and the units below it in the past twelve months that may be shown."""
    return under(ratings.released_tallies(*last_year()), body)


def summary(body: Body) -> Summary:
    """Return the levels below ``body`` in the past twelve months, and how many invitations of full months were used."""
    first, last = last_year()
    invited = ratings.invitations(first, first_of_month(last) - dt.timedelta(days=1))
    return ratings.summary(tallies(body), under(invited, body))


def open_orders(body: Body) -> QuerySet[Order]:
    """Return the open orders of ``body`` and the units below it, the nearest deadline first."""
    return with_due(still_open(under(Order.objects.all(), body)))


def lights(orders: Iterable[Order], now: dt.datetime | None = None) -> Lights:
    """Count ``orders`` (as `open_orders` reads them) by their light."""
    now = now or clock.now()
    found = Counter(colour(order, now) or "none" for order in orders)
    return Lights(**found)


def urgent(orders: Iterable[Order], now: dt.datetime | None = None) -> list[Order]:
    """Return the few orders that wait longest beyond or nearest before their deadline."""
    now = now or clock.now()
    return [order for order in orders if colour(order, now) in {"red", "yellow"}][: policy.MOST_URGENT]


def due_sheets(body: Body) -> QuerySet[TaskSheet]:
    """Return the task sheets that ``body`` or a unit below it has still to do, the nearest day first."""
    sheets = TaskSheet.objects.filter(state__in=WAITING).select_related("duty__campaign", "body")
    return under(sheets, body).order_by("due_on", "body__sort_path", "id")


def courses(body: Body) -> list[Course]:
    """Return the campaigns under way that ``body`` or a body below it runs, each with its progress; two queries."""
    today = clock.today()
    running = list(under(under_way(), body).select_related("body").annotate(members=Count("units", distinct=True)))
    kept = TaskSheet.objects.filter(duty__campaign__in=running).exclude(state=SheetState.CANCELLED)
    rows = (
        kept.order_by()
        .values_list("duty__campaign")
        .annotate(
            due=Count("pk", filter=Q(due_on__lte=today)),
            accepted=Count("pk", filter=Q(state=SheetState.ACCEPTED)),
            submitted=Count("pk", filter=Q(state=SheetState.SUBMITTED)),
            overdue=Count("pk", filter=Q(state__in=WAITING, due_on__lt=today)),
        )
    )
    figures = {key: counted for key, *counted in rows}
    return [Course(campaign, campaign.members, *figures.get(campaign.pk, (0, 0, 0, 0))) for campaign in running]


def units(body: Body) -> QuerySet[Body]:
    """Return the units below ``body`` that serve, owe or do something, in official order."""
    concerned = (
        Exists(open_windows().filter(body=OuterRef("pk")))
        | Exists(Order.objects.filter(body=OuterRef("pk"), state__in=OPEN_STATES))
        | Exists(TaskSheet.objects.filter(body=OuterRef("pk")).exclude(state=SheetState.CANCELLED))
    )
    return standing().filter(concerned, path__startswith=body.path)


def unit_lines(bodies: Iterable[Body]) -> list[UnitLine]:
    """Return ``bodies`` with their ratings, open orders and overdue sheets; three queries for all of them."""
    lines = with_summaries(bodies)
    keys = [line.body.pk for line in lines]
    orders: dict[int, list[Order]] = {}
    for order in with_due(still_open(Order.objects.filter(body__in=keys))):
        orders.setdefault(order.body_id, []).append(order)
    late = TaskSheet.objects.filter(body__in=keys, state__in=WAITING, due_on__lt=clock.today())
    overdue = dict(late.order_by().values_list("body_id").annotate(n=Count("pk")))
    return [UnitLine(line, lights(orders.get(line.body.pk, ())), overdue.get(line.body.pk, 0)) for line in lines]
