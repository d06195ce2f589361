"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Jobs."""

    name = "zhengyou.records.jobs"
    verbose_name = _("Jobs")
