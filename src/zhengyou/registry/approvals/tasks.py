"""Jobs of approvals: nobody who left keeps a matter waiting."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.records import jobs
from zhengyou.registry.approvals import actions
from zhengyou.registry.approvals.actions import definitions
from zhengyou.registry.approvals.enums import TaskState
from zhengyou.registry.approvals.models import Task


@jobs.task("approvals.replace_departed", title=_("Ask the successors of approvers who left"), cron="20 * * * *")
def replace_departed() -> None:
    """Every hour ask the successors of approvers who left, and fill tasks for which nobody was found."""
    today = clock.today()
    left = Q(appointment__isnull=True) | Q(appointment__ends_on__lte=today)
    for task in Task.objects.filter(left, state=TaskState.WAITING).order_by("instance_id", "id"):
        actions.replace_departed(task)


@jobs.task("approvals.load", title=_("Load shipped procedures"), cron="35 18 * * *")
def load() -> None:
    """Every night bring the shipped procedures to what the installed version says; safe to repeat."""
    definitions.load_shipped()
