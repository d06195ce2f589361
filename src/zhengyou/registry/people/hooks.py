"""What upper rooms may hear from people, and what they may answer."""

import datetime as dt
from collections.abc import Callable

from zhengyou.records import ledger
from zhengyou.registry.people.models import Account, Person

second_factor_demanded: list[Callable[[Account], bool]] = []
"""Asked after the password: whether some role of the account demands a second factor."""

person_left: list[Callable[[Person, dt.date, ledger.Actor], None]] = []
"""Told when a person leaves for good, in the same transaction: end appointments and grants."""


def demands_second_factor(account: Account) -> bool:
    """Return whether any room above demands a second factor of ``account``."""
    return any(demanded(account) for demanded in second_factor_demanded)
