"""The life of a run."""

from zhengyou.kernel.moves import move
from zhengyou.mechanisms.scoring.enums import State

MOVES = {
    "publish": move(State.COMPUTED, State.PUBLISHED),
    "replace": move({State.COMPUTED, State.PUBLISHED}, State.REPLACED),
}
