"""What access answers to people and bodies: may-questions, demands of a second factor, the end of posts and grants."""

import datetime as dt

from zhengyou.records import ledger
from zhengyou.registry.access import actions, rules
from zhengyou.registry.access.queries import bodies_of, open_grants, unended
from zhengyou.registry.bodies.actions import posts
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.people.models import Account, Person


def guard(actor: ledger.Actor, function: str, thing: object) -> None:
    """Raise Forbidden unless ``actor`` may do ``function`` to ``thing``: a body, a person, or None for anywhere.

    A person belongs to the bodies of the posts held today; who holds none belongs to everybody with the function,
    so that newcomers can be given a post. Whoever administers a person must hold the function in all those bodies:
    otherwise one unit could shut out the head of another.
    """
    if isinstance(thing, Person):
        bodies: list[Body] = bodies_of(thing)
        for body in bodies:
            rules.require(actor, function, body)
        if not bodies:
            rules.require(actor, function, None)
    else:
        rules.require(actor, function, thing if isinstance(thing, Body) else None)


def demands_second_factor(account: Account) -> bool:
    """Return whether any role that the account's person holds today demands a second factor."""
    return open_grants().filter(appointment__person=account.person_id, role__needs_second_factor=True).exists()


def end_posts(person: Person, on: dt.date, actor: ledger.Actor) -> None:
    """End every grant and every appointment of ``person``, who leaves on this day."""
    actions.end_all(person, on, actor=actor)
    for hat in Appointment.objects.filter(unended(), person=person).order_by("pk"):
        # Whoever may let a person go may do so in all of the person's bodies; the rule was asked there.
        posts.end_appointment(hat, on=on, actor=ledger.SYSTEM)
