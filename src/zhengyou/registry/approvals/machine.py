"""The lives of an approval, of one approver's part in it, and of a procedure."""

from zhengyou.kernel.moves import Machine, move
from zhengyou.registry.approvals.enums import DefinitionState, State, TaskState

INSTANCE: Machine = {
    "approve": move(State.RUNNING, State.APPROVED),
    "reject": move(State.RUNNING, State.REJECTED),
    "withdraw": move(State.RUNNING, State.WITHDRAWN),
}

TASK: Machine = {
    "finish": move(TaskState.WAITING, TaskState.DONE),
    "skip": move(TaskState.WAITING, TaskState.SKIPPED),
    "delegate": move(TaskState.WAITING, TaskState.DELEGATED),
}

DEFINITION: Machine = {
    "publish": move(DefinitionState.DRAFT, DefinitionState.IN_FORCE),
    "retire": move(DefinitionState.IN_FORCE, DefinitionState.WITHDRAWN),
}
