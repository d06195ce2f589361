"""The life of a plan."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.plans.enums import ProposalState, ReadingState, Severity, State
from zhengyou.kernel.errors import Sentence
from zhengyou.kernel.moves import move


def _unanswered(plan: Any) -> Sentence:
    if plan.remarks.filter(severity=Severity.ERROR, answer="").exists():
        return _("The text contradicts itself in places that are not answered yet. Answer each of them first.")
    if plan.model_readings.filter(state=ReadingState.UNDER_WAY).exists():
        return _("A language model is still reading this text. Wait until it is done, or stop it.")
    if plan.proposals.filter(state=ProposalState.OPEN).exists():
        return _("What the language model proposed is not decided yet. Take or reject each proposal first.")
    return ""


def _not_begun(plan: Any) -> Sentence:
    if plan.amends_id is not None:
        return _("This is an amended text of a campaign that is under way. Compare it with the campaign instead.")
    return _unanswered(plan)


def _amends(plan: Any) -> Sentence:
    if plan.amends_id is None:
        return _("This plan amends no other. Launch it instead.")
    return _unanswered(plan)


MOVES = {
    "confirm": move(State.DRAFT, State.READY, guard=_unanswered),
    "reopen": move(State.READY, State.DRAFT),
    "launch": move(State.READY, State.LAUNCHED, guard=_not_begun),
    "adopt": move(State.READY, State.ADOPTED, guard=_amends),
    "withdraw": move({State.DRAFT, State.READY}, State.WITHDRAWN),
}

READING_MOVES = {
    "finish_reading": move(ReadingState.UNDER_WAY, ReadingState.DONE),
    "fail_reading": move(ReadingState.UNDER_WAY, ReadingState.FAILED),
    "stop_reading": move(ReadingState.UNDER_WAY, ReadingState.STOPPED),
}
