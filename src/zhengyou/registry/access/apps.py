"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Access."""

    name = "zhengyou.registry.access"
    verbose_name = _("Access")
