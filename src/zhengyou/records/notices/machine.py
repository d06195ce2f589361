"""The life of a delivery."""

from zhengyou.kernel.moves import move
from zhengyou.records.notices.enums import State

MOVES = {
    "send": move({State.WAITING, State.FAILED}, State.SENT),
    "skip": move({State.WAITING, State.FAILED}, State.SKIPPED),
    "fail": move({State.WAITING, State.FAILED}, State.FAILED),
}
"""Verb → from, to. What was sent stays sent; a failure may be tried again."""
