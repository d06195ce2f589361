"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    """Campaigns."""

    name = "zhengyou.campaign.campaigns"
    verbose_name = _("Campaigns")
