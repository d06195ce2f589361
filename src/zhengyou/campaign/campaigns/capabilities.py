"""What the instruments of the house record for the items of a campaign: the arrow turned round.

An instrument says from ``AppConfig.ready`` how many records each unit has in a period, and on which page they are kept;
campaigns never import an instrument. What no instrument records, a unit writes down itself (`models.ItemRecord`).
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from zhengyou.campaign.campaigns.models import Campaign, Item, ItemRecord
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Sentence

Counting = Callable[[list[int], dt.date, dt.date], Mapping[int, int]]
"""Units (keys), first day, last day (included) → how many records each unit has."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What an instrument offers for a capability: how it counts, where it is kept, and what one record is called."""

    count: Counting
    route: str
    label: Sentence


_offers: dict[str, Offer] = {}


def offer(capability: str, count: Counting, *, route: str, label: Sentence) -> None:
    """Let items bound to ``capability`` count the records of an instrument; once, when the programme starts."""
    _offers[str(capability)] = Offer(count, route, label)


def offered(capability: str) -> Offer | None:
    """Return what an instrument offers for ``capability``, or None where units write their records down."""
    return _offers.get(str(capability))


def counts(campaign: Campaign, item: Item) -> dict[int, int]:
    """Return how many records each unit (by key) of ``campaign`` has for ``item``, the instrument's and its own."""
    units = list(campaign.units.values_list("pk", flat=True))
    own = ItemRecord.objects.filter(item=item, withdrawn_on=None).order_by()
    found: dict[int, int] = dict(own.values_list("body").annotate(n=Count("pk")))
    kept = offered(item.capability)
    if kept is not None and campaign.starts_on:
        last = min(campaign.ends_on or clock.today(), clock.today())
        for body, number in kept.count(units, campaign.starts_on, last).items():
            found[body] = found.get(body, 0) + number
    return {body: number for body, number in found.items() if number}
