"""The campaign as a chart of days: phases and activities as bars, duties and meetings as marks on their days."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Prefetch

from zhengyou.campaign.campaigns.enums import ActivityState, MeetingState
from zhengyou.campaign.campaigns.models import Campaign
from zhengyou.campaign.campaigns.rhythms import occurrences
from zhengyou.kernel import clock

WIDTH, LEFT, ROW = 1000, 250, 30
"""Measures of the drawing in its own units."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the line: a bar with a width, or a mark on one day."""

    x: float
    width: float
    label: str
    y: int


@dataclass(slots=True)
class Line:
    """One line of the chart."""

    label: str
    kind: str
    y: int
    bars: list[Mark] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart with its months and where today stands."""

    lines: list[Line]
    months: list[tuple[float, str]]
    height: int
    today: float | None
    rows: list[tuple[str, str, str]]
    """The same as text: kind, name, days."""


def chart(campaign: Campaign) -> Chart:
    """Return the chart of ``campaign``; it has none without a first and a last day."""
    starts, ends = campaign.starts_on or clock.today(), campaign.ends_on or clock.today()
    made = _Drawing(starts, ends)
    for phase in campaign.phases.all():
        made.bar("phase", phase.name, phase.starts_on, phase.ends_on)
    for duty in campaign.duties.filter(due_on__isnull=False, decision__isnull=True):
        assert duty.due_on is not None  # noqa: S101 -- filtered above
        days = list(occurrences(duty.due_on, duty.rhythm, ends)) or [duty.due_on]
        made.days("duty", duty.name, days)
    standing = campaign.activities.exclude(state=ActivityState.CANCELLED)
    others = Prefetch("others", queryset=standing)
    for activity in standing.filter(series__isnull=True).prefetch_related(others):
        made.bar("activity", activity.title, activity.starts_on, activity.ends_on)
        for one in activity.others.all():
            made.more(one.starts_on, one.ends_on, one.title)
    for meeting in campaign.meetings.exclude(state=MeetingState.CANCELLED).order_by("starts_at")[:40]:
        made.days("meeting", meeting.title, [clock.local(meeting.starts_at).date()])
    today = clock.today()
    return Chart(
        made.lines,
        made.months(),
        made.y + 12,
        made.x(today) if starts <= today <= ends else None,
        made.rows,
    )


class _Drawing:
    """Places days on the line from the first to the last."""

    def __init__(self, starts: dt.date, ends: dt.date) -> None:
        self.starts, self.ends = starts, ends
        self.days_long = max(1, (ends - starts).days + 1)
        self.y = 34
        self.lines: list[Line] = []
        self.rows: list[tuple[str, str, str]] = []

    def x(self, day: dt.date) -> float:
        """Return where a day begins."""
        inside = min(max((day - self.starts).days, 0), self.days_long)
        return round(LEFT + (WIDTH - LEFT) * inside / self.days_long, 1)

    def line(self, kind: str, label: str) -> Line:
        """Begin a line."""
        made = Line(label[:16] + ("…" if len(label) > 16 else ""), kind, self.y)
        self.lines.append(made)
        self.y += ROW
        return made

    def bar(self, kind: str, label: str, starts: dt.date | None, ends: dt.date | None) -> None:
        """Draw a line with one bar; without days there is a line without a bar."""
        self.line(kind, label)
        self.rows.append((kind, label, " – ".join(f"{day:%Y-%m-%d}" for day in (starts, ends) if day)))
        if starts and ends:
            self.more(starts, ends, label, told=False)

    def more(self, starts: dt.date, ends: dt.date, label: str, *, told: bool = True) -> None:
        """Draw one more bar on the last line."""
        last = self.lines[-1]
        first = self.x(starts)
        width = max(4.0, round(self.x(ends + dt.timedelta(days=1)) - first, 1))
        last.bars.append(Mark(first, width, f"{label} {starts:%Y-%m-%d} – {ends:%Y-%m-%d}", last.y))
        if told:
            self.rows.append((last.kind, label, f"{starts:%Y-%m-%d} – {ends:%Y-%m-%d}"))

    def days(self, kind: str, label: str, days: list[dt.date]) -> None:
        """Draw a line with a mark on each day."""
        line = self.line(kind, label)
        line.marks += [Mark(self.x(day), 0, f"{label} {day:%Y-%m-%d}", line.y) for day in days]
        shown = [f"{day:%Y-%m-%d}" for day in days[:3]]
        self.rows.append((kind, label, "、".join(shown) + (" …" if len(days) > 3 else "")))

    def months(self) -> list[tuple[float, str]]:
        """Return where months begin, as many as are readable."""
        first = self.starts.replace(day=1)
        step = max(1, self.days_long // 30 // 12)
        found = []
        number = 0
        while first <= self.ends:
            if number % step == 0:
                found.append((self.x(max(first, self.starts)), f"{first:%Y-%m}"))
            first = (first + dt.timedelta(days=32)).replace(day=1)
            number += 1
        return found
