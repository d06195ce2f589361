"""Jobs about jobs."""

from django.utils.translation import gettext_lazy as _

from zhengyou.records import jobs
from zhengyou.records.jobs import actions


@jobs.task("jobs.drop_outdated", title=_("Take away old notes of failures"), cron="40 19 * * *")
def drop_outdated() -> None:
    """Take away notes of attempts that failed long ago, at night."""
    actions.drop_outdated()
