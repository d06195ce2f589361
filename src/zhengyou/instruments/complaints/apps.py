"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    """Complaints."""

    name = "zhengyou.instruments.complaints"
    verbose_name = _("Matters of the people")

    def ready(self) -> None:
        """Follow the orders that matters became, own their photographs, fill the work queue."""
        from django.urls import reverse  # noqa: PLC0415 -- models and addresses are ready only now

        from zhengyou.instruments.complaints import attachments, indicators, listening, policy, rules  # noqa: PLC0415 -- models are ready
        from zhengyou.instruments.complaints.worklist import waiting  # noqa: PLC0415 -- models are ready only here
        from zhengyou.mechanisms.orders import hooks  # noqa: PLC0415 -- models are ready only here
        from zhengyou.mechanisms.scoring import catalogue  # noqa: PLC0415 -- models are ready only here
        from zhengyou.records.files import register_owner  # noqa: PLC0415 -- models are ready only here
        from zhengyou.records.notices import worklist  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.deadlines import hooks as deadlines  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.services import callers  # noqa: PLC0415 -- models are ready only here

        hooks.on_step(listening.follow)
        callers.grant(rules.RECEIVE)
        for indicator in indicators.RATES:
            catalogue.offer(indicator)
        hooks.on_answered(listening.note_answer)
        hooks.offer_page(listening.offer_talk)
        register_owner(
            "complaints.complaint",
            may_read=attachments.may_read,
            may_write=attachments.may_write,
            label=attachments.title,
            families=frozenset({"picture"}),
            most_bytes=policy.PICTURE_BYTES,
            most_files=2 * policy.PICTURES,
        )
        worklist.register(waiting)
        deadlines.show_at("complaints.complaint", lambda pk: reverse("complaints:detail", args=[pk]))
        deadlines.show_at("complaints.investigation", lambda pk: reverse("complaints:inquiry", args=[pk]))
