"""The lives of a paper, of a number and of an incoming paper."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Sentence
from zhengyou.kernel.moves import move
from zhengyou.registry.papers.enums import IncomingState, NumberState, RegulationState, ResolutionState, State


def _has_recipient(paper: Any) -> Sentence:
    return "" if paper.recipients.exists() else _("Name at least one recipient first.")


def _nobody_signed(paper: Any) -> Sentence:
    if paper.recipients.filter(confirmed_at__isnull=False).exists():
        return _("Somebody has signed for this paper already: recall it instead; its number stays in use.")
    return ""


PAPER = {
    "submit": move(State.DRAFT, State.PENDING, guard=_has_recipient),
    "approve": move(State.PENDING, State.APPROVED),
    "send_back": move({State.PENDING, State.APPROVED}, State.DRAFT),
    "issue": move(State.APPROVED, State.ISSUED),
    "withdraw": move(State.ISSUED, State.WITHDRAWN),
    "void": move({State.DRAFT, State.APPROVED, State.ISSUED}, State.VOID, guard=_nobody_signed),
}
"""Verb → from, to, guard."""

NUMBER = {"void_number": move(NumberState.USED, NumberState.VOID)}
"""A number is never taken back or given again."""

INCOMING = {
    "instruct": move({IncomingState.REGISTERED, IncomingState.HANDLING}, IncomingState.HANDLING),
    "file": move({IncomingState.REGISTERED, IncomingState.HANDLING}, IncomingState.FILED),
}
"""Verb → from, to."""

REGULATION = {
    "adopt": move({RegulationState.DRAFT, RegulationState.IN_FORCE}, RegulationState.IN_FORCE),
    "repeal": move(RegulationState.IN_FORCE, RegulationState.REPEALED),
}
"""A regulation in force is changed by adopting its next version."""

RESOLUTION = {"revoke": move(ResolutionState.STANDING, ResolutionState.REVOKED)}
"""What a meeting decided is never rewritten; another decision revokes it."""
