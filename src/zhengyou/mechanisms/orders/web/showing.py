"""How an order, its clocks and its history look on the desk."""

import datetime as dt
import io
from typing import Any

from django.http import FileResponse
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import policy, rules
from zhengyou.mechanisms.orders.enums import ProposalState, State, Step
from zhengyou.mechanisms.orders.models import Note, Order, Profile
from zhengyou.mechanisms.orders.queries import colour
from zhengyou.records.ledger import Actor
from zhengyou.records.sheets import XLSX
from zhengyou.registry.access.rules import may
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.deadlines.queries import colour_of

TONES = {
    State.RECEIVED: "warning",
    State.DISPATCHED: "warning",
    State.SIGNED: "warning",
    State.RETURNED: "warning",
    State.AUDITED: "info",
    State.MERGED: "neutral",
    State.HANDLING: "info",
    State.REPLIED: "info",
    State.CLOSED: "success",
    State.VOID: "neutral",
}
PROPOSAL_TONES = {
    ProposalState.DRAFT: "neutral",
    ProposalState.SUBMITTED: "warning",
    ProposalState.ACCEPTED: "success",
    ProposalState.REJECTED: "error",
}


def row(order: Order, now: dt.datetime, actor: Actor) -> dict[str, Any]:
    """Return an order as lists show it, and what this hat may do with it in one go."""
    due: dt.datetime | None = getattr(order, "due_at", None)
    return {
        "order": order,
        "tone": TONES[State(order.state)],
        "colour": colour(order, now),
        "due_text": f"{clock.local(due):%Y-%m-%d %H:%M}" if due else "",
        "can_sign": order.state == State.DISPATCHED and bool(rules.may_answer(actor, order)),
        "can_dispatch": order.state == State.RECEIVED and bool(may(actor, rules.DISPATCH, order.body)),
    }


def road(order: Order) -> list[State]:
    """Return the states that ``order`` passes when nothing goes wrong."""
    states = [State.RECEIVED] if order.receiver_id else []
    states.append(State.DISPATCHED)
    if Step.CONTACT in order.passes:
        states.append(State.SIGNED)
    states += [State.HANDLING, State.REPLIED]
    if Step.CALL_BACK in order.passes:
        states.append(State.AUDITED)
    return [*states, State.CLOSED]


def steps(order: Order) -> list[dict[str, str]]:
    """Return the road of an order as steps, with the moment at which each was reached."""
    if order.state in {State.VOID, State.MERGED}:
        return [{"label": str(order.get_state_display()), "state": "error" if order.state == State.VOID else "current"}]
    states = road(order)
    here = states.index(State(order.state)) if order.state in states else states.index(State.DISPATCHED)
    reached = {
        State.SIGNED: order.signed_at,
        State.HANDLING: order.contacted_at or order.signed_at,
        State.REPLIED: order.replied_at,
        State.AUDITED: order.audited_at,
        State.CLOSED: order.closed_at,
    }
    shown = []
    for place, state in enumerate(states):
        moment = reached.get(state)
        done = place < here or state == State.CLOSED == order.state
        label = order.get_state_display() if place == here else state.label
        shown.append(
            {
                "label": str(label),
                "state": "done" if done else "current" if place == here else "todo",
                "note": f"{clock.local(moment):%m-%d %H:%M}" if moment and place <= here else "",
            }
        )
    return shown


def passes(order: Order) -> str:
    """Return in words what the order must pass besides the common stages."""
    return "；".join(str(Step(one).label) for one in order.passes)


def note(one: Note) -> dict[str, Any]:
    """Return an internal note as a line of a timeline."""
    who = one.written_by if one.shared else f"{one.written_by} · {_('for the own unit and those above')}"
    return {"when": f"{clock.local(one.written_at):%Y-%m-%d %H:%M}", "title": one.text, "who": who}


def profile_row(profile: Profile) -> dict[str, Any]:
    """Return what a kind must pass, as a row."""
    return {"profile": profile, "passes": "；".join(str(Step(one).label) for one in profile.passes) or "—"}


def defaults() -> list[dict[str, str]]:
    """Return what each kind must pass where nobody entered anything."""
    return [
        {
            "kind": str(kind.label),
            "passes": "；".join(str(step.label) for step in default.passes) or "—",
            "source": default.source,
        }
        for kind, default in policy.PROFILES.items()
    ]


def workbook(content: bytes, name: str) -> FileResponse:
    """Return a workbook to save."""
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def group_words(order: Order, address: str) -> str:
    """Return a reminder to paste into a work group: unit, number, day and address, never what the matter is about."""
    if order.clock is None:
        return ""
    told = {"unit": order.body.known_as, "number": order.number, "state": order.get_state_display(), "url": address}
    due = f"{clock.local(order.clock.due_at):%Y-%m-%d %H:%M}"
    return _("%(unit)s: order %(number)s (%(state)s) is due on %(due)s. %(url)s") % (told | {"due": due})


def lit(running: Clock) -> dict[str, Any]:
    """Return a clock with its light and a few words."""
    light = str(colour_of(running))
    if running.state == ClockState.MET:
        words, light = _("Met in time"), "green"
    elif running.finished_at is not None:
        words, light = _("Finished late"), "red"
    elif running.state == ClockState.VOID:
        words, light = _("No longer counts"), "grey"
    elif light == "red":
        words = _("Overdue")
    elif running.state == ClockState.PAUSED:
        words, light = _("Paused"), "grey"
    else:
        words, light = _("Running"), light or "green"
    return {
        "rule_title": running.rule_title,
        "due": f"{clock.local(running.due_at):%Y-%m-%d %H:%M}",
        "term": running.length,
        "body": running.body.name,
        "pauses": [f"{pause.get_reason_display()}（{pause.notice}）" for pause in running.pauses.all()],
        "colour": light,
        "words": words,
    }
