"""Printed addresses: they are for ever, so they have a setting of their own and stand here in one place."""

from django.conf import settings
from django.http import HttpRequest

from zhengyou.registry.services.models import Window


def base(request: HttpRequest) -> str:
    """Return what printed addresses begin with, without a closing slash."""
    return settings.RATING_BASE_URL or request.build_absolute_uri("/").rstrip("/")


def window_address(window: Window, request: HttpRequest) -> str:
    """Return where the standing code of ``window`` leads: its rating page (`ratings:rate-window`)."""
    return f"{base(request)}/r/w/{window.code}"
