"""Jobs of plans."""

from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.plans.actions import asking
from zhengyou.campaign.plans.models import ModelReading
from zhengyou.records import jobs


@jobs.task(asking.TASK, title=_("Have a plan read by the language model"), retry=False, atomic=False)
def read_by_model(reading: str) -> None:
    """Send the parts of a plan that are still to be read, one after the other."""
    found = ModelReading.objects.select_related("plan").filter(pk=reading).first()
    if found is not None:
        asking.read_on(found)
