"""Jobs of bodies."""

from django.utils.translation import gettext_lazy as _

from zhengyou.records import jobs, ledger
from zhengyou.registry.bodies.actions import changes


@jobs.task("bodies.apply_due", title=_("Make changes of bodies whose day has come"), cron="5 16 * * *")
def apply_due() -> None:
    """Make the changes of the tree whose day has come: five past midnight in Shanghai."""
    changes.apply_due(actor=ledger.SYSTEM)
