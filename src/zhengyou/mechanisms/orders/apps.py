"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    """Orders."""

    name = "zhengyou.mechanisms.orders"
    verbose_name = _("Orders")

    def ready(self) -> None:
        """Put the orders that wait for a hat into the work queue, and offer the indicator."""
        from zhengyou.mechanisms.orders.indicators import RECTIFICATION  # noqa: PLC0415 -- models are ready only now
        from zhengyou.mechanisms.orders.worklist import waiting  # noqa: PLC0415 -- models are ready only now
        from zhengyou.mechanisms.scoring import catalogue  # noqa: PLC0415
        from zhengyou.records.notices import worklist  # noqa: PLC0415

        worklist.register(waiting)
        catalogue.offer(RECTIFICATION)
