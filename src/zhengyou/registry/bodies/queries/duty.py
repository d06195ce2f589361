"""Who holds a post, who is away, and who acts today: so that no clock stops at an absent person."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from zhengyou.kernel import clock
from zhengyou.registry.bodies.enums import Duty, Seat
from zhengyou.registry.bodies.models import Appointment, Body, Leave, Post
from zhengyou.registry.people.models import Person

RANK = {Seat.FULL: 0, Seat.ACTING: 1, Seat.STAND_IN: 2, Seat.DEPUTY: 3, Seat.SECONDED: 4}
"""In which order the holders of posts of one duty are asked: holder, acting, AB post, deputy, seconded."""

FALLBACK = {
    Duty.CLERK: (Duty.LIAISON, Duty.LEADER, Duty.HEAD),
    Duty.WINDOW: (Duty.LIAISON, Duty.LEADER, Duty.HEAD),
    Duty.LIAISON: (Duty.LEADER, Duty.HEAD),
    Duty.LEADER: (Duty.HEAD,),
    Duty.INSPECTOR: (Duty.LEADER, Duty.HEAD),
    Duty.OPERATOR: (Duty.LIAISON, Duty.LEADER, Duty.HEAD),
    Duty.OTHER: (Duty.LIAISON, Duty.LEADER, Duty.HEAD),
}
"""Who answers for a duty that nobody present holds: the next one up in the same body."""


@dataclass(frozen=True, slots=True)
class Responsible:
    """The person who acts for a duty on a day.

    ``appointment`` is the post acted for; ``instead_of`` is the absent holder. ``duty`` differs from the duty asked for
    where nobody of that duty was there and the next one up answers.
    """

    person: Person
    appointment: Appointment
    duty: str
    instead_of: Person | None = None


def held_on(day: dt.date) -> QuerySet[Appointment]:
    """Return the appointments that are open on ``day``."""
    open_then = Q(ends_on__isnull=True) | Q(ends_on__gt=day)
    return Appointment.objects.filter(open_then, starts_on__lte=day).select_related("person", "post__body")


def leaves_on(day: dt.date) -> QuerySet[Leave]:
    """Return the leaves that cover ``day``."""
    return Leave.objects.filter(starts_on__lte=day, ends_on__gt=day).select_related("stand_in", "appointment__person")


def posts(body: Body, day: dt.date) -> QuerySet[Post]:
    """Return the posts that ``body`` has on ``day``."""
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
    return body.posts.filter(begun & (Q(ends_on__isnull=True) | Q(ends_on__gt=day)))


@dataclass(slots=True)
class Roster:
    """Holders and absences of some bodies on one day, read in two queries and asked as often as needed."""

    holders: Mapping[tuple[int, str], list[Appointment]]
    away: Mapping[object, list[Leave]] = field(default_factory=dict)

    def responsible(self, body: Body, duty: str) -> Responsible | None:
        """Return who acts for ``duty`` at ``body``; the next one up where nobody of that duty is there."""
        for asked in (duty, *FALLBACK.get(Duty(duty), ())):
            if (found := self._acting(body, asked)) is not None:
                return found
        return None

    def holder(self, body: Body, duty: str) -> Appointment | None:
        """Return who holds the first post of ``duty`` at ``body``, whether present or not."""
        return next(iter(self.holders.get((body.pk, str(duty)), ())), None)

    def _acting(self, body: Body, duty: str) -> Responsible | None:
        asked = self.holders.get((body.pk, str(duty)), [])
        absent: Appointment | None = None
        for appointment in asked:
            if appointment.person_id not in self.away:
                instead = absent.person if absent is not None else None
                return Responsible(appointment.person, appointment, str(duty), instead)
            if (stand_in := self._stand_in(appointment)) is not None:
                return Responsible(stand_in, appointment, str(duty), appointment.person)
            absent = absent or appointment
        return None

    def _stand_in(self, appointment: Appointment) -> Person | None:
        """Return who stands in for the absent holder, following stand-ins who are away themselves."""
        seen = {appointment.person_id}
        leaves = [one for one in self.away[appointment.person_id] if one.appointment_id == appointment.pk]
        while leaves:
            stand_in = leaves[0].stand_in
            if stand_in is None or stand_in.pk in seen:
                return None
            if stand_in.pk not in self.away:
                return stand_in
            seen.add(stand_in.pk)
            leaves = [one for one in self.away[stand_in.pk] if one.stand_in is not None]
        return None


def roster(bodies: Iterable[Body], day: dt.date) -> Roster:
    """Read who holds posts at ``bodies`` on ``day`` and who of all people is away."""
    away: dict[object, list[Leave]] = defaultdict(list)
    for leave in leaves_on(day):
        away[leave.appointment.person_id].append(leave)
    keys = [body.pk for body in bodies]
    holders: dict[tuple[int, str], list[Appointment]] = defaultdict(list)
    for one in held_on(day).filter(post__body__pk__in=keys):
        holders[one.post.body_id, one.post.duty].append(one)
    for held in holders.values():
        held.sort(key=lambda one: (RANK[Seat(one.seat)], one.post.order_number, one.post_id, one.pk))
    return Roster(holders, dict(away))


def responsible_for(body: Body, duty: str, on: dt.date | None = None) -> Responsible | None:
    """Return who acts for ``duty`` at ``body`` on a day (today unless told), or None where nobody is left.

    A holder who is away leads to the stand-in of the leave, then to the AB post (A/B 岗), then to the deputies, then to
    the next one up: liaison officer, leader in charge, head.
    """
    return roster([body], on or clock.today()).responsible(body, duty)


@dataclass(frozen=True, slots=True)
class Contact:
    """One line of the contact list: a body with its liaison officer and its leader in charge."""

    body: Body
    liaison: Appointment | None
    leader: Appointment | None
    acting: Responsible | None
    """Who answers instead of an absent liaison officer, else None."""

    @property
    def missing(self) -> bool:
        """Whether the body has not yet named a liaison officer."""
        return self.liaison is None


@dataclass(frozen=True, slots=True)
class Reach:
    """Telephone number and e-mail address of a person, in clear."""

    phone: str
    email: str


def people_of(listed: Iterable[Contact]) -> list[Person]:
    """Return everybody who stands in these lines of the contact list, each once."""
    found: dict[object, Person] = {}
    for one in listed:
        holders = [held.person for held in (one.liaison, one.leader) if held is not None]
        for person in [*holders, *([one.acting.person] if one.acting else [])]:
            found[person.pk] = person
    return list(found.values())


def contacts(bodies: QuerySet[Body], on: dt.date | None = None) -> list[Contact]:
    """Return the contact list of ``bodies`` in official order, in three queries."""
    rows = list(bodies.order_by("sort_path", "pk"))
    known = roster(rows, on or clock.today())
    found = []
    for body in rows:
        liaison = known.holder(body, Duty.LIAISON)
        leader = known.holder(body, Duty.LEADER) or known.holder(body, Duty.HEAD)
        acting = known.responsible(body, Duty.LIAISON) if liaison and liaison.person_id in known.away else None
        found.append(Contact(body, liaison, leader, acting))
    return found
