"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Plans."""

    name = "zhengyou.campaign.plans"
    verbose_name = _("Plans")

    def ready(self) -> None:
        """Let the compiler's sentences follow the language of the page."""
        from django.utils.translation import get_language  # noqa: PLC0415 -- not before the apps are loaded

        from zhengyou.campaign.plans.compiler import wording  # noqa: PLC0415 -- models are ready only here

        wording.follow_language(get_language)
