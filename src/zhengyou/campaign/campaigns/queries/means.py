"""Readings of means: what units have recorded for each item, and how far each is in a pipeline."""

from dataclasses import dataclass

from zhengyou.campaign.campaigns import capabilities
from zhengyou.campaign.campaigns.models import Campaign, Dimension, Item
from zhengyou.registry.bodies.models import Body


@dataclass(frozen=True, slots=True)
class Kept:
    """An item with how many records there are of it, of how many units, and where they are kept."""

    item: Item
    records: int
    units: int
    of: int
    offer: capabilities.Offer | None


def kept(campaign: Campaign) -> list[tuple[Dimension, list[Kept]]]:
    """Return each dimension with its items and what was recorded for them."""
    of = campaign.units.count()
    found = []
    for dimension in campaign.dimensions.prefetch_related("items"):
        lines = []
        for item in dimension.items.all():
            if item.withdrawn_on is None:
                numbers = capabilities.counts(campaign, item)
                offer = capabilities.offered(item.capability)
                lines.append(Kept(item, sum(numbers.values()), len(numbers), of, offer))
        found.append((dimension, lines))
    return found


@dataclass(frozen=True, slots=True)
class Road:
    """How far one unit is in a pipeline: the names of the steps done without a gap, and the next one."""

    body: Body
    done: int
    of: int
    next: str


def roads(campaign: Campaign, dimension: Dimension) -> list[Road]:
    """Return how far each unit is on the steps of ``dimension``, computed from the records."""
    steps = list(dimension.items.filter(step__gt=0, withdrawn_on=None).order_by("step"))
    if not steps:
        return []
    numbers = [capabilities.counts(campaign, item) for item in steps]
    lines = []
    for unit in campaign.units.order_by("sort_path"):
        done = 0
        while done < len(steps) and numbers[done].get(unit.pk):
            done += 1
        lines.append(Road(unit, done, len(steps), steps[done].name if done < len(steps) else ""))
    return lines
