"""Verbs of opinions drawn together: merge, hand out, answer, close, report."""

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import rules
from zhengyou.instruments.complaints.actions.triage import meet_triage
from zhengyou.instruments.complaints.enums import ItemState, Kind, State
from zhengyou.instruments.complaints.machine import ITEM, MOVES, REPORT
from zhengyou.instruments.complaints.models import Category, Complaint, OpinionItem, OpinionReport
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.kernel.masking import mask_text
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.enums import Kind as OrderKind
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.records.ledger.queries import kind_of
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body

MERGEABLE = (Kind.OPINION, Kind.SUGGESTION)


@transaction.atomic
def collect(
    complaints: Iterable[Complaint], *, body: Body, category: Category, title: str, text: str = "", actor: Actor
) -> OpinionItem:
    """Merge like opinions into one item of a class."""
    require(actor, rules.OPINIONS, body)
    if not title.strip():
        raise Invalid({"title": _("Say in one line what people want.")})
    item = OpinionItem.objects.create(
        body=body,
        category=category,
        title=mask_text(title.strip())[:120],
        text=mask_text(text.strip()),
        collected_on=clock.today(),
    )
    record("complaints.collect", item, actor=actor, target=item.state)
    _put(item, complaints, actor)
    return item


@transaction.atomic
def join(item: OpinionItem, *, complaints: Iterable[Complaint], actor: Actor) -> OpinionItem:
    """Put more opinions to an item that is not answered yet."""
    require(actor, rules.OPINIONS, item.body)
    locked = OpinionItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if locked.state not in {ItemState.COLLECTED, ItemState.ROUTED}:
        raise Conflict(_("This item was answered already; collect a new one."), code="state")
    _put(locked, complaints, actor)
    return locked


def _put(item: OpinionItem, complaints: Iterable[Complaint], actor: Actor) -> None:
    keys = sorted(one.pk for one in complaints)
    if not keys:
        raise Invalid({"complaints": _("Choose the opinions that belong to it.")})
    for opinion in Complaint.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"):
        require(actor, rules.OPINIONS, opinion.body)
        if opinion.kind not in MERGEABLE or opinion.state != State.RECEIVED:
            raise Refused(_("Only opinions and suggestions that nobody has handled yet are merged."), code="state")
        if opinion.opinion_id not in {None, item.pk}:
            raise Conflict(_("Somebody has put one of these opinions to another item meanwhile."), code="taken")
        opinion.opinion, opinion.category = item, item.category
        opinion.save(update_fields=["opinion", "category"])
        if item.order_id is not None:
            meet_triage(move(opinion, "dispatch", MOVES, actor=actor, order=item.order), actor)


@transaction.atomic
def route(item: OpinionItem, *, lead: Body, actor: Actor) -> OpinionItem:
    """Hand an item to the unit that must answer it: one order for everybody who raised it."""
    require(actor, rules.OPINIONS, item.body)
    locked = OpinionItem.objects.select_for_update(of=("self",)).select_related("body", "category").get(pk=item.pk)
    order = orders.open_order(
        kind=OrderKind.SUGGESTION,
        body=lead,
        title=locked.title,
        text=locked.text,
        topic=locked.category.name,
        source_kind=kind_of(locked),
        source_id=str(locked.pk),
        verifier=locked.body if locked.body != lead else None,
        receiver=locked.body,
        is_public=False,
        actor=actor,
    )
    moved = move(locked, "route", ITEM, actor=actor, lead=lead, order=order)
    for opinion in moved.complaints.select_for_update(of=("self",)).filter(state=State.RECEIVED).order_by("pk"):
        meet_triage(move(opinion, "dispatch", MOVES, actor=actor, order=order), actor)
    return moved


@transaction.atomic
def answer_item(item: OpinionItem, *, text: str, actor: Actor) -> OpinionItem:
    """Answer an item, and thereby everybody who raised it."""
    require(actor, rules.OPINIONS, item.body)
    if not text.strip():
        raise Invalid({"text": _("Write the answer.")})
    locked = OpinionItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if locked.state == ItemState.ROUTED and actor.kind != SYSTEM.kind:
        raise Refused(_("A unit has this item in hand; its reply becomes the answer."))
    words = mask_text(text.strip())
    locked.answer = words
    locked.save(update_fields=["answer"])
    moved = move(locked, "answer_item", ITEM, actor=actor, answered_on=clock.today())
    waiting = moved.complaints.select_for_update(of=("self",)).filter(state__in=(State.RECEIVED, State.HANDLING))
    for opinion in waiting.order_by("pk"):
        answered = move(
            opinion,
            "answer",
            MOVES,
            actor=actor,
            answer=words,
            answered_at=clock.now(),
            answered_by=moved.lead or moved.body,
        )
        meet_triage(answered, actor)
    return moved


@transaction.atomic
def close_item(item: OpinionItem, *, actor: Actor) -> OpinionItem:
    """Strike an answered item off the list (销号)."""
    require(actor, rules.OPINIONS, item.body)
    return move(item, "close_item", ITEM, actor=actor, closed_on=clock.today())


@transaction.atomic
def publish_item(item: OpinionItem, *, shown: bool, actor: Actor) -> OpinionItem:
    """Show an answered item and its answer to the public, or no more."""
    require(actor, rules.PUBLISH, item.body)
    locked = OpinionItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if shown and locked.state not in {ItemState.ANSWERED, ItemState.CLOSED}:
        raise Conflict(_("Only an answered item can be published."), code="state")
    locked.is_public = shown
    locked.save(update_fields=["is_public"])
    record("complaints.publish_item", locked, actor=actor, fields=["is_public"])
    return locked


@transaction.atomic
def draw_up(*, body: Body, title: str, starts_on: dt.date, ends_on: dt.date, actor: Actor) -> OpinionReport:
    """Begin the report of a period: the items collected in it that no report has yet."""
    require(actor, rules.OPINIONS, body)
    wrong: dict[str, Sentence] = {}
    if not title.strip():
        wrong["title"] = _("Name the report.")
    if ends_on <= starts_on:
        wrong["ends_on"] = _("The end lies before the beginning.")
    elif OpinionReport.objects.filter(body=body, starts_on=starts_on, ends_on=ends_on).exists():
        wrong["starts_on"] = _("There is a report of this period already.")
    if wrong:
        raise Invalid(wrong)
    try:
        with transaction.atomic():
            report = OpinionReport.objects.create(body=body, title=title.strip(), starts_on=starts_on, ends_on=ends_on)
    except IntegrityError:
        raise Invalid({"starts_on": _("There is a report of this period already.")}) from None
    OpinionItem.objects.filter(
        body=body, report__isnull=True, collected_on__gte=starts_on, collected_on__lt=ends_on
    ).update(report=report)
    record("complaints.draw_up", report, actor=actor, target=report.state)
    return report


@transaction.atomic
def adopt(report: OpinionReport, *, conclusion: str, actor: Actor) -> OpinionReport:
    """Adopt a report with what was decided when it was studied; each item must have an owner or an answer by then."""
    require(actor, rules.OPINIONS, report.body)
    if not conclusion.strip():
        raise Invalid({"conclusion": _("Say what was decided.")})
    locked = OpinionReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if locked.items.filter(state=ItemState.COLLECTED).exists():
        raise Refused(_("Some items have neither a unit nor an answer yet."), code="items")
    return move(locked, "adopt", REPORT, actor=actor, conclusion=conclusion.strip(), adopted_on=clock.today())


@transaction.atomic
def close_report(report: OpinionReport, *, actor: Actor) -> OpinionReport:
    """Close a report when the last of its items is closed."""
    require(actor, rules.OPINIONS, report.body)
    locked = OpinionReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    left = locked.items.exclude(state=ItemState.CLOSED).count()
    if left:
        raise Refused(str(_("%(left)d items are not closed yet.")) % {"left": left}, code="items")
    return move(locked, "close_report", REPORT, actor=actor, closed_on=clock.today())
