"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SealConfig(AppConfig):
    """Sealed data."""

    name = "zhengyou.records.seal"
    verbose_name = _("Sealed data")

    def ready(self) -> None:
        """Name the verbs for the ledger."""
        from zhengyou.records.ledger import words  # noqa: PLC0415 -- models are ready only now
        from zhengyou.records.seal.enums import Verb  # noqa: PLC0415 -- models are ready only here

        words.define(Verb)
