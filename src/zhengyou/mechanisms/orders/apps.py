"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    """Orders."""

    name = "zhengyou.mechanisms.orders"
    verbose_name = _("Orders")
