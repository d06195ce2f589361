"""Registration with Django."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The site."""

    name = "zhengyou.site"
    label = "site"
