"""Verbs after the signature: issue under a number, deliver, remind, recall, make void."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import move, record
from zhengyou.records.notices import actions as notices
from zhengyou.registry.access.rules import require
from zhengyou.registry.approvals.models import Instance
from zhengyou.registry.deadlines import actions as deadlines
from zhengyou.registry.papers import policy, queries, rules
from zhengyou.registry.papers.actions.numbers import take_number, void_number
from zhengyou.registry.papers.enums import Manner, State
from zhengyou.registry.papers.machine import PAPER
from zhengyou.registry.papers.models import Paper, Recipient


@transaction.atomic
def signed(instance: Instance, *, actor: ledger.Actor) -> Paper:
    """Hear from approvals that a paper was signed, and by whom."""
    paper = Paper.objects.get(pk=instance.subject_id)
    last = instance.tasks.filter(done_at__isnull=False).order_by("-done_at", "-step").first()
    return move(
        paper,
        "approve",
        PAPER,
        actor=actor,
        signed_by=last.signed_by if last else actor.label,
        signed_at=clock.now(),
    )


@transaction.atomic
def unsigned(instance: Instance, *, actor: ledger.Actor) -> Paper:
    """Hear from approvals that a paper was refused or taken back: it is a draft again."""
    return move(Paper.objects.get(pk=instance.subject_id), "send_back", PAPER, actor=actor)


@transaction.atomic
def issue(paper: Paper, *, actor: ledger.Actor) -> Paper:
    """Issue a signed paper: it takes the next number of its organ's year and goes to its recipients.

    Their names are fixed as they are now; a unit dissolved meanwhile gets nothing. Liaison officers are told.
    """
    organ = paper.organ
    require(actor, rules.ISSUE, organ.body)
    rules.require_organ(organ.body)
    locked = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if locked.state != State.APPROVED:
        raise Conflict(_("Only a signed paper is issued, and only once."), code="state")
    today, now = clock.today(), clock.now()
    dated = locked.dated or today
    number = take_number(organ.body, organ.code, dated.year, title=locked.title, actor=actor)
    due = clock.local(deadlines.due_by(policy.RECEIPT_RULE, organ.body, now)).date()
    issued = move(locked, "issue", PAPER, actor=actor, number=number, dated=dated, issued_at=now, receipts_due_on=due)
    _deliver(issued)
    _tell(
        issued,
        list(queries.unconfirmed(issued)),
        _("A paper has come: %(number)s %(title)s. Please sign for it by %(day)s."),
        actor,
        f"issue:{issued.pk}",
    )
    return issued


@transaction.atomic
def remind(paper: Paper, *, actor: ledger.Actor) -> int:
    """Ask those who have not signed for an issued paper once more; return how many persons were told."""
    require(actor, rules.ISSUE, paper.organ.body)
    if paper.state != State.ISSUED:
        raise Conflict(_("Recipients are reminded of an issued paper only."), code="state")
    text = _("Please sign for the paper: %(number)s %(title)s; due %(day)s.")
    told = _tell(paper, list(queries.unconfirmed(paper)), text, actor, f"remind:{paper.pk}:{clock.today()}")
    record("papers.remind", paper, actor=actor)
    return told


@transaction.atomic
def send_back(paper: Paper, *, actor: ledger.Actor) -> Paper:
    """Give a signed paper that has not been issued back to its drafter; it needs a new signature then."""
    require(actor, rules.ISSUE, paper.organ.body)
    if paper.state != State.APPROVED:
        raise Conflict(_("Only a signed paper that has not been issued goes back."), code="state")
    return move(paper, "send_back", PAPER, actor=actor, signed_by="", signed_at=None)


@transaction.atomic
def withdraw(paper: Paper, *, reason: str, actor: ledger.Actor) -> Paper:
    """Recall an issued paper, with the reason; its number stays in use and those who have it are told."""
    require(actor, rules.ISSUE, paper.organ.body)
    withdrawn = move(paper, "withdraw", PAPER, actor=actor, end_reason=_given(reason))
    everybody = list(withdrawn.recipients.filter(body__isnull=False).select_related("body"))
    _tell(withdrawn, everybody, _("The paper %(number)s %(title)s has been recalled."), actor, f"withdraw:{paper.pk}")
    return withdrawn


@transaction.atomic
def void(paper: Paper, *, reason: str, actor: ledger.Actor) -> Paper:
    """Make a paper void for which nobody has signed yet; a number it has stays in the register as void."""
    require(actor, rules.ISSUE, paper.organ.body)
    ended = move(paper, "void", PAPER, actor=actor, end_reason=_given(reason))
    if ended.number is not None:
        ended.number = void_number(ended.number, reason=reason, actor=actor)
    return ended


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Say why."), field="reason")
    return reason.strip()[:300]


def _deliver(paper: Paper) -> None:
    """Give the paper to its recipients: by their names of today; papers for the archive have nobody to sign."""
    gone = paper.recipients.filter(body__dissolved_on__isnull=False)
    gone.delete()
    rows = list(paper.recipients.filter(body__isnull=False).select_related("body"))
    for row in rows:
        row.delivered_at = paper.issued_at
        row.name = row.body.name if row.body and row.manner != Manner.UPWARD else row.name
    Recipient.objects.bulk_update(rows, ["delivered_at", "name"])


def _tell(paper: Paper, rows: list[Recipient], text: object, actor: ledger.Actor, source: str) -> int:
    """Tell whoever acts as liaison officer of each unit today; return how many were told."""
    day = paper.receipts_due_on
    with translation.override(settings.LANGUAGE_CODE):  # what is stored is in the language of the house
        words = str(text) % {"number": paper.number_text, "title": paper.title, "day": f"{day:%Y-%m-%d}" if day else ""}
    told = [
        notices.Recipient(str(found.person.pk), f"{found.person.name} · {found.appointment}")
        for found in queries.liaisons([row.body for row in rows if row.body])
    ]
    return len(notices.tell(told, words, queries.address(paper), actor=actor, source=source))
