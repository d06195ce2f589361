"""The life of a case."""

from zhengyou.kernel.moves import move
from zhengyou.registry.services.enums import State

MOVES = {
    "handle": move(State.ACCEPTED, State.HANDLING),
    "close": move([State.ACCEPTED, State.HANDLING], State.DONE),
    "withdraw": move([State.ACCEPTED, State.HANDLING], State.WITHDRAWN),
}
