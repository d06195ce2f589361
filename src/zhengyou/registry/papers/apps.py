"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    """Papers."""

    name = "zhengyou.registry.papers"
    verbose_name = _("Papers")

    def ready(self) -> None:
        """Hear of signatures, own the attachments of papers, and fill the work queue."""
        from django.urls import reverse  # noqa: PLC0415 -- models and addresses are ready only now

        from zhengyou.records.files import register_owner  # noqa: PLC0415 -- models are ready only here
        from zhengyou.records.notices import worklist  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.approvals import hooks  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.deadlines import hooks as deadlines  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.papers import attachments  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.papers.actions import signed, unsigned  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.papers.worklist import waiting  # noqa: PLC0415 -- models are ready only here

        def approved(instance: object, actor: object) -> None:
            signed(instance, actor=actor)  # type: ignore[arg-type]  # the hook names no type

        def refused(instance: object, actor: object) -> None:
            unsigned(instance, actor=actor)  # type: ignore[arg-type]  # the hook names no type

        hooks.subscribe("papers.paper", on_approved=approved, on_rejected=refused, on_withdrawn=refused)
        register_owner(
            "papers.paper", may_read=attachments.may_read, may_write=attachments.may_write, label=attachments.title
        )
        worklist.register(waiting)
        deadlines.show_at("papers.paper", lambda pk: reverse("papers:detail", args=[pk]))
