"""How things of this room look: tones, the road of a matter in plain words, its clock."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhengyou.instruments.complaints.enums import (
    ArticleState,
    CheckState,
    InquiryState,
    IssueState,
    ItemState,
    Kind,
    NeedState,
    OpeningState,
    ProposalState,
    ReportState,
    State,
    SupportState,
)
from zhengyou.instruments.complaints.models import Complaint
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.enums import State as OrderState
from zhengyou.mechanisms.orders.models import Order
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.deadlines.queries import clocks_of, colour_of

TONES: dict[str, str] = {
    State.RECEIVED: "warning",
    State.HANDLING: "info",
    State.ANSWERED: "success",
    State.INFORMED: "neutral",
    State.MERGED: "neutral",
    State.CLOSED: "neutral",
}
ARTICLE: dict[str, str] = {
    ArticleState.DRAFT: "warning",
    ArticleState.PUBLISHED: "success",
    ArticleState.RETIRED: "neutral",
}
CHECK: dict[str, str] = {CheckState.PLANNED: "warning", CheckState.DONE: "success", CheckState.UNREACHED: "warning"}
INQUIRY: dict[str, str] = {
    InquiryState.OPENED: "warning",
    InquiryState.INVESTIGATING: "info",
    InquiryState.CONCLUDED: "info",
    InquiryState.REPLIED: "success",
}
OPENING: dict[str, str] = {
    OpeningState.OPENED: "warning",
    OpeningState.CONFIRMED: "info",
    OpeningState.ENTERED: "success",
}
SUPPORT: dict[str, str] = {
    SupportState.REPORTED: "warning",
    SupportState.SUPPORTING: "info",
    SupportState.SETTLED: "success",
}
NEED: dict[str, str] = {
    NeedState.OPEN: "warning",
    NeedState.CLAIMED: "info",
    NeedState.DONE: "info",
    NeedState.CONFIRMED: "success",
    NeedState.DECLINED: "neutral",
}
ITEM: dict[str, str] = {
    ItemState.COLLECTED: "warning",
    ItemState.ROUTED: "info",
    ItemState.ANSWERED: "info",
    ItemState.CLOSED: "success",
}
REPORT: dict[str, str] = {ReportState.DRAFT: "warning", ReportState.ADOPTED: "info", ReportState.CLOSED: "success"}
ISSUE: dict[str, str] = {IssueState.LISTED: "warning", IssueState.TACKLED: "info", IssueState.SETTLED: "success"}
PROPOSAL: dict[str, str] = {
    ProposalState.PROPOSED: "warning",
    ProposalState.ACCEPTED: "success",
    ProposalState.DECLINED: "neutral",
}


def lit(running: Clock) -> dict[str, Any]:
    """Return a clock with its light and its day."""
    colour = str(colour_of(running))
    if running.finished_at is not None:
        colour = "green" if running.state == ClockState.MET else "red"
    elif running.state in {ClockState.VOID, ClockState.PAUSED}:
        colour = "grey"
    return {"clock": running, "colour": colour or "green", "due": f"{clock.local(running.due_at):%m-%d %H:%M}"}


def clocks(matter: Complaint) -> list[dict[str, Any]]:
    """Return the clocks of a matter and, while a unit has it in hand, those of its order."""
    rows = list(clocks_of(matter))
    if matter.order is not None:
        rows += list(clocks_of(matter.order))
    return [lit(one) for one in rows]


def steps(matter: Complaint) -> list[dict[str, str]]:
    """Return where a matter stands, in plain words for whoever brought it."""
    main = matter.merged_into if matter.state == State.MERGED and matter.merged_into else matter
    words = [
        _("We have received it"),
        _("The office reads it and finds out who is responsible"),
        _("The responsible unit is looking into it"),
        _("You have an answer"),
        pgettext("matter", "Closed"),
    ]
    if main.kind == Kind.REPORT:
        words[2] = _("It is being investigated")
    at = {State.RECEIVED: 1, State.HANDLING: 2, State.ANSWERED: 3, State.INFORMED: 3, State.CLOSED: 5}[
        State(main.state)
    ]
    if at >= 3 and main.order_id is None and main.kind != Kind.REPORT:
        del words[2]
        at = 5 if at == 5 else 2
        at = min(at, len(words))
    return [
        {
            "label": word,
            "state": "done" if place < at else "current" if place == at else "todo",
            "note": _day(main, place, word, words),
        }
        for place, word in enumerate(words)
    ]


def _day(matter: Complaint, place: int, word: str, words: list[str]) -> str:
    moments: dict[str, dt.datetime | None] = {words[0]: matter.received_at, words[-2]: matter.answered_at}
    if place == len(words) - 1:
        moments = {word: matter.closed_at}
    moment = moments.get(word)
    return f"{clock.local(moment):%Y-%m-%d}" if moment else ""


def handling_words(order: Order | None) -> str:
    """Return what the responsible unit is doing just now, in plain words."""
    if order is None:
        return ""
    unit = order.body.name
    said = {
        OrderState.DISPATCHED: _("Handed to %(unit)s, which has not signed for it yet."),
        OrderState.SIGNED: _("%(unit)s has signed for it and will be in touch."),
        OrderState.HANDLING: _("%(unit)s is handling it."),
        OrderState.RETURNED: _("%(unit)s says that it is not responsible; the level above decides who is."),
        OrderState.REPLIED: _("%(unit)s has replied; the level above checks the reply."),
        OrderState.AUDITED: _("The reply was checked; you may be called about the result."),
        OrderState.CLOSED: _("Handling by %(unit)s is complete."),
    }.get(OrderState(order.state), "")
    return said % {"unit": unit} if said else ""


def extension_of(order: Order | None) -> dt.datetime | None:
    """Return until when the time was extended, where the unit was given more of it."""
    if order is None:
        return None
    extended = [one for one in clocks_of(order) if one.stage.startswith("handling") and one.extensions.exists()]
    return extended[-1].due_at if extended and extended[-1].finished_at is None else None
