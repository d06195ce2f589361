"""The lives of a run, of a finding and of an appeal."""

from zhengyou.kernel.moves import move
from zhengyou.mechanisms.scoring.enums import AppealState, FindingState, State

MOVES = {
    "publish": move(State.COMPUTED, State.PUBLISHED),
    "replace": move({State.COMPUTED, State.PUBLISHED}, State.REPLACED),
}

FINDINGS = {
    "quarantine": move({FindingState.OPEN, FindingState.CLEARED}, FindingState.QUARANTINED),
    "clear": move({FindingState.OPEN, FindingState.QUARANTINED}, FindingState.CLEARED),
}

APPEALS = {
    "uphold": move(AppealState.OPEN, AppealState.UPHELD),
    "reject": move(AppealState.OPEN, AppealState.REJECTED),
}
