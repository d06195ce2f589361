import datetime as dt

import pytest
from django.db import transaction

from tests.factories.people import PersonFactory
from zhengyou.kernel import clock
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import record
from zhengyou.records.ledger.queries import history

MOMENT = dt.datetime(2026, 5, 1, 9, 30, tzinfo=dt.UTC)
CLERK = ledger.Actor(kind="account", id="a-1", label="甲", hat_id="h-1", hat_label="政务中心 · 经办人")


@pytest.mark.django_db
def test_record_keeps_a_snapshot_of_actor_hat_and_thing():
    person = PersonFactory(name="甲某")
    with clock.pretend(MOMENT):
        record("people.rename", person, actor=CLERK, fields=["name"])
    person.name = "乙某"
    person.save()

    event = history(person).get()

    assert (event.at, event.verb, event.actor_label, event.hat_label) == (
        MOMENT,
        "people.rename",
        "甲",
        CLERK.hat_label,
    )
    assert (event.object_label, event.fields) == ("甲某", ["name"])


@pytest.mark.django_db
def test_record_of_the_public_keeps_neither_actor_nor_moment():
    person = PersonFactory()
    nosy = ledger.Actor(kind="public", id="203.0.113.7", label="somebody", hat_id="x", hat_label="y")
    with clock.pretend(MOMENT):
        event = record("ratings.rate", person, actor=nosy)

    assert clock.local(event.at).time() == dt.time(0)
    assert event.id.version == 4  # a UUIDv7 would tell the moment
    assert (event.actor_id, event.actor_label, event.hat_id, event.hat_label) == ("", "", "", "")


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_a_programming_error():
    person = PersonFactory()
    with pytest.raises(RuntimeError):
        record("people.rename", person, actor=CLERK)
    with transaction.atomic():
        record("people.rename", person, actor=CLERK)
    assert history(person).count() == 1
