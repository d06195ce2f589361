"""Opening the telephone numbers of the contact list."""

from collections.abc import Sequence

from django.db import transaction

from zhengyou.records import ledger
from zhengyou.records.seal.actions import open_each
from zhengyou.registry.bodies import rules
from zhengyou.registry.bodies.queries import Contact, people_of
from zhengyou.registry.people.models import Person


@transaction.atomic
def open_numbers(contacts: Sequence[Contact], *, actor: ledger.Actor) -> dict[object, str]:
    """Return the telephone numbers of all in ``contacts`` in clear, by the keys of the persons; each is written down."""
    rules.require(actor, rules.NUMBERS, *(one.body for one in contacts))
    persons: list[Person] = people_of(contacts)
    return dict(
        zip((one.pk for one in persons), open_each(persons, "phone", actor=actor, purpose="contact"), strict=True)
    )
