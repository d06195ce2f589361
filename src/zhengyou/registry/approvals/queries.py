"""Readings of approvals: which procedure holds, who is asked, what waits for whom."""

import uuid
from collections.abc import Iterable, Iterator

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Length

from zhengyou.kernel import clock
from zhengyou.records import ledger
from zhengyou.records.ledger.queries import kind_of, public_id
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.models import Grant
from zhengyou.registry.access.queries import within
from zhengyou.registry.approvals import flow, rules
from zhengyou.registry.approvals.enums import Decision, DefinitionState, Origin, Relation, State, TaskState, Who
from zhengyou.registry.approvals.models import Copy, Definition, Instance, Step, Task
from zhengyou.registry.bodies.enums import Seat
from zhengyou.registry.bodies.models import Appointment, Body, Leave


def definition_for(code: str, body: Body) -> Definition | None:
    """Return the procedure in use for ``body``: of the nearest body, a place's own before the shipped, the latest."""
    above = [int(key) for key in body.path.split(".") if key]
    return (
        Definition.objects.filter(code=code, state=DefinitionState.IN_FORCE)
        .filter(Q(body__isnull=True) | Q(body__in=above))
        .order_by(Length("body__path").desc(nulls_last=True), "shipped", "-version")
        .first()
    )


def current_holders() -> QuerySet[Appointment]:
    """Return appointments that run today: holders before deputies and stand-ins, those who can sign in before others."""
    today = clock.today()
    seats = [Seat.FULL, Seat.ACTING, Seat.SECONDED, Seat.DEPUTY, Seat.STAND_IN]
    rank = models.Case(*(models.When(seat=seat, then=Value(place)) for place, seat in enumerate(seats)), default=9)
    return (
        Appointment.objects.filter(starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
        .select_related("person", "post__body")
        .order_by(F("person__account__is_active").desc(nulls_last=True), rank, "post__order_number", "id")
    )


def approvers(step: Step, instance: Instance, *, but: Iterable[str] = ()) -> list[Appointment]:
    """Return whom ``step`` asks for ``instance``: one appointment a person, in order; nobody among persons ``but``.

    Where a body has no such holder the bodies above it are asked in turn; the last resort is who oversees approvals.
    """
    excluded = {str(person) for person in but}
    if step.other_than_starter and step.who != Who.STARTER:
        excluded.add(str(instance.starter.person_id))
    for group in (*_candidates(step, instance), overseers(instance.body)):
        if found := _each_person_once(group, excluded):
            return found[:1] if flow.Mode(step.mode) is flow.Mode.SINGLE else found
    return []


def overseers(body: Body) -> QuerySet[Appointment]:
    """Return who oversees approvals of ``body`` today, the nearest office first."""
    return _holding(Q(role__functions__contains=[rules.OVERSEE]), body)


def _candidates(step: Step, instance: Instance) -> Iterator[Iterable[Appointment]]:
    """Yield the groups that may be asked, the first that is not empty counts."""
    if step.who == Who.STARTER:
        yield _successors([instance.starter])
        return
    if step.who == Who.NAMED:
        yield _successors(step.appointments.all())
        return
    for body in _bodies_up(_base(step.relation, instance.body)):
        if step.who == Who.ROLE:
            yield _holding(Q(role__code=step.role), body)
            return
        yield current_holders().filter(post__body=body, post__duty=step.duty)


def _holding(grants: Q, body: Body) -> QuerySet[Appointment]:
    """Return holders of matching grants whose scope covers ``body``, those of the nearest scope only."""
    today = clock.today()
    covering = (
        Grant.objects.filter(grants, scope__for_campaign=False, starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
        .annotate(given=Value(body.path))
        .filter(given__startswith=F("scope__body__path"))
        .order_by(Length("scope__body__path").desc())
    )
    held = covering.filter(appointment__in=current_holders().values("pk"))
    nearest = held.values_list("scope", flat=True).first()
    return current_holders().filter(pk__in=held.filter(scope=nearest).values("appointment"))


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


def _each_person_once(group: Iterable[Appointment], excluded: set[str]) -> list[Appointment]:
    """Return the group without excluded persons, nobody under two hats."""
    seen = set(excluded)
    found = []
    for appointment in group:
        person = str(appointment.person_id)
        if person not in seen:
            seen.add(person)
            found.append(appointment)
    return found


def voices(tasks: Iterable[Task]) -> list[flow.Voice]:
    """Return the tasks of one turn as opinions to be counted; handed-over and skipped ones have none."""
    said = {TaskState.WAITING: flow.Opinion.OPEN, TaskState.DONE: flow.Opinion.YES}
    return [
        flow.Voice(
            flow.Opinion.NO if task.decision == Decision.REJECTED else said[TaskState(task.state)],
            added=_was_added(task),
        )
        for task in tasks
        if task.state in said
    ]


def _was_added(task: Task) -> bool:
    """Return whether the task goes back to a signer who was added; handing over keeps that."""
    while task.parent is not None and task.origin in (Origin.HANDED, Origin.REPLACED):
        task = task.parent
    return task.origin == Origin.ADDED


def waiting_tasks(actor: ledger.Actor) -> QuerySet[Task]:
    """Return what waits for the opinion of the hat that ``actor`` wears, oldest first."""
    if not actor.hat_id:
        return Task.objects.none()
    return (
        Task.objects.filter(state=TaskState.WAITING, appointment__public_id=actor.hat_id)
        .select_related("instance__body", "appointment", "instance__definition")
        .order_by("asked_at", "id")
    )


def answered_tasks(actor: ledger.Actor) -> QuerySet[Task]:
    """Return the tasks in which the person behind ``actor`` was asked and an opinion was given, their own starts apart."""
    done = Task.objects.filter(state=TaskState.DONE).exclude(decision=Decision.SUBMITTED)
    person = person_of(actor)
    return done.filter(appointment__person=person) if person else done.none()


def unfilled_tasks(actor: ledger.Actor) -> QuerySet[Task]:
    """Return tasks for which nobody could be found, in the bodies whose approvals ``actor`` oversees."""
    found = Task.objects.filter(state=TaskState.WAITING, appointment__isnull=True).select_related("instance__body")
    return within(found, actor, rules.OVERSEE)


def visible_to(actor: ledger.Actor) -> QuerySet[Instance]:
    """Return approvals that ``actor`` submitted, was asked about, has a copy of, or oversees."""
    person = person_of(actor)
    asked = Task.objects.filter(instance=OuterRef("pk"), appointment__person=person)
    copied = Copy.objects.filter(instance=OuterRef("pk"), appointment__person=person)
    overseen = within(Instance.objects.all(), actor, rules.OVERSEE)
    found = Instance.objects.select_related("body", "definition", "starter__person")
    if person is None:
        return found.filter(pk__in=overseen.values("pk"))
    return found.filter(Q(starter__person=person) | Exists(asked) | Exists(copied) | Q(pk__in=overseen.values("pk")))


def approvals_of(subject: models.Model) -> QuerySet[Instance]:
    """Return every approval of a matter, the latest first."""
    return Instance.objects.filter(subject_kind=kind_of(subject), subject_id=public_id(subject))


def running_approval(subject: models.Model, code: str = "") -> Instance | None:
    """Return the approval under way for a matter, by the procedure ``code`` if it is given."""
    found = approvals_of(subject).filter(state=State.RUNNING)
    return (found.filter(code=code) if code else found).first()


def stands_in(actor: ledger.Actor, task: Task) -> bool:
    """Return whether the person behind ``actor`` stands in for whoever ``task`` asks: by leave, or as AB post."""
    person = person_of(actor)
    if person is None or task.appointment is None:
        return False
    today = clock.today()
    on_leave = Leave.objects.filter(
        appointment=task.appointment_id, stand_in=person, starts_on__lte=today, ends_on__gt=today
    )
    deputies = current_holders().filter(
        post=task.appointment.post_id, person=person, seat__in=[Seat.STAND_IN, Seat.DEPUTY, Seat.ACTING]
    )
    return on_leave.exists() or deputies.exists()


def person_of(actor: ledger.Actor) -> uuid.UUID | None:
    """Return the key of the person behind ``actor``, where there is one."""
    return uuid.UUID(actor.person) if isinstance(actor, Actor) and actor.person else None
