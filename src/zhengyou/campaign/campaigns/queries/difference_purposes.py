"""What an amended text changes of a campaign's purposes: theme, goals, who takes part, requirements and safeguards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhengyou.campaign.campaigns.enums import Change, Part
from zhengyou.campaign.campaigns.models import Campaign, Goal, ScopeRule
from zhengyou.campaign.campaigns.queries.comparing import Line, by_kind, matches, name_of, pair, plain, renamed
from zhengyou.campaign.campaigns.queries.launching import Named, goals_of, named, told_goal
from zhengyou.campaign.campaigns.queries.scope import named_only_by
from zhengyou.campaign.plans.enums import Kind
from zhengyou.campaign.plans.models import Element, Plan

Rows = Mapping[str, Sequence[Element]]
"""The things of a draft by their kind."""


def purposes(campaign: Campaign, before: Rows, after: Rows) -> list[Line]:
    """Return what the new text says otherwise of the campaign's purposes than the text before."""
    return [
        *_theme(campaign, before[Kind.THEME], after[Kind.THEME]),
        *_goals(campaign, goals_of(before[Kind.GOAL]), goals_of(after[Kind.GOAL])),
        *_scope(campaign, before, after),
        *_demands(campaign, Part.DEMAND, before[Kind.DEMAND], after[Kind.DEMAND]),
        *_demands(campaign, Part.SAFEGUARD, before[Kind.SAFEGUARD], after[Kind.SAFEGUARD]),
    ]


def other_changes(plan: Plan) -> list[tuple[str, str, bool]]:
    """Return the words on who takes part that name no unit by themselves: new in the text (True), or gone from it."""
    before, after = by_kind(plan.amends), by_kind(plan)
    old, new = ({plain(one.name): one for one in rows[Kind.SCOPE]} for rows in (before, after))
    found = [(one, True) for key, one in new.items() if key not in old]
    found += [(one, False) for key, one in old.items() if key not in new]
    return [(str(Kind.SCOPE.label), one.name, is_new) for one, is_new in found if not named(plan.body, [one])]


@dataclass(frozen=True, slots=True)
class Beside:
    """A quota, a score or a body that the new text changes and that the campaign itself does not hold."""

    kind: str
    change: Change
    name: str
    before: str = ""
    after: str = ""
    element: Element | None = None


def changed_beside(plan: Plan) -> list[Beside]:
    """Return what the new text changes of quotas, points and bodies, for those who keep honours, scores and the office."""
    before, after = by_kind(plan.amends), by_kind(plan)
    found = []
    for kind in (Kind.QUOTA, Kind.WEIGHT, Kind.BODY):
        for old, new in pair(before[kind], after[kind], name_of, name_of):
            said, told = (_amount(one) if one is not None else "" for one in (old, new))
            same = old is not None and new is not None and plain(old.name) == plain(new.name) and said == told
            if same:
                continue
            change = Change.ADD if old is None else Change.WITHDRAW if new is None else Change.RENAME
            shown = new if new is not None else old
            found.append(Beside(str(kind.label), change, shown.name if shown else "", said, told, new))
    return found


def _amount(element: Element) -> str:
    """Return how many or how much a thing of the draft says, with its unit; of a body its name."""
    if element.amount is None:
        return element.name
    return f"{element.amount.normalize():f} {element.measure}".strip()


def _theme(campaign: Campaign, before: Sequence[Element], after: Sequence[Element]) -> list[Line]:
    old, new = (rows[0] if rows else None for rows in (before, after))
    said, wanted = (plain(one.name) if one else "" for one in (old, new))
    if said == wanted:
        return []
    if new is None:
        gone = campaign.theme and plain(campaign.theme) == said
        return [Line("theme.withdraw", Part.THEME, Change.WITHDRAW, campaign.theme)] if gone else []
    if plain(campaign.theme) == wanted:
        return []
    change = Change.RENAME if campaign.theme else Change.ADD
    return [Line("theme.set", Part.THEME, change, new.name, before=campaign.theme, after=new.name, element=new)]


def _goal_words(element: Element) -> str:
    return told_goal(element).name


def _goals(campaign: Campaign, before: Sequence[Element], after: Sequence[Element]) -> list[Line]:
    standing = list(campaign.goals.filter(withdrawn_on=None))
    things = {
        element.pk: goal
        for element, goal in pair(before, standing, _goal_words, name_of)
        if element is not None and goal is not None
    }
    known = {plain(goal.name) for goal in standing}
    lines: list[Line] = []
    for old, new in pair(before, after, _goal_words, _goal_words):
        thing = things.get(old.pk) if old is not None else None
        if new is None:
            lines += [_withdrawn_goal(thing)] if thing is not None else []
            continue
        told = told_goal(new)
        facts = {"figure": told.figure, "unit": told.unit, "element": new}
        after_words = f"{told.figure.normalize():f}{told.unit}" if told.figure else ""
        if plain(told.name) in known:
            continue
        if thing is None:
            if old is None:
                lines.append(
                    Line(f"goal.add.{new.pk}", Part.GOAL, Change.ADD, told.name, after=after_words, **facts)  # type: ignore[arg-type]
                )
        else:
            lines.append(
                Line(
                    f"goal.rename.{thing.pk}", Part.GOAL, Change.RENAME, told.name, thing, before=thing.name,
                    after=told.name, kept=thing.values.count(), **facts,  # type: ignore[arg-type]
                )
            )  # fmt: skip
    return lines


def _withdrawn_goal(goal: Goal) -> Line:
    return Line(f"goal.withdraw.{goal.pk}", Part.GOAL, Change.WITHDRAW, goal.name, goal, kept=goal.values.count())


def _scope(campaign: Campaign, before: Rows, after: Rows) -> list[Line]:
    old, new = (
        {_terms(one): one for one in named(campaign.body, [*rows[Kind.SCOPE], *rows[Kind.RECIPIENT]])}
        for rows in (before, after)
    )
    rules = {(rule.sector_id, tuple(rule.kinds)): rule for rule in campaign.scope_rules.filter(leaves_out=False)}
    lines = [_wider(key, one) for key, one in new.items() if key not in old and key not in rules]
    lines += [_narrower(rules[key], one) for key, one in old.items() if key not in new and key in rules]
    return lines


def _terms(one: Named) -> tuple[object, tuple[str, ...]]:
    return (one.sector.pk if one.sector else None, tuple(one.kinds))


def _wider(key: tuple[object, tuple[str, ...]], one: Named) -> Line:
    sector, kinds = key
    return Line(
        f"scope.add.{sector or '.'.join(kinds)}", Part.SCOPE, Change.ADD, one.words, after=_units(one.units.count()),
        sector=one.sector, kinds=one.kinds,
    )  # fmt: skip


def _narrower(rule: ScopeRule, one: Named) -> Line:
    before = _units(len(named_only_by(rule)))
    return Line(f"scope.withdraw.{rule.pk}", Part.SCOPE, Change.WITHDRAW, one.words, rule, before=before)


def _units(number: int) -> str:
    return _("%(n)d units") % {"n": number}


def _demands(campaign: Campaign, part: Part, before: Sequence[Element], after: Sequence[Element]) -> list[Line]:
    standing = list(campaign.demands.filter(is_safeguard=part == Part.SAFEGUARD, withdrawn_on=None))
    things, known = matches(before, standing), {plain(one.name) for one in standing}
    lines: list[Line] = []
    for old, new in pair(before, after, name_of, name_of):
        thing = things.get(old.pk) if old is not None else None
        if new is None:
            if thing is not None:
                lines.append(Line(f"{part}.withdraw.{thing.pk}", part, Change.WITHDRAW, thing.name, thing))
        elif plain(new.name) in known:
            continue
        elif thing is not None:
            lines += renamed(part, thing, new)
        elif old is None or plain(old.name) != plain(new.name):
            lines.append(Line(f"{part}.add.{new.pk}", part, Change.ADD, new.name, element=new))
    return lines
