"""Verbs of deadlines; upper rooms use those of clocks: ``actions.start(order, "order.handle", body, actor=actor)``."""

from zhengyou.registry.deadlines.actions.clocks import (
    breach,
    due_by,
    extend,
    hand_over,
    meet,
    meet_held,
    pause,
    recompute,
    resume,
    start,
    start_held,
    void,
    void_held,
    warn,
)
from zhengyou.registry.deadlines.actions.ladder import climb
from zhengyou.registry.deadlines.actions.limits import Limits

__all__ = [
    "Limits",
    "breach",
    "climb",
    "due_by",
    "extend",
    "hand_over",
    "meet",
    "meet_held",
    "pause",
    "recompute",
    "resume",
    "start",
    "start_held",
    "void",
    "void_held",
    "warn",
]
