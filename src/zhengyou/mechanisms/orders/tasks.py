"""Jobs of orders: weigh the units by the trigger rules every night, end signings whose matter is gone."""

from django.utils.translation import gettext_lazy as _

from zhengyou.mechanisms.orders import actions
from zhengyou.mechanisms.orders.models import Measure, Trigger
from zhengyou.records import jobs
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.queries import kind_of
from zhengyou.registry.approvals import actions as approvals
from zhengyou.registry.approvals.enums import State
from zhengyou.registry.approvals.models import Instance


@jobs.task("orders.weigh", title=_("Propose measures by the rules in use"), cron="40 18 * * *")
def weigh() -> None:
    """Propose what the rules in use propose; once a month for each unit and rule, however often it runs."""
    for trigger in Trigger.objects.filter(is_active=True).select_related("body").order_by("pk"):
        actions.weigh(trigger)


@jobs.task("orders.end_signing", title=_("Withdraw the approval of a measure that is not pursued"))
def end_signing(measure: str) -> None:
    """Take the approval of a measure that is not pursued out of the leader's tray."""
    running = Instance.objects.filter(subject_kind=kind_of(Measure), subject_id=measure, state=State.RUNNING)
    for instance in running:
        approvals.withdraw(instance, actor=SYSTEM)
