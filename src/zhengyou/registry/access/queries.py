"""The one layer through which every reading passes, and the making of an actor."""

from typing import Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet

from zhengyou.kernel import clock
from zhengyou.records import ledger
from zhengyou.registry.access.actors import Actor, Right
from zhengyou.registry.access.models import Grant
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.people.models import Account, Person

M = TypeVar("M", bound=models.Model)


def within(queryset: QuerySet[M], actor: ledger.Actor, function: str) -> QuerySet[M]:
    """Return those rows of ``queryset`` on which ``actor`` may do ``function``.

    The model says by ``body_path`` how it reaches its body, and by ``scope_path`` how it reaches its campaign's
    scope, if it has one. Nothing is found where nothing is granted.
    """
    if actor.kind == "system":
        return queryset
    if not isinstance(actor, Actor):
        return queryset.none()
    model: Any = queryset.model
    lookup = "path" if model.body_path == "self" else f"{model.body_path}__path"
    allowed = Q()
    for right in actor.rights_for(function):
        condition = Q(**{f"{lookup}__startswith": right.path})
        if right.campaign:
            scope_path = getattr(model, "scope_path", None)
            if scope_path is None:
                continue
            condition &= Q(**{scope_path: right.scope})
        allowed |= condition
    return queryset.filter(allowed) if allowed else queryset.none()


def today_only(rows: QuerySet[M]) -> QuerySet[M]:
    """Return those rows with ``starts_on`` and ``ends_on`` that hold today."""
    today = clock.today()
    return rows.filter(starts_on__lte=today).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))


def open_appointments(account: Account) -> QuerySet[Appointment]:
    """Return the posts that the account's person holds today: the hats that can be put on."""
    return (
        today_only(Appointment.objects.filter(person=account.person_id))
        .select_related("post__body", "person")
        .order_by("post__body__sort_path", "post__order_number", "id")
    )


def bodies_of(person: Person) -> list[Body]:
    """Return the bodies in which ``person`` holds a post today."""
    appointments = today_only(Appointment.objects.filter(person=person)).values("post__body")
    return list(Body.objects.filter(pk__in=appointments).order_by("sort_path"))


def actor_for(account: Account, appointment: Appointment | None) -> Actor:
    """Return ``account`` under the hat of ``appointment``, with the rights this hat has today; two queries."""
    person = account.person
    if appointment is None:
        return Actor(id=str(account.pk), label=person.name, account=str(account.pk), person=str(person.pk))
    grants = today_only(Grant.objects.filter(appointment=appointment)).select_related("role", "scope__body")
    rights = tuple(
        Right(frozenset(grant.role.functions), grant.scope.body.path, grant.scope_id, grant.scope.for_campaign)
        for grant in grants
    )
    return Actor(
        id=str(account.pk),
        label=person.name,
        hat_id=str(appointment.public_id),
        hat_label=str(appointment),
        account=str(account.pk),
        person=str(person.pk),
        body=appointment.post.body,
        rights=rights,
    )
