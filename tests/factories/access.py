"""Roles, grants and ready actors."""

import datetime as dt

from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.people import AccountFactory
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.models import Grant, Role, Scope
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.people.models import Account


def grant(appointment, *functions: str, body: Body | None = None) -> Grant:
    """Give ``appointment`` these functions in the subtree of ``body`` (its own body unless named)."""
    role, _ = Role.objects.update_or_create(
        code="-".join(functions).replace(".", "-")[:40] or "none",
        defaults={"title": "测试角色", "functions": list(functions)},
    )
    scope, _ = Scope.objects.get_or_create(body=body or appointment.post.body, for_campaign=False)
    return Grant.objects.create(appointment=appointment, role=role, scope=scope, starts_on=dt.date(2020, 1, 1))


def signed_in(
    *functions: str, body: Body | None = None, duty: str = "clerk", scope: Body | None = None
) -> tuple[Account, Actor]:
    """Return an account of ``body`` and its actor who may do ``functions`` in its subtree, or in that of ``scope``."""
    body = body or BodyFactory()
    account = AccountFactory()
    appointment = AppointmentFactory(person=account.person, post=PostFactory(body=body, duty=duty))
    if functions:
        grant(appointment, *functions, body=scope or body)
    return account, actor_for(account, appointment)


def actor(*functions: str, body: Body | None = None) -> Actor:
    """Return an actor who may do ``functions`` in the subtree of ``body``."""
    return signed_in(*functions, body=body)[1]
