"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

VERBS = {
    "files.finish": _("File uploaded"),
    "files.open": _("File opened"),
    "files.withdraw": _("File withdrawn"),
}
"""What the ledger says about this room."""


class FilesConfig(AppConfig):
    """Files."""

    name = "zhengyou.records.files"
    verbose_name = _("Files")

    def ready(self) -> None:
        """Name what the ledger says about this room."""
        from zhengyou.records.ledger import words  # noqa: PLC0415 -- models are ready only here

        words.describe(VERBS)
