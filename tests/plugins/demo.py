"""The demonstration county in a small size, for journeys and pages."""

from collections.abc import Callable
from typing import Any

import pytest

SMALL = 0.02
"""Some 1,200 ratings: a few seconds."""


@pytest.fixture
def demo(transactional_db: None) -> Callable[[str], Any]:
    """Load a small demonstration and return a function that finds the account of a login (`demo("office")`)."""
    del transactional_db
    from zhengyou.registry.people.models import Account
    from zhengyou.site.demo import loading

    loading.load(SMALL, marked=False)
    return lambda login: Account.objects.get(username=login)
