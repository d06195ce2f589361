"""Readings of approvals: which procedure holds, who is asked, what waits for whom."""

import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from zhengyou.kernel import clock
from zhengyou.records import ledger
from zhengyou.records.ledger.queries import kind_of, public_id
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import within
from zhengyou.registry.approvals import approvers, flow, rules
from zhengyou.registry.approvals.enums import Decision, DefinitionState, Origin, State, TaskState
from zhengyou.registry.approvals.models import Copy, Definition, Instance, Task
from zhengyou.registry.bodies.enums import Seat
from zhengyou.registry.bodies.models import Body, Leave


def definition_for(code: str, body: Body) -> Definition | None:
    """Return the procedure in use for ``body``: of the nearest body, a place's own before the shipped, the latest."""
    above = [int(key) for key in body.path.split(".") if key]
    return (
        Definition.objects.filter(code=code, state=DefinitionState.IN_FORCE)
        .filter(Q(body__isnull=True) | Q(body__in=above))
        .order_by(Length("body__path").desc(nulls_last=True), "shipped", "-version")
        .first()
    )


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
    """Return the tasks in which the person behind ``actor`` gave an opinion, their own submissions apart."""
    done = Task.objects.filter(state=TaskState.DONE).exclude(decision=Decision.SUBMITTED)
    person = person_of(actor)
    return done.filter(signer__person=person) if person else done.none()


def unfilled_tasks(actor: ledger.Actor) -> QuerySet[Task]:
    """Return tasks for which nobody could be found, in the bodies whose approvals ``actor`` oversees."""
    found = Task.objects.filter(state=TaskState.WAITING, appointment__isnull=True).select_related("instance__body")
    return within(found, actor, rules.OVERSEE)


def visible_to(actor: ledger.Actor) -> QuerySet[Instance]:
    """Return approvals that ``actor`` submitted, was asked about, stands in for, has a copy of, or oversees."""
    person = person_of(actor)
    part = Q(appointment__person=person) | Q(signer__person=person)
    asked = Task.objects.filter(part, instance=OuterRef("pk"))
    copied = Copy.objects.filter(instance=OuterRef("pk"), appointment__person=person)
    overseen = within(Instance.objects.all(), actor, rules.OVERSEE)
    found = Instance.objects.select_related("body", "definition", "starter__person")
    if person is None:
        return found.filter(pk__in=overseen.values("pk"))
    entrusted = entrusted_tasks(actor, while_away=False).order_by().values("instance")
    return found.filter(
        Q(starter__person=person)
        | Exists(asked)
        | Exists(copied)
        | Q(pk__in=entrusted)
        | Q(pk__in=overseen.values("pk"))
    )


def approvals_of(subject: models.Model) -> QuerySet[Instance]:
    """Return every approval of a matter, the latest first."""
    return Instance.objects.filter(subject_kind=kind_of(subject), subject_id=public_id(subject))


def running_approval(subject: models.Model, code: str = "") -> Instance | None:
    """Return the approval under way for a matter, by the procedure ``code`` if it is given."""
    found = approvals_of(subject).filter(state=State.RUNNING)
    return (found.filter(code=code) if code else found).first()


def entrusted_tasks(actor: ledger.Actor, *, while_away: bool = True) -> QuerySet[Task]:
    """Return waiting tasks of others for whom the person behind ``actor`` stands in: by leave, or as AB post or deputy.

    With ``while_away`` only those of people who are away today, which is what the work queue shows.
    """
    person = person_of(actor)
    waiting = Task.objects.filter(state=TaskState.WAITING).exclude(appointment__person=person)
    if person is None:
        return waiting.none()
    today = clock.today()
    leaves = Leave.objects.filter(appointment=OuterRef("appointment"), starts_on__lte=today, ends_on__gt=today)
    beside = approvers.current_holders().filter(post=OuterRef("appointment__post"), person=person)
    reserve = Exists(beside.filter(seat__in=[Seat.STAND_IN, Seat.DEPUTY, Seat.ACTING]))
    named = Exists(leaves.filter(stand_in=person))
    found = waiting.filter(named | (reserve & Exists(leaves)) if while_away else named | reserve)
    return found.select_related("instance__body", "appointment").order_by("asked_at", "id")


def stands_in(actor: ledger.Actor, task: Task) -> bool:
    """Return whether the person behind ``actor`` stands in for whoever ``task`` asks: by leave, or as AB post."""
    return entrusted_tasks(actor, while_away=False).filter(pk=task.pk).exists()


def person_of(actor: ledger.Actor) -> uuid.UUID | None:
    """Return the key of the person behind ``actor``, where there is one."""
    return uuid.UUID(actor.person) if isinstance(actor, Actor) and actor.person else None
