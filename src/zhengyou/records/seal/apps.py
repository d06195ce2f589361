"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SealConfig(AppConfig):
    """Sealed data."""

    name = "zhengyou.records.seal"
    verbose_name = _("Sealed data")
