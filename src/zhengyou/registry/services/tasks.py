"""Jobs of services."""

from django.utils.translation import gettext_lazy as _

from zhengyou.records import jobs
from zhengyou.registry.services import callers


@jobs.task("services.forget_answers", title=_("Forget kept answers to business systems"), cron="35 18 * * *")
def forget_answers() -> None:
    """Forget the answers kept for repeated requests once they are old (02:35 in Shanghai)."""
    callers.forget_answers()
