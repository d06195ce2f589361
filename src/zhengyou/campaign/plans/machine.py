"""The life of a plan."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.plans.enums import Severity, State
from zhengyou.kernel.errors import Sentence
from zhengyou.kernel.moves import move


def _unanswered(plan: Any) -> Sentence:
    if plan.remarks.filter(severity=Severity.ERROR, answer="").exists():
        return _("The text contradicts itself in places that are not answered yet. Answer each of them first.")
    return ""


MOVES = {
    "confirm": move(State.DRAFT, State.READY, guard=_unanswered),
    "reopen": move(State.READY, State.DRAFT),
    "launch": move(State.READY, State.LAUNCHED, guard=_unanswered),
    "withdraw": move({State.DRAFT, State.READY}, State.WITHDRAWN),
}
