"""What a launch carries from the plan beside its frame: the theme, the goals with their figures, the rules of scope."""

from collections.abc import Iterable, Sequence

from zhengyou.campaign.campaigns.enums import GoalKind
from zhengyou.campaign.campaigns.models import Campaign, Demand, Goal, ScopeRule
from zhengyou.campaign.campaigns.queries.launching import goals_of, named, told_goal
from zhengyou.campaign.campaigns.queries.scope import Terms
from zhengyou.campaign.plans.enums import Kind
from zhengyou.campaign.plans.models import Element
from zhengyou.registry.bodies.models import Body


def carry(campaign: Campaign, elements: Sequence[Element], units: Iterable[Body], terms: Sequence[Terms] = ()) -> None:
    """Give a new campaign the theme, goals and requirements of its plan, and the rules by which its words name units."""
    theme = next((one.name for one in elements if one.kind == Kind.THEME), "")
    if theme and not campaign.theme:
        campaign.theme = theme
        campaign.save(update_fields=["theme"])
    Goal.objects.bulk_create(_goal(campaign, one, place) for place, one in enumerate(goals_of(elements), 1))
    Demand.objects.bulk_create(
        Demand(campaign=campaign, name=one.name, is_safeguard=one.kind == Kind.SAFEGUARD, order_number=place)
        for place, one in enumerate((one for one in elements if one.kind in {Kind.DEMAND, Kind.SAFEGUARD}), 1)
    )
    inside = [unit.pk for unit in units]
    rules = [rule for rule in named(campaign.body, elements) if rule.units.filter(pk__in=inside).exists()]
    ScopeRule.objects.bulk_create(
        ScopeRule(campaign=campaign, sector=rule.sector, kinds=list(rule.kinds), order_number=place)
        for place, rule in enumerate(rules, 1)
    )
    ScopeRule.objects.bulk_create(
        ScopeRule(
            campaign=campaign, sector=one.sector, kinds=list(one.kinds), level=one.level, under=one.under,
            relation=one.relation, related=one.related, leaves_out=one.leaves_out, order_number=place,
        )
        for place, one in enumerate(terms, len(rules) + 1)
    )  # fmt: skip


def _goal(campaign: Campaign, element: Element, place: int) -> Goal:
    told = told_goal(element)
    return Goal(
        campaign=campaign, kind=GoalKind.ANNUAL if told.figure else GoalKind.THEME, name=told.name, target=told.figure,
        unit=told.unit, due_on=campaign.ends_on, order_number=place,
    )  # fmt: skip
