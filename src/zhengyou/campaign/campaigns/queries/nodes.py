"""The calendar of named days on which publicity and service are concentrated, with what is planned around them."""

import datetime as dt
from dataclasses import dataclass

from chinese_calendar.constants import holidays

from zhengyou.campaign.campaigns import policy
from zhengyou.campaign.campaigns.enums import ActivityState
from zhengyou.campaign.campaigns.models import Activity, Campaign
from zhengyou.kernel import clock


@dataclass(frozen=True, slots=True)
class Node:
    """A named day in the period of a campaign and the activities held for it."""

    name: str
    day: dt.date
    activities: list[Activity]


def nodes(campaign: Campaign) -> list[Node]:
    """Return the named days in the period of ``campaign`` with the activities around each, by date."""
    starts, ends = campaign.starts_on or clock.today(), campaign.ends_on or clock.today()
    planned = list(campaign.activities.exclude(state=ActivityState.CANCELLED).order_by("starts_on"))
    return [
        Node(name, day, [one for one in planned if one.occasion == name and one.starts_on.year == day.year])
        for day, name in sorted(named_days(starts, ends))
    ]


def named_days(starts: dt.date, ends: dt.date) -> set[tuple[dt.date, str]]:
    """Return the named days from ``starts`` to ``ends``: fixed ones, and those by the moon where they are announced."""
    found = set()
    for year in range(starts.year, ends.year + 1):
        found |= {(dt.date(year, month, day), name) for name, (month, day) in policy.NAMED_DAYS.items()}
    moon: dict[tuple[int, str], dt.date] = {}
    for day, name in sorted(holidays.items()):
        if name in policy.MOON_DAYS and starts <= day <= ends:
            moon.setdefault((day.year, name), day)
    found |= {(day, policy.MOON_DAYS[name]) for (_year, name), day in moon.items()}
    return {(day, name) for day, name in found if starts <= day <= ends}
