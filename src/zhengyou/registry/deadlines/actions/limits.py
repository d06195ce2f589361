"""What reckoning the limits of one body from one moment reads: rules and calendar, each once for all of them."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock as time
from zhengyou.kernel.errors import Refused
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import queries, reckoning
from zhengyou.registry.deadlines.actions import packs
from zhengyou.registry.deadlines.models import Rule

Moments = dict[str, dt.datetime | bool]
"""What a clock keeps of a reckoning, by field."""


class Limits:
    """The limits that begin for ``body`` at a moment; a verb that starts several clocks at once reads them once.

    It lives no longer than the verb: rules and calendars may change before the next one.
    """

    def __init__(self, body: Body, at: dt.datetime, keys: Iterable[str] = ()) -> None:
        """Take the rules named by ``keys`` in one query; others are read when they are asked for."""
        self.body, self.at = body, at
        self._calendars: dict[range, reckoning.Calendar] = {}
        self._rules: dict[str, Rule] = {}
        if wanted := set(keys):
            for rule in queries.rules_for(body, time.local(at).date()).filter(key__in=wanted):
                self._rules.setdefault(rule.key, rule)

    def rule(self, key: str) -> Rule:
        """Return the rule that holds. Raises Refused where no pack in force has the key."""
        if key not in self._rules:
            self._rules[key] = packs.rule_in_force(key, self.body, time.local(self.at).date())
        return self._rules[key]

    def due_by(self, key: str) -> dt.datetime:
        """Return when the limit of a rule runs out, without a clock: until when a right lasts."""
        rule = self.rule(key)
        due = self.moments(rule, rule.term)["due_at"]
        if not isinstance(due, dt.datetime):
            raise TypeError("a due moment is a moment")
        return due

    def moments(self, rule: Rule, term: reckoning.Term, pauses: tuple[reckoning.Span, ...] = ()) -> Moments:
        """Return due, blue and yellow moments of a term and whether they are provisional."""
        last = pauses[-1].end if pauses else self.at
        years = queries.years_from(time.local(self.at).date(), time.local(last).date())
        ground = reckoning.Ground(self._calendar(years), rule.pack.hours, pauses)
        try:
            due = reckoning.due(self.at, term, ground)
            blue = reckoning.used_up(self.at, term, ground, rule.warn_at_percent)
        except ValueError as error:
            raise Refused(
                _("The calendar has no working day in which this could be done. Mend the calendar.")
            ) from error
        yellow = due.at
        for _day in range(rule.warn_working_days):
            yellow = reckoning.one_working_day_before(yellow, ground.calendar)
        yellow = max(yellow, self.at)
        return {"due_at": due.at, "provisional": due.provisional, "blue_at": min(blue, due.at), "yellow_at": yellow}

    def _calendar(self, years: range) -> reckoning.Calendar:
        if years not in self._calendars:
            self._calendars[years] = queries.calendar(self.body, years)
        return self._calendars[years]
