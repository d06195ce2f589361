"""Verbs of deadlines; upper rooms use those of clocks: ``actions.start(order, "order.handle", body, actor=actor)``."""

from zhengyou.registry.deadlines.actions.clocks import (
    breach,
    due_by,
    extend,
    hand_over,
    meet,
    pause,
    recompute,
    resume,
    start,
    void,
    warn,
)
from zhengyou.registry.deadlines.actions.ladder import climb

__all__ = [
    "breach",
    "climb",
    "due_by",
    "extend",
    "hand_over",
    "meet",
    "pause",
    "recompute",
    "resume",
    "start",
    "void",
    "warn",
]
