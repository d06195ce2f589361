"""The coverage matrix unit × item × phase: where a record of some kind shows that an item was worked on."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from zhengyou.campaign.campaigns.enums import Capability, SheetState
from zhengyou.campaign.campaigns.models import ActivityRecord, Campaign, Item, ItemRecord, Phase, TaskSheet
from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Body

Reader = Callable[[list[int], dt.date, dt.date], Iterable[int]]
"""Takes keys of bodies, a first and a last day; returns the keys of those of which the instrument has a record."""

_readers: dict[Capability, Reader] = {}


def offer(capability: Capability, reader: Reader) -> None:
    """Let an instrument of an upper room show which units worked with it in some days."""
    _readers[capability] = reader


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit and one item in the chosen days: how many records of it there are, and of which kinds."""

    sheets: int = 0
    activities: int = 0
    instrument: bool = False

    @property
    def covered(self) -> bool:
        """Return whether any record shows it."""
        return bool(self.sheets or self.activities or self.instrument)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Units in official order against the items of a campaign."""

    items: list[Item]
    lines: list[tuple[Body, list[Cell]]] = field(default_factory=list)

    @property
    def shares(self) -> list[tuple[Item, int, int]]:
        """Return for each item how many units are covered, of how many."""
        return [
            (item, sum(cells[place].covered for _body, cells in self.lines), len(self.lines))
            for place, item in enumerate(self.items)
        ]


def matrix(campaign: Campaign, units: Iterable[Body], phase: Phase | None = None) -> Matrix:
    """Return what the records show of each unit and item in ``phase``, or in the whole campaign.

    A handed-in sheet speaks for the items that its duty names; an activity for the item it was planned for; an
    instrument (shown, rated …) for all items that are bound to it.
    """
    listed = list(units)
    keys = [unit.pk for unit in listed]
    items = list(Item.objects.filter(dimension__campaign=campaign).select_related("dimension"))
    items.sort(key=lambda item: (item.dimension.order_number, item.order_number))
    starts = (phase.starts_on if phase else campaign.starts_on) or campaign.starts_on or clock.today()
    ends = (phase.ends_on if phase else campaign.ends_on) or campaign.ends_on or clock.today()
    sheets = _sheets(campaign, keys, items, phase)
    activities = _activities(campaign, keys, starts, ends)
    shown = {
        capability: set(_readers[capability](keys, starts, ends))
        for capability in {Capability(item.capability) for item in items}
        if capability in _readers
    }
    nobody: set[int] = set()
    return Matrix(
        items,
        [
            (
                unit,
                [
                    Cell(
                        sheets.get((unit.pk, item.pk), 0),
                        activities.get((unit.pk, item.pk), 0),
                        unit.pk in shown.get(Capability(item.capability), nobody),
                    )
                    for item in items
                ],
            )
            for unit in listed
        ],
    )


def _sheets(
    campaign: Campaign, keys: list[int], items: list[Item], phase: Phase | None
) -> dict[tuple[int, object], int]:
    duties = campaign.duties.all()
    if phase is not None:
        duties = duties.filter(phase=phase)
    named = {duty.pk: [i.pk for i in items if i.name in duty.name or i.name in duty.source] for duty in duties}
    rows = TaskSheet.objects.filter(
        duty__in=[key for key, found in named.items() if found],
        body__in=keys,
        state__in=(SheetState.SUBMITTED, SheetState.ACCEPTED),
    ).values_list("body", "duty")
    found: dict[tuple[int, object], int] = {}
    for body, duty in rows:
        for item in named[duty]:
            found[body, item] = found.get((body, item), 0) + 1
    return found


def _activities(campaign: Campaign, keys: list[int], starts: dt.date, ends: dt.date) -> dict[tuple[int, object], int]:
    rows = ActivityRecord.objects.filter(
        activity__campaign=campaign, activity__item__isnull=False, body__in=keys, on__range=(starts, ends)
    ).values_list("body", "activity__item")
    found: dict[tuple[int, object], int] = {}
    written = ItemRecord.objects.filter(
        item__dimension__campaign=campaign, body__in=keys, on__range=(starts, ends), withdrawn_on__isnull=True
    ).values_list("body", "item")
    for body, item in (*rows, *written):
        found[body, item] = found.get((body, item), 0) + 1
    return found
