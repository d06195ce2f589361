"""Jobs of services."""

from zhengyou.records import jobs
from zhengyou.registry.services import callers


@jobs.task("services.forget_answers", cron="35 18 * * *")
def forget_answers() -> None:
    """Forget the answers kept for repeated requests once they are old (02:35 in Shanghai)."""
    callers.forget_answers()
