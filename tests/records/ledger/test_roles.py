import psycopg
import pytest
from django.db import connection, transaction

from tests.factories.people import PersonFactory
from zhengyou.records import ledger
from zhengyou.records.ledger import roles
from zhengyou.records.ledger.actions import record

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_event SET verb = 'nothing'",
        "DELETE FROM ledger_event",
        "TRUNCATE ledger_event",
        "ALTER TABLE ledger_event DROP COLUMN verb",
        "DELETE FROM django_migrations",
    ],
)
def test_application_role_cannot_change_the_ledger(statement):
    record("people.enrol", PersonFactory(), actor=ledger.SYSTEM)

    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {roles.APP_ROLE}")
        with pytest.raises(Exception) as refusal, transaction.atomic():  # noqa: PT011 -- the cause says which
            cursor.execute(statement)
        cursor.execute("RESET ROLE")

    assert isinstance(refusal.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_application_role_can_write_and_read_the_ledger():
    person = PersonFactory()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {roles.APP_ROLE}")
        record("people.enrol", person, actor=ledger.SYSTEM)
        cursor.execute("SELECT verb FROM ledger_event")
        assert cursor.fetchall() == [("people.enrol",)]
        cursor.execute("RESET ROLE")
