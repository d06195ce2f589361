"""How cases, windows and guides look on pages."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from zhengyou.kernel import clock
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.deadlines.hooks import extension_page
from zhengyou.registry.deadlines.queries import colour_of, ends_in_time
from zhengyou.registry.services import hooks
from zhengyou.registry.services.enums import Mode, State
from zhengyou.registry.services.models import Case, ItemVersion, ServiceItem
from zhengyou.registry.services.queries import OPEN_STATES

DAY = dt.timedelta(days=1)
TONES = {State.ACCEPTED: "info", State.HANDLING: "info", State.DONE: "success", State.WITHDRAWN: "neutral"}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as a list shows it, with the light of its promise."""

    case: Case
    tone: str
    colour: str
    due: str


def case_row(case: Case, now: dt.datetime) -> CaseRow:
    """Return ``case`` with the light of its clock: grey while nothing presses, while it stands still, and when kept."""
    tone, running = TONES[State(case.state)], case.clock
    if running is None:
        return CaseRow(case, tone, "", "")
    told = date(clock.local(running.due_at), "Y-m-d H:i")
    if case.state == State.WITHDRAWN:
        return CaseRow(case, tone, "grey", told)
    if case.state == State.DONE:
        return CaseRow(case, tone, "red" if running.state == ClockState.BREACHED else "green", told)
    if running.state == ClockState.PAUSED:
        return CaseRow(case, tone, "grey", running.get_state_display())
    return CaseRow(case, tone, colour_of(running, now).value or "green", told)


def promise_of(case: Case) -> dict[str, Any] | None:
    """Return what the page of a case shows of its clock: every pause and extension, and how much time it took."""
    running = case.clock
    if running is None:
        return None
    may_move = case.state in OPEN_STATES and ends_in_time(running)
    return {
        "clock": running,
        "length": running.length,
        "pauses": list(running.pauses.all()),
        "extensions": list(running.extensions.all()),
        "can_pause": may_move,
        "can_resume": case.state in OPEN_STATES and running.state == ClockState.PAUSED,
        "ask_url": extension_page(str(running.pk)) if may_move and running.rule.most_extension != 0 else "",
    }


def links(case: Case) -> list[dict[str, str]]:
    """Return what upper rooms offer for a case, such as the slip with its rating code."""
    found = (link(case) for link in hooks.links)
    return [{"label": label, "url": url} for label, url in found if url]


def promise(item: ServiceItem | ItemVersion) -> str:
    """Return the promise in words: on the spot, or 5 working days."""
    if item.mode == Mode.ON_THE_SPOT or not item.promise_amount:
        return _("on the spot")
    return pgettext("promise", "%(n)s %(unit)s") % {
        "n": item.promise_amount,
        "unit": item.get_promise_unit_display(),
    }


@dataclass(frozen=True, slots=True)
class Reduction:
    """How a version of a guide differs from the one before, by count."""

    version: ItemVersion
    promise: str
    changes: str


def reductions(versions: list[ItemVersion]) -> list[Reduction]:
    """Return ``versions`` (the newest first), each with what it saved the visitor."""
    found = []
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        parts = _changes(version, before) if before else []
        found.append(Reduction(version, promise(version), "；".join(parts)))
    return found


def _changes(version: ItemVersion, before: ItemVersion) -> list[str]:
    parts = []
    fewer = len(before.materials) - len(version.materials)
    if fewer > 0:
        parts.append(ngettext("%(n)s material less", "%(n)s materials less", fewer) % {"n": fewer})
    if fewer < 0:
        parts.append(ngettext("%(n)s material more", "%(n)s materials more", -fewer) % {"n": -fewer})
    fewer = len(before.steps) - len(version.steps)
    if fewer > 0:
        parts.append(ngettext("%(n)s step less", "%(n)s steps less", fewer) % {"n": fewer})
    if promise(version) != promise(before):
        parts.append(_("promise %(before)s → %(after)s") % {"before": promise(before), "after": promise(version)})
    return parts


def daily(counts: list[tuple[dt.date, int]], first: dt.date, last: dt.date) -> dict[str, Any]:
    """Return the log of a window for the bar chart: one bar for each day, days without cases too."""
    found = dict(counts)
    days = [first + DAY * number for number in range((last - first).days + 1)]
    return {
        "labels": [f"{day:%m-%d}" for day in days],
        "series": [{"name": _("Cases"), "values": [found.get(day, 0) for day in days], "tone": "info"}],
        "unit": _("cases"),
    }


def no_such_case() -> str:
    """Return the sentence for a number that nobody has."""
    return _("There is no case with this number. Please compare it with your slip.")
