"""Every address of the site: public pages at the root, the desk under /desk/, programs under /api/."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from zhengyou.site import home, jobs, preferences, styleguide
from zhengyou.site.api import api, nothing_here

handler500 = "zhengyou.site.refusals.server_error"


def _rooms() -> list[URLResolver]:
    """Return desk and public addresses of each room under one namespace."""
    mounted = []
    for room in settings.ROOMS:
        if find_spec(f"{room}.urls") is None:
            continue
        urls = import_module(f"{room}.urls")
        where = getattr(urls, "mount", room.rsplit(".", 1)[-1])
        patterns: list[URLPattern | URLResolver] = [
            path(f"desk/{where}/", include(getattr(urls, "desk_urlpatterns", []))),
            path("", include(getattr(urls, "public_urlpatterns", []))),
        ]
        mounted.append(path("", include((patterns, urls.app_name), urls.app_name)))
    return mounted


urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/", home.desk, name="desk"),
    path("healthz", home.healthz, name="healthz"),
    path("readyz", home.readyz, name="readyz"),
    path("language/", home.language, name="language"),
    path("preferences/", preferences.choose, name="preferences"),
    path("desk/styleguide/", styleguide.show, name="styleguide"),
    path("desk/styleguide/<slug:page>/", styleguide.show, name="styleguide-page"),
    path("desk/jobs/", include((jobs.urlpatterns, "jobs"))),
    path("api/v1/", nothing_here),
    path("api/v1/", api.urls),
    path("api/<path:path>", nothing_here),
    *_rooms(),
]
