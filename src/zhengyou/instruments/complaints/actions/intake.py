"""Verbs that take a matter in, through whichever door it comes."""

import datetime as dt
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import policy, queries, rules
from zhengyou.instruments.complaints.enums import Channel, Identity, Kind
from zhengyou.instruments.complaints.grams import grams_of
from zhengyou.instruments.complaints.models import BoxOpening, Category, Complainant, Complaint
from zhengyou.instruments.complaints.wording import title_of, unnamed
from zhengyou.kernel import clock, ids
from zhengyou.kernel.errors import Forbidden, Invalid, Refused, Sentence
from zhengyou.kernel.secrecy import find_secrecy_mark
from zhengyou.records import files
from zhengyou.records.files import actions as attachments
from zhengyou.records.ledger import PUBLIC, Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import actions as deadlines
from zhengyou.registry.deadlines.queries import clocks_of
from zhengyou.registry.services.models import ServiceItem

TRIAGE = "triage"
"""The stage in which a matter waits to be answered, explained or dispatched."""
CODE_LENGTH = 10

Picture = tuple[str, bytes]
"""Name and content of a photograph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody says, with as much about themselves as they want to tell."""

    kind: str
    text: str
    title: str = ""
    channel: str = Channel.WEB
    about: Body | None = None
    item: ServiceItem | None = None
    category: Category | None = None
    place: str = ""
    territory: Body | None = None
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    identity: str = Identity.ANONYMOUS
    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    may_publish: bool = True
    outer_system: str = ""
    outer_number: str = ""
    promised_on: dt.date | None = None
    opening: BoxOpening | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A matter that was taken in, and the code that only the complainant gets."""

    complaint: Complaint
    code: str


@transaction.atomic
def submit(statement: Statement, *, body: Body, pictures: Iterable[Picture] = (), actor: Actor = PUBLIC) -> Taken:
    """Take in what a citizen sends through a public door; ``body`` is the office of the place."""
    taken = _take(statement, body, actor, verb="submit")
    _attach(taken.complaint, pictures, actor)
    return taken


@transaction.atomic
def receive(
    statement: Statement,
    *,
    body: Body,
    received_at: dt.datetime | None = None,
    pictures: Iterable[Picture] = (),
    actor: Actor,
) -> Taken:
    """Take in what somebody says at a window, by telephone, on paper or through another system.

    What another system sends twice stays one matter.
    """
    require(actor, rules.EXCHANGE if statement.channel == Channel.UPPER else rules.RECEIVE, body)
    if known := _known(statement):
        return Taken(known, "")
    try:
        with transaction.atomic() if statement.outer_number else nullcontext():
            taken = _take(statement, body, actor, verb="receive", received_at=received_at)
    except IntegrityError:
        if known := _known(statement):  # the other system sent it twice at the same moment
            return Taken(known, "")
        raise
    _attach(taken.complaint, pictures, actor)
    return taken


@transaction.atomic
def speak(statement: Statement, *, body: Body, actor: Actor) -> Taken:
    """Take in the opinion of a member of the own staff (干部职工意见).

    Who speaks without a name is written down as the public is: neither the ledger nor the matter knows who it was.
    """
    own = getattr(actor, "body", None)
    require(actor, rules.SPEAK, own)
    if own is None or own.path.split(".")[0] != body.path.split(".")[0]:
        raise Forbidden(_("Opinions of staff go to the office of the own place."))
    unseen = statement.identity == Identity.ANONYMOUS
    return _take(statement, body, PUBLIC if unseen else actor, verb="submit" if unseen else "speak")


@transaction.atomic
def renew_code(complaint: Complaint, *, phone: str, actor: Actor) -> Taken:
    """Give a new code to a caller who lost it and whose telephone number is the one that was left."""
    require(actor, rules.RECEIVE, complaint.body)
    locked = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    if not Complainant.objects.filter(complaint=locked, phone=phone).exists():
        raise Refused(_("This is not the telephone number that was left with the matter."), field="phone")
    code = ids.short_code(CODE_LENGTH)
    locked.code_digest = queries.digest(locked.number, code)
    locked.save(update_fields=["code_digest"])
    record("complaints.renew_code", locked, actor=actor, fields=["code_digest"])
    return Taken(locked, code)


def office_for(body: Body, about: Body | None) -> Body:
    """Return who sees to a matter taken in at ``body``: never the unit concerned or one below it."""
    if about is not None and body.path.startswith(about.path):
        return about.parent or body
    return body


def _known(statement: Statement) -> Complaint | None:
    """Return the matter that another system sent under this number already."""
    if not statement.outer_number:
        return None
    return Complaint.objects.filter(outer_system=statement.outer_system, outer_number=statement.outer_number).first()


def _take(
    statement: Statement, body: Body, actor: Actor, *, verb: str, received_at: dt.datetime | None = None
) -> Taken:
    _check(statement)
    name, phone = statement.name.strip(), statement.phone.strip()
    title = unnamed(title_of(statement.title, statement.text), name, phone)[:120]
    text, place = unnamed(statement.text.strip(), name, phone), unnamed(statement.place.strip(), name, phone)
    number, code = ids.short_code(9), ids.short_code(CODE_LENGTH)
    complaint = Complaint.objects.create(
        number=number,
        code_digest=queries.digest(number, code),
        kind=statement.kind,
        channel=statement.channel,
        body=office_for(body, statement.about),
        about=statement.about,
        item=statement.item,
        category=statement.category,
        title=title,
        text=text,
        place=place[:200],
        territory=statement.territory,
        longitude=statement.longitude,
        latitude=statement.latitude,
        identity=statement.identity,
        may_publish=statement.may_publish,
        received_at=received_at or clock.now(),
        promised_on=statement.promised_on,
        opening=statement.opening,
        grams=grams_of(title, text, place),
        outer_system=statement.outer_system,
        outer_number=statement.outer_number,
    )
    if name or phone or statement.email.strip() or statement.address.strip():
        Complainant.objects.create(
            complaint=complaint,
            name=name,
            phone=phone,
            email=statement.email.strip(),
            address=statement.address.strip(),
        )
    record(f"complaints.{verb}", complaint, actor=actor, target=complaint.state)
    _begin_triage(complaint, TRIAGE, actor)
    return Taken(complaint, code)


def start_triage(complaint: Complaint, actor: Actor) -> None:
    """Start anew the clock in which a matter must be answered, explained or dispatched; callers hold its lock."""
    earlier = clocks_of(complaint).count()
    _begin_triage(complaint, f"{TRIAGE}-{earlier + 1}" if earlier else TRIAGE, actor)


def _begin_triage(complaint: Complaint, stage: str, actor: Actor) -> None:
    key = policy.RULE_OF_CONSULTATION if complaint.kind == Kind.CONSULTATION else policy.RULE_OF_TRIAGE
    limits = deadlines.Limits(complaint.body, clock.now())
    deadlines.start_held(complaint, key, limits, actor=actor, stage=stage, label=complaint.number)


def _check(statement: Statement) -> None:
    """Raise Invalid with a sentence at each field that is wrong."""
    wrong: dict[str, Sentence] = {}
    if statement.kind not in Kind.values:
        wrong["kind"] = _("Choose what it is.")
    if not statement.text.strip():
        wrong["text"] = _("Say what the matter is.")
    elif len(statement.text) > policy.TEXT_LENGTH:
        wrong["text"] = _("Please write at most 4000 characters.")
    elif find_secrecy_mark(statement.text) is not None:
        wrong["text"] = _("The text bears a mark of secrecy. Such papers must not enter this system.")
    if statement.identity not in Identity.values:
        wrong["identity"] = _("Choose how you want to be known.")
    elif statement.identity != Identity.ANONYMOUS and not (statement.phone.strip() or statement.email.strip()):
        wrong["phone"] = _("Leave a telephone number, or stay anonymous.")
    phone = statement.phone.strip()
    if phone and not 7 <= sum(one.isdigit() for one in phone) <= 15:
        wrong["phone"] = _("A telephone number has 7 to 15 digits.")
    if wrong:
        raise Invalid(wrong)


def _attach(complaint: Complaint, pictures: Iterable[Picture], actor: Actor) -> None:
    owner = files.owner_of(complaint)
    for name, content in list(pictures)[: policy.PICTURES]:
        attachments.attach(owner, name=name, content=content, actor=actor, asked=True)
