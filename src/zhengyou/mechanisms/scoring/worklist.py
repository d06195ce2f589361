"""What waits for a hat among schemes and assessments."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.mechanisms.scoring import rules
from zhengyou.mechanisms.scoring.enums import AssessmentState, ObjectionState
from zhengyou.mechanisms.scoring.models import Assessment, Objection, Use
from zhengyou.records.ledger import Actor
from zhengyou.records.notices.worklist import Todo
from zhengyou.registry.access.queries import within

MOST = 50


def waiting(actor: Actor) -> Iterable[Todo]:
    """Return results to show or submit, objections to answer, and uses of corrected results to look at again."""
    runs = within(Assessment.objects.filter(state=AssessmentState.COMPUTED), actor, rules.RUN)
    over = Assessment.objects.filter(state=AssessmentState.PREVIEW, objections_until__lte=clock.today())
    for found, kind in ((runs, _("Look over the results")), (within(over, actor, rules.RUN), _("Submit the results"))):
        for one in found.select_related("scheme", "body")[:MOST]:
            yield Todo(title=str(one), kind=kind, url=reverse("scoring:assessment", args=[one.pk]), body=one.body.name)
    objections = within(Objection.objects.filter(state=ObjectionState.OPEN), actor, rules.ASSESS)
    for objection in objections.select_related("assessment__scheme", "body")[:MOST]:
        yield Todo(
            title=str(objection.assessment),
            kind=_("Answer the objection"),
            url=reverse("scoring:assessment", args=[objection.assessment_id]),
            body=objection.body.name,
        )
    for use in within(Use.objects.filter(doubtful=True), actor, rules.USE).select_related("assessment__scheme")[:MOST]:
        yield Todo(title=use.name, kind=_("A corrected result was used here"), url=reverse("scoring:uses"))
