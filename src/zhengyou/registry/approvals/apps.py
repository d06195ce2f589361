"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    """Approvals."""

    name = "zhengyou.registry.approvals"
    verbose_name = _("Approvals")
