"""Tables of the calendar, the rule packs, the clocks and the ladder."""

from zhengyou.registry.deadlines.models.clocks import Clock, Extension, Pause, Reckoning
from zhengyou.registry.deadlines.models.ladder import Climb, Rung, Standing
from zhengyou.registry.deadlines.models.rules import LONGEST_TERM, CalendarDay, CalendarYear, Rule, RulePack

__all__ = [
    "LONGEST_TERM",
    "CalendarDay",
    "CalendarYear",
    "Climb",
    "Clock",
    "Extension",
    "Pause",
    "Reckoning",
    "Rule",
    "RulePack",
    "Rung",
    "Standing",
]
