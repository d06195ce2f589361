"""What waits for a hat among schemes and assessments."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.mechanisms.scoring import rules
from zhengyou.mechanisms.scoring.enums import AssessmentState, ObjectionState
from zhengyou.mechanisms.scoring.models import Assessment, Objection, Run, Use
from zhengyou.records.ledger import Actor
from zhengyou.records.notices.worklist import Todo
from zhengyou.registry.access.queries import within

MOST = 50


def waiting(actor: Actor) -> Iterable[Todo]:
    """Return results to show or submit, objections to answer, and uses of corrected results to look at again."""
    fresh = within(Assessment.objects.filter(state=AssessmentState.COMPUTED), actor, rules.RUN)
    over = {"state": AssessmentState.PREVIEW, "objections_until__lte": clock.today()}
    heard = within(Assessment.objects.filter(**over), actor, rules.RUN)
    for found, kind in ((fresh, _("Look over the results")), (heard, _("Submit the results"))):
        for one in found.select_related("scheme", "body")[:MOST]:
            yield Todo(title=str(one), kind=kind, url=_page(one), body=one.body.name)
    for run in within(Run.objects.filter(**over), actor, rules.RUN).select_related("body")[:MOST]:
        yield Todo(title=str(run), kind=_("Submit the results"), url=_page(run), body=run.body.name)
    shown = Q(assessment__state=AssessmentState.PREVIEW) | Q(run__state=AssessmentState.PREVIEW)
    objections = within(Objection.objects.filter(shown, state=ObjectionState.OPEN), actor, rules.ASSESS)
    for objection in objections.select_related("assessment__scheme", "run__body", "body")[:MOST]:
        yield Todo(
            title=str(objection.about),
            kind=_("Answer the objection"),
            url=_page(objection.about),
            body=objection.body.name,
        )
    for use in within(Use.objects.filter(doubtful=True), actor, rules.USE).select_related("assessment__scheme")[:MOST]:
        yield Todo(title=use.name, kind=_("A corrected result was used here"), url=reverse("scoring:uses"))


def _page(computed: Assessment | Run) -> str:
    return reverse("scoring:league" if isinstance(computed, Run) else "scoring:assessment", args=[computed.pk])
