"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Reports."""

    name = "zhengyou.reports"
    verbose_name = _("Reports and ledgers")

    def ready(self) -> None:
        """Let promises of satisfaction be judged by the ratings."""
        from zhengyou.instruments.display import keeping  # noqa: PLC0415 -- models are ready only now
        from zhengyou.instruments.display.enums import Measure  # noqa: PLC0415 -- models are ready only here
        from zhengyou.reports import measures  # noqa: PLC0415 -- models are ready only here

        keeping.register(Measure.SATISFACTION, measures.satisfaction)
