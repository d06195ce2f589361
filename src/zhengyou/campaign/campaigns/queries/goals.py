"""Readings of goals: what was reached of each, by everybody and by each unit, computed from the records."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from zhengyou.campaign.campaigns import capabilities
from zhengyou.campaign.campaigns.enums import Measure, SheetState, ValueState
from zhengyou.campaign.campaigns.models import Campaign, Goal, GoalShare, GoalValue, Result, TaskSheet
from zhengyou.registry.bodies.models import Body

NOUGHT = Decimal(0)


@dataclass(slots=True)
class Standing:
    """A goal with its depth in the tree, what was reached, and what was reported but counts for nothing."""

    goal: Goal
    depth: int
    reached: Decimal = NOUGHT
    below_quality: Decimal = NOUGHT
    waiting: int = 0
    units: dict[int, Decimal] = field(default_factory=dict)
    """What each unit (by key) has brought."""

    @property
    def share(self) -> float | None:
        """Return the part of the target that was reached, or None where there is no target."""
        return float(self.reached / self.goal.target) if self.goal.target else None


def standings(campaign: Campaign) -> list[Standing]:
    """Return the goals of ``campaign`` as a tree written in lines, each with what was reached."""
    goals = list(campaign.goals.filter(withdrawn_on=None).select_related("item"))
    below: dict[object, list[Goal]] = defaultdict(list)
    for goal in goals:
        below[goal.parent_id].append(goal)
    lines: list[Standing] = []
    known = _Sources(campaign)

    def walk(goal: Goal, depth: int) -> Standing:
        line = Standing(goal, depth)
        lines.append(line)
        parts = [walk(part, depth + 1) for part in below[goal.pk]]
        if goal.measure == Measure.PARTS:
            for part in parts:
                line.reached += part.reached
                line.waiting += part.waiting
        else:
            known.fill(line)
        return line

    for goal in below[None]:
        walk(goal, 0)
    return lines


class _Sources:
    """What goals are computed from, each read once for a campaign."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self.values: dict[object, list[GoalValue]] = defaultdict(list)
        for value in GoalValue.objects.filter(goal__campaign=campaign):
            self.values[value.goal_id].append(value)

    def fill(self, line: Standing) -> None:
        """Write into ``line`` what was reached of its goal."""
        goal = line.goal
        if goal.measure == Measure.REPORTED:
            self._reported(line)
            return
        found: dict[int, int] = {}
        if goal.measure == Measure.ACCEPTED:
            sheets = TaskSheet.objects.filter(duty__campaign=self.campaign, state=SheetState.ACCEPTED)
            if goal.item_id:
                sheets = sheets.filter(duty__item=goal.item_id)
            found = dict(sheets.order_by().values_list("body").annotate(n=Count("pk")))
        elif goal.measure == Measure.RECORDS and goal.item is not None:
            found = dict(capabilities.counts(self.campaign, goal.item))
        elif goal.measure == Measure.RESULTS:
            results = Result.objects.filter(campaign=self.campaign, ended_on=None)
            if goal.item_id:
                results = results.filter(item=goal.item_id)
            found = dict(results.order_by().values_list("body").annotate(n=Count("pk")))
        line.units = {body: Decimal(number) for body, number in found.items()}
        line.reached = sum(line.units.values(), NOUGHT)

    def _reported(self, line: Standing) -> None:
        for value in self.values[line.goal.pk]:
            if value.state == ValueState.REPORTED:
                line.waiting += 1
            if value.state != ValueState.CONFIRMED:
                continue
            floor = line.goal.quality_floor
            if floor is not None and (value.quality_value is None or value.quality_value < floor):
                line.below_quality += value.value
                continue
            line.reached += value.value
            line.units[value.body_id] = line.units.get(value.body_id, NOUGHT) + value.value


@dataclass(frozen=True, slots=True)
class Share:
    """What one unit has to bring to a goal, and what it has brought."""

    body: Body
    target: Decimal
    reached: Decimal


def shares(goal: Goal) -> list[Share]:
    """Return the shares of a goal in official order."""
    line = next(one for one in standings(goal.campaign) if one.goal.pk == goal.pk)
    rows = GoalShare.objects.filter(goal=goal).select_related("body").order_by("body__sort_path")
    return [Share(row.body, row.target, line.units.get(row.body_id, NOUGHT)) for row in rows]


def to_confirm(campaign: Campaign) -> QuerySet[GoalValue]:
    """Return the reported values that wait for the office, the oldest first."""
    rows = GoalValue.objects.filter(goal__campaign=campaign, state=ValueState.REPORTED)
    return rows.select_related("goal", "body").order_by("on", "id")


def shared_sum(goal: Goal) -> Decimal:
    """Return what all shares of a goal ask for together."""
    return goal.shares.aggregate(sum=Sum("target"))["sum"] or NOUGHT
