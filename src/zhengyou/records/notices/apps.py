"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

VERBS = {
    "notices.tell": _("Notice given"),
    "notices.send": _("Notice sent out"),
    "notices.choose": _("Ways of being told chosen"),
    "notices.skip": _("Notice could not be sent out"),
}


class NoticesConfig(AppConfig):
    """Notices."""

    name = "zhengyou.records.notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        """Name the verbs and open the way by mail."""
        from zhengyou.records.ledger import words  # noqa: PLC0415 -- everything is ready only now
        from zhengyou.records.notices import channels  # noqa: PLC0415 -- models are ready only here

        words.describe(VERBS)
        channels.register(channels.MAIL, channels.by_mail, _("E-mail"))
