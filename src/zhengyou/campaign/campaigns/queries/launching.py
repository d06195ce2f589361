"""Readings for a launch: which units a plan names, what its goals count, and to which instrument an item is bound."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from zhengyou.campaign.campaigns import policy
from zhengyou.campaign.campaigns.enums import Capability
from zhengyou.campaign.campaigns.models import Sector
from zhengyou.campaign.campaigns.queries.scope import fitting, sectors, standing_below
from zhengyou.campaign.plans.enums import Kind
from zhengyou.campaign.plans.models import Element
from zhengyou.registry.bodies.models import Body

SURE = 0.6
"""Goals found in places less sure than this stay in the draft alone."""
_COUNT = re.compile(r"^(?P<number>\d{1,9})\s?(?P<unit>万?[\u4e00-\u9fff]{1,3}?)(?:以上|以下|以内|左右)?$")
_EACH = re.compile(r"每个?(?:人|名|单位|窗口|户|个|镇|村|年|月|季|周|支部|班组)")


@dataclass(frozen=True, slots=True)
class ToldGoal:
    """A goal in the words of the plan, with its figure where that counts for all units together."""

    name: str
    figure: Decimal | None = None
    unit: str = ""


def goals_of(elements: Iterable[Element]) -> list[Element]:
    """Return the goals of a draft that a campaign takes over."""
    return [one for one in elements if one.kind == Kind.GOAL and one.confidence >= SURE]


def told_goal(element: Element) -> ToldGoal:
    """Return a goal; its figure counts towards a target only where it is a number of all units together.

    A share (95%) or a number that each one has to reach cannot be added up: it stays in the words of the goal.
    """
    found = None if _EACH.search(element.name) else _COUNT.match(element.target)
    figure = Decimal(found["number"]) if found else None
    if figure and found and found["unit"].startswith("万"):
        figure *= 10_000
    in_words = not element.target or element.target in element.name
    name = element.name if in_words else f"{element.name}（{element.target}）"
    return ToldGoal(name[:200], figure or None, found["unit"].removeprefix("万") if found else "")


def bound(item: Element, elements: Sequence[Element], dimension: str) -> Capability:
    """Return the instrument to which an item is bound.

    Its own words decide where they name an instrument outright (承诺, 互评); then what the compiler found that the
    clause with the item asks for, the surest first; then a mere sign in its name (亮, 比); then what the text behind it
    asks for, up to the next item; then the words of its dimension.
    """
    asked = [] if item.span_start is None else _asked(item, elements)
    here = [ask.mechanism for ask in asked if (ask.span_start or 0) < (item.span_end or 0)]
    behind = [ask.mechanism for ask in asked if (ask.span_start or 0) >= (item.span_end or 0)]
    found = _by_words(item.name, least=2) or _first(here) or _by_words(item.name) or _first(behind)
    return found or _by_words(dimension) or Capability.DUTY


def _asked(item: Element, elements: Sequence[Element]) -> list[Element]:
    """Return the clauses that ask for something at the item or behind it before the next thing, the surest first."""
    start, end = item.span_start or 0, item.span_end or 0
    edges = [
        one.span_start
        for one in elements
        if one.kind in {Kind.ITEM, Kind.DIMENSION, Kind.PHASE} and one.span_start is not None and one.span_start >= end
    ]
    edge = min([*edges, end + policy.BINDING_REACH])
    asks = [
        one
        for one in elements
        if one.kind == Kind.ASK and one.span_start is not None and one.span_end is not None
        and one.span_end > start and one.span_start < edge
    ]  # fmt: skip
    return sorted(asks, key=lambda one: (-one.confidence, one.span_start))


def _first(mechanisms: Iterable[str]) -> Capability | None:
    return next((found for one in mechanisms if (found := policy.CAPABILITIES.get(one))), None)


def _by_words(text: str, least: int = 1) -> Capability | None:
    """Return the capability of the first word of the list in ``text`` that has at least ``least`` characters."""
    return next((one for word, one in policy.BINDINGS if word in text and len(word) >= least), None)


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
