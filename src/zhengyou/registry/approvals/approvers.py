"""Whom a step asks: who holds the post today, who stands in for the absent, who comes next where nobody is there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Length

from zhengyou.kernel import clock
from zhengyou.registry.access.models import Grant
from zhengyou.registry.access.queries import roles_with
from zhengyou.registry.approvals import flow, rules
from zhengyou.registry.approvals.enums import Relation, Who
from zhengyou.registry.approvals.models import Instance, Step
from zhengyou.registry.bodies.enums import Duty, Seat
from zhengyou.registry.bodies.models import Appointment, Body, Leave
from zhengyou.registry.bodies.queries.duty import FALLBACK, leaves_on
from zhengyou.registry.people.models import Person

PRINCIPALS = (Seat.FULL, Seat.ACTING, Seat.SECONDED)
"""Who is asked for a post in the first place; AB posts and deputies are asked where none of these is present."""

ORDER = (*PRINCIPALS, Seat.STAND_IN, Seat.DEPUTY)


@dataclass(frozen=True, slots=True)
class Asked:
    """One appointment that a step asks; ``instead_of`` is the absent person for whom it stands in."""

    appointment: Appointment
    instead_of: Person | None = None


def current_holders() -> QuerySet[Appointment]:
    """Return appointments that run today: holders before stand-ins, those who can sign in before those who cannot."""
    today = clock.today()
    rank = models.Case(*(models.When(seat=seat, then=Value(place)) for place, seat in enumerate(ORDER)), default=9)
    return (
        Appointment.objects.filter(starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
        .select_related("person", "post__body")
        .order_by(F("person__account__is_active").desc(nulls_last=True), rank, "post__order_number", "id")
    )


def approvers(step: Step, instance: Instance, *, but: Iterable[str] = ()) -> list[Asked]:
    """Return whom ``step`` asks for ``instance``: one appointment a person, in order; nobody among persons ``but``.

    A body without such a holder leads to the next one up in the same body, then to the body above, and at last to who
    oversees approvals. An absent holder leads to the stand-in; where there is none, the absent one is asked after all.
    """
    excluded = {str(person) for person in but}
    if step.other_than_starter and step.who != Who.STARTER:
        excluded.add(str(instance.starter.person_id))
    for groups in _tiers(step, instance):
        absent: list[Asked] = []
        for group in groups:
            present, away = _present(group, excluded)
            if present:
                return _as_many(step, present)
            absent = absent or away
        if absent:
            return _as_many(step, absent)
    return []


def _as_many(step: Step, found: list[Asked]) -> list[Asked]:
    return found[:1] if flow.Mode(step.mode) is flow.Mode.SINGLE else found


def overseers(body: Body) -> Iterator[QuerySet[Appointment]]:
    """Yield who oversees approvals of ``body`` today: those of the nearest office, then those of each one above it."""
    return _holding(Q(role__in=roles_with(rules.OVERSEE)), body)


def _tiers(step: Step, instance: Instance) -> Iterator[list[Iterable[Appointment]]]:
    """Yield the groups that may be asked, body by body; a body counts as soon as anybody holds such a post in it."""
    if step.who == Who.STARTER:
        yield [_successors([instance.starter])]
    elif step.who == Who.NAMED:
        yield [_successors(step.appointments.all())]
    elif step.who == Who.ROLE:
        for holders in _holding(Q(role__code=step.role), _base(step.relation, instance.body)):
            yield [holders]
    else:
        duties = (step.duty, *FALLBACK.get(Duty(step.duty), ()))
        for body in _bodies_up(_base(step.relation, instance.body)):
            yield [current_holders().filter(post__body=body, post__duty=duty) for duty in duties]
    for holders in overseers(instance.body):
        yield [holders]


def _present(group: Iterable[Appointment], excluded: set[str]) -> tuple[list[Asked], list[Asked]]:
    """Return who of a group is asked post by post, and the absent for whom nobody stands in."""
    members = list(group)
    leaves = {leave.appointment_id: leave for leave in leaves_on(clock.today()) if leave.appointment in members}
    away_persons = {leave.appointment.person_id for leave in leaves.values()}
    found, absent, seen = [], [], set(excluded)
    for post in dict.fromkeys(one.post_id for one in members):
        holders = [one for one in members if one.post_id == post]
        asked, missing = _of_post(holders, leaves, away_persons, seen)
        found += asked
        absent += missing
    return found, absent


def _of_post(
    holders: list[Appointment], leaves: dict[int, Leave], away: set[UUID], seen: set[str]
) -> tuple[list[Asked], list[Asked]]:
    """Return who is asked for one post and which absent holders nobody stands in for; adds persons to ``seen``."""
    principals = [one for one in holders if one.seat in PRINCIPALS]
    asked, absent = [], []
    for one in principals:
        if str(one.person_id) in seen:
            continue
        if one.person_id not in away:
            asked.append(Asked(one))
            seen.add(str(one.person_id))
        elif (stand_in := _stand_in(leaves.get(one.pk), away, seen)) is not None:
            asked.append(Asked(stand_in, one.person))
            seen.add(str(stand_in.person_id))
        else:
            absent.append(Asked(one))
    if not asked:
        reserves = [one for one in holders if one.seat not in PRINCIPALS and one.person_id not in away]
        free = next((one for one in reserves if str(one.person_id) not in seen), None)
        if free is not None:
            seen.add(str(free.person_id))
            return [Asked(free, absent[0].appointment.person if absent else None)], []
    return asked, absent


def _stand_in(leave: Leave | None, away: set[UUID], seen: set[str]) -> Appointment | None:
    """Return the post under which the leave's stand-in can act, if that person is here and not asked already."""
    if leave is None or leave.stand_in is None or leave.stand_in.pk in away or str(leave.stand_in.pk) in seen:
        return None
    held = current_holders().filter(person=leave.stand_in)
    return held.filter(post__body=leave.appointment.post.body_id).first() or held.first()


def _holding(grants: Q, body: Body) -> Iterator[QuerySet[Appointment]]:
    """Yield holders of matching grants whose scope covers ``body``, scope by scope, the nearest first.

    Where nobody of the nearest scope may be asked, as when the only one submitted the matter, the next one up is.
    """
    today = clock.today()
    covering = (
        Grant.objects.filter(grants, scope__for_campaign=False, starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
        .annotate(given=Value(body.path))
        .filter(given__startswith=F("scope__body__path"))
        .order_by(Length("scope__body__path").desc())
    )
    held = covering.filter(appointment__in=current_holders().values("pk"))
    for scope in dict.fromkeys(held.values_list("scope", flat=True)):
        yield current_holders().filter(pk__in=held.filter(scope=scope).values("appointment"))


def _base(relation: str, body: Body) -> Body:
    """Return the body in which a step looks first."""
    if relation == Relation.SUPERIOR:
        return body.parent or body
    if relation == Relation.ROOT:
        return Body.objects.get(pk=int(body.path.split(".", 1)[0]))
    return body


def _bodies_up(body: Body | None) -> Iterator[Body]:
    """Yield ``body`` and the bodies above it, nearest first."""
    while body is not None:
        yield body
        body = body.parent


def _successors(named: Iterable[Appointment]) -> list[Appointment]:
    """Return the named appointments, each that has ended replaced by the present holders of its post."""
    found: list[Appointment] = []
    for appointment in named:
        held = current_holders()
        found += list(held.filter(pk=appointment.pk)) or list(held.filter(post=appointment.post_id))
    return found
