"""Verbs of orders. Pages, jobs and other rooms all come through here: ``actions.open_order(…, actor=actor)``."""

from zhengyou.mechanisms.orders.actions.batches import dispatch_all, sign_all
from zhengyou.mechanisms.orders.actions.calling import answer_check, call_back, draw_sample
from zhengyou.mechanisms.orders.actions.joining import merge, unmerge
from zhengyou.mechanisms.orders.actions.judging import reopen, send_back, verify, withdraw
from zhengyou.mechanisms.orders.actions.keeping import drop_template, save_template, set_profile
from zhengyou.mechanisms.orders.actions.opening import Matter, assist, dispatch, open_order, receive
from zhengyou.mechanisms.orders.actions.proposing import accept, propose, reject, revise, submit, take_back
from zhengyou.mechanisms.orders.actions.returning import designate, redirect, return_order, uphold
from zhengyou.mechanisms.orders.actions.stages import handling_stage, stage_name
from zhengyou.mechanisms.orders.actions.timing import ask_extension, is_paused, pause, resume
from zhengyou.mechanisms.orders.actions.working import contact, hand_over, plan, reply, sign, tick, write_note
from zhengyou.mechanisms.orders.enums import Stage

SIGNING, HANDLING = Stage.SIGNING.value, Stage.HANDLING.value

__all__ = [
    "HANDLING",
    "SIGNING",
    "Matter",
    "accept",
    "answer_check",
    "ask_extension",
    "assist",
    "call_back",
    "contact",
    "designate",
    "dispatch",
    "dispatch_all",
    "draw_sample",
    "drop_template",
    "hand_over",
    "handling_stage",
    "is_paused",
    "merge",
    "open_order",
    "pause",
    "plan",
    "propose",
    "receive",
    "redirect",
    "reject",
    "reopen",
    "reply",
    "resume",
    "return_order",
    "revise",
    "save_template",
    "send_back",
    "set_profile",
    "sign",
    "sign_all",
    "stage_name",
    "submit",
    "take_back",
    "tick",
    "unmerge",
    "uphold",
    "verify",
    "withdraw",
    "write_note",
]
