"""Limits on how often one visitor may knock at a public door, without keeping any address.

Counts live in PostgreSQL, so that all processes share them, in an unlogged table that no backup holds.

>>> throttle.require("ratings.submit", throttle.address_of(request), limit=30, period=dt.timedelta(hours=1))
"""

import datetime as dt
import hmac
import ipaddress
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.arrays import array
from zhengyou.kernel.errors import TooMany
from zhengyou.records.seal.models import Attempt


@dataclass(frozen=True, slots=True)
class Knock:
    """One knock of ``visitor`` at ``door``, which opens ``limit`` times within ``period``."""

    door: str
    visitor: str
    limit: int
    period: dt.timedelta


def address_of(request: HttpRequest) -> str:
    """Return the network from which ``request`` comes (`network_of`)."""
    return network_of(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""))


def network_of(remote: str, forwarded: str) -> str:
    """Return the network of a visitor: an IPv4 address, or the /64 of an IPv6 one.

    ``remote`` is the address of the connection. Behind a reverse proxy (``BEHIND_TLS``) it is the last entry of
    ``forwarded``, the header X-Forwarded-For, which our own proxy wrote.
    """
    told = remote
    if settings.BEHIND_TLS and forwarded:
        told = forwarded.rsplit(",", 1)[-1].strip()
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def mark_of(door: str, visitor: str) -> str:
    """Return the keyed hash under which ``visitor`` is counted at ``door`` today; tomorrow's is another."""
    return _mark(_key(settings.SECRET_KEY, clock.today()), door, visitor)


def _mark(key: bytes, door: str, visitor: str) -> str:
    return hmac.digest(key, f"{door}\n{visitor}".encode(), "sha256").hex()[:32]


@lru_cache(maxsize=2)
def _key(secret: str, day: dt.date) -> bytes:
    return hmac.digest(secret.encode(), f"throttle {day}".encode(), "sha256")


def knock_all(knocks: Sequence[Knock]) -> list[int]:
    """Count each of ``knocks`` and return how many there were in its period, itself included.

    Call it outside the verb's transaction, so that a refused verb counts as well.
    """
    periods = {length: _period(length) for length in {knock.period for knock in knocks}}
    secret = _key(settings.SECRET_KEY, clock.today())
    keys = [(*periods[knock.period], knock.door, _mark(secret, knock.door, knock.visitor)) for knock in knocks]
    counts = Counter(keys)
    if not counts:
        return []
    rows = sorted(counts)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO seal_attempt (period, ends_at, door, mark, count)"
            " SELECT * FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[], %s::text[], %s::integer[])"
            " ON CONFLICT (door, mark, period) DO UPDATE SET count = seal_attempt.count + excluded.count"
            " RETURNING door, mark, period, count",
            [array(column) for column in zip(*((*row, counts[row]) for row in rows), strict=True)],
        )
        total = {(door, mark, period): count for door, mark, period, count in cursor.fetchall()}
    told = []
    for period, ends_at, door, mark in keys:
        counts[period, ends_at, door, mark] -= 1
        told.append(total[door, mark, period] - counts[period, ends_at, door, mark])
    return told


def knock(door: str, visitor: str, *, period: dt.timedelta) -> int:
    """Count one more knock of ``visitor`` at ``door`` and return how many there were in this period."""
    return knock_all([Knock(door, visitor, 0, period)])[0]


def _period(length: dt.timedelta) -> tuple[int, dt.datetime]:
    """Return the number of the present period of this length and the moment of its end."""
    seconds = int(length.total_seconds())
    number = int(clock.now().timestamp()) // seconds
    return number, dt.datetime.fromtimestamp((number + 1) * seconds, dt.UTC)


def require(door: str, visitor: str, *, limit: int, period: dt.timedelta) -> None:
    """Count one more knock and raise TooMany when there were more than ``limit`` in this period."""
    if knock(door, visitor, period=period) > limit:
        raise TooMany(_("Too many requests from this network. Please wait a little and try again."))


def forget() -> int:
    """Remove the counts whose period is over and return how many."""
    return Attempt.objects.filter(ends_at__lte=clock.now()).delete()[0]
