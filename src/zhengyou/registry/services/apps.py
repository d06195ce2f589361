"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    """Services."""

    name = "zhengyou.registry.services"
    verbose_name = _("Services")
