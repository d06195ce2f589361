"""Readings of runs and scores."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from scipy import special

from zhengyou.kernel.cells import showable
from zhengyou.kernel.errors import Sentence
from zhengyou.mechanisms.scoring import policy, rules
from zhengyou.mechanisms.scoring.catalogue import offered
from zhengyou.mechanisms.scoring.enums import AppealState, State, Subject
from zhengyou.mechanisms.scoring.methods import trend
from zhengyou.mechanisms.scoring.models import Appeal, Finding, Run, Scale, Score, Standing
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import within
from zhengyou.registry.bodies.enums import Kind
from zhengyou.registry.bodies.models import Body

Z90 = 1.6448536269514722
SATISFIED = 4
"""Levels from here on are satisfied ones."""
FEWEST_IN_A_FUNNEL = 5
YES_OR_NO = 2
"""More levels than these are what people think, not what the records say."""
SHOWN = (State.PREVIEW, State.APPROVING, State.PUBLISHED)
"""What units see: until it is published, each its own."""


def readable(actor: Actor) -> QuerySet[Run]:
    """Return the runs that ``actor`` may read: those in scope, and those shown to the units in which it stands."""
    runs = Run.objects.exclude(state=State.REPLACED).select_related("body", "inputs").defer("inputs__content")
    in_scope = Q(pk__in=within(Run.objects.all(), actor, rules.READ).values("pk"))
    if actor.body is None or not actor.holds(rules.READ):
        return runs.filter(in_scope)
    above = [int(key) for key in actor.body.path.rstrip(".").split(".")]
    return runs.filter(in_scope | Q(state__in=SHOWN, body__in=above))


def same_question(run: Run) -> QuerySet[Run]:
    """Return the other runs of the same question over the same days."""
    asked = {"body": run.body_id, "subject": run.subject, "indicator": run.indicator}
    return Run.objects.filter(**asked, starts_on=run.starts_on, ends_on=run.ends_on).exclude(pk=run.pk)


def league(run: Run, *, group: str = "") -> QuerySet[Score]:
    """Return the scores of ``run``, best first, of one peer group where one is named; those too few to grade last."""
    scores = run.scores.select_related("body", "window", "window__body", "appointment__person", "standing")
    return scores.filter(group=group) if group else scores


def shown_to(actor: Actor, scores: QuerySet[Score], run: Run) -> QuerySet[Score]:
    """Return those ``scores`` of ``run`` that ``actor`` may see: those of the own unit or scope.

    Scores of units and windows are open to all who may read the run once it is published; those of persons never.
    """
    if run.subject != Subject.PERSON and run.state not in (State.PREVIEW, State.APPROVING):
        return scores
    in_scope = Q(pk__in=within(Score.objects.filter(run=run), actor, rules.READ).values("pk"))
    return scores.filter(in_scope)


def own_of(actor: Actor, scores: QuerySet[Score]) -> QuerySet[Score]:
    """Return those ``scores`` that are of the unit in which ``actor`` serves, and of persons only the actor's own."""
    if actor.body is None:
        return scores.none()
    return scores.filter(body=actor.body).filter(Q(appointment=None) | Q(appointment__person=actor.person or None))


def in_order(scores: QuerySet[Score]) -> QuerySet[Score]:
    """Return ``scores`` by peer group and expected place; those who are not placed last, by score."""
    return scores.order_by("group", F("standing__place").asc(nulls_last=True), "-score", "pk")


def loaded(scores: QuerySet[Score], keys: Sequence[Any]) -> list[Score]:
    """Return those of ``scores`` with ``keys``, in their order: a page is put in order by its keys alone.

    To put ten thousand units in order with all that is shown of them takes five times as long.
    """
    found = scores.order_by().in_bulk(keys)
    return [found[key] for key in keys]


def groups(run: Run) -> list[str]:
    """Return the peer groups of ``run``, the largest first."""
    found: dict[str, int] = dict(run.scores.order_by().values_list("group").annotate(n=Count("pk")))
    return sorted(found, key=lambda group: (-found[group], group))


def latest_published(body: Body, subject: Subject = Subject.UNIT, indicator: str = "satisfaction") -> Score | None:
    """Return the newest published score of the unit ``body`` by ``indicator``, if it was compared."""
    asked = {"run__subject": subject, "run__indicator": indicator, "run__state": State.PUBLISHED}
    return (
        Score.objects.filter(body=body, window=None, **asked)
        .select_related("run", "body", "standing__scale")
        .order_by("-run__ends_on", "-run__computed_at")
        .first()
    )


def key_of(score: Score) -> int:
    """Return the key of what is compared, as the indicator names it: of the person's post, the window or the unit."""
    return score.appointment_id or score.window_id or score.body_id


def scale_in_force(run: Run) -> Scale | None:
    """Return the cut points that hold for the question of ``run``."""
    asked = {"body": run.body_id, "subject": run.subject, "indicator": run.indicator}
    return Scale.objects.filter(**asked, replaced_at__isnull=True).first()


def stars_before(run: Run) -> dict[int, int]:
    """Return the last published star before ``run`` of each that is compared, by its key."""
    earlier = Standing.objects.filter(
        score__run__body=run.body_id,
        score__run__subject=run.subject,
        score__run__indicator=run.indicator,
        score__run__state=State.PUBLISHED,
        score__run__ends_on__lte=run.starts_on,
        star__gt=0,
    ).order_by("score__run__ends_on", "score__run__computed_at")
    keys = ("score__appointment_id", "score__window_id", "score__body_id", "star")
    return {person or window or body: star for person, window, body, star in earlier.values_list(*keys)}


def findings_for(actor: Actor) -> QuerySet[Finding]:
    """Return the findings that ``actor`` may read: those of runs in scope, and on the own unit once they are shown."""
    found = Finding.objects.exclude(run__state=State.REPLACED).select_related(
        "run", "score__body", "score__window", "score__appointment__person", "score__run"
    )
    in_scope = Q(pk__in=within(Finding.objects.all(), actor, rules.DECIDE).values("pk"))
    if actor.body is None or not actor.holds(rules.READ):
        return found.filter(in_scope)
    return found.filter(in_scope | Q(run__state__in=SHOWN, score__body__path__startswith=actor.body.path))


def appeals_to_answer(actor: Actor) -> QuerySet[Appeal]:
    """Return the open appeals that ``actor`` answers, the oldest first."""
    waiting = Appeal.objects.filter(state=AppealState.OPEN).select_related("run__body", "standing", "finding")
    return within(waiting, actor, rules.DECIDE).order_by("lodged_at")


@dataclass(frozen=True, slots=True)
class Change:
    """How a score changed from one run to the next; ``sure`` where it is more than chance."""

    score: Score
    earlier: Score
    sure: bool

    @property
    def by(self) -> float:
        """Return the change in points."""
        return self.score.score - self.earlier.score

    @property
    def star_before(self) -> int:
        """Return the star of the earlier run, 0 for none."""
        return self.earlier.standing.star if hasattr(self.earlier, "standing") else 0


def changes(scores: QuerySet[Score], earlier: QuerySet[Score]) -> list[Change]:
    """Return how ``scores`` changed since those of an ``earlier`` run, the largest rise first; only what both graded."""
    before = {key_of(score): score for score in earlier.filter(n__gte=F("run__minimum"))}
    found = []
    for score in scores:
        old = before.get(key_of(score))
        if old is None or score.n < score.run.minimum:
            continue
        spread = np.hypot(score.high - score.low, old.high - old.low) / (2 * Z90)
        gap = abs(score.score - old.score) - trend.LEAST
        found.append(Change(score, old, bool(special.ndtr(gap / max(spread, 1e-9)) >= trend.SURE)))
    return sorted(found, key=lambda one: -one.by)


@dataclass(frozen=True, slots=True)
class Month:
    """The ratings of one month: all, and those of level 4 or 5."""

    first: dt.date
    n: int
    satisfied: int

    @property
    def last(self) -> dt.date:
        """Return the last day of the month."""
        return _months_before(self.first, -1) - dt.timedelta(days=1)


def months(score: Score, back: int = 12) -> list[Month]:
    """Return the ratings of what ``score`` compares by month, over the year that ends with its run."""
    run = score.run
    reading = offered()[run.indicator].evidence if run.indicator in offered() else None
    if reading is None:
        return []
    last = run.last_day.replace(day=1)
    firsts = [_months_before(last, number) for number in range(back - 1, -1, -1)]
    found = reading(Subject(run.subject), score.body, firsts[0], run.ends_on)
    if key_of(score) not in found.keys:
        return []
    own = found.unit == found.keys.index(key_of(score))
    ends = np.array([(first - firsts[0]).days for first in firsts[1:]])
    month = np.searchsorted(ends, found.day[own], side="right")
    n = np.bincount(month, minlength=back)
    good = np.bincount(month[found.level[own] >= SATISFIED], minlength=back)
    return [Month(first, int(n[place]), int(good[place])) for place, first in enumerate(firsts)]


def _months_before(first: dt.date, number: int) -> dt.date:
    count = first.year * 12 + first.month - 1 - number
    return dt.date(count // 12, count % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Cell:
    """The ratings of one kind of cases: how often each level was given, the best first.

    ``shown``: whether its mean may be told, so that nobody can tell a single rating from it.
    """

    case: str
    counts: tuple[int, ...]
    mean: float
    shown: bool = True

    @property
    def n(self) -> int:
        """Return how many ratings there are."""
        return sum(self.counts)


def cases(score: Score) -> list[Cell]:
    """Return the counts behind ``score`` by kind of cases, the most frequent first."""
    run = score.run
    indicator = offered().get(run.indicator)
    if indicator is None:
        return []
    found = indicator.read(Subject(run.subject), score.body, run.starts_on, run.ends_on)
    if key_of(score) not in found.keys:
        return []
    own = found.counts[found.keys.index(key_of(score))]
    points = np.linspace(0, 100, own.shape[1])
    numbers = {case: int(counts.sum()) for case, counts in zip(found.cases, own, strict=True) if counts.sum()}
    told = showable(numbers, policy.FEWEST_TOLD) if own.shape[1] > YES_OR_NO else set(numbers)
    rows = [
        Cell(case, tuple(counts[::-1].tolist()), float(counts @ points / counts.sum()), case in told)
        for case, counts in zip(found.cases, own, strict=True)
        if case in numbers
    ]
    return sorted(rows, key=lambda cell: -cell.n)


def appeals_of(score: Score) -> QuerySet[Appeal]:
    """Return the appeals on the star or a finding of ``score``."""
    return Appeal.objects.filter(Q(standing__score=score) | Q(finding__score=score))


def own_standings(actor: Actor) -> QuerySet[Standing]:
    """Return the published standings that ``actor`` may appeal against: the person's own, and the unit's."""
    shown = Standing.objects.filter(score__run__state=State.PUBLISHED).select_related(
        "score__run", "score__body", "score__window", "score__appointment__person", "scale"
    )
    units = within(Score.objects.filter(appointment=None), actor, rules.APPEAL)
    mine = Q(score__appointment__person=actor.person or None)
    if actor.body is not None and actor.holds(rules.READ):
        mine |= Q(score__in=units.filter(body=actor.body))
    return shown.filter(mine).order_by("-score__run__ends_on", "score__window_id", "score_id")


def published_stars(body: Body) -> dict[int, Standing]:
    """Return the stars of the windows of ``body`` in the newest published comparison of windows, by window."""
    run = (
        Run.objects.filter(state=State.PUBLISHED, subject=Subject.WINDOW, scores__body=body)
        .order_by("-ends_on", "-computed_at")
        .first()
    )
    found = Standing.objects.filter(score__run=run, score__body=body, scale__isnull=False).select_related(
        "score", "scale"
    )
    return {one.score.window_id: one for one in found if one.score.window_id} if run else {}


def group_label(group: str) -> Sentence:
    """Return what people call a peer group."""
    return dict(Kind.choices).get(group, _("Mixed group"))
