"""Verbs of plans: take a text in, correct what was read, answer remarks, confirm."""

from zhengyou.campaign.plans.actions.deciding import answer, confirm, reopen, withdraw
from zhengyou.campaign.plans.actions.editing import add, correct, merge, remove, restore, undo
from zhengyou.campaign.plans.actions.taking import draw_up, take_in, take_in_amended

__all__ = [
    "add",
    "answer",
    "confirm",
    "correct",
    "draw_up",
    "merge",
    "remove",
    "reopen",
    "restore",
    "take_in",
    "take_in_amended",
    "undo",
    "withdraw",
]
