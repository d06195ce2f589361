"""Changes as values: make one now, plan it for a later day, make what is due."""

import datetime as dt
from contextlib import suppress

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock, moves
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import move as move_state
from zhengyou.records.ledger.actions import record
from zhengyou.registry.bodies import changes, rules
from zhengyou.registry.bodies.actions import tree, versions
from zhengyou.registry.bodies.changes import Change, Dissolve, Found, Merge, Move, Rename, Reorder, Split
from zhengyou.registry.bodies.enums import ChangeState
from zhengyou.registry.bodies.machine import PLANNED_CHANGE
from zhengyou.registry.bodies.models import Body, PlannedChange


def make(change: Change, *, on: dt.date, document: str = "", actor: ledger.Actor) -> Body:
    """Make ``change`` with effect from ``on``, which is today or earlier, and return the body that it concerns."""
    found = Body.objects.select_related("parent").in_bulk(changes.bodies_of(change))
    body = found[change.body]
    match change:
        case Found():
            return tree.found(change.founding, parent=body, on=on, document=document, actor=actor)
        case Rename():
            return tree.rename(
                body, name=change.name, short_name=change.short_name, on=on, document=document, actor=actor
            )
        case Move():
            return tree.move(
                body,
                parent=found[change.parent],
                order_number=change.order_number,
                on=on,
                document=document,
                actor=actor,
            )
        case Reorder():
            return tree.reorder(body, order_number=change.order_number, on=on, actor=actor)
        case Merge():
            sources = [found[key] for key in change.sources]
            return tree.merge(sources, into=body, carry_posts=change.carry_posts, on=on, document=document, actor=actor)
        case Split():
            return tree.split(body, parts=change.parts, keep=change.keep, on=on, document=document, actor=actor)[0]
        case Dissolve():
            heir = found[change.heir] if change.heir else None
            return tree.dissolve(body, heir=heir, on=on, document=document, actor=actor)


@transaction.atomic
def attempt(change: Change, *, on: dt.date, actor: ledger.Actor) -> None:
    """Make ``change`` and take it back, for the refusal it may raise; nothing of it stays."""
    make(change, on=min(on, clock.today()), actor=actor)
    transaction.set_rollback(True)


@transaction.atomic
def plan(change: Change, *, on: dt.date, document: str = "", actor: ledger.Actor) -> PlannedChange:
    """Keep ``change`` until its day, which lies ahead; a job makes it then.

    It is tried at once and taken back, so that what cannot work today is refused today and not on the day.
    """
    if on <= clock.today():
        raise Refused(_("This day has come: make the change at once."), field="on", code="not_ahead")
    attempt(change, on=clock.today(), actor=actor)
    planned = PlannedChange.objects.create(
        body_id=change.body, kind=change.kind, change=changes.write(change), on=on, document=document
    )
    record("bodies.plan", planned, actor=actor, fields=["change", "on"], target=ChangeState.PLANNED)
    return planned


@transaction.atomic
def cancel(planned: PlannedChange, *, actor: ledger.Actor) -> PlannedChange:
    """Take a planned change back before its day, or one that failed."""
    rules.require(actor, rules.MANAGE, planned.body.parent or planned.body)
    return move_state(planned, "cancel_change", PLANNED_CHANGE, actor=actor, settled_at=clock.now())


@transaction.atomic
def apply(planned: PlannedChange, *, actor: ledger.Actor) -> PlannedChange:
    """Make a planned change whose day has come; where that is refused, keep the reason for a person to read."""
    versions.require_arrived(planned.on)
    planned = PlannedChange.objects.select_for_update(of=("self",)).get(pk=planned.pk)
    moves.target_of(planned, planned.state, "apply_change", PLANNED_CHANGE)
    change = changes.read(planned.kind, planned.change)
    try:
        with transaction.atomic():
            make(change, on=planned.on, document=planned.document, actor=actor)
    except Refused as refusal:
        if planned.state == ChangeState.FAILED:
            raise
        return move_state(
            planned, "fail_change", PLANNED_CHANGE, actor=actor, reason=str(refusal)[:300], settled_at=clock.now()
        )
    return move_state(planned, "apply_change", PLANNED_CHANGE, actor=actor, reason="", settled_at=clock.now())


def apply_due(*, actor: ledger.Actor) -> list[PlannedChange]:
    """Make every planned change whose day has come, oldest first; safe to repeat, each in its own transaction."""
    due = PlannedChange.objects.filter(state=ChangeState.PLANNED, on__lte=clock.today()).order_by("on", "id")
    made = []
    for planned in due:
        with suppress(Conflict):  # another worker was quicker
            made.append(apply(planned, actor=actor))
    return made
