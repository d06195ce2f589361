"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """People."""

    name = "zhengyou.registry.people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Name the verbs for the ledger, and let notices go to the addresses that are known here."""
        from zhengyou.records.ledger import words  # noqa: PLC0415 -- models are ready only now
        from zhengyou.records.notices import channels  # noqa: PLC0415 -- models are ready only now
        from zhengyou.registry.people import queries  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.people.enums import Verb  # noqa: PLC0415 -- models are ready only here

        words.define(Verb)
        channels.know_addresses(queries.address_of)
