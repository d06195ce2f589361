"""What the public may know of one unit."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.db.models.functions import TruncMonth

from zhengyou.instruments.display.keeping import Kept, judge
from zhengyou.instruments.display.models import Commitment
from zhengyou.instruments.display.queries import commitments_shown
from zhengyou.instruments.ratings import queries as ratings
from zhengyou.instruments.ratings.models import DayTally
from zhengyou.instruments.ratings.queries import Summary
from zhengyou.mechanisms.orders.enums import State
from zhengyou.mechanisms.orders.models import Order
from zhengyou.mechanisms.orders.queries import published
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.models import ItemVersion, Window
from zhengyou.registry.services.queries import offered, open_windows
from zhengyou.reports import policy
from zhengyou.reports.queries.periods import first_of_month, last_year, months


@dataclass(frozen=True, slots=True)
class Month:
    """The ratings of one month that may be shown."""

    first: dt.date
    summary: Summary

    @property
    def share(self) -> float | None:
        """Return 好评率 of the month, or nothing where too few rated."""
        return self.summary.good_share if self.summary.total >= policy.FEWEST_IN_A_MONTH else None


@dataclass(frozen=True, slots=True)
class WindowLine:
    """A window with the ratings of the past twelve months that may be shown."""

    window: Window
    summary: Summary


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment with what the records say of it."""

    commitment: Commitment
    kept: Kept


def tallies(body: Body) -> QuerySet[DayTally]:
    """Return the counts of the unit's own windows in the past twelve months that may be shown."""
    return ratings.released_tallies(*last_year()).filter(body=body)


def summary(body: Body) -> Summary:
    """Return the levels of the past twelve months, and how many invitations of the finished months were used.

    The present month is left out of the latter: a live count would tell whose visitor has just rated.
    """
    first, last = last_year()
    invited = ratings.invitations(first, first_of_month(last) - dt.timedelta(days=1)).filter(body=body)
    return ratings.summary(tallies(body), invited)


def trend(counts: QuerySet[DayTally]) -> list[Month]:
    """Return ``counts`` by month over the past twelve months, empty ones too; one query."""
    first, last = last_year()
    found = ratings.summaries(counts.annotate(month=TruncMonth("day")), "month")
    return [Month(month, found.get(month, Summary({}))) for month in months(first, last)]


def windows(body: Body) -> list[WindowLine]:
    """Return the open windows of ``body`` with their ratings; two queries."""
    rows = list(open_windows().filter(body=body))
    found = ratings.summaries(tallies(body).filter(window__in=rows), "window_id")
    return [WindowLine(window, found.get(window.pk, Summary({}))) for window in rows]


def guides(body: Body) -> QuerySet[ItemVersion]:
    """Return the guides of the unit's items as they hold today, in the unit's order."""
    return (
        ItemVersion.objects.filter(item__in=offered().filter(body=body), number=F("item__version"))
        .select_related("item")
        .order_by("item__order_number", "item_id")
    )


def promises(body: Body) -> list[Promise]:
    """Return what the unit and its windows promise, each with what the records say of it."""
    shown = list(commitments_shown(body))
    kept = judge(shown)
    return [Promise(commitment, kept[commitment.pk]) for commitment in shown]


def rectifications(body: Body | None = None) -> QuerySet[Order]:
    """Return the closed orders of the unit itself (None: of all units) that the public may read, the newest first."""
    if body is not None:
        return published(body).filter(body=body)
    return Order.objects.filter(state=State.CLOSED, is_public=True).select_related("body").order_by("-closed_at")
