import pickle

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.people import PersonFactory
from zhengyou.records.seal import cipher
from zhengyou.records.seal.errors import Broken
from zhengyou.registry.people.models import Person

pytestmark = pytest.mark.django_db
PHONE = "13812345678"


def stored(person: Person) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM people_person WHERE id = %s", [person.pk])
        return bytes(cursor.fetchone()[0])


def test_value_stands_sealed_in_the_database_and_masked_everywhere_else():
    person = PersonFactory(phone=PHONE)

    assert PHONE.encode() not in stored(person)
    assert b"5678" not in stored(person)
    read = Person.objects.get(pk=person.pk)
    assert (str(read.phone), read.phone.masked, repr(read.phone), bool(read.phone)) == (
        "138****5678",
        "138****5678",
        "<sealed>",
        True,
    )
    assert read.phone == person.phone
    assert pickle.loads(pickle.dumps(read)).phone == read.phone


def test_empty_value_stays_empty():
    person = PersonFactory()

    assert stored(person) == b""
    assert (bool(person.phone), str(person.phone)) == (False, "")
    assert Person.objects.get(phone="") == person


def test_saving_again_keeps_the_same_token():
    person = PersonFactory(phone=PHONE)
    before = stored(person)

    read = Person.objects.get(pk=person.pk)
    read.name = "另一名"
    read.save()

    assert stored(person) == before


def test_equal_values_are_found_however_they_are_written():
    person = PersonFactory(phone="+86 138-1234-5678")
    PersonFactory(phone="13900000000")
    PersonFactory()

    assert Person.objects.get(phone=PHONE) == person
    assert Person.objects.get(phone__in=["138 1234 5678", "13700000000"]) == person
    assert not Person.objects.filter(phone__in=[]).exists()
    assert Person.objects.filter(phone__in=["", PHONE]).count() == 2
    assert Person.objects.exclude(phone=PHONE).count() == 2


def test_sealed_values_cannot_be_compared_otherwise():
    for lookup in ("phone__contains", "phone__startswith", "phone__gt", "phone__substr"):
        with pytest.raises(FieldError):
            Person.objects.filter(**{lookup: "138"}).exists()


def test_bulk_ways_seal_as_well():
    people = Person.objects.bulk_create([Person(name="甲", phone=PHONE), Person(name="乙")])
    assert PHONE.encode() not in stored(people[0])
    people[1].phone = "13900000000"
    Person.objects.bulk_update(people, ["phone"])
    assert Person.objects.get(phone="13900000000") == people[1]
    Person.objects.update(phone="13700000000")
    assert Person.objects.filter(phone="13700000000").count() == 2


def test_token_moved_into_another_row_opens_but_into_another_field_does_not():
    token = cipher.seal(PHONE, "people.person.phone", "phone")

    assert cipher.unseal(token, "people.person.phone") == PHONE
    with pytest.raises(Broken):
        cipher.unseal(token, "aid.household.phone")


@given(st.text(), st.sampled_from(["", *cipher.NORMAL]))
def test_every_text_comes_back_as_it_went_in(text, domain):
    assert cipher.unseal(cipher.seal(text, "a.b.c", domain), "a.b.c") == text


@given(st.text(min_size=1), st.sampled_from(["", "text"]), st.data())
def test_every_altered_bit_is_noticed(text, domain, data):
    token = bytearray(cipher.seal(text, "a.b.c", domain))
    place = data.draw(st.integers(0, len(token) - 1).filter(lambda at: not 1 <= at < cipher.HEAD))
    token[place] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(Broken):
        cipher.unseal(bytes(token), "a.b.c")


@given(st.text(min_size=1))
def test_cut_token_is_noticed(text):
    token = cipher.seal(text, "a.b.c")

    with pytest.raises(Broken):
        cipher.unseal(token[:-1], "a.b.c")


def test_same_text_is_sealed_differently_each_time():
    assert cipher.seal("甲", "a.b.c") != cipher.seal("甲", "a.b.c")


def test_altered_value_is_hidden_in_lists():
    person = PersonFactory(phone=PHONE)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET phone = phone || '\\x00'::bytea")

    assert str(Person.objects.get(pk=person.pk).phone) == "***"
