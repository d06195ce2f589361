"""Verbs of ratings. Pages, jobs, the gate and other rooms all come through here."""

from zhengyou.instruments.ratings.actions.appeals import appeal, decide_appeal
from zhengyou.instruments.ratings.actions.giving import (
    Submitted,
    enter,
    expire_invitations,
    issue_tag_set,
    mint,
    mint_for_accepted,
    mint_for_closed,
    rate,
    rate_visit,
    read_report,
    release,
    review_text,
    roll_up,
)
from zhengyou.instruments.ratings.actions.loop import (
    contact,
    contact_due,
    dispatch,
    dispatch_waiting,
    screen,
    triage,
)
from zhengyou.instruments.ratings.actions.packs import adopt_pack, set_loop
from zhengyou.instruments.ratings.actions.raters import (
    answer_retaliation,
    may_object,
    object_to,
    report_retaliation,
    take_up_retaliation,
)
from zhengyou.instruments.ratings.actions.sealed import (
    call_back,
    designate_caller,
    erase,
    may_call_for_unit,
    open_contact,
)

__all__ = [
    "Submitted",
    "adopt_pack",
    "answer_retaliation",
    "appeal",
    "call_back",
    "contact",
    "contact_due",
    "decide_appeal",
    "designate_caller",
    "dispatch",
    "dispatch_waiting",
    "enter",
    "erase",
    "expire_invitations",
    "issue_tag_set",
    "may_call_for_unit",
    "may_object",
    "mint",
    "mint_for_accepted",
    "mint_for_closed",
    "object_to",
    "open_contact",
    "rate",
    "rate_visit",
    "read_report",
    "release",
    "report_retaliation",
    "review_text",
    "roll_up",
    "screen",
    "set_loop",
    "take_up_retaliation",
    "triage",
]
