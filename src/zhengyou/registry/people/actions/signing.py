"""Signing in and out: the password, the second factor, and the stay at the desk that follows."""

import datetime as dt
from collections.abc import Callable

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import record
from zhengyou.registry.people import policy
from zhengyou.registry.people.actions import factors
from zhengyou.registry.people.enums import VisitEnd
from zhengyou.registry.people.models import Account, Visit
from zhengyou.registry.people.queries import accounts_named, second_factor_of

AT_THE_DOOR = ledger.Actor(kind="system", id="sign-in", label="sign-in")
"""Whoever tries a password: nobody knows yet who it is."""

WRONG = _(
    "User name or password is not right, or the account is locked for a while. "
    "Try again later or ask your administrator."
)
"""One sentence for all failures, so that nobody learns which accounts exist or are locked."""

WRONG_CODE = _("This code is not right or was used already. Wait for the next one, or use a recovery code.")


def authenticate(username: str, password: str) -> Account:
    """Return the account whose password this is; raises Refused with one sentence for every failure.

    Without a second factor this is the whole sign-in and forgets earlier failures; with one, `verify_code` follows.
    The attempt is counted even though the refusal ends the request, so no transaction spans both.
    """
    account = _attempt(username, lambda found: found.check_password(password), password)
    if account is None:
        raise Refused(WRONG, code="wrong_password")
    if account.must_change_password and _initial_is_too_old(account):
        raise Refused(_("This initial password has expired. Ask your administrator for a new one."), code="expired")
    return account


def verify_code(account: Account, code: str) -> Account:
    """Return ``account`` if ``code`` is right: of the phone, or one of the recovery codes. Failures count as above."""
    verified = _attempt(account.username, lambda found: factors.use_code(found, code), "", last=True)
    if verified is None:
        raise Refused(WRONG_CODE, field="code", code="wrong_code")
    return verified


def _attempt(username: str, proof: Callable[[Account], bool], password: str, *, last: bool = False) -> Account | None:
    """Try ``proof`` on the locked account and count; None where it fails or the account is shut.

    The row stays locked while the password is hashed: of a hundred attempts at the same moment no more than the
    allowed number is ever looked at.
    """
    with transaction.atomic():
        account = accounts_named(username).select_for_update(of=("self",), no_key=True).first()
        if account is None or not account.is_active or account.is_locked:
            make_password(password)  # takes as long as a real comparison, so that time tells nothing
            return None
        if proof(account):
            if account.failed_attempts and (last or second_factor_of(account) is None):
                account.failed_attempts = 0
                account.save(update_fields=["failed_attempts"])
            return account
        _count_failure(account)
        return None


def _count_failure(account: Account) -> None:
    account.failed_attempts += 1
    record("people.fail_sign_in", account, actor=AT_THE_DOOR, fields=["failed_attempts"])
    if account.failed_attempts >= policy.MAX_FAILED_ATTEMPTS:
        account.failed_attempts = 0
        account.locked_until = clock.now() + dt.timedelta(minutes=policy.LOCK_MINUTES)
        record("people.lock_account", account, actor=ledger.SYSTEM, fields=["locked_until"])
    account.save(update_fields=["failed_attempts", "locked_until"])


def _initial_is_too_old(account: Account) -> bool:
    limit = clock.now() - dt.timedelta(days=policy.INITIAL_PASSWORD_DAYS)
    return account.password_changed_at is not None and account.password_changed_at < limit


@transaction.atomic
def begin_visit(account: Account, *, actor: ledger.Actor, device: str = "") -> Visit:
    """Begin a stay at the desk, after the account has proved itself."""
    if actor.id != str(account.pk):
        raise Forbidden(_("Everybody signs in only for themselves."))
    visit = Visit.objects.create(account=account, device=device[:60])
    record("people.sign_in", account, actor=actor)
    return visit


@transaction.atomic
def end_visit(visit: Visit, end: VisitEnd, *, actor: ledger.Actor) -> Visit:
    """End a stay: its person signed out, or it timed out."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("account__person").get(pk=visit.pk)
    if visit.ended_at is not None:
        return visit
    visit.ended_at, visit.end = clock.now(), end
    visit.save(update_fields=["ended_at", "end"])
    verb = "people.time_out" if end == VisitEnd.IDLE else "people.sign_out"
    record(verb, visit.account, actor=actor)
    return visit


@transaction.atomic
def revoke_visit(visit: Visit, *, actor: ledger.Actor) -> Visit:
    """End another of one's own stays, as on a computer one forgot to sign out of."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("account__person").get(pk=visit.pk)
    if actor.id != str(visit.account_id):
        raise Forbidden(_("Everybody ends only their own sign-ins."))
    if visit.ended_at is not None:
        raise Conflict(_("This sign-in has ended already."), code="ended")
    visit.ended_at, visit.end = clock.now(), VisitEnd.REVOKED
    visit.save(update_fields=["ended_at", "end"])
    record("people.revoke_sign_in", visit.account, actor=actor)
    return visit


def is_idle(visit: Visit) -> bool:
    """Return whether nothing was heard from this stay for too long."""
    return clock.now() - visit.last_seen_at > dt.timedelta(minutes=policy.IDLE_MINUTES)


def see(visit: Visit) -> None:
    """Remember that the stay goes on; written at most once a minute, and no event: it changes nothing."""
    if clock.now() - visit.last_seen_at >= dt.timedelta(seconds=policy.SEEN_EVERY_SECONDS):
        Visit.objects.filter(pk=visit.pk, ended_at=None).update(last_seen_at=clock.now())
