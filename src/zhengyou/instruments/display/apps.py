"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisplayConfig(AppConfig):
    """Display."""

    name = "zhengyou.instruments.display"
    verbose_name = _("Display")
