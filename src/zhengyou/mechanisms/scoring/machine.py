"""The lives of a run, a finding, an appeal; of a scheme, an assessment, a mark and an objection."""

from zhengyou.kernel.moves import move
from zhengyou.mechanisms.scoring.enums import (
    AppealState,
    AssessmentState,
    FindingState,
    MarkState,
    ObjectionState,
    SchemeState,
    State,
)

MOVES = {
    "compute": move(State.COLLECTED, State.COMPUTED),
    "preview_results": move(State.COMPUTED, State.PREVIEW),
    "submit_results": move(State.PREVIEW, State.APPROVING),
    "unsign_results": move(State.APPROVING, State.PREVIEW),
    "publish_results": move(State.APPROVING, State.PUBLISHED),
    "replace_results": move(State.PUBLISHED, State.REPLACED),
    "replace": move({State.COLLECTED, State.COMPUTED, State.PREVIEW}, State.REPLACED),
}

FINDINGS = {
    "quarantine": move({FindingState.OPEN, FindingState.CLEARED}, FindingState.QUARANTINED),
    "clear": move({FindingState.OPEN, FindingState.QUARANTINED}, FindingState.CLEARED),
}

APPEALS = {
    "uphold": move(AppealState.OPEN, AppealState.UPHELD),
    "reject": move(AppealState.OPEN, AppealState.REJECTED),
}

SCHEME = {
    "submit_scheme": move(SchemeState.DRAFT, SchemeState.APPROVING),
    "unsign_scheme": move(SchemeState.APPROVING, SchemeState.DRAFT),
    "freeze_scheme": move(SchemeState.APPROVING, SchemeState.FROZEN),
    "retire_scheme": move(SchemeState.FROZEN, SchemeState.RETIRED),
}

_UNPUBLISHED = {AssessmentState.QUEUED, AssessmentState.COLLECTED, AssessmentState.COMPUTED, AssessmentState.PREVIEW}

ASSESSMENT = {
    "collect": move(AssessmentState.QUEUED, AssessmentState.COLLECTED),
    "reckon": move(AssessmentState.COLLECTED, AssessmentState.COMPUTED),
    "preview_results": move(AssessmentState.COMPUTED, AssessmentState.PREVIEW),
    "submit_results": move(AssessmentState.PREVIEW, AssessmentState.APPROVING),
    "unsign_results": move(AssessmentState.APPROVING, AssessmentState.PREVIEW),
    "publish_results": move(AssessmentState.APPROVING, AssessmentState.PUBLISHED),
    "replace_results": move(AssessmentState.PUBLISHED, AssessmentState.REPLACED),
    "drop_results": move(_UNPUBLISHED, AssessmentState.DROPPED),
}

MARK = {
    "assess": move({MarkState.CLAIMED, MarkState.ASSESSED}, MarkState.ASSESSED),
    "lift_mark": move(MarkState.ASSESSED, MarkState.LIFTED),
}

OBJECTION = {
    "uphold_objection": move(ObjectionState.OPEN, ObjectionState.UPHELD),
    "dismiss_objection": move(ObjectionState.OPEN, ObjectionState.DISMISSED),
}
