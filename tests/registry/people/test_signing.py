import datetime as dt
import threading

import pyotp
import pytest
from django.db import connection

from tests.factories.people import AccountFactory, own
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.models import Event
from zhengyou.registry.people import actions, policy
from zhengyou.registry.people.models import Account, RecoveryCode, SecondFactor

pytestmark = pytest.mark.django_db
PASSWORD = "Correct-Horse-9"
MOMENT = dt.datetime(2026, 5, 6, 1, 0, tzinfo=dt.UTC)


def fail(username: str, times: int = 1, password: str = "wrong") -> list[str]:
    said = []
    for _time in range(times):
        with pytest.raises(Refused) as refusal:
            actions.authenticate(username, password)
        said.append(str(refusal.value))
    return said


def test_right_password_signs_in_and_forgets_failures():
    account = AccountFactory()
    fail(account.username, policy.MAX_FAILED_ATTEMPTS - 1)

    assert actions.authenticate(account.username, PASSWORD) == account
    assert Account.objects.get(pk=account.pk).failed_attempts == 0


def test_too_many_failures_lock_for_a_while():
    account = AccountFactory()
    with clock.pretend(MOMENT):
        fail(account.username, policy.MAX_FAILED_ATTEMPTS)
        fail(account.username, password=PASSWORD)
    with clock.pretend(MOMENT + dt.timedelta(minutes=policy.LOCK_MINUTES, seconds=1)):
        assert actions.authenticate(account.username, PASSWORD) == account
    verbs = list(Event.objects.order_by("at", "id").values_list("verb", flat=True))
    assert verbs == ["people.fail_sign_in"] * policy.MAX_FAILED_ATTEMPTS + ["people.lock_account"]


def test_message_tells_nothing_about_accounts():
    account, closed, locked = AccountFactory(), AccountFactory(is_active=False), AccountFactory()
    Account.objects.filter(pk=locked.pk).update(locked_until=clock.now() + dt.timedelta(minutes=5))

    said = fail("nobody.at.all") + fail(account.username) + fail(closed.username, password=PASSWORD)
    said += fail(locked.username, password=PASSWORD)

    assert len(set(said)) == 1


@pytest.mark.django_db(transaction=True)
def test_attempts_at_the_same_moment_are_all_counted(monkeypatch):
    """Of twenty guesses at once only the allowed number is compared with the password at all."""
    account = AccountFactory()
    compared = []
    monkeypatch.setattr(Account, "check_password", lambda self, raw: compared.append(raw) or raw == PASSWORD)
    barrier = threading.Barrier(20)

    def guess(place: int) -> None:
        barrier.wait()
        try:
            actions.authenticate(account.username, f"guess {place}")
        except Refused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=guess, args=[place]) for place in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(compared) == policy.MAX_FAILED_ATTEMPTS
    assert Account.objects.get(pk=account.pk).is_locked
    assert Event.objects.filter(verb="people.lock_account").count() == 1


def with_factor(account: Account) -> tuple[pyotp.TOTP, list[str]]:
    address = actions.prepare_second_factor(account, actor=own(account))
    totp = pyotp.parse_uri(address)
    with clock.pretend(MOMENT - dt.timedelta(hours=1)):
        codes = actions.confirm_second_factor(account, totp.at(clock.now()), actor=own(account))
    return totp, codes


def test_second_factor_takes_each_code_once():
    account = AccountFactory()
    totp, _codes = with_factor(account)
    with clock.pretend(MOMENT):
        code = totp.at(MOMENT)
        assert actions.verify_code(account, code) == account
        with pytest.raises(Refused):
            actions.verify_code(account, code)
        with pytest.raises(Refused):
            actions.verify_code(account, totp.at(MOMENT - dt.timedelta(minutes=5)))


def test_second_factor_bears_a_clock_that_is_a_little_wrong():
    account = AccountFactory()
    totp, _codes = with_factor(account)
    with clock.pretend(MOMENT):
        assert actions.verify_code(account, totp.at(MOMENT - dt.timedelta(seconds=30)))
        assert actions.verify_code(account, totp.at(MOMENT + dt.timedelta(seconds=30)))


def test_recovery_code_opens_once_and_is_not_stored():
    account = AccountFactory()
    _totp, codes = with_factor(account)

    assert len(set(codes)) == policy.RECOVERY_CODES
    assert actions.verify_code(account, f"{codes[0][:5]}-{codes[0][5:].lower()}") == account
    with pytest.raises(Refused):
        actions.verify_code(account, codes[0])
    stored = RecoveryCode.objects.filter(account=account)
    assert stored.filter(used_at=None).count() == policy.RECOVERY_CODES - 1
    assert not stored.filter(digest__in=codes).exists()


def test_guessing_codes_locks_the_account_though_the_password_is_right():
    account = AccountFactory()
    with_factor(account)
    for _time in range(policy.MAX_FAILED_ATTEMPTS):
        actions.authenticate(account.username, PASSWORD)
        with pytest.raises(Refused):
            actions.verify_code(account, "000000")

    assert Account.objects.get(pk=account.pk).is_locked


def test_unconfirmed_factor_is_not_asked_for_and_keeps_its_secret():
    account = AccountFactory()
    first = actions.prepare_second_factor(account, actor=own(account))

    assert actions.prepare_second_factor(account, actor=own(account)) == first
    with pytest.raises(Refused):
        actions.confirm_second_factor(account, "000000", actor=own(account))
    with_factor(account)
    with pytest.raises(Conflict):
        actions.prepare_second_factor(account, actor=own(account))


def test_secret_stands_sealed_and_its_reading_in_the_ledger():
    account = AccountFactory()
    totp, _codes = with_factor(account)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM people_secondfactor")
        assert totp.secret.encode() not in bytes(cursor.fetchone()[0])
    assert Event.objects.filter(verb="seal.open", fields=["secret"], target="enrol").exists()


def test_dropping_the_factor_takes_the_password_and_no_demand(monkeypatch):
    from zhengyou.registry.people import hooks

    account = AccountFactory()
    with_factor(account)
    with pytest.raises(Refused):
        actions.drop_second_factor(account, "wrong", actor=own(account))
    monkeypatch.setattr(hooks, "second_factor_demanded", [lambda _account: True])
    with pytest.raises(Refused):
        actions.drop_second_factor(account, PASSWORD, actor=own(account))
    monkeypatch.setattr(hooks, "second_factor_demanded", [])
    actions.drop_second_factor(account, PASSWORD, actor=own(account))
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_factor_and_stays_are_everybodys_own():
    account, other = AccountFactory(), AccountFactory()
    visit = actions.begin_visit(account, actor=own(account), device="Edge · Windows")
    for attempt in (
        lambda who: actions.prepare_second_factor(account, actor=who),
        lambda who: actions.confirm_second_factor(account, "1", actor=who),
        lambda who: actions.drop_second_factor(account, PASSWORD, actor=who),
        lambda who: actions.begin_visit(account, actor=who),
        lambda who: actions.revoke_visit(visit, actor=who),
    ):
        for who in (own(other), ledger.PUBLIC, ledger.SYSTEM):
            with pytest.raises(Forbidden):
                attempt(who)
    assert actions.revoke_visit(visit, actor=own(account)).end == "revoked"
    with pytest.raises(Conflict):
        actions.revoke_visit(visit, actor=own(account))
