"""The life of an invitation."""

from zhengyou.instruments.ratings.enums import State
from zhengyou.kernel.moves import move

MOVES = {
    "rate": move(State.INVITED, State.RATED),
    "expire": move(State.INVITED, State.EXPIRED),
}
