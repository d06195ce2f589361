"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeadlinesConfig(AppConfig):
    """Deadlines."""

    name = "zhengyou.registry.deadlines"
    verbose_name = _("Deadlines")
