"""Readings of people."""

import datetime as dt
from uuid import UUID

from django.db.models import CharField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Lower

from zhengyou.kernel import clock
from zhengyou.records import ledger
from zhengyou.records.ledger.models import Event
from zhengyou.records.ledger.queries import kind_of
from zhengyou.records.seal.actions import open_for
from zhengyou.registry.people.models import Account, Person, SecondFactor, Visit
from zhengyou.registry.people.policy import IDLE_MINUTES


def accounts_named(username: str) -> QuerySet[Account]:
    """Return the account of this user name, whatever its case, if there is one."""
    return Account.objects.alias(lowered=Lower("username")).filter(lowered=username.strip().lower())


def actor_of(account: Account) -> ledger.Actor:
    """Return ``account`` as the ledger knows it, without a hat: for signing in and one's own account."""
    return ledger.Actor(kind="account", id=str(account.pk), label=account.person.name)


def second_factor_of(account: Account) -> SecondFactor | None:
    """Return the confirmed second factor of ``account``, if it has one."""
    return SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).first()


def open_visits(account: Account) -> QuerySet[Visit]:
    """Return the stays of ``account`` that are still going on, the latest first."""
    alive = clock.now() - dt.timedelta(minutes=IDLE_MINUTES)
    return Visit.objects.filter(account=account, ended_at=None, last_seen_at__gte=alive)


def sign_ins(account: Account) -> QuerySet[Event]:
    """Return what was done to ``account``, the latest first: its owner sees every sign-in and every failed one."""
    return Event.objects.filter(object_kind=kind_of(account), object_id=str(account.pk)).order_by("-at", "-id")


def spelled(people: QuerySet[Person], word: str) -> QuerySet[Person]:
    """Return those of ``people`` whose name begins with ``word`` in pinyin, without tones: ``wangxiao``, or has these initials: ``wxm``."""
    word = word.lower().replace(" ", "")
    return people.alias(
        letters=_Replace(F("sort_key"), Value("[^a-z]"), Value(""), Value("g")),
        initials=_Replace(F("sort_key"), Value("([a-z])[a-z]*[0-9]? ?"), Value(r"\1"), Value("g")),
    ).filter(Q(letters__startswith=word) | Q(initials=word))


def address_of(person: str) -> str:
    """Return the confirmed e-mail address of the person with this id, opened for sending a notice; empty without one."""
    try:
        found = working().filter(pk=UUID(person), email_confirmed_at__isnull=False).first()
    except ValueError:  # what was told to something other than a person
        return ""
    return open_for(found, "email", actor=ledger.SYSTEM, purpose="notify") if found else ""


class _Replace(Func):
    function = "regexp_replace"
    output_field = CharField()


def working() -> QuerySet[Person]:
    """Return the persons who have not left."""
    return Person.objects.filter(left_on=None)
