import datetime as dt

import pytest

from tests.factories.access import actor, signed_in
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.people import AccountFactory, PersonFactory, own
from tests.permissions import matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.models import Event
from zhengyou.records.ledger.queries import history
from zhengyou.registry.people import actions
from zhengyou.registry.people.models import Account, Visit
from zhengyou.registry.people.passwords import initial_password
from zhengyou.registry.people.policy import INITIAL_PASSWORD_DAYS, OLD_PASSWORDS

pytestmark = pytest.mark.django_db
PASSWORD = "Correct-Horse-9"


def person_in(body):
    person = PersonFactory()
    AppointmentFactory(person=person, post=PostFactory(body=body))
    return person


def test_open_account_gives_an_initial_password_that_must_be_changed():
    opened = actions.open_account(PersonFactory(), "wang.xm", actor=ledger.SYSTEM)

    account = actions.authenticate("WANG.XM", opened.password)
    assert (account, account.must_change_password) == (opened.account, True)
    assert opened.password not in repr(opened)
    assert opened.password not in str(list(Event.objects.values()))


def test_verbs_on_accounts_are_for_holders_in_scope():
    body = BodyFactory()
    person = person_in(body)
    opened = matrix(lambda who: actions.open_account(person, "li.lei", actor=who), "people.accounts", body)
    account = opened.account
    for verb in (actions.unlock_account, actions.reset_password, actions.reset_second_factor, actions.close_account):
        matrix(lambda who, verb=verb: verb(account, actor=who), "people.accounts", body)
    matrix(lambda who: actions.reopen_account(account, actor=who), "people.accounts", body)


def test_nobody_administers_their_own_account():
    account, who = signed_in("people.accounts")
    for verb in (actions.reset_password, actions.unlock_account, actions.close_account, actions.reset_second_factor):
        with pytest.raises(Forbidden):
            verb(account, actor=who)


@pytest.mark.parametrize("username", ["", "ab", "admin", "Root", "1abc", "有名", "a b c", "110101199003070000"])
def test_open_account_refuses_bad_user_names(username):
    with pytest.raises(Refused) as refusal:
        actions.open_account(PersonFactory(), username, actor=ledger.SYSTEM)
    assert refusal.value.field == "username"


def test_open_account_refuses_a_taken_user_name_in_any_case():
    actions.open_account(PersonFactory(), "li.lei", actor=ledger.SYSTEM)

    with pytest.raises(Refused) as refusal:
        actions.open_account(PersonFactory(), "Li.Lei", actor=ledger.SYSTEM)
    assert refusal.value.code == "username_taken"


def test_person_has_one_account():
    account = AccountFactory()

    with pytest.raises(Conflict):
        actions.open_account(account.person, "another", actor=ledger.SYSTEM)


def test_reset_ends_stays_and_unlocks():
    account = AccountFactory(failed_attempts=3, locked_until=clock.now() + dt.timedelta(minutes=5))
    visit = actions.begin_visit(account, actor=own(account))

    opened = actions.reset_password(account, actor=ledger.SYSTEM)

    assert Visit.objects.get(pk=visit.pk).end == "replaced"
    assert actions.authenticate(account.username, opened.password).must_change_password
    with pytest.raises(Refused):
        actions.authenticate(account.username, PASSWORD)


def test_closed_account_opens_nothing_until_it_is_reopened():
    account = AccountFactory()
    actions.close_account(account, actor=ledger.SYSTEM)

    with pytest.raises(Refused):
        actions.authenticate(account.username, PASSWORD)
    with pytest.raises(Conflict):
        actions.close_account(account, actor=ledger.SYSTEM)
    opened = actions.reopen_account(account, actor=ledger.SYSTEM)
    assert actions.authenticate(account.username, opened.password)


def test_initial_password_expires():
    opened = actions.open_account(PersonFactory(), "li.lei", actor=ledger.SYSTEM)

    with clock.pretend(clock.now() + dt.timedelta(days=INITIAL_PASSWORD_DAYS + 1)), pytest.raises(Refused) as refusal:
        actions.authenticate("li.lei", opened.password)
    assert refusal.value.code == "expired"


def test_change_password_ends_other_stays():
    account = AccountFactory(must_change_password=True)
    here, there = (actions.begin_visit(account, actor=own(account)) for _place in range(2))

    changed = actions.change_password(account, PASSWORD, "Brand-New-77", actor=own(account), visit=str(here.pk))

    assert not changed.must_change_password
    assert [Visit.objects.get(pk=visit.pk).end for visit in (here, there)] == ["", "replaced"]
    assert history(account).last().verb == "people.change_password"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("wrong", "Brand-New-77", "old_password"),
        (PASSWORD, PASSWORD, "new_password"),
        (PASSWORD, "short-1", "new_password"),
        (PASSWORD, "onlysmallletters", "new_password"),
        (PASSWORD, "password123", "new_password"),
    ],
)
def test_change_password_names_the_wrong_field(old, new, field):
    account = AccountFactory()

    with pytest.raises(Refused) as refusal:
        actions.change_password(account, old, new, actor=own(account))
    assert refusal.value.field == field


def test_last_five_passwords_are_not_taken_again():
    account = AccountFactory()
    used = [PASSWORD]
    for place in range(OLD_PASSWORDS):
        actions.change_password(account, used[-1], f"Brand-New-7{place}", actor=own(account))
        used.append(f"Brand-New-7{place}")

    for old in used[-OLD_PASSWORDS:]:
        with pytest.raises(Refused):
            actions.change_password(account, used[-1], old, actor=own(account))
    actions.change_password(account, used[-1], PASSWORD, actor=own(account))
    assert Account.objects.get(pk=account.pk).old_passwords.count() == OLD_PASSWORDS


def test_nobody_changes_another_ones_password():
    account = AccountFactory()
    for who in (actor("people.accounts"), ledger.SYSTEM, ledger.PUBLIC):
        with pytest.raises(Forbidden):
            actions.change_password(account, PASSWORD, "Brand-New-77", actor=who)


def test_initial_passwords_differ_and_pass_the_rules():
    from django.contrib.auth.password_validation import validate_password

    made = {initial_password() for _place in range(50)}
    assert len(made) == 50
    for password in made:
        validate_password(password)
