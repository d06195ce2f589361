"""Verbs of the office that has a matter before it: classify, answer, explain, dispatch, join."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import rules
from zhengyou.instruments.complaints.actions.intake import Statement, Taken, receive
from zhengyou.instruments.complaints.enums import Kind, Special, State
from zhengyou.instruments.complaints.machine import MOVES
from zhengyou.instruments.complaints.models import Category, Complaint, KnowledgeArticle, KnowledgeVersion
from zhengyou.instruments.complaints.wording import numberless
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.kernel.masking import mask_text
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.enums import Kind as OrderKind
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.files import actions as attachments
from zhengyou.records.files import owner_of, storage
from zhengyou.records.files.queries import attached_to
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.records.ledger.queries import kind_of
from zhengyou.registry.access.rules import may, require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import actions as deadlines
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.deadlines.queries import clocks_of


@transaction.atomic
def classify(complaint: Complaint, *, category: Category, kind: str = "", actor: Actor) -> Complaint:
    """Put a matter into a class of the tree, and mend what kind it is where the door got it wrong."""
    require(actor, rules.TRIAGE, complaint.body)
    locked = _locked(complaint)
    if locked.state not in {State.RECEIVED, State.HANDLING}:
        raise Conflict(_("A matter that was answered keeps its class."), code="state")
    if kind and kind not in Kind.values:
        raise Invalid({"kind": _("Choose what it is.")})
    if not category.is_active:
        raise Refused(_("This class is no longer in use."), field="category")
    locked.category, locked.kind = category, kind or locked.kind
    locked.save(update_fields=["category", "kind"])
    record("complaints.classify", locked, actor=actor, fields=["category", "kind"])
    return locked


@transaction.atomic
def answer(complaint: Complaint, *, text: str, version: KnowledgeVersion | None = None, actor: Actor) -> Complaint:
    """Answer a matter without handing it to a unit, perhaps by an article of the knowledge base.

    Whoever takes matters in may answer a question at once; everything else is for the office.
    """
    if complaint.kind == Kind.CONSULTATION and may(actor, rules.RECEIVE, complaint.body):
        pass
    else:
        require(actor, rules.TRIAGE, complaint.body)
    if not text.strip():
        raise Invalid({"text": _("Write the answer.")})
    if complaint.order_id is not None:
        raise Refused(_("A unit has this matter in hand; its reply becomes the answer."))
    moved = move(
        complaint,
        "answer",
        MOVES,
        actor=actor,
        answer=mask_text(text.strip()),
        answered_at=clock.now(),
        answered_by=complaint.body,
        knowledge=version,
    )
    meet_triage(moved, actor)
    if version is not None:
        KnowledgeArticle.objects.filter(pk=version.article_id).update(uses=F("uses") + 1)
    return moved


@transaction.atomic
def receive_answered(
    statement: Statement, *, body: Body, text: str, version: KnowledgeVersion | None = None, actor: Actor
) -> Taken:
    """Take in a question and answer it in the same breath; where it may not be answered nothing is taken in."""
    taken = receive(statement, body=body, actor=actor)
    return Taken(answer(taken.complaint, text=text, version=version, actor=actor), taken.code)


@transaction.atomic
def inform(complaint: Complaint, *, special: str, told: str, actor: Actor) -> Complaint:
    """Tell a complainant of one of the six special classes why the matter is not handled here, and where it is."""
    require(actor, rules.TRIAGE, complaint.body)
    wrong: dict[str, Sentence] = {}
    if special not in Special.values:
        wrong["special"] = _("Choose which of the six classes it is.")
    if not told.strip():
        wrong["told"] = _("Write what the complainant is told.")
    if wrong:
        raise Invalid(wrong)
    moved = move(
        complaint,
        "inform",
        MOVES,
        actor=actor,
        special=special,
        answer=mask_text(told.strip()),
        answered_at=clock.now(),
        answered_by=complaint.body,
    )
    meet_triage(moved, actor)
    return moved


@transaction.atomic
def dispatch(
    complaint: Complaint,
    *,
    lead: Body,
    assisting: Iterable[Body] = (),
    text: str = "",
    designated: bool = False,
    pictures: bool = True,
    actor: Actor,
) -> Complaint:
    """Hand a matter to the unit that must handle it: an order is opened, which says nothing of who brought it.

    ``text`` is what the units read; empty: the words of the matter, masked. With ``pictures`` they get its photographs.
    """
    require(actor, rules.TRIAGE, complaint.body)
    locked = _locked(complaint)
    if locked.kind == Kind.REPORT and locked.about is not None and lead.path.startswith(locked.about.path):
        raise Refused(_("A report of misconduct is never handed to the unit that was reported."), field="lead")
    order = open_for(locked, lead, assisting, text, designated=designated, actor=actor)
    if pictures:
        _hand_on_pictures(locked, order)
    moved = move(locked, "dispatch", MOVES, actor=actor, held=True, order=order)
    meet_triage(moved, actor)
    return moved


def _hand_on_pictures(complaint: Complaint, order: Order) -> None:
    """Give the order the photographs of the matter; where and with what they were taken is not in them any more."""
    for picture in attached_to(complaint):
        content = storage.get(picture.place)
        attachments.attach(owner_of(order), name=picture.name, content=content, actor=SYSTEM, asked=True)


def open_for(
    complaint: Complaint, lead: Body, assisting: Iterable[Body], text: str, *, designated: bool, actor: Actor
) -> Order:
    """Open the order of a matter: title and text are masked, the source is a number that opens nothing."""
    earlier = Order.objects.filter(source_kind=kind_of(complaint))
    # The first order bears the key alone and is found by it; only a matter that was recalled counts its orders.
    first = earlier.filter(source_id=str(complaint.pk)).exists()
    turn = earlier.filter(source_id__startswith=str(complaint.pk)).count() if first else 0
    return orders.open_order(
        kind=OrderKind.SUGGESTION if complaint.kind in {Kind.SUGGESTION, Kind.OPINION} else OrderKind.COMPLAINT,
        body=lead,
        title=numberless(complaint.title),
        text=task_text(complaint) if not text.strip() else numberless(text.strip()),
        topic=complaint.category.name if complaint.category else "",
        source_kind=kind_of(complaint),
        source_id=f"{complaint.pk}-{turn}" if turn else str(complaint.pk),
        verifier=complaint.body if complaint.body != lead else None,
        receiver=complaint.body,
        assistants=assisting,
        designated=designated,
        is_public=False,
        actor=actor,
    )


def task_text(complaint: Complaint) -> str:
    """Return the words that units read unless the officer writes others: masked, with the place."""
    words = numberless(complaint.text)
    return f"{words}\n{complaint.place}" if complaint.place else words


@transaction.atomic
def merge(complaint: Complaint, *, into: Complaint, actor: Actor) -> Complaint:
    """Join a matter to an earlier one about the same: it is handled and answered with that one."""
    require(actor, rules.TRIAGE, complaint.body)
    require(actor, rules.TRIAGE, into.body)
    if complaint.pk == into.pk:
        raise Refused(_("A matter cannot be joined to itself."), field="into")
    keys = sorted((complaint.pk, into.pk))
    both = {row.pk: row for row in Complaint.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")}
    main = both[into.pk]
    if main.state == State.MERGED:
        raise Refused(_("That matter was joined to another one itself; choose the main one."), field="into")
    if both[complaint.pk].order_id is not None:
        raise Refused(_("Units have this matter in hand already; join their orders instead."))
    moved = move(both[complaint.pk], "merge", MOVES, actor=actor, held=True, merged_into=main)
    moved.merged.update(merged_into=main)
    meet_triage(moved, actor)
    return moved


def meet_triage(complaint: Complaint, actor: Actor) -> None:
    """Let the clock of triage end: the matter was seen to."""
    running = clocks_of(complaint).filter(finished_at__isnull=True).exclude(state=ClockState.VOID)
    for one in running.order_by("pk").select_for_update():
        deadlines.meet_held(one, actor=actor)


def _locked(complaint: Complaint) -> Complaint:
    return (
        Complaint.objects.select_for_update(of=("self",))
        .select_related("category", "about", "body")
        .get(pk=complaint.pk)
    )
