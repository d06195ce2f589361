"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    """Services."""

    name = "zhengyou.registry.services"
    verbose_name = _("Services")

    def ready(self) -> None:
        """Show the cases behind clocks, tell who handles them, and fill the work queue."""
        from django.urls import reverse  # noqa: PLC0415 -- models are ready only now

        from zhengyou.records.notices import worklist as queue  # noqa: PLC0415 -- models are ready only now
        from zhengyou.registry.deadlines import hooks  # noqa: PLC0415 -- models are ready only now
        from zhengyou.registry.services import listening, worklist  # noqa: PLC0415 -- models are ready only here

        hooks.show_at("services.case", lambda pk: reverse("services:case", args=[pk]))
        hooks.subscribe("services.case", on_breached=listening.tell_pressed, on_warned=listening.tell_pressed)
        hooks.show_at("services.firstcontact", lambda pk: reverse("services:contact", args=[pk]))
        hooks.show_at("services.undertaking", lambda pk: reverse("services:undertaking", args=[pk]))
        told, made = listening.tell_contact, listening.tell_undertaking
        hooks.subscribe("services.firstcontact", on_breached=told, on_warned=told)
        hooks.subscribe("services.undertaking", on_breached=made, on_warned=made)
        queue.register(worklist.waiting)
        queue.register(worklist.promised)
