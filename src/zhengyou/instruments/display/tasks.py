"""Jobs of the night: judge the promises, press what is late, end titles whose term is over."""

from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.display import actions
from zhengyou.records import jobs


@jobs.task(
    "display.judge", title=_("Judge promises by the records and press what is broken or late"), cron="10 19 * * *"
)
def judge() -> None:
    """Keep what the records say of every promise, and open orders where one is broken or late."""
    actions.judge_all()
    actions.press_late()


@jobs.task("display.expire", title=_("End titles of demonstration posts whose term is over"), cron="20 16 * * *")
def expire() -> None:
    """End the titles whose term is over; their last day is a whole day."""
    actions.expire_posts()
