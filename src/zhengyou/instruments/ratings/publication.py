"""What is published of ratings: volumes, shares with intervals, bounds for the silent, and how bad ratings were handled.

Everything comes from released batches (`queries.released`) of whole months, so that a published figure never changes
by one visitor. Nothing is estimated for those who did not rate: they are unrated, and bounds say what they could change.
"""

import csv
import datetime as dt
import io
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from django.db.models import CharField, Count, Q, QuerySet, Sum
from django.db.models.functions import Cast, TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhengyou.instruments.ratings import policy, queries
from zhengyou.instruments.ratings.enums import BAD, Channel, Decision, HandlingState, JudgeKind, Level
from zhengyou.instruments.ratings.models import Appeal, DayTally, Handling, Judgement, Rating
from zhengyou.instruments.ratings.queries import Summary
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.enums import Outcome, Purpose, Satisfaction, Stage, Step
from zhengyou.mechanisms.orders.enums import State as OrderState
from zhengyou.mechanisms.orders.models import CallBack
from zhengyou.mechanisms.scoring.methods.intervals import wilson
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.deadlines.models import Clock

MONTHS = 12
WIDE, NARROW = 0.15, 0.05
"""From which width on an interval of a share is called wide, and up to which narrow."""


def period() -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the twelve months that are over."""
    first = clock.today().replace(day=1)
    back = first.year * 12 + first.month - 1 - MONTHS
    return dt.date(back // 12, back % 12 + 1, 1), first - dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Share:
    """A share of so many, with the interval within which it lies by a chance of 90 per cent (Wilson)."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """Return the share, or nothing where there is nothing to share."""
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """Return the bounds of the interval."""
        low, high = wilson(np.array([float(self.hits)]), np.array([float(self.of)]))
        return float(low[0]), float(high[0])

    @property
    def words(self) -> str:
        """Return in words how much the share can be relied on."""
        if not self.of:
            return _("Nobody has rated yet.")
        low, high = self.interval
        said = _("between %(low)s %% and %(high)s %%, nine times out of ten") % {  # messages: zh
            "low": f"{100 * low:.1f}", "high": f"{100 * high:.1f}",
        }  # fmt: skip
        if high - low > WIDE:
            return _("%(said)s: few have rated, the figure can still change much") % {"said": said}  # messages: zh
        if high - low <= NARROW:
            return _("%(said)s: a firm figure") % {"said": said}  # messages: zh
        return said


@dataclass(frozen=True, slots=True)
class Bounds:
    """How good the share could be if all who were invited had rated: all silent ones bad, or all good."""

    low: float
    high: float
    silent: int


def bounds(total: Summary) -> Bounds | None:
    """Return the bounds for the silent, or nothing where nobody was invited or nobody rated."""
    share = total.good_share
    if not total.invited or share is None:
        return None
    good, silent = total.rated * share, total.invited - total.rated
    return Bounds(good / total.invited, (good + silent) / total.invited, silent)


@dataclass(frozen=True, slots=True)
class LoopFigures:
    """What became of the bad ratings of a period, each with its denominator.

    ``due`` were put right or are overdue, ``in_time`` of them met their first limit. ``to_call`` left a telephone number
    and got an accepted reply; who left none stands outside of that. ``decided`` appeals, ``upheld`` of them.
    """

    bad: int = 0
    due: int = 0
    in_time: int = 0
    to_call: int = 0
    called: int = 0
    content: int = 0
    explained: int = 0
    decided: int = 0
    upheld: int = 0
    excluded: int = 0

    @property
    def in_time_share(self) -> float | None:
        """Return 差评按期整改率."""
        return self.in_time / self.due if self.due else None

    @property
    def called_share(self) -> float | None:
        """Return 实名差评回访率."""
        return self.called / self.to_call if self.to_call else None

    @property
    def content_share(self) -> float | None:
        """Return 回访满意率 among those who were reached."""
        return self.content / self.called if self.called else None

    @property
    def upheld_share(self) -> float | None:
        """Return 申诉成立率."""
        return self.upheld / self.decided if self.decided else None


class Verdict(StrEnum):
    """What the public's verdict says against a line."""

    REACHED = "reached"
    MISSED = "missed"
    UNSURE = "unsure"


def gate(good: Share, line: float = policy.GATE_LINE) -> Verdict:
    """Return whether the share of good ratings reaches ``line``; unsure while the interval holds it (D-54).

    满意的社会评价作为标准: a unit passes by what visitors said and by nothing else, and few ratings decide nothing.
    """
    if good.value is None:
        return Verdict.UNSURE
    low, high = good.interval
    return Verdict.REACHED if low >= line else Verdict.MISSED if high < line else Verdict.UNSURE


GATE_WORDS = {
    Verdict.REACHED: gettext_lazy("The public's verdict reaches the line"),
    Verdict.MISSED: gettext_lazy("The public's verdict misses the line"),
    Verdict.UNSURE: gettext_lazy("Too few ratings to say"),
}


def loop_figures(body: Body, first: dt.date, last: dt.date) -> LoopFigures:
    """Return what became of the released bad ratings below ``body`` from ``first`` to ``last``."""
    bad = queries.released_ratings().filter(
        level__in=BAD, day__gte=first, day__lte=last, body__path__startswith=body.path
    )
    keys = bad.filter(order__isnull=False).annotate(key=Cast("order_id", CharField())).values("key")
    clocks = Clock.objects.filter(subject_kind="orders.order", stage=Stage.HANDLING, subject_id__in=keys)
    told = clocks.aggregate(
        met=Count("pk", filter=Q(state=ClockState.MET)), late=Count("pk", filter=Q(state=ClockState.BREACHED))
    )
    accepted = [OrderState.AUDITED, OrderState.CLOSED]
    to_call = bad.filter(order__passes__contains=[Step.CALL_BACK], order__state__in=accepted)
    answers = CallBack.objects.filter(
        purpose=Purpose.CLOSING, outcome__in=[Outcome.SOLVED, Outcome.NOT_SOLVED], order__in=to_call.values("order")
    )
    handled = Handling.objects.filter(rating__in=bad)
    content = [Satisfaction.SATISFIED, Satisfaction.FAIR]
    decided = Appeal.objects.filter(handling__rating__in=bad).exclude(decision="")
    return LoopFigures(
        bad=bad.count(),
        due=told["met"] + told["late"],
        in_time=told["met"],
        to_call=to_call.count(),
        called=answers.values("order").distinct().count(),
        content=answers.filter(satisfaction__in=content).values("order").distinct().count(),
        explained=handled.filter(state=HandlingState.EXPLAINED).count(),
        decided=decided.count(),
        upheld=decided.filter(decision=Decision.ALLOWED).count(),
        excluded=handled.filter(state=HandlingState.EXCLUDED).count(),
    )


def excluded(first: dt.date, last: dt.date) -> QuerySet[Rating]:
    """Return the released ratings that are not counted, from ``first`` to ``last``."""
    found = queries.released_ratings().filter(queries.NOT_COUNTED, day__gte=first, day__lte=last)
    return found.select_related("window", "body", "handling").order_by("id")


def judgements(body: Body, first: dt.date, last: dt.date) -> list[tuple[str, Summary, Share]]:
    """Return what invited panels and spot checks said of ``body`` and below: kinds of their own beside the ratings.

    A panel is told of once it is closed.
    """
    found: dict[str, dict[int, int]] = defaultdict(dict)
    said = Judgement.objects.filter(body__path__startswith=body.path, day__range=(first, last), day__lt=clock.today())
    for kind, level, count in said.order_by().values_list("kind", "level").annotate(n=Count("pk")):
        found[kind][level] = count
    made = [(JudgeKind(kind).label, Summary(found[kind])) for kind in JudgeKind.values if kind in found]
    return [(str(label), total, Share(total.good, total.total)) for label, total in made]


def settled_bad(body: Body) -> QuerySet[Rating]:
    """Return the released bad ratings below ``body`` whose handling is over, in an order that tells nothing."""
    over = Q(order__state=OrderState.CLOSED) | Q(handling__state__in=[HandlingState.EXPLAINED, HandlingState.EXCLUDED])
    found = queries.released_ratings().filter(level__in=BAD, body__path__startswith=body.path)
    return found.filter(over).select_related("window", "body", "handling", "order").order_by("id")


@dataclass(frozen=True, slots=True)
class Line:
    """One body below with its figures."""

    body: Body
    summary: Summary
    good: Share


def lines_below(body: Body | None, counts: QuerySet[DayTally]) -> list[Line]:
    """Return the bodies directly below ``body``, or the topmost, with the counts of all below them; two queries."""
    found: dict[str, list[Summary]] = defaultdict(list)
    above = body.path if body else ""
    for path, summary in queries.summaries(counts, "body__path").items():
        if rest := path.removeprefix(above):
            found[above + rest.split(".")[0] + "."].append(summary)
    below = {one.path: one for one in Body.objects.filter(path__in=found).order_by("sort_path")}
    made = [(one, queries.added(found[path])) for path, one in below.items()]
    return [Line(one, summary, Share(summary.good, summary.total)) for one, summary in made if summary.given.total]


HEADINGS = ("unit", "month", "channel", "level", "count", "not_counted")
FEW = "*"
"""What stands in a suppressed cell."""


def open_data(body: Body) -> str:
    """Return the counts of the released months below ``body`` as CSV: unit, month, channel, level, count, not counted.

    ``count`` holds all that were given, ``not_counted`` those of them that a review left out; both stand or fall together.
    A cell below `policy.BATCH` is written as ``*``; where only one cell of a unit's month and channel would be hidden,
    the next smallest is hidden with it, so that no difference tells it.
    """
    first, last = period()
    rows = (
        queries.released_tallies(first, last)
        .filter(body__path__startswith=body.path)
        .order_by()
        .annotate(month=TruncMonth("day"))
        .values_list("body__sort_path", "body__name", "month", "channel", "level")
        .annotate(n=Sum("count"), out=queries.LEFT_OUT)
        .order_by("body__sort_path", "month", "channel", "-level")
    )
    groups: dict[tuple[str, str, str], dict[int, int]] = {}
    left: dict[tuple[str, str, str, int], int] = {}
    for _sort, name, month, channel, level, count, out in rows:
        key = (name, f"{month:%Y-%m}", str(channel))
        groups.setdefault(key, {})[level] = count
        left[*key, level] = out
    out = io.StringIO()
    out.write("\ufeff")  # spreadsheets then read the Chinese right
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for (name, month, channel), cells in groups.items():
        hidden = _hidden(cells)
        for level in reversed(Level.values):
            if count := cells.get(level, 0):
                told = [FEW, FEW] if level in hidden else [count, left[name, month, channel, level]]
                writer.writerow([_safe(name), month, channel, level, *told])
    return out.getvalue()


def _hidden(cells: dict[int, int]) -> set[int]:
    """Return the levels whose counts are suppressed: the small ones, and a second where one alone would be told."""
    small = {level for level, count in cells.items() if count < policy.BATCH}
    if len(small) == 1 and len(cells) > 1:
        rest = [level for level in cells if level not in small]
        small.add(min(rest, key=lambda level: cells[level]))
    return small


def _safe(name: str) -> str:
    """Return ``name`` so that no spreadsheet takes it for a formula."""
    return f"'{name}" if name[:1] in "=+-@\t\r" else name


def channels(counts: QuerySet[DayTally]) -> list[tuple[str, Summary]]:
    """Return the summary of each channel; channels are never added up unseen."""
    made = ((str(Channel(channel).label), one) for channel, one in queries.summaries(counts, "channel").items())
    return sorted(made, key=lambda one: -one[1].given.total)
