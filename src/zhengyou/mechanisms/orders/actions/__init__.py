"""Verbs of orders. Pages, jobs and other rooms all come through here: ``actions.open_order(…, actor=actor)``."""

from zhengyou.mechanisms.orders.actions.accountability import (
    ask_statement,
    end_case,
    hand_over_case,
    hear,
    note_outcome,
    open_case,
    read_person,
    working_day,
)
from zhengyou.mechanisms.orders.actions.batches import dispatch_all, sign_all
from zhengyou.mechanisms.orders.actions.calling import answer_check, call_back, draw_sample
from zhengyou.mechanisms.orders.actions.joining import merge, unmerge
from zhengyou.mechanisms.orders.actions.judging import reopen, send_back, verify, withdraw
from zhengyou.mechanisms.orders.actions.keeping import drop_template, save_template, set_profile
from zhengyou.mechanisms.orders.actions.measures import (
    accept_measure,
    carry_out,
    drop_measure,
    lapse_with,
    organ_of,
    propose_measure,
    signed,
    submit_measure,
    unsigned,
)
from zhengyou.mechanisms.orders.actions.opening import Matter, assist, dispatch, open_order, receive
from zhengyou.mechanisms.orders.actions.problems import (
    begin_list,
    close_list,
    drop_problem,
    find_problem,
    hand_out,
    plan_problem,
    reopen_problem,
    show_highlight,
    solve,
    solve_with,
)
from zhengyou.mechanisms.orders.actions.proposing import accept, propose, reject, revise, submit, take_back
from zhengyou.mechanisms.orders.actions.returning import designate, redirect, return_order, uphold
from zhengyou.mechanisms.orders.actions.stages import handling_stage, stage_name
from zhengyou.mechanisms.orders.actions.timing import ask_extension, is_paused, pause, resume
from zhengyou.mechanisms.orders.actions.tours import cancel_tour, conclude_tour, enter_plan, plan_tour
from zhengyou.mechanisms.orders.actions.triggers import begin_with_shipped, facts_of, retire_trigger, set_trigger, weigh
from zhengyou.mechanisms.orders.actions.violations import (
    answer_letter,
    correct,
    dismiss,
    find_violation,
    insist,
    send_letter,
)
from zhengyou.mechanisms.orders.actions.working import contact, hand_over, plan, reply, sign, tick, write_note
from zhengyou.mechanisms.orders.actions.writs import Text, send_writ, sign_writ, withdraw_writ, write_out
from zhengyou.mechanisms.orders.enums import Stage

SIGNING, HANDLING = Stage.SIGNING.value, Stage.HANDLING.value

__all__ = [
    "HANDLING",
    "SIGNING",
    "Matter",
    "Text",
    "accept",
    "accept_measure",
    "answer_check",
    "answer_letter",
    "ask_extension",
    "ask_statement",
    "assist",
    "begin_list",
    "begin_with_shipped",
    "call_back",
    "cancel_tour",
    "carry_out",
    "close_list",
    "conclude_tour",
    "contact",
    "correct",
    "designate",
    "dismiss",
    "dispatch",
    "dispatch_all",
    "draw_sample",
    "drop_measure",
    "drop_problem",
    "drop_template",
    "end_case",
    "enter_plan",
    "facts_of",
    "find_problem",
    "find_violation",
    "hand_out",
    "hand_over",
    "hand_over_case",
    "handling_stage",
    "hear",
    "insist",
    "is_paused",
    "lapse_with",
    "merge",
    "note_outcome",
    "open_case",
    "open_order",
    "organ_of",
    "pause",
    "plan",
    "plan_problem",
    "plan_tour",
    "propose",
    "propose_measure",
    "read_person",
    "receive",
    "redirect",
    "reject",
    "reopen",
    "reopen_problem",
    "reply",
    "resume",
    "retire_trigger",
    "return_order",
    "revise",
    "save_template",
    "send_back",
    "send_letter",
    "send_writ",
    "set_profile",
    "set_trigger",
    "show_highlight",
    "sign",
    "sign_all",
    "sign_writ",
    "signed",
    "solve",
    "solve_with",
    "stage_name",
    "submit",
    "submit_measure",
    "take_back",
    "tick",
    "unmerge",
    "unsigned",
    "uphold",
    "verify",
    "weigh",
    "withdraw",
    "withdraw_writ",
    "working_day",
    "write_note",
    "write_out",
]
