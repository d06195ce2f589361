"""The life of an attachment."""

from zhengyou.kernel.moves import Machine, move
from zhengyou.records.files.enums import State

MACHINE: Machine = {
    "finish": move(State.UPLOADING, State.READY),
    "withdraw": move([State.UPLOADING, State.READY], State.WITHDRAWN),
}
