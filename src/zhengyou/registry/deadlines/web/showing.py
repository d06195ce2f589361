"""How clocks, due moments and days look on the desk."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhengyou.kernel import clock as time
from zhengyou.registry.deadlines import hooks, queries
from zhengyou.registry.deadlines.enums import Cause, Colour, Grade, State, Told
from zhengyou.registry.deadlines.models import Climb, Clock, Reckoning, Standing

TONES = {
    State.RUNNING: "info",
    State.PAUSED: "neutral",
    State.MET: "success",
    State.BREACHED: "error",
    State.VOID: "neutral",
}
QUIET = {State.PAUSED: "grey", State.VOID: "grey", State.MET: "green", State.RUNNING: "green"}


@dataclass(frozen=True, slots=True)
class Row:
    """A clock as a list shows it."""

    clock: Clock
    tone: str
    light: str
    left: str
    url: str


def row(clock: Clock, now: dt.datetime) -> Row:
    """Return a clock with its light and what is left of it."""
    colour = queries.colour_of(clock, now)
    return Row(
        clock=clock,
        tone=TONES[State(clock.state)],
        light=colour.value or QUIET[State(clock.state)],
        left=left(clock, colour, now),
        url=hooks.address_of(clock.subject_kind, clock.subject_id),
    )


def left(clock: Clock, colour: Colour, now: dt.datetime) -> str:
    """Return in a few words how a clock stands against its due moment."""
    if clock.state in (State.MET, State.VOID):
        return str(clock.get_state_display())
    if clock.state == State.PAUSED:
        return _("Does not count at present")
    if colour == Colour.RED:
        if clock.finished_at:
            return _("Finished %(time)s late") % {"time": span(clock.finished_at - clock.due_at)}
        return _("Overdue by %(time)s") % {"time": span(now - clock.due_at)}
    return _("%(time)s left") % {"time": span(clock.due_at - now)}


def span(length: dt.timedelta) -> str:
    """Return a stretch of time as days, hours or minutes, whichever is the largest."""
    minutes = int(length.total_seconds() // 60)
    if minutes >= 48 * 60:
        return ngettext("%(n)d day", "%(n)d days", minutes // 1440) % {"n": minutes // 1440}
    if minutes >= 60:
        return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def reckoned(entry: Reckoning) -> dict[str, Any]:
    """Return one due moment that held, as a line of a history."""
    due = f"{time.local(entry.due_at):%Y-%m-%d %H:%M}"
    provisional = " " + _("(provisional)") if entry.provisional else ""
    return {
        "when": f"{time.local(entry.at):%Y-%m-%d %H:%M}",
        "title": _("Due %(moment)s") % {"moment": due} + provisional,
        "who": str(Cause(entry.cause).label),
        "text": entry.note,
        "tone": "warning" if entry.provisional else "info",
    }


GRADE_TONES = {
    Grade.BLUE: "info",
    Grade.YELLOW: "warning",
    Grade.RED: "error",
    Grade.SUPERVISE: "error",
    Grade.TALK: "error",
    Grade.CIRCULAR: "error",
}


def climbed(entry: Climb) -> dict[str, Any]:
    """Return one rung that was climbed as a line of a history, with who was told."""
    return {
        "when": f"{time.local(entry.at):%Y-%m-%d %H:%M}",
        "title": str(entry.get_grade_display()),
        "who": "、".join(str(Told(word).label) for word in entry.told),
        "text": entry.rule,
        "tone": GRADE_TONES[Grade(entry.grade)],
    }


def next_rung(standing: Standing | None) -> str:
    """Return in words which rung comes next and when; empty at the top and off the ladder."""
    if standing is None or standing.next_grade is None or standing.next_at is None:
        return ""
    words = _("Next: %(rung)s, on %(moment)s, unless it is finished before.")
    moment = f"{time.local(standing.next_at):%Y-%m-%d %H:%M}"
    return words % {"rung": Grade(standing.next_grade).label, "moment": moment}
