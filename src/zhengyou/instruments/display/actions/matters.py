"""Verbs of practical matters (实事) and of service brands."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.display import rules, walls
from zhengyou.instruments.display.enums import Audience, MatterState, Source, State
from zhengyou.instruments.display.machine import MATTER_MOVES
from zhengyou.instruments.display.models import Brand, PracticalMatter, Progress, Proof
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.records.files import queries as files
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done for the people, as the unit states it."""

    title: str
    source: Source
    origin: str
    promise: str
    due_on: dt.date
    audience: Audience = Audience.PUBLIC
    budget: Decimal = Decimal(0)


@transaction.atomic
def draft_matter(wanted: Wanted, *, body: Body, actor: Actor) -> PracticalMatter:
    """Draft a practical matter with its source, promise, day and budget."""
    require(actor, rules.DRAFT, body)
    _check(wanted)
    made = PracticalMatter.objects.create(body=body, drafted_by=actor.id, **_columns(wanted))
    record("display.draft", made, actor=actor)
    return made


@transaction.atomic
def amend_matter(matter: PracticalMatter, wanted: Wanted, *, actor: Actor) -> PracticalMatter:
    """Change a draft; what was promised in public is not changed any more."""
    require(actor, rules.DRAFT, matter.body)
    matter = _locked(matter)
    if matter.state != MatterState.DRAFT:
        raise Conflict(_("What was promised in public is not changed any more."))
    _check(wanted)
    columns = _columns(wanted)
    for name, value in columns.items():
        setattr(matter, name, value)
    matter.drafted_by = actor.id
    matter.save(update_fields=[*columns, "drafted_by"])
    record("display.amend", matter, actor=actor, fields=columns)
    return matter


@transaction.atomic
def report_progress(
    matter: PracticalMatter, *, on: dt.date, text: str, share: int, spent: Decimal = Decimal(0), actor: Actor
) -> Progress:
    """Report a step of a promised matter: what was done by a day, how much of the whole, and what it cost."""
    require(actor, rules.DRAFT, matter.body)
    matter = _locked(matter)
    if matter.state != MatterState.SHOWN:
        raise Conflict(_("Steps are reported while the promised matter is under way."))
    wrong: dict[str, Sentence] = {}
    if not text.strip():
        wrong["text"] = _("Say what was done.")
    if on > clock.today():
        wrong["on"] = _("This day is still to come.")
    if not 0 <= share <= 100:
        wrong["share"] = _("Give a share between 0 and 100 per cent.")
    if spent < 0:
        wrong["spent"] = _("A sum is not negative.")
    if wrong:
        raise Invalid(wrong)
    step = Progress.objects.create(matter=matter, on=on, text=text.strip(), share=share, spent=spent)
    PracticalMatter.objects.filter(pk=matter.pk).update(spent=F("spent") + spent)
    record("display.progress", matter, actor=actor, fields=["spent"])
    return step


@transaction.atomic
def finish(matter: PracticalMatter, *, result: str, done_on: dt.date, actor: Actor) -> PracticalMatter:
    """Report a matter as done; a proof (photograph, acceptance paper) must be attached before."""
    require(actor, rules.DRAFT, matter.body)
    if not result.strip():
        raise Invalid({"result": _("Say what was achieved; the public reads it.")})
    if done_on > clock.today():
        raise Invalid({"done_on": _("This day is still to come.")})
    if not files.attached_to(matter).exists():
        raise Refused(_("Attach the proof first: a photograph or the paper of acceptance."), code="proof")
    walls.tell(matter.body)
    return move(matter, "finish", MATTER_MOVES, actor=actor, result=result.strip(), done_on=done_on)


@transaction.atomic
def drop(matter: PracticalMatter, *, reason: str, actor: Actor) -> PracticalMatter:
    """Do not carry a matter on, with the reason in public; what was promised already needs the reviewer."""
    promised = matter.state == MatterState.SHOWN
    require(actor, rules.PUBLISH if promised else rules.DRAFT, matter.body)
    if not reason.strip():
        raise Invalid({"reason": _("Give a reason; the public reads it.")})
    walls.tell(matter.body)
    return move(matter, "drop", MATTER_MOVES, actor=actor, result=reason.strip())


@transaction.atomic
def draft_brand(*, body: Body, name: str, meaning: str, since: dt.date, actor: Actor) -> Brand:
    """Draft the service brand of a unit."""
    require(actor, rules.DRAFT, body)
    if not name.strip() or not meaning.strip():
        raise Invalid({"meaning": _("Say what the brand is called and what it stands for.")})
    try:
        with transaction.atomic():
            brand = Brand.objects.create(
                body=body, name=name.strip(), meaning=meaning.strip(), since=since, drafted_by=actor.id
            )
    except IntegrityError as error:
        raise Conflict(_("The unit has a brand of this name already."), field="name") from error
    record("display.draft", brand, actor=actor)
    return brand


@transaction.atomic
def prove(brand: Brand, *, on: dt.date, text: str, actor: Actor) -> Proof:
    """Add a proof that a brand is lived; files are attached to the brand."""
    require(actor, rules.DRAFT, brand.body)
    brand = Brand.objects.select_for_update().get(pk=brand.pk)
    if brand.state == State.WITHDRAWN:
        raise Conflict(_("This brand was taken down."))
    if not text.strip():
        raise Invalid({"text": _("Say what was done.")})
    if on > clock.today():
        raise Invalid({"on": _("This day is still to come.")})
    proof = Proof.objects.create(brand=brand, on=on, text=text.strip())
    record("display.prove", brand, actor=actor)
    return proof


def _locked(matter: PracticalMatter) -> PracticalMatter:
    return PracticalMatter.objects.select_for_update(of=("self",)).select_related("body").get(pk=matter.pk)


def _columns(wanted: Wanted) -> dict[str, object]:
    return {name: getattr(wanted, name) for name in Wanted.__slots__}


def _check(wanted: Wanted) -> None:
    needed: dict[str, Sentence] = {
        "title": _("Give it a title."),
        "origin": _("Say where exactly it was heard."),
        "promise": _("Say what is promised."),
    }
    wrong = {name: sentence for name, sentence in needed.items() if not getattr(wanted, name).strip()}
    if wanted.budget < 0:
        wrong["budget"] = _("A sum is not negative.")
    if wrong:
        raise Invalid(wrong)
