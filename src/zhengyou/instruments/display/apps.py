"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisplayConfig(AppConfig):
    """Display."""

    name = "zhengyou.instruments.display"
    verbose_name = _("Display")

    def ready(self) -> None:
        """Fill the work queue, own the files, offer the indicator, lead from an order to what was promised."""
        from zhengyou.instruments.display import (  # noqa: PLC0415 -- models are ready only here
            attachments,
            indicators,
            listening,
            phases,
            worklist,
        )
        from zhengyou.mechanisms.orders import hooks  # noqa: PLC0415 -- models are ready only here
        from zhengyou.mechanisms.scoring import catalogue  # noqa: PLC0415 -- models are ready only here
        from zhengyou.records.notices import worklist as queue  # noqa: PLC0415 -- models are ready only here

        for listed in (worklist.waiting, worklist.to_decide, worklist.to_do):
            queue.register(listed)
        attachments.register_all()
        catalogue.offer(indicators.COMMITMENTS)
        hooks.offer_page(listening.offer_promise)
        phases.offer()
