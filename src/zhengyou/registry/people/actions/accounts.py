"""Opening, closing and resetting accounts, and changing one's password."""

import re
from dataclasses import dataclass, field

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import record
from zhengyou.registry.people import guards
from zhengyou.registry.people.enums import VisitEnd
from zhengyou.registry.people.models import Account, OldPassword, Person, Visit
from zhengyou.registry.people.passwords import initial_password
from zhengyou.registry.people.policy import FORBIDDEN_USERNAMES, OLD_PASSWORDS
from zhengyou.registry.people.rules import ACCOUNTS

_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]{2,59}")


@dataclass(frozen=True, slots=True)
class Opened:
    """An account and its initial password, which is shown once and stored nowhere in clear."""

    account: Account
    password: str = field(repr=False)


@transaction.atomic
def open_account(person: Person, username: str, *, actor: ledger.Actor) -> Opened:
    """Give ``person`` an account with an initial password that must be changed at the first sign-in."""
    guards.require(actor, ACCOUNTS, person)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.left_on:
        raise Conflict(_("This person has left already."), code="left")
    if Account.objects.filter(person=person).exists():
        raise Conflict(_("This person has an account already."), code="has_account")
    username = username.strip()
    if not _USERNAME.fullmatch(username) or username.lower() in FORBIDDEN_USERNAMES:
        said = _("Choose a user name of 3 to 60 letters, digits, dots or hyphens that begins with a letter; not admin.")
        raise Refused(said, field="username", code="username")
    account = Account(person=person, username=username)
    password = initial_password()
    _set_initial(account, password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("This user name is taken."), field="username", code="username_taken") from error
    record("people.open_account", account, actor=actor, fields=["username"])
    return Opened(account, password)


@transaction.atomic
def reset_password(account: Account, *, actor: ledger.Actor) -> Opened:
    """Set a new initial password, unlock the account and end all its stays."""
    account = _administered(account, actor)
    if not account.is_active:
        raise Conflict(_("This account is closed. Reopen it first."), code="closed")
    keep_old(account)
    password = initial_password()
    _set_initial(account, password)
    account.failed_attempts, account.locked_until = 0, None
    account.save()
    end_visits(account)
    record("people.reset_password", account, actor=actor, fields=["password"])
    return Opened(account, password)


@transaction.atomic
def unlock_account(account: Account, *, actor: ledger.Actor) -> Account:
    """Let the account in again before its lock is over."""
    account = _administered(account, actor)
    account.failed_attempts, account.locked_until = 0, None
    account.save(update_fields=["failed_attempts", "locked_until"])
    record("people.unlock_account", account, actor=actor, fields=["locked_until"])
    return account


@transaction.atomic
def close_account(account: Account, *, actor: ledger.Actor) -> Account:
    """Close the account: nobody signs in with it, and its stays end."""
    account = _administered(account, actor)
    if not account.is_active:
        raise Conflict(_("This account is closed already."), code="closed")
    shut(account)
    record("people.close_account", account, actor=actor, fields=["is_active"])
    return account


@transaction.atomic
def reopen_account(account: Account, *, actor: ledger.Actor) -> Opened:
    """Open a closed account again, with a new initial password."""
    account = _administered(account, actor)
    if account.is_active:
        raise Conflict(_("This account is open already."), code="open")
    if account.person.left_on:
        raise Conflict(_("This person has left already."), code="left")
    keep_old(account)
    password = initial_password()
    _set_initial(account, password)
    account.is_active, account.closed_at = True, None
    account.failed_attempts, account.locked_until = 0, None
    account.save()
    record("people.reopen_account", account, actor=actor, fields=["is_active", "password"])
    return Opened(account, password)


@transaction.atomic
def change_password(account: Account, old: str, new: str, *, actor: ledger.Actor, visit: str = "") -> Account:
    """Change one's own password; all stays but ``visit`` end. Errors name the field they belong to."""
    if actor.id != str(account.pk):
        raise Forbidden(_("Everybody changes only their own password."))
    account = _locked(account)
    if not check_password(old, account.password):
        raise Refused(_("The present password is not right."), field="old_password", code="wrong_password")
    _must_be_new(account, new)
    try:
        validate_password(new, account)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="new_password", code="weak_password") from error
    keep_old(account)
    account.set_password(new)
    account.must_change_password = False
    account.password_changed_at = clock.now()
    account.save()
    end_visits(account, besides=visit)
    record("people.change_password", account, actor=actor, fields=["password"])
    return account


def _must_be_new(account: Account, new: str) -> None:
    """Refuse the present password and the last ones; the initial password counts as one."""
    recent = account.old_passwords.values_list("password", flat=True)[: OLD_PASSWORDS - 1]
    if any(check_password(new, hashed) for hashed in [account.password, *recent]):
        said = _("You have used this password lately. Choose one that differs from your last %(count)s.")
        raise Refused(said % {"count": OLD_PASSWORDS}, field="new_password", code="old_password")


def keep_old(account: Account) -> None:
    """Remember the present password's hash among the old ones and forget the oldest."""
    OldPassword.objects.create(account=account, password=account.password)
    kept = account.old_passwords.values_list("pk", flat=True)[:OLD_PASSWORDS]
    account.old_passwords.exclude(pk__in=list(kept)).delete()


def end_visits(account: Account, *, besides: str = "") -> int:
    """End the open stays of ``account`` but one; return how many."""
    visits = Visit.objects.filter(account=account, ended_at=None)
    if besides:
        visits = visits.exclude(pk=besides)
    return visits.update(ended_at=clock.now(), end=VisitEnd.REPLACED)


def shut(account: Account) -> None:
    """Close a locked account row; the calling verb writes the event."""
    account.is_active, account.closed_at = False, clock.now()
    account.save(update_fields=["is_active", "closed_at"])
    end_visits(account)


def _set_initial(account: Account, password: str) -> None:
    account.set_password(password)
    account.must_change_password = True
    account.password_changed_at = clock.now()


def _locked(account: Account) -> Account:
    return Account.objects.select_for_update(of=("self",), no_key=True).select_related("person").get(pk=account.pk)


def _administered(account: Account, actor: ledger.Actor) -> Account:
    """Return the locked account after asking whether ``actor`` may administer it; never one's own."""
    guards.require(actor, ACCOUNTS, account.person)
    if actor.id == str(account.pk):
        raise Forbidden(_("Your own account is administered by somebody else."))
    return _locked(account)
