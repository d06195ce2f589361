"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """The ledger."""

    name = "zhengyou.records.ledger"
    verbose_name = _("Ledger")
