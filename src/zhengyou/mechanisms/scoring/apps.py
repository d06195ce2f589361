"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScoringConfig(AppConfig):
    """Scoring."""

    name = "zhengyou.mechanisms.scoring"
    verbose_name = _("Scoring")
