"""Readings of organisation: the chain of each unit with stand-ins, what waits for the office, what is needed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns.enums import InformationState, PlanState, Rank, SheetState, State, ValueState
from zhengyou.campaign.campaigns.models import (
    Campaign,
    GoalValue,
    Information,
    Responsibility,
    SubPlan,
    TaskSheet,
)
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Sentence
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import Responsible, roster

Chain = dict[str, list[Responsible]]
UPWARD = (Rank.HANDLER, Rank.CHARGE, Rank.FIRST)
DEFAULTS = {Rank.HANDLER: Duty.LIAISON, Rank.CHARGE: Duty.LEADER, Rank.FIRST: Duty.HEAD}
"""Whom the roster names where a unit has said nothing about a rank."""


def due_in(day: dt.date) -> QuerySet[TaskSheet]:
    """Return the sheets of running campaigns that are due on ``day`` and not handed in."""
    return TaskSheet.objects.filter(
        duty__campaign__state=State.RUNNING, state__in=(SheetState.OPEN, SheetState.RETURNED), due_on=day
    ).select_related("duty", "body")


def chains(sheets: Iterable[TaskSheet]) -> dict[tuple[object, int], Chain]:
    """Return for each campaign and unit of ``sheets`` who answers today at each rank, stand-ins for the absent."""
    listed = list(sheets)
    bodies = {sheet.body_id: sheet.body for sheet in listed}
    today = roster(bodies.values(), clock.today())
    rows: dict[tuple[object, int], list[Responsibility]] = defaultdict(list)
    campaigns = {sheet.duty.campaign_id for sheet in listed}
    named = Responsibility.objects.filter(campaign__in=campaigns, body__in=bodies)
    for row in named.select_related("post"):
        rows[row.campaign_id, row.body_id].append(row)
    found: dict[tuple[object, int], Chain] = {}
    for sheet in listed:
        key = (sheet.duty.campaign_id, sheet.body_id)
        if key not in found:
            found[key] = _chain(sheet.body, rows[key], today)
    return found


def _chain(body: Body, named: list[Responsibility], today: object) -> Chain:
    chain: Chain = {}
    for rank in UPWARD:
        duties = {row.post.duty for row in named if row.rank == rank} or {DEFAULTS[rank]}
        posts = {row.post_id for row in named if row.rank == rank}
        asked = (today.responsible(body, duty) for duty in sorted(duties))  # type: ignore[attr-defined]  # a roster
        people = [one for one in asked if one is not None]
        chain[rank] = [one for one in people if not posts or one.appointment.post_id in posts] or people
    return chain


def chain_of(campaign: Campaign, body: Body) -> Chain:
    """Return who answers today for ``campaign`` at ``body``, from the handler up."""
    named = list(campaign.responsibilities.filter(body=body).select_related("post"))
    return _chain(body, named, roster([body], clock.today()))


def reminded(chain: Chain, rank: str) -> list[Responsible]:
    """Return whom a reminder reaches that climbs to ``rank``: everybody from the handler up to there."""
    people: dict[object, Responsible] = {}
    for one in UPWARD[: UPWARD.index(Rank(rank)) + 1]:
        for person in chain.get(one, []):
            people[person.person.pk] = person
    return list(people.values())


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of work that waits for the campaign office, and where it is done."""

    label: Sentence
    number: int
    url: str
    late: int = 0


def office_queue(campaign: Campaign) -> list[Waiting]:
    """Return what waits for the office of ``campaign``, computed from the records."""
    today = clock.today()
    sheets = TaskSheet.objects.filter(duty__campaign=campaign)
    plans = SubPlan.objects.filter(campaign=campaign, appointment=None)
    missing = (SheetState.OPEN, SheetState.RETURNED)
    page = f"?campaign={campaign.pk}&state="
    listed = reverse("campaigns:sheets")
    return [
        Waiting(
            _("Task sheets to check"), sheets.filter(state=SheetState.SUBMITTED).count(), f"{listed}{page}submitted"
        ),
        Waiting(
            _("Task sheets to press for"),
            sheets.filter(state__in=missing, due_on__lt=today).count(),
            f"{listed}{page}open",
        ),
        Waiting(
            _("Sub-plans to receive"),
            plans.filter(state=PlanState.FILED).count(),
            reverse("campaigns:plans", args=[campaign.pk]),
        ),
        Waiting(
            _("Figures to confirm"),
            GoalValue.objects.filter(goal__campaign=campaign, state=ValueState.REPORTED).count(),
            reverse("campaigns:goals", args=[campaign.pk]),
        ),
        Waiting(
            _("Information to decide on"),
            Information.objects.filter(campaign=campaign, state=InformationState.SUBMITTED).count(),
            reverse("campaigns:results", args=[campaign.pk]),
        ),
    ]
