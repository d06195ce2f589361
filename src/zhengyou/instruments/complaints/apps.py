"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    """Complaints."""

    name = "zhengyou.instruments.complaints"
    verbose_name = _("Matters of the people")
