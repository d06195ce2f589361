"""The lives of a clock and of a rule pack."""

from zhengyou.kernel.moves import Machine, move
from zhengyou.registry.deadlines.enums import PackState, State

CLOCK: Machine = {
    "pause": move(State.RUNNING, State.PAUSED),
    "resume": move(State.PAUSED, State.RUNNING),
    "extend": move(State.RUNNING, State.RUNNING),
    "meet": move(State.RUNNING, State.MET),
    "breach": move(State.RUNNING, State.BREACHED),
    "finish_late": move(State.BREACHED, State.BREACHED),
    # A provisional due date moved later when the year was loaded: the breach never was one.
    "reinstate": move(State.BREACHED, State.RUNNING),
    "reinstate_as_met": move(State.BREACHED, State.MET),
    "void": move([State.RUNNING, State.PAUSED, State.BREACHED], State.VOID),
}
"""What may happen to a clock. The moments are guarded in the verbs, which hold the row and know the time."""

PACK: Machine = {
    "publish": move(PackState.DRAFT, PackState.IN_FORCE),
    "withdraw": move(PackState.IN_FORCE, PackState.WITHDRAWN),
}
"""A version is edited while it is a draft and never again."""
