"""Verbs of plans: take a text in, correct what was read, answer remarks, confirm."""

from zhengyou.campaign.plans.actions.asking import ask_model, fail_reading, finish_reading, keep_part, stop_reading
from zhengyou.campaign.plans.actions.deciding import answer, confirm, reopen, withdraw
from zhengyou.campaign.plans.actions.editing import add, correct, merge, remove, restore, undo
from zhengyou.campaign.plans.actions.proposing import reject_proposals, take_proposals
from zhengyou.campaign.plans.actions.taking import draw_up, take_in, take_in_amended

__all__ = [
    "add",
    "answer",
    "ask_model",
    "confirm",
    "correct",
    "draw_up",
    "fail_reading",
    "finish_reading",
    "keep_part",
    "merge",
    "reject_proposals",
    "remove",
    "reopen",
    "restore",
    "stop_reading",
    "take_in",
    "take_in_amended",
    "take_proposals",
    "undo",
    "withdraw",
]
