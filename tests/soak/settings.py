"""The product's settings with two addresses and one job more, which do a single verb: so that crashes can be counted."""

from zhengyou.site.settings import *  # noqa: F403
from zhengyou.site.settings import INSTALLED_APPS as PRODUCT

INSTALLED_APPS = [*PRODUCT, "tests.soak"]

ROOT_URLCONF = "tests.soak.urls"
