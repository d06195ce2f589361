"""Readings of results: the inventory against the items of the plan, adoption of information, positions."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from zhengyou.campaign.campaigns.enums import InformationState, ResultKind
from zhengyou.campaign.campaigns.models import Alignment, Campaign, Item, Result
from zhengyou.registry.bodies.models import Body


@dataclass(frozen=True, slots=True)
class Mechanism:
    """An item of the plan and which results units have entered for it: whether the mechanism exists."""

    item: Item
    regulations: int
    others: int


def mechanisms(campaign: Campaign) -> list[Mechanism]:
    """Return every item with the results that stand for it: which mechanisms exist and which do not yet."""
    standing = Q(results__ended_on=None)
    regulation = Q(results__kind=ResultKind.REGULATION)
    items = Item.objects.filter(dimension__campaign=campaign, withdrawn_on=None).select_related("dimension")
    rows = items.annotate(
        regulations=Count("results", filter=standing & regulation),
        others=Count("results", filter=standing & ~regulation & Q(results__isnull=False)),
    ).order_by("dimension__order_number", "order_number", "id")
    return [Mechanism(row, row.regulations, row.others) for row in rows]


@dataclass(frozen=True, slots=True)
class Adoption:
    """How much a unit submitted and how much of it was adopted."""

    body: Body
    submitted: int
    adopted: int


def adoption(campaign: Campaign) -> list[Adoption]:
    """Return for each unit how much information it submitted, in official order."""
    mine = Q(campaign_information__campaign=campaign)
    rows = campaign.units.annotate(
        submitted=Count("campaign_information", filter=mine, distinct=True),
        adopted=Count(
            "campaign_information",
            filter=mine & Q(campaign_information__state=InformationState.ADOPTED),
            distinct=True,
        ),
    ).order_by("sort_path")
    return [Adoption(row, row.submitted, row.adopted) for row in rows]


@dataclass(frozen=True, slots=True)
class Position:
    """Where a unit stood and stands among all who measure themselves by the same benchmark; 1 is best."""

    alignment: Alignment
    value: Decimal
    gap: Decimal
    was: int
    now: int

    @property
    def risen(self) -> int:
        """Return by how many places it rose; less than nought where it fell."""
        return self.was - self.now


def positions(campaign: Campaign) -> list[Position]:
    """Return every unit that chose a benchmark with its places at the beginning and now; equals share a place."""
    rows = campaign.alignments.select_related("body", "benchmark").prefetch_related("readings")
    groups: dict[object, list[Alignment]] = {}
    for row in rows:
        groups.setdefault(row.benchmark_id, []).append(row)
    found = []
    for group in groups.values():
        lower = group[0].benchmark.lower_is_better
        latest = {row.pk: max(row.readings.all(), key=lambda one: one.on).value for row in group}
        for row in group:
            mark, value = row.benchmark.value, latest[row.pk]
            found.append(
                Position(
                    alignment=row,
                    value=value,
                    gap=max(Decimal(0), value - mark if lower else mark - value),
                    was=_place(row.started_with, [one.started_with for one in group], lower=lower),
                    now=_place(value, list(latest.values()), lower=lower),
                )
            )
    return found


def _place(value: Decimal, all_: list[Decimal], *, lower: bool) -> int:
    return 1 + sum(one < value if lower else one > value for one in all_)


def savings(campaign: Campaign) -> int:
    """Return how many steps all revised processes together take less than before."""
    rows = Result.objects.filter(campaign=campaign, kind=ResultKind.PROCESS, ended_on=None)
    return sum((row.steps_before or 0) - (row.steps_after or 0) for row in rows)
