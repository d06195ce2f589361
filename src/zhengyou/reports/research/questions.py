"""Questions as ibis expressions over the exported tables; every engine answers them alike.

Only what all engines round alike is asked: sums, counts, shares, ranks. Each expression is ordered to the last row.
"""

from collections.abc import Callable, Mapping
from typing import Any

import ibis

Tables = Mapping[str, Any]
"""``ratings`` (day, unit, family, channel, level, count, month), ``cases`` and ``units`` as ibis tables."""

SATISFIED, BAD = 4, 2
FEWEST = 30
PEAK = 5
"""A day is a peak with more than so many times the usual number of the unit's days."""
DECIMALS = 6


def _counted(ratings: Any) -> dict[str, Any]:
    number = ratings["count"]
    level = ratings["level"]
    return {
        "n": number.sum(),
        "points": (number * (level - 1) * 25).sum(),
        "satisfied": number.sum(where=level >= SATISFIED).fill_null(0),
        "bad": number.sum(where=level <= BAD).fill_null(0),
    }


def _share(part: Any, whole: Any) -> Any:
    return (part.cast("float64") / whole.cast("float64")).round(DECIMALS)


def league(tables: Tables) -> Any:
    """Return number, mean and shares of each unit with enough ratings, ranked within its kind, the best first.

    The plain league, for research: what is published is adjusted and shrunk (docs/methods.md).
    """
    ratings, units = tables["ratings"], tables["units"]
    sums = ratings.group_by("unit").aggregate(**_counted(ratings))
    sums = sums.filter(sums.n >= FEWEST)
    joined = sums.join(units, "unit").select("unit", "name", "kind", "n", "points", "satisfied", "bad")
    shown = joined.mutate(
        mean=_share(joined.points, joined.n),
        satisfied_share=_share(joined.satisfied, joined.n),
        bad_share=_share(joined.bad, joined.n),
    )
    place = ibis.rank().over(group_by=shown.kind, order_by=shown["mean"].desc())
    ranked = shown.mutate(place=place + 1).drop("points", "satisfied", "bad")
    return ranked.order_by("kind", "place", "unit")


def mix(tables: Tables) -> Any:
    """Return number and mean by kind of items and channel: what no unit chooses for itself."""
    ratings = tables["ratings"]
    sums = ratings.group_by("family", "channel").aggregate(**_counted(ratings))
    return sums.mutate(mean=_share(sums.points, sums.n)).drop("points").order_by("family", "channel")


def months(tables: Tables) -> Any:
    """Return number, mean and share of satisfied ratings by month, each beside the month before."""
    ratings = tables["ratings"]
    sums = ratings.group_by("month").aggregate(**_counted(ratings))
    shown = sums.mutate(mean=_share(sums.points, sums.n), satisfied_share=_share(sums.satisfied, sums.n))
    beside = shown["mean"].lag().over(order_by=shown.month)
    return shown.mutate(change=(shown["mean"] - beside).round(DECIMALS)).drop("points", "satisfied").order_by("month")


def peaks(tables: Tables) -> Any:
    """Return the days on which a unit got many times its usual number of ratings: where to look first."""
    ratings = tables["ratings"]
    days = ratings.group_by("unit", "day").aggregate(
        n=ratings["count"].sum(), best=ratings["count"].sum(where=ratings.level == 5).fill_null(0)
    )
    usual = days.group_by("unit").aggregate(all=days.n.sum(), days=days.count())
    joined = days.join(usual, "unit")
    far = joined.filter((joined.n * joined.days > PEAK * joined["all"]) & (joined.n >= FEWEST))
    return far.select("unit", "day", "n", "best", "all", "days").order_by(ibis.desc("n"), "unit", "day")


def timeliness(tables: Tables) -> Any:
    """Return how many cases were due and done in time by kind of unit and kind of items."""
    cases, units = tables["cases"], tables["units"]
    joined = cases.join(units, "unit")
    sums = joined.group_by("kind", "family").aggregate(due=joined.due.sum(), in_time=joined.in_time.sum())
    return sums.mutate(share=_share(sums.in_time, sums.due)).order_by("kind", "family")


QUESTIONS: dict[str, Callable[[Tables], Any]] = {
    "league": league, "mix": mix, "months": months, "peaks": peaks, "timeliness": timeliness,
}  # fmt: skip
