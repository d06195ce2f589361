"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RatingsConfig(AppConfig):
    """Ratings."""

    name = "zhengyou.instruments.ratings"
    verbose_name = _("Ratings")

    def ready(self) -> None:
        """Listen to the cases: each accepted or closed one invites its visitor and offers a slip; offer the indicator."""
        from zhengyou.instruments.ratings import (  # noqa: PLC0415 -- models are ready only here
            actions,
            addresses,
            indicators,
            phases,
            worklist,
        )
        from zhengyou.mechanisms.orders import hooks as orders  # noqa: PLC0415 -- models are ready only here
        from zhengyou.mechanisms.scoring import catalogue  # noqa: PLC0415 -- models are ready only here
        from zhengyou.records.notices import worklist as desk  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.deadlines import hooks as deadlines  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.services import hooks  # noqa: PLC0415 -- models are ready only here

        hooks.subscribe(hooks.accepted, actions.mint_for_accepted)
        hooks.subscribe(hooks.closed, actions.mint_for_closed)
        hooks.subscribe(hooks.accepted, actions.call_for)
        hooks.subscribe(hooks.closed, actions.call_for)
        hooks.offer(addresses.slip)
        orders.offer_page(addresses.appeal)
        deadlines.on_revised(actions.copy_loop)
        desk.register(worklist.waiting)
        catalogue.offer(indicators.SATISFACTION)
        phases.offer()
