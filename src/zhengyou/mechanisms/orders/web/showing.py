"""How an order, its clocks and its history look on the desk."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.enums import State
from zhengyou.mechanisms.orders.models import Order
from zhengyou.mechanisms.orders.queries import colour
from zhengyou.records.ledger import words
from zhengyou.records.ledger.models import Event
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
ROAD = (State.DISPATCHED, State.HANDLING, State.REPLIED, State.CLOSED)


def row(order: Order, now: dt.datetime) -> dict[str, Any]:
    """Return an order as the list shows it."""
    due: dt.datetime | None = getattr(order, "due_at", None)
    return {
        "order": order,
        "tone": TONES[State(order.state)],
        "colour": colour(order, now),
        "due_text": f"{clock.local(due):%Y-%m-%d %H:%M}" if due else "",
    }


def steps(order: Order) -> list[dict[str, str]]:
    """Return the road of an order as steps, with the moment at which each was reached."""
    if order.state == State.VOID:
        return [{"label": str(State.VOID.label), "state": "error"}]
    here = ROAD.index(State(order.state))
    reached = (None, order.signed_at, order.replied_at, order.closed_at)
    return [
        {
            "label": str(state.label),
            "state": "done"
            if place < here or state == State.CLOSED == order.state
            else "current"
            if place == here
            else "todo",
            "note": f"{clock.local(moment):%m-%d %H:%M}" if moment and place <= here else "",
        }
        for place, (state, moment) in enumerate(zip(ROAD, reached, strict=True))
    ]


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
        "term": f"{running.amount} {running.get_unit_display()}",
        "colour": light,
        "words": words,
    }


def entry(event: Event) -> dict[str, Any]:
    """Return an event of the ledger as a line of the history; of the public only the day is known."""
    public = event.actor_kind == "public"
    moment = clock.local(event.at)
    return {
        "when": f"{moment:%Y-%m-%d}" if public else f"{moment:%Y-%m-%d %H:%M}",
        "title": str(words.verb_label(event.verb)),
        "who": _("by the system")
        if event.actor_kind in {"public", "system"}
        else f"{event.actor_label} {event.hat_label}",
    }
