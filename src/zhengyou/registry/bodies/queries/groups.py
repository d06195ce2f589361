"""Readings of leading groups, supervisors and places."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from zhengyou.kernel import clock
from zhengyou.registry.bodies.enums import GroupRole
from zhengyou.registry.bodies.models import GroupSeat, LeadingGroup, Place, Supervisor


def _open_on(day: dt.date) -> Q:
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gt=day))


def groups(on: dt.date | None = None) -> QuerySet[LeadingGroup]:
    """Return the leading groups of a day (today unless told), in the official order of their bodies."""
    return LeadingGroup.objects.filter(_open_on(on or clock.today())).select_related("body", "office")


@dataclass(frozen=True, slots=True)
class RosterPart:
    """The seats of one role, as a roster prints them under one heading."""

    role: GroupRole
    seats: list[GroupSeat]


def group_roster(group: LeadingGroup, on: dt.date | None = None) -> list[RosterPart]:
    """Return the roster 名单 of a group on a day: chief, deputies, members, office, each in its order."""
    day = on or clock.today()
    seats = list(group.seats.filter(_open_on(day)).select_related("person", "seconded_from"))
    parts = [RosterPart(role, [seat for seat in seats if seat.role == role]) for role in GroupRole]
    return [part for part in parts if part.seats]


def former_seats(group: LeadingGroup, on: dt.date | None = None) -> QuerySet[GroupSeat]:
    """Return the seats that ended until a day: the changes 调整 of the group."""
    return group.seats.filter(ends_on__lte=on or clock.today()).select_related("person").order_by("ends_on", "id")


def supervisors(on: dt.date | None = None) -> QuerySet[Supervisor]:
    """Return the supervisors whose term covers a day, with the number of their reports."""
    rows = Supervisor.objects.filter(_open_on(on or clock.today())).select_related("body", "person")
    return rows.annotate(reported=Count("reports"), unanswered=Count("reports", filter=Q(reports__answer=""))).order_by(
        "body__sort_path", "starts_on", "pk"
    )


def places(on: dt.date | None = None) -> QuerySet[Place]:
    """Return the places on the register on a day, with the number of their residents and activities."""
    day = on or clock.today()
    present = Q(residents__starts_on__lte=day) & (Q(residents__ends_on__isnull=True) | Q(residents__ends_on__gt=day))
    rows = Place.objects.filter(_open_on(day)).select_related("body")
    return rows.annotate(
        resident_count=Count("residents", filter=present, distinct=True),
        activity_count=Count("activities", distinct=True),
    ).order_by("body__sort_path", "kind", "name", "id")


def participants(place: Place) -> int:
    """Return how many people took part in the activities of a place, all told."""
    return int(place.activities.aggregate(total=Sum("participants"))["total"] or 0)
