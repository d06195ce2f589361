"""What an amendment is asked to change, and how open sheets end where a duty or a unit leaves."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from zhengyou.campaign.campaigns.enums import Capability, Change, Part, SheetState
from zhengyou.campaign.campaigns.machine import SHEET
from zhengyou.campaign.campaigns.models import (
    Campaign,
    Demand,
    Dimension,
    Duty,
    Goal,
    Item,
    Phase,
    ScopeRule,
    Sector,
    TaskSheet,
)
from zhengyou.campaign.plans.enums import Rhythm
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move
from zhengyou.registry.bodies.models import Body

WAITING = (SheetState.OPEN, SheetState.RETURNED)


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that an amendment changes: which part, how, and what it needs for that."""

    part: Part
    change: Change
    thing: Duty | Phase | Item | Dimension | Body | Goal | Demand | ScopeRule | None = None
    name: str = ""
    day: dt.date | None = None
    starts: dt.date | None = None
    rhythm: str = Rhythm.ONCE
    capability: str = Capability.DUTY
    under: str = ""
    """The dimension of an item, or the phase of a step, by name: where the same amendment adds that too."""
    figure: Decimal | None = None
    unit: str = ""
    """What a goal is to reach, and in which unit of measure."""
    sector: Sector | None = None
    kinds: tuple[str, ...] = ()
    """Which units the scope takes in: those of a sector, or of some kinds."""


def cancel(sheets: QuerySet[TaskSheet], actor: Actor) -> None:
    """Cancel open sheets, each by its own move: whoever it was for finds in its history why it ended."""
    for sheet in list(sheets.select_for_update(of=("self",))):
        move(sheet, "cancel", SHEET, actor=actor)


def leave(campaign: Campaign, unit: Body, actor: Actor) -> int:
    """Let a unit leave a campaign: its open sheets end; return how many that it handed in stay as they are."""
    sheets = TaskSheet.objects.filter(duty__campaign=campaign, body=unit)
    kept = sheets.exclude(state__in=(*WAITING, SheetState.CANCELLED)).count()
    cancel(sheets.filter(state__in=WAITING).order_by("pk"), actor)
    campaign.units.remove(unit)
    return kept
