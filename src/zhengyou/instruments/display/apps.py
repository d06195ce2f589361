"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisplayConfig(AppConfig):
    """Display."""

    name = "zhengyou.instruments.display"
    verbose_name = _("Display")

    def ready(self) -> None:
        """Put what waits for review into the work queue, and offer what scoring may read."""
        from zhengyou.instruments.display.indicators import COMMITMENTS  # noqa: PLC0415 -- models are ready only now
        from zhengyou.instruments.display.worklist import waiting  # noqa: PLC0415 -- models are ready only now
        from zhengyou.mechanisms.scoring import catalogue  # noqa: PLC0415 -- models are ready only here
        from zhengyou.records.notices import worklist  # noqa: PLC0415 -- models are ready only here

        worklist.register(waiting)
        catalogue.offer(COMMITMENTS)
