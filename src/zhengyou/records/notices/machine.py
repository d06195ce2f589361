"""The life of a delivery."""

from zhengyou.kernel.moves import move
from zhengyou.records.notices.enums import State

MOVES = {
    "send": move(State.WAITING, State.SENT),
    "skip": move(State.WAITING, State.SKIPPED),
}
"""Verb → from, to. What breaks stays waiting: its job is tried again and stands on the jobs page."""
