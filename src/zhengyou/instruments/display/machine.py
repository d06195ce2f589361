"""The life of what is shown."""

from zhengyou.instruments.display.enums import State
from zhengyou.kernel.moves import move

MOVES = {
    "submit": move(State.DRAFT, State.SUBMITTED),
    "show": move(State.SUBMITTED, State.SHOWN),
    "send_back": move(State.SUBMITTED, State.DRAFT),
    "take_down": move({State.SHOWN, State.SUBMITTED, State.DRAFT}, State.WITHDRAWN),
}
