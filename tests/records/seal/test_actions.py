import datetime as dt
import threading
from pathlib import Path

import pytest
from django.db import connection, models, transaction

from tests.factories.access import actor, signed_in
from tests.factories.people import AccountFactory, PersonFactory
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden
from zhengyou.records import ledger
from zhengyou.records.ledger.models import Event
from zhengyou.records.ledger.queries import history
from zhengyou.records.seal import actions, cipher, keys, personal
from zhengyou.records.seal.enums import Use
from zhengyou.records.seal.errors import KeyLost
from zhengyou.records.seal.models import DataKey
from zhengyou.records.seal.personal import Personal
from zhengyou.records.seal.queries import sealed_with_old_keys
from zhengyou.registry.people.models import Account, Person, Visit

pytestmark = pytest.mark.django_db
PHONE = "13812345678"
PHONE_FIELD = Person._meta.get_field("phone")


@pytest.fixture
def key_file(settings, tmp_path: Path) -> Path:
    """A key file of its own, so that a test may change it."""
    settings.SEAL_KEY_FILE = tmp_path / "seal.key"
    settings.SEAL_KEY_FILE.write_text("first-master-key\n")
    return settings.SEAL_KEY_FILE


def test_opening_returns_the_text_and_leaves_an_event_without_it():
    person = PersonFactory(phone=PHONE)
    who = actor("people.manage")

    assert actions.open_for(person, "phone", actor=who, purpose="notify") == PHONE

    event = history(person).get()
    assert (event.verb, event.fields, event.target, event.actor_id) == ("seal.open", ["phone"], "notify", who.id)
    assert PHONE not in str(list(Event.objects.values()))


def test_opening_each_leaves_an_event_for_each():
    people = [PersonFactory(phone="13800000001"), PersonFactory(), PersonFactory(phone="13800000002")]

    told = actions.open_each(people, "phone", actor=ledger.SYSTEM, purpose="notify")

    assert told == ["13800000001", "", "13800000002"]
    assert Event.objects.filter(verb="seal.open").count() == 2


def test_nothing_is_opened_for_the_public_nor_where_nothing_is_sealed():
    person = PersonFactory(phone=PHONE)
    with pytest.raises(Forbidden):
        actions.open_for(person, "phone", actor=ledger.PUBLIC, purpose="notify")
    with pytest.raises(TypeError):
        actions.open_for(person, "name", actor=ledger.SYSTEM, purpose="notify")


def test_rotation_seals_anew_in_batches_and_can_be_repeated():
    people = [PersonFactory(phone=f"1380000000{place}") for place in range(5)]
    old = DataKey.objects.get(use=Use.SEAL)

    new = actions.rotate(actor=ledger.SYSTEM)
    keys.forget()
    late = PersonFactory(phone=PHONE)

    assert sealed_with_old_keys(Person, PHONE_FIELD).count() == 5
    assert [str(Person.objects.get(pk=person.pk).phone) for person in people] == [
        str(person.phone) for person in people
    ]
    done = [actions.reseal(limit=2) for _round in range(4)]
    assert done == [2, 2, 1, 0]
    assert not sealed_with_old_keys(Person, PHONE_FIELD).exists()
    old.refresh_from_db()
    assert old.retired_at
    assert Person.objects.get(phone="13800000003") == people[3]
    assert Person.objects.get(phone=PHONE) == late
    assert new.pk != old.pk


def test_new_master_key_wraps_all_data_keys_anew(key_file):
    person = PersonFactory(phone=PHONE)
    keys.add_master()
    keys.forget()
    assert str(Person.objects.get(pk=person.pk).phone) == "138****5678"

    wrapped = actions.rewrap(actor=ledger.SYSTEM)

    assert wrapped == 2
    assert actions.rewrap(actor=ledger.SYSTEM) == 0
    assert keys.drop_masters() == 1
    assert "first-master-key" not in key_file.read_text()
    keys.forget()
    assert actions.open_for(Person.objects.get(), "phone", actor=ledger.SYSTEM, purpose="test") == PHONE
    assert key_file.stat().st_mode & 0o077 == 0


def test_wrong_or_missing_key_file_is_said_plainly(key_file, settings):
    PersonFactory(phone=PHONE)
    keys.forget()
    key_file.write_text("another-master-key")
    with pytest.raises(KeyLost, match="does not belong"):
        keys.prepare()
    key_file.unlink()
    with pytest.raises(KeyLost, match="missing or empty"):
        keys.prepare()


def test_data_key_changed_in_the_database_is_noticed():
    PersonFactory(phone=PHONE)
    DataKey.objects.filter(use=Use.SEAL).update(wrapped=b"\0" * 60)
    keys.forget()

    with pytest.raises(KeyLost, match="was changed"):
        keys.prepare()


def test_lost_data_key_is_said_plainly():
    token = cipher.seal(PHONE, "a.b.c")
    DataKey.objects.filter(use=Use.SEAL).delete()
    keys.forget()

    with pytest.raises(KeyLost, match="missing in the database"):
        cipher.unseal(token, "a.b.c")


@pytest.mark.django_db(transaction=True)
def test_key_of_a_failed_transaction_is_not_remembered():
    with transaction.atomic():
        PersonFactory(phone=PHONE)
        transaction.set_rollback(True)

    person = PersonFactory(phone=PHONE)

    keys.forget()
    assert str(Person.objects.get(pk=person.pk).phone) == "138****5678"


@pytest.mark.django_db(transaction=True)
def test_first_keys_are_made_once_however_many_begin_at_once():
    DataKey.objects.all().delete()
    barrier = threading.Barrier(6)

    def begin() -> None:
        barrier.wait()
        try:
            with transaction.atomic():
                PersonFactory(phone=PHONE)
        finally:
            connection.close()

    threads = [threading.Thread(target=begin) for _place in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(DataKey.objects.values_list("use", flat=True)) == ["index", "seal"]
    assert Person.objects.filter(phone=PHONE).count() == 6


def test_expired_rows_are_deleted_with_an_event():
    account = AccountFactory()
    visit = Visit.objects.create(
        account=account, device="Edge · Windows", started_at=clock.now() - dt.timedelta(days=401)
    )
    Visit.objects.create(account=account, device="Edge · Windows")

    assert actions.erase_expired() == 1
    assert actions.erase_expired() == 0
    assert not Visit.objects.filter(pk=visit.pk).exists()
    assert Event.objects.filter(verb="seal.erase", object_id=str(visit.pk)).exists()


def test_erasing_goes_in_batches(monkeypatch):
    moment = clock.now() - dt.timedelta(days=401)
    account = AccountFactory()
    for _place in range(5):
        Visit.objects.create(account=account, device="x", started_at=moment)

    assert [actions.erase_expired(limit=2) for _round in range(4)] == [2, 2, 1, 0]


def test_term_and_its_beginning_belong_together():
    with pytest.raises(ValueError, match="term"):
        Personal(purpose="x", term_days=3)
    with pytest.raises(ValueError, match="term"):
        Personal(purpose="x", since="left_on")


def test_register_lists_what_is_kept_and_why():
    listed = {personal.label(model, name): field for model, name, field in personal.register()}

    assert listed["people.person.phone"].term_days == 180
    assert listed["people.account.username"].erase == "token"
    assert all(str(field.purpose) for field in listed.values())


def test_sealed_field_without_declaration_is_an_error_of_the_program():
    from django.test.utils import isolate_apps

    from zhengyou.records.seal.fields import SealedTextField

    with isolate_apps("zhengyou.registry.people"):

        class Stranger(models.Model):
            phone = SealedTextField(mask="phone")

            class Meta:
                app_label = "people"

        assert [error.id for error in Stranger._meta.get_field("phone").check()] == ["seal.E1"]


def test_clear_text_is_opened_by_nobody_but_seal_itself():
    """Only `open_for` and the room itself read a sealed value's text; everything else would leave no event."""
    source = Path(__file__).resolve().parents[3] / "src" / "zhengyou"
    inside = source / "records" / "seal"
    found = [
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if inside not in path.parents and ("._text()" in path.read_text() or "cipher.unseal" in path.read_text())
    ]
    assert not found


def test_nightly_jobs_can_be_run_again_and_again():
    from zhengyou.records.seal import tasks

    account, _actor = signed_in()
    Account.objects.filter(pk=account.pk).update(closed_at=clock.now() - dt.timedelta(days=2000))
    for _round in range(3):
        tasks.reseal()
        tasks.erase_expired()
    assert Account.objects.get(pk=account.pk).username.startswith("erased-")
