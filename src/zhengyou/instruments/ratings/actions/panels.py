"""Verbs of judgements of a unit as a whole: invite a panel, judge by a seat, judge by a spot check."""

import datetime as dt
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import answers, policy, rules
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.enums import JudgeKind
from zhengyou.instruments.ratings.models import Judgement, Panel, Seat
from zhengyou.kernel import clock, ids
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.records.ledger import PUBLIC, Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@transaction.atomic
def convene(
    *, body: Body, title: str, composition: str, units: Collection[Body], seats: int, opens_on: dt.date,
    closes_on: dt.date, actor: Actor,
) -> Panel:  # fmt: skip
    """Invite a panel of so many ``seats`` to judge ``units`` of ``body``; each seat has a code of its own."""
    require(actor, rules.PANELS, body)
    wrong: dict[str, Sentence] = {}
    if not title.strip():
        wrong["title"] = _("Give it a title.")
    if not composition.strip():
        wrong["composition"] = _("Say whom the panel is made of; it is published.")
    if not units or any(not unit.path.startswith(body.path) for unit in units):
        wrong["units"] = _("Choose units of the own body.")
    if not 1 <= seats <= policy.SEATS_MOST:
        wrong["seats"] = _("A panel has from 1 to %(number)d seats.") % {"number": policy.SEATS_MOST}
    if closes_on < opens_on:
        wrong["closes_on"] = _("It closes on the day of its opening or later.")
    if wrong:
        raise Invalid(wrong)
    panel = Panel.objects.create(
        body=body,
        title=title.strip()[:80],
        composition=composition.strip()[:200],
        opens_on=opens_on,
        closes_on=closes_on,
    )
    panel.units.set(units)
    Seat.objects.bulk_create(Seat(panel=panel) for _seat in range(seats))
    record("ratings.convene", panel, actor=actor)
    return panel


def seat_for(typed: str) -> Seat | None:
    """Return the seat of a typed or scanned code."""
    code = ids.read_code(typed)
    if not ids.code_holds(code):
        return None
    return Seat.objects.select_related("panel__body").filter(code=code).first()


@transaction.atomic
def judge(seat: Seat, *, given: Mapping[UUID, tuple[int, str]], actor: Actor = PUBLIC) -> list[Judgement]:
    """Take what a seat says of units, by their public ids: level and words; once, and without leaving whose it was.

    A unit that is left out is not judged. Of two uses of one code at the same moment one is kept.
    """
    del actor
    locked = Seat.objects.select_for_update(of=("self",)).select_related("panel").get(pk=seat.pk)
    panel = locked.panel
    if locked.is_used:
        raise Conflict(_("This code has been used already."), code="rated")
    if not panel.opens_on <= clock.today() <= panel.closes_on:
        raise Conflict(_("This panel does not judge today."), code="expired")
    units = {unit.public_id: unit for unit in panel.units.all()}
    chosen = {key: said for key, said in given.items() if key in units and said[0]}
    if not chosen:
        raise Refused(_("Judge at least one unit."), code="empty")
    for level, text in chosen.values():
        if wrong := answers.faults(Answer(level=level, text=text)):
            raise Invalid(wrong)
    locked.is_used = True
    locked.save(update_fields=["is_used"])
    made = Judgement.objects.bulk_create(
        Judgement(
            kind=JudgeKind.PANEL, panel=panel, body=units[key], level=level, text=text.strip(), day=panel.closes_on
        )
        for key, (level, text) in chosen.items()
    )
    record("ratings.judge", panel, actor=PUBLIC)
    return made


@transaction.atomic
def check_unit(body: Body, *, level: int, text: str, actor: Actor) -> Judgement:
    """Judge ``body`` by a spot check; whose it was stands with it. Nobody checks the own unit."""
    require(actor, rules.CHECK, body)
    rules.require_not_own(actor, body, _("Nobody checks the own unit."))
    wrong = dict(answers.faults(Answer(level=level, text=text)))
    if not text.strip():
        wrong["text"] = _("Say what was seen.")
    if wrong:
        raise Invalid(wrong)
    made = Judgement.objects.create(
        kind=JudgeKind.CHECK, body=body, level=level, text=text.strip(), day=clock.today(),
        checked_by=(actor.hat_label or actor.label)[:200],
    )  # fmt: skip
    record("ratings.check_unit", made, actor=actor)
    return made
