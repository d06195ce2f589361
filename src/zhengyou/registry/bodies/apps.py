"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BodiesConfig(AppConfig):
    """Bodies."""

    name = "zhengyou.registry.bodies"
    verbose_name = _("Bodies")

    def ready(self) -> None:
        """Tell the work queue what waits here, and end the posts of whoever leaves for good."""
        from zhengyou.records.notices import worklist  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.bodies.actions.posts import end_all  # noqa: PLC0415 -- models are ready only now
        from zhengyou.registry.bodies.waiting import todos  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.people import hooks  # noqa: PLC0415 -- models are ready only here

        worklist.register(todos)
        if end_all not in hooks.person_left:
            hooks.person_left.append(end_all)
