"""Verbs of items, windows and cases. Pages, programs and jobs all come through here."""

from zhengyou.registry.services.actions.bookings import (
    arrive,
    book,
    cancel_booking,
    close_slot,
    give_ticket,
    miss_booking,
    move_booking,
    open_slots,
)
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
from zhengyou.registry.services.actions.credit import note_distrust, repair_credit
from zhengyou.registry.services.actions.leniency import accept_undertaking, find_broken, find_kept
from zhengyou.registry.services.actions.mandates import (
    finish_mandate,
    give_mandate,
    hand_mandate,
    note_step,
    revoke_mandate,
)
from zhengyou.registry.services.actions.mappings import adopt_adapter, amend_mapping
from zhengyou.registry.services.actions.norms import confirm_reading, issue_norm, repeal_norm
from zhengyou.registry.services.actions.numbers import call_again, call_next, pass_number, serve_number, take_number
from zhengyou.registry.services.actions.rosters import (
    close_after_hours,
    drop_shift,
    end_opening,
    open_after_hours,
    plan_shift,
    set_opening,
)
from zhengyou.registry.services.actions.systems import issue_token, revoke_token
from zhengyou.registry.services.actions.telling import complete_slip, tell_once
from zhengyou.registry.services.actions.windows import amend_window, close_window, open_window, relieve, staff_window

__all__ = [
    "accept_undertaking",
    "adopt_adapter",
    "amend_item",
    "amend_mapping",
    "amend_window",
    "answer_contact",
    "arrive",
    "book",
    "call_again",
    "call_next",
    "cancel_booking",
    "close_after_hours",
    "close_case",
    "close_slot",
    "close_window",
    "complete_slip",
    "confirm_reading",
    "drop_shift",
    "end_opening",
    "find_broken",
    "find_kept",
    "finish_mandate",
    "give_mandate",
    "give_ticket",
    "hand_mandate",
    "hand_over_contact",
    "handle_case",
    "issue_norm",
    "issue_token",
    "miss_booking",
    "move_booking",
    "note_distrust",
    "note_step",
    "open_after_hours",
    "open_item",
    "open_slots",
    "open_window",
    "pass_number",
    "pause_case",
    "plan_shift",
    "register_case",
    "relieve",
    "repair_credit",
    "repeal_norm",
    "resume_case",
    "retire_item",
    "revoke_mandate",
    "revoke_token",
    "serve_number",
    "set_opening",
    "staff_window",
    "take_contact",
    "take_down",
    "take_number",
    "tell_once",
    "withdraw_case",
]
