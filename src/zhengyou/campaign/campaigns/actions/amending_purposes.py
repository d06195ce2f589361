"""Changes of what a running campaign is for: its theme, its goals, who takes part, what is asked of everybody."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions.footing import given
from zhengyou.campaign.campaigns.actions.handing import hand_out
from zhengyou.campaign.campaigns.actions.wishes import Wish, leave
from zhengyou.campaign.campaigns.enums import Change, GoalKind, Part
from zhengyou.campaign.campaigns.models import AmendedPart, Campaign, Demand, Goal, ScopeRule
from zhengyou.campaign.campaigns.queries.scope import fitting, ground, named_only_by
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.records.ledger import Actor
from zhengyou.registry.access.rules import may


def _set_theme(campaign: Campaign, wish: Wish, _actor: Actor) -> AmendedPart:
    before, campaign.theme = campaign.theme, given(wish.name, "name", _("Say what the theme is."), 200)
    campaign.save(update_fields=["theme"])
    return AmendedPart(name=campaign.theme, before=before, after=campaign.theme)


def _drop_theme(campaign: Campaign, _wish: Wish, _actor: Actor) -> AmendedPart:
    before, campaign.theme = campaign.theme, ""
    campaign.save(update_fields=["theme"])
    return AmendedPart(name=before, before=before)


def _add_goal(campaign: Campaign, wish: Wish, _actor: Actor) -> AmendedPart:
    name = given(wish.name, "name", _("Say what is to be reached."), 200)
    Goal.objects.create(
        campaign=campaign, name=name, kind=GoalKind.ANNUAL if wish.figure else GoalKind.THEME, target=wish.figure or None,
        unit=wish.unit[:20], due_on=campaign.ends_on, order_number=campaign.goals.count() + 1,
    )  # fmt: skip
    return AmendedPart(name=name, after=_figure(wish))


def _goal(campaign: Campaign, wish: Wish) -> Goal:
    if not isinstance(wish.thing, Goal) or wish.thing.campaign_id != campaign.pk:
        raise Invalid({"goal": _("Choose a goal of this campaign.")})
    if wish.thing.withdrawn_on is not None:
        raise Conflict(_("This goal was withdrawn before."), field="goal")
    return wish.thing


def _reword_goal(campaign: Campaign, wish: Wish, _actor: Actor) -> AmendedPart:
    """Give a goal its new words; its figure follows where it was a number of all units together, before and now."""
    goal = _goal(campaign, wish)
    before, goal.name = goal.name, given(wish.name, "name", _("Say what is to be reached."), 200)
    if wish.figure and goal.target is not None:
        goal.target, goal.unit = wish.figure, wish.unit[:20] or goal.unit
    goal.save(update_fields=["name", "target", "unit"])
    return AmendedPart(name=goal.name, before=before, after=goal.name, kept=goal.values.count())


def _withdraw_goal(campaign: Campaign, wish: Wish, _actor: Actor) -> AmendedPart:
    goal = _goal(campaign, wish)
    campaign.goals.filter(pk=goal.pk).update(withdrawn_on=clock.today())
    campaign.goals.filter(parent=goal, withdrawn_on=None).update(withdrawn_on=clock.today())
    return AmendedPart(name=goal.name, kept=goal.values.count())


def _figure(wish: Wish) -> str:
    return f"{wish.figure.normalize():f}{wish.unit}" if wish.figure else ""


def _widen(campaign: Campaign, wish: Wish, actor: Actor) -> AmendedPart:
    """Keep the rule by which the new text names units, and take those in that do not take part yet."""
    if not (wish.sector or wish.kinds):
        raise Invalid({"scope": _("Say at least one thing by which units are chosen.")})
    rule = ScopeRule.objects.create(
        campaign=campaign, sector=wish.sector, kinds=list(wish.kinds), order_number=campaign.scope_rules.count() + 1
    )
    inside = set(campaign.units.values_list("pk", flat=True))
    fresh = [
        unit for unit in fitting(rule, ground(campaign)) if unit.pk not in inside and may(actor, rules.LAUNCH, unit)
    ]
    campaign.units.add(*fresh)
    hand_out(campaign, list(campaign.duties.filter(withdrawn_on=None)), fresh, since=clock.today())
    return AmendedPart(name=wish.name[:200], after=_units(len(fresh)))


def _narrow(campaign: Campaign, wish: Wish, actor: Actor) -> AmendedPart:
    """Drop a rule; the units that no other rule names leave, what they handed in stays."""
    if not isinstance(wish.thing, ScopeRule) or wish.thing.campaign_id != campaign.pk:
        raise Invalid({"scope": _("Choose a rule of this campaign.")})
    leaving = named_only_by(wish.thing)
    kept = sum(leave(campaign, unit, actor) for unit in leaving)
    wish.thing.delete()
    return AmendedPart(name=wish.name[:200], before=_units(len(leaving)), kept=kept)


def _units(number: int) -> str:
    return str(_("%(n)d units") % {"n": number})


def _add_demand(campaign: Campaign, wish: Wish, _actor: Actor) -> AmendedPart:
    name = given(wish.name, "name", _("Say what is asked of everybody."), 200)
    Demand.objects.create(
        campaign=campaign,
        name=name,
        is_safeguard=wish.part == Part.SAFEGUARD,
        order_number=campaign.demands.count() + 1,
    )
    return AmendedPart(name=name)


def _demand(campaign: Campaign, wish: Wish) -> Demand:
    if not isinstance(wish.thing, Demand) or wish.thing.campaign_id != campaign.pk or wish.thing.withdrawn_on:
        raise Invalid({"demand": _("Choose a requirement of this campaign.")})
    return wish.thing


def _reword_demand(campaign: Campaign, wish: Wish, _actor: Actor) -> AmendedPart:
    demand = _demand(campaign, wish)
    before, demand.name = demand.name, given(wish.name, "name", _("Say what is asked of everybody."), 200)
    demand.save(update_fields=["name"])
    return AmendedPart(name=demand.name, before=before, after=demand.name)


def _withdraw_demand(campaign: Campaign, wish: Wish, _actor: Actor) -> AmendedPart:
    demand = _demand(campaign, wish)
    demand.withdrawn_on = clock.today()
    demand.save(update_fields=["withdrawn_on"])
    return AmendedPart(name=demand.name)


PURPOSES: dict[tuple[str, str], Callable[[Campaign, Wish, Actor], AmendedPart]] = {
    (Part.THEME, Change.ADD): _set_theme,
    (Part.THEME, Change.RENAME): _set_theme,
    (Part.THEME, Change.WITHDRAW): _drop_theme,
    (Part.GOAL, Change.ADD): _add_goal,
    (Part.GOAL, Change.RENAME): _reword_goal,
    (Part.GOAL, Change.WITHDRAW): _withdraw_goal,
    (Part.SCOPE, Change.ADD): _widen,
    (Part.SCOPE, Change.WITHDRAW): _narrow,
    **{
        (part, change): verb
        for part in (Part.DEMAND, Part.SAFEGUARD)
        for change, verb in (
            (Change.ADD, _add_demand), (Change.RENAME, _reword_demand), (Change.WITHDRAW, _withdraw_demand),
        )
    },
}  # fmt: skip
"""What can be changed of a campaign's purposes, and how."""
