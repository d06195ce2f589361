"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Notices."""

    name = "zhengyou.records.notices"
    verbose_name = _("Notices")
