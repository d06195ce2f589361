"""The one layer through which every reading passes, and the making of an actor."""

from typing import Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet

from zhengyou.kernel import clock
from zhengyou.records import ledger
from zhengyou.registry.access.actors import Actor, Right
from zhengyou.registry.access.models import Grant
from zhengyou.registry.bodies.models import Appointment
from zhengyou.registry.people.models import Account

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


def open_appointments(account: Account) -> QuerySet[Appointment]:
    """Return the posts that the account's person holds today: the hats that can be put on."""
    today = clock.today()
    return (
        Appointment.objects.filter(person=account.person_id, starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
        .select_related("post__body", "person")
        .order_by("post__body__sort_path", "post__order_number", "id")
    )


def actor_for(account: Account, appointment: Appointment | None) -> Actor:
    """Return ``account`` under the hat of ``appointment``, with the rights this hat has today; two queries."""
    person = account.person
    if appointment is None:
        return Actor(id=str(account.pk), label=person.name, account=str(account.pk), person=str(person.pk))
    today = clock.today()
    grants = (
        Grant.objects.filter(appointment=appointment, starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
        .select_related("role", "scope__body")
    )
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
