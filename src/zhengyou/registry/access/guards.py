"""The answer of access to the may-questions of people and bodies (`registry.people.guards`)."""

from zhengyou.records import ledger
from zhengyou.registry.access import rules
from zhengyou.registry.access.queries import bodies_of
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.people.models import Person


def guard(actor: ledger.Actor, function: str, thing: object) -> None:
    """Raise Forbidden unless ``actor`` may do ``function`` to ``thing``: a body, a person, or None for anywhere.

    A person belongs to the bodies of the posts held today; who holds none belongs to everybody with the function,
    so that newcomers can be given a post. Whoever administers a person must hold the function in all those bodies:
    otherwise one unit could shut out the head of another.
    """
    if isinstance(thing, Person):
        for body in bodies_of(thing) or [None]:
            rules.require(actor, function, body)
    else:
        rules.require(actor, function, thing if isinstance(thing, Body) else None)
