"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BodiesConfig(AppConfig):
    """Bodies."""

    name = "zhengyou.registry.bodies"
    verbose_name = _("Bodies")
