"""Persons and accounts."""

import factory

from zhengyou.records import ledger
from zhengyou.registry.people.models import Account, Person


class PersonFactory(factory.django.DjangoModelFactory[Person]):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"测试员{n}")


class AccountFactory(factory.django.DjangoModelFactory[Account]):
    """An account whose password is ``Correct-Horse-9``."""

    class Meta:
        model = Account
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    username = factory.Sequence(lambda n: f"account{n}")
    must_change_password = False
    password = factory.django.Password("Correct-Horse-9")


def own(account: Account) -> ledger.Actor:
    """Return the actor as whom an account acts for itself."""
    return ledger.Actor(kind="account", id=str(account.pk), label=account.person.name)
