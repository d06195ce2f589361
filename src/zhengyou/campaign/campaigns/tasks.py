"""Jobs of campaigns."""

from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns.actions import organisation
from zhengyou.campaign.campaigns.actions.handing import hand_out_more
from zhengyou.campaign.campaigns.models import HandOut
from zhengyou.records import jobs
from zhengyou.records.ledger import SYSTEM


@jobs.task("campaigns.hand_out", title=_("Hand out task sheets"))
def hand_out(run: str) -> None:
    """Give the next units of a campaign their task sheets."""
    found = HandOut.objects.filter(pk=run).first()
    if found is not None:
        hand_out_more(found, actor=SYSTEM)


@jobs.task("campaigns.remind", title=_("Remind of task sheets by the clock"), cron="30 0 * * *")
def remind() -> None:
    """Remind at half past eight whoever answers for sheets that are due soon or overdue."""
    organisation.remind(actor=SYSTEM)
