"""Verbs of the complainant, who acts by number and code, and of those who write back without knowing who it is."""

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import policy, queries, rules
from zhengyou.instruments.complaints.actions.intake import start_triage
from zhengyou.instruments.complaints.enums import Level, Side, State
from zhengyou.instruments.complaints.machine import MOVES
from zhengyou.instruments.complaints.models import Complaint, Message, RetaliationReport
from zhengyou.instruments.complaints.wording import numberless
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.kernel.masking import mask_text
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.enums import Outcome
from zhengyou.mechanisms.orders.enums import State as OrderState
from zhengyou.mechanisms.orders.models import Order
from zhengyou.mechanisms.orders.rules import ANSWER
from zhengyou.records.ledger import PUBLIC, SYSTEM, Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import may, require

TEXT_LENGTH = 1000


@transaction.atomic
def rate_handling(
    complaint: Complaint, *, level: int, solved: bool | None = None, text: str = "", actor: Actor = PUBLIC
) -> Complaint:
    """Note what the complainant thinks of the handling, and whether it is solved; a later word replaces an earlier."""
    if level not in Level.values:
        raise Invalid({"level": _("Please choose one of the five levels.")})
    locked = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    if locked.state not in {State.ANSWERED, State.INFORMED, State.CLOSED}:
        raise Conflict(_("The handling can be rated once there is an answer."), code="state")
    locked.level, locked.solved = level, solved if solved is not None else locked.solved
    locked.level_text, locked.rated_on = mask_text(text.strip())[:500], clock.today()
    fields = ["level", "solved", "level_text", "rated_on"]
    locked.save(update_fields=fields)
    record("complaints.rate_handling", locked, actor=actor, fields=fields)
    return locked


@transaction.atomic
def reopen(complaint: Complaint, *, reason: str, actor: Actor = PUBLIC) -> Complaint:
    """Have an answered matter handled again: it is not solved. Only within the term, and only so often.

    The order is locked before the matter, as where an official closes the order.
    """
    if not reason.strip():
        raise Invalid({"reason": _("Say what is not solved.")})
    order = None
    if complaint.order_id is not None:
        order = Order.objects.select_for_update(of=("self",)).get(pk=complaint.order_id)
    locked = Complaint.objects.select_for_update(of=("self",)).select_related("body").get(pk=complaint.pk)
    _require_term(locked)
    why = numberless(reason.strip())
    Complaint.objects.filter(pk=locked.pk).update(reopens=F("reopens") + 1, reopen_reason=why, solved=False)
    locked.refresh_from_db()
    if order is None or order.state not in {OrderState.AUDITED, OrderState.CLOSED}:
        moved = move(locked, "reopen", MOVES, actor=actor, order=None)
        start_triage(moved, actor)
        return moved
    record("complaints.say_not_solved", locked, actor=actor, fields=["reopens", "reopen_reason", "solved"])
    if order.state == OrderState.AUDITED:
        orders.call_back(order, outcome=Outcome.NOT_SOLVED, words=why, actor=SYSTEM)
    else:
        orders.reopen(order, reason=why, actor=SYSTEM)
    return Complaint.objects.get(pk=locked.pk)


def _require_term(complaint: Complaint) -> None:
    ends = queries.reopening_ends(complaint)
    if ends is None:
        raise Conflict(_("Only an answered matter can be handled again."), code="state")
    if clock.now() > ends:
        raise Refused(_("The time in which this matter could be handled again has passed."), code="late")
    if complaint.reopens >= policy.REOPENINGS:
        raise Refused(
            _("This matter was handled again twice already. Please turn to the supervision line shown below."),
            code="often",
        )


@transaction.atomic
def write(complaint: Complaint, *, text: str, actor: Actor = PUBLIC) -> Message:
    """Let the complainant add something, or answer a question of the handling side."""
    locked = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    if locked.state == State.CLOSED:
        raise Conflict(_("The matter is closed. Please bring a new one and name this number."), code="state")
    return _add(locked, Side.COMPLAINANT, text, actor, "write")


@transaction.atomic
def ask(complaint: Complaint, *, text: str, actor: Actor) -> Message:
    """Ask the complainant something through the tracking page: whoever asks does not learn who it is."""
    if complaint.order is None or not may(actor, ANSWER, complaint.order.body):
        require(actor, rules.TRIAGE, complaint.body)
    locked = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    return _add(locked, Side.OFFICE, text, actor, "ask")


@transaction.atomic
def read_messages(complaint: Complaint, *, actor: Actor) -> int:
    """Mark what the complainant wrote as read; return how much was new."""
    if complaint.order is None or not may(actor, ANSWER, complaint.order.body):
        require(actor, rules.TRIAGE, complaint.body)
    return complaint.messages.filter(side=Side.COMPLAINANT, read_on__isnull=True).update(read_on=clock.today())


def _add(complaint: Complaint, side: Side, text: str, actor: Actor, verb: str) -> Message:
    wrong: dict[str, Sentence] = {}
    if not text.strip():
        wrong["text"] = _("Write something.")
    elif len(text) > TEXT_LENGTH:
        wrong["text"] = _("Please write at most 1000 characters.")
    if wrong:
        raise Invalid(wrong)
    last = complaint.messages.aggregate(last=Max("place_in_line"))["last"] or 0
    message = Message.objects.create(
        complaint=complaint, side=side, text=numberless(text.strip()), day=clock.today(), place_in_line=last + 1
    )
    record(f"complaints.{verb}", complaint, actor=actor, fields=["messages"])
    return message


@transaction.atomic
def report_retaliation(complaint: Complaint, *, text: str = "", actor: Actor = PUBLIC) -> RetaliationReport:
    """File that somebody takes revenge for a matter: for supervision only, past the unit concerned."""
    report = RetaliationReport.objects.create(
        complaint=complaint, body=complaint.body, text=mask_text(text.strip())[:2000], day=clock.today()
    )
    record("complaints.report_retaliation", report, actor=actor)
    return report
