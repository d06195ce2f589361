"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Access."""

    name = "zhengyou.registry.access"
    verbose_name = _("Access")

    def ready(self) -> None:
        """Answer the may-questions of the rooms below."""
        from zhengyou.registry.access.guards import guard  # noqa: PLC0415 -- models are ready only now
        from zhengyou.registry.people import guards  # noqa: PLC0415

        guards.answer_with(guard)
