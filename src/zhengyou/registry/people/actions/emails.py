"""A person's e-mail address: giving it, proving that mail arrives there."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock, ids
from zhengyou.kernel.errors import Conflict, Forbidden, Refused, TooMany
from zhengyou.records import jobs, ledger
from zhengyou.records.ledger.actions import record
from zhengyou.records.notices.channels import mail_is_set_up
from zhengyou.records.seal import throttle
from zhengyou.records.seal.actions import open_for
from zhengyou.registry.people import guards, policy
from zhengyou.registry.people.models import Account, EmailProof, Person
from zhengyou.registry.people.rules import MANAGE

LONGEST = 120
SUBJECT = _("Confirm your e-mail address")
BODY = _(
    "Your code is %(code)s. Give it on the page “My account” within %(hours)d hours; from then on notices about your "
    "work arrive here as well. If you did not ask for it, there is nothing to do."
)


@transaction.atomic
def change_email(person: Person, email: str, *, actor: ledger.Actor) -> Person:
    """Give ``person`` another e-mail address, or none; everybody may do this for themselves.

    One's own address waits for the code that is sent there. The administration answers for what it enters, as it does
    for telephone numbers: such an address is used at once.
    """
    own = _is_own(person, actor)
    if not own:
        guards.require(actor, MANAGE, person)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.left_on and email.strip():
        raise Conflict(_("This person has left already."), code="left")
    person.email = tidy_email(email)
    if own and person.email and not mail_is_set_up():
        said = _("This installation sends no mail yet, so no code can reach you. Ask your administrator.")
        raise Refused(said, field="email", code="no_mail")
    person.email_confirmed_at = None if own or not person.email else clock.now()
    person.save(update_fields=["email", "email_confirmed_at"])
    EmailProof.objects.filter(person=person).delete()
    if own and person.email:
        _ask_for_proof(person)
    record("people.change_email", person, actor=actor, fields=["email"])
    return person


@transaction.atomic
def repeat_email_code(person: Person, *, actor: ledger.Actor) -> Person:
    """Have another code sent to one's own address, as when the first did not arrive."""
    person = _waiting(person, actor)
    _ask_for_proof(person)
    return person


def send_email_code(person: Person, *, actor: ledger.Actor = ledger.SYSTEM) -> bool:
    """Make a code and mail it to the address that waits for it; return whether it still waits.

    The code is made only here, so that it lies nowhere in clear: the table keeps its keyed hash. It is committed before
    it is mailed, so that a code that arrives holds; where the mail breaks off the job makes another one (ADR 13).
    """
    address, code = _make_code(person, actor)
    if not address:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        body = str(BODY) % {"code": code, "hours": policy.EMAIL_CODE_HOURS}
        send_mail(str(SUBJECT), body, settings.DEFAULT_FROM_EMAIL, [address])
    return True


@transaction.atomic(durable=True)
def _make_code(person: Person, actor: ledger.Actor) -> tuple[str, str]:
    """Return the address that waits for its code, and the code; nothing where none waits."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not person.email or person.email_confirmed_at or person.left_on:
        return "", ""
    code = ids.short_code(8)
    proof = {"digest": _digest(person, code), "made_at": clock.now(), "failed_attempts": 0}
    EmailProof.objects.update_or_create(person=person, defaults=proof)
    address = open_for(person, "email", actor=actor, purpose="confirm_email")
    record("people.send_email_code", person, actor=actor, fields=["email"])
    return address, code


def confirm_email(person: Person, code: str, *, actor: ledger.Actor) -> Person:
    """Take the code that arrived at one's own address: from now on notices go there. Wrong codes are counted."""
    with transaction.atomic():
        person = _waiting(person, actor)
        if right := _is_right(person, code):
            person.email_confirmed_at = clock.now()
            person.save(update_fields=["email_confirmed_at"])
            EmailProof.objects.filter(person=person).delete()
            record("people.confirm_email", person, actor=actor, fields=["email"])
    if not right:
        said = _("This code is not right, or it is too old. Have a new one sent if need be.")
        raise Refused(said, field="code", code="wrong_code")
    return person


def tidy_email(email: str) -> str:
    """Return an address as it is stored; refused where it cannot be one."""
    email = email.strip()
    if not email:
        return ""
    try:
        validate_email(email)
    except ValidationError:
        email = ""
    if not email or len(email) > LONGEST:
        raise Refused(_("Write an e-mail address such as name@example.org."), field="email", code="email")
    return email


def _is_own(person: Person, actor: ledger.Actor) -> bool:
    account = Account.objects.filter(person=person).first()
    return account is not None and actor.id == str(account.pk)


def _waiting(person: Person, actor: ledger.Actor) -> Person:
    """Return the locked person, whose address waits for its code."""
    if not _is_own(person, actor):
        raise Forbidden(_("Everybody confirms only their own address."))
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not person.email or person.email_confirmed_at:
        raise Conflict(_("No address waits for a code."), code="nothing_waits")
    return person


def _ask_for_proof(person: Person) -> None:
    if throttle.knock("people.email-code", str(person.pk), period=dt.timedelta(days=1)) > policy.EMAIL_CODES_PER_DAY:
        raise TooMany(_("Too many codes were sent today. Please try again tomorrow."))
    jobs.defer("people.send_email_code", person=str(person.pk))


def _is_right(person: Person, code: str) -> bool:
    proof = EmailProof.objects.select_for_update().filter(person=person).first()
    oldest = clock.now() - dt.timedelta(hours=policy.EMAIL_CODE_HOURS)
    if proof is None or proof.made_at < oldest or proof.failed_attempts >= policy.EMAIL_CODE_ATTEMPTS:
        return False
    if constant_time_compare(proof.digest, _digest(person, code)):
        return True
    proof.failed_attempts += 1
    proof.save(update_fields=["failed_attempts"])
    return False


def _digest(person: Person, code: str) -> str:
    return salted_hmac("people.email", f"{person.pk}:{ids.read_code(code)}", algorithm="sha256").hexdigest()
