"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RatingsConfig(AppConfig):
    """Ratings."""

    name = "zhengyou.instruments.ratings"
    verbose_name = _("Ratings")
