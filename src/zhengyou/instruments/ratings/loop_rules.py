"""What the rule pack of a place says of handling bad ratings besides its limits, and for how long the night's job waits."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from zhengyou.instruments.ratings import policy
from zhengyou.instruments.ratings.enums import CallerWord
from zhengyou.instruments.ratings.models import LoopRule, Rating
from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import actions as deadlines
from zhengyou.registry.deadlines.enums import PackState
from zhengyou.registry.deadlines.queries import rule_for


@dataclass(frozen=True, slots=True)
class Loop:
    """Who calls back, how often a rater may have it taken up again, and where that is written."""

    caller: str = CallerWord.SUPERVISOR
    reopen_most: int = policy.REOPEN_MOST
    source: str = ""


def loop_of(body: Body) -> Loop:
    """Return what holds for ratings of ``body`` today: the nearest pack in force above it, or the default."""
    today = clock.today()
    above = [int(key) for key in body.path.split(".") if key]
    found = (
        LoopRule.objects.filter(pack__state=PackState.IN_FORCE, pack__valid_from__lte=today)
        .filter(Q(pack__valid_to__isnull=True) | Q(pack__valid_to__gt=today))
        .filter(Q(pack__body__isnull=True) | Q(pack__body__in=above))
        .filter(pack__level__in=["", body.level])
        .order_by(
            Length("pack__body__path").desc(nulls_last=True), "-pack__level", "-pack__valid_from", "-pack__version"
        )
        .first()
    )
    return Loop(found.caller, found.reopen_most, found.source) if found else Loop()


def not_left_for_triage(waiting: QuerySet[Rating], key: str) -> QuerySet[Rating]:
    """Return those of the ``waiting`` bad ratings whose time for sorting out is over, or which have none by rule.

    The time begins with the day after what was said (`queries.waiting_for_rectification`: ``since``).
    """
    today, now = clock.today(), clock.now()
    held = Q()
    for body in Body.objects.filter(pk__in=waiting.order_by().values("body")):
        rule = rule_for(key, body, today)
        if rule is None or not rule.amount:
            continue
        told = waiting.filter(body=body).order_by().values_list("since", flat=True)  # type: ignore[misc]  # annotated
        days: list[dt.date] = sorted(set(told), reverse=True)
        for day in days:
            if deadlines.due_by(key, body, clock.midnight(day) + policy.ONE_DAY) > now:
                held |= Q(body=body, since=day)
            else:
                break
    return waiting.exclude(held) if held else waiting
