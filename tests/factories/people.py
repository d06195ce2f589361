"""Persons and accounts."""

import factory

from zhengyou.registry.people.models import Account, Person


class PersonFactory(factory.django.DjangoModelFactory[Person]):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"测试员{n}")


class AccountFactory(factory.django.DjangoModelFactory[Account]):
    class Meta:
        model = Account
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    username = factory.Sequence(lambda n: f"account{n}")
    must_change_password = False
    password = factory.django.Password("Correct-Horse-9")
