"""The second factor: codes of a phone (TOTP, RFC 6238) and recovery codes on paper."""

import pyotp
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock, ids
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import record
from zhengyou.records.seal.actions import open_for
from zhengyou.registry.people import guards, hooks, policy
from zhengyou.registry.people.models import Account, RecoveryCode, SecondFactor
from zhengyou.registry.people.queries import actor_of
from zhengyou.registry.people.rules import ACCOUNTS

STEP_SECONDS = 30
ISSUER = "Zhengyou"


@transaction.atomic
def prepare_second_factor(account: Account, *, actor: ledger.Actor) -> str:
    """Return the address (otpauth://…) that the phone reads as a QR code; it counts only once a code confirmed it.

    Asking again gives the same secret until it is confirmed, so that reloading the page does not spoil the phone.
    """
    _only_own(account, actor)
    list(Account.objects.select_for_update(no_key=True).filter(pk=account.pk))
    factor, made = SecondFactor.objects.get_or_create(account=account, defaults={"secret": pyotp.random_base32()})
    if factor.confirmed_at:
        raise Conflict(_("A second factor is set up already. Remove it first."), code="confirmed")
    if made:
        record("people.prepare_second_factor", account, actor=actor, fields=["second_factor"])
    secret = open_for(factor, "secret", actor=actor, purpose="enrol")
    return pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name=ISSUER)


@transaction.atomic
def confirm_second_factor(account: Account, code: str, *, actor: ledger.Actor) -> list[str]:
    """Switch the second factor on after a right code; return the recovery codes, which are shown this once."""
    _only_own(account, actor)
    factor = SecondFactor.objects.select_for_update(of=("self",)).filter(account=account).first()
    if factor is None or factor.confirmed_at:
        raise Conflict(_("There is no second factor to confirm. Reload the page."), code="no_factor")
    if not _takes(factor, code, actor):
        raise Refused(_("This code is not right. Is the phone's clock right?"), field="code", code="wrong_code")
    factor.confirmed_at = clock.now()
    factor.save(update_fields=["confirmed_at", "last_step"])
    RecoveryCode.objects.filter(account=account).delete()
    codes = [ids.short_code(10) for _place in range(policy.RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(account=account, digest=_digest(account, code)) for code in codes)
    record("people.confirm_second_factor", account, actor=actor, fields=["second_factor"])
    return codes


@transaction.atomic
def drop_second_factor(account: Account, password: str, *, actor: ledger.Actor) -> Account:
    """Remove one's own second factor, as before changing the phone; refused where a role demands one."""
    _only_own(account, actor)
    if not check_password(password, account.password):
        raise Refused(_("The present password is not right."), field="password", code="wrong_password")
    if hooks.demands_second_factor(account):
        raise Refused(_("Your role demands a second factor. Ask your administrator to reset it."), code="demanded")
    return _without_factor(account, "people.drop_second_factor", actor)


@transaction.atomic
def reset_second_factor(account: Account, *, actor: ledger.Actor) -> Account:
    """Remove the second factor of somebody who lost the phone and the recovery codes."""
    guards.require(actor, ACCOUNTS, account.person)
    if actor.id == str(account.pk):
        raise Forbidden(_("Your own account is administered by somebody else."))
    return _without_factor(account, "people.reset_second_factor", actor)


def _without_factor(account: Account, verb: str, actor: ledger.Actor) -> Account:
    SecondFactor.objects.filter(account=account).delete()
    RecoveryCode.objects.filter(account=account).delete()
    record(verb, account, actor=actor, fields=["second_factor"])
    return account


def use_code(account: Account, code: str) -> bool:
    """Return whether ``code`` is right now, and use it up. The caller holds the lock on the account's row."""
    actor = actor_of(account)
    factor = SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).first()
    if factor is not None and _takes(factor, code, actor):
        factor.save(update_fields=["last_step"])
        return True
    unused = RecoveryCode.objects.filter(account=account, used_at=None, digest=_digest(account, code))
    if unused.update(used_at=clock.now()):
        record("people.use_recovery_code", account, actor=actor, fields=["recovery_codes"])
        return True
    return False


def _takes(factor: SecondFactor, code: str, actor: ledger.Actor) -> bool:
    """Return whether the phone shows ``code`` within the tolerance, in a step that was not used yet."""
    code = "".join(code.split())
    totp = pyotp.TOTP(open_for(factor, "secret", actor=actor, purpose="second_factor"))
    step = int(clock.now().timestamp()) // STEP_SECONDS
    for at in range(step - policy.CODE_TOLERANCE, step + policy.CODE_TOLERANCE + 1):
        if at > factor.last_step and constant_time_compare(totp.generate_otp(at), code):
            factor.last_step = at
            return True
    return False


def _digest(account: Account, code: str) -> str:
    return salted_hmac("people.recovery", f"{account.pk}:{ids.read_code(code)}", algorithm="sha256").hexdigest()


def _only_own(account: Account, actor: ledger.Actor) -> None:
    if actor.id != str(account.pk):
        raise Forbidden(_("Everybody sets up only their own second factor."))
