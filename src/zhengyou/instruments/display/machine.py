"""The lives of what is shown."""

from zhengyou.instruments.display.enums import MatterState, PostState, RemarkState, SheetState, State
from zhengyou.kernel.moves import move

MOVES = {
    "submit": move(State.DRAFT, State.SUBMITTED),
    "show": move(State.SUBMITTED, State.SHOWN),
    "send_back": move(State.SUBMITTED, State.DRAFT),
    "take_down": move({State.SHOWN, State.SUBMITTED, State.DRAFT}, State.WITHDRAWN),
}

SHEET_MOVES = {
    "submit": move(SheetState.DRAFT, SheetState.SUBMITTED),
    "sign": move(SheetState.DRAFT, SheetState.SUBMITTED),
    "show": move(SheetState.SUBMITTED, SheetState.SHOWN),
    "send_back": move(SheetState.SUBMITTED, SheetState.DRAFT),
    "replace": move(SheetState.SHOWN, SheetState.REPLACED),
    "take_down": move({SheetState.SHOWN, SheetState.SUBMITTED, SheetState.DRAFT}, SheetState.WITHDRAWN),
}

POST_MOVES = {
    "submit": move(PostState.DRAFT, PostState.SUBMITTED),
    "award": move(PostState.SUBMITTED, PostState.HELD),
    "decline": move(PostState.SUBMITTED, PostState.DECLINED),
    "expire": move(PostState.HELD, PostState.EXPIRED),
    "remove": move(PostState.HELD, PostState.REMOVED),
}

MATTER_MOVES = {
    "submit": move(MatterState.DRAFT, MatterState.SUBMITTED),
    "show": move(MatterState.SUBMITTED, MatterState.SHOWN),
    "send_back": move(MatterState.SUBMITTED, MatterState.DRAFT),
    "finish": move(MatterState.SHOWN, MatterState.DONE),
    "drop": move({MatterState.DRAFT, MatterState.SUBMITTED, MatterState.SHOWN}, MatterState.DROPPED),
}

REMARK_MOVES = {
    "answer": move(RemarkState.RECEIVED, RemarkState.ANSWERED),
    "set_aside": move(RemarkState.RECEIVED, RemarkState.SET_ASIDE),
}
