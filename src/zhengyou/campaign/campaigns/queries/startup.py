"""The start-up check list of every unit: what the records show counts, the rest is ticked off with a word on how."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q

from zhengyou.campaign.campaigns import policy
from zhengyou.campaign.campaigns.enums import MeetingKind, MeetingState, SheetState
from zhengyou.campaign.campaigns.models import Campaign, Invitation, Meeting, StartTick, TaskSheet
from zhengyou.kernel import clock
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Body, LeadingGroup
from zhengyou.registry.bodies.queries import held_on


@dataclass(frozen=True, slots=True)
class Mark:
    """One point of one unit: whether it is done, and how one knows."""

    code: str
    done: bool
    how: str = ""
    asked: bool = False
    """Whether the unit ticks it off itself, because no record can show it."""


@dataclass(frozen=True, slots=True)
class Line:
    """The list of one unit."""

    body: Body
    marks: list[Mark]

    @property
    def done(self) -> int:
        """Return how many points are done."""
        return sum(mark.done for mark in self.marks)


def lines(campaign: Campaign, units: Iterable[Body]) -> list[Line]:
    """Return the list of each of ``units``; a fixed number of queries, however many there are."""
    listed = list(units)
    keys = [unit.pk for unit in listed]
    shown = {code: find(campaign, keys) for code, find in RECORDED.items()}
    ticked = {(one.body_id, one.code): one for one in StartTick.objects.filter(campaign=campaign, body__in=keys)}
    return [
        Line(
            unit,
            [
                *(Mark(code, unit.pk in shown[code], shown[code].get(unit.pk, "")) for code in RECORDED),
                *(
                    Mark(code, (unit.pk, code) in ticked, _how(ticked.get((unit.pk, code))), True)
                    for code in policy.START_ASKED
                ),
            ],
        )
        for unit in listed
    ]


def _how(tick: StartTick | None) -> str:
    return f"{tick.on:%Y-%m-%d} {tick.how}" if tick else ""


def _groups(campaign: Campaign, keys: list[int]) -> dict[int, str]:
    today = clock.today()
    open_now = Q(ends_on__isnull=True) | Q(ends_on__gt=today)
    found = LeadingGroup.objects.filter(open_now, body__in=keys, starts_on__lte=today)
    return {one.body_id: one.name for one in found}


def _liaison(campaign: Campaign, keys: list[int]) -> dict[int, str]:
    found = held_on(clock.today()).filter(post__body__in=keys, post__duty=Duty.LIAISON)
    return {one.post.body_id: one.person.name for one in found}


def _plans(campaign: Campaign, keys: list[int]) -> dict[int, str]:
    words = Q()
    for word in policy.PLAN_WORDS:
        words |= Q(duty__name__icontains=word)
    handed = TaskSheet.objects.filter(
        words, duty__campaign=campaign, body__in=keys, state__in=(SheetState.SUBMITTED, SheetState.ACCEPTED)
    ).select_related("duty")
    return {one.body_id: one.duty.name for one in handed}


def _mobilised(campaign: Campaign, keys: list[int]) -> dict[int, str]:
    held = Meeting.objects.filter(campaign=campaign, kind=MeetingKind.MOBILISATION, state=MeetingState.HELD)
    found = {
        one.body_id: one.meeting.title
        for one in Invitation.objects.filter(
            meeting__in=held, body__in=keys, attendees__is_present=True
        ).select_related("meeting")
    }
    return found | {one.body_id: one.title for one in held.filter(body__in=keys)}


RECORDED: dict[str, Callable[[Campaign, list[int]], dict[int, str]]] = {
    "group": _groups,
    "liaison": _liaison,
    "plan": _plans,
    "mobilised": _mobilised,
}
"""Points that records show: code → what shows it, by unit."""
