"""Verbs of the board of needs."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import rules
from zhengyou.instruments.complaints.enums import NeedState, Sector
from zhengyou.instruments.complaints.machine import NEED
from zhengyou.instruments.complaints.models import Category, Complaint, Need
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid, Refused, Sentence
from zhengyou.kernel.masking import mask_text
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What people need."""

    title: str
    text: str = ""
    sector: str = Sector.OTHER
    category: Category | None = None
    place: str = ""
    people: int | None = None
    source: Complaint | None = None


@transaction.atomic
def list_need(wanted: Wanted, *, body: Body, actor: Actor) -> Need:
    """Put a need on the board of ``body``, heard on a visit or taken out of a matter."""
    require(actor, rules.NEEDS_BOARD, body)
    wrong: dict[str, Sentence] = {}
    if not wanted.title.strip():
        wrong["title"] = _("Say what is needed.")
    if wanted.sector not in Sector.values:
        wrong["sector"] = _("Choose a field.")
    if wrong:
        raise Invalid(wrong)
    need = Need.objects.create(
        body=body,
        sector=wanted.sector,
        category=wanted.category,
        title=mask_text(wanted.title.strip())[:120],
        text=mask_text(wanted.text.strip()),
        place=mask_text(wanted.place.strip())[:200],
        people=wanted.people,
        source=wanted.source,
        listed_on=clock.today(),
    )
    record("complaints.list_need", need, actor=actor, target=need.state)
    return need


@transaction.atomic
def claim(need: Need, *, body: Body, due_on: dt.date | None, actor: Actor) -> Need:
    """Claim a need for the unit ``body``, with the day by which it will be met; of two units one gets it."""
    require(actor, rules.NEEDS, body)
    if body.path.split(".")[0] != need.body.path.split(".")[0]:
        raise Refused(_("This board belongs to another place."), field="body")
    if due_on is None or due_on < clock.today():
        raise Invalid({"due_on": _("Say by which day it will be met.")})
    return move(need, "claim", NEED, actor=actor, claimed_by=body, due_on=due_on)


@transaction.atomic
def give_up(need: Need, *, reason: str, actor: Actor) -> Need:
    """Put a claimed need back on the board, so that another unit can claim it."""
    held = _held(need, actor)
    if not reason.strip():
        raise Invalid({"reason": _("Say why it cannot be met by your unit.")})
    return move(held, "give_up", NEED, actor=actor, claimed_by=None, due_on=None, result=reason.strip())


@transaction.atomic
def meet(need: Need, *, result: str, actor: Actor) -> Need:
    """Report how a claimed need was met."""
    held = _held(need, actor)
    if not result.strip():
        raise Invalid({"result": _("Say how it was met.")})
    return move(held, "meet", NEED, actor=actor, result=mask_text(result.strip()), done_on=clock.today())


@transaction.atomic
def confirm_need(need: Need, *, actor: Actor) -> Need:
    """Note that the people confirm that the need was met; the unit that met it does not do this."""
    require(actor, rules.NEEDS_BOARD, need.body)
    return move(need, "confirm_need", NEED, actor=actor)


@transaction.atomic
def decline_need(need: Need, *, result: str, actor: Actor) -> Need:
    """Explain why a need cannot be met."""
    require(actor, rules.NEEDS_BOARD, need.body)
    if not result.strip():
        raise Invalid({"result": _("Say why it cannot be met; the public reads this.")})
    return move(need, "decline_need", NEED, actor=actor, result=mask_text(result.strip()), done_on=clock.today())


def _held(need: Need, actor: Actor) -> Need:
    """Return the need locked, if the unit that holds it now is one for which ``actor`` may act."""
    locked = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    if locked.state != NeedState.CLAIMED or locked.claimed_by is None:
        raise Refused(_("No unit has claimed this need."), code="state")
    require(actor, rules.NEEDS, locked.claimed_by)
    return locked
