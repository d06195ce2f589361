"""What ratings offer to the items of a campaign: how many the public gave."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import capabilities
from zhengyou.campaign.campaigns.enums import Capability
from zhengyou.instruments.ratings import queries
from zhengyou.instruments.ratings.models import DayTally


def given(units: list[int], first: dt.date, last: dt.date) -> dict[int, int]:
    """Return how many ratings each unit was given from ``first`` to ``last``."""
    rows = DayTally.objects.filter(body__in=units, day__range=(first, last)).order_by()
    return dict(rows.values_list("body").annotate(n=queries.COUNTED))


def offer() -> None:
    """Offer them to campaigns."""
    capabilities.offer(Capability.PUBLIC_RATING, given, route="ratings:summary", label=_("Ratings given by the public"))
