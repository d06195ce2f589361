"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SheetsConfig(AppConfig):
    """Sheets."""

    name = "zhengyou.records.sheets"
    verbose_name = _("Sheets")
