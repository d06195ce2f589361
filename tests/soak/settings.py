"""The product's settings with one address more: a form that does a single verb, so that crashes can be counted."""

from zhengyou.site.settings import *  # noqa: F403

ROOT_URLCONF = "tests.soak.urls"
