"""Verbs that all things on show have in common. Whoever drafted or signed something does not review it."""

from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.display import rules, walls
from zhengyou.instruments.display.enums import SheetState, State
from zhengyou.instruments.display.machine import MATTER_MOVES, MOVES, SHEET_MOVES
from zhengyou.instruments.display.models import Asset, Brand, Card, Commitment, Pledge, PracticalMatter, Standard
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.kernel.moves import Machine
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body

Sheet = TypeVar("Sheet", Standard, Pledge)
Shown = Commitment | Card | Pledge | Standard | Brand | Asset | PracticalMatter


def machine_of(thing: Shown) -> Machine:
    """Return the life that ``thing`` leads."""
    if isinstance(thing, Pledge | Standard):
        return SHEET_MOVES
    return MATTER_MOVES if isinstance(thing, PracticalMatter) else MOVES


def body_of(thing: Shown) -> Body:
    """Return the unit to which a thing on show belongs."""
    return thing.appointment.post.body if isinstance(thing, Card) else thing.body


@transaction.atomic
def submit(thing: Shown, *, actor: Actor) -> Shown:
    """Hand ``thing`` in for review; a sheet of promises is signed instead."""
    require(actor, rules.DRAFT, body_of(thing))
    if isinstance(thing, Pledge):
        raise Refused(_("A sheet of promises is handed in by signing it."))
    _no_line_alone(thing)
    return move(thing, "submit", machine_of(thing), actor=actor)


@transaction.atomic
def show(thing: Shown, *, actor: Actor) -> Shown:
    """Review ``thing`` and show it to the public; an older version of the same gives way."""
    require(actor, rules.PUBLISH, body_of(thing))
    if actor.kind == "account" and thing.drafted_by == actor.id:
        raise Refused(_("Somebody else must review what you drafted."))
    _no_line_alone(thing)
    if isinstance(thing, Standard):
        same = Standard.objects.filter(body=thing.body, item=thing.item_id, window=thing.window_id)
        for old in _shown_before(same, thing):
            move(old, "replace", SHEET_MOVES, actor=actor)
    if isinstance(thing, Pledge):
        _show_promises(thing, actor)
    walls.tell(body_of(thing))
    return move(thing, "show", machine_of(thing), actor=actor)


@transaction.atomic
def send_back(thing: Shown, *, actor: Actor) -> Shown:
    """Give ``thing`` back to its drafter; a signature falls."""
    require(actor, rules.PUBLISH, body_of(thing))
    _no_line_alone(thing)
    fallen: dict[str, Any] = {"signed_by": "", "signed_at": None, "digest": ""} if isinstance(thing, Pledge) else {}
    return move(thing, "send_back", machine_of(thing), actor=actor, **fallen)


@transaction.atomic
def take_down(thing: Shown, *, actor: Actor) -> Shown:
    """Take ``thing`` down; it stays on record. A practical matter is dropped with a reason instead."""
    require(actor, rules.DRAFT, body_of(thing))
    if isinstance(thing, PracticalMatter):
        raise Conflict(_("A promised matter is not taken down: say why it is not carried on."))
    _no_line_alone(thing)
    if isinstance(thing, Pledge):
        _withdraw_promises(thing, actor)
    walls.tell(body_of(thing))
    return move(thing, "take_down", machine_of(thing), actor=actor)


def _no_line_alone(thing: Shown) -> None:
    """Raise Conflict for a promise of a signed sheet: what was signed as a whole is reviewed as a whole."""
    if isinstance(thing, Commitment) and thing.pledge_id:
        raise Conflict(_("This promise stands on a signed sheet, which is reviewed as a whole."))


def _shown_before(versions: QuerySet[Sheet], thing: Sheet) -> list[Sheet]:
    """Return the versions on show before ``thing``; all versions are locked first, so that two reviewers take turns."""
    found = list(versions.select_for_update(of=("self",)).order_by("pk"))
    return [one for one in found if one.state == SheetState.SHOWN and one.pk != thing.pk]


def _show_promises(pledge: Pledge, actor: Actor) -> None:
    same = Pledge.objects.filter(body=pledge.body, template=pledge.template_id, appointment=pledge.appointment_id)
    for old in _shown_before(same, pledge):
        _withdraw_promises(old, actor)
        move(old, "replace", SHEET_MOVES, actor=actor)
    for promise in pledge.commitments.filter(state=State.DRAFT).order_by("pk"):
        move(move(promise, "submit", MOVES, actor=actor), "show", MOVES, actor=actor)


def _withdraw_promises(pledge: Pledge, actor: Actor) -> None:
    for promise in pledge.commitments.exclude(state=State.WITHDRAWN).order_by("pk"):
        move(promise, "take_down", MOVES, actor=actor)
