"""Verbs of incoming papers: sign for them, register them, instruct on them, file them."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.papers import hooks, policy, rules, wording
from zhengyou.registry.papers.actions.numbers import take_number
from zhengyou.registry.papers.enums import IncomingState, State
from zhengyou.registry.papers.machine import INCOMING
from zhengyou.registry.papers.models import Incoming, Instruction, Recipient
from zhengyou.registry.papers.writing import normalised


@transaction.atomic
def confirm(recipient: Recipient, *, actor: ledger.Actor) -> Recipient:
    """Sign for a paper in the name of its recipient; it enters the unit's register of incoming papers by itself.

    Signed a second time, nothing changes.
    """
    locked = (
        Recipient.objects.select_for_update(of=("self",)).select_related("paper__organ", "body").get(pk=recipient.pk)
    )
    if locked.body is None or locked.delivered_at is None:
        raise Conflict(_("This paper has not been delivered here."), code="state")
    require(actor, rules.SIGN_FOR, locked.body)
    if locked.confirmed_at is not None:
        return locked
    if locked.paper.state != State.ISSUED:
        raise Conflict(_("This paper has been recalled or made void."), code="state")
    locked.confirmed_at = clock.now()
    locked.confirmed_by = " · ".join(filter(None, [actor.label, actor.hat_label]))[:200]
    locked.save(update_fields=["confirmed_at", "confirmed_by"])
    record("papers.confirm", locked, actor=actor, fields=["confirmed_at"])
    paper = locked.paper
    _enter(
        locked.body, paper.organ.name, paper.number_text, paper.title, paper.dated, clock.today(), actor, receipt=locked
    )
    return locked


@transaction.atomic
def register(
    body: Body,
    *,
    from_name: str,
    title: str,
    from_number: str = "",
    dated: dt.date | None = None,
    received_on: dt.date | None = None,
    proposal: str = "",
    actor: ledger.Actor,
) -> Incoming:
    """Enter a paper that came from outside in the register of ``body``, under the next number of the year."""
    require(actor, rules.RECEIVE, body)
    wrong: dict[str, Sentence] = {}
    if not from_name.strip():
        wrong["from_name"] = _("Say who sent the paper.")
    if not title.strip():
        wrong["title"] = _("Give the title of the paper.")
    elif objection := wording.secrecy_objection(title, proposal):
        wrong["title"] = objection
    received = received_on or clock.today()
    if received > clock.today():
        wrong["received_on"] = _("The paper cannot have come in the future.")
    if dated and dated > received:
        wrong["dated"] = _("The paper cannot be dated after it came.")
    if wrong:
        raise Invalid(wrong)
    return _enter(
        body,
        from_name.strip(),
        normalised(from_number),
        title.strip(),
        dated,
        received,
        actor,
        proposal=proposal.strip(),
    )


@transaction.atomic
def instruct(incoming: Incoming, *, body: Body, text: str, actor: ledger.Actor) -> Instruction:
    """Write a leader's instruction (批示) on an incoming paper to the unit that carries it out: it becomes a duty."""
    require(actor, rules.COMMENT, incoming.body)
    if not text.strip():
        raise Refused(_("Write the instruction."), field="text")
    if objection := wording.secrecy_objection(text):
        raise Refused(objection, field="text", code="secrecy")
    if not body.stands_under(incoming.body):
        raise Refused(_("Instruct this unit itself or a unit below it."), field="body")
    moved = move(incoming, "instruct", INCOMING, actor=actor)
    instruction = Instruction.objects.create(
        incoming=moved,
        body=body,
        text=text.strip(),
        leader=" · ".join(filter(None, [actor.label, actor.hat_label]))[:200],
        at=clock.now(),
    )
    hooks.tell_instructed(instruction)
    return instruction


@transaction.atomic
def answer(instruction: Instruction, *, text: str, actor: ledger.Actor) -> Instruction:
    """Note that an instruction was carried out, and how; told once, nothing changes any more."""
    locked = Instruction.objects.select_for_update(of=("self",)).select_related("incoming__body").get(pk=instruction.pk)
    require(actor, rules.RECEIVE, locked.incoming.body)
    if locked.answered_at is None:
        locked.answer, locked.answered_at = text.strip(), clock.now()
        locked.save(update_fields=["answer", "answered_at"])
        record("papers.answer", locked, actor=actor, fields=["answer", "answered_at"])
    return locked


@transaction.atomic
def file(incoming: Incoming, *, result: str, actor: ledger.Actor) -> Incoming:
    """File an incoming paper with what was done; refused while an instruction on it is not carried out."""
    require(actor, rules.RECEIVE, incoming.body)
    if not result.strip():
        raise Refused(_("Say what was done about the paper."), field="result")
    locked = Incoming.objects.select_for_update(of=("self",)).get(pk=incoming.pk)
    if locked.state != IncomingState.FILED and locked.instructions.filter(answered_at__isnull=True).exists():
        raise Refused(_("An instruction on this paper has not been carried out yet."), field="result")
    return move(locked, "file", INCOMING, actor=actor, result=result.strip())


def _enter(
    body: Body,
    from_name: str,
    from_number: str,
    title: str,
    dated: dt.date | None,
    received_on: dt.date,
    actor: ledger.Actor,
    *,
    proposal: str = "",
    receipt: Recipient | None = None,
) -> Incoming:
    number = take_number(body, policy.INCOMING_CODE, received_on.year, title=title, actor=actor)
    entered = Incoming.objects.create(
        body=body,
        number=number,
        from_name=from_name[:120],
        from_number=from_number[:60],
        title=title[:200],
        dated=dated,
        received_on=received_on,
        proposal=proposal,
        receipt=receipt,
    )
    record("papers.register", entered, actor=actor, target=entered.state)
    return entered
