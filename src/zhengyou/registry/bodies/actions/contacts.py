"""Opening the telephone numbers and e-mail addresses of the contact list."""

from collections.abc import Sequence

from django.db import transaction

from zhengyou.records import ledger
from zhengyou.records.seal.actions import open_each
from zhengyou.registry.bodies import rules
from zhengyou.registry.bodies.queries import Contact, Reach, people_of
from zhengyou.registry.people.models import Person


@transaction.atomic
def open_numbers(contacts: Sequence[Contact], *, actor: ledger.Actor) -> dict[object, Reach]:
    """Return number and e-mail address of all in ``contacts`` in clear, by the keys of the persons.

    Each that was opened is written down; an empty one is not.
    """
    rules.require(actor, rules.NUMBERS, *(one.body for one in contacts))
    persons: list[Person] = people_of(contacts)
    numbers, addresses = (open_each(persons, field, actor=actor, purpose="contact") for field in ("phone", "email"))
    return {one.pk: Reach(*both) for one, *both in zip(persons, numbers, addresses, strict=True)}
