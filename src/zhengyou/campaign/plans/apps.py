"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Plans."""

    name = "zhengyou.campaign.plans"
    verbose_name = _("Plans")
