"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    """Orders."""

    name = "zhengyou.mechanisms.orders"
    verbose_name = _("Orders")

    def ready(self) -> None:
        """Fill the work queue, offer the indicator, and hear leaders' instructions and clocks that press."""
        from django.urls import reverse  # noqa: PLC0415 -- models and addresses are ready only now

        from zhengyou.mechanisms.orders import (  # noqa: PLC0415 -- models are ready only now
            attachments,
            climbing,
            hooks,
            listening,
            supervision_worklist,
            telling,
        )
        from zhengyou.mechanisms.orders.indicators import RECTIFICATION  # noqa: PLC0415 -- models are ready only now
        from zhengyou.mechanisms.orders.worklist import waiting  # noqa: PLC0415 -- models are ready only now
        from zhengyou.mechanisms.scoring import catalogue  # noqa: PLC0415 -- models are ready only here
        from zhengyou.records.files import register_owner  # noqa: PLC0415 -- models are ready only here
        from zhengyou.records.notices import worklist  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.approvals import hooks as approvals  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.deadlines import hooks as deadlines  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.papers import hooks as instructions  # noqa: PLC0415 -- models are ready only here

        deadlines.show_at("orders.order", lambda pk: reverse("orders:detail", args=[pk]))
        worklist.register(waiting)
        worklist.register(supervision_worklist.waiting)
        catalogue.offer(RECTIFICATION)
        instructions.on_instructed(listening.open_for)
        instructions.on_issue_named(listening.issue_named)
        hooks.on_step(telling.tell)
        hooks.on_proposal(telling.tell_proposal)
        register_owner(
            "orders.order", may_read=attachments.may_read, may_write=attachments.may_write, label=attachments.number
        )
        hooks.on_closed(listening.answer_instruction)
        deadlines.subscribe("orders.order", on_breached=listening.tell_pressed, on_warned=listening.tell_pressed)
        deadlines.subscribe("orders.order", on_climbed=climbing.heed)
        deadlines.lock_subjects("orders.order", climbing.lock_order)
        approvals.subscribe(
            "orders.measure",
            on_approved=listening.measure_signed,
            on_rejected=listening.measure_unsigned,
            on_withdrawn=listening.measure_unsigned,
        )
        hooks.on_closed(listening.settle)
        hooks.on_step(listening.follow)
