"""Readings of runs and scores."""

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Sentence
from zhengyou.mechanisms.scoring import rules
from zhengyou.mechanisms.scoring.enums import AppealState, State, Subject
from zhengyou.mechanisms.scoring.models import Appeal, Finding, Run, Scale, Score, Standing
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import within
from zhengyou.registry.bodies.enums import Kind
from zhengyou.registry.bodies.models import Body


def readable(actor: Actor) -> QuerySet[Run]:
    """Return the runs that ``actor`` may read: those in scope, and published ones in which the own unit is compared."""
    runs = Run.objects.exclude(state=State.REPLACED).select_related("body")
    in_scope = Q(pk__in=within(Run.objects.all(), actor, rules.READ).values("pk"))
    if actor.body is None or not actor.holds(rules.READ):
        return runs.filter(in_scope)
    above = [int(key) for key in actor.body.path.rstrip(".").split(".")]
    return runs.filter(in_scope | Q(state=State.PUBLISHED, body__in=above))


def league(run: Run, *, group: str = "") -> QuerySet[Score]:
    """Return the scores of ``run``, best first, of one peer group where one is named; those too few to grade last."""
    scores = run.scores.select_related("body", "window", "window__body", "appointment__person", "standing")
    return scores.filter(group=group) if group else scores


def groups(run: Run) -> list[str]:
    """Return the peer groups of ``run``, the largest first."""
    found: dict[str, int] = dict(run.scores.order_by().values_list("group").annotate(n=Count("pk")))
    return sorted(found, key=lambda group: (-found[group], group))


def latest_published(body: Body, subject: Subject = Subject.UNIT, indicator: str = "satisfaction") -> Score | None:
    """Return the newest published score of the unit ``body`` by ``indicator``, if it was compared."""
    asked = {"run__subject": subject, "run__indicator": indicator, "run__state": State.PUBLISHED}
    return (
        Score.objects.filter(body=body, window=None, **asked)
        .select_related("run")
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
    """Return the findings that ``actor`` may read: those of runs in scope, and published ones on the own unit."""
    found = Finding.objects.exclude(run__state=State.REPLACED).select_related(
        "run", "score__body", "score__window", "score__appointment__person", "score__run"
    )
    in_scope = Q(pk__in=within(Finding.objects.all(), actor, rules.DECIDE).values("pk"))
    if actor.body is None or not actor.holds(rules.READ):
        return found.filter(in_scope)
    return found.filter(in_scope | Q(run__state=State.PUBLISHED, score__body__path__startswith=actor.body.path))


def appeals_to_answer(actor: Actor) -> QuerySet[Appeal]:
    """Return the open appeals that ``actor`` answers, the oldest first."""
    waiting = Appeal.objects.filter(state=AppealState.OPEN).select_related("run__body", "standing", "finding")
    return within(waiting, actor, rules.DECIDE).order_by("lodged_at")


def group_label(group: str) -> Sentence:
    """Return what people call a peer group."""
    return dict(Kind.choices).get(group, _("Mixed group"))
