"""Readings of schemes, assessments and results: what a hat may see of them."""

from django.db.models import Q, QuerySet

from zhengyou.mechanisms.scoring import rules
from zhengyou.mechanisms.scoring.enums import AssessmentState, SchemeState
from zhengyou.mechanisms.scoring.models import Assessment, Result, Scheme
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import within
from zhengyou.registry.bodies.models import Body


def readable_schemes(actor: Actor) -> QuerySet[Scheme]:
    """Return the schemes ``actor`` may read: those in scope, and those in force by which the own unit is assessed."""
    schemes = Scheme.objects.select_related("body", "follows")
    in_scope = Q(pk__in=within(Scheme.objects.all(), actor, rules.READ).values("pk"))
    if actor.body is None or not actor.holds(rules.READ):
        return schemes.filter(in_scope)
    in_force = Q(state__in=[SchemeState.FROZEN, SchemeState.RETIRED], body__in=_above(actor.body))
    return schemes.filter(in_scope | in_force)


def readable_assessments(actor: Actor) -> QuerySet[Assessment]:
    """Return the assessments ``actor`` may read: those in scope, and those shown to the units in which it stands."""
    found = Assessment.objects.exclude(state=AssessmentState.DROPPED).select_related("scheme", "body")
    in_scope = Q(pk__in=within(Assessment.objects.all(), actor, rules.READ).values("pk"))
    if actor.body is None or not actor.holds(rules.READ):
        return found.filter(in_scope)
    shown = [AssessmentState.PREVIEW, AssessmentState.APPROVING, AssessmentState.PUBLISHED]
    return found.filter(in_scope | Q(state__in=shown, body__in=_above(actor.body)))


def readable_results(assessment: Assessment, actor: Actor) -> QuerySet[Result]:
    """Return the results ``actor`` may see: all within its scope or once published, before that only its own unit's."""
    found = assessment.results.select_related("body")
    published = assessment.state in (AssessmentState.PUBLISHED, AssessmentState.REPLACED)
    return found if published else within(found, actor, rules.READ)


def _above(body: Body) -> list[int]:
    return [int(key) for key in body.path.rstrip(".").split(".")]
