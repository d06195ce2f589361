"""Verbs of items, windows and cases. Pages, programs and jobs all come through here."""

from zhengyou.registry.services.actions.cases import (
    close_case,
    handle_case,
    pause_case,
    register_case,
    resume_case,
    withdraw_case,
)
from zhengyou.registry.services.actions.catalogue import amend_item, open_item, retire_item
from zhengyou.registry.services.actions.contacts import answer_contact, hand_over_contact, take_contact, take_down
from zhengyou.registry.services.actions.leniency import accept_undertaking, find_broken, find_kept
from zhengyou.registry.services.actions.mandates import (
    finish_mandate,
    give_mandate,
    hand_mandate,
    note_step,
    revoke_mandate,
)
from zhengyou.registry.services.actions.systems import issue_token, revoke_token
from zhengyou.registry.services.actions.telling import complete_slip, tell_once
from zhengyou.registry.services.actions.windows import amend_window, close_window, open_window, relieve, staff_window

__all__ = [
    "accept_undertaking",
    "amend_item",
    "amend_window",
    "answer_contact",
    "close_case",
    "close_window",
    "complete_slip",
    "find_broken",
    "find_kept",
    "finish_mandate",
    "give_mandate",
    "hand_mandate",
    "hand_over_contact",
    "handle_case",
    "issue_token",
    "note_step",
    "open_item",
    "open_window",
    "pause_case",
    "register_case",
    "relieve",
    "resume_case",
    "retire_item",
    "revoke_mandate",
    "revoke_token",
    "staff_window",
    "take_contact",
    "take_down",
    "tell_once",
    "withdraw_case",
]
