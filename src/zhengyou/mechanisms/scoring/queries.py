"""Readings of runs and scores."""

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Sentence
from zhengyou.mechanisms.scoring import rules
from zhengyou.mechanisms.scoring.enums import State, Subject
from zhengyou.mechanisms.scoring.models import Run, Score
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
    scores = run.scores.select_related("body", "window", "window__body")
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


def group_label(group: str) -> Sentence:
    """Return what people call a peer group."""
    return dict(Kind.choices).get(group, _("Mixed group"))
