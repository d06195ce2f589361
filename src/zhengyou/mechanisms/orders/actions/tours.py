"""Verbs of visits to units: enter the year's plan, plan a visit under its right name, conclude or cancel it."""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.mechanisms.orders import gate, rules
from zhengyou.mechanisms.orders.actions.stages import name_of
from zhengyou.mechanisms.orders.enums import TourWord
from zhengyou.mechanisms.orders.machine import TOUR
from zhengyou.mechanisms.orders.models import PlanEntry, Tour
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@transaction.atomic
def enter_plan(body: Body, *, year: int, title: str, document: str, most: int = 1, actor: ledger.Actor) -> PlanEntry:
    """Enter one line of the approved annual plan, with the paper that approved it."""
    require(actor, rules.TOURS, body)
    wrong: dict[str, Sentence] = {}
    if not title.strip():
        wrong["title"] = _("Say what the plan calls it.")
    if not document.strip():
        wrong["document"] = _("Give number and title of the paper that approved the plan.")
    if most < 1:
        wrong["most"] = _("At least once.")
    if wrong:
        raise Invalid(wrong)
    try:
        with transaction.atomic():
            entry = PlanEntry.objects.create(
                body=body, year=year, title=title.strip(), document=document.strip(), most=most
            )
    except IntegrityError as error:
        raise Conflict(_("This stands in the plan of the year already."), field="title", code="twice") from error
    record("orders.enter_plan", entry, actor=actor, fields=["title", "document"])
    return entry


@transaction.atomic
def plan_tour(
    body: Body,
    *,
    word: TourWord | str,
    title: str,
    units: Sequence[Body],
    starts_on: dt.date,
    ends_on: dt.date,
    purpose: str,
    entry: PlanEntry | None = None,
    actor: ledger.Actor,
) -> Tour:
    """Plan a visit; the words 督查, 检查 and 考核 are refused without an entry in the year's plan."""
    require(actor, rules.TOURS, body)
    if entry is not None:
        entry = PlanEntry.objects.select_for_update().get(pk=entry.pk)  # two visits do not use up one line
    wrong = _wrong_words(str(word), title, entry, starts_on.year)
    if ends_on < starts_on:
        wrong["ends_on"] = _("The last day is before the first.")
    if not units:
        wrong["units"] = _("Choose at least one unit.")
    elif any(not unit.stands_under(body) for unit in units):
        wrong["units"] = _("Choose units below your own body.")
    if not purpose.strip():
        wrong["purpose"] = _("Say what it is for.")
    if wrong:
        raise Invalid(wrong)
    tour = Tour.objects.create(
        body=body, word=word, title=title.strip(), starts_on=starts_on, ends_on=ends_on, purpose=purpose.strip(),
        entry=entry if word in gate.NEEDS_BASIS else None, planned_by=name_of(actor),
    )  # fmt: skip
    tour.units.set(units)
    record("orders.plan_tour", tour, actor=actor, target=tour.state)
    return tour


@transaction.atomic
def conclude_tour(tour: Tour, *, found: str, actor: ledger.Actor) -> Tour:
    """Write down what was seen and advised."""
    require(actor, rules.TOURS, tour.body)
    if not found.strip():
        raise Refused(_("Write down what was seen and advised."), field="found")
    return move(tour, "conclude_tour", TOUR, actor=actor, found=found.strip())


@transaction.atomic
def cancel_tour(tour: Tour, *, reason: str, actor: ledger.Actor) -> Tour:
    """Cancel a planned visit; its line of the plan is free again."""
    require(actor, rules.TOURS, tour.body)
    if not reason.strip():
        raise Refused(_("Say why it is cancelled."), field="reason")
    return move(tour, "cancel_tour", TOUR, actor=actor, found=reason.strip())


def _wrong_words(word: str, title: str, entry: PlanEntry | None, year: int) -> dict[str, Sentence]:
    """Return what is wrong with the name of a visit: it must not say more than its basis allows."""
    wrong: dict[str, Sentence] = {}
    if word not in TourWord.values:
        wrong["word"] = _("Choose what it is called.")
    elif objection := gate.word_objection(word, entry, year):
        wrong["word"] = objection
    if not title.strip():
        wrong["title"] = _("Give it a title.")
    elif objection := gate.title_objection(word, title):
        wrong["title"] = objection
    return wrong
