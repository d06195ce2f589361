"""Readings for a launch: which units the words of a plan name, by the sectors on the register and by their kind."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from zhengyou.campaign.campaigns import policy
from zhengyou.campaign.campaigns.models import Sector
from zhengyou.campaign.campaigns.queries.scope import fitting, sectors, standing_below
from zhengyou.campaign.plans.enums import Kind
from zhengyou.campaign.plans.models import Element
from zhengyou.registry.bodies.models import Body


@dataclass(frozen=True, slots=True)
class Named:
    """Units that a plan names: those of a sector, or those of some kinds; with the words that say so."""

    body: Body
    words: str
    sector: Sector | None = None
    kinds: tuple[str, ...] = ()
    level: str = ""
    under: Body | None = None
    relation: str = ""
    related: Body | None = None

    @property
    def units(self) -> QuerySet[Body]:
        """Return the units below the body that fit."""
        return fitting(self, standing_below(self.body))


def named(body: Body, elements: Iterable[Element]) -> list[Named]:
    """Return what the scope and the recipients of a plan name, sectors first."""
    said = "；".join(one.name for one in elements if one.kind in {Kind.SCOPE, Kind.RECIPIENT})
    found = []
    for sector in sectors(body):
        words = [sector.name, *(word.strip() for word in sector.words.split("、"))]
        if hit := next((word for word in words if word and word in said), ""):
            found.append(Named(body, hit, sector=sector))
    kinds: dict[str, str] = {}
    for word, kind in policy.KIND_WORDS:
        if word in said:
            kinds.setdefault(kind, word)
    found += [Named(body, word, kinds=(kind,)) for kind, word in kinds.items()]
    return found
