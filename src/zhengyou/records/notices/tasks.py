"""Jobs of notices."""

from django.utils.translation import gettext_lazy as _

from zhengyou.records import jobs
from zhengyou.records.notices import actions
from zhengyou.records.notices.models import Delivery


@jobs.task("notices.deliver", title=_("Send a notice by mail or message"), atomic=False)
def deliver(delivery: str) -> None:
    """Carry one notice on one way out of the house."""
    if (found := Delivery.objects.filter(pk=delivery).first()) is not None:
        actions.deliver(found)


@jobs.task("notices.drop_outdated", title=_("Take away old notices that were read"), cron="20 19 * * *")
def drop_outdated() -> None:
    """Take away notices that were read long ago, at night."""
    actions.drop_outdated()
