"""The one layer through which every reading passes, and the making of an actor."""

from typing import Any, TypeVar

from django.db import models
from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, When
from django.db.models.functions import Cast

from zhengyou.kernel import clock
from zhengyou.records import ledger
from zhengyou.records.ledger.models import Event
from zhengyou.registry.access import policy, rules
from zhengyou.registry.access.actors import Actor, Right
from zhengyou.registry.access.models import Grant, Role
from zhengyou.registry.bodies.enums import Duty, Seat
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.people.models import Account, Person

M = TypeVar("M", bound=models.Model)
OWN_SEATS = (Seat.FULL, Seat.DEPUTY, Seat.ACTING)
"""Seats that are a person's own work; standing in and being lent out come after."""


NOTHING = Q(pk__in=[])
"""The condition that no row fulfils."""


def within(queryset: QuerySet[M], actor: ledger.Actor, function: str) -> QuerySet[M]:
    """Return those rows of ``queryset`` on which ``actor`` may do ``function``.

    The model says by ``body_path`` how it reaches its body, and by ``scope_path`` how it reaches its campaign's
    scope, if it has one. Nothing is found where nothing is granted.
    """
    if actor.kind == "system":
        return queryset
    allowed = reach(queryset.model, actor, function)
    return queryset.none() if allowed == NOTHING else queryset.filter(allowed)


def reach(model: Any, actor: ledger.Actor, function: str) -> Q:
    """Return the condition of `within` for a model, to be joined with others."""
    if actor.kind == "system":
        return Q(pk__isnull=False)
    if not isinstance(actor, Actor):
        return NOTHING
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
    return allowed or NOTHING


def today_only(rows: QuerySet[M]) -> QuerySet[M]:
    """Return those rows with ``starts_on`` and ``ends_on`` that hold today."""
    return rows.filter(unended(), starts_on__lte=clock.today())


def open_appointments(account: Account) -> QuerySet[Appointment]:
    """Return the posts that the account's person holds today: the hats that can be put on, one's own posts first."""
    return (
        today_only(Appointment.objects.filter(person=account.person_id))
        .select_related("post__body", "person")
        .annotate(
            borrowed=Case(When(seat__in=OWN_SEATS, then=0), default=1, output_field=IntegerField()),
            aside=Case(When(post__duty=Duty.OTHER, then=1), default=0, output_field=IntegerField()),
        )
        .order_by("borrowed", "aside", "post__body__sort_path", "post__order_number", "id")
    )


def bodies_of(person: Person) -> list[Body]:
    """Return the bodies in which ``person`` holds a post today."""
    appointments = today_only(Appointment.objects.filter(person=person)).values("post__body")
    return list(Body.objects.filter(pk__in=appointments).order_by("sort_path"))


def open_grants() -> QuerySet[Grant]:
    """Return the grants that hold today, of appointments that are open today."""
    return today_only(Grant.objects.all()).filter(appointment__in=today_only(Appointment.objects.all()))


def with_details(grants: QuerySet[Grant]) -> QuerySet[Grant]:
    """Return ``grants`` with everything a list shows, in official order."""
    return grants.select_related("appointment__person", "appointment__post__body", "role", "scope__body").order_by(
        "appointment__post__body__sort_path", "appointment__post__order_number", "role__order_number", "id"
    )


def grants_of(person: Person) -> QuerySet[Grant]:
    """Return the grants that ``person`` holds today or will hold."""
    return with_details(Grant.objects.filter(unended(), appointment__person=person))


def unended() -> Q:
    """Return the condition for rows whose end has not come."""
    return Q(ends_on__isnull=True) | Q(ends_on__gt=clock.today())


def default_role(code: str) -> Role:
    """Return the default role of this code (`policy.ROLES`); it is made where it is missing."""
    place = list(policy.ROLES).index(code)
    demands = policy.ROLES[code].needs_second_factor
    defaults = {"follows_default": True, "order_number": place, "needs_second_factor": demands}
    role, _made = Role.objects.get_or_create(code=code, defaults=defaults)
    return role


def roles_with(function: str) -> list[Role]:
    """Return the roles that hold ``function``."""
    return [role for role in Role.objects.all() if function in role.held]


def holders(function: str, body: Body) -> QuerySet[Grant]:
    """Return the grants by which somebody may do ``function`` to ``body`` today: who may what."""
    above = [int(key) for key in body.path.split(".") if key]
    return with_details(open_grants().filter(role__in=roles_with(function), scope__body__in=above))


def people_within(actor: ledger.Actor, function: str) -> QuerySet[Person]:
    """Return the persons whom ``actor`` may ``function``: in posts within the scope, and newcomers without a post."""
    people = Person.objects.all()
    if actor.kind == "system":
        return people
    if not isinstance(actor, Actor):
        return people.none()
    paths = [right.path for right in actor.rights_for(function) if not right.campaign]
    if not paths:
        return people.none()
    inside = Q()
    for path in paths:
        inside |= Q(post__body__path__startswith=path)
    in_post = today_only(Appointment.objects.all())
    return people.filter(
        Q(pk__in=in_post.filter(inside).values("person")) | ~Q(pk__in=in_post.values("person")) & Q(left_on=None)
    )


def people_in(body: Body) -> QuerySet[Person]:
    """Return the persons who hold a post in ``body`` or below it today."""
    posts = today_only(Appointment.objects.filter(post__body__path__startswith=body.path))
    return Person.objects.filter(pk__in=posts.values("person"))


def with_posts(people: QuerySet[Person]) -> QuerySet[Person]:
    """Return ``people`` with their accounts, and with ``open_posts``: the appointments of today."""
    posts = today_only(Appointment.objects.all()).select_related("post__body").order_by("post__body__sort_path", "id")
    return people.select_related("account").prefetch_related(Prefetch("appointments", posts, to_attr="open_posts"))


def events_within(actor: ledger.Actor) -> QuerySet[Event]:
    """Return the events that ``actor`` may read as auditor: done under hats, or by accounts, of the subtrees audited.

    What nobody in person did (the system, the public) belongs to no tree and is shown to every auditor.
    """
    events = Event.objects.all()
    if not isinstance(actor, Actor):
        return events if actor.kind == "system" else events.none()
    inside = Q()
    for right in actor.rights_for(rules.READ_LEDGER):
        if not right.campaign:
            inside |= Q(post__body__path__startswith=right.path)
    if not inside:
        return events.none()
    posts = Appointment.objects.filter(inside)
    hats = posts.annotate(hat=Cast("public_id", models.CharField())).values("hat")
    accounts = Account.objects.filter(person__in=posts.values("person")).annotate(key=Cast("pk", models.CharField()))
    return events.filter(
        Q(hat_id__in=hats) | Q(hat_id="", actor_id__in=accounts.values("key")) | ~Q(actor_kind="account")
    )


def actor_for(account: Account, appointment: Appointment | None) -> Actor:
    """Return ``account`` under the hat of ``appointment``, with the rights this hat has today; two queries."""
    person = account.person
    if appointment is None:
        return Actor(id=str(account.pk), label=person.name, account=str(account.pk), person=str(person.pk))
    grants = today_only(Grant.objects.filter(appointment=appointment)).select_related("role", "scope__body")
    rights = tuple(
        Right(grant.role.held, grant.scope.body.path, grant.scope_id, grant.scope.for_campaign) for grant in grants
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


def roots_of(actor: ledger.Actor, function: str) -> QuerySet[Body]:
    """Return the bodies at the top of the subtrees in which ``actor`` holds ``function``, the widest first."""
    if not isinstance(actor, Actor):
        return Body.objects.none()
    paths = {right.path for right in actor.rights_for(function) if not right.campaign}
    tops = {path for path in paths if not any(path != other and path.startswith(other) for other in paths)}
    return Body.objects.filter(path__in=tops).order_by("sort_path")
