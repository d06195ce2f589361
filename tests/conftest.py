"""What every test stands on: a throw-away PostgreSQL with the migrations and both database roles."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import override_settings
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from tests.plugins import template
from zhengyou.site import environment
from zhengyou.site.launcher import postgres

pytest_plugins = [
    "tests.plugins.browser",
    "tests.plugins.demo",
    "tests.plugins.catalogues",
    "tests.plugins.requirements",
]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> None:
    """Point Django at the server named by DATABASE_URL, or at an own one that is thrown away afterwards."""
    given = os.environ.get("DATABASE_URL")
    told = environment.connection(given or postgres.test_server()) | {"CONN_MAX_AGE": 0}
    settings = connections["default"].settings_dict
    settings.update(told | {"TEST": settings["TEST"] | told["TEST"]})
    if not given:
        with django_db_blocker.unblock():
            settings["TEST"]["TEMPLATE"] = template.made(postgres.test_cluster().place)
    request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """After the migrations give the application role its rights, as `zhengyou migrate` does."""
    from zhengyou.records.ledger import roles

    with django_db_blocker.unblock():
        roles.grant()


@pytest.fixture(autouse=True)
def _fresh_keys() -> None:
    """Forget the keys of sealed data: they vanish with the database rows of each test."""
    from zhengyou.records.seal import keys

    keys.forget()


@pytest.fixture(autouse=True)
def _fresh_pages(settings: Any) -> None:
    """Draw public pages each time: what a test changed shall show at once, and no test knows the tags of another."""
    from zhengyou.instruments.ratings import queries
    from zhengyou.instruments.ratings.web import levels

    settings.PUBLIC_PAGES_KEPT = 0
    queries._tags_of.cache_clear()
    levels._untouched.cache_clear()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """Begin and end in the language of the settings: a request leaves that of its reader in the thread."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Hash passwords quickly: tests make many accounts and guard none. For the whole run, as a county may stand long."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
