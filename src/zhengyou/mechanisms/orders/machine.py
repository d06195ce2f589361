"""The lives of an order, of a proposal, and of what supervision knows."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Sentence
from zhengyou.kernel.moves import Machine, move
from zhengyou.mechanisms.orders.enums import (
    CaseState,
    MeasureKind,
    MeasureState,
    ProblemState,
    ProposalState,
    State,
    Step,
    TourState,
    ViolationState,
    WritState,
)

AT_WORK = frozenset({State.DISPATCHED, State.SIGNED, State.HANDLING})
"""States in which the responsible unit has the order in hand."""
ENDED = frozenset({State.CLOSED, State.VOID})


def _parts_are_done(order: Any) -> Sentence:
    if order.parts.exclude(state__in=ENDED).exists():
        return _("An assisting unit has not finished yet; the lead unit's order waits for it.")
    return ""


def _may_reply(order: Any) -> Sentence:
    if Step.CONTACT in order.passes and order.contacted_at is None:
        return _("Contact whoever raised the matter first, and note it.")
    if Step.PLAN in order.passes and not (order.measures and order.limit_on and order.responsible):
        return _("State the measures, the limit and the responsible person first.")
    if order.items.filter(ticked_at__isnull=True).exists():
        return _("The check list has items that are not ticked yet.")
    return _parts_are_done(order)


def _has_reply(order: Any) -> Sentence:
    if not (order.reply and order.finding):
        return _("There is no reply to verify yet.")
    return _parts_are_done(order)


def _stands_alone(order: Any) -> Sentence:
    if order.merged_into_id is not None:
        return _("This order follows its main order; open that one again.")
    return ""


def _may_return(order: Any) -> Sentence:
    if order.designated:
        return _("The order was assigned to your unit by name; it may not be returned again.")
    return ""


MOVES: Machine = {
    "dispatch": move(State.RECEIVED, State.DISPATCHED),
    "sign": move(State.DISPATCHED, State.HANDLING),
    "contact": move(State.SIGNED, State.HANDLING),
    "return_order": move(AT_WORK, State.RETURNED, guard=_may_return),
    "uphold": move(State.RETURNED, State.HANDLING),
    "redirect": move({State.RETURNED, *AT_WORK}, State.DISPATCHED),
    "reply": move(AT_WORK, State.REPLIED, guard=_may_reply),
    "verify": move(State.REPLIED, State.CLOSED, guard=_has_reply),
    "audit": move(State.REPLIED, State.AUDITED, guard=_has_reply),
    "send_back": move(State.REPLIED, State.HANDLING),
    "finish": move(State.AUDITED, State.CLOSED, guard=_parts_are_done),
    "miss": move(State.AUDITED, State.AUDITED),
    "redo": move(State.AUDITED, State.HANDLING),
    "reopen": move(State.CLOSED, State.HANDLING, guard=_stands_alone),
    "merge": move({State.RECEIVED, *AT_WORK}, State.MERGED, guard=_parts_are_done),
    "unmerge": move(State.MERGED, State.DISPATCHED),
    "close_merged": move(State.MERGED, State.CLOSED),
    "reopen_merged": move(State.CLOSED, State.MERGED),
    "annul": move({State.RECEIVED, State.RETURNED, State.REPLIED, State.AUDITED, *AT_WORK}, State.VOID),
    "withdraw": move({State.RECEIVED, State.RETURNED, *AT_WORK}, State.VOID),
}
"""Verb → from, to, guard. A reply may come before the signature: who answers has plainly received the order."""

CONTACTING: Machine = {
    **MOVES,
    "sign": move(State.DISPATCHED, State.SIGNED),
    "uphold": move(State.RETURNED, State.SIGNED),
}
"""The same life where whoever raised the matter must be contacted first."""


def moves_of(order: Any) -> Machine:
    """Return the life of ``order``: what its kind must pass was settled when it was opened."""
    return CONTACTING if Step.CONTACT in order.passes and order.contacted_at is None else MOVES


PROPOSAL: Machine = {
    "submit": move(ProposalState.DRAFT, ProposalState.SUBMITTED),
    "take_back": move(ProposalState.SUBMITTED, ProposalState.DRAFT),
    "accept": move(ProposalState.SUBMITTED, ProposalState.ACCEPTED),
    "reject": move(ProposalState.SUBMITTED, ProposalState.REJECTED),
}


def _is_grave(measure: Any) -> Sentence:
    return "" if measure.kind in GRAVE else _("Only a talk or a circular needs a leader's signature.")


def _is_light(measure: Any) -> Sentence:
    return _("A talk or a circular is signed by a leader first.") if measure.kind in GRAVE else ""


GRAVE = frozenset({MeasureKind.TALK, MeasureKind.CIRCULAR})
"""Measures that a program or an officer only proposes: a leader signs."""

MEASURE: Machine = {
    "submit_measure": move(MeasureState.PROPOSED, MeasureState.PENDING, guard=_is_grave),
    "sign_measure": move(MeasureState.PENDING, MeasureState.SIGNED),
    "return_measure": move(MeasureState.PENDING, MeasureState.PROPOSED),
    "accept_measure": move(MeasureState.PROPOSED, MeasureState.SIGNED, guard=_is_light),
    "carry_out": move(MeasureState.SIGNED, MeasureState.DONE),
    "drop_measure": move({MeasureState.PROPOSED, MeasureState.PENDING, MeasureState.SIGNED}, MeasureState.DROPPED),
}

WRIT: Machine = {
    "sign_writ": move(WritState.ISSUED, WritState.RECEIVED),
    "withdraw_writ": move({WritState.ISSUED, WritState.RECEIVED}, WritState.WITHDRAWN),
}

PROBLEM: Machine = {
    "plan_problem": move({ProblemState.FOUND, ProblemState.PLANNED}, ProblemState.PLANNED),
    "hand_out": move(ProblemState.PLANNED, ProblemState.WORKING),
    "reopen_problem": move(ProblemState.WORKING, ProblemState.PLANNED),
    "solve": move({ProblemState.PLANNED, ProblemState.WORKING}, ProblemState.SOLVED),
    "drop_problem": move({ProblemState.FOUND, ProblemState.PLANNED}, ProblemState.DROPPED),
}

CASE: Machine = {
    "ask_statement": move({CaseState.OPEN, CaseState.HEARING}, CaseState.HEARING),
    "hear": move({CaseState.OPEN, CaseState.HEARING}, CaseState.HEARD),
    "hand_over_case": move(CaseState.HEARD, CaseState.HANDED_OVER),
    "end_case": move({CaseState.OPEN, CaseState.HEARING, CaseState.HEARD}, CaseState.ENDED),
}
"""Nothing is handed over before the person concerned was heard; no move decides a sanction."""

VIOLATION: Machine = {
    "send_letter": move(ViolationState.FOUND, ViolationState.LETTER),
    "answer_letter": move(ViolationState.LETTER, ViolationState.ANSWERED),
    "insist": move(ViolationState.ANSWERED, ViolationState.LETTER),
    "correct": move({ViolationState.LETTER, ViolationState.ANSWERED}, ViolationState.CORRECTED),
    "dismiss": move({ViolationState.FOUND, ViolationState.LETTER, ViolationState.ANSWERED}, ViolationState.UNFOUNDED),
}

TOUR: Machine = {
    "conclude_tour": move(TourState.PLANNED, TourState.DONE),
    "cancel_tour": move(TourState.PLANNED, TourState.CANCELLED),
}
