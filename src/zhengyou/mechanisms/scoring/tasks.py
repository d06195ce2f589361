"""Jobs of comparisons and assessments: each is one step, so that its progress is seen while the next runs."""

from django.utils.translation import gettext_lazy as _

from zhengyou.mechanisms.scoring import actions
from zhengyou.mechanisms.scoring.enums import AssessmentState, State
from zhengyou.mechanisms.scoring.models import Assessment, Run
from zhengyou.records import jobs


@jobs.task("scoring.compare", title=_("Compare units by one indicator"))
def compare(run: str) -> None:
    """Compute a comparison from its inputs."""
    found = Run.objects.filter(pk=run, state=State.COLLECTED).select_related("body").first()
    if found:
        actions.compare(found)


@jobs.task("scoring.collect", title=_("Collect the figures of a period"))
def collect(assessment: str) -> None:
    """Take the snapshot of an assessment; one that was dropped meanwhile is left alone."""
    found = Assessment.objects.filter(pk=assessment, state=AssessmentState.QUEUED).first()
    if found:
        actions.collect(found)


@jobs.task("scoring.reckon", title=_("Compute a comparison"))
def reckon(assessment: str) -> None:
    """Compute an assessment from its snapshot."""
    found = Assessment.objects.filter(pk=assessment, state=AssessmentState.COLLECTED).first()
    if found:
        actions.reckon(found)
