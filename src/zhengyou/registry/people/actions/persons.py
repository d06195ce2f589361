"""Keeping the list of persons."""

import datetime as dt
import re

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import record
from zhengyou.registry.people import guards, hooks
from zhengyou.registry.people.actions.accounts import shut
from zhengyou.registry.people.actions.emails import tidy_email
from zhengyou.registry.people.models import Account, Person
from zhengyou.registry.people.pinyin import sort_key
from zhengyou.registry.people.queries import working
from zhengyou.registry.people.rules import MANAGE

_PHONE = re.compile(r"\+?[\d][\d ()-]{5,19}")


@transaction.atomic
def enrol(name: str, *, actor: ledger.Actor, phone: str = "", email: str = "") -> Person:
    """Put a person on the list."""
    guards.require(actor, MANAGE, None)
    person = Person(name=_tidy_name(name), phone=_tidy_phone(phone), email=tidy_email(email))
    person.email_confirmed_at = clock.now() if person.email else None
    person.sort_key = sort_key(person.name)
    _only_one_with(phone, person)
    person.save()
    given = [field for field, value in (("phone", phone), ("email", email)) if value]
    record("people.enrol", person, actor=actor, fields=["name", *given])
    return person


@transaction.atomic
def rename(person: Person, name: str, *, actor: ledger.Actor) -> Person:
    """Give ``person`` another name; what was written before keeps the old one."""
    guards.require(actor, MANAGE, person)
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.name = _tidy_name(name)
    person.sort_key = sort_key(person.name)
    person.save(update_fields=["name", "sort_key"])
    record("people.rename", person, actor=actor, fields=["name"])
    return person


@transaction.atomic
def change_phone(person: Person, phone: str, *, actor: ledger.Actor) -> Person:
    """Give ``person`` another telephone number; everybody may do this for themselves."""
    account = Account.objects.filter(person=person).first()
    if account is None or actor.id != str(account.pk):
        guards.require(actor, MANAGE, person)
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.phone = _tidy_phone(phone)
    _only_one_with(phone, person)
    person.save(update_fields=["phone"])
    record("people.change_phone", person, actor=actor, fields=["phone"])
    return person


@transaction.atomic
def leave(person: Person, on: dt.date, *, actor: ledger.Actor) -> Person:
    """Take ``person`` off the list from ``on``: the account is closed, posts and grants end, terms begin to run."""
    guards.require(actor, MANAGE, person)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if on > clock.today():
        raise Refused(
            _("Do this on the day itself: until then the person still works here."), field="on", code="future"
        )
    if person.left_on:
        raise Conflict(_("This person has left already."), code="left")
    person.left_on = on
    person.save(update_fields=["left_on"])
    for account in Account.objects.select_for_update().filter(person=person, is_active=True):
        shut(account)
        record("people.close_account", account, actor=actor, fields=["is_active"])
    for told in hooks.person_left:
        told(person, on, actor)
    record("people.leave", person, actor=actor, fields=["left_on"])
    return person


def _tidy_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise Refused(_("Write the name, at most 60 characters."), field="name", code="name")
    return name


def _tidy_phone(phone: str) -> str:
    phone = phone.strip()
    if phone and not _PHONE.fullmatch(phone):
        raise Refused(_("Write a telephone number: digits, blanks and hyphens."), field="phone", code="phone")
    return phone


def _only_one_with(phone: str, person: Person) -> None:
    if not phone.strip():
        return
    other = working().filter(phone=phone).exclude(pk=person.pk).first()
    if other is not None:
        said = _("%(name)s already has this telephone number. Is it the same person?")
        raise Refused(said % {"name": other.name}, field="phone", code="phone_taken")
