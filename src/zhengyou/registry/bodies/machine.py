"""The life of a planned change."""

from zhengyou.kernel.moves import Machine, move
from zhengyou.registry.bodies.enums import ChangeState

PLANNED_CHANGE: Machine = {
    "apply_change": move([ChangeState.PLANNED, ChangeState.FAILED], ChangeState.APPLIED),
    "fail_change": move(ChangeState.PLANNED, ChangeState.FAILED),
    "cancel_change": move([ChangeState.PLANNED, ChangeState.FAILED], ChangeState.CANCELLED),
}
