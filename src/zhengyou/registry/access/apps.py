"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Access."""

    name = "zhengyou.registry.access"
    verbose_name = _("Access")

    def ready(self) -> None:
        """Load every room's functions, answer the rooms below, and name the verbs for the ledger."""
        from zhengyou.records.ledger import words  # noqa: PLC0415 -- models are ready only now
        from zhengyou.registry.access import actions, functions, guards  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.access.enums import Verb  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.bodies.hooks import on_root  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.people import guards as asked  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.people import hooks  # noqa: PLC0415 -- models are ready only here

        functions.load()
        asked.answer_with(guards.guard)
        hooks.second_factor_demanded.append(guards.demands_second_factor)
        hooks.person_left.append(guards.end_posts)
        on_root(actions.look_after)
        words.define(Verb)
