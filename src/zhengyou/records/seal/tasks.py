"""Jobs of seal: every night old values are sealed anew and expired ones erased, one batch a transaction."""

from django.utils.translation import gettext_lazy as _

from zhengyou.records import jobs
from zhengyou.records.seal import actions, throttle


@jobs.task("seal.reseal", title=_("Bring sealed data to the active key"), cron="20 18 * * *")
def reseal() -> None:
    """Bring values sealed with retired keys over to the active one, until none is left (02:20 in Shanghai)."""
    if actions.reseal():
        jobs.defer("seal.reseal", once="seal.reseal")


@jobs.task("seal.erase_expired", title=_("Erase personal data whose term is over"), cron="40 18 * * *")
def erase_expired() -> None:
    """Erase personal data whose term is over (02:40 in Shanghai)."""
    if actions.erase_expired():
        jobs.defer("seal.erase_expired", once="seal.erase_expired")


@jobs.task("seal.forget_attempts", title=_("Forget the counts of visits whose period is over"), cron="*/15 * * * *")
def forget_attempts() -> None:
    """Forget how often somebody knocked once the period is over."""
    throttle.forget()
