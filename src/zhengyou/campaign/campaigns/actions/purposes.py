"""What a launch carries from the plan beside its frame: the theme, the goals with their figures, the rules of scope."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from zhengyou.campaign.campaigns.enums import GoalKind
from zhengyou.campaign.campaigns.models import Campaign, Goal, ScopeRule
from zhengyou.campaign.campaigns.queries.launching import named
from zhengyou.campaign.plans.enums import Kind
from zhengyou.campaign.plans.models import Element
from zhengyou.registry.bodies.models import Body

_COUNT = re.compile(r"^(?P<number>\d{1,9})\s?(?P<unit>万?[\u4e00-\u9fff]{1,3}?)(?:以上|以下|以内|左右)?$")
_EACH = re.compile(r"每个?(?:人|名|单位|窗口|户|个|镇|村|年|月|季|周|支部|班组)")

SURE = 0.6
"""Goals found in places less sure than this stay in the draft alone."""


def carry(campaign: Campaign, elements: Sequence[Element], units: Iterable[Body]) -> None:
    """Give a new campaign the theme and the goals of its plan, and the rules by which the plan's words name units."""
    theme = next((one.name for one in elements if one.kind == Kind.THEME), "")
    if theme and not campaign.theme:
        campaign.theme = theme
        campaign.save(update_fields=["theme"])
    goals = [one for one in elements if one.kind == Kind.GOAL and one.confidence >= SURE]
    Goal.objects.bulk_create(_goal(campaign, one, place) for place, one in enumerate(goals, 1))
    inside = [unit.pk for unit in units]
    rules = [rule for rule in named(campaign.body, elements) if rule.units.filter(pk__in=inside).exists()]
    ScopeRule.objects.bulk_create(
        ScopeRule(campaign=campaign, sector=rule.sector, kinds=list(rule.kinds), order_number=place)
        for place, rule in enumerate(rules, 1)
    )


def _goal(campaign: Campaign, element: Element, place: int) -> Goal:
    """Return a goal; its figure counts towards a target only where it is a number of all units together.

    A share (95%) or a number that each one has to reach cannot be added up: it stays in the words of the goal.
    """
    found = None if _EACH.search(element.name) else _COUNT.match(element.target)
    target = Decimal(found["number"]) if found else None
    if found and found["unit"].startswith("万"):
        target = Decimal(found["number"]) * 10_000
    unit = found["unit"].removeprefix("万") if found else ""
    name = (
        element.name if not element.target or element.target in element.name else f"{element.name}（{element.target}）"
    )
    return Goal(
        campaign=campaign,
        kind=GoalKind.ANNUAL if target else GoalKind.THEME,
        name=name[:200],
        target=target or None,
        unit=unit,
        due_on=campaign.ends_on,
        order_number=place,
    )
