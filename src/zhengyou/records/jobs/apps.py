"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Jobs."""

    name = "zhengyou.records.jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        """Name the verb."""
        from zhengyou.records.ledger import words  # noqa: PLC0415 -- everything is ready only now

        words.describe({"jobs.retry": _("Failed job run again")})
